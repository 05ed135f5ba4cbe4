"""`/rung-letters`: what is due to be sent, its words, and the words of a person in their place."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import escalations
from services.cases.domain.timeliness import local_date
from services.cases.queries import acts
from services.cases.queries import rung_letters as queries
from services.cases.schemas import rung_letters as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint, PageQuery
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("rung_letters", __name__, description="Rungs of the ladder that wait to be sent")
WORKERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/rung-letters", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.LetterList)
@access.staff(*WORKERS, "publisher")
def list_letters(query: dict[str, Any]) -> Any:
    """What is due to be sent, longest due first; sent by `POST /obligations/{id}/escalations` or by the issue of `act`."""
    here, today = platform(), local_date(utc_now())
    with here.database.transaction() as session:
        return queries.page_of(session, here.documents, here.cursors, access.current(), today, **query)


@blueprint.route("/rung-letters/<uuid:letter_id>", methods=["GET"])
@blueprint.response(200, schemas.LetterWhole)
@access.staff(*WORKERS, "publisher")
def get_letter(letter_id: UUID) -> Any:
    """One letter, whatever became of it."""
    here = platform()
    with here.database.transaction() as session:
        found = queries.read(session, here.documents, letter_id, access.current(), local_date(utc_now()))
    return found, 200, {"ETag": etag(found.letter.version)}


@blueprint.route("/rung-letters/<uuid:letter_id>", methods=["PATCH"])
@blueprint.arguments(schemas.LetterChangeBody)
@blueprint.response(200, schemas.LetterWhole)
@access.staff(*WORKERS)
def edit_letter(body: dict[str, Any], letter_id: UUID) -> Response:
    """Other words for a reminder that waits; wants If-Match."""
    by, documents = access.current(), platform().documents

    def work(session: Session) -> dict[str, Any]:
        escalations.edit(by, session, documents, letter_id, body["title"], body["text"], require_version, now=utc_now())
        found = queries.read(session, documents, letter_id, by, local_date(utc_now()))
        return dict(schemas.LetterWhole().dump(found))

    return idempotency.answer(work, 200, lambda answer: etag(answer["version"]))


@blueprint.route("/recommendations/<uuid:act_id>/attachments/<string:document>", methods=["GET"])
@blueprint.response(200, schemas.AttachmentAnswer)
@access.staff(*WORKERS, "publisher")
def get_attachment(act_id: UUID, document: str) -> Any:
    """What an act encloses: the copy of a letter, a reminder, how a date was counted."""
    here = platform()
    with here.database.transaction() as session:
        return acts.attachment(session, here.documents, act_id, document, access.current())
