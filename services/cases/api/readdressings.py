"""`/obligations/{id}/readdressing`: not competent, then who."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import readdressings
from services.cases.actions.readdressings import WantedReaddressing
from services.cases.schemas import obligations as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint

blueprint = Blueprint("readdressings", __name__, description="What a body says another is competent for")
WORKERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/obligations/<uuid:obligation_id>/readdressing", methods=["POST"])
@blueprint.arguments(schemas.ReaddressingBody)
@blueprint.response(201, schemas.ReaddressingAnswer)
@access.staff(*WORKERS)
def decide(body: dict[str, Any], obligation_id: UUID) -> Response:
    """Follow the body that said it is not competent with a draft to the one that is, or do not."""
    by = access.current()
    wanted = WantedReaddressing(**body)

    def work(session: Session) -> dict[str, Any]:
        made = readdressings.decide(by, session, obligation_id, wanted, now=utc_now())
        found: dict[str, Any] = schemas.ReaddressingAnswer().dump(made)
        return found

    return idempotency.answer(work, 201)
