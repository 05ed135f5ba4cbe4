"""Indicators in words: a card's facts, a figure, a number as people write it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from services.cases import words
from services.cases.indicators import data
from services.cases.indicators.domain.cards import Card
from services.cases.indicators.domain.figures import State
from services.cases.indicators.schemas import (
    AreaAnswer,
    AskedBodyAnswer,
    FigureRequestAnswer,
    ObservedAnswer,
    PointAnswer,
    ShareAnswer,
)
from services.cases.indicators.words import (
    CODES,
    DIMENSIONS,
    DIRECTIONS,
    INDICATORS,
    LAYERS,
    LEVELS,
    PERIODS,
    QUALITIES,
    STATES,
)
from shared.pages.languages import date_words
from shared.words import language


def number(value: float | None) -> str:
    """A number with the marks of the reader's language; a rate with one decimal where it has one."""
    return "–" if value is None else format_decimal(value, "#,##0.#")


def value(one: ObservedAnswer | PointAnswer | AreaAnswer) -> str:
    """What a cell says: its rate, or in words why there is none."""
    if one.state is None:
        return _("Ende asgjë")
    return number(one.rate) if one.state == State.COUNTED else words.label(STATES, one.state)


def facts(card: Card) -> list[dict[str, str]]:
    """What one version of an indicator is, for `p.summary_list`."""
    tongue = language()
    entries = [
        (_("Çfarë sheh"), words.label(LAYERS, card.layer)),
        (_("Konventa"), ", ".join(card.crc)),
        (_("Njësia"), card.unit.of(tongue)),
        (_("Numëruesi"), card.numerator.of(tongue)),
        (_("Emëruesi"), card.denominator.of(tongue) if card.denominator else "–"),
        (_("Si mblidhet"), _sums(card)),
        (_("Periudha"), words.label(PERIODS, card.period)),
        (_("Niveli më i vogël"), words.label(LEVELS, card.level)),
        (_("Ndahet sipas"), ", ".join(str(DIMENSIONS[one]) for one in card.by) or "–"),
        (_("Kush përgjigjet"), card.who.of(tongue)),
        (_("Drejtimi"), words.label(DIRECTIONS, card.direction)),
        (_("Kujdes"), card.method.of(tongue)),
        (_("Burimi"), _source(card)),
    ]
    if card.sdg:
        entries.insert(2, (_("Objektivi i Zhvillimit të Qëndrueshëm"), card.sdg))
    return [{"key": key, "value": said} for key, said in entries]


def _sums(card: Card) -> str:
    over = _("periudhat mblidhen") if card.adds_up else _("nga periudhat merret e fundit")
    if card.denominator is None:
        return _("Vendet mblidhen; %(over)s.", over=over)
    return _("Mblidhen veç numëruesit dhe veç emëruesit, kurrë përqindjet; %(over)s.", over=over)


def _source(card: Card) -> str:
    source = data.source_of(card)
    return source if card.confirmed else _("%(source)s (për t'u konfirmuar)", source=source)


def version_name(card: Card) -> str:
    """A version with the periods that it counts."""
    if card.valid_from is None and card.valid_to is None:
        return _("Versioni %(version)s", version=card.version)
    if card.valid_to is None:
        return _("Versioni %(version)s, nga %(day)s", version=card.version, day=date_words(card.valid_from))
    return _("Versioni %(version)s, deri më %(day)s", version=card.version, day=date_words(card.valid_to))


@dataclass(frozen=True)
class FigureRow:
    indicator: str
    href: str
    place: str
    period: str
    split: str
    value: str
    counted: str
    quality: str
    known: str
    source: str
    comment: str


def row(one: ObservedAnswer) -> FigureRow:
    """A row of the list of all figures."""
    return FigureRow(
        indicator=words.label(INDICATORS, one.indicator),
        href=indicator_href(one.indicator, one.area),
        place=one.place(language()),
        period=one.period,
        split=", ".join(str(CODES[name][code]) for name, code in one.codes.items()) or "–",
        value=value(one),
        counted=counted(one.numerator, one.denominator),
        quality=words.label(QUALITIES, one.quality),
        known=date_words(one.known_at),
        source=one.citation or _("Përgjigje e institucionit"),
        comment=one.comment,
    )


def counted(numerator: int | None, denominator: int | None) -> str:
    """Numerator and denominator, as they were counted."""
    if numerator is None:
        return "–"
    if denominator is None:
        return number(numerator)
    return _("%(part)s nga %(whole)s", part=number(numerator), whole=number(denominator))


def indicator_href(key: str, area: str) -> str:
    return url_for("indicator_pages.indicator", key=key, area=area)


def quality(code: str) -> str:
    return words.label(QUALITIES, code)


def short(place: AreaAnswer) -> str:
    """What fits on a tile: the first letters of the place, without the word for what it is."""
    return place.area_sq.removeprefix("Bashkia ").replace(" e ", " ")[:5].strip()


def with_period(card: Card) -> str:
    """An indicator with the kind of period that it is counted for: one request has one."""
    return f"{card.name.of(language())} ({str(PERIODS[card.period]).lower()})"


@dataclass(frozen=True)
class RequestRow:
    name: str
    href: str
    period: str
    indicators: str
    asked: int
    on: str
    until: str
    waits: bool


def request_row(one: FigureRequestAnswer) -> RequestRow:
    """A row of the list of requests. Before it is compared it has no number: its period leads to it."""
    return RequestRow(
        name=one.number or one.period,
        href=url_for("figure_request_pages.figure_request", request_id=one.id),
        period=one.period,
        indicators=", ".join(words.label(INDICATORS, wanted.indicator) for wanted in one.indicators),
        asked=one.asked,
        on=date_words(one.asked_at),
        until=date_words(one.accepted_until),
        waits=one.number is None,
    )


def share(one: ShareAnswer) -> str:
    """So many of so many, with the rate where there is one."""
    said = _("%(part)s nga %(whole)s", part=number(one.numerator), whole=number(one.denominator))
    return said if one.rate is None else f"{said} ({number(one.rate)} %)"


def standing(one: AskedBodyAnswer) -> tuple[str, str]:
    """Where a body stands with its answer: a status for its tag, and the words."""
    if one.in_time is not None:
        return ("in_time", _("U përgjigj në afat")) if one.in_time else ("late", _("U përgjigj me vonesë"))
    if one.answered_on is not None:
        return "in_time", _("U përgjigj")
    if one.silent:
        return "late", _("Nuk ka thënë asnjë fjalë, afati kaloi")
    if one.due is None:
        return "waiting", _("Letra nuk ka mbërritur")
    return "waiting", _("Pritet deri më %(day)s", day=date_words(one.due))


def indicator_name(key: str) -> str:
    return words.label(INDICATORS, key)
