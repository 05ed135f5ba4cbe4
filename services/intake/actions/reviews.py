"""Looking at an opening afterwards: by somebody who neither opened the file nor had agreed to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.intake.domain.accesses import check_review
from services.intake.models import Access, Opening, OpeningReview
from services.intake.queries import walls
from services.intake.schemas.reviews import NewReview
from shared import audit
from shared.principal import Principal
from shared.rules import NotFound


def review(by: Principal, session: Session, opening_id: UUID, new: NewReview, *, now: datetime) -> OpeningReview:
    """Say what was found of it, once. Raises `NotFound`, `RuleViolation` (409)."""
    opening = session.get(Opening, opening_id)
    if opening is None:
        raise NotFound
    # Held, so that of two who look at once the second is told so.
    walls.locked(session, opening.complaint_id, by.person)
    access = session.get(Access, opening.access_id) if opening.access_id else None
    check_review(
        opener=opening.staff_id,
        agreed_by=access.decided_by if access else None,
        by=by.person,
        reviewed=session.get(OpeningReview, opening.id) is not None,
    )
    found = OpeningReview(opening_id=opening.id, at=now, by=by.person, outcome=new.outcome)
    session.add(found)
    audit.record(
        session, by, "opening.reviewed", "complaint", opening.complaint_id, opening=str(opening.id), outcome=new.outcome
    )
    return found
