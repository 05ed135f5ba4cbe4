"""The figures as they stood on a past day: asked again next year, they are the same."""

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.cases.register.domain.compliance import Figures
from services.cases.register.domain.two_times import Asked
from services.cases.register.models.figures import FiguresKept
from services.cases.register.queries.as_of import standing_on
from services.cases.register.queries.counts import count_each, count_together, from_json, nothing
from shared.rules import ContentViolation


def figures_on(session: Session, asked: Asked, condition: ColumnElement[bool] | None = None) -> Figures:
    """What would have been published of the obligations that meet `condition`."""
    standing = standing_on(session, asked, condition)
    return count_together(session, asked.on, standing=standing) or nothing()


def each_on(session: Session, asked: Asked, condition: ColumnElement[bool]) -> dict[UUID, Figures]:
    """The same of each body."""
    return count_each(session, asked.on, standing=standing_on(session, asked, condition))


def kept_on(session: Session, asked: Asked) -> dict[UUID, Figures]:
    """Where there are very many obligations: those of all (`ALL`) and of each body at the end of a month, as they were known then, which
    a timer counted once and for all. Any other question is refused (compliance.day_not_kept), since counting it takes longer than
    anybody should wait; the refusal names the nearest day that can be asked about.
    """
    rows = session.execute(select(FiguresKept).where(FiguresKept.day == asked.on)).scalars()
    each = {row.body: from_json(row.figures) for row in rows}
    if not each or asked.known != asked.on:
        raise ContentViolation(_instead(session, asked), code="compliance.day_not_kept", field="on")
    return each


def _instead(session: Session, asked: Asked) -> str:
    days = session.execute(select(FiguresKept.day).distinct()).scalars()
    nearest = min(days, key=lambda day: (abs((day - asked.on).days), day), default=None)
    message = "with so many obligations the end of a month, as known on that day"
    return message if nearest is None else f"{message}; the nearest is on={nearest}&known={nearest}"
