"""`/search`: the first few of everything that goes by these words or this number."""

from services.cases.search import queries, schemas
from services.cases.search.queries import Only
from shared import access
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.platform import platform

blueprint = Blueprint("search", __name__, description="One search over what a person of the office may see")
BLUEPRINTS = (blueprint,)
ADDRESSES = {
    "case": "/cases/api/v1/cases/{}",
    "act": "/cases/api/v1/recommendations/{}",
    "visit": "/cases/api/v1/visits/{}",
    "complaint": "/intake/api/v1/complaints?q={}",
}


@blueprint.route("/search")
@blueprint.arguments(schemas.SearchQuery, location="query")
@blueprint.response(200, schemas.SearchAnswer)
@access.staff("case_officer", "approver", "commissioner")
def search(asked: schemas.SearchQuery) -> schemas.SearchAnswer:
    """Cases, acts, complaints, bodies, places, visits and what is owed: the first few of each, by number, title or name in any spelling."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        only = queries.only(session, asked.q, reading.by)
        return queries.found(session, here.cursors, asked.q, reading).answer(asked.q, _address(only))


def _address(only: Only | None) -> str | None:
    return ADDRESSES[only.kind].format(only.name) if only else None
