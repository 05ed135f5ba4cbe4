"""How many recommendations were kept, counted in SQL: the rows of a body may be thousands, those of all a million.

The rule is the domain's (compliance.py there); a test holds the two to the same figures over random rows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.ages import Age
from services.cases.domain.ledger import ENDS_UNASKED
from services.cases.domain.standing import PASSED, State
from services.cases.models.clock_entries import ClockEntry
from services.cases.models.elsewhere import CaseHold, meets
from services.cases.models.obligations import Obligation
from services.cases.models.standing import (
    ORDER,
    has_arrived,
    is_answered,
    is_bare,
    is_silent,
    place_column,
)
from services.cases.register.domain import compliance
from services.cases.register.domain.compliance import (
    ACCEPTANCES,
    LATE_STATES,
    Counts,
    CountUnit,
    Figures,
    Historical,
    Split,
    figures_of,
)
from shared.gathered import gathered

#: Stands for everybody together, where figures are not counted body by body.
ALL = UUID(int=0)
#: Stands for everybody together of acts that the public may read.
REGISTER = UUID(int=1)
#: From so many obligations on the figures of all are counted by a timer and not by whoever asks.
LARGE = 200_000
#: What makes one of each unit; an item belongs to one act.
_UNIT_KEY = {CountUnit.LETTERS: "act_id", CountUnit.ITEMS: "item_id", CountUnit.OBLIGATIONS: None}


def nothing() -> Figures:
    """The figures of no obligation."""
    return compliance.figures([], today=date.max, ages=data.ages())


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
        "id",
        "institution_id",
        "case_id",
        "created_at",
        "recommendation_id",
        "item_id",
        "delivery",
        "reply",
        "assessed",
        "unassessable",
        "claimed_on",
        "held_since",
        "moot_on",
        "asked_again_on",
        "deemed_on",
        "implementation_due",
        "by_own_word",
        "reply_due",
        "answered_on",
        "days_to_answer",
    )
    known = cast("infinity", DateTime(timezone=True)).label("known_until")
    statement = select(*(getattr(Obligation, name) for name in names), known)
    statement = statement.where(Obligation.counts, Obligation.fell_on.is_(None))
    return (statement if condition is None else statement.where(condition)).subquery("standing")


def _counted(standing: Subquery, day: date, body: Any) -> CTE:
    """Each obligation with where it stands on that day (the place of its state), and how many days it is late there."""
    columns = standing.c
    answered, place = is_answered(columns), place_column(day, columns)
    since = {State.NO_REPLY: columns.reply_due} | dict.fromkeys(PASSED, columns.implementation_due)
    return select(
        body.label("body"),
        columns.recommendation_id.label("act_id"),
        columns.item_id,
        place.label("state"),
        has_arrived(columns).label("delivered"),
        answered.label("answered"),
        is_silent(day, columns).label("silent"),
        (answered & func.coalesce(columns.answered_on > columns.reply_due, False)).label("late"),
        columns.reply.in_([word.value for word in ACCEPTANCES]).label("accepted"),
        is_bare(columns).label("bare"),
        case((answered, columns.days_to_answer)).label("days"),
        case(
            *(
                (place == ORDER.index(state), _days_late(since[state], day, columns, reply=state is State.NO_REPLY))
                for state in LATE_STATES
            )
        ).label("days_late"),
    ).cte("counted")


def _days_late(due: ColumnElement[date], until: date, columns: Any, *, reply: bool) -> ColumnElement[int]:
    """`timeliness.days_late` of each row; `columns` say besides until which instant a hold was recorded to be known of. A day of two
    stretches is one.
    """
    last = literal(until + timedelta(days=1))
    free = _free(columns, until, reply=reply).subquery("free")
    first, end = func.greatest(free.c.since, due + 1), func.least(func.coalesce(free.c.ended_on, last), last)
    spans = func.range_agg(func.daterange(first, func.greatest(end, first)))
    one = select(func.unnest(spans).label("span")).select_from(free).correlate(columns.id.table).subquery("spans")
    days = select(func.coalesce(func.sum(func.upper(one.c.span) - func.lower(one.c.span)), 0)).scalar_subquery()
    return func.greatest(literal(until) - due - days, 1)


def _free(columns: Any, until: date, *, reply: bool) -> Any:
    """The stretches in which a court or a prosecutor had the matter, and those before its body was asked again (`ledger.unasked`)."""
    of_case = CaseHold.case_id == columns.case_id, meets(columns.created_at)
    holds = select(CaseHold.since, CaseHold.ended_on).where(*of_case, CaseHold.recorded_at < columns.known_until)
    ended = ClockEntry.obligation_id == columns.id, ClockEntry.kind.in_([kind.value for kind in ENDS_UNASKED])
    known = ClockEntry.since.is_not(None), ClockEntry.recorded_at < columns.known_until, ClockEntry.effective <= until
    asked = select(ClockEntry.since, (ClockEntry.effective + 1).label("ended_on")).where(*ended, *known)
    both = holds, asked.where(ClockEntry.reply_stood) if reply else asked
    return union_all(*(one.correlate(columns.id.table) for one in both))


def _figures(session: Session, counted: CTE) -> dict[UUID, Figures]:
    # One statement, in which each obligation is looked at once: where each stands costs most of it.
    column, count = counted.c, func.count()
    totals = select(
        column.body,
        count.filter(column.delivered).label("delivered"),
        count.filter(column.answered, ~column.late).label("in_time"),
        count.filter(column.late).label("late"),
        count.filter(column.silent).label("silent"),
        count.filter(column.accepted).label("accepted"),
        count.filter(column.bare).label("bare"),
        func.percentile_cont(0.5).within_group(column.days).label("median"),
        *(count.filter(_is_of(column, *one)).label(_name(*one)) for one in product(LATE_STATES, data.ages())),
    ).group_by(column.body)
    worst = {unit: gathered(_worst(counted, key)).label(unit.value) for unit, key in _UNIT_KEY.items()}
    found = session.execute(select(gathered(totals).label("totals"), *worst.values())).one()
    stands = {unit: _stands_of(getattr(found, unit.value)) for unit in _UNIT_KEY}
    return {
        UUID(row["body"]): _of_row(row, {unit: each[row["body"]] for unit, each in stands.items()})
        for row in found.totals
    }


def _is_of(column: Any, state: State, age: Age) -> ColumnElement[bool]:
    """`Age.holds` of what is late in that state."""
    until = true() if age.to_days is None else column.days_late <= age.to_days
    return and_(column.state == ORDER.index(state), column.days_late >= age.from_days, until)


def _name(state: State, age: Age) -> str:
    return f"{state}_{age.key}"


def _worst(counted: CTE, key: str | None) -> Select[UUID, int, int]:
    """How many of one unit stand where. A letter or an item stands where its weakest obligation stands."""
    column = counted.c
    if key is None:
        stands = select(column.body, column.state).subquery("stands")
    else:
        worst = func.max(column.state).label("state")
        stands = select(column.body, worst).group_by(column.body, column[key]).subquery("stands")
    many = func.count().label("many")
    return select(stands.c.body, stands.c.state, many).group_by(stands.c.body, stands.c.state)


def _stands_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    each: dict[str, Counter[str]] = {}
    for row in rows:
        each.setdefault(row["body"], Counter())[ORDER[row["state"]]] = row["many"]
    return each


def _of_row(row: Mapping[str, Any], stands: Mapping[CountUnit, Counter[str]]) -> Figures:
    ages = {state.value: {age.key: row[_name(state, age)] for age in data.ages()} for state in LATE_STATES}
    return figures_of(
        Counts(
            stands=stands,
            delivered=row["delivered"],
            in_time=row["in_time"],
            late=row["late"],
            silent=row["silent"],
            accepted=row["accepted"],
            bare=row["bare"],
            median_days=None if row["median"] is None else Decimal(str(row["median"])).normalize(),
            ages=ages,
        )
    )


def to_json(figures: Figures) -> dict[str, Any]:
    """As a snapshot keeps it; numbers with decimals as text."""
    counted = ("delivered", "answered_in_time", "answered_late", "accepted", "refused_without_reasons")
    return {
        "stands": {one.unit.value: _stands(one) for one in figures.splits},
        "rates": {name: getattr(figures, name).numerator for name in counted},
        "expected": figures.answered_late.denominator,
        "median": None if figures.median_days is None else str(figures.median_days),
        "ages": {one.state.value: dict(one.ages) for one in figures.late},
    }


def _stands(split: Split) -> dict[str, int | None]:
    """How many of one unit stand in each state, by name."""
    return {
        **{share.key: share.numerator for share in split.shares},
        **{one.key: one.count for one in split.beside},
    }


def from_json(kept: Mapping[str, Any]) -> Figures:
    counts = _of_rates(kept) if "rates" in kept else _of_before(kept)
    return figures_of(replace(counts, median_days=None if kept["median"] is None else Decimal(kept["median"])))


def _of_rates(kept: Mapping[str, Any]) -> Counts:
    rates = kept["rates"]
    in_time, late = rates["answered_in_time"], rates["answered_late"]
    return Counts(
        stands={unit: kept["stands"][unit.value] for unit in CountUnit},
        delivered=rates["delivered"],
        in_time=in_time,
        late=late,
        silent=kept["expected"] - in_time - late,
        accepted=rates["accepted"],
        bare=rates["refused_without_reasons"],
        ages=kept["ages"],
    )


def _of_before(kept: Mapping[str, Any]) -> Counts:
    """What was kept before acceptances and ages were counted: it is told as it was kept, with its median in days of the calendar."""
    answered, due = kept["answered"]
    stands = kept.get("stands") or _of_four(kept["splits"])
    owed = stands[CountUnit.OBLIGATIONS.value]
    return Counts(
        stands={unit: stands[unit.value] for unit in CountUnit},
        delivered=sum(owed.values()) - owed.get(State.NOT_DELIVERED.value, 0),
        in_time=answered - kept["late"],
        late=kept["late"],
        silent=due - answered,
        accepted=None,
        bare=kept["bare"],
    )


def _of_four(kept: Any) -> dict[str, dict[str, int]]:
    """What was kept of a day before the table of states was counted: four words, and how many were left out."""
    names = [word.value for word in Historical]
    return {
        unit: {"not_assessable": left_out, **dict(zip(names, numbers, strict=True))} for unit, left_out, numbers in kept
    }
