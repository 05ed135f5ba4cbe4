"""`/visits`: the plan, preparing and beginning a visit, taking it along, answering on it, and concluding it."""

from functools import partial
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.cases.actions.outgoing import Outgoing
from services.cases.domain.timeliness import local_date
from services.cases.visits.actions import answering, bringing, concluding, correcting, plan, taking_along
from services.cases.visits.lists import VisitListing
from services.cases.visits.queries import brought, copies, coverage
from services.cases.visits.queries import visits as queries
from services.cases.visits.queries.visibility import find_made
from services.cases.visits.schemas import copies as copy_schemas
from services.cases.visits.schemas import offline_page
from services.cases.visits.schemas import visits as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version
from shared.row_files import only_file

blueprint = Blueprint("visits", __name__, description="Visits of bodies, and what was seen on them")
BLUEPRINTS = (blueprint,)
VISITORS = ("case_officer", "approver", "commissioner", "monitor")
#: Concluding opens a case, which is not a monitor's to do.
CONCLUDING = ("case_officer", "approver", "commissioner")
_FORM = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {"file": {"type": "string", "contentMediaType": "application/json"}},
            }
        }
    },
}


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


@blueprint.route("/visits/<uuid:visit_id>/copies")
@blueprint.response(200, copy_schemas.CopyList)
@access.staff(*VISITORS)
def list_copies(visit_id: UUID) -> copy_schemas.CopyList:
    """The copies that were taken along, the newest first."""
    with platform().database.transaction() as session:
        return copies.copies(session, find_made(session, visit_id, access.current()))


@blueprint.route("/visits/<uuid:visit_id>/copies", methods=["POST"])
@blueprint.arguments(copy_schemas.CopyBody)
@blueprint.response(201, copy_schemas.CopyAnswer)
@access.staff(*VISITORS)
def take_along(body: copy_schemas.CopyBody, visit_id: UUID) -> Response:
    """Take the visit along: a copy that works without network, sealed under a password that is kept nowhere."""
    by, now, documents = access.current(), utc_now(), platform().documents

    def work(session: Session) -> copy_schemas.CopyAnswer:
        copy = taking_along.take_along(by, session, documents, visit_id, body.password, now=now)
        return copies.as_answers(session, [copy])[0]

    return idempotency.answer(work, 201)


@blueprint.route("/visits/<uuid:visit_id>/copies/<uuid:copy_id>")
@blueprint.response(200, content_type="text/html")
@access.staff(*VISITORS)
def get_copy(visit_id: UUID, copy_id: UUID) -> Response:
    """The file of a copy, for whoever took it: one page whose content opens with the password, with what stands now."""
    by, documents = access.current(), platform().documents
    with platform().database.transaction() as session:
        visit = find_made(session, visit_id, by)
        view = copies.opened(session, documents, visit, copies.own_copy(session, visit, copy_id, by))
    return offline_page.saved(view)


@blueprint.route("/visits/<uuid:visit_id>/brought")
@blueprint.response(200, copy_schemas.BroughtList)
@access.staff(*VISITORS)
def list_brought(visit_id: UUID) -> copy_schemas.BroughtList:
    """What copies brought back and does not stand: what a person has to choose first."""
    with platform().database.transaction() as session:
        return brought.aside(session, platform().documents, find_made(session, visit_id, access.current()))


@blueprint.route("/visits/<uuid:visit_id>/brought", methods=["POST"])
@blueprint.response(200, copy_schemas.BroughtTaken)
@blueprint.doc(requestBody=_FORM)
@access.staff(*VISITORS)
def bring_back(visit_id: UUID) -> Response:
    """Bring back the file of answers that a copy gave, in any order and as often as one likes: nothing is written over."""
    by, now, documents = access.current(), utc_now(), platform().documents
    content = only_file(request.files.items(multi=True), request.form, copy_schemas.LARGEST_FILE)
    return idempotency.answer(lambda session: bringing.bring_back(by, session, documents, visit_id, content, now=now))


@blueprint.route("/visits/<uuid:visit_id>/brought/<uuid:brought_id>/choice", methods=["POST"])
@blueprint.arguments(copy_schemas.ChoiceBody)
@blueprint.response(200, copy_schemas.BroughtList)
@access.staff(*VISITORS)
def choose_answer(body: copy_schemas.ChoiceBody, visit_id: UUID, brought_id: UUID) -> Response:
    """Say which of two answers stands from now on; the other is kept."""
    by, now, documents = access.current(), utc_now(), platform().documents

    def work(session: Session) -> copy_schemas.BroughtList:
        bringing.choose(by, session, documents, visit_id, brought_id, body, now=now)
        return brought.aside(session, documents, find_made(session, visit_id, by))

    return idempotency.answer(work)
