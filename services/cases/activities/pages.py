"""What came after activities, as a page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.cases.activities import queries
from services.cases.activities.lists import AfterwardsListing
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.platform import platform

blueprint = Blueprint("activities_pages", __name__)
BLUEPRINTS = (blueprint,)
READERS = ("case_officer", "approver", "commissioner")


@blueprint.get("/staff/activities/afterwards")
@access.staff(*READERS)
def afterwards() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(AfterwardsListing)
    with here.database.reading() as session:
        reading = Reading(access.current(), utc_now())
        page = asked.listing and queries.afterwards(session, here.cursors, asked.listing, reading)
    return render_template("cases/activities_afterwards.html", asked=asked, page=page), asked.status
