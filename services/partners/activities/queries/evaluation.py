"""What was answered before and after an activity, as far as it is told."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.activities import data
from services.partners.activities.domain.evaluation import Moment, result
from services.partners.activities.models import ActivityAnswered
from services.partners.activities.schemas import EvaluationAnswer, ResultAnswer


def of_activity(session: Session, activity_id: UUID) -> EvaluationAnswer:
    """Question by question, before and after."""
    rows = select(ActivityAnswered).where(ActivityAnswered.activity_id == activity_id)
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for one in session.execute(rows).scalars():
        counts.setdefault((one.moment, one.question), {})[one.answer] = one.count
    answers, least = tuple(data.entries("answers")), data.least_answers()
    results = tuple(
        ResultAnswer(
            moment=moment.value, question=question, counts=result(counts.get((moment, question), {}), answers, least)
        )
        for question in data.entries("questions")
        for moment in Moment
    )
    return EvaluationAnswer(least=least, answers=answers, results=results)
