"""Questions to the complainant: whether what a body says it did was felt."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake.actions.mailbox import COMPLAINANT
from services.intake.models import Question
from services.intake.queries import lookup
from services.intake.schemas.mailbox import NewConfirmation
from shared import audit
from shared.events.catalogue import ConfirmationAsked, ConfirmationEnded, ConfirmationGiven
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation

#: The refusal of an answer to a question that stands open no more.
ENDED = "question_ended"


def ask(by: Principal, session: Session, event: ConfirmationAsked, *, now: datetime) -> None:
    """Put a question where whoever holds the code finds it. A mailbox that is shut for a conflict shows it to nobody."""
    row = {
        "id": event.question_id,
        "complaint_id": event.complaint_id,
        "obligation_id": event.obligation_id,
        "institution_id": event.institution_id,
        "round": event.round,
        "asked": event.asked,
        "at": now,
    }
    for complaint in lookup.locked_all(session, [event.complaint_id]):
        session.execute(upsert(Question).values(row).on_conflict_do_nothing())
        audit.record(session, by, "confirmation.asked", "complaint", complaint.id)


def end(by: Principal, session: Session, event: ConfirmationEnded, *, now: datetime) -> None:
    """What a question rests on stands no more. One of a file that was erased, or that was put to nobody, is not there."""
    question = session.get(Question, event.question_id, with_for_update=True)
    if question is not None and question.ended_at is None:
        question.ended_at = now
        audit.record(session, by, "confirmation.ended", "complaint", question.complaint_id)


def answer(by: Principal, session: Session, new: NewConfirmation, *, now: datetime) -> Question:
    """Answer a question, once. Raises `NotFound` for that of another complaint, `RuleViolation` (409) for a second answer, or where the question
    has ended.
    """
    statement = select(Question).where(Question.id == new.question_id, Question.complaint_id == by.person)
    question = session.execute(statement.with_for_update()).scalar()
    if question is None:
        raise NotFound
    if question.answer is not None:
        raise RuleViolation("it was answered", code="already_answered", legal=("messages",))
    if question.ended_at is not None:
        message = "what the office had found no longer stands: this question need not be answered any more"
        raise RuleViolation(message, code=ENDED, legal=("messages",))
    question.answer, question.answered_at = new.answer, now
    publish(
        session,
        ConfirmationGiven(
            question_id=question.id,
            complaint_id=by.person,
            obligation_id=question.obligation_id,
            answer=new.answer,
            at=now,
        ),
        question.id,
    )
    audit.record(session, COMPLAINANT, "confirmation.given", "complaint", by.person, question=str(question.id))
    return question
