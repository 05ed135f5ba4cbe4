"""Copies of a visit: which there are, and the file of one, for whoever took it along."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.queries import people
from services.cases.queries.situations import institutions
from services.cases.schemas.cases import NamedBody
from services.cases.visits import data
from services.cases.visits.domain.checklists import Checklist
from services.cases.visits.models import Visit, VisitCopy
from services.cases.visits.queries import answers
from services.cases.visits.schemas.copies import CopyAnswer, CopyKeys, CopyList, CopyView
from services.cases.visits.schemas.visits import VisitorAnswer
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import NotFound
from shared.typed import filled


def copies(session: Session, visit: Visit) -> CopyList:
    """The newest first."""
    rows = session.execute(
        select(VisitCopy).where(VisitCopy.visit_id == visit.id).order_by(VisitCopy.at.desc(), VisitCopy.id)
    )
    return CopyList(items=tuple(as_answers(session, rows.scalars().all())))


def as_answers(session: Session, rows: Sequence[VisitCopy]) -> list[CopyAnswer]:
    """These copies with the names of who took them."""
    names = people.names(session, (one.by for one in rows))
    return [filled(CopyAnswer, one, by=VisitorAnswer(id=one.by, name=names.get(one.by, ""))) for one in rows]


def copy_of(session: Session, visit: Visit, copy_id: UUID) -> VisitCopy | None:
    """A copy of this visit, whoever took it."""
    rows = select(VisitCopy).where(VisitCopy.id == copy_id, VisitCopy.visit_id == visit.id)
    return session.execute(rows).scalar_one_or_none()


def own_copy(session: Session, visit: Visit, copy_id: UUID, by: Principal) -> VisitCopy:
    """One that `by` took: the others of the team have not its password. Raises `NotFound`."""
    copy = copy_of(session, visit, copy_id)
    if copy is None or copy.by != by.person:
        raise NotFound
    return copy


def opened(session: Session, documents: Documents, visit: Visit, copy: VisitCopy) -> CopyView:
    """What the file of a copy is made of, with what stands now."""
    body = institutions(session, [visit.institution_id])[visit.institution_id]
    return CopyView(
        id=copy.id,
        keys=documents.read(CopyKeys, copy.keys),
        body=NamedBody.of(body),
        planned_on=visit.planned_on,
        checklist=checklist_in(copy),
        given={question: answers.kept(documents, row) for question, row in answers.latest(session, visit.id).items()},
        before=answers.values(session, visit.follows) if visit.follows else {},
    )


def checklist_in(copy: VisitCopy) -> Checklist:
    """The version that is in it."""
    return data.checklist_of(copy.checklist, copy.checklist_version)
