"""`/public/…`: the register of published acts, and how the bodies keep them. Anyone may read it."""

import json
from datetime import date
from functools import lru_cache
from uuid import UUID

from flask import Response

from services.cases.domain.timeliness import local_date
from services.cases.register import schemas
from services.cases.register.lists import PublicActListing
from services.cases.register.queries import acts as queries
from services.cases.register.queries import checks, children, children_answers, compliance
from services.cases.register.queries.turns import Turn, turn
from shared import access, guessing, open_data, rate_headers
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import anyone
from shared.platform import platform
from shared.row_files import csv_file
from shared.typed import Shape, dump

blueprint = Blueprint("public", __name__, description="The public register")
BLUEPRINTS = (blueprint,)
#: So many answers are kept: of all bodies, each of which may be a megabyte, and of one.
KEPT_OF_ALL, KEPT_OF_BODIES = 8, 128
#: How the number in the path looks, for the OpenAPI document; any other is a number that nobody has.
NUMBER = {
    "in": "path",
    "name": "number",
    "required": True,
    "schema": {"type": "string", "pattern": r"^[A-Z]{1,2}-[0-9]{4}-[0-9]{5,7}-[0-9]$"},
}


def _today() -> date:
    return local_date(utc_now())


@blueprint.route("/public/recommendations")
@blueprint.arguments(PublicActListing, location="query")
@blueprint.response(200, schemas.PublicList)
@access.any_site
def list_acts(asked: PublicActListing) -> Response:
    """Published acts, newest first, with what became of them. Pages of any site may ask (CORS), the licence stands in `Link`."""
    here = platform()
    with here.database.transaction() as session:
        page = queries.published(session, here.cursors, asked, anyone(utc_now())).of(queries.answer)
    return open_data.as_json(schemas.PublicList(items=tuple(page.items), next=page.next))


@blueprint.route("/public/recommendations/<string:number>", parameters=[NUMBER])
@blueprint.response(200, schemas.PublicRecommendation)
@access.any_site
def get_published(number: str) -> Response:
    """One published act by its number, for pages of any site."""
    with platform().database.transaction() as session:
        return open_data.as_json(queries.answer(queries.read(session, number, _today())))


@blueprint.route("/public/letter-check")
@blueprint.arguments(schemas.LetterCheckQuery, location="query")
@blueprint.response(200, schemas.LetterCheckAnswer)
@blueprint.doc(responses=rate_headers.DESCRIBED)
@access.public
def check_letter(asked: schemas.LetterCheckQuery) -> schemas.LetterCheckAnswer:
    """Whether the office issued a letter with this number and this check code; of an act that is not public only on which day."""
    with guessing.turn("letter_check") as turn:
        with platform().database.reading() as session:
            letter = checks.check(session, platform().documents, asked, _today())
        if letter is None:
            turn.wrong()
    return letter.answer() if letter else schemas.LetterCheckAnswer(genuine=False)


@blueprint.route("/public/compliance")
@blueprint.arguments(schemas.ReportQuery, location="query")
@blueprint.response(200, schemas.AllComplianceAnswer)
@access.any_site
def all_compliance(asked: schemas.ReportQuery) -> Response:
    """How the recommendations are kept, by all bodies together and by each of which the public may see an act, today or as it stood at
    the end of the day `on`, as known on the day `known`; every figure with unit and denominator. With `issued_from` and `issued_to`, the
    first and the last day of a calendar year, of the acts of that year, by all bodies together.
    """
    return open_data.opened(_all(_turn(), asked), "application/json")


@blueprint.route("/compliance")
@blueprint.arguments(schemas.ReportQuery, location="query")
@blueprint.response(200, schemas.AllComplianceAnswer)
@access.staff(*schemas.COUNTING)
def compliance_of_any_days(asked: schemas.ReportQuery) -> schemas.AllComplianceAnswer:
    """The same for the office, of acts that were issued on any days; for who works on cases and is excluded from none whole, beside what
    anyone is shown.
    """
    with platform().database.transaction() as session:
        return compliance.all_answer(compliance.report(session, _today(), asked, access.current()))


@blueprint.route("/public/children")
@blueprint.arguments(schemas.ChildrenQuery, location="query")
@blueprint.response(200, schemas.ChildrenAnswer)
@access.any_site
def children_of_a_year(asked: schemas.ChildrenQuery) -> Response:
    """The complaints about children behind the cases of a year, and its cases of the office about certain children, by one code of the child's
    profile at a time and by how the case ended.
    """
    with platform().database.reading() as session:
        return open_data.as_json(children_answers.answer(children.edition(session, asked.year)))


@blueprint.route("/public/children.csv")
@blueprint.arguments(schemas.ChildrenQuery, location="query")
@blueprint.doc(responses={"200": {"description": "A file", "content": {"text/csv": {}}}})
@access.any_site
def children_as_file(asked: schemas.ChildrenQuery) -> Response:
    """The same as rows of dimension, code, ending and count; `*`: a number that is not shown."""
    with platform().database.reading() as session:
        rows = list(children_answers.file_rows(children.edition(session, asked.year)))
    return csv_file(rows, "children.csv")


@blueprint.route("/public/institutions/<uuid:institution_id>/compliance")
@blueprint.arguments(schemas.ComplianceQuery, location="query")
@blueprint.response(200, schemas.ComplianceAnswer)
@access.any_site
def body_compliance(asked: schemas.ComplianceQuery, institution_id: UUID) -> Response:
    """How one body keeps the recommendations to it that the public may see, today or as it stood at the end of the day `on`, as known on
    the day `known`; every figure with unit and denominator.
    """
    return open_data.opened(_of_body(_turn(), institution_id, asked), "application/json")


def _turn() -> Turn:
    with platform().database.reading() as session:
        return turn(session, _today())


@lru_cache(maxsize=KEPT_OF_ALL)
def _all(of: Turn, asked: schemas.ReportQuery) -> bytes:
    """As JSON; worked out once while neither the day nor anything that it is counted from is another."""
    with platform().database.transaction() as session:
        return _sent(compliance.all_answer(compliance.public_report(session, of.today, asked)))


@lru_cache(maxsize=KEPT_OF_BODIES)
def _of_body(of: Turn, institution_id: UUID, asked: schemas.ComplianceQuery) -> bytes:
    day = compliance.public_day(asked.on, asked.known, of.today)
    with platform().database.transaction() as session:
        return _sent(compliance.body_answer(day, compliance.of_body(session, institution_id, day, of.today)))


def _sent(answer: Shape) -> bytes:
    return json.dumps(dump(answer), ensure_ascii=False).encode()
