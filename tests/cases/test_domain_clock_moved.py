"""What moves a granted day and what a change of the law does to a clock that runs, counted by hand."""

from datetime import date

import pytest

from services.cases.domain.clock import Due, DueReason, due, explain
from services.cases.domain.clock_history import check_entry
from services.cases.domain.explanation import segments
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.terms import RollOver
from shared.rules import RuleViolation
from tests.cases.domain_samples import CALENDAR, delivered, entry, term

ROLLS = RollOver.NEXT_WORKING_DAY
GRANT = entry(EntryKind.EXTENDED, date(2026, 3, 30), until=date(2026, 4, 18), minute=10)


def _pause(since: date, until: date | None, minute: int = 20) -> list[Entry]:
    ended = [entry(EntryKind.RESUMED, until, minute=minute + 1)] if until else []
    return [entry(EntryKind.PAUSED, since, minute=minute), *ended]


def test_a_pause_inside_an_extension_moves_the_granted_day_by_the_days_that_it_lasted() -> None:
    ledger = [delivered(date(2026, 3, 2)), GRANT]
    stands = [*ledger, *_pause(date(2026, 4, 10), None)]
    assert due(stands, CALENDAR, term()) == Due(None, DueReason.PAUSED, date(2026, 3, 2))
    assert explain(stands, CALENDAR, term())[-1].date == date(2026, 4, 10)
    went_on = [*ledger, *_pause(date(2026, 4, 10), date(2026, 4, 15))]
    assert due(went_on, CALENDAR, term()) == Due(
        date(2026, 4, 23), DueReason.EXTENDED, date(2026, 3, 2), date(2026, 4, 1)
    )
    lines = segments(explain(went_on, CALENDAR, term()))
    assert [(line.why.value, line.first.day, line.days) for line in lines[2:]] == [
        ("extended", 2, 8),
        ("paused", 10, 5),
        ("extended", 15, 4),
        ("grant_moved", 19, 5),
    ]


def test_a_grant_is_moved_by_each_pause_that_was_not_in_view_when_it_was_given() -> None:
    ledger = [delivered(date(2026, 3, 2)), GRANT]
    # Inside the count, and after the grant: three days of the time that was given.
    assert due([*ledger, *_pause(date(2026, 3, 30), date(2026, 4, 2))], CALENDAR, term()).day == date(2026, 4, 21)
    # Over before the grant, or entered before it with its end: whoever named the day knew of it.
    assert due([*ledger, *_pause(date(2026, 3, 10), date(2026, 3, 20), 5)], CALENDAR, term()).day == date(2026, 4, 18)
    assert due([*ledger, *_pause(date(2026, 3, 28), date(2026, 4, 10), 5)], CALENDAR, term()).day == date(2026, 4, 18)
    # Standing when the grant was given, with no end in view: from the day of the grant on.
    stood = [
        entry(EntryKind.PAUSED, date(2026, 3, 28), minute=5),
        entry(EntryKind.RESUMED, date(2026, 4, 9), minute=30),
    ]
    assert due([*ledger, *stood], CALENDAR, term()).day == date(2026, 4, 28)
    # A day that was named inside a pause in view is no day on which the clock runs: the next one that does.
    around = [*ledger, *_pause(date(2026, 4, 16), date(2026, 4, 22), 5)]
    assert due(around, CALENDAR, term()).day == date(2026, 4, 22)


def test_a_last_day_that_rolls_over_into_a_pause_stands_with_the_clock() -> None:
    # 31 days from 2 April end on Sunday 3 May
    ledger, given = [delivered(date(2026, 4, 2))], term(31, roll_over=ROLLS)
    assert due(ledger, CALENDAR, given).day == date(2026, 5, 4)
    assert due([*ledger, *_pause(date(2026, 5, 4), None)], CALENDAR, given).reason is DueReason.PAUSED
    went_on = [*ledger, *_pause(date(2026, 5, 4), date(2026, 5, 8))]
    assert due(went_on, CALENDAR, given).day == date(2026, 5, 8)


def test_a_term_that_is_over_is_not_paused() -> None:
    ledger = [delivered(date(2026, 3, 2))]
    check_entry(ledger, entry(EntryKind.PAUSED, date(2026, 4, 1)), CALENDAR, term())
    with pytest.raises(RuleViolation, match="over on 2026-04-01") as refused:
        check_entry(ledger, entry(EntryKind.PAUSED, date(2026, 4, 2)), CALENDAR, term())
    assert (refused.value.code, refused.value.legal) == ("clock.over", ("extended",))


def test_a_shortening_law_never_makes_a_letter_late_before_it_was_in_force() -> None:
    law = entry(EntryKind.TERM_CHANGED, date(2026, 4, 1), term=term(10))
    ledger = [delivered(date(2026, 3, 5)), law]
    # 10 days from 5 March were over on 15 March, and the old 30 end on 4 April, before 10 days from 1 April
    assert due(ledger, CALENDAR, term(30)) == due(ledger[:1], CALENDAR, term(30))
    lines = segments(explain([delivered(date(2026, 3, 20)), law], CALENDAR, term(30)))
    assert [(line.why.value, line.last, line.count) for line in lines] == [
        ("start", date(2026, 3, 20), 0),
        ("before_law", date(2026, 4, 1), 0),
        ("counted", date(2026, 4, 11), 10),
    ]
    # a law that gives more time gives it from the start, and one from before the start is simply the term
    longer = entry(EntryKind.TERM_CHANGED, date(2026, 4, 1), term=term(60))
    assert due([delivered(date(2026, 3, 5)), longer], CALENDAR, term(30)).day == date(2026, 5, 4)
    assert due([delivered(date(2026, 4, 1)), law], CALENDAR, term(30)).day == date(2026, 4, 11)
