"""A child who is called as a school of the directory is asked about, unless the text says the school with the word for what it is."""

import pytest

from tests.intake import test_published_texts
from tests.intake.conftest import SCHOOL
from tests.intake.office import add_body
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_name_marks import write_to

BODIES = (
    ("school", "Shkolla 9-vjeçare “Sami Frashëri”"),
    ("residential_care", "Shtëpia e Fëmijës “Zyber Hallulli”, Tiranë"),
    ("school", "Shkolla e Mesme e Përgjithshme Sami Frashëri, Elbasan"),
    ("school", "Shkolla e Mesme “Ismail Qemali”, Vlorë"),
    ("school", "Kopshti “Lirie Shkreli”"),
    ("school", "Gjimnazi “Luigj Gurakuqi”, Shkodër"),
    ("health", "Spitali “Besmir Gjoka”"),
)
CHILD = "Sami Frashëri"
CHILDREN = (CHILD, "Zyber Hallulli", "Ismail Qemali", "Lirie Shkreli", "Luigj Gurakuqi", "Besmir Gjoka")
CALLED = (
    "Rasti i Sami Frashërit u shqyrtua.", "Sami Frashëri nuk shkoi në shkollë.", "Shkolla e Sami Frashërit u dëgjua.",
    "Mësuesja e Sami Frashërit u përgjigj.", "Lidhur me Sami Frashëri: shkolla u njoftua.", "SAMI FRASHËRI KËRKOI NDIHMË",
    "Gjimnazi u njoftua. Sami Frashëri priti.",
)  # fmt: skip
#: Behind a word for what a body is, with what no body's name has: an ending of its own, no article on that word, an age, a relative, a deed.
BEHIND = (
    "E rrahën në shkollë Ismail Qemalin.", "Shkolla Ismail Qemalit nuk ia dha librat.", "Në kopsht Lirie Shkreli nuk ha.", "Shkolla Sami Frashërin e nxori jashtë.",
    "Mësuesit e shkollës Sami Frashërit i vunë notë negative.", "Te shkolla Sami Frashërit i morën telefonin.", "Në spital Besmir Gjoka qëndroi tri javë.",
    "Pas shkolle Sami Frashëri punon në treg.", "U dëgjua në shkollë Sami Frashëri, 11 vjeç.", "Pa shkollë Sami Frashëri rri në shtëpi.",
    "Në kopshtin Lirie Shkreli, 4 vjeçe, u rrëzua.", "Në shkollën Sami Frashëri (11 vjeç) nuk flet.", "Shkolla 9-vjeçare\nSami Frashëri\n11 vjeç",
    "Në regjistrin e shkollës “Sami Frashëri, 11 vjeç” është shënuar.", "Shkolla Ismail Qemali, i biri i një nëne të vetme, e braktisi.",
    "Drejtoria e shkollës Sami Frashëri dhe nëna e tij u takuan.", "Nga shkolla Sami Frashëri iku dy herë.", "Në oborrin e shkollës Sami Frashëri u rrah nga të tjerë.",
    "Para shkollës Sami Frashëri priti nënën deri natën.", "Mësuesit të shkollës Sami Frashëri i thanë.", "Në shkollë “Ismail Qemali” mungoi.",
    "Te kopshti Lirie Shkreli, 4-vjeçare, nuk flet.", "shkollës ismail qemalit i thanë", "E rrahën në shkollë\nIsmail Qemalin.",
    "Shkolla Sami Frashëri, nxënës i klasës së gjashtë, mungoi.",
)  # fmt: skip
SAID = (
    "Shkolla “Sami Frashëri” nuk ka ngrohje.", "Shkollës 9-vjeçare „Sami Frashëri” iu kërkua përgjigje.", "Nxënësit e shkollës “Sami Frashëri” presin.",
    "Te shkolla Sami Frashëri mungon uji.", "Shkollën e Mesme të Përgjithshme Sami Frashëri, Elbasan, e pamë.", "Shtëpisë së Fëmijës “Zyber Hallulli” iu shkrua.",
    "Shkollat “Sami Frashëri”, “Ismail Qemali” dhe “Luigj Gurakuqi” u inspektuan.", "Nxënësit e gjimnazit Luigj Gurakuqi bënë një peticion.",
    "School “Ismail Qemali” in Vlora has not replied.", "Shkollës Sami Frashëri iu kërkua përgjigje.", "Shkolla Sami Frashëri, Tiranë, ka 640 nxënës.",
    "Në kopshtin Lirie Shkreli mungon ngrohja.", "Nxënësit e shkollës Ismail Qemali u ankuan.", "Bordi i shkollës Sami Frashëri kërkoi mjete.", "Shkolla Sami Frashëri u dëgjua më 3 maj.",
    "Te spitali Besmir Gjoka nuk ka mjek.", "Drejtori i shkollës “Ismail Qemali” u përgjigj.", "Shkolla Sami Frashëri 9-vjeçare u lye.",
    "Gjimnazit Luigj Gurakuqi i mungon palestra.", "Nga shkolla Sami Frashëri erdhi përgjigjja.",
)  # fmt: skip
PERSONS = (
    "Nxënësi Sami Frashëri u dëgjua.",
    "Djali Sami Frashërit i thanë.",
    "Samiu mungoi, dhe familja Frashëri u ankua.",
)


@pytest.fixture
def named(world):
    """A directory whose bodies bear the names of children of other files."""
    for body_class, name in BODIES:
        add_body(world, body_class, name)
    for name in CHILDREN:
        world.complain(submitter={"role": "parent", "name": f"Ngadhnjim {name.split()[1]}"}, child={"name": name})
    return world.complain()


@pytest.mark.parametrize("text", [*CALLED, *BEHIND])
def test_who_is_called_as_a_body_of_the_directory_is_asked_about(world, named, text):
    for own in ([named["id"]], []):
        told = offer(world, own, text)
        assert told["stops"] + told["questions"] >= 1, told
    assert test_published_texts.offer(world, "Titulli", text)["questions"] >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_in_a_text_of_every_kind(world, named, kind):
    told = offer(world, [], "Kthimi", "Në kopsht Lirie Shkreli nuk ha.", kind=kind)
    assert told["questions"] == 1
    told = offer(world, [], "Kthimi", "Rasti i Sami Frashërit mbetet.", kind=kind)
    [place] = [one for one in told["places"] if one["kind"] == "name"]
    assert (place["part"], place["start"], place["end"]) == (1, 8, 22)
    assert "sami" not in str(told).lower()


@pytest.mark.parametrize("text", SAID)
def test_the_body_is_said_with_what_it_is(world, named, text):
    told = offer(world, [named["id"]], text)
    assert [one for one in told["places"] if one["kind"] == "name"] == [], text


@pytest.mark.parametrize("text", PERSONS)
def test_what_calls_it_a_persons_name_stops_it_though_a_body_bears_it(world, named, text):
    assert offer(world, [named["id"]], text)["stops"] >= 1


def test_a_pupil_of_the_school_who_is_called_so_is_asked_about_where_nothing_sets_the_school_off(world, named):
    told = offer(world, [named["id"]], "Mësuesi i shkollës Sami Frashëri e goditi.")
    assert told["stops"] + told["questions"] >= 1


def test_a_message_and_a_summary_need_a_reason_for_it(world, named):
    for text in ("Si në rastin e Sami Frashërit, presim.", "E rrahën në shkollë Ismail Qemalin."):
        refused = write_to(world, named, text)
        assert (refused.status_code, refused.get_json()["code"]) == (422, "message_may_name")
    summary = "U dëgjua në shkollë Sami Frashëri, 11 vjeç."
    body = {"outcome": "admissible", "summary": summary, "rights": ["28.2"], "bodies": [str(SCHOOL)]}
    refused = world.decide(named["id"], **body)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "summary_may_name")
    assert world.decide(named["id"], **body, names_reason="of_body").status_code == 201


def test_a_word_of_what_it_is_that_another_body_has_frees_nothing(world, named):
    told = offer(world, [named["id"]], "Shtëpia e Fëmijës Sami Frashëri u hap.")
    assert told["stops"] + told["questions"] >= 1
