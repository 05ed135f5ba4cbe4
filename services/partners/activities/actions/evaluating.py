"""What was answered before or after an activity is entered in counts; entered again, it stands in the place of what was."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.partners.activities.actions.planning import Check, done, taken
from services.partners.activities.domain import evaluation
from services.partners.activities.domain.life import Step
from services.partners.activities.models import Activity, ActivityAnswered
from services.partners.activities.schemas import EvaluationBody
from shared.principal import Principal


def evaluate(
    by: Principal, session: Session, activity_id: UUID, wanted: EvaluationBody, check: Check, *, now: datetime
) -> Activity:
    """All answers of one moment, anew. Raises `RuleViolation` for what was not held."""
    found = taken(session, activity_id, Step.EVALUATE, check)
    evaluation.check_answers([one.answered for one in wanted.answers])
    of_moment = ActivityAnswered.moment == wanted.moment
    session.execute(delete(ActivityAnswered).where(ActivityAnswered.activity_id == found.id, of_moment))
    session.add_all(
        ActivityAnswered(activity_id=found.id, moment=wanted.moment, **vars(one)) for one in wanted.answers if one.count
    )
    return done(by, session, found, "activity.evaluated", now)
