"""What a body answers to a letter: replies, requests for more time, progress."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners.actions import follow_ups
from services.partners.actions import replies as actions
from services.partners.actions.dispatches import delivered
from services.partners.actions.replies import Submission
from services.partners.domain import ItemAnswer, ItemProgress
from services.partners.queries import letters, wall
from services.partners.schemas import dispatches as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("replies", __name__, description="What bodies answer")


@blueprint.route("/dispatches/<uuid:dispatch_id>/replies", methods=["POST"])
@blueprint.arguments(schemas.NewReply)
@blueprint.response(201, schemas.ReplyReceipt)
@access.partner("reply:write")
def reply(body: dict[str, Any], dispatch_id: UUID) -> Response:
    """Answer each item of the document once. A second, different reply amends the first and overwrites nothing."""
    here, by, now = platform(), access.current(), utc_now()
    answers = tuple(ItemAnswer(**{**item, "evidence": tuple(item["evidence"])}) for item in body["items"])
    submission = Submission(body["answered_by"], answers)

    def work(session: Session) -> dict[str, Any]:
        return actions.reply(by, session, here.documents, dispatch_id, submission, here.settings.secret_key, now=now)

    return idempotency.answer(work, 201)


@blueprint.route("/dispatches/<uuid:dispatch_id>/replies", methods=["GET"])
@blueprint.response(200, schemas.ReplyList)
@access.partner("dispatch:read")
def list_replies(dispatch_id: UUID) -> dict[str, Any]:
    """Every version of the body's answer, the newest first."""
    here = platform()
    with here.database.transaction() as session:
        own = wall.own(session, access.current())
        dispatch = delivered(own, dispatch_id)
        made = letters.replies(own, dispatch.id)
    items = [{**actions.receipt_of(found), **letters.reply_content(here.documents, found)} for found in made]
    return {"items": items, "next": None}


@blueprint.route("/dispatches/<uuid:dispatch_id>/extension-requests", methods=["POST"])
@blueprint.arguments(schemas.NewExtensionRequest)
@blueprint.response(201, schemas.ExtensionAnswer)
@access.partner("reply:write")
def ask_for_time(body: dict[str, Any], dispatch_id: UUID) -> Response:
    """Ask for more time. The clock runs on until the office decides."""
    here, by, now = platform(), access.current(), utc_now()
    return idempotency.answer(
        lambda session: follow_ups.ask_for_time(by, session, here.documents, dispatch_id, body, now=now), 201
    )


@blueprint.route("/dispatches/<uuid:dispatch_id>/progress", methods=["POST"])
@blueprint.arguments(schemas.NewProgress)
@blueprint.response(201, schemas.ProgressAnswer)
@access.partner("reply:write")
def report_progress(body: dict[str, Any], dispatch_id: UUID) -> Response:
    """Tell how far the body has come, after its reply."""
    here, by, now = platform(), access.current(), utc_now()
    items = tuple(ItemProgress(**{**item, "evidence": tuple(item["evidence"])}) for item in body["items"])

    def work(session: Session) -> dict[str, Any]:
        return follow_ups.report_progress(by, session, here.documents, dispatch_id, items, body["note"], now=now)

    return idempotency.answer(work, 201)
