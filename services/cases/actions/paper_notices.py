"""What the office found or decided of an item, noted for a body that may have the act on paper alone: finding_letters.py writes it to it."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.models import Obligation, PaperNotice
from shared.principal import Principal


def note(by: Principal, session: Session, obligation: Obligation, word: str, *, now: datetime) -> None:
    """A step of others, beside the event that tells it by wire: whether its body is told by letter is looked at when that is written."""
    by_when = (obligation.implementation_due or obligation.noted_date) if word == "in_process" else None
    person = by.id if by.kind == "staff" else None
    notice = PaperNotice(obligation_id=obligation.id, word=word, on=local_date(now), by_when=by_when, by=person, at=now)
    session.add(notice)
