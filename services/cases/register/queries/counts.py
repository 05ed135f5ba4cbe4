"""How many recommendations were kept, counted in SQL: the rows of a body may be thousands, those of all a million.

The rule is the domain's (compliance.py there); a test holds the two to the same figures over random rows.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Subquery, case, func, literal, select, text
from sqlalchemy.orm import Session

from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Reply
from services.cases.models.obligations import Obligation
from services.cases.register.domain.compliance import (
    LEFT_OUT,
    REFUSING,
    CountUnit,
    Figure,
    Figures,
    Share,
    Split,
    figures,
    percentages,
)

#: Stands for everybody together, where figures are not counted body by body.
ALL = UUID(int=0)
#: From so many obligations on the figures of all are counted by a timer and not by whoever asks.
LARGE = 200_000
_ORDER = list(Share)
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
    found = _figures(session, _counted(rows, day, literal(ALL))).get(ALL)
    undelivered = session.execute(select(func.count()).select_from(rows).where(~rows.c.delivered)).scalar_one()
    if not undelivered:
        return found
    return replace(found or figures([], today=day), not_delivered=undelivered)


def count_each(
    session: Session, day: date, condition: ColumnElement[bool] | None = None, *, standing: Subquery | None = None
) -> dict[UUID, Figures]:
    """The figures of every body of which anything is counted. One that no letter reached is not among them."""
    rows = present(condition) if standing is None else standing
    waiting = select(rows.c.institution_id, func.count()).where(~rows.c.delivered).group_by(rows.c.institution_id)
    undelivered = {row[0]: row[1] for row in session.execute(waiting)}
    found = _figures(session, _counted(rows, day, rows.c.institution_id))
    return {body: replace(one, not_delivered=undelivered.get(body, 0)) for body, one in found.items()}


def present(condition: ColumnElement[bool] | None = None) -> Subquery:
    """The obligations that count, as they stand now."""
    names = (
        "institution_id",
        "recommendation_id",
        "item_id",
        "reply",
        "assessed",
        "started_on",
        "reply_due",
        "answered_on",
    )
    statement = select(*(getattr(Obligation, name) for name in names), Obligation.has_arrived().label("delivered"))
    statement = statement.where(Obligation.counts, Obligation.fell_on.is_(None))
    return (statement if condition is None else statement.where(condition)).subquery("standing")


def _counted(standing: Subquery, day: date, body: Any) -> Subquery:
    """Each obligation whose letter arrived, with where it stands on that day (the place of its share, from best to worst)."""
    columns = standing.c
    answered = columns.reply.in_([str(word) for word in SUBSTANTIVE])
    silent = ~answered & func.coalesce(columns.reply_due < day, False)
    share = case(
        (columns.assessed == Assessed.IMPLEMENTED.value, _ORDER.index(Share.IMPLEMENTED)),
        (columns.reply.in_([str(word) for word in REFUSING]), _ORDER.index(Share.REFUSED)),
        (silent, _ORDER.index(Share.NO_REPLY)),
        else_=_ORDER.index(Share.IN_PROCESS),
    )
    return (
        select(
            body.label("body"),
            columns.recommendation_id.label("act_id"),
            columns.item_id,
            share.label("share"),
            columns.assessed.in_([str(word) for word in LEFT_OUT]).label("left_out"),
            answered.label("answered"),
            silent.label("silent"),
            (answered & func.coalesce(columns.answered_on > columns.reply_due, False)).label("late"),
            (columns.reply == Reply.REFUSED_WITHOUT_REASONS.value).label("bare"),
            case((answered, columns.answered_on - columns.started_on)).label("days"),
        )
        .where(columns.delivered)
        .subquery("counted")
    )


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


def _worst(session: Session, counted: Subquery, key: str | None) -> dict[UUID, Counter[Share | None]]:
    """How many of one unit stand where; None: all of it is left out. A letter or an item stands where its weakest
    obligation stands.
    """
    column = counted.c
    kept = func.max(column.share).filter(~column.left_out)
    if key is None:
        stands = select(column.body, case((~column.left_out, column.share)).label("share")).subquery("stands")
    else:
        stands = select(column.body, kept.label("share")).group_by(column.body, column[key]).subquery("stands")
    statement = select(stands.c.body, stands.c.share, func.count()).group_by(stands.c.body, stands.c.share)
    stands_of: dict[UUID, Counter[Share | None]] = {}
    for body, share, many in session.execute(statement):
        stands_of.setdefault(body, Counter())[None if share is None else _ORDER[share]] = many
    return stands_of


def _of_row(row: Row[Any], stands: Mapping[CountUnit, Counter[Share | None]]) -> Figures:
    counts = {unit: stands[unit].total() for unit in CountUnit}
    return Figures(
        letters=counts[CountUnit.LETTERS],
        items=counts[CountUnit.ITEMS],
        obligations=counts[CountUnit.OBLIGATIONS],
        splits=tuple(_split(unit, stands[unit]) for unit in CountUnit),
        answered=_rate("answered", row.answered, row.answered + row.silent),
        answered_late=_rate("answered_late", row.late, row.answered),
        refused_without_reasons=_rate("refused_without_reasons", row.bare, row.answered),
        median_days=None if row.median is None else Decimal(str(row.median)).normalize(),
        not_counted=0,
    )


def _split(unit: CountUnit, stands: Counter[Share | None]) -> Split:
    numbers = [stands[share] for share in Share]
    whole = sum(numbers)
    figures = tuple(
        Figure(share.value, unit, number, whole, percent if whole else None)
        for share, number, percent in zip(Share, numbers, percentages(numbers), strict=True)
    )
    return Split(unit, whole, figures, stands[None])


def _rate(key: str, part: int, whole: int) -> Figure:
    percent = percentages([part, whole - part])[0] if whole else None
    return Figure(key, CountUnit.OBLIGATIONS, part, whole, percent)


def to_json(kept: Figures) -> dict[str, Any]:
    """As a snapshot keeps it; numbers with decimals as text."""
    return {
        "not_delivered": kept.not_delivered,
        "counts": [kept.letters, kept.items, kept.obligations],
        "splits": [[one.unit.value, one.left_out, [share.numerator for share in one.shares]] for one in kept.splits],
        "answered": [kept.answered.numerator, kept.answered.denominator],
        "late": kept.answered_late.numerator,
        "bare": kept.refused_without_reasons.numerator,
        "median": None if kept.median_days is None else str(kept.median_days),
    }


def from_json(kept: Mapping[str, Any]) -> Figures:
    answered, due = kept["answered"]
    letters, items, obligations = kept["counts"]
    splits = [
        _split(CountUnit(unit), Counter({None: left_out, **dict(zip(Share, numbers, strict=True))}))
        for unit, left_out, numbers in kept["splits"]
    ]
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
        not_delivered=kept.get("not_delivered", 0),
    )
