"""What indicators rest on, from the data files: the cards, the codes by which figures are split, the tiles of the map."""

from datetime import date
from functools import cache

from services.cases import data
from services.cases.domain import versions
from services.cases.indicators.domain.cards import SPLITS, Card, read_card
from shared.rules import ContentViolation

_FILE = "indicators"


@cache
def cards() -> tuple[Card, ...]:
    """Every version of every indicator, in the order of the file."""
    found = tuple(read_card(one) for one in data.entries(_FILE, "indicators"))
    versions.check_versions(found)
    return found


@cache
def indicator_keys() -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.key for one in cards()))


def versions_of(key: str) -> tuple[Card, ...]:
    """The versions of one indicator, the oldest first; empty where there is none."""
    return tuple(one for one in cards() if one.key == key)


def card_of(key: str, version: int) -> Card:
    """The version that a figure stands on: in the files for ever. Raises `ContentViolation`."""
    for one in versions_of(key):
        if one.version == version:
            return one
    raise ContentViolation("no such indicator", code="figure.indicator_unknown", field="indicator")


def newest(key: str) -> Card:
    """The latest version. Raises `ContentViolation`."""
    found = versions_of(key)
    if not found:
        raise ContentViolation("no such indicator", code="figure.indicator_unknown", field="indicator")
    return found[-1]


def codes() -> dict[str, tuple[str, ...]]:
    """The codes of each split, those of children as everywhere."""
    return {split: tuple(one["key"] for one in data.entries("profile", split)) for split in SPLITS}


def county_names() -> dict[str, data.Entry]:
    """The twelve counties by key, without the words for who lives in none."""
    return {one["key"]: one for one in data.entries("profile", "county") if one["name_sq"].startswith("Qarku ")}


@cache
def tiles() -> dict[str, tuple[int, int]]:
    """Of each municipality, by the key of its body, the column and the row of its tile."""
    return {one["key"]: (int(one["column"]), int(one["row"])) for one in data.entries("municipality_grid", "tiles")}


def source_of(card: Card) -> str:
    """Where a version comes from."""
    return str(data.source(card.source)["title"])


def texts() -> dict[str, str]:
    """What the office writes first when it asks for figures, by key."""
    return {entry["key"]: entry["text_sq"] for entry in data.entries(_FILE, "figure_texts")}


def plausibility(day: date) -> tuple[data.Entry, ...]:
    """What a body is asked about its figures before it sends them, as of that day."""
    return tuple(one for one in data.entries(_FILE, "plausibility") if one.holds(day))
