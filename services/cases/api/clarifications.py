"""`/obligations/{id}/clarifications`: a body asked what an item means, and the office answers."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import clarifications
from services.cases.queries import one_obligation
from services.cases.schemas import obligations as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("clarifications", __name__, description="What the office answers a body that asks back")
WORKERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/obligations/<uuid:obligation_id>/clarifications", methods=["POST"])
@blueprint.arguments(schemas.ClarificationBody)
@blueprint.response(201, schemas.ClarificationAnswer)
@access.staff(*WORKERS)
def clarify(body: schemas.ClarificationBody, obligation_id: UUID) -> Response:
    """Answer a body that asked for clarification; it leaves once it was compared with the sealed files."""
    by, documents, now = access.current(), platform().documents, utc_now()

    def work(session: Session) -> schemas.ClarificationAnswer:
        written = clarifications.write(by, session, documents, obligation_id, body, now=now)
        return one_obligation.clarification(documents, written)

    return idempotency.answer(work, 201)
