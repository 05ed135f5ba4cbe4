"""The walls of the office: cases says who is shut out of a case."""

from sqlalchemy import delete, func, insert, update
from sqlalchemy.orm import Session

from services.partners.models import CaseWall, Dispatch
from services.partners.queries import wall
from shared import audit
from shared.events.catalogue import CaseWalled
from shared.principal import Principal


def raise_walls(by: Principal, session: Session, told: CaseWalled) -> None:
    """Exactly these are shut out of the case, and so of the letters of these acts, also of those sent before letters named their case."""
    wall.as_office(session)
    session.execute(delete(CaseWall).where(CaseWall.case_id == told.case_id))
    if told.staff:
        session.execute(
            insert(CaseWall), [{"staff_id": one, "case_id": told.case_id} for one in sorted(set(told.staff))]
        )
    unnamed = Dispatch.recommendation_id.in_(told.acts), ~Dispatch.cases.contains([told.case_id])
    named = func.array_append(Dispatch.cases, told.case_id)
    session.execute(update(Dispatch).where(*unnamed).values(cases=named, version=Dispatch.version + 1))
    audit.record(session, by, "case.walled", "case", told.case_id, people=len(set(told.staff)))
