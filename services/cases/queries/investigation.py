"""What stands around a case: parties, links, tasks, notes; and who is shut out of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.models import Case, CaseLink, CaseNote, CaseParty, Complaint, Exclusion, Task
from services.cases.queries import people
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import find_case, in_visible_case, not_walled
from shared import audit
from shared.clock import utc_now
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.errors import NotFound
from shared.pagination import Cursors, Page, page
from shared.principal import Principal


@dataclass(frozen=True)
class PartyView:
    """`reference`: of the complaint, `body`: from the directory; exactly one of them or the label is there."""

    party: CaseParty
    reference: str | None
    body: KnownInstitution | None
    note: str | None


@dataclass(frozen=True)
class LinkView:
    """A link as one end sees it. `outgoing`: this case is what `kind` says of the other; `opens`: the reader may read it."""

    link: CaseLink
    outgoing: bool
    other: Case
    opens: bool


@dataclass(frozen=True)
class TaskView:
    """A task with its words; `overdue` as of today."""

    task: Task
    text: str
    assignee: str | None
    case: Case
    overdue: bool


@dataclass(frozen=True)
class NoteView:
    note: CaseNote
    by_name: str
    text: str


@dataclass(frozen=True)
class Around:
    """Ended parties and links stand beside those that hold."""

    parties: list[PartyView]
    links: list[LinkView]
    tasks: list[TaskView]
    notes: list[NoteView]


@dataclass(frozen=True)
class ExclusionView:
    """`of_complaint`: the wall comes from intake and is lifted there."""

    exclusion: Exclusion
    name: str
    by_name: str
    of_complaint: bool
    reason: str | None


def around(session: Session, documents: Documents, case: Case, principal: Principal) -> Around:
    """Of one case that the reader may see; links to cases behind a wall are not there."""
    tasks = select(Task).where(Task.case_id == case.id).order_by(Task.due, Task.id)
    notes = select(CaseNote).where(CaseNote.case_id == case.id).order_by(CaseNote.at, CaseNote.id)
    written = list(session.execute(notes).scalars())
    names = people.names(session, (one.by for one in written))
    return Around(
        parties=_parties(session, documents, case.id),
        links=_links(session, case.id, principal),
        tasks=task_views(session, documents, list(session.execute(tasks).scalars())),
        notes=[NoteView(one, names.get(one.by, ""), _text(documents, one.document)) for one in written],
    )


def exclusions(session: Session, documents: Documents, case_id: UUID, principal: Principal) -> list[ExclusionView]:
    """Everybody who is, or was, shut out of a case, with the reasons. Raises `NotFound`."""
    case = find_case(session, case_id, principal)
    audit.record(session, principal.name, "exclusions.read", "case", case.id)
    complaints = select(Complaint.id).where(Complaint.case_id == case.id)
    about = or_(Exclusion.case_id == case.id, Exclusion.complaint_id.in_(complaints))
    rows = list(session.execute(select(Exclusion).where(about).order_by(Exclusion.at, Exclusion.id)).scalars())
    names = people.names(session, [*(row.staff_id for row in rows), *(people.person(row.by) for row in rows)])
    return [
        ExclusionView(
            exclusion=row,
            name=names.get(row.staff_id, str(row.staff_id)),
            by_name=names.get(people.person(row.by) or row.id, row.by),
            of_complaint=row.complaint_id is not None,
            reason=_text(documents, row.reason) if row.reason else None,
        )
        for row in rows
    ]


def tasks_of(
    session: Session,
    documents: Documents,
    cursors: Cursors,
    principal: Principal,
    *,
    mine: bool = False,
    state: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Tasks in visible cases by their day, as `TaskView`s. `state`: open, overdue, done."""
    statement = select(Task).where(in_visible_case(principal, Task.case_id))
    if mine:
        statement = statement.where(Task.assignee_id == principal.id)
    if state is not None:
        statement = statement.where(Task.done_at.is_not(None) if state == "done" else Task.done_at.is_(None))
    if state == "overdue":
        statement = statement.where(Task.due < local_date(utc_now()))
    scope = ["tasks", str(mine), state or "", principal.name]
    found = page(session, statement, [Task.due, Task.id], cursors, scope, after=after, limit=limit)
    return Page(task_views(session, documents, found.items), found.next)


def task(session: Session, documents: Documents, task_id: UUID, principal: Principal) -> TaskView:
    """One task in a visible case. Raises `NotFound`."""
    statement = select(Task).where(Task.id == task_id, in_visible_case(principal, Task.case_id))
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound
    return task_views(session, documents, [found])[0]


def task_views(session: Session, documents: Documents, rows: Sequence[Task]) -> list[TaskView]:
    """These tasks in the same order."""
    today: date = local_date(utc_now())
    names = people.names(session, (row.assignee_id for row in rows))
    cases = _cases(session, (row.case_id for row in rows))
    return [
        TaskView(
            task=row,
            text=_text(documents, row.document),
            assignee=names.get(row.assignee_id) if row.assignee_id else None,
            case=cases[row.case_id],
            overdue=row.done_at is None and row.due < today,
        )
        for row in rows
    ]


def _parties(session: Session, documents: Documents, case_id: UUID) -> list[PartyView]:
    statement = select(CaseParty, Complaint.reference).outerjoin(Complaint, Complaint.id == CaseParty.complaint_id)
    rows = session.execute(statement.where(CaseParty.case_id == case_id).order_by(CaseParty.at, CaseParty.id)).all()
    known = institutions(session, [party.institution_id for party, _ref in rows if party.institution_id])
    return [
        PartyView(
            party=party,
            reference=reference,
            body=known.get(party.institution_id),
            note=_text(documents, party.note) if party.note else None,
        )
        for party, reference in rows
    ]


def _links(session: Session, case_id: UUID, principal: Principal) -> list[LinkView]:
    statement = select(CaseLink).where(or_(CaseLink.from_case == case_id, CaseLink.to_case == case_id))
    statement = statement.where(not_walled(principal, CaseLink.from_case), not_walled(principal, CaseLink.to_case))
    rows = list(session.execute(statement.order_by(CaseLink.at, CaseLink.id)).scalars())
    cases = _cases(session, (one for row in rows for one in (row.from_case, row.to_case)))
    open_to = select(Case.id).where(Case.id.in_(cases), in_visible_case(principal, Case.id))
    may_read = set(session.execute(open_to).scalars())
    views = []
    for row in rows:
        outgoing = row.from_case == case_id
        other = cases[row.to_case if outgoing else row.from_case]
        views.append(LinkView(row, outgoing, other, other.id in may_read))
    return views


def hidden_links(session: Session, case_id: UUID, principal: Principal) -> list[str]:
    """The ids, as a history has them, of the links of a case whose other end is behind a wall for the reader."""
    ends = or_(CaseLink.from_case == case_id, CaseLink.to_case == case_id)
    open_to = not_walled(principal, CaseLink.from_case) & not_walled(principal, CaseLink.to_case)
    return [str(one) for one in session.execute(select(CaseLink.id).where(ends, ~open_to)).scalars()]


def _cases(session: Session, ids: Iterable[UUID]) -> dict[UUID, Case]:
    rows = session.execute(select(Case).where(Case.id.in_(set(ids)))).scalars()
    return {row.id: row for row in rows}


def _text(documents: Documents, document: str) -> str:
    return str(documents.get_json(document).get("text", ""))
