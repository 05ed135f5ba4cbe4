"""Letting somebody into a file that is another's work: one person asks, another agrees, and then it may be opened for a while."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.accesses import check_asking, check_deciding
from services.intake.domain.terms import local_day
from services.intake.models import Access, Vault
from services.intake.queries import budgets, walls, work
from services.intake.schemas.accesses import AccessDecision, NewAccess
from shared import audit
from shared.principal import Principal
from shared.rules import NotFound


def ask(by: Principal, session: Session, vault: Vault, complaint_id: UUID, new: NewAccess, *, now: datetime) -> Access:
    """Ask another person to agree. Raises `NotFound`, `RuleViolation` (409) for who may open it anyway and after erasure."""
    complaint = walls.locked(session, complaint_id, by.person)
    spent = budgets.is_spent(session, by.person, local_day(now))
    check_asking(work.standing(session, complaint, by, now), spent=spent, purpose=new.purpose)
    key, access_id = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id), uuid4()
    access = Access(
        id=access_id,
        complaint_id=complaint.id,
        purpose=new.purpose,
        reason_sealed=key.seal(new.reason, "access.reason_sealed", access_id),
        asked_by=by.person,
        asked_at=now,
        state="asked",
    )
    session.add(access)
    _trace(by, session, access)
    return access


def decide(
    by: Principal, session: Session, complaint_id: UUID, access_id: UUID, decision: AccessDecision, *, now: datetime
) -> Access:
    """Another person's word. Raises `NotFound`, `RuleViolation` (409) for who asked, and where it is decided."""
    complaint = walls.locked(session, complaint_id, by.person)
    access = session.get(Access, access_id, with_for_update=True)
    if access is None or access.complaint_id != complaint.id:
        raise NotFound
    check_deciding(state=access.state, asked_by=access.asked_by, by=by.person)
    access.state = "approved" if decision.approve else "refused"
    access.decided_by, access.decided_at = by.person, now
    access.until = now + timedelta(minutes=data.access_minutes()) if decision.approve else None
    _trace(by, session, access)
    return access


def _trace(by: Principal, session: Session, access: Access) -> None:
    audit.record(
        session, by, f"access.{access.state}", "complaint", access.complaint_id, access=str(access.id),
        purpose=access.purpose,
    )  # fmt: skip
