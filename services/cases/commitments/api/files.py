"""`/commitments/imports` and `/commitments/export`: commitments as a file; and why what a document says may be read."""

from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.cases.commitments.actions import looks, register
from services.cases.commitments.queries import commitments as queries
from services.cases.commitments.queries import rows
from services.cases.commitments.queries.commitments import LEADERS, READERS
from services.cases.commitments.schemas import commitments as schemas
from services.cases.commitments.schemas import files
from services.cases.incoming.domain.comparing import ImportRefusedError
from services.cases.incoming.schemas import letters, row_files
from shared import access, idempotency
from shared.clock import utc_now
from shared.errors import Problem
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("commitment_files", __name__, description="What the State owes, as a file")


@blueprint.route("/commitments/export")
@blueprint.arguments(letters.ExportQuery, location="query")
@blueprint.doc(responses={"200": {"description": "A file", "content": {"text/csv": {}, "application/json": {}}}})
@access.staff(*READERS)
def export(asked: letters.ExportQuery) -> Response:
    """Every commitment as a file, in the form in which it is taken over; safe to open in a spreadsheet."""
    with platform().database.reading() as session:
        return files.COMMITMENTS.as_file(rows.rows(session), asked.format, "commitments")


@blueprint.route("/commitments/imports", methods=["POST"])
@blueprint.arguments(letters.ImportQuery, location="query")
@blueprint.response(200, row_files.IncomingImportAnswer)
@blueprint.doc(requestBody=row_files.FORM)
@access.staff(*LEADERS)
def import_file(asked: letters.ImportQuery) -> Response:
    """Compare a CSV or JSON file with what is known, row by row; with `apply=true` take it over, whole or not at all."""
    by, apply, now, documents = access.current(), asked.apply, utc_now(), platform().documents
    told = files.COMMITMENTS.single(request.files.items(multi=True), request.form)

    def work(session: Session) -> row_files.IncomingImportAnswer:
        compared = register.take_over(by, session, documents, told, apply=apply, now=now)
        return row_files.answer(compared, applied=apply)

    try:
        return idempotency.answer(work)
    except ImportRefusedError as error:
        raise Problem(422, "import_refused", errors=row_files.pointers_of(error.refused)) from error


@blueprint.route("/commitment-documents/<uuid:document_id>/names-reason", methods=["POST"])
@blueprint.arguments(schemas.DocumentNamesBody)
@blueprint.response(200, schemas.CommitmentDocumentAnswer)
@access.staff(*LEADERS)
def explain_names(body: schemas.DocumentNamesBody, document_id: UUID) -> Response:
    """Say why the public may read what a document asks although it names someone."""
    by, now, here = access.current(), utc_now(), platform()
    here.database.run(lambda session: looks.compare_document(session, here.documents, document_id, now=now))

    def work(session: Session) -> schemas.CommitmentDocumentAnswer:
        document = looks.explain_names(by, session, document_id, body, now=now)
        return queries.document_answer(session, document)

    return idempotency.answer(work)
