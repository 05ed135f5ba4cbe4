"""What is to be done in a case, by whom and by when, and notes for its file."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.models import Case, CaseNote, Task
from services.cases.models.cases import note
from services.cases.queries.visibility import find_case, may_see
from services.cases.schemas.documents import WrittenText
from services.cases.schemas.investigation import TaskBody
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation
from shared.staff import StaffAccount


def add(
    by: Principal, session: Session, documents: Documents, case_id: UUID, wanted: TaskBody, *, now: datetime
) -> Task:
    """A task, of `by` where nobody else is named. Raises `ContentViolation` for somebody who may not see the case."""
    case = find_case(session, case_id, by, lock=True)
    if case.is_closed:
        raise RuleViolation("the case is closed", code="case.closed", legal=("reopen", "follow_up"))
    whose = wanted.assignee or by.person
    _check_assignee(session, case, whose)
    document = documents.keep(WrittenText(text=wanted.text))
    task = Task(case_id=case.id, document=document, due=wanted.due, assignee_id=whose, by=by.person, at=now)
    session.add(task)
    session.flush()
    note(session, case.id, now, by.name, "task.added", task=task.id, officer=whose)
    audit.record(session, by, "task.added", "case", case.id, task=str(task.id))
    return task


def put(
    by: Principal,
    session: Session,
    documents: Documents,
    case_id: UUID,
    words: str,
    whose: UUID | None,
    *,
    now: datetime,
    asked_by: UUID,
) -> Task:
    """A step of others: a task that follows from something, due today, in an open case or a closed one; of nobody where `whose` may
    not see the case. `asked_by`: whose work it comes from.
    """
    case = session.get_one(Case, case_id)
    holder = whose if whose is not None and _sees(session, whose, case) else None
    document = documents.keep(WrittenText(text=words))
    task = Task(case_id=case.id, document=document, due=local_date(now), assignee_id=holder, by=asked_by, at=now)
    session.add(task)
    session.flush()
    note(session, case.id, now, by.name, "task.added", task=task.id, officer=holder)
    audit.record(session, by, "task.added", "case", case.id, task=str(task.id))
    return task


def put_before(
    by: Principal,
    session: Session,
    documents: Documents,
    case_id: UUID,
    words: str,
    people: Sequence[str],
    *,
    now: datetime,
) -> None:
    """A step of others: the same task for each of several (ids; a service among them is nobody) who may see the case; of nobody where
    none of them may.
    """
    case = session.get_one(Case, case_id)
    each = list(dict.fromkeys(UUID(one) for one in people if not one.startswith("service:")))
    holders: list[UUID | None] = [one for one in each if _sees(session, one, case)]
    for whose in holders or [None]:
        put(by, session, documents, case_id, words, whose, now=now, asked_by=each[0])


def assign(by: Principal, session: Session, task_id: UUID, assignee: UUID, *, now: datetime) -> Task:
    """Give a task that is not done to somebody who may see the case."""
    task, case = _find(by, session, task_id)
    _check_assignee(session, case, assignee)
    former, task.assignee_id = task.assignee_id, assignee
    note(session, case.id, now, by.name, "task.assigned", task=task.id, officer=assignee)
    changes = audit.changes(officer=(former, assignee))
    audit.record(session, by, "task.assigned", "case", case.id, task=str(task.id), changes=changes)
    session.flush()
    return task


def finish(by: Principal, session: Session, task_id: UUID, *, now: datetime) -> Task:
    """The task is done. Raises `RuleViolation` if it was already."""
    task, case = _find(by, session, task_id)
    task.done_at, task.done_by = now, by.person
    note(session, case.id, now, by.name, "task.done", task=task.id)
    audit.record(session, by, "task.done", "case", case.id, task=str(task.id))
    session.flush()
    return task


def _find(by: Principal, session: Session, task_id: UUID) -> tuple[Task, Case]:
    """A task that is not done, with its case, both locked. Raises `NotFound`, or `RuleViolation` for one that is done."""
    case_id = session.execute(select(Task.case_id).where(Task.id == task_id)).scalar()
    if case_id is None:
        raise NotFound
    case = find_case(session, case_id, by, lock=True)
    task = session.get_one(Task, task_id, with_for_update=True, populate_existing=True)
    if task.done_at is not None:
        raise RuleViolation("the task is done", code="task.done")
    return task, case


def follow(session: Session, case: Case, former: UUID | None, to: UUID) -> None:
    """A step of others. The open tasks of the `former` officer, of nobody, and of whoever does not see the case now that it has
    another officer, go with it to that one: a task that its own person cannot open would be done by nobody.
    """
    open_tasks = (Task.case_id == case.id, Task.done_at.is_(None))
    holders = session.execute(select(Task.assignee_id).where(*open_tasks, Task.assignee_id.is_not(None)).distinct())
    left = [one for one in holders.scalars() if one is not None and (one == former or not _sees(session, one, case))]
    owned = Task.assignee_id.is_(None) | Task.assignee_id.in_(left)
    session.execute(update(Task).where(*open_tasks, owned).values(assignee_id=to))


def write_note(
    by: Principal, session: Session, documents: Documents, case_id: UUID, text: str, *, now: datetime
) -> CaseNote:
    """A note for the file; it is never changed."""
    case = find_case(session, case_id, by, lock=True)
    written = CaseNote(case_id=case.id, document=documents.keep(WrittenText(text=text)), by=by.person, at=now)
    session.add(written)
    session.flush()
    note(session, case.id, now, by.name, "note.written", note=written.id)
    audit.record(session, by, "note.written", "case", case.id, note=str(written.id))
    return written


def _check_assignee(session: Session, case: Case, staff_id: UUID) -> None:
    if not _sees(session, staff_id, case):
        raise ContentViolation("nobody who may see this case", code="task.assignee_unknown", field="assignee")


def _sees(session: Session, staff_id: UUID, case: Case) -> bool:
    account = session.get(StaffAccount, staff_id)
    return account is not None and account.active and may_see(session, account, case.id)
