"""Looking at openings afterwards: who opened which file, for what, and whether that was right. Never what the file says."""

from uuid import UUID

from flask import Response

from services.intake.actions import reviews as actions
from services.intake.api.routes import uncached
from services.intake.domain.releases import SECOND
from services.intake.queries import reviews as queries
from services.intake.schemas import reviews as schemas
from shared import access, audit
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.idempotency import answer
from shared.platform import platform
from shared.typed import filled

blueprint = uncached(Blueprint("reviews", __name__, description="Openings, looked at by another person"))


@blueprint.route("/openings")
@blueprint.response(200, schemas.OpeningsToReview)
@access.staff(*sorted(SECOND))
def openings_to_review() -> schemas.OpeningsToReview:
    """Openings that nobody looked at yet, at most 100: those of files that were not the opener's work first."""
    by = access.current()
    with platform().database.transaction() as session:
        items = queries.waiting(session, by)
        audit.record(session, by, "openings.read", "staff", by.person)
    return schemas.OpeningsToReview(items=items)


@blueprint.route("/openings/<uuid:opening_id>/review", methods=["POST"])
@blueprint.arguments(schemas.NewReview)
@blueprint.response(201, schemas.Review)
@access.staff(*sorted(SECOND))
def review_opening(body: schemas.NewReview, opening_id: UUID) -> Response:
    """Say whether it was right: once, and by neither who opened the file nor who had agreed to it."""
    by, now = access.current(), utc_now()
    return answer(lambda session: filled(schemas.Review, actions.review(by, session, opening_id, body, now=now)), 201)
