"""`/meetings` and `/decisions`: with whom the office met, and what it is to do since."""

from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners.cooperation import schemas
from services.partners.cooperation.actions import meetings as actions
from services.partners.cooperation.api.actors import READERS, WRITERS
from services.partners.cooperation.lists import DecisionListing, MeetingListing
from services.partners.cooperation.queries import meetings
from services.partners.domain import local_date
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform

blueprint = Blueprint("meetings", __name__, description="Meetings, and their decisions as tasks")
#: Whose work a decision may be.
DOERS = (*WRITERS, "publisher", "monitor")


@blueprint.route("/meetings")
@blueprint.arguments(MeetingListing, location="query")
@blueprint.response(200, schemas.MeetingList)
@access.staff(*READERS)
def list_meetings(asked: MeetingListing) -> Page[schemas.MeetingLine]:
    """Meetings, the latest first."""
    here = platform()
    with here.database.reading() as session:
        return meetings.meetings(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/meetings", methods=["POST"])
@blueprint.arguments(schemas.MeetingBody)
@blueprint.response(201, schemas.MeetingAnswer)
@access.staff(*WRITERS)
def enter_meeting(body: schemas.MeetingBody) -> Response:
    """Enter a meeting that was held, with what was decided."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.MeetingAnswer:
        return meetings.answer(session, actions.enter(by, session, body, now=now), local_date(now))

    return idempotency.answer(work, 201)


@blueprint.route("/meetings/<uuid:meeting_id>")
@blueprint.response(200, schemas.MeetingAnswer)
@access.staff(*READERS)
def get_meeting(meeting_id: UUID) -> schemas.MeetingAnswer:
    """One meeting with its decisions."""
    with platform().database.reading() as session:
        return meetings.answer(session, meetings.meeting(session, meeting_id), local_date(utc_now()))


@blueprint.route("/meetings/<uuid:meeting_id>/decisions", methods=["POST"])
@blueprint.arguments(schemas.DecisionBody)
@blueprint.response(201, schemas.MeetingAnswer)
@access.staff(*WRITERS)
def add_decision(body: schemas.DecisionBody, meeting_id: UUID) -> Response:
    """One more decision of a meeting."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.MeetingAnswer:
        return meetings.answer(session, actions.decide(by, session, meeting_id, body), local_date(now))

    return idempotency.answer(work, 201)


@blueprint.route("/decisions")
@blueprint.arguments(DecisionListing, location="query")
@blueprint.response(200, schemas.DecisionList)
@access.staff(*READERS)
def list_decisions(asked: DecisionListing) -> Page[schemas.DecisionAnswer]:
    """Decisions of meetings by their day; `state=late`: past it and not done."""
    here = platform()
    with here.database.reading() as session:
        return meetings.decisions(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/decisions/figures")
@blueprint.response(200, schemas.DecisionFigures)
@access.staff(*READERS)
def get_figures() -> schemas.DecisionFigures:
    """How many decisions are open, late and done."""
    with platform().database.reading() as session:
        return meetings.figures(session, local_date(utc_now()))


@blueprint.route("/decisions/<uuid:decision_id>/owner", methods=["POST"])
@blueprint.response(200, schemas.DecisionAnswer)
@access.staff(*DOERS)
def take_decision(decision_id: UUID) -> Response:
    """Take a decision on, as somebody of the function whose work it is."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.DecisionAnswer:
        return meetings.as_task(actions.take(by, session, decision_id), local_date(now))

    return idempotency.answer(work)


@blueprint.route("/decisions/<uuid:decision_id>/proof", methods=["POST"])
@blueprint.arguments(schemas.DoneBody)
@blueprint.response(200, schemas.DecisionAnswer)
@access.staff(*DOERS)
def do_decision(body: schemas.DoneBody, decision_id: UUID) -> Response:
    """Say that a decision was carried out, and what shows it."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.DecisionAnswer:
        return meetings.as_task(actions.do(by, session, decision_id, body, now=now), local_date(now))

    return idempotency.answer(work)
