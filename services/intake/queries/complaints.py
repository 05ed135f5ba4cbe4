"""What staff see of complaints without opening a file: no identity, no words."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from services.intake.domain.profile import Profile
from services.intake.domain.terms import local_day
from services.intake.lists import ComplaintListing, unseen
from services.intake.models import Complaint, Evidence, Message, Opening
from services.intake.queries import profiles, records, walls
from services.intake.queries.standings import TOLD, next_of, standing_of
from services.intake.queries.walls import THIS
from services.intake.schemas import complaints as schemas
from services.intake.schemas.profile import ChildProfile
from shared.documents import Documents
from shared.gathered import gathered
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.typed import filled, load

_WORKED_OUT = ("by_child", "first_look_late", "days_left")
#: Of a complaint as a list shows it: a row has twice as many columns, and most of them are sealed.
_LISTED = select(
    *(getattr(Complaint, member.name) for member in fields(schemas.Listed) if member.name not in _WORKED_OUT),
    (Complaint.submitter_role == "child").label("by_child"),
    Complaint.outcome,
    Complaint.erased_at,
)
_OPENINGS = (
    select(Opening.at, Opening.staff_id.label("by"), Opening.role, Opening.reason)
    .where(Opening.complaint_id == THIS)
    .order_by(Opening.at, Opening.id)
)
#: Who is joined to it, each of whom gets an own answer. Whoever may know of one of them may know of all.
_JOINED = (
    select(Complaint.id, Complaint.reference, Complaint.status)
    .where(Complaint.joined_to == THIS)
    .order_by(Complaint.received_at, Complaint.id)
)
_VIEW = walls.beside(
    told=gathered(TOLD),
    profile=gathered(profiles.LATEST),
    messages=select(func.count()).where(Message.complaint_id == THIS).scalar_subquery(),
    files=select(func.count()).where(Evidence.complaint_id == THIS).scalar_subquery(),
    openings=gathered(_OPENINGS),
    decisions=gathered(records.DECISIONS),
    reopenings=gathered(records.REOPENINGS),
    joined=gathered(_JOINED),
)


def complaints(session: Session, cursors: Cursors, asked: ComplaintListing, reading: Reading) -> Page[schemas.Listed]:
    """One page of complaints, the newest first. With `first_look`, by when it is due at the latest."""
    order = [Complaint.urgency_due, Complaint.id] if asked.first_look else [Complaint.received_at, Complaint.id]
    statement = _LISTED.where(walls.open_to(staff(reading.by)))
    rows = page_of(session, cursors, statement, asked, reading, order, descending=asked.first_look is None)
    return rows.of(lambda row: _listed(row, reading.now))


def urgent_unseen(session: Session, reading: Reading, limit: int) -> Sequence[schemas.Listed]:
    """The urgent complaints that nobody looked at yet, those that are due first in front; at most `limit`."""
    urgent = (Complaint.urgency != "normal", unseen("waiting", reading), walls.open_to(staff(reading.by)))
    statement = _LISTED.where(*urgent).order_by(Complaint.urgency_due, Complaint.id).limit(limit)
    return [_listed(row, reading.now) for row in session.execute(statement)]


def _listed(row: Row[*tuple[Any, ...]], now: datetime) -> schemas.Listed:
    return filled(schemas.Listed, row, first_look_late=_late(row, now), days_left=_days_left(row, now))


def _late(complaint: Complaint | Row[*tuple[Any, ...]], now: datetime) -> bool:
    """Worked out here and stored nowhere. What was decided without a look waits for none any more from then on."""
    looked = complaint.first_looked_at or complaint.decided_at
    return (looked or now) >= complaint.urgency_due and not (looked is None and complaint.erased_at is not None)


def _days_left(complaint: Complaint | Row[*tuple[Any, ...]], now: datetime) -> int | None:
    return None if complaint.outcome or complaint.erased_at else (complaint.due_on - local_day(now)).days


def complaint_view(
    session: Session, documents: Documents, complaint_id: UUID, now: datetime, reader: Principal
) -> schemas.Complaint:
    """One complaint with its decision and how much lies in its file. Raises `NotFound`."""
    return versioned_view(session, documents, complaint_id, now, reader)[0]


def versioned_view(
    session: Session, documents: Documents, complaint_id: UUID, now: datetime, reader: Principal
) -> tuple[schemas.Complaint, int]:
    """The same, and which version of it that is."""
    row = walls.known(session, _VIEW, complaint_id, staff(reader))
    complaint: Complaint = row.Complaint
    view = filled(
        schemas.Complaint,
        complaint,
        first_look_late=_late(complaint, now),
        days_left=_days_left(complaint, now),
        standing=standing_of(complaint, row.told),
        next_told=next_of(session, documents, complaint, row.told),
        profile=ChildProfile(**row.profile[0]) if row.profile else filled(ChildProfile, Profile()),
        bodies=tuple(complaint.bodies),
        named_bodies=complaint.named_bodies_sealed is not None,
        can_be_told=complaint.contact_document is not None,
        messages=row.messages,
        files=row.files,
        openings=tuple(load(schemas.Opening, one) for one in row.openings),
        decision=records.decision(documents, complaint),
        decisions=records.decisions(documents, row.decisions),
        reopenings=tuple(load(schemas.Reopening, one) for one in row.reopenings),
        redirect=records.redirect(complaint),
        case=_case(complaint),
        joined=tuple(load(schemas.Joined, one) for one in row.joined),
    )
    return view, complaint.version


def id_of(session: Session, reference: str, reader: Principal) -> UUID | None:
    named = Complaint.reference == reference
    return session.execute(select(Complaint.id).where(named, walls.open_to(staff(reader)))).scalar()


def staff(reader: Principal) -> UUID:
    """Whose walls stand in front of a list."""
    if reader.kind != "staff" or reader.id is None:
        raise AssertionError("only staff read complaints")
    return reader.id


def _case(complaint: Complaint) -> schemas.Case | None:
    if complaint.case_id is None:
        return None
    return schemas.Case(id=complaint.case_id, number=complaint.case_number or "", outcome=complaint.case_outcome)
