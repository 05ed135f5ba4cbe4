"""`/obligations`: what is late, why on that day, and what is done about it."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import assessments, escalations, extensions
from services.cases.actions.outgoing import Outgoing
from services.cases.domain.timeliness import local_date
from services.cases.lists.obligations import ObligationListing
from services.cases.queries import evidence, ladders, obligations, one_obligation
from services.cases.schemas import obligations as schemas
from services.cases.schemas import rungs
from shared import access, file_parts, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("obligations", __name__, description="What bodies owe, and their clocks")
WORKERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/obligations")
@blueprint.arguments(ObligationListing, location="query")
@blueprint.response(200, schemas.ObligationList)
@access.staff(*WORKERS)
def list_obligations(asked: ObligationListing) -> Page[schemas.ObligationLine]:
    """Obligations that the reader may see; `timeliness=late` by their last day, earliest first."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        return obligations.lines(session, here.cursors, asked, reading)


@blueprint.route("/obligations/<uuid:obligation_id>")
@blueprint.response(200, schemas.ObligationWhole)
@access.staff(*WORKERS)
def get_obligation(obligation_id: UUID) -> schemas.ObligationWhole:
    """One obligation with all that was said and done about it."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        return one_obligation.read(session, here.documents, obligation_id, reading).answer()


@blueprint.route("/obligations/<uuid:obligation_id>/files/<string:document>", methods=["GET"])
@blueprint.response(200, content_type="application/octet-stream")
@access.staff(*WORKERS)
def get_file(obligation_id: UUID, document: str) -> Response:
    """A file that the body joined to its reply or to a report."""
    here = platform()
    with here.database.transaction() as session:
        file = evidence.open_file(session, obligation_id, document, access.current())
    return file_parts.shown(file, document[:16])


@blueprint.route("/obligations/<uuid:obligation_id>/files/<string:document>/original", methods=["GET"])
@blueprint.response(200, content_type="application/octet-stream")
@access.staff(*evidence.ORIGINALS)
def get_original(obligation_id: UUID, document: str) -> Response:
    """Such a file as it came, where it has no clean copy: for who leads; the reading is looked at afterwards."""
    here = platform()
    with here.database.transaction() as session:
        file = evidence.open_file(session, obligation_id, document, access.current(), original=True)
    return file_parts.original(file, "", document[:16], beside_copy=False)


@blueprint.route("/obligations/<uuid:obligation_id>/rungs")
@blueprint.response(200, rungs.LadderAnswer)
@access.staff(*WORKERS)
def get_rungs(obligation_id: UUID) -> rungs.LadderAnswer:
    """What was sent, what comes next and from when, and what waits for a person to send it."""
    with platform().database.reading() as session:
        return ladders.ladder(session, obligation_id, access.current(), local_date(utc_now()))


@blueprint.route("/obligations/<uuid:obligation_id>/assessments", methods=["POST"])
@blueprint.arguments(schemas.AssessmentBody)
@blueprint.response(201, schemas.ObligationLine)
@access.staff(*WORKERS)
def assess(body: schemas.AssessmentBody, obligation_id: UUID) -> Response:
    """Record what the office found; the caller is its verifier."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ObligationLine:
        assessed = assessments.assess(by, session, platform().documents, obligation_id, body, now=now)
        return obligations.line(session, assessed, local_date(now))

    return idempotency.answer(work, 201)


@blueprint.route("/obligations/<uuid:obligation_id>/insufficiency", methods=["POST"])
@blueprint.arguments(schemas.InsufficiencyBody)
@blueprint.response(201, schemas.ObligationLine)
@access.staff(*WORKERS)
def find_insufficient(body: schemas.InsufficiencyBody, obligation_id: UUID) -> Response:
    """The reply is not enough; the ladder opens."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ObligationLine:
        insufficient = assessments.find_insufficient(by, session, obligation_id, body, now=now)
        return obligations.line(session, insufficient, local_date(now))

    return idempotency.answer(work, 201)


@blueprint.route("/obligations/<uuid:obligation_id>/ladder-end", methods=["POST"])
@blueprint.arguments(schemas.LadderEndBody)
@blueprint.response(201, schemas.ObligationLine)
@access.staff("commissioner")
def end_ladder(body: schemas.LadderEndBody, obligation_id: UUID) -> Response:
    """The commissioner ends the steps toward the body; what is counted stays."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ObligationLine:
        ended = assessments.end_ladder(by, session, obligation_id, body, now=now)
        return obligations.line(session, ended, local_date(now))

    return idempotency.answer(work, 201)


@blueprint.route("/obligations/<uuid:obligation_id>/confirmation", methods=["POST"])
@blueprint.arguments(schemas.ConfirmationBody)
@blueprint.response(201, schemas.ObligationLine)
@access.staff(*WORKERS)
def confirm(body: schemas.ConfirmationBody, obligation_id: UUID) -> Response:
    """What the child or complainant says; a no opens again what was settled."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.ObligationLine:
        confirmed = assessments.confirm(by, session, obligation_id, body, now=now)
        return obligations.line(session, confirmed, local_date(now))

    return idempotency.answer(work, 201)


@blueprint.route("/obligations/<uuid:obligation_id>/extensions", methods=["POST"])
@blueprint.arguments(schemas.ExtensionBody)
@blueprint.response(201, schemas.ObligationLine)
@access.staff(*WORKERS)
def decide_extension(body: schemas.ExtensionBody, obligation_id: UUID) -> Response:
    """More time or not."""
    here, by, now = platform(), access.current(), utc_now()
    documents, out = here.documents, Outgoing.of(here.settings)

    def work(session: Session) -> schemas.ObligationLine:
        extended = extensions.decide(by, session, documents, obligation_id, body, now=now, outgoing=out)
        return obligations.line(session, extended, local_date(now))

    return idempotency.answer(work, 201)


@blueprint.route("/obligations/<uuid:obligation_id>/escalations", methods=["POST"])
@blueprint.arguments(rungs.EscalationBody)
@blueprint.response(201, rungs.TakenRung)
@access.staff(*WORKERS, "publisher")
def escalate(body: rungs.EscalationBody, obligation_id: UUID) -> Response:
    """Send a rung; 409 says from when, which comes first, or what is lawful where there is no superior."""
    here, by, now = platform(), access.current(), utc_now()
    documents, out, rung = here.documents, Outgoing.of(here.settings), body.rung
    here.database.run(lambda session: escalations.compare_again(by, session, documents, obligation_id, rung, now=now))

    def work(session: Session) -> rungs.TakenRung:
        return escalations.send(by, session, documents, obligation_id, body, now=now, outgoing=out)

    return idempotency.answer(work, 201)
