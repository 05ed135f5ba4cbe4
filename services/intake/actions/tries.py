"""How often something may be tried from one place. Each count is a transaction of its own, so that it stands."""

from uuid import UUID

from sqlalchemy.orm import Session

from shared import limits

#: Ten minutes. A school, an office or a telephone network stands behind one address: these are sizes of a flood.
WINDOW = 600
COMPLAINTS_PER_NETWORK = 60
WRITINGS_PER_COMPLAINT = 60
#: Wrong codes per network and in all, since a guesser may have a thousand addresses.
GUESSES_PER_NETWORK, GUESSES_IN_ALL = 30, 300
EVERYONE = "all"


def count_complaint(session: Session, network: str) -> None:
    """Raises `TooManyError`."""
    limits.count(session, "complaints", network, most=COMPLAINTS_PER_NETWORK, seconds=WINDOW)


def count_writing(session: Session, complaint_id: UUID) -> None:
    """A message or a file into the mailbox. Raises `TooManyError`."""
    limits.count(session, "mailbox", complaint_id.hex, most=WRITINGS_PER_COMPLAINT, seconds=WINDOW)


def count_wrong_guess(session: Session, network: str) -> None:
    """Raises `TooManyError` when that was one too many."""
    limits.count(session, "receipt", network, most=GUESSES_PER_NETWORK, seconds=WINDOW)
    limits.count(session, "receipt", EVERYONE, most=GUESSES_IN_ALL, seconds=WINDOW)


def refuse_guesser(session: Session, network: str) -> None:
    """Raises `TooManyError` where too many wrong codes came already; right ones are never counted."""
    limits.refuse_if_full(session, "receipt", network, most=GUESSES_PER_NETWORK, seconds=WINDOW)
    limits.refuse_if_full(session, "receipt", EVERYONE, most=GUESSES_IN_ALL, seconds=WINDOW)
