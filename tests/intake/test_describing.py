"""A text for the public that describes a child by school and class asks whether that is needed; nothing is stopped."""

import pytest

from services.intake import data
from services.intake.domain.describing import descriptions
from tests.intake.test_comparing import offer
from tests.intake.test_names_measured import innocent

TEXTS = {
    "Një nxënëse e klasës VII-B në Shkollën “Shembull” u la jashtë.": "klasës VII-B",
    "Nxënësi i klasës së shtatë mungonte. Shkolla nuk u përgjigj.": "klasës së shtatë",
    "Në gjimnaz, klasa e 10-të, dy javë pa mësim.": "klasa e 10-të",
    "A pupil of class 7b of that school was left out.": "class 7b",
    "Një vajzë 13 vjeçe nga fshati Shembullas.": "13 vjeçe",
    "Një 13-vjeçar i shkollës Shembull.": "13-vjeçar",
    "Një vajzë trembëdhjetë vjeçe nga fshati Shembullas.": "trembëdhjetë vjeçe",
    "A boy of the village of Shembullas, aged twelve, was beaten.": "aged twelve",
    "Ishte e vetmja nxënëse romë e shkollës.": "e vetmja nxënëse",
}


def asked(text):
    return [text[one.start : one.end] for one in descriptions(text, data.describing())]


@pytest.mark.parametrize(("text", "what"), TEXTS.items())
def test_the_part_that_the_text_might_do_without_is_asked_about(text, what):
    assert asked(text) == [what]


@pytest.mark.parametrize(
    "text",
    ["Shkolla nuk u përgjigj.", "Një nxënëse 13 vjeçe.", "Klasa e punëtorëve", "Një nxënës 13 vjeç i një shkolle.", "Në klasën VII. " + "Fjalë. " * 40 + "Shkolla."],
)  # fmt: skip
def test_one_of_them_alone_describes_nobody(text):
    assert asked(text) == []


@pytest.mark.parametrize(("kind", "questions"), [("public_version", 1), ("gap", 1), ("act", 0), ("message", 0)])
def test_only_what_anybody_reads_is_asked_about_and_it_stops_nothing(world, kind, questions):
    found = offer(world, [], "Titulli", next(iter(TEXTS)), kind=kind)
    assert (found["stops"], found["questions"]) == (0, questions)
    assert [place["kind"] for place in found["places"]] == ["description"] * questions


def test_most_innocent_texts_are_asked_nothing():
    texts = innocent()
    assert sum(bool(asked(text)) for text in texts) / len(texts) < 0.1
