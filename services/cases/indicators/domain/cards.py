"""Indicator cards: what is counted, of what, by whom and how, in versions. Values read from data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.cases.domain import entries
from services.cases.domain.versions import Versioned
from services.cases.indicators.domain.periods import Period, PeriodKind
from shared.rules import ContentViolation


class Level(StrEnum):
    """How large the place is of which a figure speaks, from the largest."""

    NATION = "al"
    COUNTY = "county"
    MUNICIPALITY = "municipality"
    INSTITUTION = "institution"


class Layer(StrEnum):
    """What an indicator looks at: whether there is a rule, what is done, what comes of it."""

    STRUCTURAL = "structural"
    PROCESS = "process"
    OUTCOME = "outcome"


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


#: By what a figure may be split, as the codes of children are (profile.yaml).
SPLITS = ("age_band", "sex", "disability")


@dataclass(frozen=True)
class Words:
    """The same in both languages."""

    sq: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.sq


@dataclass(frozen=True, kw_only=True)
class Card(Versioned):
    """One version of an indicator. `valid_from`, `valid_to`: of the periods that it counts, by their last day. Without `denominator` the
    numerator is the figure. `part`: the numerator cannot be above the denominator; `adds_up`: figures of several periods may be summed, where
    a stock has only its latest; `asked`: classes of bodies that a data request for it goes to.
    """

    version: int
    name: Words
    layer: Layer
    crc: tuple[str, ...]
    sdg: str | None
    unit: Words
    numerator: Words
    denominator: Words | None
    per: int
    part: bool
    adds_up: bool
    period: PeriodKind
    level: Level
    by: tuple[str, ...]
    who: Words
    asked: tuple[str, ...]
    direction: Direction
    ranked: bool
    method: Words
    source: str

    @property
    def levels(self) -> tuple[Level, ...]:
        """Of which places there may be figures: the smallest that it names, and the larger ones."""
        return tuple(Level)[: tuple(Level).index(self.level) + 1]


def read_card(entry: Mapping[str, object]) -> Card:
    """A version from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"indicator {entry.get('key')}"
    asked_for = "denominator_sq" in entry
    card = Card(
        key=entries.text(entry, "key", where),
        version=entries.number(entry, "version", where),
        name=_words(entry, "name", where),
        layer=Layer(entries.text(entry, "layer", where)),
        crc=entries.texts(entry, "crc", where),
        sdg=entries.optional_text(entry, "sdg", where),
        unit=_words(entry, "unit", where),
        numerator=_words(entry, "numerator", where),
        denominator=_words(entry, "denominator", where) if asked_for else None,
        per=entries.number(entry, "per", where),
        part=entries.flag(entry, "part", where),
        adds_up=entries.text(entry, "over_periods", where) == "sum",
        period=PeriodKind(entries.text(entry, "period", where)),
        level=Level(entries.text(entry, "level", where)),
        by=entries.texts(entry, "by", where),
        who=_words(entry, "who", where),
        asked=entries.texts(entry, "asked", where),
        direction=Direction(entries.text(entry, "direction", where)),
        ranked=entries.flag(entry, "ranked", where),
        method=_words(entry, "method", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
        source=entries.text(entry, "source", where),
    )
    if set(card.by) - set(SPLITS) or card.per < 1:
        raise ValueError(f"{where}: by names what is no split, or per is under 1")
    return card


def card_for(cards: Iterable[Card], key: str, ends: date) -> Card:
    """The version that counts a period which ends on that day. Raises `ContentViolation`."""
    for card in cards:
        if card.key == key and card.in_force(ends):
            return card
    raise ContentViolation("no such indicator", code="figure.indicator_unknown", field="indicator")


def check_kind(card: Card, period: Period, today: date) -> None:
    """Refuses a period of another kind than the card counts, and one that is not over."""
    if period.kind is not card.period:
        raise ContentViolation("another kind of period", code="figure.period_kind", field="period")
    if period.ends > today:
        raise ContentViolation("it is not over", code="figure.period_not_over", field="period")


def check_level(card: Card, level: Level) -> None:
    """Refuses a place that is smaller than the card speaks of."""
    if level not in card.levels:
        raise ContentViolation("no figures of so small a place", code="figure.level", field="area")


def check_codes(card: Card, codes: Mapping[str, str], known: Mapping[str, Iterable[str]], level: Level) -> None:
    """Refuses a split that the card does not have, a code that is none, and any split of a small place, where it would be about children whom
    people know.
    """
    if codes and level in {Level.MUNICIPALITY, Level.INSTITUTION}:
        raise ContentViolation("a small place has totals alone", code="figure.split_of_small_place", field="codes")
    for split, code in codes.items():
        if split not in card.by or code not in set(known.get(split, ())):
            raise ContentViolation("not split by this", code="figure.code_unknown", field="codes")


def _words(entry: entries.Entry, name: str, where: str) -> Words:
    return Words(entries.text(entry, f"{name}_sq", where), entries.text(entry, f"{name}_en", where))
