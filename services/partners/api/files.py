"""`/files`: what a body hands in as evidence."""

from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.partners.actions import files as actions
from services.partners.queries import replies, wall
from services.partners.schemas import replies as schemas
from shared import access, file_parts, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform
from shared.typed import filled

blueprint = Blueprint("files", __name__, description="Evidence")
#: The body of a request that hands in one file.
FORM = {
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


@blueprint.route("/files", methods=["POST"])
@blueprint.response(201, schemas.FileAnswer)
@blueprint.doc(requestBody=FORM)
@access.partner("reply:write")
def upload() -> Response:
    """Hand in one file: PDF, Word, Excel, JPEG or PNG, told by its content; at most 20 MiB."""
    here, by, now = platform(), access.current(), utc_now()
    sent = file_parts.single(request.files.items(multi=True), request.form, schemas.TAKEN)

    def work(session: Session) -> schemas.FileAnswer:
        file = actions.store(by, session, here.documents, sent, now=now)
        return filled(schemas.FileAnswer, file, name=sent.name or None)

    return idempotency.answer(work, 201)


@blueprint.route("/files/<uuid:file_id>", methods=["GET"])
@blueprint.response(200, content_type="application/octet-stream")
@access.partner("dispatch:read")
def download(file_id: UUID) -> Response:
    """One of the body's own files: the clean copy of what was handed in, whose digest is that of the file as it came."""
    here = platform()
    with here.database.transaction() as session:
        file = replies.file(wall.own(session, access.current()), file_id)
    return file_parts.shown(file.document, str(file.id))
