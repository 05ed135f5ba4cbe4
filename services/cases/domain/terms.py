"""Legal terms as values: how long, in what unit, from which event, by which law, and while which law was in force.

The length of a term is data, with the day from which it is law and whether a lawyer has confirmed it. A term is fixed for
a letter on the day its clock starts: a later version of the law leaves letters already sent alone.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.cases.domain import entries
from services.cases.domain.versions import Versioned


class Unit(StrEnum):
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class RollOver(StrEnum):
    """What happens when the last day is free."""

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


class StartEvent(StrEnum):
    """The event from which a term runs. The day of the event itself is not counted."""

    DELIVERED = "delivered"
    FETCHED = "fetched"
    DISPATCHED = "dispatched"
    RECEIVED = "received"


@dataclass(frozen=True, kw_only=True)
class Term(Versioned):
    """One version of a term; version_on(terms, key, day the clock starts) picks the one that a letter gets.

    `start_offset_working_days`: how many working days after dispatch a letter counts as delivered when its delivery is
    not known; 0 where the law has no such fiction. `applies_to_running`: a transitional rule of the law puts clocks that
    run on its first day under it; else letters already sent keep their term.
    """

    value: int
    unit: Unit
    start_event: StartEvent
    legal_basis: str
    start_offset_working_days: int = 0
    roll_over: RollOver = RollOver.NONE
    applies_to_running: bool = False

    def __post_init__(self) -> None:
        if self.value < 1 or self.start_offset_working_days < 0:
            raise ValueError(f"term {self.key}: a term is at least one {self.unit} long")


def read_term(entry: Mapping[str, object]) -> Term:
    """A term from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"term {entry.get('key')}"
    return Term(
        key=entries.text(entry, "key", where),
        value=entries.number(entry, "value", where),
        unit=Unit(entries.text(entry, "unit", where)),
        start_event=StartEvent(entries.text(entry, "start_event", where)),
        legal_basis=entries.text(entry, "legal_basis", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        start_offset_working_days=entries.number(entry, "start_offset_working_days", where, default=0),
        roll_over=RollOver(entries.text(entry, "roll_over", where)),
        confirmed=entries.flag(entry, "confirmed", where),
        applies_to_running=entries.flag(entry, "applies_to_running", where, default=False),
    )


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the last day of a month that is too short (31 January + 1 month = 28 February)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
