"""`/activities` for the office."""

from collections.abc import Callable
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.partners.activities import schemas
from services.partners.activities.actions import comparing, evaluating, holding, planning
from services.partners.activities.lists import ActivityListing
from services.partners.activities.models import Activity
from services.partners.activities.queries import coverage, desk, evaluation, plan
from services.partners.domain import local_date
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.pagination import Page
from shared.platform import platform
from shared.preconditions import etag, require_version

blueprint = Blueprint("activities", __name__, description="What the office does so that rights are known")
PLANNERS = ("case_officer", "approver", "commissioner", "publisher", "monitor")
READERS = (*PLANNERS, "auditor")
#: Who says that anybody may read of it.
ANNOUNCERS = ("publisher", "commissioner")


def _done(work: Callable[[Session], Activity], status: int = 200) -> Response:
    def answer(session: Session) -> schemas.ActivityAnswer:
        made = work(session)
        session.flush()
        return desk.answer(made)

    return idempotency.answer(answer, status, _etag)


def _etag(activity: schemas.ActivityAnswer) -> str:
    return etag(activity.revision)


@blueprint.route("/activities")
@blueprint.arguments(ActivityListing, location="query")
@blueprint.response(200, schemas.ActivityList)
@access.staff(*READERS)
def list_activities(asked: ActivityListing) -> Page[schemas.ActivityLine]:
    """Activities by the day for which they are planned, the latest first."""
    here = platform()
    with here.database.reading() as session:
        return desk.activities(session, here.cursors, asked, Reading(access.current(), utc_now()))


@blueprint.route("/activities", methods=["POST"])
@blueprint.arguments(schemas.ActivityBody)
@blueprint.response(201, schemas.ActivityAnswer)
@access.staff(*PLANNERS)
def plan_activity(body: schemas.ActivityBody) -> Response:
    """Plan an activity; it gets its number."""
    by, now = access.current(), utc_now()
    return _done(lambda session: planning.plan(by, session, body, now=now), 201)


@blueprint.route("/activities/plan")
@blueprint.arguments(schemas.PlanQuery, location="query")
@blueprint.response(200, schemas.PlanAnswer)
@access.staff(*READERS)
def get_plan(asked: schemas.PlanQuery) -> schemas.PlanAnswer:
    """The plan of a year: by month, by municipality, by cluster of rights."""
    with platform().database.reading() as session:
        return plan.of_year(session, asked.year or local_date(utc_now()).year)


@blueprint.route("/activities/coverage")
@blueprint.response(200, schemas.CoverageAnswer)
@access.staff(*READERS)
def get_coverage() -> schemas.CoverageAnswer:
    """For each municipality the activities that were held there, announced or not."""
    with platform().database.reading() as session:
        return coverage.coverage(session, local_date(utc_now()), announced=False)


@blueprint.route("/activities/<uuid:activity_id>")
@blueprint.response(200, schemas.ActivityAnswer)
@access.staff(*READERS)
def get_activity(activity_id: UUID) -> tuple[schemas.ActivityAnswer, int, dict[str, str]]:
    """One activity, with the steps that may be taken."""
    with platform().database.reading() as session:
        found = desk.answer(desk.activity(session, activity_id))
    return found, 200, {"ETag": _etag(found)}


@blueprint.route("/activities/<uuid:activity_id>", methods=["PUT"])
@blueprint.arguments(schemas.ActivityBody)
@blueprint.response(200, schemas.ActivityAnswer)
@access.staff(*PLANNERS)
def change_activity(body: schemas.ActivityBody, activity_id: UUID) -> Response:
    """All that is planned, anew; wants If-Match. Of an announced one the words stay."""
    by, now = access.current(), utc_now()
    return _done(lambda session: planning.change(by, session, activity_id, body, require_version, now=now))


@blueprint.route("/activities/<uuid:activity_id>/announcement", methods=["POST"])
@blueprint.arguments(schemas.AnnouncementBody)
@blueprint.response(200, schemas.ActivityAnswer)
@access.staff(*ANNOUNCERS)
def announce_activity(body: schemas.AnnouncementBody, activity_id: UUID) -> Response:
    """Let anybody read of it, as somebody who wrote nothing of it; wants If-Match. `text.compared`: its words are being compared with the
    sealed files; try again in a moment.
    """
    here, by, now, why = platform(), access.current(), utc_now(), body.names_reason
    here.database.run(lambda session: comparing.offer(session, here.documents, activity_id, now=now))
    return _done(lambda session: planning.announce(by, session, activity_id, require_version, why, now=now))


@blueprint.route("/activities/<uuid:activity_id>/announcement", methods=["DELETE"])
@blueprint.response(200, schemas.ActivityAnswer)
@access.staff(*ANNOUNCERS)
def retract_announcement(activity_id: UUID) -> Response:
    """Take the announcement back: nobody outside reads of it any more; wants If-Match."""
    by, now = access.current(), utc_now()
    return _done(lambda session: planning.retract(by, session, activity_id, require_version, now=now))


@blueprint.route("/activities/<uuid:activity_id>/holding", methods=["POST"])
@blueprint.arguments(schemas.HoldingBody)
@blueprint.response(200, schemas.ActivityAnswer)
@access.staff(*PLANNERS)
def hold_activity(body: schemas.HoldingBody, activity_id: UUID) -> Response:
    """Say that it was held, who came in numbers alone, and what was handed out; wants If-Match. Said again, it corrects all of that."""
    by, now = access.current(), utc_now()
    return _done(lambda session: holding.hold(by, session, activity_id, body, require_version, now=now))


@blueprint.route("/activities/<uuid:activity_id>/evaluation")
@blueprint.response(200, schemas.EvaluationAnswer)
@access.staff(*READERS)
def get_evaluation(activity_id: UUID) -> schemas.EvaluationAnswer:
    """What was answered before and after, question by question; nothing of few answers."""
    with platform().database.reading() as session:
        return evaluation.of_activity(session, desk.activity(session, activity_id).id)


@blueprint.route("/activities/<uuid:activity_id>/evaluation", methods=["POST"])
@blueprint.arguments(schemas.EvaluationBody)
@blueprint.response(200, schemas.ActivityAnswer)
@access.staff(*PLANNERS)
def evaluate_activity(body: schemas.EvaluationBody, activity_id: UUID) -> Response:
    """Enter in counts what was answered before or after; wants If-Match. Entered again, it replaces what was."""
    by, now = access.current(), utc_now()
    return _done(lambda session: evaluating.evaluate(by, session, activity_id, body, require_version, now=now))


@blueprint.route("/activities/<uuid:activity_id>/calling-off", methods=["POST"])
@blueprint.arguments(schemas.CallingOffBody)
@blueprint.response(200, schemas.ActivityAnswer)
@access.staff(*PLANNERS)
def call_off(body: schemas.CallingOffBody, activity_id: UUID) -> Response:
    """Say that it is not held, and why; wants If-Match."""
    by, now = access.current(), utc_now()
    return _done(lambda session: planning.call_off(by, session, activity_id, body.reason, require_version, now=now))
