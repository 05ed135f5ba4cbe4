"""`/cases`: opening, reading, correcting, the steps, messages to complainants, drafting."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import cases as actions
from services.cases.actions import drafts, messages, steps
from services.cases.actions.cases import NewCase
from services.cases.actions.findings import WantedFinding
from services.cases.actions.steps import WantedStep
from services.cases.api.drafting import draft_of
from services.cases.domain.case import Elsewhere, Outcome, Step, Trigger
from services.cases.domain.findings import Result
from services.cases.models import Case
from services.cases.queries import acts
from services.cases.queries import cases as queries
from services.cases.schemas import acts as act_schemas
from services.cases.schemas import cases as schemas
from services.cases.schemas.investigation import CaseFile
from shared import access, idempotency
from shared.gate import Blueprint
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("cases", __name__, description="Cases and their steps")
WORKERS = ("case_officer", "approver", "commissioner")


def _answer(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = schemas.CaseAnswer().dump(case)
    return found


def _etag(answer: dict[str, Any]) -> str:
    return etag(answer["version"])


@blueprint.route("/cases", methods=["GET"])
@blueprint.arguments(schemas.CaseQuery, location="query")
@blueprint.response(200, schemas.CaseList)
@access.staff(*WORKERS, "auditor")
def list_cases(query: dict[str, Any]) -> Any:
    """Cases that the reader may see, newest first; `assigned=me` for their own, `nobody` for those to be assigned."""
    here = platform()
    assigned = {"mine": query["assigned"] == "me", "unassigned": query["assigned"] == "nobody"}
    filters = {"status": query["status"], **assigned}
    paging = {"after": query["after"], "limit": query["limit"]}
    with here.database.transaction() as session:
        return queries.page_of(session, here.cursors, access.current(), **filters, **paging)


@blueprint.route("/cases", methods=["POST"])
@blueprint.arguments(schemas.NewCaseBody)
@blueprint.response(201, schemas.CaseAnswer)
@access.staff(*WORKERS)
def open_case(body: dict[str, Any]) -> Response:
    """Open a case on the office's own initiative."""
    here, by = platform(), access.current()
    trigger = body["trigger"]
    rest = {name: body[name] for name in ("memo", "title", "rights", "bodies", "places")}
    wanted = NewCase(trigger=Trigger(trigger["kind"]), source=trigger["source"], **rest)

    def work(session: Session) -> dict[str, Any]:
        return _answer(actions.open_own(session, here.documents, wanted, by))

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/cases/<uuid:case_id>", methods=["GET"])
@blueprint.response(200, CaseFile)
@access.staff(*WORKERS)
def get_case(case_id: UUID) -> Any:
    """One case with everything; the reading is noted."""
    here = platform()
    with here.database.transaction() as session:
        found = queries.read(session, here.documents, case_id, access.current())
    return found, 200, {"ETag": etag(found.case.version)}


@blueprint.route("/cases/<uuid:case_id>", methods=["PATCH"])
@blueprint.arguments(schemas.CaseChangeBody)
@blueprint.response(200, schemas.CaseAnswer)
@access.staff(*WORKERS)
def change_case(body: dict[str, Any], case_id: UUID) -> Response:
    """Correct a case; wants If-Match."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        return _answer(actions.change(session, case_id, body, by, require_version))

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/cases/<uuid:case_id>/steps", methods=["POST"])
@blueprint.arguments(schemas.StepBody)
@blueprint.response(200, schemas.CaseAnswer)
@access.staff(*WORKERS)
def take_step(body: dict[str, Any], case_id: UUID) -> Response:
    """Take a step; 409 names the legal ones."""
    here, by = platform(), access.current()
    words = {
        "step": Step(body["step"]),
        "outcome": Outcome(body["outcome"]) if body["outcome"] else None,
        "elsewhere": Elsewhere(body["elsewhere"]) if body["elsewhere"] else None,
        "findings": [WantedFinding(**{**one, "result": Result(one["result"])}) for one in body["findings"]],
    }
    wanted = WantedStep(**{**body, **words})

    def work(session: Session) -> dict[str, Any]:
        return _answer(steps.take(session, here.documents, case_id, wanted, by))

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/cases/<uuid:case_id>/messages-read", methods=["POST"])
@blueprint.response(200, schemas.CaseAnswer)
@access.staff(*WORKERS)
def mark_read(case_id: UUID) -> Response:
    """The complainant's messages were read, in intake."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        return _answer(actions.mark_read(session, case_id, by))

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/cases/<uuid:case_id>/complainant-messages", methods=["POST"])
@blueprint.arguments(schemas.MessageBody)
@blueprint.response(201, schemas.MessageAnswer)
@access.staff(*WORKERS)
def write_message(body: dict[str, Any], case_id: UUID) -> Response:
    """Write into the mailboxes of those who complained."""
    here, by = platform(), access.current()
    whom = {"complaints": body["complaints"], "language": body["language"]}

    def work(session: Session) -> dict[str, Any]:
        told = messages.inform(session, here.documents, case_id, body["text"], by, **whom)
        return schemas.MessageAnswer().dump({"complaints": told})

    return idempotency.answer(work, 201)


@blueprint.route("/cases/<uuid:case_id>/recommendations", methods=["POST"])
@blueprint.arguments(act_schemas.DraftBody)
@blueprint.response(201, act_schemas.ActAnswer)
@access.staff(*WORKERS)
def draft_act(body: dict[str, Any], case_id: UUID) -> Response:
    """Draft an act; the answer has the `content_hash` that a second person approves."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        act = drafts.draft(session, case_id, draft_of(body), by)
        return act_schemas.ActAnswer().dump(acts.read(session, act.id, by))

    return idempotency.answer(work, 201, _etag)
