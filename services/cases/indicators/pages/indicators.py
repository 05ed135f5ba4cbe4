"""The indicators, and one of them: its method, its course in a place, and a period over the places, each with its table and as CSV."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import ValidationError

from services.cases.forms.refusals import with_legal
from services.cases.indicators import data
from services.cases.indicators.domain.cards import Card, Layer, Level
from services.cases.indicators.forms import ViewForm
from services.cases.indicators.pages import charts
from services.cases.indicators.pages import words as shown
from services.cases.indicators.queries import areas, figures
from services.cases.indicators.queries.cards import ASKERS, OBSERVERS, READERS
from services.cases.indicators.schemas import PlacesAnswer, PlacesQuery, SeriesAnswer, SeriesQuery
from services.cases.indicators.words import LAYERS
from services.cases.pages.acting import today
from shared import access
from shared.edges import Query
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.row_files import csv_file
from shared.rules import ContentViolation, NotFound
from shared.typed import load
from shared.words import language

blueprint = Blueprint("indicator_pages", __name__)
Q = TypeVar("Q", bound=Query)
#: Of which places a period is shown side by side, where an indicator has figures of smaller ones.
_OVER = (Level.COUNTY, Level.MUNICIPALITY)
#: The columns of the files.
_OF_SERIES = ("indicator", "area", "period", "version")
_OF_PLACES = ("indicator", "period", "area", "area_sq", "version")
_OF_EACH = ("state", "numerator", "denominator", "rate", "quality")


@dataclass(frozen=True)
class View:
    """One indicator as it is asked for. `refusal`: what was asked and cannot be; then it is shown as of now."""

    card: Card
    series: SeriesAnswer
    places: PlacesAnswer
    offered: list[SelectChoice]
    refusal: str | None


@blueprint.route("/staff/indicators")
@access.staff(*READERS)
def indicator_list() -> ResponseReturnValue:
    cards = [data.newest(key) for key in data.indicator_keys()]
    layers = [(LAYERS[layer], [one for one in cards if one.layer is layer]) for layer in Layer]
    may_ask = bool(set(ASKERS) & access.current().roles)
    return render_template("cases/indicator_list.html", layers=layers, tongue=language(), may_ask=may_ask), 200


@blueprint.route("/staff/indicators/<key>")
@access.staff(*READERS)
def indicator(key: str) -> ResponseReturnValue:
    view = _view(key)
    return render_template("cases/indicator.html", **_told(key, view)), 422 if view.refusal else 200


@blueprint.route("/staff/indicators/<key>/series.csv")
@access.staff(*READERS)
def series_csv(key: str) -> Response:
    """One place over time."""
    series = _whole(_view(key)).series
    head = (*_OF_SERIES, *_OF_EACH, "known_at")
    rows = ([key, series.area, *_cells(one, head[2:])] for one in series.points)
    return csv_file([head, *rows], f"{key}-{series.area}.csv")


@blueprint.route("/staff/indicators/<key>/places.csv")
@access.staff(*READERS)
def places_csv(key: str) -> Response:
    """One period over the places."""
    places = _whole(_view(key)).places
    head = (*_OF_PLACES, *_OF_EACH)
    rows = ([key, places.period or "", *_cells(one, head[2:])] for one in places.places)
    return csv_file([head, *rows], f"{key}-{places.period or 'none'}.csv")


def _told(key: str, view: View) -> dict[str, object]:
    """What the page of one indicator says."""
    series, places = view.series, view.places
    periods = [SelectChoice(one, one) for one in places.periods]
    chosen = {"area": series.area, "period": places.period, "known": series.known}
    return {
        "card": view.card,
        "versions": [(shown.version_name(one), shown.facts(one)) for one in reversed(data.versions_of(key))],
        "form": ViewForm(view.offered, periods, data=chosen),
        "series": series,
        "places": places,
        "chart": charts.line(series.points),
        "map": charts.tile_map(places.places, data.tiles()) if places.level == Level.MUNICIPALITY else None,
        "refusal": view.refusal,
        "words": shown,
        "tongue": language(),
        "may_enter": bool(set(OBSERVERS) & access.current().roles),
    }


def _view(key: str) -> View:
    """What the address asks for. Raises `NotFound` for no such indicator."""
    if key not in data.indicator_keys():
        raise NotFound
    card, over = data.newest(key), PlacesQuery(level=_level(data.newest(key)))
    try:
        asked = _read(SeriesQuery, ("area", "on", "known"))
        wanted = _read(PlacesQuery, ("period", "known"))
        places = replace(over, period=wanted.period, known=wanted.known)
        return _found(card, asked, places, None)
    except ContentViolation as error:
        return _found(card, SeriesQuery(), over, with_legal(error))
    except ValidationError:
        return _found(card, SeriesQuery(), over, _("Adresa kërkon diçka që kjo faqe nuk e njeh."))


def _found(card: Card, asked: SeriesQuery, over: PlacesQuery, refusal: str | None) -> View:
    with platform().database.reading() as session:
        series = figures.series(session, card.key, asked, today())
        places = figures.places(session, card.key, over, today())
        offered = [SelectChoice(one.key, one.name(language())) for one in areas.offered(session, card.levels)]
    return View(card, series, places, offered, refusal)


def _whole(view: View) -> View:
    """For a file, which has no place to say what was refused."""
    if view.refusal:
        raise ContentViolation(view.refusal, code="figure.area_unknown", field="area")
    return view


def _level(card: Card) -> Level:
    """The smallest level of the card that is shown side by side."""
    return next((one for one in reversed(_OVER) if one in card.levels), Level.NATION)


def _read(shape: type[Q], names: Iterable[str]) -> Q:
    return load(shape, {name: request.args[name] for name in names if request.args.get(name, "").strip()})


def _cells(row: object, members: Iterable[str]) -> list[object]:
    """The members of an answer as cells of a file; empty where there is none."""
    return ["" if (cell := getattr(row, name)) is None else cell for name in members]
