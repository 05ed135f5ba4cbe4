"""Handing a redirected matter to its body: one person writes what it may know, another lets it go."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.intake.actions import handovers as actions
from services.intake.api.routes import uncached
from services.intake.domain.openings import OFFICERS
from services.intake.domain.releases import SECOND
from services.intake.models import Vault
from services.intake.queries import handovers as queries
from services.intake.schemas import handovers as schemas
from shared import access, audit
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.idempotency import answer
from shared.platform import platform

blueprint = uncached(Blueprint("handovers", __name__, description="What the body of a redirected complaint may know"))


@blueprint.route("/complaints/<uuid:complaint_id>/handovers")
@blueprint.response(200, schemas.Handovers)
@access.staff(*OFFICERS)
def list_handovers(complaint_id: UUID) -> schemas.Handovers:
    """What was written for the body, who let it go, and how far it came."""
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        items = queries.of(session, Vault.of(here.settings), complaint_id, by)
        audit.record(session, by, "handovers.read", "complaint", complaint_id)
    return schemas.Handovers(items=items)


@blueprint.route("/complaints/<uuid:complaint_id>/handovers", methods=["POST"])
@blueprint.arguments(schemas.NewHandover)
@blueprint.response(201, schemas.Handover)
@access.staff(*OFFICERS)
def ask_for_handover(body: schemas.NewHandover, complaint_id: UUID) -> Response:
    """Write what the body may know; a second person lets it go."""
    by, now, vault = access.current(), utc_now(), Vault.of(platform().settings)

    def work(session: Session) -> schemas.Handover:
        asked = actions.ask(by, session, vault, complaint_id, body, now=now)
        return queries.one(session, vault, asked)

    return answer(work, 201)


@blueprint.route("/complaints/<uuid:complaint_id>/handovers/<uuid:handover_id>/decision", methods=["POST"])
@blueprint.arguments(schemas.HandoverDecision)
@blueprint.response(200, schemas.Handover)
@access.staff(*sorted(SECOND))
def decide_handover(body: schemas.HandoverDecision, complaint_id: UUID, handover_id: UUID) -> Response:
    """Let it go, or not; never by the person who wrote it."""
    here, by, now = platform(), access.current(), utc_now()
    vault = Vault.of(here.settings)

    def work(session: Session) -> schemas.Handover:
        decided = actions.decide(by, session, vault, here.documents, complaint_id, handover_id, body, now=now)
        return queries.one(session, vault, decided)

    return answer(work, 200)
