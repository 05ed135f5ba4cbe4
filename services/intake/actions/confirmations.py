"""Questions to the complainant: whether what a body says it did was felt."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake.models import Question
from services.intake.queries import lookup
from shared import audit
from shared.events.catalogue import ConfirmationGiven
from shared.messaging.outbox import publish
from shared.rules import NotFound, RuleViolation


def ask(
    session: Session,
    question_id: UUID,
    complaint_id: UUID,
    *,
    obligation_id: UUID,
    institution_id: UUID,
    round_: str,
    asked: str,
    at: datetime,
) -> None:
    """Put a question where whoever holds the code finds it. A mailbox that is shut for a conflict shows it to nobody."""
    row = {
        "id": question_id,
        "complaint_id": complaint_id,
        "obligation_id": obligation_id,
        "institution_id": institution_id,
        "round": round_,
        "asked": asked,
        "at": at,
    }
    for complaint in lookup.locked_all(session, [complaint_id]):
        session.execute(upsert(Question).values(row).on_conflict_do_nothing())
        audit.record(session, "service:cases", "confirmation.asked", "complaint", complaint.id)


def answer(session: Session, complaint_id: UUID, question_id: UUID, said: str, now: datetime) -> Question:
    """Answer a question, once. Raises `NotFound` for that of another complaint, `RuleViolation` (409) for a second answer."""
    asked = select(Question).where(Question.id == question_id, Question.complaint_id == complaint_id)
    question = session.execute(asked.with_for_update()).scalar()
    if question is None:
        raise NotFound
    if question.answer is not None:
        raise RuleViolation("it was answered", code="already_answered", legal=("messages",))
    question.answer, question.answered_at = said, now
    publish(
        session,
        ConfirmationGiven(
            question_id=question.id,
            complaint_id=complaint_id,
            obligation_id=question.obligation_id,
            answer=said,
            at=now,
        ),
        question.id,
    )
    audit.record(session, "complainant", "confirmation.given", "complaint", complaint_id, question=str(question.id))
    return question
