"""As of which two days it is asked where a commitment stands."""

from dataclasses import dataclass
from datetime import date, datetime

from services.cases.domain.timeliness import first_instant_late
from shared.rules import ContentViolation


@dataclass(frozen=True)
class AsOf:
    """As it stood at the end of `on`, as known at the end of `known`."""

    on: date
    known: date

    @property
    def before(self) -> datetime:
        """The first instant of which nothing is known."""
        return first_instant_late(self.known)


def as_of(on: date | None, known: date | None, today: date) -> AsOf:
    """Today where a day is left out. Raises `ContentViolation` at one that has not come."""
    for name, day in (("on", on), ("known", known)):
        if day is not None and day > today:
            raise ContentViolation("that day has not come", code="commitment.day_in_the_future", field=name)
    return AsOf(on or today, known or today)
