"""`/recommendations/{id}/scans` and `/scans`: letters on paper."""

from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.cases.actions import scans
from services.cases.schemas import acts as schemas
from shared import access, file_parts, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform
from shared.typed import filled

blueprint = Blueprint("scans", __name__, description="Letters on paper, scanned")
WORKERS = ("case_officer", "approver", "commissioner")
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


@blueprint.route("/recommendations/<uuid:act_id>/scans", methods=["POST"])
@blueprint.response(201, schemas.ScanAnswer)
@blueprint.doc(requestBody=_FORM)
@access.staff(*WORKERS)
def upload(act_id: UUID) -> Response:
    """Hand in the scan of a letter: PDF, JPEG or PNG, told by its content; at most 20 MiB."""
    here, by, now = platform(), access.current(), utc_now()
    sent = file_parts.single(request.files.items(multi=True), request.form, scans.TAKEN)

    def work(session: Session) -> schemas.ScanAnswer:
        scan = scans.store(by, session, here.documents, act_id, sent, now=now)
        return filled(schemas.ScanAnswer, scan)

    return idempotency.answer(work, 201)


@blueprint.route("/scans/<uuid:scan_id>", methods=["GET"])
@blueprint.response(200, content_type="application/octet-stream")
@access.staff(*WORKERS)
def download(scan_id: UUID) -> Response:
    """A scan: the clean copy of what was handed in."""
    here = platform()
    with here.database.transaction() as session:
        scan = scans.read(access.current(), session, scan_id)
    return file_parts.shown(scan.document, str(scan.id))
