"""What the office found or decided of an item, noted for a body that may have the act on paper alone: finding_letters.py writes it to it."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.cases.domain.paper_notices import Tells
from services.cases.domain.timeliness import local_date
from services.cases.models import Obligation, PaperNotice, Recommendation, ToldLetter
from shared.events.catalogue import DecisionDropped
from shared.messaging.outbox import publish
from shared.principal import Principal


def note(by: Principal, session: Session, obligation: Obligation, word: str, *, now: datetime) -> None:
    """A step of others, beside the event that tells it by wire: whether its body is told by letter is looked at when that is written. A letter
    that waits to leave, and would tell what holds no more, is taken back: the next tells all of it.
    """
    by_when = (obligation.implementation_due or obligation.noted_date) if word == "in_process" else None
    person = by.id if by.kind == "staff" else None
    notice = PaperNotice(obligation_id=obligation.id, word=word, on=local_date(now), by_when=by_when, by=person, at=now)
    session.add(notice)
    written = select(ToldLetter).where(
        ToldLetter.recommendation_id == obligation.recommendation_id,
        ToldLetter.institution_id == obligation.institution_id,
        ToldLetter.what == Tells.FINDING.value,
        ToldLetter.dropped_at.is_(None),
    )
    for letter in session.execute(written.with_for_update()).scalars().all():
        if letter.waits:
            drop(session, letter, now=now)


def drop_waiting(session: Session, act: Recommendation, *, now: datetime) -> None:
    """A step of others: of an act that stands no more nothing found is told, nor that what was said of it was untrue."""
    mine = ToldLetter.recommendation_id == act.id, ToldLetter.what != Tells.WITHDRAWAL.value
    for letter in session.execute(select(ToldLetter).where(*mine).with_for_update()).scalars().all():
        if letter.waits:
            drop(session, letter, now=now)


def drop(session: Session, letter: ToldLetter, *, now: datetime) -> None:
    """A step of others: a letter of what was found leaves the post book, and what it says is untold."""
    letter.dropped_at = now
    mine = update(PaperNotice).where(PaperNotice.letter_id == letter.id)
    session.execute(mine.values(settled_at=None, letter_id=None))
    event = DecisionDropped(
        recommendation_id=letter.recommendation_id, institution_id=letter.institution_id, letter=letter.document
    )
    publish(session, event, letter.recommendation_id)
