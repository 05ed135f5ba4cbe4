"""How often something may be done from one place. Each count is a transaction of its own, so that it stands."""

from uuid import UUID

from sqlalchemy.orm import Session

from shared import limits

#: Ten minutes. A school, an office or a telephone network stands behind one address: these are sizes of a flood.
WINDOW = 600
COMPLAINTS_PER_NETWORK = 60
WRITINGS_PER_COMPLAINT = 60


def count_complaint(session: Session, network: str) -> limits.Standing:
    """Raises `TooManyError`."""
    return limits.count(session, "complaints", network, most=COMPLAINTS_PER_NETWORK, seconds=WINDOW)


def count_writing(session: Session, complaint_id: UUID) -> limits.Standing:
    """A message or a file into the mailbox. Raises `TooManyError`."""
    return limits.count(session, "mailbox", complaint_id.hex, most=WRITINGS_PER_COMPLAINT, seconds=WINDOW)
