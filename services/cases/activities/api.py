"""`/activities`: what came after them."""

from services.cases.activities import queries, schemas
from services.cases.activities.lists import AfterwardsListing
from shared import access
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.platform import platform

blueprint = Blueprint("activities", __name__, description="What came after activities of the office")
BLUEPRINTS = (blueprint,)
#: Those who see complaints: whoever sees none could take one from two windows that begin a day apart.
READERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/activities/afterwards")
@blueprint.arguments(AfterwardsListing, location="query")
@blueprint.response(200, schemas.AfterwardsList)
@access.staff(*READERS)
def list_afterwards(asked: AfterwardsListing) -> schemas.AfterwardsList:
    """Activities that were held, beside complaints by children from the same municipality in the 90 days before and after. No cause is claimed."""
    here = platform()
    with here.database.reading() as session:
        return queries.afterwards(session, here.cursors, asked, Reading(access.current(), utc_now()))
