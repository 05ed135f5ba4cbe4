"""`/places`: what the office knows of each municipality."""

from services.cases.places import queries, schemas
from shared import access
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.platform import platform

blueprint = Blueprint("places", __name__, description="Municipalities, and what the office knows of each")
BLUEPRINTS = (blueprint,)
READERS = ("case_officer", "approver", "commissioner", "monitor")


@blueprint.route("/places")
@blueprint.arguments(schemas.PlacesQuery, location="query")
@blueprint.response(200, schemas.PlaceSheetsAnswer)
@access.staff(*READERS)
def list_places(asked: schemas.PlacesQuery) -> schemas.PlaceSheetsAnswer:
    """All municipalities, those of which nobody heard first. A visit that has not begun is counted nowhere."""
    with platform().database.reading() as session:
        return queries.places(session, asked, Reading(access.current(), utc_now()))
