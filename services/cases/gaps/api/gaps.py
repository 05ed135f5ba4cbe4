"""`/gaps`: the register of gaps in law and of wrong practices, and what anyone may see of it."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.gaps import actions
from services.cases.gaps.actions import NewGap
from services.cases.gaps.queries import gaps as queries
from services.cases.gaps.queries import public as public_gaps
from services.cases.gaps.schemas import gaps as schemas
from services.cases.queries import acts
from services.cases.schemas import acts as act_schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint, PageQuery
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("gaps", __name__, description="Gaps in law and wrong practices")
WORKERS = ("case_officer", "approver", "commissioner")
#: How the number in the path looks, for the OpenAPI document; any other is a number that nobody has.
NUMBER = {
    "in": "path",
    "name": "number",
    "required": True,
    "schema": {"type": "string", "pattern": r"^G-[0-9]{4}-[0-9]{5,7}-[0-9]$"},
}


def _answer(session: Session, gap_id: UUID) -> dict[str, Any]:
    found = queries.read(session, gap_id, access.current(), local_date(utc_now()))
    answer: dict[str, Any] = schemas.GapAnswer().dump(found)
    return answer


def _etag(answer: dict[str, Any]) -> str:
    return etag(answer["version"])


@blueprint.route("/gaps", methods=["GET"])
@blueprint.arguments(schemas.GapQuery, location="query")
@blueprint.response(200, schemas.GapList)
@access.staff(*WORKERS)
def list_gaps(query: dict[str, Any]) -> Any:
    """The register, newest first; by kind, by cluster of the Convention, by where it stands."""
    here = platform()
    with here.database.transaction() as session:
        return queries.page_of(session, here.cursors, access.current(), today=local_date(utc_now()), **query)


@blueprint.route("/gaps", methods=["POST"])
@blueprint.arguments(schemas.NewGapBody)
@blueprint.response(201, schemas.GapAnswer)
@access.staff(*WORKERS)
def enter_gap(body: dict[str, Any]) -> Response:
    """Enter a gap, with the cases that showed it."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        return _answer(session, actions.enter(session, NewGap(**body), by).id)

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/gaps/<uuid:gap_id>", methods=["GET"])
@blueprint.response(200, schemas.GapAnswer)
@access.staff(*WORKERS)
def get_gap(gap_id: UUID) -> Any:
    """One gap with everything that the reader may see; the reading is noted."""
    with platform().database.transaction() as session:
        found = queries.read(session, gap_id, access.current(), local_date(utc_now()))
    return found, 200, {"ETag": etag(found.line.gap.version)}


@blueprint.route("/gaps/<uuid:gap_id>", methods=["PATCH"])
@blueprint.arguments(schemas.GapChangeBody)
@blueprint.response(200, schemas.GapAnswer)
@access.staff(*WORKERS)
def change_gap(body: dict[str, Any], gap_id: UUID) -> Response:
    """Correct a gap; wants If-Match."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        actions.change(session, gap_id, body, by, require_version)
        return _answer(session, gap_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/gaps/<uuid:gap_id>/cases", methods=["POST"])
@blueprint.arguments(schemas.GapCasesBody)
@blueprint.response(200, schemas.GapAnswer)
@access.staff(*WORKERS)
def link_cases(body: dict[str, Any], gap_id: UUID) -> Response:
    """Tie cases to a gap that they showed."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        actions.link_cases(session, gap_id, body["cases"], by)
        return _answer(session, gap_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/gaps/<uuid:gap_id>/acts", methods=["POST"])
@blueprint.arguments(schemas.GapActBody)
@blueprint.response(201, act_schemas.ActAnswer)
@access.staff(*WORKERS)
def draft_act(body: dict[str, Any], gap_id: UUID) -> Response:
    """Draft the act that the gap leads to, filled in; in a case of the gap, or in one of the office's own initiative."""
    here, by = platform(), access.current()

    def work(session: Session) -> dict[str, Any]:
        act = actions.draft_act(session, here.documents, gap_id, by, body["addressees"])
        return act_schemas.ActAnswer().dump(acts.read(session, act.id, by))

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/gaps/<uuid:gap_id>/outcome", methods=["POST"])
@blueprint.arguments(schemas.GapOutcomeBody)
@blueprint.response(201, schemas.GapAnswer)
@access.staff(*WORKERS)
def record_outcome(body: dict[str, Any], gap_id: UUID) -> Response:
    """Record how it ended: the law in force, the practice changed, the judgment, or that nothing came of it."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        actions.record_outcome(session, gap_id, body["outcome"], body["on"], body["source"], by)
        return _answer(session, gap_id)

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/public/gaps", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.PublicGapList)
@access.public
def list_public_gaps(query: dict[str, Any]) -> Any:
    """Gaps of which an act is public, newest first."""
    here = platform()
    with here.database.transaction() as session:
        return public_gaps.page_of(session, here.cursors, today=local_date(utc_now()), **query)


@blueprint.route("/public/gaps/<string:number>", methods=["GET"], parameters=[NUMBER])
@blueprint.response(200, schemas.PublicGapAnswer)
@access.public
def get_public_gap(number: str) -> Any:
    """One gap by its number."""
    with platform().database.transaction() as session:
        return public_gaps.read(session, number, local_date(utc_now()))
