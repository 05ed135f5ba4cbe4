"""What was decided on a complaint, now and before, and what became of it where it was passed on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.terms import local_day
from services.intake.models import Complaint, DecisionRecord, Reopening
from shared.documents import Documents


def decision(documents: Documents, complaint: Complaint) -> dict[str, Any] | None:
    """The one that holds, or None while nothing is decided."""
    if complaint.outcome is None:
        return None
    return {
        "outcome": complaint.outcome,
        "ground": complaint.ground,
        "summary": _summary(documents, complaint.summary_document),
        "rights": complaint.rights,
        "bodies": complaint.decided_bodies,
        "joined_to": complaint.joined_to,
        "redirect_to": complaint.redirect_to,
        "decided_at": complaint.decided_at,
        "decided_by": complaint.decided_by,
    }


def decisions(session: Session, documents: Documents, complaint_id: UUID) -> Sequence[dict[str, Any]]:
    """All of them as they were made, oldest first; `authority` is who was to be asked for information."""
    statement = select(DecisionRecord).where(DecisionRecord.complaint_id == complaint_id)
    rows = session.execute(statement.order_by(DecisionRecord.at, DecisionRecord.id)).scalars()
    return [
        {
            "outcome": row.outcome,
            "ground": row.ground,
            "summary": _summary(documents, row.summary_document),
            "rights": row.rights,
            "bodies": row.bodies,
            "joined_to": row.joined_to,
            "redirect_to": row.redirect_to,
            "authority": row.authority,
            "decided_at": row.at,
            "decided_by": row.by,
        }
        for row in rows
    ]


def reopenings(session: Session, complaint_id: UUID) -> Sequence[dict[str, Any]]:
    statement = select(Reopening).where(Reopening.complaint_id == complaint_id)
    rows = session.execute(statement.order_by(Reopening.at, Reopening.id)).scalars()
    return [{"at": row.at, "by": row.by, "reason": row.reason, "due_on": row.due_on} for row in rows]


def redirect(complaint: Complaint) -> dict[str, Any] | None:
    """The trace of a complaint that was passed on: to whom, on which day, why, and whether its author was asked."""
    if complaint.redirect_check_on is None or complaint.redirect_to is None or complaint.decided_at is None:
        return None
    return {
        "institution_id": complaint.redirect_to,
        "on": local_day(complaint.decided_at),
        "ground": complaint.ground,
        "check_on": complaint.redirect_check_on,
        "asked_at": complaint.redirect_asked_at,
    }


def _summary(documents: Documents, document: str | None) -> str | None:
    return str(documents.get_json(document)["summary"]) if document else None
