"""`/public/activities`: what was announced, and where the office was. Anyone may read it."""

from flask import Response

from services.partners.activities import schemas
from services.partners.activities.lists import PublicListing
from services.partners.activities.queries import coverage, public
from services.partners.domain import local_date
from shared import access, open_data
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import anyone
from shared.platform import platform

blueprint = Blueprint("public_activities", __name__, description="What the office announced")
#: How the number in the path looks; any other is a number that nobody has.
NUMBER = {
    "in": "path",
    "name": "number",
    "required": True,
    "schema": {"type": "string", "pattern": r"^[A-Z]{1,2}-[0-9]{4}-[0-9]{5,7}-[0-9]$"},
}


@blueprint.route("/public/activities")
@blueprint.arguments(PublicListing, location="query")
@blueprint.response(200, schemas.PublicActivities)
@access.any_site
def list_announced(asked: PublicListing) -> Response:
    """What was announced: what is to come, the next first; `when=past`: what is over, the latest first."""
    here = platform()
    with here.database.reading() as session:
        page = public.activities(session, here.cursors, asked, anyone(utc_now()), here.settings.public_url.rstrip("/"))
    found = schemas.PublicActivities(licence=open_data.LICENCE, items=tuple(page.items), next=page.next)
    return open_data.as_json(found)


@blueprint.route("/public/activities/coverage")
@blueprint.response(200, schemas.CoverageAnswer)
@access.any_site
def get_coverage() -> Response:
    """For each municipality the announced activities that were held there."""
    with platform().database.reading() as session:
        return open_data.as_json(coverage.coverage(session, local_date(utc_now()), announced=True))


@blueprint.route("/public/activities/<string:number>", parameters=[NUMBER])
@blueprint.response(200, schemas.PublicActivity)
@access.any_site
def get_announced(number: str) -> Response:
    """One announced activity by its number; of children numbers alone, and none that is small."""
    here = platform()
    with here.database.reading() as session:
        return open_data.as_json(public.activity(session, number, here.settings.public_url.rstrip("/")))
