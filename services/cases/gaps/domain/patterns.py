"""When cases about the same body and the same right are more than usual. Two counts and a rule; nothing learns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.cases.domain import entries
from services.cases.domain.timeliness import ZONE
from services.cases.domain.versions import Versioned
from shared.rules import RuleViolation


class ProposalState(StrEnum):
    PROPOSED = "proposed"
    OPENED = "opened"
    DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True)
class PatternRule(Versioned):
    """One version of the rule. Days are whole local days; `factor_percent` 200 is twice what the baseline lets expect."""

    window_days: int
    baseline_days: int
    minimum: int
    factor_percent: int

    def __post_init__(self) -> None:
        if min(self.window_days, self.baseline_days, self.minimum, self.factor_percent) < 1:
            raise ValueError(f"pattern {self.key}: its numbers are at least 1")


@dataclass(frozen=True)
class Span:
    """[`begins`, `ends`) as instants, and the last day that lies in it."""

    begins: datetime
    ends: datetime
    last_day: date


def read_pattern(entry: Mapping[str, object]) -> PatternRule:
    """The rule from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"pattern {entry.get('key')}"
    return PatternRule(
        key=entries.text(entry, "key", where),
        window_days=entries.number(entry, "window_days", where),
        baseline_days=entries.number(entry, "baseline_days", where),
        minimum=entries.number(entry, "minimum", where),
        factor_percent=entries.number(entry, "factor_percent", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
    )


def window(rule: PatternRule, today: date) -> Span:
    """The last whole days before `today`: a day that is not over would make the count depend on the hour."""
    return _span(today - timedelta(days=rule.window_days), today)


def baseline(rule: PatternRule, today: date) -> Span:
    """The days before the window."""
    begins = today - timedelta(days=rule.window_days)
    return _span(begins - timedelta(days=rule.baseline_days), begins)


def expected(rule: PatternRule, before: int) -> Decimal:
    """How many cases the window would hold if it were like the baseline, with one decimal."""
    return (Decimal(before * rule.window_days) / rule.baseline_days).quantize(Decimal("0.1"))


def stands_out(rule: PatternRule, now: int, before: int) -> bool:
    """Whether `now` cases in the window are more than usual after `before` in the baseline."""
    return now >= rule.minimum and now * rule.baseline_days * 100 > before * rule.window_days * rule.factor_percent


def _span(first: date, after: date) -> Span:
    zone = ZoneInfo(ZONE)
    begins, ends = (datetime.combine(day, time.min, tzinfo=zone) for day in (first, after))
    return Span(begins, ends, after - timedelta(days=1))


def check_decision(state: ProposalState) -> None:
    """Refuses to decide twice."""
    if state is not ProposalState.PROPOSED:
        raise RuleViolation("it was decided already", code="pattern.decided")
