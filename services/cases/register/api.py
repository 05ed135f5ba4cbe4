"""`/public/…`: the register of published acts, and how the bodies keep them. Anyone may read it."""

from datetime import date
from typing import Any
from uuid import UUID

from services.cases.domain.timeliness import local_date
from services.cases.register import schemas
from services.cases.register.queries import acts as queries
from services.cases.register.queries import compliance, past
from services.cases.register.queries.compliance import Asked
from shared import access
from shared.clock import utc_now
from shared.directory import KnownInstitution
from shared.gate import Blueprint
from shared.platform import platform
from shared.rules import ContentViolation, NotFound

blueprint = Blueprint("public", __name__, description="The public register")
BLUEPRINTS = (blueprint,)
#: How the number in the path looks, for the OpenAPI document; any other is a number that nobody has.
NUMBER = {
    "in": "path",
    "name": "number",
    "required": True,
    "schema": {"type": "string", "pattern": r"^[A-Z]{1,2}-[0-9]{4}-[0-9]{5,7}-[0-9]$"},
}


def _today() -> date:
    return local_date(utc_now())


@blueprint.route("/public/recommendations", methods=["GET"])
@blueprint.arguments(schemas.PublicQuery, location="query")
@blueprint.response(200, schemas.PublicList)
@access.public
def list_acts(query: dict[str, Any]) -> Any:
    """Published acts, newest first, with what became of them."""
    here = platform()
    with here.database.transaction() as session:
        return queries.page_of(session, here.cursors, today=_today(), **query)


@blueprint.route("/public/recommendations/<string:number>", methods=["GET"], parameters=[NUMBER])
@blueprint.response(200, schemas.PublicRecommendation)
@access.public
def get_published(number: str) -> Any:
    """One published act by its number."""
    with platform().database.transaction() as session:
        return queries.read(session, number, _today())


@blueprint.route("/public/compliance", methods=["GET"])
@blueprint.arguments(schemas.ReportQuery, location="query")
@blueprint.response(200, schemas.AllComplianceAnswer)
@access.public
def all_compliance(query: dict[str, Any]) -> Any:
    """How the recommendations are kept, by all bodies together and by each, today or as it stood at the end of the day `on`;
    every figure with unit and denominator.
    """
    today, asked = _today(), Asked(**query)
    _refuse_ahead(asked.on, today)
    with platform().database.transaction() as session:
        figures, bodies = compliance.report(session, today, asked)
    return {"day": asked.on or today, "method": compliance.method(), "figures": figures, "bodies": bodies}


@blueprint.route("/public/institutions/<uuid:institution_id>/compliance", methods=["GET"])
@blueprint.arguments(schemas.ComplianceQuery, location="query")
@blueprint.response(200, schemas.ComplianceAnswer)
@access.public
def body_compliance(query: dict[str, Any], institution_id: UUID) -> Any:
    """How one body keeps the recommendations to it, today or as it stood at the end of the day `on`; every figure with
    unit and denominator.
    """
    today, day = _today(), query["on"]
    _refuse_ahead(day, today)
    with platform().database.transaction() as session:
        body = session.get(KnownInstitution, institution_id)
        if body is None:
            raise NotFound
        asked = day is not None and day < today
        figures = past.figures_on(session, body.id, day) if asked else compliance.of(session, today, body.id)
    names = {"institution_id": body.id, "name_sq": body.name_sq, "name_en": body.name_en}
    return {**names, "day": day or today, "method": compliance.method(), "figures": figures}


def _refuse_ahead(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise ContentViolation("a day that has been", code="compliance.day_ahead", field="on")
