"""The days of a rung that was sent: on which its letter left, from which the next one is counted, and by when an answer is awaited."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.clock import deemed_from
from services.cases.domain.escalation import answer_day
from services.cases.domain.ladder import REMINDERS, RungKey
from services.cases.models.acts import ActAddressee
from services.cases.models.follow_up import Escalation, RungLetter
from services.cases.models.obligations import Obligation


def left_on(session: Session, rung: Escalation) -> date | None:
    """The day on which the letter of a rung arrived, or left where that is not known or its term counts from that; none while it has done
    neither. A rung without a letter of its own is taken on its day.
    """
    if rung.act_id is not None:
        return _act_left_on(session, rung)
    letter = _reminder(session, rung)
    return rung.on if letter is None else letter.delivered_on or letter.left_on


def counted_from(session: Session, rung: Escalation, today: date) -> date | None:
    """The day from which the next rung is counted; none while nobody has the letter of this one. A letter that only left, or was mailed as a link that nobody
    opened, is with nobody: a reminder gives days from its delivery.
    """
    letter = _reminder(session, rung)
    if rung.act_id is not None or letter is None:
        return left_on(session, rung)
    return _arrived_on(session.get_one(Obligation, rung.obligation_id), letter, today)


def answer_by(session: Session, rung: Escalation, today: date) -> date | None:
    """The last day for the answer that a reminder asks for; none before it was delivered, and while nothing is asked."""
    letter, obligation = _reminder(session, rung), session.get_one(Obligation, rung.obligation_id)
    if letter is None or letter.answer_days is None or obligation.held_since is not None:
        return None
    arrived = _arrived_on(obligation, letter, today)
    if arrived is None:
        return None
    return answer_day(arrived, letter.answer_days, data.calendar_of(today), obligation.free_now)


def term_of(session: Session, sent: Escalation) -> date | None:
    """The last day of the term that a rung opened: as the clock of its act has it now; none until that began."""
    if sent.act_id is None:
        return sent.term_due
    running = select(func.max(Obligation.reply_due)).where(Obligation.recommendation_id == sent.act_id)
    return session.execute(running.where(Obligation.fell_on.is_(None))).scalar() or sent.term_due


def _act_left_on(session: Session, rung: Escalation) -> date | None:
    copies = select(ActAddressee).where(ActAddressee.recommendation_id == rung.act_id)
    counted = term_of(session, rung) is not None
    days = [(one.sent_on if counted else None) or one.delivered_on for one in session.execute(copies).scalars()]
    return max((day for day in days if day), default=None)


def _reminder(session: Session, rung: Escalation) -> RungLetter | None:
    reminds = rung.letter_id is not None and RungKey(rung.rung) in REMINDERS and not rung.alternative
    return session.get(RungLetter, rung.letter_id) if reminds else None


def _arrived_on(obligation: Obligation, letter: RungLetter, today: date) -> date | None:
    """On which a reminder was delivered, or counts as delivered by the rule by which the act itself does."""
    if letter.delivered_on is not None or letter.posted_on is None or obligation.term is None:
        return letter.delivered_on
    term = data.term_on(obligation.term, obligation.issued_on)
    deemed = deemed_from(letter.posted_on, data.calendar_of(today), term)
    return deemed if deemed is not None and deemed <= today else None
