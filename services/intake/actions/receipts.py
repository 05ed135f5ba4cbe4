"""Receipt codes after they were given out: hashing them for good."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.intake.domain.receipts import slow_hash
from services.intake.models import Complaint, Vault


def strengthen_one(session: Session, vault: Vault) -> bool:
    """Put Argon2id in place of the first layer for the oldest complaint that waits; False if none does.

    At acceptance it would cost 50 ms of a core for each complaint, and the form must take a flood of them.
    """
    statement = select(Complaint).where(Complaint.receipt_waiting.is_not(None)).order_by(Complaint.received_at).limit(1)
    complaint = session.execute(statement.with_for_update(skip_locked=True)).scalar()
    if complaint is None or complaint.receipt_waiting is None:
        return False
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    first_layer = key.unseal_key(complaint.receipt_waiting, "complaint.receipt_waiting", complaint.id)
    # Not through the object: the version that an officer has read stays what it was.
    done = update(Complaint).where(Complaint.id == complaint.id)
    session.execute(done.values(receipt_hash=slow_hash(first_layer), receipt_waiting=None))
    return True
