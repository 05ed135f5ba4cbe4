"""`/figure-requests`: asking bodies for figures, and who answered."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions.outgoing import Outgoing
from services.cases.domain.timeliness import local_date
from services.cases.indicators import schemas
from services.cases.indicators.actions import asking
from services.cases.indicators.lists import FigureRequestListing
from services.cases.indicators.queries import requests
from services.cases.indicators.queries.cards import ASKERS
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("figure_requests", __name__, description="Asking bodies for figures, and who answered")


@blueprint.route("/figure-requests")
@blueprint.arguments(FigureRequestListing, location="query")
@blueprint.response(200, schemas.FigureRequestList)
@access.staff(*ASKERS)
def list_requests(asked: FigureRequestListing) -> Page[schemas.FigureRequestAnswer]:
    """The requests whose case the reader may see, the newest first."""
    here = platform()
    with here.database.reading() as session:
        return requests.requests(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/figure-requests", methods=["POST"])
@blueprint.arguments(schemas.NewFigureRequestBody)
@blueprint.response(201, schemas.FigureRequestDetail)
@access.staff(*ASKERS)
def ask_for_figures(body: schemas.NewFigureRequestBody) -> Response:
    """Ask bodies for the figures of a period: one request for information, which each of them owes an answer to in its term."""
    by, now, here = access.current(), utc_now(), platform()
    out = Outgoing.of(here.settings)

    def work(session: Session) -> schemas.FigureRequestDetail:
        request = asking.ask(by, session, here.documents, body, now=now, outgoing=out)
        return requests.read(session, request.id, by, local_date(now))

    return idempotency.answer(work, 201)


@blueprint.route("/figure-requests/<uuid:request_id>")
@blueprint.response(200, schemas.FigureRequestDetail)
@access.staff(*ASKERS)
def get_request(request_id: UUID) -> schemas.FigureRequestDetail:
    """One request: who answered, who is late, who never said a word; the reading is noted."""
    with platform().database.transaction() as session:
        return requests.read(session, request_id, access.current(), local_date(utc_now()))
