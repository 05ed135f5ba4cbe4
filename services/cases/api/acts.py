"""`/recommendations`: editing, approval, issue, withdrawal, publication."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import (
    advice,
    advice_letters,
    drafts,
    escalations,
    issuing,
    letters,
    paper,
    publications,
    withdrawals,
)
from services.cases.actions.outgoing import Outgoing
from services.cases.domain.checks import WAITING
from services.cases.lists.acts import ActListing
from services.cases.lists.publications import AwaitingListing
from services.cases.queries import acts
from services.cases.queries import publications as pending
from services.cases.schemas import acts as schemas
from services.cases.schemas import paper as paper_schemas
from services.cases.schemas import publications as publication_schemas
from services.cases.schemas.checks import goes_on
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version
from shared.rules import RuleViolation
from shared.typed import changed

blueprint = Blueprint("recommendations", __name__, description="Acts: recommendations of every kind")
WORKERS = ("case_officer", "approver", "commissioner")
LEADING = ("approver", "commissioner")


def _answer(session: Session, act_id: UUID) -> schemas.ActAnswer:
    """The act as it is now; asking for it writes what was changed, which gives it its version."""
    only = platform().settings.confirmed_law_only
    by, now = access.current(), utc_now()
    return escalations.read_act(by, session, platform().documents, act_id, now=now, confirmed_only=only).answer()


def _etag(act: schemas.ActAnswer) -> str:
    return etag(act.version)


@blueprint.route("/recommendations")
@blueprint.arguments(ActListing, location="query")
@blueprint.response(200, schemas.ActList)
@access.staff(*WORKERS)
def list_acts(asked: ActListing) -> Page[schemas.ActListed]:
    """Acts of the cases that the reader may see, drafts too, the newest first."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        return acts.page_of(session, here.cursors, asked, reading)


@blueprint.route("/publications")
@blueprint.arguments(AwaitingListing, location="query")
@blueprint.response(200, publication_schemas.AwaitingList)
@access.staff("publisher", "commissioner")
def list_awaiting(asked: AwaitingListing) -> Page[publication_schemas.AwaitingAnswer]:
    """Issued acts that wait for the decision whether the public may see them, oldest first."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        return pending.answers(session, here.cursors, asked, reading)


@blueprint.route("/recommendations/<uuid:act_id>/letters/<uuid:institution_id>", methods=["GET"])
@blueprint.arguments(schemas.LetterQuery, location="query")
@blueprint.response(200, content_type="application/pdf")
@access.staff(*WORKERS)
def get_letter(asked: schemas.LetterQuery, act_id: UUID, institution_id: UUID) -> Response:
    """The letter to one addressee as PDF: as it was sent, or of a draft with a watermark; `enclosures=true`: with what it encloses."""
    here, by, now = platform(), access.current(), utc_now()
    with here.database.transaction() as session:
        letter = letters.printed(
            by,
            session,
            here.documents,
            act_id,
            institution_id,
            now=now,
            address=here.settings.public_url,
            whole=asked.enclosures,
        )
    headers = {"Content-Disposition": f'inline; filename="{letter.name}"', "Cache-Control": "private, no-store"}
    return Response(letter.content, mimetype="application/pdf", headers=headers)


@blueprint.route("/recommendations/<uuid:act_id>/advice-letter", methods=["GET"])
@blueprint.response(200, content_type="application/pdf")
@access.staff(*WORKERS)
def get_advice_letter(act_id: UUID) -> Response:
    """The letter of an advice to sue as PDF, to be posted to whoever has no mailbox that they open; a draft has a watermark."""
    here, by, now = platform(), access.current(), utc_now()
    with here.database.transaction() as session:
        letter = advice_letters.printed(by, session, here.documents, act_id, now=now, address=here.settings.public_url)
    headers = {"Content-Disposition": f'inline; filename="{letter.name}"', "Cache-Control": "private, no-store"}
    return Response(letter.content, mimetype="application/pdf", headers=headers)


@blueprint.route("/recommendations/<uuid:act_id>", methods=["GET"])
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*WORKERS, "publisher")
def get_act(act_id: UUID) -> tuple[schemas.ActAnswer, int, dict[str, str]]:
    """One act with its obligations; a publisher sees no draft."""
    with platform().database.transaction() as session:
        act = _answer(session, act_id)
    return act, 200, {"ETag": _etag(act)}


@blueprint.route("/recommendations/<uuid:act_id>", methods=["PATCH"])
@blueprint.arguments(schemas.DraftChangeBody)
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*WORKERS)
def edit_act(body: schemas.DraftChangeBody, act_id: UUID) -> Response:
    """Edit a draft; wants If-Match. An approval is void afterwards."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ActAnswer:
        wanted = changed(acts.content(session, act_id, by), body)
        drafts.edit(by, session, platform().documents, act_id, wanted, require_version, now=now)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/discard", methods=["POST"])
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*WORKERS)
def discard_act(act_id: UUID) -> Response:
    """Give a draft up."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ActAnswer:
        drafts.discard(by, session, act_id, now=now)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/approval", methods=["POST"])
@blueprint.arguments(schemas.ApprovalBody)
@blueprint.response(200, schemas.ActAnswer)
@blueprint.doc(responses={"202": {"description": "It waits to be compared with the sealed files"}})
@access.staff(*LEADING)
def approve_act(body: schemas.ApprovalBody, act_id: UUID) -> Response:
    """Approve exactly the content with this hash; by someone else than who wrote in it. 202 while the text is compared with the sealed
    files: it is approved by itself once nobody is named.
    """
    here, by, now = platform(), access.current(), utc_now()
    seen, reason, out = body.content_hash, body.names_reason, Outgoing.of(here.settings)

    def work(session: Session) -> schemas.ActAnswer:
        issuing.approve(by, session, here.documents, act_id, seen, names_reason=reason, now=now, outgoing=out)
        return _answer(session, act_id)

    return idempotency.answer(work, lambda act: 202 if goes_on(act.names_check) else 200, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/names-reason", methods=["POST"])
@blueprint.arguments(schemas.NamesReasonBody)
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*LEADING)
def explain_names(body: schemas.NamesReasonBody, act_id: UUID) -> Response:
    """Say why a text that nobody approves, a request for information, may leave although it names someone."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ActAnswer:
        issuing.explain_names(by, session, act_id, body.content_hash, body.names_reason, now=now)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/issue", methods=["POST"])
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*WORKERS)
def issue_act(act_id: UUID) -> Response:
    """Issue what was approved, or a request for information: it gets its number and goes to its addressees."""
    here, by, now = platform(), access.current(), utc_now()
    out = Outgoing.of(here.settings)
    here.database.run(lambda session: issuing.compare_again(by, session, here.documents, act_id, now=now))

    def work(session: Session) -> schemas.ActAnswer:
        issuing.issue(by, session, here.documents, act_id, now=now, outgoing=out)
        return _answer(session, act_id)

    try:
        return idempotency.answer(work, 200, _etag)
    except RuleViolation as refused:
        if refused.code == WAITING:
            here.database.run(lambda session: issuing.wait(by, session, act_id))
        raise


@blueprint.route("/recommendations/<uuid:act_id>/withdrawal", methods=["POST"])
@blueprint.arguments(schemas.WithdrawalBody)
@blueprint.response(200, schemas.ActAnswer)
@access.staff(*LEADING)
def withdraw_act(body: schemas.WithdrawalBody, act_id: UUID) -> Response:
    """An issued act no longer stands; it stays in the record."""
    by, here, now = access.current(), platform(), utc_now()
    out = Outgoing.of(here.settings)

    def work(session: Session) -> schemas.ActAnswer:
        withdrawals.withdraw(by, session, here.documents, act_id, body, now=now, outgoing=out)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/advice-results", methods=["POST"])
@blueprint.arguments(schemas.AdviceResultBody)
@blueprint.response(201, schemas.ActAnswer)
@access.staff(*WORKERS)
def record_advice_result(body: schemas.AdviceResultBody, act_id: UUID) -> Response:
    """Record what came of an advice to sue, if it was told."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ActAnswer:
        advice.record(by, session, act_id, body, now=now)
        return _answer(session, act_id)

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/advice-posted", methods=["POST"])
@blueprint.arguments(schemas.AdvicePostedBody)
@blueprint.response(201, schemas.ActAnswer)
@access.staff(*WORKERS)
def note_advice_posted(body: schemas.AdvicePostedBody, act_id: UUID) -> Response:
    """Write down that the letter of an advice to sue left by post."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ActAnswer:
        advice.note_posted(by, session, act_id, body, now=now)
        return _answer(session, act_id)

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/paper-replies", methods=["POST"])
@blueprint.arguments(paper_schemas.PaperReplyBody)
@blueprint.response(201, schemas.ActAnswer)
@access.staff(*WORKERS)
def record_paper_reply(body: paper_schemas.PaperReplyBody, act_id: UUID) -> Response:
    """Record a reply that came on paper."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.ActAnswer:
        paper.record(by, session, here.documents, act_id, body, now=now)
        return _answer(session, act_id)

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/recommendations/<uuid:act_id>/publication", methods=["POST"])
@blueprint.arguments(schemas.PublicationBody)
@blueprint.response(200, schemas.ActAnswer)
@access.staff("publisher", "commissioner")
def decide_publication(body: schemas.PublicationBody, act_id: UUID) -> Response:
    """Decide that the public may see an act, or no longer."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ActAnswer:
        publications.decide(by, session, act_id, body, now=now)
        return _answer(session, act_id)

    return idempotency.answer(work, 200, _etag)
