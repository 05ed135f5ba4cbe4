"""Counselling: noted in a minute, listed, never changed."""

from flask import Response

from services.intake.actions import counselling
from services.intake.api.routes import uncached
from services.intake.domain.openings import OFFICERS
from services.intake.lists import CounsellingListing
from services.intake.queries import counselling as queries
from services.intake.schemas import counselling as schemas
from shared import access
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.idempotency import answer
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = uncached(Blueprint("counselling", __name__, description="Counselling that was closed in a minute"))


@blueprint.route("/counselling", methods=["POST"])
@blueprint.arguments(schemas.NewCounselling)
@blueprint.response(201, schemas.Counselling)
@access.staff(*OFFICERS)
def note_counselling(body: schemas.NewCounselling) -> Response:
    """Note a contact that ended with advice: it is counted, and nothing is kept of who asked."""
    by, now = access.current(), utc_now()
    return answer(lambda session: queries.counselling_view(counselling.note(by, session, body, now=now)), 201)


@blueprint.route("/counselling")
@blueprint.arguments(CounsellingListing, location="query")
@blueprint.response(200, schemas.CounsellingList)
@access.staff(*OFFICERS)
def list_counselling(asked: CounsellingListing) -> Page[schemas.Counselling]:
    """Counselling, the newest first."""
    here = platform()
    with here.database.reading() as session:
        return queries.counselling(session, here.cursors, asked, Reading(access.current(), utc_now()))
