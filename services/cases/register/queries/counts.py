"""How many recommendations were kept, counted in SQL: the rows of a body may be thousands, those of all a million.

The rule is the domain's (compliance.py there); a test holds the two to the same figures over random rows.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Subquery, case, func, literal, select, text
from sqlalchemy.orm import Session

from services.cases.models.obligations import Obligation
from services.cases.models.standing import ORDER, is_answered, is_bare, is_silent, place_column
from services.cases.register.domain.compliance import (
    CountUnit,
    Figure,
    Figures,
    Historical,
    Split,
    percentages,
    split_of,
)

#: Stands for everybody together, where figures are not counted body by body.
ALL = UUID(int=0)
#: From so many obligations on the figures of all are counted by a timer and not by whoever asks.
LARGE = 200_000
#: What makes one of each unit; an item belongs to one act.
_UNIT_KEY = {CountUnit.LETTERS: "act_id", CountUnit.ITEMS: "item_id", CountUnit.OBLIGATIONS: None}


def is_large(session: Session) -> bool:
    """By the planner's estimate, which costs nothing."""
    estimate = session.execute(text("SELECT reltuples FROM pg_class WHERE oid = to_regclass('obligation')"))
    return bool(estimate.scalar_one() >= LARGE)


def count_together(
    session: Session, day: date, condition: ColumnElement[bool] | None = None, *, standing: Subquery | None = None
) -> Figures | None:
    """The figures of all obligations that meet `condition`; None where there are none. `standing`: where the obligations
    stood at the end of a past day (as_of.py), if it is not today that is asked about.
    """
    rows = present(condition) if standing is None else standing
    return _figures(session, _counted(rows, day, literal(ALL))).get(ALL)


def count_each(
    session: Session, day: date, condition: ColumnElement[bool] | None = None, *, standing: Subquery | None = None
) -> dict[UUID, Figures]:
    """The figures of every body of which anything is counted."""
    rows = present(condition) if standing is None else standing
    return _figures(session, _counted(rows, day, rows.c.institution_id))


def present(condition: ColumnElement[bool] | None = None) -> Subquery:
    """The obligations that count, as they stand now."""
    names = (
        "institution_id",
        "recommendation_id",
        "item_id",
        "delivery",
        "reply",
        "assessed",
        "unassessable",
        "promised_date",
        "held_since",
        "item_due",
        "started_on",
        "reply_due",
        "answered_on",
    )
    statement = select(*(getattr(Obligation, name) for name in names))
    statement = statement.where(Obligation.counts, Obligation.fell_on.is_(None))
    return (statement if condition is None else statement.where(condition)).subquery("standing")


def _counted(standing: Subquery, day: date, body: Any) -> Subquery:
    """Each obligation with where it stands on that day (the place of its state)."""
    columns = standing.c
    answered = is_answered(columns)
    return select(
        body.label("body"),
        columns.recommendation_id.label("act_id"),
        columns.item_id,
        place_column(day, columns).label("state"),
        answered.label("answered"),
        is_silent(day, columns).label("silent"),
        (answered & func.coalesce(columns.answered_on > columns.reply_due, False)).label("late"),
        is_bare(columns).label("bare"),
        case((answered, columns.answered_on - columns.started_on)).label("days"),
    ).subquery("counted")


def _figures(session: Session, counted: Subquery) -> dict[UUID, Figures]:
    column, count = counted.c, func.count()
    totals = select(
        column.body,
        count.filter(column.answered).label("answered"),
        count.filter(column.silent).label("silent"),
        count.filter(column.late).label("late"),
        count.filter(column.bare).label("bare"),
        func.percentile_cont(0.5).within_group(column.days).label("median"),
    ).group_by(column.body)
    worst = {unit: _worst(session, counted, key) for unit, key in _UNIT_KEY.items()}
    return {
        row.body: _of_row(row, {unit: found[row.body] for unit, found in worst.items()})
        for row in session.execute(totals)
    }


def _worst(session: Session, counted: Subquery, key: str | None) -> dict[UUID, Counter[str]]:
    """How many of one unit stand where. A letter or an item stands where its weakest obligation stands."""
    column = counted.c
    if key is None:
        stands = select(column.body, column.state).subquery("stands")
    else:
        worst = func.max(column.state).label("state")
        stands = select(column.body, worst).group_by(column.body, column[key]).subquery("stands")
    statement = select(stands.c.body, stands.c.state, func.count()).group_by(stands.c.body, stands.c.state)
    stands_of: dict[UUID, Counter[str]] = {}
    for body, place, many in session.execute(statement):
        stands_of.setdefault(body, Counter())[ORDER[place]] = many
    return stands_of


def _of_row(row: Row[Any], stands: Mapping[CountUnit, Counter[str]]) -> Figures:
    counts = {unit: stands[unit].total() for unit in CountUnit}
    return Figures(
        letters=counts[CountUnit.LETTERS],
        items=counts[CountUnit.ITEMS],
        obligations=counts[CountUnit.OBLIGATIONS],
        splits=tuple(split_of(unit, stands[unit]) for unit in CountUnit),
        answered=_rate("answered", row.answered, row.answered + row.silent),
        answered_late=_rate("answered_late", row.late, row.answered),
        refused_without_reasons=_rate("refused_without_reasons", row.bare, row.answered),
        median_days=None if row.median is None else Decimal(str(row.median)).normalize(),
        not_counted=0,
    )


def _rate(key: str, part: int, whole: int) -> Figure:
    percent = percentages([part, whole - part])[0] if whole else None
    return Figure(key, CountUnit.OBLIGATIONS, part, whole, percent)


def to_json(figures: Figures) -> dict[str, Any]:
    """As a snapshot keeps it; numbers with decimals as text."""
    return {
        "counts": [figures.letters, figures.items, figures.obligations],
        "stands": {one.unit.value: _stands(one) for one in figures.splits},
        "answered": [figures.answered.numerator, figures.answered.denominator],
        "late": figures.answered_late.numerator,
        "bare": figures.refused_without_reasons.numerator,
        "median": None if figures.median_days is None else str(figures.median_days),
    }


def _stands(split: Split) -> dict[str, int]:
    """How many of one unit stand in each state, by name."""
    return {
        **{share.key: share.numerator for share in split.shares},
        **{one.key: one.count for one in split.beside},
    }


def _of_four(kept: Any) -> dict[str, dict[str, int]]:
    """What was kept of a day before the table of states was counted: four words, and how many were left out. It is told as it was
    kept.
    """
    names = [word.value for word in Historical]
    return {
        unit: {"not_assessable": left_out, **dict(zip(names, numbers, strict=True))} for unit, left_out, numbers in kept
    }


def from_json(kept: Mapping[str, Any]) -> Figures:
    answered, due = kept["answered"]
    letters, items, obligations = kept["counts"]
    stands = kept.get("stands") or _of_four(kept["splits"])
    splits = [split_of(unit, stands[unit.value]) for unit in CountUnit]
    return Figures(
        letters=letters,
        items=items,
        obligations=obligations,
        splits=tuple(splits),
        answered=_rate("answered", answered, due),
        answered_late=_rate("answered_late", kept["late"], answered),
        refused_without_reasons=_rate("refused_without_reasons", kept["bare"], answered),
        median_days=None if kept["median"] is None else Decimal(kept["median"]),
        not_counted=0,
    )
