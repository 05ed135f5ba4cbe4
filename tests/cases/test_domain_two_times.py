"""The day asked about and the day on which that is known: what is learned later changes no answer that was given."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases import data
from services.cases.domain.ages import by_age, read_ages
from services.cases.domain.clock import course, due
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Reply
from services.cases.domain.terms import StartEvent
from services.cases.domain.workdays import Calendar
from services.cases.register.domain.two_times import Asked, Fact, Said, found, ledger_as_known, said
from shared.rules import ContentViolation
from tests.cases.domain_samples import delivered, term

ONE_DAY = timedelta(days=1)
YEAR_END, REPORT = date(2026, 12, 31), date(2027, 3, 15)
days = st.dates(date(2026, 10, 1), date(2027, 6, 30))
replies = st.lists(st.builds(Fact, what=st.sampled_from(Reply), since=days, recorded_on=days), max_size=6)
findings = st.lists(st.builds(Fact, what=st.sampled_from(Assessed), since=days, recorded_on=days), max_size=6)
asked = st.tuples(days, days).map(lambda pair: Asked(min(pair), max(pair)))


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    kinds = st.sampled_from(
        [EntryKind.STARTED, EntryKind.PAUSED, EntryKind.RESUMED, EntryKind.CLOSED, EntryKind.REOPENED]
    )
    return [
        Entry(
            f"{place:02}",
            kind,
            draw(days),
            at(draw(days)),
            event=StartEvent.DELIVERED if kind is EntryKind.STARTED else None,
        )
        for place, kind in enumerate(draw(st.lists(kinds, max_size=6)))
    ]


def test_a_reply_of_september_that_was_entered_in_october_is_one_of_september_as_known_in_march() -> None:
    late_news = [Fact(Reply.ACCEPTED, date(2026, 9, 28), date(2026, 10, 20))]
    assert said(late_news, Asked(date(2026, 9, 30), date(2026, 10, 6))) == Said()
    assert said(late_news, Asked(date(2026, 9, 30), REPORT)) == Said(Reply.ACCEPTED, date(2026, 9, 28))
    assert said(late_news, Asked(date(2026, 9, 27), REPORT)) == Said()


def test_what_was_done_in_december_and_verified_in_february_was_done_at_the_end_of_the_year() -> None:
    verified = Fact(Assessed.IMPLEMENTED, date(2026, 12, 10), date(2027, 2, 20))
    before = Fact(Assessed.IN_PROCESS, date(2026, 12, 15), date(2026, 12, 15))
    denied = Fact(Assessed.NOT, date(2027, 3, 1), date(2027, 3, 1))
    all_of_them = [before, verified, denied]
    assert found(all_of_them, Asked(YEAR_END, YEAR_END)) is Assessed.IN_PROCESS
    assert found(all_of_them, Asked(YEAR_END, REPORT)) is Assessed.IMPLEMENTED
    assert found(all_of_them, Asked(REPORT, REPORT)) is Assessed.NOT
    assert found([denied], Asked(YEAR_END, REPORT)) is None


def test_of_two_findings_of_one_day_the_later_entered_stands_whatever_day_it_speaks_of() -> None:
    wrong = Fact(Assessed.NOT, date(2027, 2, 20), date(2027, 2, 20))
    corrected = Fact(Assessed.IMPLEMENTED, date(2026, 12, 10), date(2027, 2, 20))
    assert found([wrong, corrected], Asked(REPORT, REPORT)) is Assessed.IMPLEMENTED
    assert found([corrected, wrong], Asked(REPORT, REPORT)) is Assessed.NOT


def test_a_delivery_of_december_that_the_post_told_in_january_ran_at_the_end_of_the_year() -> None:
    ledger = [
        Entry("1", EntryKind.STARTED, date(2026, 11, 20), at(date(2026, 12, 28)), event=StartEvent.DELIVERED),
        Entry("2", EntryKind.STARTED, date(2026, 11, 2), at(date(2027, 1, 8)), event=StartEvent.DELIVERED),
        Entry("3", EntryKind.EXTENDED, date(2027, 1, 20), at(date(2027, 1, 20)), until=date(2027, 2, 28)),
    ]
    known = {
        day: due(ledger_as_known(ledger, Asked(YEAR_END, day)), Calendar(), term()).day for day in (YEAR_END, REPORT)
    }
    assert known == {YEAR_END: date(2026, 12, 20), REPORT: date(2026, 12, 2)}
    assert due(ledger_as_known(ledger, Asked(REPORT, REPORT)), Calendar(), term()).day == date(2027, 2, 28)


def test_a_pause_with_a_known_end_still_stood_before_that_end() -> None:
    ledger = [
        delivered(date(2026, 12, 1)),
        Entry("1", EntryKind.PAUSED, date(2026, 12, 20), at(date(2026, 12, 20))),
        Entry("2", EntryKind.RESUMED, date(2027, 1, 10), at(date(2026, 12, 20))),
    ]
    assert course(ledger_as_known(ledger, Asked(YEAR_END, REPORT)), Calendar(), term()).due.day is None


@given(replies, findings, ledgers(), asked, replies, findings, ledgers())
def test_what_becomes_known_later_changes_no_answer_that_was_given(
    heard: list[Fact[Reply]],
    seen: list[Fact[Assessed]],
    ledger: list[Entry],
    question: Asked,
    later_heard: list[Fact[Reply]],
    later_seen: list[Fact[Assessed]],
    later_ledger: list[Entry],
) -> None:
    new_replies = [one for one in later_heard if one.recorded_on > question.known]
    new_findings = [one for one in later_seen if one.recorded_on > question.known]
    new_entries = [one for one in later_ledger if one.recorded_at.date() > question.known]
    assert said(heard + new_replies, question) == said(heard, question)
    assert found(seen + new_findings, question) == found(seen, question)
    assert ledger_as_known(ledger + new_entries, question) == ledger_as_known(ledger, question)


@given(replies, findings, asked)
def test_nothing_that_came_after_the_day_belongs_to_it_however_early_it_was_known(
    heard: list[Fact[Reply]], seen: list[Fact[Assessed]], question: Asked
) -> None:
    assert said([one for one in heard if one.since <= question.on], question) == said(heard, question)
    assert found([one for one in seen if one.since <= question.on], question) == found(seen, question)


@given(replies, asked, days)
def test_an_answer_once_known_stays_known(heard: Sequence[Fact[Reply]], question: Asked, later: date) -> None:
    then = said(heard, question)
    afterwards = said(heard, Asked(question.on, max(question.known, later)))
    if then.reply in SUBSTANTIVE:
        assert afterwards.reply in SUBSTANTIVE
        assert then.answered_on is not None
        assert afterwards.answered_on is not None
        assert afterwards.answered_on <= then.answered_on


def test_what_nobody_could_know_is_not_asked() -> None:
    with pytest.raises(ContentViolation, match="not known before it"):
        Asked(REPORT, YEAR_END)


AGES = read_ages(data.entries("figures", "ages"))


@given(st.lists(st.integers(0, 2000)))
def test_each_late_day_is_of_one_age_and_all_ages_are_named(late: list[int]) -> None:
    counted = by_age(late, AGES)
    assert list(counted) == [age.key for age in AGES]
    assert sum(counted.values()) == sum(1 for days_late in late if days_late > 0)


def test_the_borders_of_the_ages_belong_to_the_younger() -> None:
    assert by_age([1, 30, 31, 90, 91, 365, 366], AGES) == {"month": 2, "quarter": 2, "year": 2, "longer": 1}


@pytest.mark.parametrize(
    "ages",
    [
        [],
        [{"key": "all", "from": 0, "to": None}],
        [{"key": "some", "from": 1, "to": 30}],
        [{"key": "some", "from": 1, "to": 30}, {"key": "rest", "from": 32, "to": None}],
        [{"key": "some", "from": 1, "to": 30}, {"key": "rest", "from": 30, "to": None}],
        [{"key": "all", "from": 1, "to": None}, {"key": "rest", "from": 31, "to": None}],
    ],
)
def test_ages_with_a_gap_or_twice_the_same_day_are_refused(ages: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError, match="the first begins on day 1"):
        read_ages(ages)
