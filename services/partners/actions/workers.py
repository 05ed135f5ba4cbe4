"""Who works on a case, as cases tells it."""

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from services.partners.models import CaseWorker
from services.partners.queries import wall
from shared import audit
from shared.events.catalogue import CaseAssigned
from shared.principal import Principal


def heed(by: Principal, session: Session, told: CaseAssigned) -> None:
    """Exactly these work on the case: the newest word is the whole truth."""
    wall.as_office(session)
    session.execute(delete(CaseWorker).where(CaseWorker.case_id == told.case_id))
    people = sorted(set(told.staff))
    if people:
        session.execute(insert(CaseWorker), [{"case_id": told.case_id, "staff_id": one} for one in people])
    audit.record(session, by, "case.assigned", "case", told.case_id, people=len(people))
