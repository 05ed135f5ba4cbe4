"""`/cases/…/parties`, `links`, `tasks`, `notes`, `exclusions`: what an investigation gathers around a case."""

from datetime import datetime
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import exclusions, parties, tasks
from services.cases.domain.timeliness import local_date
from services.cases.lists.tasks import TaskListing
from services.cases.models import Task
from services.cases.queries import investigation as queries
from services.cases.queries import undelivered
from services.cases.schemas import investigation as schemas
from shared import access, idempotency
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.lists import Reading
from shared.platform import platform

blueprint = Blueprint("investigation", __name__, description="Parties, links, tasks, notes and exclusions of cases")
WORKERS = ("case_officer", "approver", "commissioner")
LEADING = ("approver", "commissioner")


def _task(session: Session, task: Task, now: datetime) -> schemas.TaskAnswer:
    [answer] = queries.task_answers(session, platform().documents, [task], local_date(now))
    return answer


@blueprint.route("/cases/<uuid:case_id>/parties", methods=["POST"])
@blueprint.arguments(schemas.PartyBody)
@blueprint.response(201, schemas.MadeAnswer)
@access.staff(*WORKERS)
def add_party(body: schemas.PartyBody, case_id: UUID) -> Response:
    """Somebody takes part in a case: by a complaint, by the directory, or under a neutral label."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.MadeAnswer:
        return schemas.MadeAnswer.of(parties.add_party(by, session, here.documents, case_id, body, now=now))

    return idempotency.answer(work, 201)


@blueprint.route("/cases/<uuid:case_id>/parties/<uuid:party_id>", methods=["DELETE"])
@blueprint.response(200, schemas.MadeAnswer)
@access.staff(*WORKERS)
def end_party(case_id: UUID, party_id: UUID) -> Response:
    """They take part no longer; the record keeps that they did."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.MadeAnswer:
        return schemas.MadeAnswer.of(parties.end_party(by, session, case_id, party_id, now=now))

    return idempotency.answer(work)


@blueprint.route("/cases/<uuid:case_id>/links", methods=["POST"])
@blueprint.arguments(schemas.LinkBody)
@blueprint.response(201, schemas.MadeAnswer)
@access.staff(*WORKERS)
def add_link(body: schemas.LinkBody, case_id: UUID) -> Response:
    """Link a case to another; both show it."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.MadeAnswer:
        return schemas.MadeAnswer.of(parties.link(by, session, case_id, body, now=now))

    return idempotency.answer(work, 201)


@blueprint.route("/cases/<uuid:case_id>/links/<uuid:link_id>", methods=["DELETE"])
@blueprint.response(200, schemas.MadeAnswer)
@access.staff(*WORKERS)
def end_link(case_id: UUID, link_id: UUID) -> Response:
    """The two belong together no longer; from either end."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.MadeAnswer:
        return schemas.MadeAnswer.of(parties.unlink(by, session, case_id, link_id, now=now))

    return idempotency.answer(work)


@blueprint.route("/cases/<uuid:case_id>/notes", methods=["POST"])
@blueprint.arguments(schemas.NoteBody)
@blueprint.response(201, schemas.MadeAnswer)
@access.staff(*WORKERS)
def write_note(body: schemas.NoteBody, case_id: UUID) -> Response:
    """A note for the file; it is never changed."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.MadeAnswer:
        return schemas.MadeAnswer.of(tasks.write_note(by, session, here.documents, case_id, body.text, now=now))

    return idempotency.answer(work, 201)


@blueprint.route("/cases/<uuid:case_id>/tasks", methods=["POST"])
@blueprint.arguments(schemas.TaskBody)
@blueprint.response(201, schemas.TaskAnswer)
@access.staff(*WORKERS)
def add_task(body: schemas.TaskBody, case_id: UUID) -> Response:
    """Something to do by a day, for oneself or for somebody who may see the case."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.TaskAnswer:
        return _task(session, tasks.add(by, session, here.documents, case_id, body, now=now), now)

    return idempotency.answer(work, 201)


@blueprint.route("/tasks", methods=["GET"])
@blueprint.arguments(TaskListing, location="query")
@blueprint.response(200, schemas.TaskList)
@access.staff(*WORKERS)
def list_tasks(asked: TaskListing) -> schemas.TaskList:
    """Tasks in cases that the reader may see, by their day; `assigned=me` for their own. Letters that are not delivered are beside."""
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = queries.tasks_of(session, here.documents, here.cursors, asked, reading)
        waiting = tuple(one.answer() for one in undelivered.copies(session, reading.by))
    return schemas.TaskList(items=tuple(page.items), next=page.next, undelivered=waiting)


@blueprint.route("/tasks/<uuid:task_id>/assignment", methods=["POST"])
@blueprint.arguments(schemas.TaskAssignmentBody)
@blueprint.response(200, schemas.TaskAnswer)
@access.staff(*WORKERS)
def assign_task(body: schemas.TaskAssignmentBody, task_id: UUID) -> Response:
    """Give a task to somebody else who may see the case."""
    by, now = access.current(), utc_now()

    def work(session: Session) -> schemas.TaskAnswer:
        return _task(session, tasks.assign(by, session, task_id, body.assignee, now=now), now)

    return idempotency.answer(work)


@blueprint.route("/tasks/<uuid:task_id>/completion", methods=["POST"])
@blueprint.response(200, schemas.TaskAnswer)
@access.staff(*WORKERS)
def finish_task(task_id: UUID) -> Response:
    """The task is done."""
    by, now = access.current(), utc_now()
    return idempotency.answer(lambda session: _task(session, tasks.finish(by, session, task_id, now=now), now))


@blueprint.route("/cases/<uuid:case_id>/exclusions", methods=["GET"])
@blueprint.response(200, schemas.ExclusionList)
@access.staff(*LEADING)
def list_exclusions(case_id: UUID) -> schemas.ExclusionList:
    """Who is, or was, shut out of a case, and why."""
    here = platform()
    with here.database.transaction() as session:
        rows = queries.exclusions(session, here.documents, case_id, access.current())
    return schemas.ExclusionList(items=tuple(rows), next=None)


@blueprint.route("/cases/<uuid:case_id>/exclusions", methods=["POST"])
@blueprint.arguments(schemas.ExclusionBody)
@blueprint.response(201, schemas.MadeAnswer)
@access.staff(*WORKERS)
def change_exclusion(body: schemas.ExclusionBody, case_id: UUID) -> Response:
    """Shut a person out of a case, or let them in again; anybody may shut out themselves."""
    here, by, now = platform(), access.current(), utc_now()

    def work(session: Session) -> schemas.MadeAnswer:
        return schemas.MadeAnswer.of(exclusions.change(by, session, here.documents, case_id, body, now=now))

    return idempotency.answer(work, 201)
