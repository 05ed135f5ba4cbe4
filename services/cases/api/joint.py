"""`/recommendations/…/signatures`: who signs an act besides the office."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import joint as actions
from services.cases.queries import joint
from services.cases.queries.visibility import find_act
from services.cases.schemas import joint as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("act_signatures", __name__, description="Acts that others sign besides the office")
WORKING = ("case_officer", "approver", "commissioner")


@blueprint.route("/recommendations/<uuid:act_id>/signatures")
@blueprint.response(200, schemas.SignaturesAnswer)
@access.staff(*WORKING)
def list_signatures(act_id: UUID) -> schemas.SignaturesAnswer:
    """Who signs it besides the office, who has, and who took it back."""
    with platform().database.reading() as session:
        act, _case = find_act(session, act_id, access.current())
        return joint.read(session, act)


@blueprint.route("/recommendations/<uuid:act_id>/signatures", methods=["POST"])
@blueprint.arguments(schemas.SignatureBody)
@blueprint.response(201, schemas.SignaturesAnswer)
@access.staff(*WORKING)
def cosign(body: schemas.SignatureBody, act_id: UUID) -> Response:
    """Note that a cosigner signed exactly this content. The act is issued only when all have."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.SignaturesAnswer:
        return actions.sign(by, session, act_id, body, now=now)

    return idempotency.answer(work, 201)


@blueprint.route("/recommendations/<uuid:act_id>/signatures/<uuid:signature_id>/withdrawal", methods=["POST"])
@blueprint.arguments(schemas.SignatureWithdrawalBody)
@blueprint.response(200, schemas.SignaturesAnswer)
@access.staff(*WORKING)
def withdraw_signature(body: schemas.SignatureWithdrawalBody, act_id: UUID, signature_id: UUID) -> Response:
    """Note that a cosigner took its signature back before the act was issued."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.SignaturesAnswer:
        return actions.withdraw(by, session, act_id, signature_id, body, now=now)

    return idempotency.answer(work)
