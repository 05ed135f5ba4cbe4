"""Words of the office that are names of a file too: a question where a sentence begins with one or in small letters, nothing where they count."""

import pytest

from tests.intake.test_comparing import offer

COUNTED = (
    "Klasa mbyllet çdo ditë.",
    "Afati është 60 ditëve.",
    "U paguan 4 800 lekë.",
    "Gjoba prej 4 800 lekësh.",
    "Brenda dhjetë ditëve.",
)
ASKED = (
    "Besa dhe liria janë vlera.", "Drita elektrike ndërpritet.", "Drita mungon.", "Drita mungon në klasë.", "Drita mungon, dhe uji.",
    "Erdhi dita e gjykimit.",
)  # fmt: skip
STOPPED = (
    "Drita mungoi gjashtë ditë.", "Drita mungon nga shkolla.", "Drita mungon prej një jave, tha e ëma.", "U dëgjua Drita.", "Vajza Drita mungon.",
    "Drita Kodra mungon në klasë.", "Tre Kodra, dy Drita.", "Drita u godit.", "Pas 60 ditësh, Dita u kthye.",
)  # fmt: skip

#: A girl's name that is a word, and what a sentence makes of it.
DEFINITE = (
    ("Liri", "Liria", "Liries", "Lirien", "LIRIA"), ("Bukuri", "Bukuria", "Bukuries", "BUKURIA"), ("Dashuri", "Dashuria", "Dashuries"),
    ("Rini", "Rinia", "Rinies"), ("Urti", "Urtia", "Urties"), ("Lumturi", "Lumturia", "Lumturies"),
)  # fmt: skip
FRAMES = (
    "Nxënësja {} u godit në korridor.", "Vajza quhet {}.", "{}, 12 vjeç, u godit.", "Historia e {} u dëgjua.", "Në klasë mungonte edhe {}.",
    "{} u godit.", "Fëmija {} mungonte tri ditë.",
)  # fmt: skip
FREE = ("Liria e shprehjes mbrohet.", "Iu mohua liria personale.", "Rinia e vendit largohet.", "Bukuria dhe dashuria.")


@pytest.fixture
def own(world):
    child = {"name": "Drita Kodra", "nickname": "Dita", "age": 9}
    return world.complain(
        submitter={"role": "parent", "name": "Besnik Kodra"}, child=child, narrative="Më tha Shpresa Leka."
    )


@pytest.mark.parametrize("text", COUNTED)
def test_a_word_that_is_counted_is_nobodys_name(world, own, text):
    found = offer(world, [own["id"]], text)
    assert (found["stops"], found["questions"]) == (0, 0)


@pytest.mark.parametrize("text", ASKED)
def test_a_word_that_may_be_a_name_is_a_question_and_no_stop(world, own, text):
    assert offer(world, [own["id"]], text)["stops"] == 0


@pytest.mark.parametrize("text", STOPPED)
def test_where_it_is_a_name_it_stops(world, own, text):
    assert offer(world, [own["id"]], text)["stops"] >= 1


@pytest.mark.parametrize(("name", "written"), [(name, forms) for name, *forms in DEFINITE])
def test_a_girls_name_that_is_a_word_stops_in_its_definite_form(world, name, written):
    child = {"name": f"{name} Përnezha", "age": 12}
    complaint = world.complain(submitter={"role": "child"}, child=child, narrative="Nuk më lanë në klasë.")
    texts = [frame.format(one) for one in written for frame in FRAMES]
    assert [text for text in texts if not offer(world, [complaint["id"]], text)["stops"]] == []
    # Beside another file, by the marks of both names.
    assert [one for one in written if not offer(world, [], f"Mungonte {one} Përnezha.")["stops"]] == []


@pytest.mark.parametrize("text", FREE)
def test_the_word_itself_is_asked_about_in_the_file_of_its_bearer_alone(world, own, text):
    child = {"name": f"{text.split()[0]} Përnezha", "age": 12}
    bearer = world.complain(submitter={"role": "child"}, child=child, narrative="Nuk më lanë në klasë.")
    for of_case in ([own["id"]], []):
        found = offer(world, of_case, text)
        assert (found["stops"], found["questions"]) == (0, 0)
    assert offer(world, [bearer["id"]], text)["stops"] == 0
