"""Numbers of the figures in the cells of a table, and the mark of one that is not shown."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from flask_babel import format_decimal

from services.cases.register.domain.compliance import FIRST, Figure, Figures

#: A cell of `p.table`: its text, or what more there is to it.
Cell: TypeAlias = str | Mapping[str, object]
#: In the place of a number that is not shown.
HIDDEN = "*"


def number(count: int | None) -> str:
    """A count, or the mark of one that is not shown."""
    return HIDDEN if count is None else str(count)


def percent(figure: Figure) -> str:
    """Such as "25 %", or "25,0 %" of a hundred and more; a dash when there is nothing to divide by."""
    return percent_words(figure.percent)


def percent_words(percent: Decimal | None) -> str:
    if percent is None:
        return "–"
    decimals = "0.0" if percent.as_tuple().exponent else "0"
    return f"{format_decimal(percent, decimals)} %"


def numeric(texts: Iterable[str]) -> list[Cell]:
    return [{"text": text, "numeric": True} for text in texts]


def is_blank(figures: Figures) -> bool:
    """Whether there are so few obligations that no number of a body is shown."""
    return figures.obligations is None and all(
        one.numerator is None for split in figures.splits for one in split.shares
    )


def hides(figures: Figures) -> bool:
    """Whether some number of a body is not shown."""
    rates = (getattr(figures, name) for name in FIRST)
    cells = (cell for split in figures.splits for cell in (*split.shares, figures.refused_without_reasons, *rates))
    beside = (one.count for split in figures.splits for one in split.beside)
    return None in {*(cell.numerator for cell in cells), *beside}
