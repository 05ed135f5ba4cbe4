"""A hundred wordings of somebody who writes naturally, or who wants a name to leave, through the door: of the own file, and of another."""

import pytest

from services.intake.domain.declension import written_otherwise
from tests.intake.test_comparing import KINDS, offer

OWN = (
    "Eli Krasniqi u dëgjua", "vajza e Agronit, e quajtur Lira", "familja K., vajza Eli", "E. Kr. mungonte", "El. K. mungonte",
    "vajza E. e Agronit", "Elira-n e nxorën", "Elirën (12)", "“Eli”", "'Lira'", "e vogla Elirë", "Elirja u qau", "Eliri u qau",
    "Krasniqët u ankuan", "Krasniqajt", "shtëpia e Krasniqve", "Krasniqja e vogël", "çupa e Krasniqit", "i ati i Elirës",
    "E-l-i-r-a", "ElIrA", "eLiRa mungonte", "Elira_K", "elira.k", "elira k.", "Elira K", "e. krasniqi", "Kras-niqi", "Kras niqi",
    "Krasn. Elira", "Elirë Krasniqi", "Ellira", "Elyra", "Elira2013", "2013Elira", "@elira_krasniqi", "#Elira", "elira💔",
    "Elira’s", "Elira's", "Elira-s", "ELIRA-s", "E l i r ë s", "vajza me emër që fillon me E dhe mbiemër Krasniqi",
    "Elira e Agronit", "Goni, babai i saj", "baba Goni", "xha Goni", "gocës Lira", "goca Eli", "Lirushi", "Elirkë", "Eliçka",
    "mikja e saj, Lira,", "e thirri Eliii!", "Elir@", "Elira?", "Elira/Krasniqi", "Krasniqi/Elira", "KRASNIQI Elira", "E Krasniqi",
    "inicialet: EK", "(EK)", "E.K", "E.K.,12 vjeç", "EK-së", "shkronjat E dhe K",
)  # fmt: skip
OTHERS = (
    "Xhoana Dervishi u dëgjua", "Xhoan Dervishi", "Xhoanna Dervishi", "Xhoana Dervish", "Xhoana Deervishi", "xhoana dervishi",
    "Dervishi Xhoana", "Dervishi, Xhoana", "Dervishët kanë vajzën Xhoana", "Xhoana, vajza e Dervishëve", "Xhoana A. Dervishi",
    "Xhoana e Arben Dervishit", "Joana Dervishi", "Zhoana Dervishi", "Xhoana Dërvishi", "Xhoana Derwishi", "XhoanaDervishi",
    "Xhoana  Dervishi", "Xhoana-Dervishi", "Xhoana\nDervishi", "Xhoana /Dervishi", "Xhoana “Xhoi” Dervishi",
    "nxënësja Xhoana (Dervishi)", "Endrit Shkurti", "Endri Shkurti", "Endriti i Shkurtit", "Endirt Shkurti", "Endrit Shkurtti",
    "Endrit Skurti", "Endrit Shkutri", "z. Shkurti, babai i Endritit", "nxënësi Shkurti (Endrit)", "Endrit bir Shkurtaj",
    "vëllezërit Shkurti: Endrit, Ilir", "nxënësit Endrit dhe Ilir Shkurti", "Endrit, Shkurti", "Endrit; Shkurti",
    "Endrit • Shkurti", "Endrit = Shkurti", "Endrit → Shkurti", "E n d r i t Shkurti", "Endrit S h k u r t i", "3ndrit Shkurti",
    "ENDRIT SHKURTI", "endrit shkurtit", "endriti shkurti", "Shkurti i vogël, Endriti",
)  # fmt: skip
ASKED = (
    "thirri: Eliii!",
    "Xhoana D. u ankua", "Xh. Dervishi u ankua", "Xh.D. Dervishi", "xhoana d.", "Endrit Sh.", "E. Shkurti", "Shkurti E.",
    "E.Sh. Shkurti", "En. Shkurti", "Endr. Shkurti", "Endrit S.", "Endrit Shk.", "Shkurti (E)", "Sh. Endrit", "Sh.Endrit",
)  # fmt: skip


@pytest.fixture
def mine(world):
    """The complaint of Elira's father; two other children have files of their own."""
    for name in ("Xhoana Dervishi", "Endrit Shkurti"):
        world.complain(submitter={"role": "parent"}, child={"name": name, "age": 9})
    submitter = {"role": "parent", "name": "Agron Krasniqi"}
    return world.complain(submitter=submitter, child={"name": "Elira Krasniqi", "age": 12})


def looked(world, mine, wordings, kind="act"):
    """What is told of each wording."""
    return {one: offer(world, [mine["id"]], "Kthimi", f"U tha se {one}, sipas dosjes.", kind=kind) for one in wordings}


@pytest.mark.parametrize("wordings", [OWN, OTHERS], ids=["of the own file", "of another"])
def test_each_wording_stops(world, mine, wordings):
    assert [one for one, told in looked(world, mine, wordings).items() if not told["stops"]] == []


@pytest.mark.parametrize("kind", KINDS[1:])
def test_so_do_some_at_every_other_door(world, mine, kind):
    some = (*OWN[KINDS.index(kind) :: 9], *OTHERS[KINDS.index(kind) :: 9])
    assert [one for one, told in looked(world, mine, some, kind).items() if not told["stops"]] == []


def test_a_name_of_another_file_that_is_cut_and_a_short_form_that_a_sentence_begins_with_are_asked_about(world, mine):
    assert [one for one, told in looked(world, mine, ASKED).items() if not told["stops"] + told["questions"]] == []


@pytest.mark.parametrize("name", ["Angela Gjoni", "Arbërr Hasani", "Anxhella Gjoni", "Mariglem Sina", "Arbrit Hasani"])
def test_other_children_are_found_in_other_writings_and_with_a_fault(world, mine, name):
    for one in ("Anxhela Gjoni", "Arbër Hasani", "Mariglen Sina"):
        world.complain(submitter={"role": "parent"}, child={"name": one, "age": 9})
    [told] = looked(world, mine, [name]).values()
    assert told["stops"] == 1


def test_a_numeral_is_no_drawn_out_letter(world, mine):
    told = looked(world, mine, ["klasa VIII, neni III dhe kapitulli XXX"])
    assert [one for look in told.values() for one in look["places"]] == []


def test_one_sound_is_written_in_two_ways():
    assert written_otherwise("xhoana") == {"joana"} and written_otherwise("aleksia") == {"alexia"}
    assert written_otherwise("jonida") == {"xhonida"} and written_otherwise("elira") == set()
    assert "angela" in written_otherwise("anxhela")
