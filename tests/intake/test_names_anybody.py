"""Whoever a text tells of so that a reader of the place would know them is found though no file beside the text names them, at every door."""

from itertools import cycle
from time import process_time

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Severity
from services.intake.domain.names import Person
from tests.intake.anybody import ASKED, HOMES, INNOCENT, PLAIN, RELATIVES
from tests.intake.conftest import ADMISSIBLE, SCHOOL
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_handovers import ask, redirected
from tests.intake.test_name_marks import write_to
from tests.intake.test_names_measured import PLACES, SHARE_STOPPED

NAMING = (*RELATIVES, *HOMES)
FILE = (Person(name="Elira Topi"), Person(name="Lulëzim Dema"), Person(name="Marsel Fota"))


def stops(text, persons=()):
    return any(hit.severity is Severity.STOP for hit in places_in(text, persons, PLACES))


@pytest.mark.parametrize("turn", [0, 2], ids=["one kind each", "another kind each"])
def test_no_text_of_any_kind_takes_them_out(world, turn):
    kinds = cycle(KINDS[turn:] + KINDS[:turn])
    looks = [
        (kind, text, offer(world, [], "Kthimi", text, kind=kind)) for text, kind in zip(NAMING, kinds, strict=False)
    ]
    assert [(kind, text) for kind, text, told in looks if not told["stops"]] == []


def test_what_may_be_somebody_else_or_a_body_is_asked_about(world):
    looks = {text: offer(world, [], text) for text in ASKED}
    assert [text for text, told in looks.items() if told["stops"] or not told["questions"]] == []


def test_neither_the_summary_of_intake_nor_a_message_nor_an_account_for_another_body_holds_them(world):
    mine, told = world.complain(), redirected(world)
    for text in NAMING[::11]:
        refused = world.decide(mine["id"], **ADMISSIBLE | {"summary": text, "bodies": [str(SCHOOL)]})
        assert (refused.status_code, refused.get_json()["code"]) == (422, "summary_names_person"), text
        assert write_to(world, mine, text).status_code == 422, text
        assert ask(world, told, account=text).status_code == 422, text


def test_who_complained_is_written_to_of_their_own_child_and_home(world):
    submitter = {
        "role": "parent",
        "name": "Mira Topi",
        "contact": {"phone": "+355692345678", "address": "Rruga Siri Kodra, pallati 14"},
    }
    mine = world.complain(submitter=submitter, child={"name": "Ana Topi", "age": 9})
    for text in (
        "Ju shkruajmë për Anën, vajza e Mirës nga Laknasi.",
        "Letra u dërgua në Rrugën Siri Kodra, pallati 14, ku banoni.",
    ):
        assert write_to(world, mine, text).status_code == 201, text
    assert write_to(world, mine, "Ju shkruajmë për Klean, vajzën e Arditit.").status_code == 422


def test_of_sixty_paragraphs_less_than_two_in_a_hundred_are_stopped_for_people_whom_they_do_not_name():
    assert len(INNOCENT) == 60 and min(map(len, INNOCENT)) > 200
    stopped = [text for text in INNOCENT if stops(text, FILE)]
    print(f"stopped: {len(stopped)} of {len(INNOCENT)}")
    assert len(stopped) / len(INNOCENT) < SHARE_STOPPED, stopped
    assert [text for text in INNOCENT if stops(text)] == []


def test_what_seldom_names_somebody_is_seldom_asked_about():
    asked = [text for text in INNOCENT if places_in(text, (), PLACES)]
    assert len(asked) < 4, asked


@pytest.mark.parametrize("text", PLAIN)
def test_a_sentence_that_only_looks_like_it_is_not_even_asked_about(text):
    assert places_in(text, (), [*PLACES, "Bashkia Kukës", "Laç"]) == []


@pytest.mark.parametrize("text", ["Shkolla “Siri Kodra”, Rruga “Siri Kodra”, nr. 14", "Zyra, me adresë rr. Siri Kodra nr 14", "AVOKATI I POPULLIT\nBulevardi “Siri Kodra”, nr. 2",
                                  "në rrugën “Siri Kodra”, nr. 14, ku ndodhet çerdhja", "Gjykata Kukës (lagjja 5, rr. Siri Kodra, nr. 14)"])  # fmt: skip
def test_the_address_of_a_body_is_no_dwelling(text):
    assert places_in(f"{text}.", (), PLACES) == []


def test_nor_is_it_one_because_a_body_is_told_of_elsewhere_in_the_sentence():
    assert stops("Zyra verifikoi se familja banon në rrugën “Siri Kodra”, nr. 14.")
    assert stops("Shkolla e di se nxënësi jeton te rr. Siri Kodra nr 14.")


def test_a_name_that_two_people_released_is_free_beside_that_of_a_parent_who_is_free_too():
    free = [Person(name="Ana Kodra"), Person(name="Mira Kodra")]
    found = places_in("U dëgjua Ana, vajza e Mirës, në shkollë.", (), PLACES, free)
    assert [hit for hit in found if hit.severity is Severity.STOP] == []
    assert places_in("U dëgjua Ana, vajza e Mirës, në shkollë.", (), PLACES, free[:1])


@pytest.mark.parametrize(
    "unit",
    ["djali i Agimit ", "e Agimit ", "i mituri “Arben” ", "Rruga Siri Kodra ", "rr. ", "12 ", "pallati 12, ", "shtëpia nr 1 ", "fshati ", "“", "Agim’s son ",
     "gjashtëdhjetë e nëntë ", "zero, ", "Ana, Mira, ", "banon te Siri ", "djali nëna "],
)  # fmt: skip
def test_a_text_of_twenty_thousand_characters_is_looked_through_in_time_that_grows_with_it(unit):
    def taken(length):
        begun = process_time()
        places_in((unit * length)[:length], (), PLACES)
        return process_time() - begun

    taken(500)
    assert taken(20_000) < max(2.0, 12 * taken(5_000))
