"""Counting what a person opens in a day, in the transaction of the opening: two at once count as two."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.terms import local_day
from services.intake.models import OpeningCount


def spend(session: Session, staff_id: UUID, *, let_in: bool, now: datetime) -> None:
    """Count one opening. Raises `RuleViolation` where it is one too many; then the transaction counts nothing."""
    row = {"staff_id": staff_id, "day": local_day(now), "own": int(not let_in), "let_in": int(let_in)}
    more = {"own": OpeningCount.own + row["own"], "let_in": OpeningCount.let_in + row["let_in"]}
    counted = upsert(OpeningCount).values(row).on_conflict_do_update(index_elements=["staff_id", "day"], set_=more)
    own, others = session.execute(counted.returning(OpeningCount.own, OpeningCount.let_in)).one()
    budget = data.budget()
    budget.check(own=0 if let_in else own, let_in=others if let_in else 0)
