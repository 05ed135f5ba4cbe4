"""A figure as the press is given it, and how it is drawn: bars one beneath the other, as wide as a telephone."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Key(StrEnum):
    """The figures that there are; each has an address of its own by this word."""

    KEPT = "kept"
    SHARES = "shares"
    LATE = "late"
    COMMITMENTS = "commitments"


@dataclass(frozen=True)
class Bar:
    """One number. `count` none: it is not shown; `whole`, of which it is a part, and `percent` none: it is a part of nothing that is counted."""

    key: str
    count: int | None
    whole: int | None = None
    percent: Decimal | None = None


@dataclass(frozen=True)
class PressFigure:
    """`on`, `known`: as it stood at the end of which day, as known on which; `settled`: both are past, so that it never changes. Without bars nothing
    was counted.
    """

    key: Key
    on: date
    known: date
    settled: bool
    bars: tuple[Bar, ...]


#: In units that are pixels on a telephone: of the whole drawing, of a bar, of a line of words, and between two bars.
WIDTH, BAR, LINE, GAP = 340, 18, 15, 12
#: So many letters of a label fit beside each other.
_LETTERS = 46


@dataclass(frozen=True)
class DrawnBar:
    """`lines`: the words above it with the place of each; `y`, `width`: of the bar; `value`: what stands at its end."""

    lines: Sequence[tuple[int, str]]
    y: int
    width: float
    value: str


@dataclass(frozen=True)
class Drawing:
    height: int
    bars: Sequence[DrawnBar]


def drawn(bars: Sequence[Bar], words: Sequence[tuple[str, str]]) -> Drawing:
    """`words`: of each bar its label and its value. A part is as long as its share of the whole, a mere count as it is beside the largest."""
    most = max((bar.count or 0 for bar in bars), default=0)
    y, made = 0, []
    for bar, (label, value) in zip(bars, words, strict=True):
        lines = textwrap.wrap(label, _LETTERS)
        places = [(y + LINE * place - 3, line) for place, line in enumerate(lines, 1)]
        top = y + LINE * len(lines)
        made.append(DrawnBar(places, top, round(WIDTH * _length(bar, most), 1), value))
        y = top + BAR + LINE + GAP
    return Drawing(y, made)


def _length(bar: Bar, most: int) -> float:
    if bar.count is None:
        return 0
    whole = most if bar.whole is None else bar.whole
    return bar.count / whole if whole else 0
