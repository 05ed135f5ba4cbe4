"""`/held-messages`: messages to complainants that wait to be compared with the files of the others, or for a reason."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import going_on
from services.cases.lists.held_messages import HeldListing
from services.cases.queries import held
from services.cases.schemas import checks as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("held_messages", __name__, description="Messages to complainants that wait")
WORKERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/cases/<uuid:case_id>/held-messages", methods=["GET"])
@blueprint.arguments(HeldListing, location="query")
@blueprint.response(200, schemas.HeldMessages)
@access.staff(*WORKERS)
def list_held_messages(asked: HeldListing, case_id: UUID) -> Page[schemas.HeldMessage]:
    """Messages to complainants that wait to be compared with the files of the others, or for a reason; oldest first."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        return held.answers(held.read(session, here.documents, here.cursors, case_id, asked, reading))


@blueprint.route("/held-messages/<uuid:check_id>/names-reason", methods=["POST"])
@blueprint.arguments(schemas.HeldReasonBody)
@blueprint.response(200, schemas.HeldDone)
@access.staff("approver", "commissioner")
def explain_held(body: schemas.HeldReasonBody, check_id: UUID) -> Response:
    """Say why a message may leave although it names someone, and send it."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.HeldDone:
        going_on.explain_names(by, session, check_id, body.names_reason, now=now)
        return schemas.HeldDone(id=check_id, state="sent")

    return idempotency.answer(work, 200)


@blueprint.route("/held-messages/<uuid:check_id>/discard", methods=["POST"])
@blueprint.response(200, schemas.HeldDone)
@access.staff(*WORKERS)
def discard_held(check_id: UUID) -> Response:
    """Do not send a message that waits."""
    by = access.current()

    def work(session: Session) -> schemas.HeldDone:
        going_on.discard(by, session, check_id)
        return schemas.HeldDone(id=check_id, state="discarded")

    return idempotency.answer(work, 200)
