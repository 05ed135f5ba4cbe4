"""Which complaint a receipt code opens, and whether codes are given out faster than they can be hashed."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.receipts import ReceiptCode, keyed, matches, read_code
from services.intake.models import Complaint, Vault

_NOBODY = UUID(int=0)
#: Complaints in a second. An office of this size has as many in a week.
FLOOD = 20


def behind(session: Session, vault: Vault, typed: str) -> UUID | None:
    """The complaint whose mailbox `typed` opens, or None. Takes as long for each wrong code as for a right one, once it is a code.

    A complainant in conflict with the child and an erased complaint are None too: the same as never having been.
    """
    code = read_code(typed)
    if code is None:
        return None
    row = _row(session, code)
    complaint_id = row.id if row else _NOBODY
    first_layer = keyed(vault.pepper, complaint_id, code.secret)
    # Hashing runs in each case, also for what is not hashed yet: its cost is what an observer could measure.
    right = matches(row.receipt_hash if row else None, first_layer) or _waiting(vault, row, first_layer)
    return complaint_id if row and right and not row.submitter_in_conflict else None


def may_still_read(session: Session, complaint_id: UUID) -> bool:
    """Whether a session that began with the right code may go on."""
    statement = select(Complaint.submitter_in_conflict, Complaint.erased_at).where(Complaint.id == complaint_id)
    row = session.execute(statement).first()
    return row is not None and not row.submitter_in_conflict and row.erased_at is None


def is_flooded(session: Session, now: datetime) -> bool:
    """Whether more complaints come in than hashing could ever follow."""
    newest = select(Complaint.received_at).order_by(Complaint.received_at.desc()).offset(FLOOD - 1).limit(1)
    reached = session.execute(newest).scalar()
    return reached is not None and reached > now - timedelta(seconds=1)


def _row(session: Session, code: ReceiptCode) -> Complaint | None:
    return session.execute(select(Complaint).where(Complaint.locator == code.locator)).scalar()


def _waiting(vault: Vault, row: Complaint | None, first_layer: bytes) -> bool:
    if row is None or row.receipt_waiting is None:
        return False
    key = vault.open(row.id, row.key_wrapped, row.kek_id)
    return key.same(row.receipt_waiting, first_layer, "complaint.receipt_waiting", row.id)
