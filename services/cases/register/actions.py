"""The figures of all, counted ahead where counting takes longer than anybody should wait."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.register.domain.two_times import Asked
from services.cases.register.models.figures import ChildrenKept, FiguresKept, FiguresSnapshot, FiguresTurn
from services.cases.register.queries import children, past
from services.cases.register.queries.compliance import public
from services.cases.register.queries.counts import ALL, REGISTER, count_each, count_together, is_large, nothing, to_json
from shared.db import patient


def renew(session: Session, now: datetime) -> None:
    """Count all and each body anew, if there are so many obligations that the pages read what was counted."""
    if not is_large(session):
        return
    _take_long(session)
    today = local_date(now)
    readable = public(Asked(today, today), today)
    each = count_each(session, today, readable)
    each[REGISTER] = count_together(session, today, readable) or nothing()
    together = count_together(session, today)
    if together is not None:
        each[ALL] = together
    session.execute(delete(FiguresSnapshot))
    session.add_all(
        FiguresSnapshot(body=body, day=today, figures=to_json(figures), counted_at=now)
        for body, figures in each.items()
    )


def keep(session: Session, now: datetime) -> None:
    """Count once and for all how things stood at the end of the last month, as known then: with a million rows nobody could wait."""
    day = local_date(now).replace(day=1) - timedelta(days=1)
    if _is_kept(session, day):
        return
    _take_long(session)
    asked = Asked(day, day)
    readable = public(asked, local_date(now))
    each = past.each_on(session, asked, readable)
    each[REGISTER] = past.figures_on(session, asked, readable)
    each[ALL] = past.figures_on(session, asked)
    session.add_all(
        FiguresKept(day=day, body=body, figures=to_json(figures), counted_at=now) for body, figures in each.items()
    )


def keep_children(session: Session, now: datetime) -> None:
    """Count each year of which the day of counting has come and that was not counted; what is not shown is not kept either."""
    today = local_date(now)
    session.add_all(
        ChildrenKept(year=year, counted_on=today, figures=children.to_json(children.count(session, year)))
        for year in children.due(session, today)
    )


def join_turns(session: Session) -> None:
    """Make one row of those of all transactions that have ended: who reads them reads as many turns as before."""
    each = FiguresTurn.tx, FiguresTurn.at, FiguresTurn.turns
    ended = delete(FiguresTurn).returning(*each).cte("ended")
    together = select(func.max(ended.c.tx), func.max(ended.c.at), func.sum(ended.c.turns)).having(func.count() > 0)
    session.execute(insert(FiguresTurn).from_select(["tx", "at", "turns"], together))


def _is_kept(session: Session, day: date) -> bool:
    return bool(session.execute(select(exists().where(FiguresKept.day == day))).scalar())


def _take_long(session: Session) -> None:
    """A million rows take seconds, which is more than a request may."""
    patient(session, 120)
