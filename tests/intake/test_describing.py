"""A text for the public that describes a child by school and class asks whether that is needed; nothing is stopped."""

import pytest

from services.intake import data
from services.intake.actions.comparing import places_in
from services.intake.domain.describing import Asked, descriptions
from services.intake.domain.hits import Kind, Severity
from tests.intake.anybody import INNOCENT
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_names_measured import PLACES, innocent

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
    describing = [one for one in data.describing() if one.asked is not Asked.OF_NO_CASE]
    return [text[one.start : one.end] for one in descriptions(text, describing)]


@pytest.mark.parametrize(("text", "what"), TEXTS.items())
def test_the_part_that_the_text_might_do_without_is_asked_about(text, what):
    assert asked(text) == [what]


@pytest.mark.parametrize(
    "text",
    ["Shkolla nuk u përgjigj.", "Një nxënëse 13 vjeçe.", "Klasa e punëtorëve", "Një nxënës 13 vjeç i një shkolle.", "Në klasën VII. " + "Fjalë. " * 40 + "Shkolla.",
     "Shkolla 9-vjeçare në fshatin Mengel nuk ka ngrohje.", "Ndërtesa 40-vjeçare në fshatin Mengel.", "Plani 5-vjeçar i fshatit Mullas.", "një marrëveshje 2-vjeçare me lagjen Varosh",
     "Fëmijët nga 6 deri 15 vjeç të fshatit Mullas", "Kopshti i fshatit Mullas pret fëmijë 3-6 vjeç.", "Prindi punëtor në Shqipëri ka të drejtën e lejes.", "Nëna është mjekja e parë e fëmijës në çdo fshat."],
)  # fmt: skip
def test_one_of_them_alone_describes_nobody(text):
    assert asked(text) == []


@pytest.mark.parametrize(("kind", "questions"), [("public_version", 1), ("gap", 1), ("act", 0), ("message", 0)])
def test_only_what_anybody_reads_is_asked_about_and_it_stops_nothing(world, kind, questions):
    found = offer(world, [world.complain()["id"]], "Titulli", next(iter(TEXTS)), kind=kind)
    assert (found["stops"], found["questions"]) == (0, questions)
    assert [place["kind"] for place in found["places"]] == ["description"] * questions


def test_most_innocent_texts_are_asked_nothing():
    texts = innocent()
    assert sum(bool(asked(text)) for text in texts) / len(texts) < 0.1


TOLD_BY_OFFICE = (
    "Nëna, mësuese në shkollën e fshatit Shembullas, u ankua.", "Babai, kryeplaku i Shembullasit, u dëgjua.", "Nëna e vajzës është mjekja e fshatit.",
    "U fol me të atin, polic në Bashkinë Shembull: i ati, polic në Shembull, e pranoi.", "Vajza e drejtorit të shkollës së Shembullasit mungonte.",
    "Djali i kryetarit të bashkisë Shembull nuk u pyet.", "Gjyshja (infermiere në Shembull) e solli.", "Prindi punon në postën e fshatit Shembullas.",
    "The mother, a teacher at the village school, complained.", "The father, village head of Sampleton, was heard.", "The headmaster’s son at Sampleton school was asked.",
    "His uncle is the priest of Sampleton.", "A daughter of the mayor of Sampleton was there.",
    "Nëna (drejtore e shkollës 9-vjeçare Shembull) u thirr.", "Babai i saj është i vetmi mjek në Shembull.", "The only doctor in Sampleton is his father.", "Her mum teaches at Sampleton school.",
)  # fmt: skip


@pytest.mark.parametrize("text", TOLD_BY_OFFICE)
def test_a_parent_told_by_office_and_place_is_asked_about_and_does_not_stop(text):
    found = places_in(text, [], PLACES)
    assert {(hit.kind, hit.severity) for hit in found} == {(Kind.DESCRIPTION, Severity.QUESTION)}, found


@pytest.mark.parametrize("kind", KINDS)
def test_in_every_kind_of_text_and_it_needs_a_reason(world, kind):
    found = offer(world, [], "Titulli", TOLD_BY_OFFICE[0], kind=kind)
    assert (found["stops"], found["questions"], found["places"][0]["kind"]) == (0, 1, "description")


@pytest.mark.parametrize(
    "text",
    ["Nëna dhe mësuesja e shkollës në Shembull u dëgjuan.", "Prindërit i shkruan drejtorit të shkollës në Shembull.", "Mësuesja e fëmijës në Shembull u dëgjua.", "Babai punon.",
     "The mother wrote to the headmaster of Sampleton school.", "Avokati i Popullit dëgjoi nënën në Tiranë."],
)  # fmt: skip
def test_a_relative_beside_somebody_in_office_is_not(text):
    assert places_in(text, [], PLACES) == []


def test_it_is_seldom_asked_in_the_innocent_texts():
    texts = [*INNOCENT, *innocent()]
    asked = [hit for text in texts for hit in places_in(text, [], PLACES) if hit.kind is Kind.DESCRIPTION]
    assert len(asked) / len(texts) < 0.02
