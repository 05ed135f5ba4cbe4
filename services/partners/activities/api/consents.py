"""`/activities/…/consents`: consents for pictures, by the number of their slip."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners.activities import schemas
from services.partners.activities.actions import consenting
from services.partners.activities.queries import consents, desk
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("picture_consents", __name__, description="Consents for pictures, which can be taken back")
PLANNERS = ("case_officer", "approver", "commissioner", "publisher", "monitor")
READERS = (*PLANNERS, "auditor")


@blueprint.route("/activities/<uuid:activity_id>/consents")
@blueprint.response(200, schemas.ConsentList)
@access.staff(*READERS)
def list_consents(activity_id: UUID) -> schemas.ConsentList:
    """All of them, and which were taken back."""
    with platform().database.reading() as session:
        return consents.of_activity(session, desk.activity(session, activity_id).id)


@blueprint.route("/activities/<uuid:activity_id>/consents", methods=["POST"])
@blueprint.arguments(schemas.ConsentBody)
@blueprint.response(201, schemas.ConsentList)
@access.staff(*PLANNERS)
def enter_consent(body: schemas.ConsentBody, activity_id: UUID) -> Response:
    """Enter a consent by the number of its slip."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ConsentList:
        consenting.consent(by, session, activity_id, body, now=now)
        return consents.of_activity(session, activity_id)

    return idempotency.answer(work, 201)


@blueprint.route("/activities/<uuid:activity_id>/consents/<int:slip>/withdrawal", methods=["POST"])
@blueprint.response(200, schemas.ConsentList)
@access.staff(*PLANNERS)
def take_back(activity_id: UUID, slip: int) -> Response:
    """Take a consent back: the picture may not be used any more."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ConsentList:
        consenting.take_back(by, session, activity_id, slip, now=now)
        return consents.of_activity(session, activity_id)

    return idempotency.answer(work)
