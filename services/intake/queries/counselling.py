"""Counselling that was noted."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.intake.models import Counselling
from shared.pagination import Cursors, Page, page

FILTERS = ("channel", "regional_office", "life_area")


def noted_since(session: Session, begin: datetime) -> int:
    """How many, from `begin` until now."""
    return session.execute(select(func.count()).where(Counselling.at >= begin)).scalar_one()


def counselling(
    session: Session,
    cursors: Cursors,
    filters: Mapping[str, str | None],
    *,
    reader: str,
    after: str | None,
    limit: int,
) -> Page:
    """One page, the newest first. The cursor belongs to these filters and this reader."""
    statement = select(Counselling)
    chosen = [(name, filters.get(name)) for name in FILTERS]
    for name, value in chosen:
        if value is not None:
            statement = statement.where(getattr(Counselling, name) == value)
    scope = ["intake.counselling", reader, *(f"{name}={value or ''}" for name, value in chosen)]
    key = [Counselling.at, Counselling.id]
    return page(session, statement, key, cursors, scope, after=after, limit=limit, descending=True)
