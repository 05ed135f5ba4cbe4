"""The days of issue that the public may ask about: whole periods that lie side by side, of one length, so that no two of them overlap."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.cases.domain import entries
from shared.rules import ContentViolation

MONTHS = 12


@dataclass(frozen=True)
class Window:
    """Days of issue, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Windows:
    """Periods of so many months, the first of each year beginning on 1 January."""

    months: int

    def around(self, day: date) -> Window:
        """The period of that day."""
        month = (day.month - 1) // self.months * self.months
        first, after = date(day.year, month + 1, 1), month + self.months
        end = date(day.year + after // MONTHS, after % MONTHS + 1, 1)
        return Window(first, end - timedelta(days=1))

    def between(self, first: date, last: date) -> Iterator[Window]:
        """All with a day from `first` to `last`, in order."""
        while first <= last:
            window = self.around(first)
            yield window
            first = window.last + timedelta(days=1)

    def whole(self, first: date | None, last: date | None) -> Window:
        """The period of just these days. Raises `ContentViolation` if there is none."""
        day = first or last
        window = self.around(day) if day else None
        if window is None or (window.first, window.last) != (first, last):
            nearest = f": {window.first} to {window.last}" if window else ""
            message = f"the public asks about whole periods of issue{nearest}"
            raise ContentViolation(
                message, code="compliance.no_such_window", field="issued_from" if first else "issued_to"
            )
        return window


def read_windows(rows: Iterable[Mapping[str, object]]) -> Windows:
    """The one length in force; raises ValueError unless it is one, and a year has a whole number of them."""
    lengths = [entries.number(row, "months", f"window {row.get('key')}") for row in rows]
    if len(lengths) != 1 or lengths[0] < 1 or MONTHS % lengths[0]:
        raise ValueError("windows: one length, of which a year has a whole number: two lengths could be subtracted")
    return Windows(lengths[0])
