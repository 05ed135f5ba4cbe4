"""`/recommendations`: editing, approval, issue, withdrawal, publication."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import drafts, issuing, letters, paper, publications, withdrawals
from services.cases.api.drafting import draft_of
from services.cases.lists.publications import AwaitingActs
from services.cases.queries import acts
from services.cases.queries import publications as pending
from services.cases.schemas import acts as schemas
from services.cases.schemas.paper import PaperReplyBody
from services.cases.schemas.publications import AwaitingAnswer, AwaitingList
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("recommendations", __name__, description="Acts: recommendations of every kind")
WORKERS = ("case_officer", "approver", "commissioner")
LEADING = ("approver", "commissioner")


def _answer(session: Session, act_id: UUID) -> dict[str, Any]:
    session.flush()
    found: dict[str, Any] = schemas.ActAnswer().dump(acts.read(session, act_id, access.current()))
    return found


def _etag(answer: dict[str, Any]) -> str:
    return etag(answer["version"])


@blueprint.route("/recommendations")
@blueprint.arguments(AwaitingActs, location="query")
@blueprint.response(200, AwaitingList)
@access.staff("publisher", "commissioner")
def list_awaiting(asked: AwaitingActs) -> Page[AwaitingAnswer]:
    """Issued acts that wait for the decision whether the public may see them, oldest first."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        return pending.answers(session, here.cursors, asked, reading)


@blueprint.route("/recommendations/<uuid:act_id>/letters/<uuid:institution_id>", methods=["GET"])
@blueprint.response(200, content_type="application/pdf")
@access.staff(*WORKERS)
def get_letter(act_id: UUID, institution_id: UUID) -> Response:
    """The letter to one addressee as PDF: as it was sent, or of a draft with a watermark."""
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        found = letters.printed(session, here.documents, act_id, institution_id, by, here.settings.public_url)
    headers = {"Content-Disposition": f'inline; filename="{found.name}"', "Cache-Control": "private, no-store"}
    return Response(found.content, mimetype="application/pdf", headers=headers)


@blueprint.route("/recommendations/<uuid:act_id>", methods=["GET"])
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*WORKERS, "publisher")
def get_act(act_id: UUID) -> Any:
    """One act with its obligations; a publisher sees no draft."""
    with platform().database.transaction() as session:
        found = acts.read(session, act_id, access.current())
    return found, 200, {"ETag": etag(found.act.version)}


@blueprint.route("/recommendations/<uuid:act_id>", methods=["PATCH"])
@blueprint.arguments(schemas.DraftChangeBody)
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*WORKERS)
def edit_act(body: dict[str, Any], act_id: UUID) -> Response:
    """Edit a draft; wants If-Match. An approval is void afterwards."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        wanted = draft_of({**acts.content(session, act_id, by), **body})
        drafts.edit(session, act_id, wanted, by, require_version)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/discard", methods=["POST"])
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*WORKERS)
def discard_act(act_id: UUID) -> Response:
    """Give a draft up."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        drafts.discard(session, act_id, by)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/approval", methods=["POST"])
@blueprint.arguments(schemas.ApprovalBody)
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*LEADING)
def approve_act(body: dict[str, Any], act_id: UUID) -> Response:
    """Approve exactly the content with this hash; by someone else than who wrote in it."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        issuing.approve(session, act_id, body["content_hash"], by)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/issue", methods=["POST"])
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*WORKERS)
def issue_act(act_id: UUID) -> Response:
    """Issue what was approved, or a request for information: it gets its number and goes to its addressees."""
    here, by = platform(), access.current()

    def work(session: Session) -> dict[str, Any]:
        issuing.issue(session, here.documents, act_id, by, address=here.settings.public_url)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/withdrawal", methods=["POST"])
@blueprint.arguments(schemas.WithdrawalBody)
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*LEADING)
def withdraw_act(body: dict[str, Any], act_id: UUID) -> Response:
    """An issued act no longer stands; it stays in the record."""
    by = access.current()

    def work(session: Session) -> dict[str, Any]:
        withdrawals.withdraw(session, act_id, by, **body)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/paper-replies", methods=["POST"])
@blueprint.arguments(PaperReplyBody)
@blueprint.response(201, schemas.ActAnswer)
@access.staff(*WORKERS)
def record_paper_reply(body: PaperReplyBody, act_id: UUID) -> Response:
    """Record a reply that came on paper."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> dict[str, Any]:
        paper.record(by, session, here.documents, act_id, body, now=now)
        return _answer(session, act_id)

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/publication", methods=["POST"])
@blueprint.arguments(schemas.PublicationBody)
@blueprint.response(200, schemas.ActAnswer)
@access.staff("publisher", "commissioner")
def decide_publication(body: dict[str, Any], act_id: UUID) -> Response:
    """Decide that the public may see an act, or no longer."""
    by = access.current()
    over = {"proceeding_over": body["proceeding_over"]}

    def work(session: Session) -> dict[str, Any]:
        publications.decide(by, session, act_id, body["decision"], body["reason"], now=utc_now(), **over)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)
