"""What became of a letter about an act that is neither the act nor a reminder: an answer to what was asked back, a decision, time taken back. A step
of others.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from services.cases.actions import asked_again, clarified, taken_back, told_letters
from services.cases.domain.obligations import Delivery
from shared.principal import Principal


def note(by: Principal, session: Session, letter: str | None, reported: Delivery, day: date, *, now: datetime) -> None:
    """Of whichever of them has that document."""
    clarified.note(session, letter, reported, day)
    told_letters.note(session, letter, reported, day)
    asked_again.follow(by, session, letter, reported, day, now=now)
    taken_back.note(by, session, letter, reported, day, now=now)
