"""Keeping the tables of open data: each is made once for the end of a month, and never again."""

import hashlib
import json
import random
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.open_data import data
from services.cases.open_data.domain.disclosure import Key, Least, Places, Told, tell, tell_again
from services.cases.open_data.models import OpenTable
from services.cases.open_data.queries import observed, register, work
from services.cases.open_data.queries.observed import Table
from services.cases.register.queries import windows
from shared.db import patient
from shared.rules import ContentViolation

#: No figure was known before.
_NEVER = date(1999, 1, 1)


def keep_compliance(session: Session, now: datetime) -> None:
    """The next day that was not kept; those of which the register itself keeps nothing are passed over."""
    today = local_date(now)
    kept = set(session.execute(select(OpenTable.of_day).where(OpenTable.data_set == "compliance")).scalars())
    for day in register.days(session, today):
        if day in kept:
            continue
        patient(session, 120)
        try:
            rows = register.compliance(session, day, today)
        except ContentViolation:
            continue
        _keep(session, "compliance", day.isoformat(), day, rows, known=day, now=now)
        return


def keep_children(session: Session, now: datetime) -> None:
    """Each year that the register has counted; it counts none twice."""
    kept = set(session.execute(select(OpenTable.part).where(OpenTable.data_set == "children")).scalars())
    for year in register.years(session):
        if str(year) not in kept:
            known, rows = register.children_of(session, year)
            _keep(session, "children", str(year), date(year, 12, 31), rows, known=known, now=now)


def keep_places(session: Session, now: datetime) -> None:
    """The next year that was not counted; each is counted once."""
    today = local_date(now)
    kept = set(session.execute(select(OpenTable.part).where(OpenTable.data_set == "places")).scalars())
    for year in work.years(session, today):
        if str(year) in kept:
            continue
        places = observed.places(session)
        found = work.count(session, year, places, today)
        told = tell(found.complaints, places, Least(data.least().count, 0), _by_chance)
        rows = work.rows_of(session, year, found, told, places, today)
        _keep(session, "places", str(year), date(year, 12, 31), rows, known=today, now=now)
        return


def keep_indicator(session: Session, key: str, now: datetime) -> None:
    """The tables of one indicator of which something was learned by the end of the last month, each beside its earlier editions."""
    known, name = windows.public_days().last_before(local_date(now)), f"{data.OF_INDICATOR}{key}"
    looked = select(func.max(OpenTable.known)).where(OpenTable.data_set == name, OpenTable.part == "")
    since = session.execute(looked).scalar() or _NEVER
    if since >= known:
        return
    patient(session, 120)
    places = observed.places(session)
    for table in observed.changed(session, key, since, known):
        _keep_table(session, name, table, places, known, now)
    _keep(session, name, "", known, [], known=known, now=now)


def _keep_table(session: Session, name: str, table: Table, places: Places, known: date, now: datetime) -> None:
    rows = observed.observed(session, table, known)
    cells = observed.counted(rows, table)
    earlier = _earlier(session, name, table)
    if not data.counts_children(table.indicator):
        told: Told | None = Told(cells, frozenset(), frozenset())
    elif earlier:
        told = tell_again(cells, earlier, places, data.least())
    else:
        told = tell(cells, places, data.least(), _by_chance)
    if told is not None and told.cells:
        told_rows = observed.rows_of(session, table, rows, told, known)
        _keep(session, name, table.part, table.ends, told_rows, known=known, now=now, pattern=_pattern(told))


def _earlier(session: Session, name: str, table: Table) -> list[Told]:
    """What was published of a table, with the true numbers as they were known then."""
    editions = select(OpenTable.known, OpenTable.pattern).where(
        OpenTable.data_set == name, OpenTable.part == table.part
    )
    found = []
    for known, pattern in session.execute(editions.order_by(OpenTable.known)):
        cells = observed.counted(observed.observed(session, table, known), table)
        told, hidden = (frozenset(_key(one) for one in pattern[which]) for which in ("told", "hidden"))
        kept = {key: cell for key, cell in cells.items() if key in told}
        found.append(Told(kept, hidden, frozenset(pattern["closed"])))
    return found


def _pattern(told: Told) -> dict[str, Any]:
    return {"told": sorted(told.cells), "hidden": sorted(told.hidden), "closed": sorted(told.closed)}


def _key(kept: Sequence[str]) -> Key:
    area, codes = kept
    return area, codes


def _by_chance(keys: Sequence[Key]) -> list[Key]:
    return random.SystemRandom().sample(keys, len(keys))


def _keep(
    session: Session,
    data_set: str,
    part: str,
    of_day: date,
    rows: list[Any],
    *,
    known: date,
    now: datetime,
    pattern: dict[str, Any] | None = None,
) -> None:
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
    session.add(
        OpenTable(
            data_set=data_set,
            part=part,
            known=known,
            of_day=of_day,
            rows=rows,
            pattern=pattern or {},
            digest=digest,
            fixed_at=now,
        )
    )
