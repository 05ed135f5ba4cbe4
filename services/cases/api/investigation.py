"""`/cases/…/parties`, `links`, `tasks`, `notes`, `exclusions`: what an investigation gathers around a case."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.cases.actions import exclusions, parties, tasks
from services.cases.actions.parties import WantedParty
from services.cases.domain.parties import LinkKind, PartyRole
from services.cases.models import Task
from services.cases.queries import investigation as queries
from services.cases.schemas import investigation as schemas
from shared import access, idempotency
from shared.gate import Blueprint
from shared.platform import platform

blueprint = Blueprint("investigation", __name__, description="Parties, links, tasks, notes and exclusions of cases")
WORKERS = ("case_officer", "approver", "commissioner")
LEADING = ("approver", "commissioner")


def _made(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = schemas.MadeAnswer().dump(
        {"id": row.id, "at": row.at, "ended_at": getattr(row, "ended_at", None)}
    )
    return found


def _task(session: Session, task: Task) -> dict[str, Any]:
    [view] = queries.task_views(session, platform().documents, [task])
    found: dict[str, Any] = schemas.TaskAnswer().dump(view)
    return found


@blueprint.route("/cases/<uuid:case_id>/parties", methods=["POST"])
@blueprint.arguments(schemas.PartyBody)
@blueprint.response(201, schemas.MadeAnswer)
@access.staff(*WORKERS)
def add_party(body: dict[str, Any], case_id: UUID) -> Response:
    """Somebody takes part in a case: by a complaint, by the directory, or under a neutral label."""
    here, by = platform(), access.current()
    wanted = WantedParty(**{**body, "role": PartyRole(body["role"])})

    def work(session: Session) -> dict[str, Any]:
        return _made(parties.add_party(session, here.documents, case_id, wanted, by))

    return idempotency.answer(work, 201)


@blueprint.route("/cases/<uuid:case_id>/parties/<uuid:party_id>", methods=["DELETE"])
@blueprint.response(200, schemas.MadeAnswer)
@access.staff(*WORKERS)
def end_party(case_id: UUID, party_id: UUID) -> Response:
    """They take part no longer; the record keeps that they did."""
    by = access.current()
    return idempotency.answer(lambda session: _made(parties.end_party(session, case_id, party_id, by)))


@blueprint.route("/cases/<uuid:case_id>/links", methods=["POST"])
@blueprint.arguments(schemas.LinkBody)
@blueprint.response(201, schemas.MadeAnswer)
@access.staff(*WORKERS)
def add_link(body: dict[str, Any], case_id: UUID) -> Response:
    """Link a case to another; both show it."""
    by, kind = access.current(), LinkKind(body["kind"])
    return idempotency.answer(lambda session: _made(parties.link(session, case_id, body["case_id"], kind, by)), 201)


@blueprint.route("/cases/<uuid:case_id>/links/<uuid:link_id>", methods=["DELETE"])
@blueprint.response(200, schemas.MadeAnswer)
@access.staff(*WORKERS)
def end_link(case_id: UUID, link_id: UUID) -> Response:
    """The two belong together no longer; from either end."""
    by = access.current()
    return idempotency.answer(lambda session: _made(parties.unlink(session, case_id, link_id, by)))


@blueprint.route("/cases/<uuid:case_id>/notes", methods=["POST"])
@blueprint.arguments(schemas.NoteBody)
@blueprint.response(201, schemas.MadeAnswer)
@access.staff(*WORKERS)
def write_note(body: dict[str, Any], case_id: UUID) -> Response:
    """A note for the file; it is never changed."""
    here, by = platform(), access.current()
    return idempotency.answer(
        lambda session: _made(tasks.write_note(session, here.documents, case_id, body["text"], by)), 201
    )


@blueprint.route("/cases/<uuid:case_id>/tasks", methods=["POST"])
@blueprint.arguments(schemas.TaskBody)
@blueprint.response(201, schemas.TaskAnswer)
@access.staff(*WORKERS)
def add_task(body: dict[str, Any], case_id: UUID) -> Response:
    """Something to do by a day, for oneself or for somebody who may see the case."""
    here, by = platform(), access.current()

    def work(session: Session) -> dict[str, Any]:
        return _task(session, tasks.add(session, here.documents, case_id, by=by, **body))

    return idempotency.answer(work, 201)


@blueprint.route("/tasks", methods=["GET"])
@blueprint.arguments(schemas.TaskQuery, location="query")
@blueprint.response(200, schemas.TaskList)
@access.staff(*WORKERS)
def list_tasks(query: dict[str, Any]) -> Any:
    """Tasks in cases that the reader may see, by their day; `assigned=me` for their own."""
    here, mine = platform(), query.pop("assigned") == "me"
    with here.database.transaction() as session:
        return queries.tasks_of(session, here.documents, here.cursors, access.current(), mine=mine, **query)


@blueprint.route("/tasks/<uuid:task_id>/assignment", methods=["POST"])
@blueprint.arguments(schemas.TaskAssignmentBody)
@blueprint.response(200, schemas.TaskAnswer)
@access.staff(*WORKERS)
def assign_task(body: dict[str, Any], task_id: UUID) -> Response:
    """Give a task to somebody else who may see the case."""
    by = access.current()
    return idempotency.answer(lambda session: _task(session, tasks.assign(session, task_id, body["assignee"], by)))


@blueprint.route("/tasks/<uuid:task_id>/completion", methods=["POST"])
@blueprint.response(200, schemas.TaskAnswer)
@access.staff(*WORKERS)
def finish_task(task_id: UUID) -> Response:
    """The task is done."""
    by = access.current()
    return idempotency.answer(lambda session: _task(session, tasks.finish(session, task_id, by)))


@blueprint.route("/cases/<uuid:case_id>/exclusions", methods=["GET"])
@blueprint.response(200, schemas.ExclusionList)
@access.staff(*LEADING)
def list_exclusions(case_id: UUID) -> Any:
    """Who is, or was, shut out of a case, and why."""
    here = platform()
    with here.database.transaction() as session:
        return {"items": queries.exclusions(session, here.documents, case_id, access.current()), "next": None}


@blueprint.route("/cases/<uuid:case_id>/exclusions", methods=["POST"])
@blueprint.arguments(schemas.ExclusionBody)
@blueprint.response(201, schemas.MadeAnswer)
@access.staff(*WORKERS)
def change_exclusion(body: dict[str, Any], case_id: UUID) -> Response:
    """Shut a person out of a case, or let them in again; anybody may shut out themselves."""
    here, by = platform(), access.current()

    def work(session: Session) -> dict[str, Any]:
        return _made(exclusions.change(session, here.documents, case_id, by=by, **body))

    return idempotency.answer(work, 201)
