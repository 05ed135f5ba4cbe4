"""Whether every document that a row names is in the store, whole, and sealed with our key.

Walked through each night, a little at a time, since a timer holds up the others of its process. What does not open is kept, looked at
again each hour, and told by a gauge; that a walk ended is told by another, since silence is not well-being.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, MetaData, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared import metrics
from shared.db import DOCUMENT, Database, PlatformBase, as_office
from shared.documents import DocumentDamagedError, DocumentMissingError, Documents
from shared.platform import Platform
from shared.sealing import SealBrokenError

log = logging.getLogger(__name__)

#: Seconds of one turn, and how many names one statement asks for.
BUDGET, CHUNK = 5.0, 200
#: Hours of UTC in which a walk begins, night in Albania all year; one that is overdue begins at any hour.
NIGHT = range(4)
OVERDUE = timedelta(hours=26)


class DocumentWalk(PlatformBase):
    """One row: `place` and `name` are the last that were looked at, `began_at` is empty between two walks."""

    __tablename__ = "document_walk"

    one: Mapped[bool] = mapped_column(primary_key=True)
    began_at: Mapped[datetime | None]
    place: Mapped[str]
    name: Mapped[str]
    ended_at: Mapped[datetime | None]


class UnopenedDocument(PlatformBase):
    """`place` is table and column that name it, `fault` is missing, damaged, sealed_otherwise or of_another."""

    __tablename__ = "unopened_document"

    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    fault: Mapped[str]
    found_at: Mapped[datetime]


#: Raises `DocumentDamagedError` if a row that names that document is not the one that it was made for.
Check = Callable[[Session, Documents, str], None]


@dataclass(frozen=True)
class Place:
    """A column that names documents, and how it is known that they are of their rows; None where they do not say of what they are."""

    column: Column[str]
    check: Check | None = None


def places(*tables: MetaData, checks: Mapping[str, Check] | None = None) -> dict[str, Place]:
    """The columns whose type says that they name a document, by `table.column`, in order."""
    found = [column for each in tables for table in each.tables.values() for column in table.columns]
    columns = {str(column): column for column in sorted(found, key=str) if column.info.get(DOCUMENT)}
    return {name: Place(column, (checks or {}).get(name)) for name, column in columns.items()}


def fault_of(documents: Documents, name: str) -> str | None:
    """Why it does not open. Raises `RetryLaterError` if the store does not answer: that is no fault of the document."""
    try:
        documents.get(name)
    except DocumentMissingError:
        return "missing"
    except DocumentDamagedError:
        return "damaged"
    except SealBrokenError:
        return "sealed_otherwise"
    return None


def turn(here: Platform, named: Mapping[str, Place], now: datetime, *, budget: float = BUDGET) -> None:
    """Begin a walk that is due, or go on with one for `budget` seconds."""
    with here.database.transaction() as session:
        walk = _walk(session)
        if walk.began_at is None and _due(walk, now):
            walk.began_at, walk.place, walk.name = now, "", ""
        place, name, going = walk.place, walk.name, walk.began_at is not None
    end = time.monotonic() + budget
    while going:
        step = _step(here, named, place, name, now)
        if step is None or time.monotonic() > end:
            break
        place, name = step
    report(here, now)


def look_again(here: Platform, named: Mapping[str, Place], now: datetime) -> None:
    """At what did not open: it may have been put back, or erased with the row that named it."""
    with here.database.reading() as session:
        known = [(row.place, row.name) for row in session.execute(select(UnopenedDocument)).scalars()]
    for place, name in known:
        _note(here, named, place, name, now)
    report(here, now)


def report(here: Platform, now: datetime) -> None:
    """Set the two gauges. An age counts from the first turn of a service where no walk has ended yet."""
    with here.database.transaction() as session:
        found = session.execute(select(UnopenedDocument.name)).scalars().all()
        walk = _walk(session)
        since = walk.ended_at or walk.began_at or now
    metrics.DOCUMENTS_UNOPENED.labels(here.service).set(len(found))
    metrics.DOCUMENTS_WALK_AGE.labels(here.service).set(max(0.0, (now - since).total_seconds()))


def unopened(session: Session) -> list[UnopenedDocument]:
    """For a person."""
    return list(session.execute(select(UnopenedDocument).order_by(UnopenedDocument.found_at)).scalars())


def _walk(session: Session) -> DocumentWalk:
    row = upsert(DocumentWalk).values(one=True, place="", name="").on_conflict_do_nothing()
    session.execute(row)
    return session.execute(select(DocumentWalk).with_for_update()).scalar_one()


def _due(walk: DocumentWalk, now: datetime) -> bool:
    if walk.ended_at is None or now - walk.ended_at > OVERDUE:
        return True
    return now.hour in NIGHT and now - walk.ended_at > timedelta(hours=len(NIGHT) * 2)


def _step(here: Platform, named: Mapping[str, Place], place: str, name: str, now: datetime) -> tuple[str, str] | None:
    """The next names of the walk; None once it has ended."""
    for there, known in named.items():
        if there < place:
            continue
        names = _names(here.database, known.column, name if there == place else "")
        if not names:
            continue
        for one in names:
            _note(here, named, there, one, now)
        _go_on(here.database, place=there, name=names[-1])
        return there, names[-1]
    _go_on(here.database, place="", name="", began_at=None, ended_at=now)
    return None


def _names(database: Database, column: Column[str], after: str) -> list[str]:
    wanted = select(column).where(column > after).distinct().order_by(column).limit(CHUNK)
    with database.transaction() as session:
        as_office(session)
        return list(session.execute(wanted).scalars())


def _note(here: Platform, named: Mapping[str, Place], place: str, name: str, now: datetime) -> None:
    """What became of one document. It is asked for outside a transaction: reading a large one takes its time."""
    fault, known = fault_of(here.documents, name), named.get(place)
    if known and known.check and not fault:
        fault = _of_another(here, known.check, name)
    with here.database.transaction() as session:
        # Erased between the two: then nothing names it any more.
        if fault and known and _is_named(session, known.column, name):
            log.error("document_unopened", extra={"obj": f"{place} {name}", "code": fault})
            row = upsert(UnopenedDocument).values(name=name, place=place, fault=fault, found_at=now)
            session.execute(row.on_conflict_do_update(index_elements=["name", "place"], set_={"fault": fault}))
        else:
            gone = UnopenedDocument.name == name, UnopenedDocument.place == place
            session.execute(delete(UnopenedDocument).where(*gone))


def _of_another(here: Platform, check: Check, name: str) -> str | None:
    with here.database.transaction() as session:
        as_office(session)
        try:
            check(session, here.documents, name)
        except DocumentMissingError:
            return None
        except (DocumentDamagedError, SealBrokenError):
            return "of_another"
    return None


def _is_named(session: Session, column: Column[str], name: str) -> bool:
    as_office(session)
    return session.execute(select(column).where(column == name).limit(1)).first() is not None


def _go_on(database: Database, **values: object) -> None:
    with database.transaction() as session:
        for name, value in values.items():
            setattr(_walk(session), name, value)
