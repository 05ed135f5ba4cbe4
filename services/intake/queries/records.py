"""What was decided on a complaint, now and before, and what became of it where it was passed on."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.terms import local_day
from services.intake.models import Complaint, DecisionRecord, Reopening
from services.intake.schemas import complaints as schemas
from shared.documents import Documents
from shared.events.documents.intake import NeutralSummary
from shared.typed import filled


def decision(documents: Documents, complaint: Complaint) -> schemas.Decision | None:
    """The one that holds, or None while nothing is decided."""
    if complaint.outcome is None:
        return None
    return filled(
        schemas.Decision,
        complaint,
        summary=_summary(documents, complaint.summary_document),
        rights=tuple(complaint.rights),
        bodies=tuple(complaint.decided_bodies),
    )


def decisions(session: Session, documents: Documents, complaint_id: UUID) -> tuple[schemas.KeptDecision, ...]:
    """All of them as they were made, oldest first; `authority` is who was to be asked for information."""
    statement = select(DecisionRecord).where(DecisionRecord.complaint_id == complaint_id)
    rows = session.execute(statement.order_by(DecisionRecord.at, DecisionRecord.id)).scalars()
    return tuple(
        filled(
            schemas.KeptDecision,
            row,
            summary=_summary(documents, row.summary_document),
            rights=tuple(row.rights),
            bodies=tuple(row.bodies),
            decided_at=row.at,
            decided_by=row.by,
        )
        for row in rows
    )


def reopenings(session: Session, complaint_id: UUID) -> tuple[schemas.Reopening, ...]:
    statement = select(Reopening).where(Reopening.complaint_id == complaint_id)
    rows = session.execute(statement.order_by(Reopening.at, Reopening.id)).scalars()
    return tuple(filled(schemas.Reopening, row) for row in rows)


def redirect(complaint: Complaint) -> schemas.Redirect | None:
    """The trace of a complaint that was passed on: to whom, on which day, why, and whether its author was asked."""
    if complaint.redirect_check_on is None or complaint.redirect_to is None or complaint.decided_at is None:
        return None
    return schemas.Redirect(
        institution_id=complaint.redirect_to,
        on=local_day(complaint.decided_at),
        ground=complaint.ground,
        check_on=complaint.redirect_check_on,
        asked_at=complaint.redirect_asked_at,
    )


def _summary(documents: Documents, document: str | None) -> str | None:
    return documents.read(NeutralSummary, document).summary if document else None
