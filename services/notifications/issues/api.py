"""`/issues` for the office, `/public/issues` for anybody."""

from collections.abc import Callable
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.notifications.issues import actions, schemas
from services.notifications.issues.models import Issue
from services.notifications.issues.queries import desk, public
from shared import access, idempotency, open_data
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("issues", __name__, description="The office's bulletin")
BLUEPRINTS = (blueprint,)
EDITORS = ("publisher", "commissioner")


def _done(work: Callable[[Session], Issue], status: int = 200) -> Response:
    def answer(session: Session) -> schemas.IssueAnswer:
        made = work(session)
        session.flush()
        return desk.answer(made, utc_now())

    return idempotency.answer(answer, status, _etag)


def _etag(issue: schemas.IssueAnswer) -> str:
    return etag(issue.revision)


@blueprint.route("/issues")
@blueprint.response(200, schemas.IssueList)
@access.staff(*EDITORS)
def list_issues() -> schemas.IssueList:
    """All issues, and how much waits for the next one."""
    with platform().database.reading() as session:
        waiting = sum(map(len, desk.untold(session, utc_now())))
        return schemas.IssueList(items=tuple(desk.issues(session)), waiting=waiting)


@blueprint.route("/issues", methods=["POST"])
@blueprint.arguments(schemas.NewIssueBody)
@blueprint.response(201, schemas.IssueAnswer)
@access.staff(*EDITORS)
def begin_issue(body: schemas.NewIssueBody) -> Response:
    """Begin the next issue, of what became public up to a day."""
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.begin(by, session, body, now=now), 201)


@blueprint.route("/issues/<uuid:issue_id>")
@blueprint.response(200, schemas.IssueAnswer)
@access.staff(*EDITORS)
def get_issue(issue_id: UUID) -> tuple[schemas.IssueAnswer, int, dict[str, str]]:
    """One issue as the office has it."""
    with platform().database.reading() as session:
        found = desk.answer(desk.issue(session, issue_id), utc_now())
    return found, 200, {"ETag": _etag(found)}


@blueprint.route("/issues/<uuid:issue_id>", methods=["PUT"])
@blueprint.arguments(schemas.IssueBody)
@blueprint.response(200, schemas.IssueAnswer)
@access.staff(*EDITORS)
def write_issue(body: schemas.IssueBody, issue_id: UUID) -> Response:
    """The introductions of the draft and what is left out; wants If-Match."""
    by = access.current()
    return _done(lambda session: actions.write(by, session, issue_id, body, require_version))


@blueprint.route("/issues/<uuid:issue_id>/approval", methods=["POST"])
@blueprint.arguments(schemas.IssueApprovalBody)
@blueprint.response(200, schemas.IssueAnswer)
@access.staff(*EDITORS)
def approve_issue(body: schemas.IssueApprovalBody, issue_id: UUID) -> Response:
    """Approve the draft, as somebody who wrote nothing of it; wants If-Match. It is out at once and mailed to who wants it."""
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.approve(by, session, issue_id, require_version, body.names_reason, now=now))


@blueprint.route("/issues/<uuid:issue_id>/withdrawal", methods=["POST"])
@blueprint.arguments(schemas.IssueWithdrawalBody)
@blueprint.response(200, schemas.IssueAnswer)
@access.staff(*EDITORS)
def withdraw_issue(body: schemas.IssueWithdrawalBody, issue_id: UUID) -> Response:
    """Withdraw an issue that is out, with the reason."""
    by, now = access.current(), utc_now()
    return _done(lambda session: actions.withdraw(by, session, issue_id, body.reason, now=now))


@blueprint.route("/public/issues")
@blueprint.response(200, schemas.PublicIssues)
@access.any_site
def list_public() -> Response:
    """The issues that are out, the latest first."""
    here, now = platform(), utc_now()
    with here.database.reading() as session:
        out = [one for one in public.issues(session, "sq", now) if not one.withdrawn_at]
        items = tuple(public.answer(session, one.year, one.number, here.settings.public_url, now) for one in out)
    return open_data.as_json(schemas.PublicIssues(licence=open_data.LICENCE, items=items))


@blueprint.route("/public/issues/<int:year>/<int:number>")
@blueprint.response(200, schemas.PublicIssue)
@access.any_site
def get_public(year: int, number: int) -> Response:
    """One issue; of one that was withdrawn when and why."""
    here = platform()
    with here.database.reading() as session:
        return open_data.as_json(public.answer(session, year, number, here.settings.public_url, utc_now()))
