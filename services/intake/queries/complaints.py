"""What staff see of complaints without opening a file: no identity, no words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.intake.domain.terms import local_day
from services.intake.lists import ComplaintListing, unseen
from services.intake.models import Complaint, Evidence, Message, Opening
from services.intake.queries import records, walls
from shared.documents import Documents
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal


def complaints(session: Session, cursors: Cursors, asked: ComplaintListing, reading: Reading) -> Page[dict[str, Any]]:
    """One page of complaints, the newest first. With `first_look`, by when it is due at the latest."""
    order = [Complaint.urgency_due, Complaint.id] if asked.first_look else [Complaint.received_at, Complaint.id]
    statement = select(Complaint).where(walls.open_to(staff(reading.by)))
    rows = page_of(session, cursors, statement, asked, reading, order, descending=asked.first_look is None)
    return rows.of(lambda complaint: listed(complaint, reading.now))


def urgent_unseen(session: Session, reading: Reading, limit: int) -> Sequence[dict[str, Any]]:
    """The urgent complaints that nobody looked at yet, those that are due first in front; at most `limit`."""
    wanted = (Complaint.urgency != "normal", unseen("waiting", reading), walls.open_to(staff(reading.by)))
    statement = select(Complaint).where(*wanted).order_by(Complaint.urgency_due, Complaint.id).limit(limit)
    return [listed(complaint, reading.now) for complaint in session.execute(statement).scalars()]


def listed(complaint: Complaint, now: datetime) -> dict[str, Any]:
    """A complaint as lists show it. `days_left` until the complainant must have been told, while nothing is decided.

    `first_look_late` is worked out here and stored nowhere.
    """
    looked, today = complaint.first_looked_at, local_day(now)
    return {
        "id": complaint.id,
        "reference": complaint.reference,
        "received_at": complaint.received_at,
        "received_on": complaint.received_on,
        "channel": complaint.channel,
        "regional_office": complaint.regional_office,
        "submitter_role": complaint.submitter_role,
        "by_child": complaint.by_child,
        "life_area": complaint.life_area,
        "municipality": complaint.municipality,
        "urgency": complaint.urgency,
        "urgency_due": complaint.urgency_due,
        "first_looked_at": looked,
        "first_look_late": (looked or now) >= complaint.urgency_due and not (looked is None and complaint.erased_at),
        "anonymous": complaint.anonymous,
        "language": complaint.language,
        "status": complaint.status,
        "due_on": complaint.due_on,
        "days_left": None if complaint.outcome or complaint.erased_at else (complaint.due_on - today).days,
        "decided_at": complaint.decided_at,
        "wrote_after_decision": complaint.wrote_after_decision,
    }


def complaint_view(
    session: Session, documents: Documents, complaint_id: UUID, now: datetime, reader: Principal
) -> dict[str, Any]:
    """One complaint with its decision and how much lies in its file. Raises `NotFound`."""
    complaint = walls.complaint(session, complaint_id, staff(reader))
    return listed(complaint, now) | {
        "version": complaint.version,
        "registered_by": complaint.registered_by,
        "bodies": complaint.bodies,
        "keep_secret": complaint.keep_secret,
        "conflict_with_guardian": complaint.conflict_with_guardian,
        "submitter_in_conflict": complaint.submitter_in_conflict,
        "representative_role": complaint.representative_role,
        "representative_in_conflict": complaint.representative_in_conflict,
        "can_be_told": complaint.contact_document is not None,
        "contact_failing": complaint.contact_failing,
        "named_bodies": complaint.named_bodies_sealed is not None,
        "messages": _count(session, Message, complaint_id),
        "files": _count(session, Evidence, complaint_id),
        "openings": _openings(session, complaint_id),
        "decision": records.decision(documents, complaint),
        "decisions": records.decisions(session, documents, complaint.id),
        "reopenings": records.reopenings(session, complaint.id),
        "redirect": records.redirect(complaint),
        "case": _case(complaint),
        "joined": _joined(session, complaint.id),
        "erased_at": complaint.erased_at,
    }


def id_of(session: Session, reference: str, reader: Principal) -> UUID | None:
    wanted = Complaint.reference == reference
    return session.execute(select(Complaint.id).where(wanted, walls.open_to(staff(reader)))).scalar()


def staff(reader: Principal) -> UUID:
    """Whose walls stand in front of a list."""
    if reader.kind != "staff" or reader.id is None:
        raise AssertionError("only staff read complaints")
    return reader.id


def _count(session: Session, table: type[Message | Evidence], complaint_id: UUID) -> int:
    return session.execute(select(func.count()).where(table.complaint_id == complaint_id)).scalar_one()


def _openings(session: Session, complaint_id: UUID) -> Sequence[dict[str, Any]]:
    statement = select(Opening).where(Opening.complaint_id == complaint_id).order_by(Opening.at, Opening.id)
    rows = session.execute(statement).scalars()
    return [{"at": row.at, "by": row.staff_id, "role": row.role, "reason": row.reason} for row in rows]


def _joined(session: Session, complaint_id: UUID) -> Sequence[dict[str, Any]]:
    """Who is joined to it, each of whom gets an own answer. Whoever may know of one of them may know of all."""
    columns = (Complaint.id, Complaint.reference, Complaint.status)
    statement = select(*columns).where(Complaint.joined_to == complaint_id)
    rows = session.execute(statement.order_by(Complaint.received_at, Complaint.id))
    return [{"id": row.id, "reference": row.reference, "status": row.status} for row in rows]


def _case(complaint: Complaint) -> dict[str, Any] | None:
    if complaint.case_id is None:
        return None
    return {"id": complaint.case_id, "number": complaint.case_number, "outcome": complaint.case_outcome}
