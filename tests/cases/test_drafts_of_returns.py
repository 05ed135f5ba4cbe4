"""A reminder that was drafted waits no more once its letter came back; a new one is drafted when it is due again."""

import pytest

from services.cases.domain.timeliness import local_date
from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_delivery import act, arrive, body, deem, leave, post, silence
from tests.cases.test_second_deliveries import by_wire

__all__ = ["act", "body", "silence"]


@pytest.fixture
def by_post(silence):
    """A letter that counted as delivered, whose body is silent past its term: a reminder waits."""
    leave(silence)
    with silence.on(after(today(), 60)):
        deem(silence)
        assert [one["rung"] for one in silence.draft()] == ["reminder"]
        yield silence


def returned(silence):
    post(silence, "returned", day=local_date(clock.utc_now()), reason="moved")


def test_with_its_letter_back_the_reminder_is_dropped_and_none_is_drafted(by_post):
    returned(by_post)
    assert by_post.letters() == []
    assert by_post.draft() == []
    assert by_post.send(by_post.story.officer, "reminder").status_code == 409


def test_sent_anew_and_delivered_later_a_new_one_is_drafted_when_it_is_due_and_not_before(by_post):
    returned(by_post)
    day = local_date(clock.utc_now())
    leave(by_post, day)
    assert by_post.draft() == []
    arrive(by_post, day)
    assert by_post.draft() == []
    due = by_post.owed[0]["reply_due"]
    assert due > str(day)
    with by_post.on(after(due)):
        [letter] = by_post.draft()
        assert (letter["rung"], letter["due_on"] > due) == ("reminder", True)


def test_a_letter_that_lay_unopened_and_goes_on_paper_leaves_no_reminder_waiting(silence):
    by_wire(silence, catalogue.DispatchDelivered, today())
    with silence.on(after(silence.owed[0]["reply_due"])):
        assert [one["rung"] for one in silence.draft()] == ["reminder"]
        post(silence, "to_post")
        assert (silence.letters(), silence.draft()) == ([], [])


def test_a_delivery_that_becomes_known_and_moves_the_last_day_on_drops_what_waits(by_post):
    day = local_date(clock.utc_now())
    arrive(by_post, day)
    assert by_post.owed[0]["reply_due"] > str(day)
    assert (by_post.letters(), by_post.draft()) == ([], [])
