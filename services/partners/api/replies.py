"""What a body answers to a letter: replies, requests for more time, progress."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners.actions import follow_ups
from services.partners.actions import replies as actions
from services.partners.actions.receipts import Signer
from services.partners.queries import letters, wall
from services.partners.queries import replies as queries
from services.partners.schemas import replies as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("replies", __name__, description="What bodies answer")


@blueprint.route("/dispatches/<uuid:dispatch_id>/replies", methods=["POST"])
@blueprint.arguments(schemas.NewReply)
@blueprint.response(201, schemas.ReplyReceipt)
@access.partner("reply:write")
def reply(body: schemas.NewReply, dispatch_id: UUID) -> Response:
    """Answer the items of the document, all at once or one by one. A second, different reply amends the first and overwrites nothing."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.ReplyReceipt:
        return actions.reply(
            by, session, here.documents, dispatch_id, body, Signer.of(here.settings, here.documents), now=now
        )

    return idempotency.answer(work, 201)


@blueprint.route("/dispatches/<uuid:dispatch_id>/replies", methods=["GET"])
@blueprint.response(200, schemas.ReplyList)
@access.partner("dispatch:read")
def list_replies(dispatch_id: UUID) -> schemas.ReplyList:
    """Every version of the body's answer, the newest first."""
    here = platform()
    with here.database.transaction() as session:
        own = wall.own(session, access.current())
        dispatch = letters.delivered(own, dispatch_id)
        return schemas.ReplyList(items=tuple(queries.replies(own, here.documents, dispatch.id)), next=None)


@blueprint.route("/dispatches/<uuid:dispatch_id>/extension-requests", methods=["POST"])
@blueprint.arguments(schemas.NewExtensionRequest)
@blueprint.response(201, schemas.ExtensionAnswer)
@access.partner("reply:write")
def ask_for_time(body: schemas.NewExtensionRequest, dispatch_id: UUID) -> Response:
    """Ask for more time. The clock runs on until the office decides."""
    here, by, now = platform(), access.current(), utc_now()
    return idempotency.answer(
        lambda session: follow_ups.ask_for_time(by, session, here.documents, dispatch_id, body, now=now), 201
    )


@blueprint.route("/dispatches/<uuid:dispatch_id>/progress", methods=["POST"])
@blueprint.arguments(schemas.NewProgress)
@blueprint.response(201, schemas.ProgressAnswer)
@access.partner("reply:write")
def report_progress(body: schemas.NewProgress, dispatch_id: UUID) -> Response:
    """Tell how far the body has come, after its reply."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.ProgressAnswer:
        return follow_ups.report_progress(by, session, here.documents, dispatch_id, body, now=now)

    return idempotency.answer(work, 201)
