"""A body is written to when a day that it was told of moves, and not when a clock begins, ends, or is told of otherwise."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.events.catalogue import ConfirmationAsked, ObligationClocked
from tests.notifications.conftest import DIGEST


def clocked(bench, act, institution, **said):
    obligation = uuid4()
    content = {"obligation_id": obligation, "recommendation_id": act, "item_id": uuid4(), "institution_id": institution}
    days = {name: date.fromisoformat(said.pop(name)) for name in ("due", "previous") if name in said}
    bench.hear(ObligationClocked, obligation, **content, **said, **days)


def written(bench, template="due_moved") -> list[UUID | None]:
    statement = text("SELECT institution_id FROM message WHERE template = :template")
    with bench.platform.database.reading() as session:
        return list(session.execute(statement, {"template": template}).scalars())


def test_a_day_that_moves_is_written_once_for_all_items_of_a_letter(bench):
    institution = bench.institution()
    act = bench.issued(institution)
    for _item in range(3):
        clocked(bench, act, institution, cause="holiday_added", due="2026-06-02", previous="2026-06-01")
    assert written(bench) == [institution]


@pytest.mark.parametrize(
    "said",
    [
        {"cause": "started", "due": "2026-06-01"},
        {"cause": "closed", "previous": "2026-06-01"},
        {"cause": "extended", "due": "2026-07-01", "previous": "2026-06-01"},
        {"cause": "resumed", "due": "2026-06-01", "previous": "2026-06-01"},
    ],
    ids=str,
)
def test_what_is_no_news_or_is_told_by_another_mail_is_not_written(bench, said):
    institution = bench.institution()
    clocked(bench, bench.issued(institution), institution, **said)
    assert written(bench) == []


@pytest.mark.parametrize(
    "cause", ["started", "corrected", "resumed", "reopened", "holiday_removed", "workday_added", "term_changed"]
)
def test_every_other_cause_is_written(bench, cause):
    institution = bench.institution()
    clocked(bench, bench.issued(institution), institution, cause=cause, due="2026-06-09", previous="2026-06-01")
    assert written(bench) == [institution]


def test_a_day_that_stands_still_is_written(bench):
    institution = bench.institution()
    clocked(bench, bench.issued(institution), institution, cause="paused", previous="2026-06-01")
    assert written(bench) == [institution]


class TestQuestions:
    def ask(self, bench, complaint):
        question = uuid4()
        content = {"question_id": question, "complaint_id": complaint, "obligation_id": uuid4()}
        content |= {"institution_id": uuid4(), "round": "first", "asked": DIGEST}
        bench.hear(ConfirmationAsked, question, **content)

    def told(self, bench):
        with bench.platform.database.reading() as session:
            return session.execute(text("SELECT count(*) FROM message WHERE template = 'complainant_notice'")).scalar()

    def test_a_complainant_who_is_asked_gets_the_neutral_notice_over_the_safe_channel(self, bench):
        self.ask(bench, bench.complaint())
        assert self.told(bench) == 1

    def test_who_has_no_safe_channel_gets_nothing(self, bench):
        complaint = bench.complaint(contact={})
        self.ask(bench, complaint)
        assert self.told(bench) == 0
