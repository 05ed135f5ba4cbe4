"""What stands around a case: parties, links, tasks, notes; and who is shut out of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, Text, cast, or_, select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.lists.tasks import TaskListing
from services.cases.models import Case, CaseHold, CaseLink, CaseNote, CaseParty, Complaint, Exclusion, Task
from services.cases.queries import people
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import find_case, in_visible_case, not_walled
from services.cases.schemas.cases import NamedBody
from services.cases.schemas.documents import WrittenText
from services.cases.schemas.investigation import ExclusionAnswer, LinkAnswer, NoteAnswer, PartyAnswer, TaskAnswer
from shared import audit
from shared.documents import Documents
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound
from shared.typed import filled


@dataclass(frozen=True)
class LinkView:
    """A link as one end sees it. `opens`: the reader may read the other case."""

    link: LinkAnswer
    opens: bool


@dataclass(frozen=True)
class Around:
    """Ended parties and links stand beside those that hold."""

    parties: tuple[PartyAnswer, ...]
    links: tuple[LinkView, ...]
    tasks: tuple[TaskAnswer, ...]
    notes: tuple[NoteAnswer, ...]


def around(session: Session, documents: Documents, case: Case, principal: Principal, today: date) -> Around:
    """Of one case that the reader may see; links to cases behind a wall are not there."""
    tasks = select(Task).where(Task.case_id == case.id).order_by(Task.due, Task.id)
    return Around(
        parties=tuple(_parties(session, documents, case.id)),
        links=tuple(_links(session, case.id, principal)),
        tasks=tuple(task_answers(session, documents, list(session.execute(tasks).scalars()), today)),
        notes=tuple(_notes(session, documents, case.id)),
    )


def exclusions(session: Session, documents: Documents, case_id: UUID, principal: Principal) -> list[ExclusionAnswer]:
    """Everybody who is, or was, shut out of a case, with the reasons. Raises `NotFound`."""
    case = find_case(session, case_id, principal)
    audit.record(session, principal, "exclusions.read", "case", case.id)
    complaints = select(Complaint.id).where(Complaint.case_id == case.id)
    about = or_(Exclusion.case_id == case.id, Exclusion.complaint_id.in_(complaints))
    rows = list(session.execute(select(Exclusion).where(about).order_by(Exclusion.at, Exclusion.id)).scalars())
    names = people.names(session, [*(row.staff_id for row in rows), *(people.person(row.by) for row in rows)])
    return [
        filled(
            ExclusionAnswer,
            row,
            name=names.get(row.staff_id, str(row.staff_id)),
            by=names.get(people.person(row.by) or row.id, row.by),
            of_complaint=row.complaint_id is not None,
            reason=_text(documents, row.reason) if row.reason else None,
        )
        for row in rows
    ]


def tasks_of(
    session: Session, documents: Documents, cursors: Cursors, asked: TaskListing, reading: Reading
) -> Page[TaskAnswer]:
    """One page of the tasks in visible cases, by their day."""
    statement = select(Task).where(in_visible_case(reading.by, Task.case_id))
    rows = page_of(session, cursors, statement, asked, reading, [Task.due, Task.id])
    return Page(task_answers(session, documents, rows.items, local_date(reading.now)), rows.next)


def task(session: Session, documents: Documents, task_id: UUID, principal: Principal, today: date) -> TaskAnswer:
    """One task in a visible case. Raises `NotFound`."""
    statement = select(Task).where(Task.id == task_id, in_visible_case(principal, Task.case_id))
    row = session.execute(statement).scalar_one_or_none()
    if row is None:
        raise NotFound
    return task_answers(session, documents, [row], today)[0]


def task_answers(session: Session, documents: Documents, rows: Sequence[Task], today: date) -> list[TaskAnswer]:
    """These tasks with their words, in the same order."""
    if not rows:
        return []
    names = people.names(session, (row.assignee_id for row in rows))
    cases, held = _cases(session, (row.case_id for row in rows)), _held(session, {row.case_id for row in rows})
    return [
        filled(
            TaskAnswer,
            row,
            case_number=cases[row.case_id].number,
            text=_text(documents, row.document),
            overdue=row.done_at is None and row.due < today and row.case_id not in held,
            held_since=held.get(row.case_id) if row.done_at is None else None,
            assignee=names.get(row.assignee_id) if row.assignee_id else None,
        )
        for row in rows
    ]


def _held(session: Session, case_ids: Collection[UUID]) -> dict[UUID, date]:
    """Case → since when a court or a prosecutor has its matter."""
    rows = select(CaseHold.case_id, CaseHold.since).where(CaseHold.case_id.in_(case_ids), CaseHold.ended_at.is_(None))
    return {row.case_id: row.since for row in session.execute(rows)}


def _notes(session: Session, documents: Documents, case_id: UUID) -> list[NoteAnswer]:
    statement = select(CaseNote).where(CaseNote.case_id == case_id).order_by(CaseNote.at, CaseNote.id)
    rows = list(session.execute(statement).scalars())
    names = people.names(session, (row.by for row in rows))
    return [filled(NoteAnswer, row, by=names.get(row.by, ""), text=_text(documents, row.document)) for row in rows]


def _parties(session: Session, documents: Documents, case_id: UUID) -> list[PartyAnswer]:
    statement = select(CaseParty, Complaint.reference).outerjoin(Complaint, Complaint.id == CaseParty.complaint_id)
    rows = session.execute(statement.where(CaseParty.case_id == case_id).order_by(CaseParty.at, CaseParty.id)).all()
    known = institutions(session, [party.institution_id for party, _ref in rows if party.institution_id])
    return [
        filled(
            PartyAnswer,
            party,
            reference=reference,
            institution=NamedBody.of(known[party.institution_id]) if party.institution_id in known else None,
            note=_text(documents, party.note) if party.note else None,
        )
        for party, reference in rows
    ]


def _links(session: Session, case_id: UUID, principal: Principal) -> list[LinkView]:
    statement = select(CaseLink).where(or_(CaseLink.from_case == case_id, CaseLink.to_case == case_id))
    statement = statement.where(not_walled(principal, CaseLink.from_case), not_walled(principal, CaseLink.to_case))
    rows = list(session.execute(statement.order_by(CaseLink.at, CaseLink.id)).scalars())
    if not rows:
        return []
    cases = _cases(session, (one for row in rows for one in (row.from_case, row.to_case)))
    open_to = select(Case.id).where(Case.id.in_(cases), in_visible_case(principal, Case.id))
    may_read = set(session.execute(open_to).scalars())
    views = []
    for row in rows:
        outgoing = row.from_case == case_id
        other = cases[row.to_case if outgoing else row.from_case]
        link = filled(LinkAnswer, row, outgoing=outgoing, case_id=other.id, number=other.number)
        views.append(LinkView(link, opens=other.id in may_read))
    return views


def hidden_links(case_id: UUID, principal: Principal) -> Select[str]:
    """The ids, as a history has them, of the links of a case whose other end is behind a wall for the reader."""
    ends = or_(CaseLink.from_case == case_id, CaseLink.to_case == case_id)
    open_to = not_walled(principal, CaseLink.from_case) & not_walled(principal, CaseLink.to_case)
    return select(cast(CaseLink.id, Text)).where(ends, ~open_to)


def _cases(session: Session, ids: Iterable[UUID]) -> dict[UUID, Case]:
    rows = session.execute(select(Case).where(Case.id.in_(set(ids)))).scalars()
    return {row.id: row for row in rows}


def _text(documents: Documents, document: str) -> str:
    return documents.read(WrittenText, document).text
