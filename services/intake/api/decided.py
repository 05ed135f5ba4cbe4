"""What becomes of a complaint besides the decision on it: a case of the office's own, a new look, walls, others like it."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.intake.actions import exclusions, reopenings, tips
from services.intake.api.routes import uncached
from services.intake.api.views import shown
from services.intake.domain.openings import OFFICERS
from services.intake.models import Vault
from services.intake.queries import duplicates
from services.intake.queries import exclusions as exclusion_queries
from services.intake.schemas import complaints, decisions
from services.intake.schemas import duplicates as likeness
from shared import access, audit
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.idempotency import answer
from shared.platform import platform

blueprint = uncached(
    Blueprint("decided", __name__, description="What becomes of a complaint besides the decision on it")
)


@blueprint.route("/complaints/<uuid:complaint_id>/own-initiative", methods=["POST"])
@blueprint.arguments(decisions.NewOwnInitiative)
@blueprint.response(201, complaints.Complaint)
@access.staff(*OFFICERS)
def go_on_alone(body: dict[str, Any], complaint_id: UUID) -> Response:
    """Make a case of the office's own initiative of an anonymous complaint, or of one that was withdrawn."""
    here, now, by = platform(), utc_now(), access.current()
    urgency = {name: body.pop(name) for name in ("urgency", "urgency_reason")}
    tip, vault = tips.Tip(**body), Vault.of(here.settings)

    def work(session: Session) -> Any:
        tips.go_on_alone(by, session, vault, here.documents, complaint_id, tip, now=now, **urgency)
        return shown(session, complaint_id)

    return answer(work, 201)


@blueprint.route("/complaints/<uuid:complaint_id>/reopening", methods=["POST"])
@blueprint.arguments(decisions.NewReopening)
@blueprint.response(201, complaints.Complaint)
@access.staff(*OFFICERS)
def reopen(body: dict[str, Any], complaint_id: UUID) -> Response:
    """Look again at a complaint on which the office had ended its work; what was decided stays in its history."""
    vault, now, by = Vault.of(platform().settings), utc_now(), access.current()

    def work(session: Session) -> Any:
        reopenings.reopen(by, session, vault, complaint_id, body["reason"], body["note"], now=now)
        return shown(session, complaint_id)

    return answer(work, 201)


@blueprint.route("/complaints/<uuid:complaint_id>/exclusions", methods=["POST"])
@blueprint.arguments(decisions.NewExclusion)
@blueprint.response(201, decisions.Exclusion)
@access.staff(*OFFICERS)
def exclude(body: dict[str, Any], complaint_id: UUID) -> Response:
    """Wall off a person with a conflict of interest, or let them in again; anybody may step back by themself."""
    vault, now, by = Vault.of(platform().settings), utc_now(), access.current()

    def work(session: Session) -> Any:
        exclusions.exclude(by, session, vault, complaint_id, **body, now=now)
        return decisions.Exclusion().dump({"complaint_id": complaint_id, **body})

    return answer(work, 201)


@blueprint.route("/complaints/<uuid:complaint_id>/exclusions")
@blueprint.response(200, decisions.Exclusions)
@access.staff(*sorted(exclusions.LEADING))
def list_exclusions(complaint_id: UUID) -> Any:
    """Who is, or was, walled off, since when and why."""
    here = platform()
    with here.database.transaction() as session:
        found = exclusion_queries.of(session, Vault.of(here.settings), complaint_id, access.current().person)
        audit.record(session, access.current(), "exclusions.read", "complaint", complaint_id)
    return {"items": found}


@blueprint.route("/complaints/<uuid:complaint_id>/likely-duplicates")
@blueprint.response(200, likeness.LikelyDuplicates)
@access.staff(*OFFICERS)
def likely_duplicates(complaint_id: UUID) -> likeness.LikelyDuplicates:
    """Complaints that are likely to be about the same facts, each with the reasons; a person joins them, or does not."""
    with platform().database.transaction() as session:
        items = duplicates.likely(session, complaint_id, access.current())
        audit.record(session, access.current(), "duplicates.read", "complaint", complaint_id)
    return likeness.LikelyDuplicates(items=items)
