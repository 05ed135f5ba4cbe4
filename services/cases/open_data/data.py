"""The sets of open data, from the data file: what each is called, its columns, and which indicators are published in which detail."""

from functools import cache

from services.cases import data
from services.cases.domain.both_languages import Words
from services.cases.indicators import data as indicators
from services.cases.indicators.domain.cards import Level
from services.cases.open_data.domain.disclosure import Least
from services.cases.open_data.domain.sets import Column

_FILE = "open_data"
#: Before the key of an indicator, in the name of its set.
OF_INDICATOR = "indicator-"


def entry(section: str, key: str) -> data.Entry:
    """Raises `KeyError` where there is none."""
    for one in data.entries(_FILE, section):
        if one["key"] == key:
            return one
    raise KeyError(key)


def words(section: str, key: str, field: str = "name") -> Words:
    found = entry(section, key)
    return Words(found[f"{field}_sq"], found[f"{field}_en"])


@cache
def columns(kind: str) -> tuple[Column, ...]:
    """Of a kind of set, in their order."""
    those = [(one["key"].partition("-"), one) for one in data.entries(_FILE, "columns")]
    return tuple(
        Column(name, one["type"], Words(one["name_sq"], one["name_en"])) for (of, _, name), one in those if of == kind
    )


def open_indicators() -> dict[str, data.Entry]:
    """The indicators whose figures are published."""
    return {one["key"]: one for one in data.entries(_FILE, "open_indicators")}


def levels(key: str) -> tuple[Level, ...]:
    """The places that are told of an indicator, the largest first."""
    finest = Level(open_indicators()[key]["finest"])
    return tuple(Level)[: tuple(Level).index(finest) + 1]


def least() -> Least:
    return Least(data.small_number(), int(entry("wholes", "rates")["least_whole"]))


def counts_children(key: str) -> bool:
    return bool(open_indicators()[key]["counts"] == "children")


def title_of(key: str) -> Words:
    name = indicators.newest(key).name
    return Words(name.sq, name.en)


def text_of(key: str) -> Words:
    """What is counted, of what, and how."""
    card = indicators.newest(key)
    wholes = card.denominator
    return Words(
        _text(card.numerator.sq, wholes.sq if wholes else None, card.method.sq),
        _text(card.numerator.en, wholes.en if wholes else None, card.method.en),
    )


def _text(numerator: str, denominator: str | None, method: str) -> str:
    return f"{numerator} / {denominator}. {method}" if denominator else f"{numerator}. {method}"
