"""Whoever is shut out of a complaint finds nothing of the letter that handed it over, at any address of the office."""

from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import ComplaintHandedOver, HandoverWalled
from tests.partners.bench import label_of
from tests.partners.test_handed_matters import hand
from tests.partners.test_post_book import as_office, book, delivered, only, printed, sent
from tests.partners.test_walls import FOUND, POSTING, ROLES, walk

NUMBER = "A-2026-00014-7"


def wall_off(bench, handover, *people):
    bench.hear(HandoverWalled, handover, handover_id=handover, staff=[one.account for one in people])


@pytest.fixture
def body(bench):
    return bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")


@pytest.fixture
def covered(bench, body):
    """A hand-over that was delivered with a proof, the entries and the marks to know it by."""
    handover, clerk = hand(bench, body), bench.staff("case_officer")
    entry, key = only(clerk, body, state="to_post"), f"{uuid4().int % 100_000:05}"
    assert sent(clerk, entry, tracking=label_of(key)).status_code == 200
    assert delivered(clerk, entry).status_code == 200
    shown = only(clerk, body, state="delivered")
    ids = {"institution_id": body.id, "entry_id": entry["id"], "proof_id": shown["proof"]}
    return handover, ids, [label_of(key), entry["id"], shown["proof"], str(handover)]


@pytest.mark.parametrize("role", ROLES)
def test_an_excluded_person_of_any_role_finds_nothing_of_what_was_handed_over(bench, covered, role):
    handover, ids, marks = covered
    person = bench.staff(role)
    batch = next(one for one in FOUND if one.endswith("batch"))
    assert walk(bench, person, ids, marks) - {batch} == (FOUND - {batch} if role in POSTING else set())
    wall_off(bench, handover, person)
    assert walk(bench, person, ids, marks) == set()
    assert bench.audited("handover.walled", handover) == 1


def test_the_newest_word_about_a_complaint_is_the_whole_truth(bench, body):
    handover = hand(bench, body)
    first, second = bench.staff("case_officer"), bench.staff("approver")
    wall_off(bench, handover, first)
    wall_off(bench, handover, second)
    assert [one["number"] for one in book(first, body)] == [NUMBER]
    assert book(second, body) == []
    wall_off(bench, handover)
    assert [one["number"] for one in book(second, body)] == [NUMBER]


def test_a_wall_that_is_told_before_what_is_handed_over_covers_it(bench, body):
    handover, person, other = UUID(int=uuid4().int), bench.staff("case_officer"), bench.staff("case_officer")
    wall_off(bench, handover, person)
    told = {"handover_id": handover, "institution_id": body.id, "number": NUMBER}
    bench.hear(ComplaintHandedOver, handover, **told, letter=bench.rendering([], NUMBER))
    assert book(person, body) == []
    entry = only(other, body)
    assert printed(person, entry["id"]).status_code == 404
    assert sent(person, entry).status_code == 404


def test_a_letter_that_was_handed_over_before_it_named_its_matter_is_covered_as_well(bench, body):
    handover, person = hand(bench, body), bench.staff("case_officer")
    as_office(bench, f"UPDATE dispatch SET cases = '{{}}' WHERE recommendation_id = '{handover}'")
    assert len(book(person, body)) == 1
    wall_off(bench, handover, person)
    assert book(person, body) == []
