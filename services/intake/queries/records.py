"""What was decided on a complaint, now and before, and what became of it where it was passed on."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from services.intake.domain.terms import local_day
from services.intake.models import Complaint, DecisionRecord, Reopening
from services.intake.queries.walls import THIS
from services.intake.schemas import complaints as schemas
from shared.documents import Documents
from shared.events.documents.intake import NeutralSummary
from shared.typed import filled, load

#: All decisions on it as they were made, oldest first, and each time that it was looked at again.
DECISIONS = (
    select(
        DecisionRecord.outcome,
        DecisionRecord.ground,
        DecisionRecord.summary_document.label("summary"),
        DecisionRecord.rights,
        DecisionRecord.bodies,
        DecisionRecord.joined_to,
        DecisionRecord.redirect_to,
        DecisionRecord.authority,
        DecisionRecord.at.label("decided_at"),
        DecisionRecord.by.label("decided_by"),
    )
    .where(DecisionRecord.complaint_id == THIS)
    .order_by(DecisionRecord.at, DecisionRecord.id)
)
REOPENINGS = (
    select(Reopening.at, Reopening.by, Reopening.reason, Reopening.due_on)
    .where(Reopening.complaint_id == THIS)
    .order_by(Reopening.at, Reopening.id)
)


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


def decisions(documents: Documents, rows: Iterable[Mapping[str, Any]]) -> tuple[schemas.KeptDecision, ...]:
    """The rows of `DECISIONS`, gathered, with the words that they name."""
    return tuple(load(schemas.KeptDecision, {**row, "summary": _summary(documents, row["summary"])}) for row in rows)


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
