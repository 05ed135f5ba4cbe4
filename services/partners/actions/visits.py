"""What cases tells of visits: when a body was visited, once that is over."""

from sqlalchemy.orm import Session

from services.partners.models import BodyVisit
from shared import audit
from shared.events.catalogue import VisitConcluded
from shared.principal import Principal


def note_visit(by: Principal, session: Session, told: VisitConcluded) -> None:
    """Keep that the body was visited; told again it changes nothing."""
    if session.get(BodyVisit, told.visit_id) is None:
        session.add(
            BodyVisit(
                visit_id=told.visit_id,
                institution_id=told.institution_id,
                number=told.number,
                begun_on=told.begun_on,
                concluded_on=told.concluded_on,
            )
        )
        audit.record(session, by, "visit.concluded", "institution", told.institution_id, number=told.number)
