"""Documents wrapped anew: under a newer key of their reader, out of the key of all, out of the escrow.

A kill anywhere loses nothing, since what is still to be done is what lies under the old key: the new wrap is on disk before the old one
goes. Each function may be run again, and beside itself.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.db import Database, as_office, patient
from shared.documents import DocumentDamagedError, DocumentMissingError, Documents, SealBrokenError
from shared.documents.ring import OPENS, Key
from shared.documents.wraps import Wraps

#: Seconds of one turn of the timer: it holds up the others of its process.
BUDGET = 5.0
#: Until a new key is known everywhere, and what was written for the old one meanwhile is on disk.
SETTLED = timedelta(hours=1)
#: Seconds in which every column of a database is read through for names.
_SEARCH = 1800
#: What may hold a name, in whatever form: a column that names documents, a list in JSON, an event that waits.
_COLUMNS = text(
    "SELECT format('%s', c.oid::regclass), format('%I', a.attname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
    "AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN ('text'::regtype, 'jsonb'::regtype, 'text[]'::regtype) "
    "AND has_column_privilege(c.oid, a.attnum, 'SELECT') ORDER BY 1, 2"
)


def rewrap(documents: Documents, now: datetime, *, budget: float | None = None) -> int:
    """Wrap what lies under older keys of the service for its newest, for `budget` seconds; drop a key under which nothing lies.
    Returns how many were wrapped.
    """
    wraps, done, end = _wraps(documents), 0, time.monotonic() + (budget or float("inf"))
    newest, *older = wraps.ring.own(OPENS, anew=True)
    for old in older:
        for name in wraps.under(old):
            if time.monotonic() > end:
                return done
            wraps.renew(name, old, newest)
            if not documents.holds(name):
                # Erased between the two.
                wraps.erase(name)
            done += 1
        if now - newest.since > SETTLED and next(wraps.under(old), None) is None:
            wraps.ring.drop(old)
    return done


def give_to_escrow(documents: Documents) -> int:
    """Wrap for the escrow what is wrapped for the service and not for it, as of before there was one. Returns how many."""
    wraps = _wraps(documents)
    mine = wraps.ring.own(OPENS)[0]
    missing = ((name, escrow) for name in wraps.under(mine) for escrow in wraps.escrow if not wraps.has(name, escrow))
    return sum(wraps.copy(name, mine, escrow) for name, escrow in missing)


def left(wraps: Wraps) -> dict[Key, int]:
    """How many documents are wrapped for each key of the service, the newest key first."""
    return {key: sum(1 for _ in wraps.under(key)) for key in wraps.ring.own(OPENS, anew=True)}


def take_over(documents: Documents, database: Database) -> tuple[int, list[str]]:
    """Take the service's own copy of each document of before that its database names, and of those that these name. Returns how many
    were taken, and the names of those of before that did not open.
    """
    wraps = _wraps(documents)
    mine = wraps.ring.own(OPENS)[0]

    def take(name: str) -> bool:
        if not documents.is_of_before(name) or wraps.has(name, mine):
            return False
        wraps.give(name, documents.open(name).secret, wraps.writer)
        return True

    done, closed = _walk(documents, names_in(database), take)
    return done, [name for name in closed if documents.is_of_before(name)]


def recover(documents: Documents, database: Database, escrow: Key) -> tuple[int, list[str]]:
    """Wrap for the service what its database names and the escrow opens; what was wrapped for keys that are gone is removed. Returns
    how many were wrapped, and the names of documents that stay closed.
    """
    wraps = _wraps(documents)
    mine = wraps.ring.own(OPENS, anew=True)[0]
    found = _walk(
        documents, names_in(database), lambda name: not wraps.has(name, mine) and wraps.copy(name, escrow, mine)
    )
    wraps.forget_lost()
    return found


def _walk(documents: Documents, names: Iterable[str], make_readable: Callable[[str], bool]) -> tuple[int, list[str]]:
    """Through these documents and those that they name. What has the form of a name and is none is passed over."""
    waiting, seen, done, closed = set(names), set[str](), 0, []
    while waiting:
        name = waiting.pop()
        seen.add(name)
        try:
            done += make_readable(name)
            waiting.update(set(documents.open(name).names) - seen)
        except DocumentMissingError:
            continue
        except (SealBrokenError, DocumentDamagedError):
            closed.append(name)
    return done, sorted(closed)


def names_in(database: Database) -> set[str]:
    """Everything in a service's database that could be the name of a document."""
    with database.transaction() as session:
        patient(session, _SEARCH)
        as_office(session)
        return {name for table, column in session.execute(_COLUMNS).all() for name in _said(session, table, column)}


def _said(session: Session, table: str, column: str) -> Iterator[str]:
    found = f"SELECT DISTINCT m[1] FROM {table}, regexp_matches({column}::text, '[0-9a-f]{{64}}', 'g') m"  # noqa: S608 - both names are the catalogue's own, quoted by it
    yield from session.execute(text(found)).scalars()


def _wraps(documents: Documents) -> Wraps:
    if documents.wraps is None:
        raise RuntimeError("there is no DOCUMENT_RING_KEY")
    return documents.wraps
