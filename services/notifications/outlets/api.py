"""`/public/acts`: what became public, for whoever builds on it."""

from flask import Response

from services.notifications.outlets import queries, schemas
from services.notifications.outlets.lists import NewsListing
from shared import access, open_data
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import anyone
from shared.platform import platform

blueprint = Blueprint("outlets", __name__, description="What became public")
BLUEPRINTS = (blueprint,)


@blueprint.route("/public/acts")
@blueprint.arguments(NewsListing, location="query")
@blueprint.response(200, schemas.NewsList)
@access.any_site
def list_news(asked: NewsListing) -> Response:
    """Acts that became public and still are, newest first, with their words for the public. Pages of any site may ask (CORS), the licence
    stands in the answer and in `Link`, and with `If-None-Match` an answer that did not change is 304.
    """
    here = platform()
    with here.database.reading() as session:
        page = queries.news(session, here.cursors, asked, anyone(utc_now()))
        items = tuple(queries.answer(act, here.settings.public_url) for act in page.items)
    return open_data.as_json(schemas.NewsList(licence=open_data.LICENCE, items=items, next=page.next))
