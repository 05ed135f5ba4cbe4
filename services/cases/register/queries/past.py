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
    anybody should wait.
    """
    rows = session.execute(select(FiguresKept).where(FiguresKept.day == asked.on)).scalars()
    each = {row.body: from_json(row.figures) for row in rows}
    if not each or asked.known != asked.on:
        raise ContentViolation("the end of a month", code="compliance.day_not_kept", field="on")
    return each
