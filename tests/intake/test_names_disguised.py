"""Names and numbers with something between their letters, as initials, or over two fields of one form."""

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Severity
from services.intake.domain.names import Person
from tests.intake.conftest import CHILD
from tests.intake.test_comparing import offer
from tests.intake.test_names_measured import PLACES

MARIA = Person(name="Maria Kodra", phone="+355 69 123 4567")
ELIRA = Person(name="Elira Kodra")
FIRST, FAMILY = CHILD.split()


def found(text, person):
    return {hit.severity for hit in places_in(text, [person], PLACES)}


@pytest.mark.parametrize(
    "text",
    ["M-a-r-i-s-ë", "M a r i s ë", "M.a.r.i.s.ë", "M\u200ba\u200br\u200bi\u200bs\u200bë", "Ma\u00adri\u00adsë", "Mаrisë", "Μαρισë", "Марисë", "М а р и с ë",
     "M_a_r_i_s_ë", "M . a . r . i . s . ë", "M, a, r, i, s, ë", "M|a|r|i|s|ë", "M•a•r•i•s•ë", "M+a+r+i+s+ë", "M—a—r—i—s—ë", "M~a~r~i~s~ë", "M   a   r   i   s   ë",
     "Ma-ri-së", "Ma ri së", "Ma.ri.së", "Mar isë", "Ma|ri|së", "Mari·së"],
)  # fmt: skip
def test_a_name_is_found_whatever_stands_between_its_letters(text):
    assert Severity.STOP in found(f"E pyetën {text} në shkollë.", MARIA)


@pytest.mark.parametrize("text", ["A n a", "A.n.a", "A-n-a", "A|n|a"])
def test_so_is_a_short_one(text):
    assert Severity.STOP in found(f"Vajza e saj, {text}, mungonte.", Person(name="Ana Leka"))


@pytest.mark.parametrize(
    "text", ["E.K.", "E K", "EK", "E.K", "E.-K.", "El. Ko.", "El.Ko.", "Eli. Kod.", "E. Ko.", "Ko. El.", "Kod. E."]
)
def test_a_person_of_the_file_is_found_as_initials_and_cut_short(text):
    assert Severity.STOP in found(f"Sipas dosjes {text} mungonte.", ELIRA)


@pytest.mark.parametrize("text", ["E-K", "E/K", "e.k.", "e. k.", "El Ko"])
def test_what_may_be_something_else_is_a_question_and_after_a_word_for_a_person_a_stop(text):
    assert found(f"Sipas dosjes {text} mungonte.", ELIRA) == {Severity.QUESTION}
    assert Severity.STOP in found(f"Sipas dosjes nxënësja {text} mungonte.", ELIRA)


@pytest.mark.parametrize(
    ("text", "name"),
    [("Neni IV i ligjit", "Ilir Veliu"), ("Klasa VI mungonte", "Vera Ismaili"), ("p.sh. në shkollë", "Petrit Shehu"), ("KËRKESË EK PËR", "Elira Kodra"),
     ("Kod ra në fuqi", "Elira Topi"), ("pikat a, n, a", "Ana Leka")],
)  # fmt: skip
def test_what_only_looks_like_it_stops_nothing(text, name):
    assert Severity.STOP not in found(text, Person(name=name))


@pytest.mark.parametrize(
    "text",
    ["J/12345678/K", "(J)12345678(K)", "J_12345678_K", "J–1234–5678–K", "j1234 5678k", "J 1 2 3 4 5 6 7 8 K", "J.12.34.56.78.K", "J 12/34/56/78 K", "J|12345678|K",
     "Ј\u200b12345678К", "J·1234·5678·K"],
)  # fmt: skip
def test_a_personal_number_is_found_however_it_is_grouped(text):
    assert found(f"Numri: {text} .", Person()) == {Severity.STOP}


@pytest.mark.parametrize(
    "text",
    [
        "069 | 123 | 4567",
        "069,123,4567",
        "069·123·4567",
        "069 –– 123 4567",
        "069*123*4567",
        "069:123:4567",
        "069/123/4567",
        "069~123~4567",
        "069•123•4567",
    ],
)
def test_a_telephone_is_found_however_it_is_grouped(text):
    assert found(f"Sipas dosjes {text} .", Person()) == {Severity.STOP}


@pytest.mark.parametrize("text", ["69; 12; 34; 56; 7", "6 9 1 2 3 4 5 6 7", "91+23+45+67", "…691 234 567…"])
def test_that_of_the_file_with_anything_between(text):
    assert Severity.STOP in found(f"Sipas dosjes {text} .", MARIA)


@pytest.mark.parametrize(
    "text",
    [
        "nga 06:30 deri 12:30, më 14 mars",
        "nenet 06, 07, 08, 09, 10",
        "e 2019-2020 e",
        "A 12.03.2021 B",
        "Nr. 1234/5678 Prot.",
        "shkresa R-2026-00014-7 E",
    ],
)
def test_hours_dates_and_lists_are_no_numbers_of_anybody(text):
    assert found(text, Person()) == set()


def test_a_name_over_two_fields_is_found_at_both_ends(world):
    told = world.complain(submitter={"role": "child", "name": "Drita Kodra"}, child={"name": "Drita Kodra"})
    parts = ("Kërkesë për dritën dhe për drita", "kodra mungonte në shkollë.", "Tjetër.")
    found = offer(world, [told["id"]], *parts)
    assert [(place["part"], place["start"], place["end"]) for place in found["places"]][:2] == [(0, 27, 32), (1, 0, 5)]
    assert found["stops"] == 2
    assert offer(world, [told["id"]], "Kërkesë për drita", "Tjetër.", "kodra mungonte në shkollë.")["stops"] == 0
    assert offer(world, [told["id"]], "Kërkesë për drita", "", "kodra mungonte në shkollë.")["stops"] == 2


@pytest.mark.parametrize("parts", [("U dëgjua Zanafilla", "Kanarina, 13 vjeç."), ("U dëgjua Kana-", "rina Zanafilla.")])
def test_a_full_name_of_another_file_over_two_fields_is_found(world, parts):
    world.complain()
    assert offer(world, [], *parts)["stops"] >= 1


def test_a_number_over_two_fields_is_found(world):
    assert offer(world, [], "Telefoni është 069 12", "34 567.")["stops"] == 2
    assert offer(world, [], "Neni 28", "069 123 4567")["stops"] == 1


@pytest.mark.parametrize("held", ["069 34S 6789", "O69 345 6789", "069 345 6789 (nëna)"])
def test_a_number_that_the_file_itself_has_with_letters_is_known(held):
    assert Severity.STOP in found("Sipas dosjes 69; 34; 56; 78; 9 .", Person(phone=held))
