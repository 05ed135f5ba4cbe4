"""The rows of a set: of those that are kept, the edition that was known on a day; of acts and commitments, what anyone may read now.

Rows come a few at a time, so that a set costs the memory of one table however large it is; the mark by which a reader knows that they have it
already is found without reading a row.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import first_instant_late, local_date
from services.cases.models import PublicVersion, Recommendation
from services.cases.open_data.models import OpenTable
from services.cases.open_data.queries import owed
from services.cases.open_data.queries.sets import ACTS, COMMITMENTS
from services.cases.queries.public_acts import ShownAct, shown, whole

#: So many tables are read at once: of a million figures in 25 indicators one has 40,000, in 540 tables of 74 places.
_AT_ONCE = 20
#: So many acts with their parts.
_ACTS = 200


@dataclass(frozen=True)
class Rows:
    """`mark`: another one where any row is another. `parts`: the tables, each with the day as known on which; none of what is read as it is
    now. `year`: of acts.
    """

    mark: str
    data_set: str
    parts: Sequence[tuple[str, date]] = ()
    year: int | None = None


def rows_of(session: Session, name: str, *, on: date | None, known: date | None, now: datetime) -> Rows:
    """`on`: what speaks of days until then; `known`: as known on that day. Of what is read as it is now
    neither is asked: what was taken back is not told again.
    """
    if name == COMMITMENTS:
        return Rows(owed.mark(session, local_date(now)), name)
    kind, _, year = name.partition("-")
    if kind == ACTS:
        return Rows(_mark_of_acts(session, int(year), local_date(now)), name, year=int(year))
    statement = select(OpenTable.part, OpenTable.known, OpenTable.digest).where(
        OpenTable.data_set == name, OpenTable.part != ""
    )
    if on is not None:
        statement = statement.where(OpenTable.of_day <= on)
    if known is not None:
        statement = statement.where(OpenTable.known <= known)
    newest = statement.order_by(OpenTable.part, OpenTable.known.desc()).ext(distinct_on(OpenTable.part))
    found = session.execute(newest).all()
    mark = hashlib.sha256("".join(f"{part} {day} {digest}\n" for part, day, digest in found).encode()).hexdigest()
    return Rows(mark, name, [(part, day) for part, day, _digest in found])


def read(session: Session, rows: Rows, root: str, now: datetime) -> Iterator[Sequence[Any]]:
    """Each row as its cells, in the order of the columns."""
    if rows.year is not None:
        yield from _acts(session, rows.year, root, local_date(now))
        return
    if rows.data_set == COMMITMENTS:
        yield from owed.rows(session, root, local_date(now))
        return
    for first in range(0, len(rows.parts), _AT_ONCE):
        some = rows.parts[first : first + _AT_ONCE]
        statement = select(OpenTable.rows).where(
            OpenTable.data_set == rows.data_set, tuple_(OpenTable.part, OpenTable.known).in_(some)
        )
        for cells in session.execute(statement.order_by(OpenTable.part)).scalars():
            yield from cells


def _mark_of_acts(session: Session, year: int, today: date) -> str:
    """By how many there are, how often they were changed, and what became of the words in which they are read."""
    acts = _of_year(year, today)
    changed = select(func.count(), func.sum(Recommendation.version)).where(Recommendation.id.in_(acts))
    words = select(
        func.count(PublicVersion.approved_at),
        func.max(PublicVersion.approved_at),
        func.count(PublicVersion.withheld_at),
        func.max(PublicVersion.withheld_at),
    )
    words = words.where(PublicVersion.recommendation_id.in_(acts))
    said = [*session.execute(changed).one(), *session.execute(words).one()]
    return hashlib.sha256(" ".join(map(str, said)).encode()).hexdigest()


def _acts(session: Session, year: int, root: str, today: date) -> Iterator[Sequence[Any]]:
    ids = session.execute(_of_year(year, today).order_by(Recommendation.issued_at, Recommendation.id)).scalars().all()
    for first in range(0, len(ids), _ACTS):
        # Anew of each few: what is taken back while a file is read is not in what follows.
        some = select(Recommendation).where(Recommendation.id.in_(ids[first : first + _ACTS]), shown(today))
        acts = session.execute(some.order_by(Recommendation.issued_at, Recommendation.id)).scalars().all()
        for act in whole(session, acts, today):
            yield from _rows(act, root)


def _of_year(year: int, today: date) -> Select[UUID]:
    """The ids of the acts of a year that anyone may read."""
    begins, ends = (first_instant_late(date(one, 12, 31)) for one in (year - 1, year))
    return select(Recommendation.id).where(
        shown(today), Recommendation.issued_at >= begins, Recommendation.issued_at < ends
    )


def _rows(public: ShownAct, root: str) -> Iterator[Sequence[Any]]:
    act, entry = public.act, public.entry
    issued = act.issued_on.isoformat() if act.issued_on else None
    clusters = " ".join(public.clusters) or None
    about = (
        act.number,
        act.kind,
        entry["name_sq"],
        entry["name_en"],
        public.title,
        act.language,
        issued,
        act.status,
        clusters,
    )
    for one in public.addressees:
        body = str(one.institution_id), one.name_sq, one.name_en, one.role
        yield [*about, *body, f"{root.rstrip('/')}/cases/public/recommendations/{act.number}"]
