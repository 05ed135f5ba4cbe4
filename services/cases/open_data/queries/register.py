"""The tables that the register counts, as anyone is shown them there: how bodies keep the recommendations, and the children of a year."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.indicators.domain.figures import State
from services.cases.models import Obligation
from services.cases.register.domain.compliance import FIRST, CountUnit
from services.cases.register.queries import children, children_answers, windows
from services.cases.register.queries.compliance import all_answer, public_report
from services.cases.register.schemas import FiguresAnswer, ReportQuery

#: In the place of the id of a body, of all together.
ALL = "all"
_COUNTED, _HIDDEN = State.COUNTED.value, State.SUPPRESSED.value


def days(session: Session, today: date) -> list[date]:
    """The ends of the years since the first act, and of the last month: days that the public may ask about."""
    last = windows.public_days().last_before(today)
    first = session.execute(select(func.min(Obligation.issued_on))).scalar()
    if first is None or first > last:
        return []
    years = [date(year, 12, 31) for year in range(first.year, last.year + 1)]
    return sorted({last, *(one for one in years if one <= last)})


def compliance(session: Session, day: date, today: date) -> list[Any]:
    """As the page of that day shows it to anyone, as known on that day. Raises `ContentViolation` where it was not kept."""
    answer = all_answer(public_report(session, today, ReportQuery(on=day, known=day)))
    about = day.isoformat(), answer.known.isoformat(), answer.scope
    rows = [[*about, ALL, "Të gjithë", "All", *one] for one in _figures(answer.figures)]
    for body in answer.bodies:
        named = str(body.institution_id), body.name_sq, body.name_en
        rows += [[*about, *named, *one] for one in _figures(body.figures)]
    return rows


def _figures(figures: FiguresAnswer) -> Iterator[tuple[Any, ...]]:
    [split] = [one for one in figures.splits if one.unit == CountUnit.OBLIGATIONS.value]
    shares = [one for one in split.shares if one.key != figures.implemented.key]
    for one in (*(getattr(figures, name) for name in FIRST), *shares):
        hidden = one.numerator is None or one.denominator is None
        numbers = (None, None) if hidden else (one.numerator, one.denominator)
        yield one.key, one.unit, _HIDDEN if hidden else _COUNTED, *numbers


def years(session: Session) -> list[int]:
    """The years of which children were counted."""
    found = children.edition(session, None)
    return sorted(found.years) if found else []


def children_of(session: Session, year: int) -> tuple[date, list[Any]]:
    """The day on which they were counted, and the rows."""
    found = children.edition(session, year)
    if found is None:
        raise LookupError(year)
    rows = list(children_answers.file_rows(found))[1:]
    told = [[*row[:1], found.counted_on.isoformat(), *row[1:6]] for row in rows]
    return found.counted_on, [[*row, *_count(cells[-1])] for row, cells in zip(told, rows, strict=True)]


def _count(shown: object) -> tuple[Any, ...]:
    return (_HIDDEN, None) if shown == children_answers.HIDDEN else (_COUNTED, int(str(shown)))
