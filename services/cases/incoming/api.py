"""`/incoming`: what the Assembly and committees of the United Nations recommend to the office, taken over from a file."""

from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.incoming import queries
from services.cases.incoming.actions import letters as actions
from services.cases.incoming.domain.comparing import ImportRefusedError
from services.cases.incoming.lists import IncomingListing
from services.cases.incoming.schemas import files, row_files
from services.cases.incoming.schemas import letters as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.errors import Problem
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("incoming", __name__, description="Recommendations to the office")
BLUEPRINTS = (blueprint,)
WORKERS = ("case_officer", "approver", "commissioner")
LEADING = ("approver", "commissioner")


@blueprint.route("/incoming")
@blueprint.arguments(IncomingListing, location="query")
@blueprint.response(200, schemas.IncomingList)
@access.staff(*WORKERS)
def list_incoming(asked: IncomingListing) -> Page[schemas.IncomingAnswer]:
    """Items asked of the office, newest first; late and due ones by their last day."""
    here = platform()
    with here.database.reading() as session:
        return queries.items(session, here.cursors, asked, Reading(access.current(), utc_now())).of(queries.answer)


@blueprint.route("/incoming/figures")
@blueprint.response(200, schemas.IncomingFiguresList)
@access.staff(*WORKERS)
def get_figures() -> schemas.IncomingFiguresList:
    """How the office itself does, by issuer; the unit is the item."""
    with platform().database.reading() as session:
        figures = queries.figures(session, local_date(utc_now()))
    return schemas.IncomingFiguresList(unit=queries.UNIT, issuers=tuple(figures))


@blueprint.route("/incoming/export")
@blueprint.arguments(schemas.ExportQuery, location="query")
@blueprint.doc(responses={"200": {"description": "A file", "content": {"text/csv": {}, "application/json": {}}}})
@access.staff(*WORKERS)
def export(asked: schemas.ExportQuery) -> Response:
    """Every item as a file, in the form in which it is taken over; safe to open in a spreadsheet."""
    with platform().database.reading() as session:
        return files.ITEMS.as_file(queries.rows(session), asked.format, "incoming")


@blueprint.route("/incoming/imports", methods=["POST"])
@blueprint.arguments(schemas.ImportQuery, location="query")
@blueprint.response(200, row_files.IncomingImportAnswer)
@blueprint.doc(requestBody=row_files.FORM)
@access.staff(*LEADING)
def import_file(asked: schemas.ImportQuery) -> Response:
    """Compare a CSV or JSON file with what is known, row by row; with `apply=true` take it over, whole or not at all."""
    by, apply, now = access.current(), asked.apply, utc_now()
    rows = files.ITEMS.single(request.files.items(multi=True), request.form)

    def work(session: Session) -> row_files.IncomingImportAnswer:
        return row_files.answer(actions.take_over(by, session, rows, apply=apply, now=now), applied=apply)

    try:
        return idempotency.answer(work)
    except ImportRefusedError as error:
        raise Problem(422, "import_refused", errors=row_files.pointers_of(error.refused)) from error


@blueprint.route("/incoming/<uuid:item_id>")
@blueprint.response(200, schemas.IncomingWhole)
@access.staff(*WORKERS)
def get_incoming(item_id: UUID) -> schemas.IncomingWhole:
    """One item, what the office reported and the issuer found, and why it is due on its day."""
    with platform().database.reading() as session:
        return _whole(session, item_id)


@blueprint.route("/incoming/<uuid:item_id>/reports", methods=["POST"])
@blueprint.arguments(schemas.IncomingReportBody)
@blueprint.response(201, schemas.IncomingWhole)
@access.staff(*WORKERS)
def report(body: schemas.IncomingReportBody, item_id: UUID) -> Response:
    """Record what the office replied, or how far it has come since."""
    documents, by, now = platform().documents, access.current(), utc_now()

    def work(session: Session) -> schemas.IncomingWhole:
        return _whole(session, actions.report(by, session, documents, item_id, body, now=now).id)

    return idempotency.answer(work, 201)


@blueprint.route("/incoming/<uuid:item_id>/findings", methods=["POST"])
@blueprint.arguments(schemas.IncomingFindingBody)
@blueprint.response(201, schemas.IncomingWhole)
@access.staff(*WORKERS)
def find(body: schemas.IncomingFindingBody, item_id: UUID) -> Response:
    """Record what the issuer found, as its document says; the office never assesses itself."""
    documents, by, now = platform().documents, access.current(), utc_now()

    def work(session: Session) -> schemas.IncomingWhole:
        return _whole(session, actions.find(by, session, documents, item_id, body, now=now).id)

    return idempotency.answer(work, 201)


def _whole(session: Session, item_id: UUID) -> schemas.IncomingWhole:
    return queries.whole(queries.read(session, platform().documents, item_id, local_date(utc_now())))
