"""`/cases`: opening, reading, correcting, the steps, messages to complainants, drafting."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import bars, drafts, messages, steps
from services.cases.actions import cases as actions
from services.cases.actions.outgoing import Outgoing
from services.cases.domain.timeliness import local_date
from services.cases.lists.cases import CaseListing
from services.cases.queries import acts
from services.cases.queries import cases as queries
from services.cases.schemas import acts as act_schemas
from services.cases.schemas import cases as schemas
from services.cases.schemas import investigation as file_schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.platform import platform
from shared.preconditions import etag, require_version
from shared.typed import filled

blueprint = Blueprint("cases", __name__, description="Cases and their steps")
WORKERS = ("case_officer", "approver", "commissioner")


def _etag(case: schemas.CaseAnswer) -> str:
    return etag(case.version)


@blueprint.route("/cases", methods=["GET"])
@blueprint.arguments(CaseListing, location="query")
@blueprint.response(200, schemas.CaseList)
@access.staff(*WORKERS, "auditor")
def list_cases(asked: CaseListing) -> schemas.CaseList:
    """Cases that the reader may see, newest first; `assigned=me` for their own, `nobody` for those to be assigned."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = queries.cases(session, here.cursors, asked, reading)
    return schemas.CaseList(items=tuple(page.items), next=page.next)


@blueprint.route("/cases", methods=["POST"])
@blueprint.arguments(schemas.NewCaseBody)
@blueprint.response(201, schemas.CaseAnswer)
@access.staff(*WORKERS)
def open_case(body: schemas.NewCaseBody) -> Response:
    """Open a case on the office's own initiative."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.CaseAnswer:
        return schemas.CaseAnswer.of(actions.open_own(by, session, here.documents, body, now=now))

    return idempotency.answer(work, 201, _etag)


@blueprint.route("/cases/<uuid:case_id>", methods=["GET"])
@blueprint.response(200, file_schemas.CaseFile)
@access.staff(*WORKERS)
def get_case(case_id: UUID) -> tuple[file_schemas.CaseFile, int, dict[str, str]]:
    """One case with everything; the reading is noted."""
    here = platform()
    with here.database.transaction() as session:
        answer = queries.read(session, here.documents, case_id, access.current(), local_date(utc_now())).answer()
    return answer, 200, {"ETag": _etag(answer.case)}


@blueprint.route("/cases/<uuid:case_id>", methods=["PATCH"])
@blueprint.arguments(schemas.CaseChangeBody)
@blueprint.response(200, schemas.CaseAnswer)
@access.staff(*WORKERS)
def change_case(body: schemas.CaseChangeBody, case_id: UUID) -> Response:
    """Correct a case; wants If-Match."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.CaseAnswer:
        return schemas.CaseAnswer.of(actions.change(by, session, case_id, body, require_version, now=now))

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/cases/<uuid:case_id>/steps", methods=["POST"])
@blueprint.arguments(schemas.StepBody)
@blueprint.response(200, schemas.CaseAnswer)
@access.staff(*WORKERS)
def take_step(body: schemas.StepBody, case_id: UUID) -> Response:
    """Take a step; 409 names the legal ones."""
    here, by, now = platform(), access.current(), utc_now()
    out = Outgoing.of(here.settings)

    def work(session: Session) -> schemas.CaseAnswer:
        taken = steps.take(by, session, here.documents, case_id, body, now=now, outgoing=out)
        return schemas.CaseAnswer.of(taken.case)

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/cases/<uuid:case_id>/elsewhere-proposals/<uuid:proposal_id>/decision", methods=["POST"])
@blueprint.arguments(schemas.BarDecisionBody)
@blueprint.response(201, schemas.BarAnswer)
@access.staff(*WORKERS)
def decide_bar(body: schemas.BarDecisionBody, case_id: UUID, proposal_id: UUID) -> Response:
    """Confirm that a court or a prosecutor has the matter, which suspends the case, or decline with a reason."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.BarAnswer:
        decided = bars.decide(by, session, here.documents, case_id, proposal_id, body, now=now)
        return filled(schemas.BarAnswer, decided)

    return idempotency.answer(work, 201)


@blueprint.route("/cases/<uuid:case_id>/messages-read", methods=["POST"])
@blueprint.response(200, schemas.CaseAnswer)
@access.staff(*WORKERS)
def mark_read(case_id: UUID) -> Response:
    """The complainant's messages were read, in intake."""
    by = access.current()

    def work(session: Session) -> schemas.CaseAnswer:
        return schemas.CaseAnswer.of(actions.mark_read(by, session, case_id))

    return idempotency.answer(work, 200, _etag)


@blueprint.route("/cases/<uuid:case_id>/complainant-messages", methods=["POST"])
@blueprint.arguments(schemas.MessageBody)
@blueprint.response(201, schemas.MessageAnswer)
@access.staff(*WORKERS)
def write_message(body: schemas.MessageBody, case_id: UUID) -> Response:
    """Write into the mailboxes of those who complained."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.MessageAnswer:
        written_to = messages.inform(by, session, here.documents, case_id, body, now=now)
        return schemas.MessageAnswer(complaints=tuple(written_to))

    return idempotency.answer(work, 201)


@blueprint.route("/cases/<uuid:case_id>/recommendations", methods=["POST"])
@blueprint.arguments(act_schemas.DraftBody)
@blueprint.response(201, act_schemas.ActAnswer)
@access.staff(*WORKERS)
def draft_act(body: act_schemas.DraftBody, case_id: UUID) -> Response:
    """Draft an act; the answer has the `content_hash` that a second person approves."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> act_schemas.ActAnswer:
        act = drafts.draft(by, session, platform().documents, case_id, body, now=now)
        only = platform().settings.confirmed_law_only
        return acts.read(session, act.id, by, local_date(now), confirmed_only=only).answer()

    return idempotency.answer(work, 201, lambda act: etag(act.version))
