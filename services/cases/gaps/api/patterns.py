"""`/patterns`: more cases about one body and one right than usual, and what the office does about it."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.gaps.actions import patterns as actions
from services.cases.gaps.queries import patterns as queries
from services.cases.gaps.schemas import patterns as schemas
from services.cases.schemas import cases as case_schemas
from shared import access, idempotency
from shared.gate import Blueprint
from shared.platform import platform
from shared.preconditions import etag
from shared.typed import dump

blueprint = Blueprint("patterns", __name__, description="Proposals to act on what repeats itself")
WORKERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/patterns", methods=["GET"])
@blueprint.arguments(schemas.PatternQuery, location="query")
@blueprint.response(200, schemas.PatternList)
@access.staff(*WORKERS)
def list_patterns(query: dict[str, Any]) -> Any:
    """Proposals that rest on cases which the reader may see, newest first."""
    here = platform()
    with here.database.transaction() as session:
        return queries.page_of(session, here.cursors, access.current(), **query)


@blueprint.route("/patterns/<uuid:proposal_id>", methods=["GET"])
@blueprint.response(200, schemas.PatternAnswer)
@access.staff(*WORKERS)
def get_pattern(proposal_id: UUID) -> Any:
    """One proposal with the cases behind it; the reading is noted."""
    with platform().database.transaction() as session:
        return queries.read(session, proposal_id, access.current())


@blueprint.route("/patterns/<uuid:proposal_id>/opening", methods=["POST"])
@blueprint.arguments(schemas.OpeningBody)
@blueprint.response(201, case_schemas.CaseAnswer)
@access.staff(*WORKERS)
def open_on_pattern(body: dict[str, Any], proposal_id: UUID) -> Response:
    """Open a case of the office's own initiative on it."""
    here, by = platform(), access.current()

    def work(session: Session) -> dict[str, Any]:
        case = actions.open_case(session, here.documents, proposal_id, by=by, **body)
        return dump(case_schemas.CaseAnswer.of(case))

    return idempotency.answer(work, 201, lambda answer: etag(answer["version"]))


@blueprint.route("/patterns/<uuid:proposal_id>/dismissal", methods=["POST"])
@blueprint.arguments(schemas.DismissalBody)
@blueprint.response(200, schemas.PatternAnswer)
@access.staff(*WORKERS)
def dismiss_pattern(body: dict[str, Any], proposal_id: UUID) -> Response:
    """No case on it, and why."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        actions.dismiss(session, proposal_id, body["reason"], by)
        return schemas.PatternAnswer().dump(queries.read(session, proposal_id, by))

    return idempotency.answer(work, 200)
