"""A name that the file has in another script is found in that script, and one whose letters stand apart or have what is not seen between."""

import pytest

from tests.intake import test_published_texts
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_name_marks import write_to

#: Name of the file → how texts say it.
SAID = {
    "محمد الحسن": ("محمد الحسن", "الطفل محمد الحسن في المدرسة", "مُحَمَّد الحَسَن", "لمحمد الحسن", "ومحمد الحسن", "قضية لمحمد حسن", "الحسن، محمد", "محمـــد\nالحسن"),
    "فاطمة الزهراني": ("فاطمه الزهرانى", "بفاطمة الزهراني", "وللزهراني فاطمة"),
    "דוד כהן": ("דוד כהן", "לדוד כהן", "הילד ודוד כהן בבית", "כהן, דוד", "דָּוִד כֹּהֵן"),
    "山田 太郎": ("山田 太郎", "山田太郎", "児童の山田太郎さんは学校へ", "山田　太郎", "太郎・山田", "山田\n太郎"),
    "佐藤花子": ("佐藤花子", "佐藤 花子", "生徒佐藤花子が"),
    "やまだ たろう": ("やまだ たろう", "やまだたろう君", "ヤマダ タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
    "李小龙": ("李小龙", "学生李小龙在学校", "李·小龙"),
    "김민수": ("김민수", "김민수가 학교에", "김 민수"),
    "अमित शर्मा": ("अमित शर्मा", "छात्र अमित शर्मा ने"),
    "Иван Петров": ("Иван Петров", "Ивану Петрову", "Ivan Petrov"),
}  # fmt: skip
APART = (
    "A g i m H o x h a j", "A g i m  H o x h a j", "a g i m   h o x h a j", "A.g.i.m. H.o.x.h.a.j", "A_g_i_m H_o_x_h_a_j", "A\u00adgim Ho\u00adxhaj",
    "A\u200bg\u200bi\u200bm H\u200bo\u200bx\u200bh\u200ba\u200bj", "Ag\u2060im Hox\u200dhaj", "AGIM   HOXHAJ", "A G I M   H O X H A J", "Agim\u202fHoxhaj",
)  # fmt: skip
INNOCENT = (
    "الأطفال في المدرسة",
    "محمد في المدرسة",
    "הילד בבית",
    "山の学校は太い木の下にあります",
    "学校在北京",
    "학교에 갔다",
    "बच्चे स्कूल में हैं",
)


@pytest.fixture
def files(world):
    for name in (*SAID, "Agim Hoxhaj"):
        world.complain(submitter={"role": "parent"}, child={"name": name})
    return world.complain()


def found(told):
    return told["stops"] + told["questions"]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in SAID.items() for text in texts])
def test_it_is_found_in_the_script_of_the_file(world, files, name, text):
    for whole in (text, f"Rasti: {text}.", f"Fëmija i quajtur {text} mungon."):
        assert found(offer(world, [files["id"]], "Kthimi", whole)) >= 1, whole
        assert found(test_published_texts.offer(world, whole)) >= 1, whole


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["لمحمد الحسن", "לדוד כהן", "児童の山田太郎さんは", "A g i m H o x h a j"])
def test_in_a_text_of_every_kind_at_its_place(world, files, kind, text):
    told = offer(world, [], "Kthimi", f"Edhe {text} mungon.", kind=kind)
    assert told["stops"] == 1 and {one["part"] for one in told["places"]} == {1}


@pytest.mark.parametrize("text", APART)
def test_it_is_found_with_its_letters_apart(world, files, text):
    assert offer(world, [files["id"]], "Kthimi", f"Edhe {text} mungon.")["stops"] >= 1


@pytest.mark.parametrize("name", ["محمد الحسن", "山田 太郎", "佐藤花子", "김민수"])
def test_it_is_found_in_texts_of_its_own_case(world, name):
    mine = world.complain(submitter={"role": "parent"}, child={"name": name})
    for text in SAID[name]:
        assert offer(world, [mine["id"]], "Kthimi", f"Edhe {text} mungon.")["stops"] >= 1, text


def test_a_message_to_somebody_else_is_refused(world, files):
    for text in ("児童の山田太郎さんは", "لمحمد الحسن"):
        assert write_to(world, files, f"Edhe {text} na shkroi.").get_json()["code"] == "message_names_another"


@pytest.mark.parametrize("text", INNOCENT)
def test_a_text_in_that_script_that_names_nobody_is_let_through(world, files, text):
    assert found(offer(world, [files["id"]], "Kthimi", text)) == 0
