"""`/incoming`: what the Assembly and committees of the United Nations recommend to the office, taken over from a file."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.cases.domain.obligations import Assessed, Claimed
from services.cases.domain.replies import Position
from services.cases.domain.timeliness import local_date
from services.cases.incoming import queries, schemas
from services.cases.incoming.actions import letters as actions
from services.cases.incoming.actions.letters import ImportRefusedError, WantedFinding, WantedReport
from services.cases.incoming.domain import Difference
from shared import access, idempotency
from shared.clock import utc_now
from shared.errors import Problem
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("incoming", __name__, description="Recommendations to the office")
BLUEPRINTS = (blueprint,)
WORKERS = ("case_officer", "approver", "commissioner")
LEADING = ("approver", "commissioner")
_FORM = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
            }
        }
    },
}


@blueprint.route("/incoming", methods=["GET"])
@blueprint.arguments(schemas.IncomingQuery, location="query")
@blueprint.response(200, schemas.IncomingList)
@access.staff(*WORKERS)
def list_incoming(query: dict[str, Any]) -> Any:
    """Items asked of the office, newest first; late and due ones by their last day."""
    here, today = platform(), local_date(utc_now())
    with here.database.reading() as session:
        return queries.page_of(session, here.cursors, access.current(), today=today, **query)


@blueprint.route("/incoming/figures", methods=["GET"])
@blueprint.response(200, schemas.IncomingFiguresList)
@access.staff(*WORKERS)
def get_figures() -> Any:
    """How the office itself does, by issuer; the unit is the item."""
    with platform().database.reading() as session:
        return {"unit": queries.UNIT, "issuers": queries.figures(session, local_date(utc_now()))}


@blueprint.route("/incoming/export", methods=["GET"])
@blueprint.arguments(schemas.ExportQuery, location="query")
@blueprint.doc(responses={"200": {"description": "A file", "content": {"text/csv": {}, "application/json": {}}}})
@access.staff(*WORKERS)
def export(query: dict[str, Any]) -> Response:
    """Every item as a file, in the form in which it is taken over; safe to open in a spreadsheet."""
    with platform().database.reading() as session:
        return schemas.as_file(queries.rows(session), query["format"])


@blueprint.route("/incoming/imports", methods=["POST"])
@blueprint.arguments(schemas.ImportQuery, location="query")
@blueprint.response(200, schemas.IncomingImportAnswer)
@blueprint.doc(requestBody=_FORM)
@access.staff(*LEADING)
def import_file(query: dict[str, Any]) -> Response:
    """Compare a CSV or JSON file with what is known, row by row; with `apply=true` take it over, whole or not at all."""
    by, apply = access.current().name, query["apply"]
    rows = schemas.single(request.files.items(multi=True), request.form)

    def work(session: Session) -> dict[str, Any]:
        return schemas.answer(actions.take_over(session, rows, by, apply=apply), applied=apply)

    try:
        return idempotency.answer(work, 200)
    except ImportRefusedError as error:
        raise Problem(422, "import_refused", errors=list(_pointers(error.refused))) from error


def _pointers(refused: list[Difference]) -> Iterator[dict[str, str]]:
    for one in refused:
        for field, code in one.faults:
            yield {"pointer": f"/{one.row.line}" + (f"/{field}" if field else ""), "code": code}


@blueprint.route("/incoming/<uuid:item_id>", methods=["GET"])
@blueprint.response(200, schemas.IncomingWhole)
@access.staff(*WORKERS)
def get_incoming(item_id: UUID) -> Any:
    """One item, what the office reported and the issuer found, and why it is due on its day."""
    here = platform()
    with here.database.reading() as session:
        return queries.read(session, here.documents, item_id, local_date(utc_now()))


@blueprint.route("/incoming/<uuid:item_id>/reports", methods=["POST"])
@blueprint.arguments(schemas.IncomingReportBody)
@blueprint.response(201, schemas.IncomingWhole)
@access.staff(*WORKERS)
def report(body: dict[str, Any], item_id: UUID) -> Response:
    """Record what the office replied, or how far it has come since."""
    documents, by = platform().documents, access.current()
    words = {"position": Position, "claimed": Claimed}
    said = {**body, **{name: word(body[name]) if body[name] else None for name, word in words.items()}}

    def work(session: Session) -> dict[str, Any]:
        actions.report(session, documents, item_id, WantedReport(**said), by)
        return _whole(session, item_id)

    return idempotency.answer(work, 201)


@blueprint.route("/incoming/<uuid:item_id>/findings", methods=["POST"])
@blueprint.arguments(schemas.IncomingFindingBody)
@blueprint.response(201, schemas.IncomingWhole)
@access.staff(*WORKERS)
def find(body: dict[str, Any], item_id: UUID) -> Response:
    """Record what the issuer found, as its document says; the office never assesses itself."""
    documents, by = platform().documents, access.current()
    found = WantedFinding(word=Assessed(body.pop("assessment")), **body)

    def work(session: Session) -> dict[str, Any]:
        actions.find(session, documents, item_id, found, by)
        return _whole(session, item_id)

    return idempotency.answer(work, 201)


def _whole(session: Session, item_id: UUID) -> dict[str, Any]:
    found = queries.read(session, platform().documents, item_id, local_date(utc_now()))
    return dict(schemas.IncomingWhole().dump(found))
