"""`/visits`: the plan, preparing and beginning a visit, answering on it, and concluding it."""

from functools import partial
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions.outgoing import Outgoing
from services.cases.domain.timeliness import local_date
from services.cases.visits import schemas
from services.cases.visits.actions import answering, concluding, correcting, plan
from services.cases.visits.lists import VisitListing
from services.cases.visits.queries import coverage
from services.cases.visits.queries import visits as queries
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("visits", __name__, description="Visits of bodies, and what was seen on them")
BLUEPRINTS = (blueprint,)
VISITORS = ("case_officer", "approver", "commissioner", "monitor")
#: Concluding opens a case, which is not a monitor's to do.
CONCLUDING = ("case_officer", "approver", "commissioner")


def _answer(session: Session, visit_id: UUID) -> schemas.VisitDetailAnswer:
    session.flush()
    return queries.answer(queries.read(session, platform().documents, visit_id, access.current()))


def _etag(visit: schemas.VisitDetailAnswer) -> str:
    return etag(visit.version)


@blueprint.route("/visits")
@blueprint.arguments(VisitListing, location="query")
@blueprint.response(200, schemas.VisitList)
@access.staff(*VISITORS)
def list_visits(asked: VisitListing) -> Page[schemas.VisitLineAnswer]:
    """The plan. An unannounced visit is not in it before it has begun, but for its team and the commissioner."""
    here = platform()
    with here.database.transaction() as session:
        return queries.visits(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/visits", methods=["POST"])
@blueprint.arguments(schemas.NewVisitBody)
@blueprint.response(201, schemas.VisitDetailAnswer)
@access.staff(*VISITORS)
def plan_visit(body: schemas.NewVisitBody) -> Response:
    """Plan a visit. It gets its number when it begins."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: _answer(session, plan.plan(by, session, body, now=now).id), 201, _etag)


@blueprint.route("/visits/coverage")
@blueprint.response(200, schemas.CoverageAnswer)
@access.staff(*VISITORS)
def get_coverage() -> schemas.CoverageAnswer:
    """Which municipalities were visited, and which were not."""
    with platform().database.reading() as session:
        return coverage.coverage(session, local_date(utc_now()))


@blueprint.route("/visits/<uuid:visit_id>")
@blueprint.response(200, schemas.VisitDetailAnswer)
@access.staff(*VISITORS)
def get_visit(visit_id: UUID) -> tuple[schemas.VisitDetailAnswer, int, dict[str, str]]:
    """One visit with the latest version of each answer; the reading is noted."""
    with platform().database.transaction() as session:
        visit = _answer(session, visit_id)
    return visit, 200, {"ETag": _etag(visit)}


@blueprint.route("/visits/<uuid:visit_id>/preparation", methods=["POST"])
@blueprint.arguments(schemas.PreparationBody)
@blueprint.response(200, schemas.VisitDetailAnswer)
@access.staff(*VISITORS)
def prepare_visit(body: schemas.PreparationBody, visit_id: UUID) -> Response:
    """Fix the checklist and its version, the team and the day; wants If-Match."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: _answer(session, plan.prepare(by, session, visit_id, body, require_version, now=now).id),
        200,
        _etag,
    )


@blueprint.route("/visits/<uuid:visit_id>/beginning", methods=["POST"])
@blueprint.response(200, schemas.VisitDetailAnswer)
@access.staff(*VISITORS)
def begin_visit(visit_id: UUID) -> Response:
    """Begin it: from now on it has a number, and the office may know of it."""
    by, now = access.current(), utc_now()
    return idempotency.answer(
        lambda session: _answer(session, plan.begin(by, session, visit_id, now=now).id), 200, _etag
    )


@blueprint.route("/visits/<uuid:visit_id>/cancellation", methods=["POST"])
@blueprint.arguments(schemas.CallOffBody)
@blueprint.response(200, schemas.VisitDetailAnswer)
@access.staff(*VISITORS)
def call_off_visit(body: schemas.CallOffBody, visit_id: UUID) -> Response:
    """Call it off, with the reason."""
    by, now, documents = access.current(), utc_now(), platform().documents
    return idempotency.answer(
        lambda session: _answer(session, plan.call_off(by, session, documents, visit_id, body.reason, now=now).id),
        200,
        _etag,
    )


@blueprint.route("/visits/<uuid:visit_id>/answers", methods=["POST"])
@blueprint.arguments(schemas.AnswersBody)
@blueprint.response(200, schemas.AnswersTaken)
@access.staff(*VISITORS)
def give_answers(body: schemas.AnswersBody, visit_id: UUID) -> Response:
    """Write answers. Where somebody answered otherwise since the version that was seen, nothing is written and the other's is named."""
    by, now, documents = access.current(), utc_now(), platform().documents
    return idempotency.answer(lambda session: answering.give(by, session, documents, visit_id, body, now=now))


@blueprint.route("/visits/<uuid:visit_id>/conclusion", methods=["POST"])
@blueprint.arguments(schemas.ConclusionBody)
@blueprint.response(200, schemas.VisitDetailAnswer)
@access.staff(*CONCLUDING)
def conclude_visit(body: schemas.ConclusionBody, visit_id: UUID) -> Response:
    """Conclude it: what is not met becomes findings in a case, and one remedy that is drafted and not sent."""
    by, now, documents = access.current(), utc_now(), platform().documents
    return idempotency.answer(
        lambda session: _answer(session, concluding.conclude(by, session, documents, visit_id, body, now=now).id),
        200,
        _etag,
    )


@blueprint.route("/visits/<uuid:visit_id>/draft-findings", methods=["POST"])
@blueprint.response(200, schemas.VisitDetailAnswer)
@access.staff(*CONCLUDING)
def send_findings(visit_id: UUID) -> Response:
    """Send what is not met to the body, which may correct it in a term of its own, before the visit is concluded."""
    by, now, here = access.current(), utc_now(), platform()
    send = partial(correcting.send_findings, documents=here.documents, visit_id=visit_id, now=now)
    out = Outgoing.of(here.settings)
    return idempotency.answer(lambda session: _answer(session, send(by, session, outgoing=out).id), 200, _etag)


@blueprint.route("/visits/<uuid:visit_id>/corrections", methods=["POST"])
@blueprint.arguments(schemas.CorrectionBody)
@blueprint.response(200, schemas.VisitDetailAnswer)
@access.staff(*CONCLUDING)
def answer_correction(body: schemas.CorrectionBody, visit_id: UUID) -> Response:
    """Answer what the body corrected of one draft finding; what is taken over is a new version of the answer."""
    by, now, documents = access.current(), utc_now(), platform().documents
    return idempotency.answer(
        lambda session: _answer(
            session, correcting.answer_correction(by, session, documents, visit_id, body, now=now).id
        ),
        200,
        _etag,
    )
