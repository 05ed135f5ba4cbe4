"""What becomes of a complaint besides the decision on it: a case of the office's own, a new look, walls, others like it."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.intake.actions import exclusions, reopenings, tips
from services.intake.api.routes import uncached
from services.intake.api.views import shown
from services.intake.domain.openings import OFFICERS
from services.intake.models import Vault
from services.intake.queries import duplicates
from services.intake.queries import exclusions as walls
from services.intake.schemas import complaints as schemas
from services.intake.schemas import decisions as steps
from services.intake.schemas import duplicates as likeness
from services.intake.schemas import exclusions as wall_schemas
from shared import access, audit
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.idempotency import answer
from shared.platform import platform
from shared.typed import filled

blueprint = uncached(
    Blueprint("decided", __name__, description="What becomes of a complaint besides the decision on it")
)


@blueprint.route("/complaints/<uuid:complaint_id>/own-initiative", methods=["POST"])
@blueprint.arguments(steps.NewOwnInitiative)
@blueprint.response(201, schemas.Complaint)
@access.staff(*OFFICERS)
def go_on_alone(body: steps.NewOwnInitiative, complaint_id: UUID) -> Response:
    """Make a case of the office's own initiative of an anonymous complaint, or of one that was withdrawn."""
    here, now, by = platform(), utc_now(), access.current()
    vault = Vault.of(here.settings)

    def work(session: Session) -> schemas.Complaint:
        tips.go_on_alone(by, session, vault, here.documents, complaint_id, body, now=now)
        return shown(session, complaint_id)

    return answer(work, 201)


@blueprint.route("/complaints/<uuid:complaint_id>/reopening", methods=["POST"])
@blueprint.arguments(steps.NewReopening)
@blueprint.response(201, schemas.Complaint)
@access.staff(*OFFICERS)
def reopen(body: steps.NewReopening, complaint_id: UUID) -> Response:
    """Look again at a complaint on which the office had ended its work; what was decided stays in its history."""
    vault, now, by = Vault.of(platform().settings), utc_now(), access.current()

    def work(session: Session) -> schemas.Complaint:
        reopenings.reopen(by, session, vault, complaint_id, body, now=now)
        return shown(session, complaint_id)

    return answer(work, 201)


@blueprint.route("/complaints/<uuid:complaint_id>/exclusions", methods=["POST"])
@blueprint.arguments(wall_schemas.NewExclusion)
@blueprint.response(201, wall_schemas.Exclusion)
@access.staff(*OFFICERS)
def exclude(body: wall_schemas.NewExclusion, complaint_id: UUID) -> Response:
    """Wall off a person with a conflict of interest, or let them in again; anybody may step back by themself."""
    vault, now, by = Vault.of(platform().settings), utc_now(), access.current()

    def work(session: Session) -> wall_schemas.Exclusion:
        exclusions.exclude(by, session, vault, complaint_id, body, now=now)
        return filled(wall_schemas.Exclusion, body, complaint_id=complaint_id)

    return answer(work, 201)


@blueprint.route("/complaints/<uuid:complaint_id>/exclusions")
@blueprint.response(200, wall_schemas.Exclusions)
@access.staff(*sorted(exclusions.LEADING))
def list_exclusions(complaint_id: UUID) -> wall_schemas.Exclusions:
    """Who is, or was, walled off, since when and why."""
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        items = walls.of(session, Vault.of(here.settings), complaint_id, by)
        audit.record(session, by, "exclusions.read", "complaint", complaint_id)
    return wall_schemas.Exclusions(items=items)


@blueprint.route("/complaints/<uuid:complaint_id>/likely-duplicates")
@blueprint.response(200, likeness.LikelyDuplicates)
@access.staff(*OFFICERS)
def likely_duplicates(complaint_id: UUID) -> likeness.LikelyDuplicates:
    """Complaints that are likely to be about the same facts, each with the reasons; a person joins them, or does not."""
    by = access.current()
    with platform().database.transaction() as session:
        items = duplicates.likely(session, complaint_id, by)
        audit.record(session, by, "duplicates.read", "complaint", complaint_id)
    return likeness.LikelyDuplicates(items=items)
