"""docs/indicators.md: what the office counts, in every version of its method, for jurists and for whoever answers."""

import sys
from collections.abc import Iterator

from services.cases.indicators import data
from services.cases.indicators.domain.cards import Card

_INTRO = (
    "Printed from `services/cases/data/indicators.yaml` by `make docs`. A figure stands for ever on the version by which it was counted; another "
    "method is another version, and a series shows the break. Rates are worked out from numerators and denominators, of one place or of the sums "
    "of several, and are never averaged. *To be confirmed*: nobody of the office has read the source."
)
_HEAD = ("| | sq | en |", "|---|---|---|")


def whole() -> str:
    """The page, with every version of every indicator."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from (
        "# Indicators",
        "",
        _INTRO,
        "",
        "| indicator | version | layer | CRC | SDG | period | smallest place | asked of |",
    )
    yield "|" + "---|" * 8
    for one in data.cards():
        cells = (f"`{one.key}`", str(one.version), one.layer.value, ", ".join(one.crc), one.sdg or "", one.period.value)
        yield f"| {' | '.join((*cells, one.level.value, ', '.join(one.asked) or 'nobody'))} |"
    for one in data.cards():
        yield from _of(one)


def _of(one: Card) -> Iterator[str]:
    yield from ("", f"## `{one.key}`, version {one.version}: {one.name.sq} / {one.name.en}", "")
    ends = " ".join(
        part for part in (one.valid_from and f"from {one.valid_from}", one.valid_to and f"to {one.valid_to}") if part
    )
    yield f"Counts {f'periods {ends}' if ends else 'every period'}; {_rate(one)}; {_sums(one)}. {_by(one)} {_read(one)}"
    yield from ("", *_HEAD)
    denominator = [("denominator", one.denominator)] if one.denominator else []
    for name, said in (("unit", one.unit), ("numerator", one.numerator), *denominator, ("who answers", one.who)):
        yield f"| {name} | {said.sq} | {said.en} |"
    yield f"| method | {one.method.sq} | {one.method.en} |"


def _rate(one: Card) -> str:
    if one.denominator is None:
        return "the numerator is the figure"
    times = "" if one.per == 1 else f" × {one.per}"
    return f"numerator{times} ÷ denominator" + (", of which it is a part" if one.part else "")


def _sums(one: Card) -> str:
    return (
        "places and periods are summed" if one.adds_up else "places are summed, of several periods the latest is taken"
    )


def _by(one: Card) -> str:
    split = f"Split by {', '.join(one.by)} from the county up." if one.by else "Not split."
    ranked = "" if one.ranked else " Places are never ranked by it."
    return f"{split} Better: {one.direction.value}.{ranked}"


def _read(one: Card) -> str:
    return "" if one.confirmed else "*To be confirmed.*"


if __name__ == "__main__":
    sys.stdout.write(whole())
