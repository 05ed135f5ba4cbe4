"""What staff see of complaints without opening a file: no identity, no words."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.intake.domain.terms import local_day
from services.intake.lists import ComplaintListing, unseen
from services.intake.models import Complaint, Evidence, Message, Opening
from services.intake.queries import profiles, records, walls
from services.intake.queries.standings import next_of, standing_of
from services.intake.schemas import complaints as schemas
from services.intake.schemas.profile import ChildProfile
from shared.documents import Documents
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.typed import filled


def complaints(session: Session, cursors: Cursors, asked: ComplaintListing, reading: Reading) -> Page[schemas.Listed]:
    """One page of complaints, the newest first. With `first_look`, by when it is due at the latest."""
    order = [Complaint.urgency_due, Complaint.id] if asked.first_look else [Complaint.received_at, Complaint.id]
    statement = select(Complaint).where(walls.open_to(staff(reading.by)))
    rows = page_of(session, cursors, statement, asked, reading, order, descending=asked.first_look is None)
    return rows.of(lambda complaint: listed(complaint, reading.now))


def urgent_unseen(session: Session, reading: Reading, limit: int) -> Sequence[schemas.Listed]:
    """The urgent complaints that nobody looked at yet, those that are due first in front; at most `limit`."""
    urgent = (Complaint.urgency != "normal", unseen("waiting", reading), walls.open_to(staff(reading.by)))
    statement = select(Complaint).where(*urgent).order_by(Complaint.urgency_due, Complaint.id).limit(limit)
    return [listed(complaint, reading.now) for complaint in session.execute(statement).scalars()]


def listed(complaint: Complaint, now: datetime) -> schemas.Listed:
    """A complaint as lists show it."""
    return filled(
        schemas.Listed, complaint, first_look_late=_late(complaint, now), days_left=_days_left(complaint, now)
    )


def _late(complaint: Complaint, now: datetime) -> bool:
    """Worked out here and stored nowhere. What was decided without a look waits for none any more from then on."""
    looked = complaint.first_looked_at or complaint.decided_at
    return (looked or now) >= complaint.urgency_due and not (looked is None and complaint.erased_at is not None)


def _days_left(complaint: Complaint, now: datetime) -> int | None:
    return None if complaint.outcome or complaint.erased_at else (complaint.due_on - local_day(now)).days


def complaint_view(
    session: Session, documents: Documents, complaint_id: UUID, now: datetime, reader: Principal
) -> schemas.Complaint:
    """One complaint with its decision and how much lies in its file. Raises `NotFound`."""
    return view_of(session, documents, walls.complaint(session, complaint_id, staff(reader)), now)


def view_of(session: Session, documents: Documents, complaint: Complaint, now: datetime) -> schemas.Complaint:
    return filled(
        schemas.Complaint,
        complaint,
        first_look_late=_late(complaint, now),
        days_left=_days_left(complaint, now),
        standing=standing_of(session, complaint),
        next_told=next_of(session, documents, complaint),
        profile=filled(ChildProfile, profiles.current(session, complaint.id)),
        bodies=tuple(complaint.bodies),
        named_bodies=complaint.named_bodies_sealed is not None,
        can_be_told=complaint.contact_document is not None,
        messages=_count(session, Message, complaint.id),
        files=_count(session, Evidence, complaint.id),
        openings=_openings(session, complaint.id),
        decision=records.decision(documents, complaint),
        decisions=records.decisions(session, documents, complaint.id),
        reopenings=records.reopenings(session, complaint.id),
        redirect=records.redirect(complaint),
        case=_case(complaint),
        joined=_joined(session, complaint.id),
    )


def id_of(session: Session, reference: str, reader: Principal) -> UUID | None:
    named = Complaint.reference == reference
    return session.execute(select(Complaint.id).where(named, walls.open_to(staff(reader)))).scalar()


def staff(reader: Principal) -> UUID:
    """Whose walls stand in front of a list."""
    if reader.kind != "staff" or reader.id is None:
        raise AssertionError("only staff read complaints")
    return reader.id


def _count(session: Session, table: type[Message | Evidence], complaint_id: UUID) -> int:
    return session.execute(select(func.count()).where(table.complaint_id == complaint_id)).scalar_one()


def _openings(session: Session, complaint_id: UUID) -> tuple[schemas.Opening, ...]:
    statement = select(Opening).where(Opening.complaint_id == complaint_id).order_by(Opening.at, Opening.id)
    return tuple(filled(schemas.Opening, row, by=row.staff_id) for row in session.execute(statement).scalars())


def _joined(session: Session, complaint_id: UUID) -> tuple[schemas.Joined, ...]:
    """Who is joined to it, each of whom gets an own answer. Whoever may know of one of them may know of all."""
    columns = (Complaint.id, Complaint.reference, Complaint.status)
    statement = select(*columns).where(Complaint.joined_to == complaint_id)
    rows = session.execute(statement.order_by(Complaint.received_at, Complaint.id))
    return tuple(filled(schemas.Joined, row) for row in rows)


def _case(complaint: Complaint) -> schemas.Case | None:
    if complaint.case_id is None:
        return None
    return schemas.Case(id=complaint.case_id, number=complaint.case_number or "", outcome=complaint.case_outcome)
