"""`/public/cooperation`: who worked together with the office on what. Anyone may read it."""

from flask import Response

from services.partners.cooperation import schemas
from services.partners.cooperation.lists import TogetherListing
from services.partners.cooperation.queries import together
from services.partners.domain import local_date
from shared import access, open_data
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("public_cooperation", __name__, description="Who worked together with the office")


@blueprint.route("/public/cooperation")
@blueprint.arguments(TogetherListing, location="query")
@blueprint.response(200, schemas.TogetherList)
@access.any_site
def list_together(asked: TogetherListing) -> Response:
    """Bodies and actors by name, with signed agreements and announced activities that were held; no word of an agreement, and no person."""
    here = platform()
    with here.database.reading() as session:
        root, today = here.settings.public_url.rstrip("/"), local_date(utc_now())
        found = together.together(session, here.cursors, asked, root, open_data.LICENCE, today)
    return open_data.as_json(found)
