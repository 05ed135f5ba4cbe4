"""The walls of the office: cases says who is shut out of a case and who works on it, intake who is shut out of a complaint that was handed over."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, insert, update
from sqlalchemy.orm import Session

from services.partners.models import CaseWall, CaseWorker, Dispatch
from services.partners.queries import wall
from shared import audit
from shared.events.catalogue import CaseAssigned, CaseWalled, HandoverWalled
from shared.principal import Principal


def raise_walls(by: Principal, session: Session, told: CaseWalled) -> None:
    """Exactly these are shut out of the case, and so of the letters of these acts, also of those sent before letters named their case."""
    people = _raise(session, told.case_id, told.staff, told.acts)
    audit.record(session, by, "case.walled", "case", told.case_id, people=people)


def raise_walls_of_handed(by: Principal, session: Session, told: HandoverWalled) -> None:
    """Exactly these are shut out of the letter that hands the complaint over: the handover stands for its complaint, which no letter names."""
    people = _raise(session, told.handover_id, told.staff, (told.handover_id,))
    audit.record(session, by, "handover.walled", "handover", told.handover_id, people=people)


def note_workers(by: Principal, session: Session, told: CaseAssigned) -> None:
    """Exactly these work on the case, and print its letters: the newest word is the whole truth."""
    wall.as_office(session)
    session.execute(delete(CaseWorker).where(CaseWorker.case_id == told.case_id))
    people = sorted(set(told.staff))
    if people:
        session.execute(insert(CaseWorker), [{"case_id": told.case_id, "staff_id": one} for one in people])
    audit.record(session, by, "case.assigned", "case", told.case_id, people=len(people))


def _raise(session: Session, matter_id: UUID, staff: Collection[UUID], acts: Collection[UUID]) -> int:
    wall.as_office(session)
    people = sorted(set(staff))
    session.execute(delete(CaseWall).where(CaseWall.case_id == matter_id))
    if people:
        session.execute(insert(CaseWall), [{"staff_id": one, "case_id": matter_id} for one in people])
    unnamed = Dispatch.recommendation_id.in_(acts), ~Dispatch.cases.contains([matter_id])
    named = func.array_append(Dispatch.cases, matter_id)
    session.execute(update(Dispatch).where(*unnamed).values(cases=named, version=Dispatch.version + 1))
    return len(people)
