"""Openings that nobody looked at afterwards yet."""

from collections import Counter
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.terms import local_day
from services.intake.models import Access, Complaint, Opening, OpeningCount, OpeningReview
from services.intake.queries import walls
from services.intake.schemas import reviews as schemas
from shared.audit import AuditEntry
from shared.principal import Principal
from shared.typed import filled

#: So many on one page; the rest follow as these are looked at.
MOST = 100


def waiting(session: Session, reader: Principal) -> tuple[schemas.OpeningToReview, ...]:
    """What `reader` may look at: of files that were not the opener's work first, then by when; none of their own, none that they had
    agreed to, and none of a complaint that they may not know of.
    """
    rows = session.execute(
        select(Opening, Complaint.reference, Access.decided_by)
        .join(Complaint, Complaint.id == Opening.complaint_id)
        .outerjoin(Access, Access.id == Opening.access_id)
        .outerjoin(OpeningReview, OpeningReview.opening_id == Opening.id)
        .where(OpeningReview.opening_id.is_(None), Opening.staff_id != reader.person, walls.open_to(reader.person))
        .where(Access.decided_by.is_distinct_from(reader.person))
        .order_by(Opening.access_id.is_(None), Opening.at, Opening.id)
        .limit(MOST)
    ).all()
    shown = _shown(session, [opening for opening, *_ in rows])
    return tuple(
        filled(
            schemas.OpeningToReview,
            opening,
            reference=reference,
            let_in=opening.access_id is not None,
            agreed_by=agreed_by,
            shown=shown[opening.id, "complaint.shown"],
            files=shown[opening.id, "evidence.shown"],
            that_day=_that_day(session, opening),
        )
        for opening, reference, agreed_by in rows
    )


def _shown(session: Session, openings: list[Opening]) -> Counter[tuple[UUID, str]]:
    """How many times the words, and files, were shown by each opening, as the trail says."""
    about = {str(opening.complaint_id) for opening in openings}
    columns = select(AuditEntry.details, AuditEntry.action).where(
        AuditEntry.object_id.in_(about), AuditEntry.action.in_(("complaint.shown", "evidence.shown"))
    )
    return Counter((UUID(details["opening"]), action) for details, action in session.execute(columns))


def _that_day(session: Session, opening: Opening) -> int:
    count = session.get(OpeningCount, (opening.staff_id, local_day(opening.at)))
    return count.own + count.let_in if count else 1
