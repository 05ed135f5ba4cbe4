"""The publisher's side: tells what it has, divides what somebody finds different, publishes again what somebody lacks."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared import metrics
from shared.events.envelope import stream_of
from shared.messaging.accounts.sums import (
    GRACE,
    HOUR,
    Sums,
    consumers,
    count_until,
    counted,
    first_hour,
    id_at,
    kept,
    milliseconds,
    recount,
    streams,
)
from shared.messaging.accounts.tables import AccountCounted, KnownElsewhere
from shared.messaging.accounts.wire import (
    PAGE,
    PARTS,
    AskedAgain,
    AskedForParts,
    AskedForRows,
    Differs,
    Period,
    Rows,
    RowTold,
    StreamSum,
    Told,
    send,
)

#: Hours that are told each minute, from their kept sums; what is older is told once an hour.
RECENT = 48
#: What is younger may still be on its way into the log.
SETTLED = 30_000
#: Older than so many milliseconds, what is not yet counted is not counted in each minute: the hours first have to catch up.
OPEN = 3 * HOUR
_WAITS = text("SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL AND message_id < :high)")
_ROWS = text(
    "SELECT message_id, stream, epoch, sequence, encode(sha256(convert_to(payload, 'UTF8')), 'hex') AS digest FROM outbox"
    " WHERE message_id > :after AND message_id >= :low AND message_id < :high AND stream = ANY(:streams)"
    " ORDER BY message_id LIMIT :page"
)
_AGAIN = text(
    "SELECT publish_again(ARRAY(SELECT message_id FROM outbox WHERE message_id = ANY(:ids) AND stream = ANY(:streams)))"
)


def tell(session: Session, service: str, *, now: datetime) -> bool:
    """Tell each consumer the account; not while something of it has not left: it would be missed. Returns whether it was told."""
    end = milliseconds(now) - SETTLED
    until = count_until(session, "out", (milliseconds(now) - GRACE) // HOUR, now=now)
    if session.execute(_WAITS, {"high": id_at(end)}).scalar():
        return False
    recent = max(first_hour(now), until - RECENT)
    spans = [(recent, until)]
    state = session.get_one(AccountCounted, "out")
    if recent > state.told_hour:
        spans.insert(0, (first_hour(now), recent))
        state.told_hour = recent
    periods = [(begin * HOUR, last * HOUR, kept(session, "out", begin * HOUR, last * HOUR)) for begin, last in spans]
    if end - until * HOUR < OPEN:
        periods.append((until * HOUR, end, counted(session, "out", until * HOUR, end)))
    for consumer in consumers(service):
        told = Told(periods=tuple(_period(*period, streams(service, consumer)) for period in periods))
        send(session, service, consumer, told, now=now)
    return True


def answer_parts(session: Session, service: str, consumer: str, asked: AskedForParts, *, now: datetime) -> None:
    """The period in up to `PARTS` parts of whole hours; single hours are counted anew."""
    first, last = asked.begin // HOUR, -(-asked.end // HOUR)
    step = max(1, -(-(last - first) // PARTS))
    starts = range(first, last, step)[:PARTS]
    if step == 1:
        recount(session, "out", starts)
    wanted = streams(service, consumer)
    spans = [(begin * HOUR, min(begin + step, last) * HOUR) for begin in starts]
    periods = tuple(_period(begin, end, kept(session, "out", begin, end), wanted) for begin, end in spans)
    send(session, service, consumer, Told(periods=periods), now=now)


def answer_rows(session: Session, service: str, consumer: str, asked: AskedForRows, *, now: datetime) -> None:
    """One page of the events themselves."""
    span = {"low": id_at(asked.begin), "high": id_at(asked.end), "after": asked.after or id_at(0)}
    wanted = {"streams": streams(service, consumer), "page": PAGE}
    found = session.execute(_ROWS, {**span, **wanted}).all()
    rows = tuple(
        RowTold(id=row.message_id, stream=row.stream, epoch=row.epoch, sequence=row.sequence, digest=row.digest)
        for row in found
    )
    done = len(rows) < PAGE
    send(
        session,
        service,
        consumer,
        Rows(begin=asked.begin, end=asked.end, after=asked.after, done=done, rows=rows),
        now=now,
    )


def publish_missing(session: Session, service: str, consumer: str, asked: AskedAgain) -> int:
    """Give to the relay again what `consumer` lacks; returns how many events."""
    which = {"ids": list(asked.ids), "streams": streams(service, consumer)}
    found: int = session.execute(_AGAIN, which).scalar_one()
    session.info["published"] = True
    metrics.EVENTS_REPAIRED.labels(service).inc(found)
    return found


def note_elsewhere(session: Session, service: str, consumer: str, told: Differs, *, now: datetime) -> None:
    """What only `consumer` knows of us, for `restore report`."""
    ours = set(streams(service, consumer))
    rows = [
        {
            "consumer": consumer,
            "message_id": one.id,
            "type": one.type,
            "stream": stream_of(one.type),
            "subject": one.subject,
            "epoch": one.epoch,
            "sequence": one.sequence,
            "noted_at": now,
        }
        for one in told.rows
        if stream_of(one.type) in ours
    ]
    if rows:
        session.execute(upsert(KnownElsewhere).values(rows).on_conflict_do_nothing())


def _period(begin: int, end: int, sums: Sums, wanted: Sequence[str]) -> Period:
    told = [
        StreamSum(stream=stream, events=events, digest=digest)
        for stream, (events, digest) in sorted(sums.items())
        if stream in wanted
    ]
    return Period(begin=begin, end=end, sums=tuple(told))
