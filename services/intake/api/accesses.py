"""Being let into a file that is another's work: one person asks, another agrees."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.intake.actions import accesses as actions
from services.intake.api.routes import uncached
from services.intake.domain.openings import OFFICERS
from services.intake.domain.releases import SECOND
from services.intake.models import Vault
from services.intake.queries import accesses as queries
from services.intake.schemas import accesses as schemas
from shared import access, audit
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.idempotency import answer
from shared.platform import platform

blueprint = uncached(Blueprint("accesses", __name__, description="Being let into a file that is another's work"))


@blueprint.route("/complaints/<uuid:complaint_id>/accesses")
@blueprint.response(200, schemas.Accesses)
@access.staff(*OFFICERS)
def list_accesses(complaint_id: UUID) -> schemas.Accesses:
    """Who asked to open the file although it is not their work, for what, and what was decided; to who leads all, to others their own."""
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        items = queries.of(session, Vault.of(here.settings), complaint_id, by)
        audit.record(session, by, "accesses.read", "complaint", complaint_id)
    return schemas.Accesses(items=items)


@blueprint.route("/complaints/<uuid:complaint_id>/accesses", methods=["POST"])
@blueprint.arguments(schemas.NewAccess)
@blueprint.response(201, schemas.Access)
@access.staff(*OFFICERS)
def ask_for_access(body: schemas.NewAccess, complaint_id: UUID) -> Response:
    """Ask another person to agree that this file is opened; then it opens as one's own, for that purpose and for a while."""
    by, now, vault = access.current(), utc_now(), Vault.of(platform().settings)

    def work(session: Session) -> schemas.Access:
        return queries.shown(actions.ask(by, session, vault, complaint_id, body, now=now))

    return answer(work, 201)


@blueprint.route("/complaints/<uuid:complaint_id>/accesses/<uuid:access_id>/decision", methods=["POST"])
@blueprint.arguments(schemas.AccessDecision)
@blueprint.response(200, schemas.Access)
@access.staff(*sorted(SECOND))
def decide_access(body: schemas.AccessDecision, complaint_id: UUID, access_id: UUID) -> Response:
    """Agree, or not; never by the person who asked."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.Access:
        return queries.shown(actions.decide(by, session, complaint_id, access_id, body, now=now))

    return answer(work, 200)
