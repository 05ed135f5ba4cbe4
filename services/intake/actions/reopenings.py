"""Looking again at a complaint on which the office had ended its work."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.intake import data
from services.intake.actions import progress
from services.intake.data.wording import Facts
from services.intake.domain.decisions import check_reopening
from services.intake.domain.terms import ADMISSIBILITY, last_day, local_day, term_on
from services.intake.models import Complaint, ErasedError, Reopening, Vault
from services.intake.queries import work
from services.intake.schemas.decisions import NewReopening
from shared import audit
from shared.events.catalogue import ComplaintReopened
from shared.messaging.outbox import publish
from shared.principal import Principal


def reopen(
    by: Principal, session: Session, vault: Vault, complaint_id: UUID, new: NewReopening, *, now: datetime
) -> Complaint:
    """Put a complaint back to where it was received, with a new term for telling whether it is accepted.

    What was decided stays in its decisions; its case, if it had one, stays named. Raises `RuleViolation` (409) while the
    office works on it, or after erasure.
    """
    complaint = work.locked(session, complaint_id, by)
    if complaint.erased_at:
        raise ErasedError
    check_reopening(complaint.status)
    today, changes = local_day(now), audit.watched(complaint, "status", "due_on", "outcome")
    complaint.due_on = last_day(term_on(data.terms(), ADMISSIBILITY, today), today)
    reopening = Reopening(
        id=uuid4(), complaint_id=complaint.id, at=now, by=by.person, reason=new.reason, due_on=complaint.due_on
    )
    if new.note:
        key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
        reopening.note_sealed = key.seal(new.note, "reopening.note_sealed", reopening.id)
    session.add(reopening)
    _clear(complaint, now)
    progress.notice(session, complaint, "reopened", Facts(day=complaint.due_on), cause=reopening.id, now=now)
    publish(
        session,
        ComplaintReopened(complaint_id=complaint.id, reference=complaint.reference, reason=new.reason),
        complaint.id,
    )
    audit.record(session, by, "complaint.reopened", "complaint", complaint.id, reason=new.reason, changes=changes())
    return complaint


def _clear(complaint: Complaint, now: datetime) -> None:
    complaint.status, complaint.reopened_at = "received", now
    complaint.outcome = complaint.ground = complaint.summary_document = None
    complaint.rights, complaint.decided_bodies = [], []
    complaint.joined_to = complaint.redirect_to = complaint.redirect_check_on = complaint.redirect_asked_at = None
    complaint.decided_at = complaint.decided_by = None
    complaint.wrote_after_decision = False
