"""The figures of what reached the office."""

from services.intake.api.routes import uncached
from services.intake.domain.figures import period
from services.intake.domain.openings import OFFICERS
from services.intake.domain.terms import local_day
from services.intake.queries import figures as queries
from services.intake.schemas import figures as schemas
from shared import access
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform

blueprint = uncached(Blueprint("figures", __name__, description="What reached the office, in figures"))


@blueprint.route("/figures")
@blueprint.arguments(schemas.FiguresQuery, location="query")
@blueprint.response(200, schemas.Figures)
@access.staff(*OFFICERS)
def intake_figures(query: schemas.FiguresQuery) -> schemas.Figures:
    """Contacts, counselling and complaints of a period; each figure with its unit and what it is a share of."""
    today = local_day(utc_now())
    first, last = period(query.first, query.last, today)
    with platform().database.reading() as session:
        return queries.figures(session, first, last, reader=access.current(), today=today)
