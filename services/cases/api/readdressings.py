"""`/obligations/{id}/readdressing`: not competent, then who."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import readdressings
from services.cases.schemas import obligations as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform
from shared.typed import filled

blueprint = Blueprint("readdressings", __name__, description="What a body says another is competent for")
WORKERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/obligations/<uuid:obligation_id>/readdressing", methods=["POST"])
@blueprint.arguments(schemas.ReaddressingBody)
@blueprint.response(201, schemas.ReaddressingAnswer)
@access.staff(*WORKERS)
def decide(body: schemas.ReaddressingBody, obligation_id: UUID) -> Response:
    """Follow the body that said it is not competent with a draft to the one that is, or do not."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ReaddressingAnswer:
        decided = readdressings.decide(by, session, platform().documents, obligation_id, body, now=now)
        return filled(schemas.ReaddressingAnswer, decided)

    return idempotency.answer(work, 201)
