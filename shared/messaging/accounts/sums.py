"""Counting: per stream and hour of the message id, which is the same set on both sides and a range of the primary key.

The digest of an event covers its id, its place and its text. Hours are added up, so a year costs no more than its hours; an
hour is counted once it is over, and once more a day later, since a transaction may commit late.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared.events.envelope import Event
from shared.messaging.accounts.tables import AccountCounted, AccountHour

Direction = Literal["in", "out"]
#: By stream (events, sum of digests).
Sums = Mapping[str, tuple[int, int]]

HOUR = 3_600_000
#: Milliseconds after its end at which an hour is counted first.
GRACE = 600_000
#: Hours with events that one call counts at most: the first start after an upgrade finds a year of them.
AT_ONCE = 24
#: Younger than the rows that `upkeep` drops, so that both sides still have all of it.
KEPT = timedelta(days=365)
_TABLES = {"out": "outbox", "in": "inbox"}
_TEXTS = {"out": "encode(sha256(convert_to(payload, 'UTF8')), 'hex')", "in": "digest"}


def _sums_of(direction: str) -> str:
    """The first 60 bits of a SHA-256, so that the number has no sign."""
    said = f"message_id::text || ' ' || epoch || ' ' || sequence || ' ' || {_TEXTS[direction]}"
    digest = f"('x' || left(encode(sha256(convert_to({said}, 'UTF8')), 'hex'), 15))::bit(60)::bigint"
    return (
        f"SELECT stream, count(*) AS events, sum({digest}) AS digest FROM {_TABLES[direction]}"  # noqa: S608 - both from the tables above
        " WHERE message_id >= :low AND message_id < :high GROUP BY stream"
    )


_COUNT = {direction: text(_sums_of(direction)) for direction in _TABLES}
_NEXT = {
    direction: text(f"SELECT message_id FROM {table} WHERE message_id >= :low ORDER BY message_id LIMIT 1")  # noqa: S608 - from the table above
    for direction, table in _TABLES.items()
}


def digest_of(message_id: UUID, epoch: int, sequence: int, digest: str) -> int:
    """The same as in `_sums_of`."""
    return int(hashlib.sha256(f"{message_id} {epoch} {sequence} {digest}".encode()).hexdigest()[:15], 16)


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def id_at(moment: int) -> UUID:
    """The smallest UUIDv7 of a millisecond (RFC 9562, 5.7)."""
    return UUID(int=max(0, moment) << 80)


def moment_of(message_id: UUID) -> int:
    return message_id.int >> 80


def first_hour(now: datetime) -> int:
    """From where accounts go."""
    return milliseconds(datetime.combine((now - KEPT).date(), datetime.min.time(), UTC)) // HOUR


def streams(publisher: str, consumer: str) -> list[str]:
    """What `consumer` hears of `publisher`: whole streams, handled or not."""
    return sorted(
        {e.stream() for e in Event.registry.values() if consumer in e.consumers and e.publisher() == publisher}
    )


def consumers(publisher: str) -> list[str]:
    return sorted({each for e in Event.registry.values() if e.publisher() == publisher for each in e.consumers})


def publishers(consumer: str) -> list[str]:
    return sorted({e.publisher() for e in Event.registry.values() if consumer in e.consumers})


def counted(session: Session, direction: Direction, begin: int, end: int) -> Sums:
    """Counted now, from the rows, whose ids are of [begin, end) milliseconds."""
    rows = session.execute(_COUNT[direction], {"low": id_at(begin), "high": id_at(end)})
    return {row.stream: (row.events, int(row.digest)) for row in rows}


def kept(session: Session, direction: Direction, begin: int, end: int) -> Sums:
    """From the hours that were counted; `begin` and `end` are whole hours."""
    rows = session.execute(
        select(AccountHour.stream, func.sum(AccountHour.events), func.sum(AccountHour.digest))
        .where(AccountHour.direction == direction, AccountHour.hour >= begin // HOUR, AccountHour.hour < end // HOUR)
        .group_by(AccountHour.stream)
    )
    return {stream: (int(events), int(digest)) for stream, events, digest in rows}


def recount(session: Session, direction: Direction, hours: Sequence[int]) -> None:
    """Count these hours again from the rows."""
    _locked(session, direction)
    for hour in hours:
        session.execute(delete(AccountHour).where(AccountHour.direction == direction, AccountHour.hour == hour))
        rows = [
            {"direction": direction, "hour": hour, "stream": stream, "events": events, "digest": digest}
            for stream, (events, digest) in counted(session, direction, hour * HOUR, (hour + 1) * HOUR).items()
        ]
        if rows:
            session.execute(insert(AccountHour), rows)


def count_until(session: Session, direction: Direction, last: int, *, now: datetime) -> int:
    """Count what is not yet counted before the hour `last`, some of it if there is much; returns up to which hour all is."""
    state, first = _locked(session, direction), first_hour(now)
    hour = max(state.until_hour, first)
    for _ in range(AT_ONCE):
        found = session.execute(_NEXT[direction], {"low": id_at(hour * HOUR)}).scalar()
        full = moment_of(found) // HOUR if found else last
        if full >= last:
            hour = max(hour, last)
            break
        recount(session, direction, [full])
        hour = full + 1
    if hour > state.until_hour:
        late = range(max(first, state.until_hour - 24), hour - 24)
        recount(session, direction, list(late)[-AT_ONCE:])
        session.execute(delete(AccountHour).where(AccountHour.direction == direction, AccountHour.hour < first))
        state.until_hour = hour
        session.flush()
    return hour


def _locked(session: Session, direction: Direction) -> AccountCounted:
    """Two that count at once would each enter what the other did."""
    session.execute(upsert(AccountCounted).values(direction=direction, until_hour=0).on_conflict_do_nothing())
    return session.get_one(AccountCounted, direction, with_for_update=True)
