"""A body hears that the office turned to another once that letter has left, and reads no day of its own beside it."""

from uuid import uuid4

import pytest

from shared.events.catalogue import EscalationShown, ObligationEscalated, RecommendationIssued, RecommendationWithdrawn
from tests.partners.bench import entries
from tests.partners.test_escalation_words import reader
from tests.partners.test_feed import clock
from tests.partners.test_pages import letter_path, page
from tests.partners.test_post_book import book, clerk, sent

__all__ = ["clerk", "reader"]
STEP = "Zyra bëri hapin e radhës"


@pytest.fixture
def superior(bench):
    return bench.body(postal="Rruga e Shembullit 2, 1001 Tiranë")


def turn(bench, body, superior, act, items=1):
    for _item in range(items):
        obligation = uuid4()
        told = clock(bench.sent, body, obligation)
        bench.hear(
            ObligationEscalated, obligation, clock=told, rung="hierarchical_superior", to=superior.id,
            act=act.recommendation_id,
        )  # fmt: skip


def heard(bench, body, least=1):
    found = entries(bench.machine(body), least)
    return [one["details"] for one in found if one["type"] == "obligation.escalated"]


def test_while_the_letter_lies_in_the_post_book_nothing_is_told_and_then_once(bench, pair, reader, superior, clerk):
    act = bench.issue(superior)
    turn(bench, pair[0], superior, act)
    path = letter_path(reader)
    assert STEP not in page(reader, path) and heard(bench, pair[0]) == []
    waiting = book(clerk, superior)
    assert sent(clerk, *waiting).status_code == 200
    shown = page(reader, path)
    assert (
        shown.count(STEP) == 1
        and "Iu drejtua organit epror" in shown
        and "Iu drejtua organit epror, afati" not in shown
    )
    assert heard(bench, pair[0], 2) == [{"rung": "hierarchical_superior"}]
    bench.user(superior)
    assert page(reader, path).count(STEP) == 1


def test_what_is_told_before_the_letter_is_known_here_waits_for_it(bench, pair, reader, superior):
    bench.user(superior)
    other = bench.issue(superior)
    unknown = type(other)(uuid4(), other.number, other.items)
    turn(bench, pair[0], superior, unknown, items=2)
    path = letter_path(reader)
    assert STEP not in page(reader, path)
    bench.hear(RecommendationIssued, unknown.recommendation_id, **bench.issued(unknown, superior))
    assert page(reader, path).count(STEP) == 2


def test_what_left_already_is_told_at_once(bench, pair, reader, superior):
    bench.user(superior)
    act = bench.issue(superior)
    turn(bench, pair[0], superior, act)
    assert page(reader, letter_path(reader)).count(STEP) == 1


def test_of_an_act_that_was_withdrawn_before_it_left_nothing_is_told(bench, pair, reader, superior):
    act = bench.issue(superior)
    turn(bench, pair[0], superior, act)
    withdrawn = {"recommendation_id": act.recommendation_id, "number": act.number, "reason": "issued_in_error"}
    bench.hear(RecommendationWithdrawn, act.recommendation_id, **withdrawn)
    bench.user(superior)
    assert STEP not in page(reader, letter_path(reader))


def test_the_mail_about_it_is_asked_for_when_the_page_shows_it_and_not_before(bench, pair, reader, superior, clerk):
    act = bench.issue(superior)
    turn(bench, pair[0], superior, act)
    path = letter_path(reader)
    mine = {"institution_id": pair[0].id}
    assert STEP not in page(reader, path) and bench.told(EscalationShown, **mine) == []
    assert sent(clerk, *book(clerk, superior)).status_code == 200
    assert STEP in page(reader, path)
    assert len(bench.told(EscalationShown, **mine)) == 1
    turn(bench, pair[0], superior, act)
    assert len(bench.told(EscalationShown, **mine)) == 2
