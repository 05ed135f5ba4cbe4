"""The periods that figures are of, as they are written: `2025`, `2025-2026` (a school year), `2025-Q3`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shared.rules import ContentViolation


class PeriodKind(StrEnum):
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    QUARTER = "quarter"


_WRITTEN = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<until>(?:19|20)\d\d)|-Q(?P<quarter>[1-4]))?")
#: The month in which a school year begins.
_SCHOOL = 9


@dataclass(frozen=True)
class Period:
    """`text`: as it is written; `begins`, `ends`: its first and its last day."""

    kind: PeriodKind
    text: str
    begins: date
    ends: date

    @property
    def before(self) -> str:
        """The period of the same kind that ended when this one began, as it is written."""
        year = self.begins.year
        if self.kind is PeriodKind.QUARTER:
            quarter = (self.begins.month - 1) // 3 or 4
            return f"{year - (quarter == 4)}-Q{quarter}"
        return f"{year - 1}-{year}" if self.kind is PeriodKind.SCHOOL_YEAR else str(year - 1)


def read_period(text: str, field: str = "period") -> Period:
    """A period out of its writing. Raises `ContentViolation` for what is none."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ContentViolation("no period", code="figure.period", field=field)
    year, until, quarter = int(found["year"]), found["until"], found["quarter"]
    if quarter is not None:
        first = date(year, 3 * int(quarter) - 2, 1)
        return Period(PeriodKind.QUARTER, found[0], first, _next(first, 3) - timedelta(days=1))
    if until is None:
        return Period(PeriodKind.YEAR, found[0], date(year, 1, 1), date(year, 12, 31))
    if int(until) != year + 1:
        raise ContentViolation("a school year goes from one year into the next", code="figure.period", field=field)
    return Period(PeriodKind.SCHOOL_YEAR, found[0], date(year, _SCHOOL, 1), date(year + 1, _SCHOOL - 1, 31))


def _next(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)
