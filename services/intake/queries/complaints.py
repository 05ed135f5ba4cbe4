"""What staff see of complaints without opening a file: no identity, no words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.intake.models import Complaint, Evidence, Message, Opening, lookup
from shared.documents import Documents
from shared.pagination import Cursors, Page, page

FILTERS = ("status", "urgency", "municipality", "life_area", "channel")


def complaints(
    session: Session,
    cursors: Cursors,
    filters: Mapping[str, str | None],
    *,
    reader: str,
    today: date,
    after: str | None,
    limit: int,
) -> Page:
    """One page of complaints, the newest first. The cursor belongs to these filters and this reader."""
    statement = select(Complaint)
    chosen = [(name, filters.get(name)) for name in FILTERS]
    for name, value in chosen:
        if value is not None:
            statement = statement.where(getattr(Complaint, name) == value)
    scope = ["intake.complaints", reader, *(f"{name}={value or ''}" for name, value in chosen)]
    found = page(
        session, statement, [Complaint.received_at, Complaint.id], cursors, scope,
        after=after, limit=limit, descending=True,
    )  # fmt: skip
    return Page([listed(complaint, today) for complaint in found.items], found.next)


def listed(complaint: Complaint, today: date) -> dict[str, Any]:
    """A complaint as lists show it. `days_left` until the complainant must have been told, while nothing is decided."""
    return {
        "id": complaint.id,
        "reference": complaint.reference,
        "received_at": complaint.received_at,
        "channel": complaint.channel,
        "submitter_role": complaint.submitter_role,
        "by_child": complaint.by_child,
        "life_area": complaint.life_area,
        "municipality": complaint.municipality,
        "urgency": complaint.urgency,
        "language": complaint.language,
        "status": complaint.status,
        "due_on": complaint.due_on,
        "days_left": None if complaint.outcome or complaint.erased_at else (complaint.due_on - today).days,
        "decided_at": complaint.decided_at,
    }


def complaint_view(session: Session, documents: Documents, complaint_id: UUID, today: date) -> dict[str, Any]:
    """One complaint with its decision and how much lies in its file. Raises `NotFound`."""
    complaint = lookup.complaint(session, complaint_id)
    return listed(complaint, today) | {
        "version": complaint.version,
        "registered_by": complaint.registered_by,
        "bodies": complaint.bodies,
        "keep_secret": complaint.keep_secret,
        "conflict_with_guardian": complaint.conflict_with_guardian,
        "submitter_in_conflict": complaint.submitter_in_conflict,
        "can_be_told": complaint.contact_document is not None,
        "contact_failing": complaint.contact_failing,
        "named_bodies": complaint.named_bodies_sealed is not None,
        "messages": _count(session, Message, complaint_id),
        "files": _count(session, Evidence, complaint_id),
        "openings": _openings(session, complaint_id),
        "decision": _decision(documents, complaint),
        "case": _case(complaint),
        "erased_at": complaint.erased_at,
    }


def id_of(session: Session, reference: str) -> UUID | None:
    return session.execute(select(Complaint.id).where(Complaint.reference == reference)).scalar()


def _count(session: Session, table: type[Message | Evidence], complaint_id: UUID) -> int:
    return session.execute(select(func.count()).where(table.complaint_id == complaint_id)).scalar_one()


def _openings(session: Session, complaint_id: UUID) -> Sequence[dict[str, Any]]:
    statement = select(Opening).where(Opening.complaint_id == complaint_id).order_by(Opening.at, Opening.id)
    rows = session.execute(statement).scalars()
    return [{"at": row.at, "by": row.staff_id, "role": row.role, "reason": row.reason} for row in rows]


def _decision(documents: Documents, complaint: Complaint) -> dict[str, Any] | None:
    if complaint.outcome is None:
        return None
    summary = documents.get_json(complaint.summary_document)["summary"] if complaint.summary_document else None
    return {
        "outcome": complaint.outcome,
        "ground": complaint.ground,
        "summary": summary,
        "rights": complaint.rights,
        "bodies": complaint.decided_bodies,
        "joined_to": complaint.joined_to,
        "redirect_to": complaint.redirect_to,
        "decided_at": complaint.decided_at,
        "decided_by": complaint.decided_by,
    }


def _case(complaint: Complaint) -> dict[str, Any] | None:
    if complaint.case_id is None:
        return None
    return {"id": complaint.case_id, "number": complaint.case_number, "outcome": complaint.case_outcome}
