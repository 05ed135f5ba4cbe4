"""The days of issue that the public may ask about: whole periods that lie side by side, of one length, so that no two of them overlap."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

    def whole(self, first: date | None, last: date | None, kept: Sequence[Window]) -> Window:
        """The one of `kept` of just these days. Raises `ContentViolation` if there is none."""
        for window in kept:
            if (window.first, window.last) == (first, last):
                return window
        field = "issued_from" if first else "issued_to"
        message = f"the public asks about whole periods of issue{_nearest(first or last, kept)}"
        raise ContentViolation(message, code="compliance.no_such_window", field=field)


def _nearest(day: date | None, kept: Sequence[Window]) -> str:
    if day is None or not kept:
        return ""
    window = min(kept, key=lambda one: max((one.first - day).days, (day - one.last).days))
    return f": {window.first} to {window.last}"


def read_windows(rows: Iterable[Mapping[str, object]]) -> Windows:
    """The one length in force; raises ValueError unless it is one, and a year has a whole number of them."""
    lengths = [entries.number(row, "months", f"window {row.get('key')}") for row in rows]
    if len(lengths) != 1 or lengths[0] < 1 or MONTHS % lengths[0]:
        raise ValueError("windows: one length, of which a year has a whole number: two lengths could be subtracted")
    return Windows(lengths[0])
