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
