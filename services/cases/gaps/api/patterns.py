"""`/patterns`: more cases about one body and one right than usual, and what the office does about it."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.gaps.actions import patterns as actions
from services.cases.gaps.lists import PatternListing
from services.cases.gaps.queries import patterns as queries
from services.cases.gaps.schemas import patterns as schemas
from services.cases.schemas import cases as case_schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag

blueprint = Blueprint("patterns", __name__, description="Proposals to act on what repeats itself")
WORKERS = ("case_officer", "approver", "commissioner")


@blueprint.route("/patterns")
@blueprint.arguments(PatternListing, location="query")
@blueprint.response(200, schemas.PatternList)
@access.staff(*WORKERS)
def list_patterns(asked: PatternListing) -> Page[schemas.PatternAnswer]:
    """Proposals that rest on cases which the reader may see, newest first."""
    here = platform()
    with here.database.transaction() as session:
        return queries.patterns(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/patterns/<uuid:proposal_id>")
@blueprint.response(200, schemas.PatternAnswer)
@access.staff(*WORKERS)
def get_pattern(proposal_id: UUID) -> schemas.PatternAnswer:
    """One proposal with the cases behind it; the reading is noted."""
    with platform().database.transaction() as session:
        return queries.read(session, proposal_id, access.current(), local_date(utc_now()))


@blueprint.route("/patterns/<uuid:proposal_id>/opening", methods=["POST"])
@blueprint.arguments(schemas.OpeningBody)
@blueprint.response(201, case_schemas.CaseAnswer)
@access.staff(*WORKERS)
def open_on_pattern(body: schemas.OpeningBody, proposal_id: UUID) -> Response:
    """Open a case of the office's own initiative on it."""
    documents, by, now = platform().documents, access.current(), utc_now()

    def work(session: Session) -> case_schemas.CaseAnswer:
        return case_schemas.CaseAnswer.of(actions.open_case(by, session, documents, proposal_id, body, now=now))

    return idempotency.answer(work, 201, lambda case: etag(case.version))


@blueprint.route("/patterns/<uuid:proposal_id>/dismissal", methods=["POST"])
@blueprint.arguments(schemas.DismissalBody)
@blueprint.response(200, schemas.PatternAnswer)
@access.staff(*WORKERS)
def dismiss_pattern(body: schemas.DismissalBody, proposal_id: UUID) -> Response:
    """No case on it, and why."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.PatternAnswer:
        actions.dismiss(by, session, proposal_id, body, now=now)
        return queries.read(session, proposal_id, by, local_date(now))

    return idempotency.answer(work)
