"""`/indicators`, `/figures`: what is counted and how, and what was observed."""

from flask import Response

from services.cases.domain.timeliness import local_date
from services.cases.indicators import schemas
from services.cases.indicators.actions import observing
from services.cases.indicators.lists import FigureListing
from services.cases.indicators.queries import cards, figures
from services.cases.indicators.queries.cards import OBSERVERS, READERS
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("indicators", __name__, description="Indicators and the figures that were observed")


@blueprint.route("/public/indicators")
@blueprint.response(200, schemas.CardList)
@access.any_site
def list_public_cards() -> schemas.CardList:
    """What the office counts, by which method, in every version; no figure of anybody."""
    return schemas.CardList(items=cards.cards())


@blueprint.route("/indicators/<key>/series")
@blueprint.arguments(schemas.SeriesQuery, location="query")
@blueprint.response(200, schemas.SeriesAnswer)
@access.staff(*READERS)
def get_series(asked: schemas.SeriesQuery, key: str) -> schemas.SeriesAnswer:
    """One place over time, of periods that were over on a day, as the office knew it on another."""
    with platform().database.reading() as session:
        return figures.series(session, key, asked, local_date(utc_now()))


@blueprint.route("/indicators/<key>/places")
@blueprint.arguments(schemas.PlacesQuery, location="query")
@blueprint.response(200, schemas.PlacesAnswer)
@access.staff(*READERS)
def get_places(asked: schemas.PlacesQuery, key: str) -> schemas.PlacesAnswer:
    """One period over all places of a level, and what they are together: sums, and the rate out of these."""
    with platform().database.reading() as session:
        return figures.places(session, key, asked, local_date(utc_now()))


@blueprint.route("/figures")
@blueprint.arguments(FigureListing, location="query")
@blueprint.response(200, schemas.ObservedList)
@access.staff(*READERS)
def list_figures(asked: FigureListing) -> Page[schemas.ObservedAnswer]:
    """Every row that was ever observed, the newest word first; what was replaced stays."""
    here = platform()
    with here.database.reading() as session:
        return figures.figures(session, here.documents, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/figures", methods=["POST"])
@blueprint.arguments(schemas.NewFigureBody)
@blueprint.response(201, schemas.ObservedAnswer)
@access.staff(*OBSERVERS)
def enter_figure(body: schemas.NewFigureBody) -> Response:
    """Enter what a document says of one cell. What the cell said before stays, and was known as long as it was."""
    by, now, documents = access.current(), utc_now(), platform().documents
    return idempotency.answer(
        lambda session: figures.answers(session, documents, [observing.enter(by, session, body, now=now)])[0], 201
    )


@blueprint.route("/figures/batches", methods=["POST"])
@blueprint.arguments(schemas.NewFiguresBody)
@blueprint.response(201, schemas.BatchAnswer)
@access.staff(*OBSERVERS)
def enter_figures(body: schemas.NewFiguresBody) -> Response:
    """Enter what documents say of many cells, such as a table of a yearbook: all of it or nothing."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: schemas.BatchAnswer(entered=observing.enter_all(by, session, body, now=now)), 201
    )
