"""`/institutions/export` and `/institutions/imports`: the directory as a file."""

from collections.abc import Iterator

from flask import Response, request
from sqlalchemy.orm import Session

from services.partners.actions import importing
from services.partners.actions.importing import ImportRefusedError
from services.partners.api.institutions import OFFICE
from services.partners.queries import exports
from services.partners.schemas import exchange, imports
from shared import access, idempotency
from shared.clock import utc_now
from shared.errors import Problem
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("exchange", __name__, description="The directory as a file")
_TYPES = {"csv": "text/csv", "json": "application/json"}
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


@blueprint.route("/institutions/export", methods=["GET"])
@blueprint.arguments(exchange.ExportQuery, location="query")
@blueprint.doc(responses={"200": {"description": "A file", "content": {"text/csv": {}, "application/json": {}}}})
@access.staff()
def export(query: exchange.ExportQuery) -> Response:
    """All bodies and relations, streamed; safe to open in a spreadsheet."""
    parts = [query.part] if query.format == "csv" else ["institutions", "relations"]
    response = Response(
        exports.lines(platform().database, exchange.writer(query.format), parts), mimetype=_TYPES[query.format]
    )
    name = f"{'-'.join(parts)}.{query.format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.route("/institutions/imports", methods=["POST"])
@blueprint.arguments(exchange.ImportQuery, location="query")
@blueprint.response(200, imports.ImportAnswer)
@blueprint.doc(requestBody=_FORM)
@access.staff(*OFFICE)
def import_file(query: exchange.ImportQuery) -> Response:
    """Compare a file with the directory, row by row; with `apply=true` take it over, whole or not at all."""
    here, by, now = platform(), access.current(), utc_now()
    rows = exchange.single(request.files.items(multi=True), request.form)

    def work(session: Session) -> imports.ImportAnswer:
        compared = importing.run(by, session, here.documents, rows, apply=query.apply, now=now)
        return imports.answer(compared, applied=query.apply)

    try:
        return idempotency.answer(work, 200)
    except ImportRefusedError as error:
        raise Problem(422, "import_refused", errors=list(_pointers(error.refused))) from error


def _pointers(refused: list[imports.RowAnswer]) -> Iterator[dict[str, str]]:
    for row in refused:
        for field, code in row.faults:
            yield {"pointer": f"/{row.part}/{row.line}" + (f"/{field}" if field else ""), "code": code}
