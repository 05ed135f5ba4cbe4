"""The figures as they stood on a past day: asked again next year, they are the same."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.cases.models import Obligation
from services.cases.register.domain import compliance
from services.cases.register.domain.compliance import Figures
from services.cases.register.models.figures import FiguresKept
from services.cases.register.queries.as_of import standing_on
from services.cases.register.queries.counts import ALL, count_each, count_together, from_json, is_large
from shared.rules import ContentViolation


def figures_on(session: Session, institution_id: UUID, day: date) -> Figures:
    """What would have been published about one body at the end of that day."""
    standing = standing_on(session, day, Obligation.institution_id == institution_id)
    return count_together(session, day, standing=standing) or compliance.figures([], today=day)


def all_on(
    session: Session, day: date, condition: ColumnElement[bool] | None = None
) -> tuple[Figures, dict[UUID, Figures]]:
    """The figures of all together and of each body at the end of that day.

    Where there are very many obligations, those of the ends of months are read as a timer counted them once and for all;
    another day is refused (compliance.day_not_kept), since counting it takes longer than anybody should wait.
    """
    if condition is None and is_large(session):
        return _kept(session, day)
    standing = standing_on(session, day, condition)
    together = count_together(session, day, standing=standing) or compliance.figures([], today=day)
    return together, count_each(session, day, standing=standing)


def _kept(session: Session, day: date) -> tuple[Figures, dict[UUID, Figures]]:
    rows = session.execute(select(FiguresKept).where(FiguresKept.day == day)).scalars()
    each = {row.body: from_json(row.figures) for row in rows}
    if not each:
        raise ContentViolation("the end of a month", code="compliance.day_not_kept", field="on")
    return each.pop(ALL), each
