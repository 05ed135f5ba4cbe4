"""Releasing parts of an identity to one addressee of one letter: one person asks, another decides."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.intake.actions import releases as actions
from services.intake.api.routes import uncached
from services.intake.domain.openings import OFFICERS
from services.intake.domain.releases import SECOND
from services.intake.models import Vault
from services.intake.queries import releases as queries
from services.intake.schemas import releases as schemas
from shared import access, audit
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.idempotency import answer
from shared.platform import platform

blueprint = uncached(Blueprint("releases", __name__, description="Parts of an identity, released to one addressee"))


@blueprint.route("/complaints/<uuid:complaint_id>/releases")
@blueprint.response(200, schemas.Releases)
@access.staff(*OFFICERS)
def list_releases(complaint_id: UUID) -> schemas.Releases:
    """What was asked to be released, to whom and why, and what was decided."""
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        items = queries.of(session, Vault.of(here.settings), complaint_id, by)
        audit.record(session, by, "releases.read", "complaint", complaint_id)
    return schemas.Releases(items=items)


@blueprint.route("/complaints/<uuid:complaint_id>/releases", methods=["POST"])
@blueprint.arguments(schemas.NewRelease)
@blueprint.response(201, schemas.Release)
@access.staff(*OFFICERS)
def ask_for_release(body: schemas.NewRelease, complaint_id: UUID) -> Response:
    """Ask a second person to release some data to an addressee that has the letter."""
    here, by, now = platform(), access.current(), utc_now()
    vault = Vault.of(here.settings)
    return answer(lambda session: queries.shown(actions.ask(by, session, vault, complaint_id, body, now=now)), 201)


@blueprint.route("/complaints/<uuid:complaint_id>/releases/<uuid:release_id>/decision", methods=["POST"])
@blueprint.arguments(schemas.ReleaseDecision)
@blueprint.response(200, schemas.Release)
@access.staff(*sorted(SECOND))
def decide_release(body: schemas.ReleaseDecision, complaint_id: UUID, release_id: UUID) -> Response:
    """Release it, or not; never by the person who asked."""
    here, by, now = platform(), access.current(), utc_now()
    vault = Vault.of(here.settings)

    def work(session: Session) -> schemas.Release:
        decided = actions.decide(by, session, vault, here.documents, complaint_id, release_id, body, now=now)
        return queries.shown(decided)

    return answer(work, 200)
