"""The mailbox of a complainant, opened by the receipt code in the header `Receipt-Code`."""

from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.intake.actions import confirmations, tries
from services.intake.actions import mailbox as actions
from services.intake.api.routes import uncached
from services.intake.api.uploads import FIELD, one_file
from services.intake.domain.evidence import TAKEN
from services.intake.models import Vault
from services.intake.queries import mailbox as queries
from services.intake.schemas import mailbox as schemas
from shared import access, rate_headers
from shared.clock import utc_now
from shared.errors import Problem
from shared.files import taking
from shared.gate import Blueprint
from shared.idempotency import answer
from shared.platform import platform
from shared.principal import Principal
from shared.typed import filled
from shared.uploads import FileRefusedError

blueprint = uncached(Blueprint("mailbox", __name__, description="The mailbox behind the receipt code"))

#: The answer to each way in which a file is not taken, where it is not 422.
REFUSALS = {
    "file_too_large": 413,
    "file_type_not_allowed": 415,
    "file_name_mismatch": 415,
}
_FILE_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": [FIELD],
                "properties": {FIELD: {"type": "string", "format": "binary"}},
            }
        }
    },
}


@blueprint.route("/complaints/mine")
@blueprint.arguments(schemas.MailboxQuery, location="query")
@blueprint.response(200, schemas.Mailbox)
@blueprint.doc(responses=rate_headers.DESCRIBED)
@access.complainant
def mine(query: schemas.MailboxQuery) -> schemas.Mailbox:
    """Status in plain words, next date, messages of the office, and who has opened the file. Not what was complained."""
    here = platform()
    with here.database.reading() as session:
        return queries.mailbox(session, Vault.of(here.settings), here.documents, access.current().person, query.lang)


@blueprint.route("/complaints/mine/messages", methods=["POST"])
@blueprint.arguments(schemas.NewMessage)
@blueprint.response(201, schemas.Sent)
@blueprint.doc(responses=rate_headers.DESCRIBED)
@access.complainant
def write(body: schemas.NewMessage) -> Response:
    """Write to the office."""
    by, now, vault = access.current(), utc_now(), Vault.of(platform().settings)
    _count(by)
    return answer(lambda session: filled(schemas.Sent, actions.write(by, session, vault, body, now=now)), 201)


@blueprint.route("/complaints/mine/messages/<uuid:message_id>/letter")
@blueprint.response(200, content_type="application/pdf")
@blueprint.doc(responses=rate_headers.DESCRIBED)
@access.complainant
def get_letter(message_id: UUID) -> Response:
    """What the office wrote in that message, as a letter."""
    here = platform()
    with here.database.reading() as session:
        pdf = queries.letter(session, here.documents, access.current().person, message_id)
    return Response(pdf, mimetype="application/pdf")


@blueprint.route("/complaints/mine/files", methods=["POST"])
@blueprint.response(201, schemas.StoredFile)
@blueprint.doc(responses=rate_headers.DESCRIBED, requestBody=_FILE_BODY)
@access.complainant
def hand_in() -> Response:
    """Hand in one file (jpg, png, heic, pdf, docx, mp4, m4a or plain text, up to 20 MiB; 10 files, 200 MiB)."""
    here, by, now = platform(), access.current(), utc_now()
    upload, vault = one_file(request), Vault.of(here.settings)
    _count(by)
    try:
        sent = taking.take(upload.name, upload.content, TAKEN, here.settings)
    except FileRefusedError as refused:
        raise _refusal(refused) from refused

    def work(session: Session) -> schemas.StoredFile:
        return queries.stored_file(actions.add_file(by, session, vault, here.documents, sent, now=now))

    return answer(work, 201)


@blueprint.route("/complaints/mine/confirmations", methods=["POST"])
@blueprint.arguments(schemas.NewConfirmation)
@blueprint.response(201, schemas.Question)
@blueprint.doc(responses=rate_headers.DESCRIBED)
@access.complainant
def confirm(body: schemas.NewConfirmation) -> Response:
    """Say whether what a body was asked to do was felt: once for each question."""
    here, by, now = platform(), access.current(), utc_now()
    _count(by)

    def work(session: Session) -> schemas.Question:
        question = confirmations.answer(by, session, body, now=now)
        return queries.question(session, here.documents, by.person, question)

    return answer(work, 201)


def _refusal(refused: FileRefusedError) -> Problem:
    where = [{"pointer": f"/{FIELD}", "code": refused.code}]
    return Problem(REFUSALS.get(refused.code, 422), refused.code, errors=where)


def _count(by: Principal) -> None:
    with platform().database.transaction() as session:
        standing = tries.count_writing(session, by.person)
    rate_headers.note(standing, told=True)
