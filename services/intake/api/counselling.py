"""Counselling: noted in a minute, listed, never changed."""

from typing import Any

from flask import Response

from services.intake import schemas
from services.intake.actions import counselling
from services.intake.api.routes import uncached
from services.intake.domain.openings import OFFICERS
from services.intake.queries import counselling as queries
from shared import access
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.idempotency import answer
from shared.platform import platform

blueprint = uncached(Blueprint("counselling", __name__, description="Counselling that was closed in a minute"))


@blueprint.route("/counselling", methods=["POST"])
@blueprint.arguments(schemas.NewCounselling)
@blueprint.response(201, schemas.Counselling)
@access.staff(*OFFICERS)
def note_counselling(body: dict[str, Any]) -> Response:
    """Note a contact that ended with advice: it is counted, and nothing is kept of who asked."""
    now, by = utc_now(), access.current()
    return answer(lambda session: schemas.Counselling().dump(counselling.note(by, session, body, now=now)), 201)


@blueprint.route("/counselling")
@blueprint.arguments(schemas.CounsellingQuery, location="query")
@blueprint.response(200, schemas.CounsellingList)
@access.staff(*OFFICERS)
def list_counselling(query: dict[str, Any]) -> Any:
    """Counselling, the newest first."""
    here = platform()
    after, limit, reader = query.pop("after"), query.pop("limit"), access.current().name
    with here.database.reading() as session:
        return queries.counselling(session, here.cursors, query, reader=reader, after=after, limit=limit)
