"""The figures of all that was issued in one period, beside those of every other period and of all together.

Who takes the periods from the whole has what is not shown of one of them, or of the whole. So all are looked at together: where one
number that is not shown could be worked out, no period is shown at all, only the whole. No body is named within a period.
"""

from collections.abc import Sequence
from functools import cache

from services.cases import data
from services.cases.register.domain.bounds import tells_hidden
from services.cases.register.domain.compliance import Figures
from services.cases.register.domain.public_days import PublicDays, read_public_days
from services.cases.register.domain.windows import Windows, read_windows
from services.cases.register.queries.beside_total import cells_of, sums_of
from services.cases.register.queries.by_name import blank


@cache
def windows() -> Windows:
    """The periods that the public may ask about."""
    return read_windows(data.entries("figures", "windows"))


def public_days() -> PublicDays:
    """The days that the public may ask about."""
    return read_public_days(data.entries("figures", "days"), data.entries("figures", "editions"))


def within(place: int, periods: Sequence[Figures], whole: Figures) -> Figures:
    """One of `periods` as it is published; they and `whole`, which they make up, as each would be by itself."""
    return blank(periods[place]) if _is_told(periods, whole, data.small_number()) else periods[place]


def _is_told(periods: Sequence[Figures], whole: Figures, least: int) -> bool:
    together = cells_of(whole)
    rows = [cells_of(one) for one in periods]
    return any(
        tells_hidden([[row.get(cell) for cell in table] for row in rows], [together[cell] for cell in table], least)
        for table in sums_of(whole)
    )
