"""The consumer's side: compares a publisher's account with the inbox, goes down to the events that differ, and asks for those
that are missing.

What is known to differ is reckoned with, so that it neither hides another difference nor is looked for each minute.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared.messaging.accounts.sums import (
    HOUR,
    Sums,
    count_until,
    counted,
    digest_of,
    first_hour,
    id_at,
    kept,
    milliseconds,
    publishers,
    recount,
    streams,
)
from shared.messaging.accounts.tables import AccountHeard, UnaccountedEvent
from shared.messaging.accounts.wire import (
    PAGE,
    AskedAgain,
    AskedForParts,
    AskedForRows,
    Differs,
    OnlyHere,
    Period,
    Rows,
    RowTold,
    Told,
    send,
)
from shared.messaging.kept import InboxRow, ParkedEvent, StaleEvent
from shared.rules import RuleViolation

#: Periods that are looked into at once, oldest first; the rest has its turn when the next account is told.
AT_ONCE = 8
#: So often an event is asked for, with a pause that doubles from a minute; then a person must look.
TRIES = 6
KINDS = ("missing", "alien", "different", "stale")
_ARRIVED = text(
    "DELETE FROM unaccounted_event AS u WHERE kind = 'missing'"
    " AND EXISTS (SELECT FROM inbox WHERE inbox.message_id = u.message_id)"
)
_CAME_AGAIN = text(
    "DELETE FROM stale_event AS s WHERE EXISTS (SELECT FROM inbox WHERE inbox.message_id = s.message_id)"
)
#: It came and cannot be read: kept for a person, or given up by one, as ParkedEvents tells. It stays noted, since our sums lack it.
_PARKED = and_(
    UnaccountedEvent.kind == "missing",
    select(ParkedEvent.id).where(ParkedEvent.message_id == UnaccountedEvent.message_id).exists(),
)
_OPEN = UnaccountedEvent.settled_by.is_(None)
_OURS = text(
    "SELECT message_id, stream, epoch, sequence, digest FROM inbox"
    " WHERE message_id > :after AND message_id >= :low AND message_id < :high AND stream = ANY(:streams)"
    " ORDER BY message_id LIMIT :page"
)


def compare(session: Session, service: str, publisher: str, told: Told, *, now: datetime) -> None:
    """Compare each period; ask for the parts, or the events, of those that differ, and again for what is still missing."""
    heard = upsert(AccountHeard).values(publisher=publisher, heard_at=now)
    session.execute(heard.on_conflict_do_update(index_elements=["publisher"], set_={"heard_at": now}))
    settle(session)
    asked = 0
    for period in told.periods:
        if asked < AT_ONCE and not _agrees(session, service, publisher, period, now):
            send(session, service, publisher, _question(period), now=now)
            asked += 1
    ask_again(session, service, publisher, now=now)


def compare_rows(session: Session, service: str, publisher: str, told: Rows, *, now: datetime) -> None:
    """Note what differs among the events of this page, and ask for the next one."""
    last = UUID(int=told.rows[-1].id.int + 1) if not told.done else id_at(told.end)
    span = {"after": told.after or id_at(0), "low": id_at(told.begin), "high": last}
    theirs = {row.id: row for row in told.rows}
    ours = _ours(session, streams(publisher, service), span)
    notes = [
        _note(publisher, row, theirs.get(each), ours.get(each), now)
        for each, row in (ours | theirs).items()
        if theirs.get(each) != ours.get(each)
    ]
    _write(session, publisher, span, notes)
    _tell_aliens(session, service, publisher, [row["message_id"] for row in notes if row["kind"] == "alien"], now)
    if not told.done:
        asked = AskedForRows(begin=told.begin, end=told.end, after=told.rows[-1].id)
        send(session, service, publisher, asked, now=now)
    ask_again(session, service, publisher, now=now)


def _tell_aliens(session: Session, service: str, publisher: str, ids: Sequence[object], now: datetime) -> None:
    """The publisher, which was set back, learns what we know of it."""
    for begin in range(0, len(ids), PAGE):
        found = session.execute(select(InboxRow).where(InboxRow.message_id.in_(ids[begin : begin + PAGE]))).scalars()
        rows = tuple(
            OnlyHere(id=one.message_id, type=one.type, subject=one.subject, epoch=one.epoch, sequence=one.sequence)
            for one in found
        )
        send(session, service, publisher, Differs(rows=rows), now=now)


def ask_again(session: Session, service: str, publisher: str, *, now: datetime) -> None:
    """Ask for what is missing and was not asked for lately."""
    due = (
        select(UnaccountedEvent.message_id)
        .where(
            UnaccountedEvent.publisher == publisher,
            UnaccountedEvent.kind == "missing",
            UnaccountedEvent.ask_at <= now,
            UnaccountedEvent.asked < TRIES,
            ~_PARKED,
        )
        .order_by(UnaccountedEvent.message_id)
        .limit(PAGE)
    )
    ids = session.execute(due).scalars().all()
    if not ids:
        return
    pause = timedelta(minutes=1) * func.power(2, UnaccountedEvent.asked)
    session.execute(
        update(UnaccountedEvent)
        .where(UnaccountedEvent.message_id.in_(ids))
        .values(asked=UnaccountedEvent.asked + 1, ask_at=now + pause)
        .execution_options(synchronize_session=False)
    )
    send(session, service, publisher, AskedAgain(ids=tuple(ids)), now=now)


def look_again(session: Session, service: str, *, now: datetime) -> None:
    """What a person asks for: what was given up is asked for again, and every publisher for its whole account."""
    session.execute(update(UnaccountedEvent).values(asked=0, ask_at=now))
    begin, end = first_hour(now) * HOUR, milliseconds(now) // HOUR * HOUR
    for publisher in publishers(service):
        send(session, service, publisher, AskedForParts(begin=begin, end=end), now=now)
        ask_again(session, service, publisher, now=now)


def settle(session: Session) -> None:
    """What has arrived is missing no more, and what was set aside and came again is not stale."""
    session.execute(_ARRIVED)
    session.execute(_CAME_AGAIN)


def unaccounted(session: Session) -> Mapping[tuple[str, str], int]:
    """How many events, by (publisher, kind)."""
    by = UnaccountedEvent.publisher, UnaccountedEvent.kind
    rows = session.execute(select(*by, func.count()).where(~_PARKED, _OPEN).group_by(*by))
    found = {(publisher, kind): count for publisher, kind, count in rows}
    left = select(StaleEvent.publisher, func.count()).where(StaleEvent.settled_by.is_(None))
    return found | {(publisher, "stale"): count for publisher, count in session.execute(left.group_by("publisher"))}


def differences(session: Session, limit: int = 200) -> Sequence[UnaccountedEvent]:
    """The events themselves, oldest first."""
    found = select(UnaccountedEvent).where(~_PARKED, _OPEN).order_by(UnaccountedEvent.message_id).limit(limit)
    return session.execute(found).scalars().all()


def set_aside(session: Session, limit: int = 200) -> Sequence[StaleEvent]:
    """Events that were sent before their publisher was set back and did not come again, oldest first."""
    found = select(StaleEvent).where(StaleEvent.settled_by.is_(None)).order_by(StaleEvent.message_id).limit(limit)
    return session.execute(found).scalars().all()


def accept(session: Session, message_id: UUID, by: str, reason: str) -> None:
    """A person has looked at what does not mend itself: it counts no more. Raises `RuleViolation` if there is no such event."""
    said = {"settled_by": by, "settled_reason": reason}
    mine = UnaccountedEvent.message_id == message_id, UnaccountedEvent.kind != "missing", _OPEN
    aside = StaleEvent.message_id == message_id, StaleEvent.settled_by.is_(None)
    of_tables = (update(UnaccountedEvent).where(*mine), update(StaleEvent).where(*aside))
    if not sum(session.execute(each.values(said)).rowcount for each in of_tables):  # type: ignore[attr-defined]  # the result of an UPDATE has a rowcount, which the stubs leave out
        raise RuleViolation("no such event is alien, different or stale", code="difference_unknown")


def silence(session: Session, service: str, *, now: datetime) -> Mapping[str, float]:
    """Seconds since each publisher last told its account; of one that never did, since this was first asked."""
    ours = publishers(service)
    if ours:
        first = [{"publisher": publisher, "heard_at": now} for publisher in ours]
        session.execute(upsert(AccountHeard).values(first).on_conflict_do_nothing())
    rows = session.execute(select(AccountHeard.publisher, AccountHeard.heard_at))
    return {publisher: max(0.0, (now - at).total_seconds()) for publisher, at in rows if publisher in ours}


def _agrees(session: Session, service: str, publisher: str, period: Period, now: datetime) -> bool:
    wanted = streams(publisher, service)
    told = {each.stream: (each.events, each.digest) for each in period.sums}
    known = _known(session, publisher, period)
    return all(_with(_mine(session, period, now), known, stream) == told.get(stream, (0, 0)) for stream in wanted)


def _mine(session: Session, period: Period, now: datetime) -> Sums:
    """From kept hours; a single hour is counted anew, and so is what has no whole hours."""
    begin, end = period.begin, period.end
    if begin % HOUR or end % HOUR or end - begin < HOUR:
        return counted(session, "in", begin, end)
    if end - begin == HOUR:
        recount(session, "in", [begin // HOUR])
    elif count_until(session, "in", end // HOUR, now=now) * HOUR < end:
        # Still counting what there was before: this period has its turn later.
        return {each.stream: (each.events, each.digest) for each in period.sums}
    return kept(session, "in", begin, end)


def _known(session: Session, publisher: str, period: Period) -> Sums:
    """What is to be added to our sums for the differences that are known."""
    rows = session.execute(
        select(
            UnaccountedEvent.stream,
            func.count(UnaccountedEvent.theirs) - func.count(UnaccountedEvent.ours),
            func.coalesce(func.sum(UnaccountedEvent.theirs), 0) - func.coalesce(func.sum(UnaccountedEvent.ours), 0),
        )
        .where(
            UnaccountedEvent.publisher == publisher,
            UnaccountedEvent.message_id >= id_at(period.begin),
            UnaccountedEvent.message_id < id_at(period.end),
        )
        .group_by(UnaccountedEvent.stream)
    )
    return {stream: (events, int(digest or 0)) for stream, events, digest in rows}


def _with(mine: Sums, known: Sums, stream: str) -> tuple[int, int]:
    events, digest = mine.get(stream, (0, 0))
    more, further = known.get(stream, (0, 0))
    return events + more, digest + further


def _question(period: Period) -> AskedForParts | AskedForRows:
    whole = period.begin % HOUR == 0 and period.end % HOUR == 0 and period.end - period.begin > HOUR
    return (AskedForParts if whole else AskedForRows)(begin=period.begin, end=period.end)


def _ours(session: Session, wanted: Sequence[str], span: Mapping[str, UUID]) -> dict[UUID, RowTold]:
    """Our events of the page; more than twice as many as theirs are looked at in the next turn."""
    rows = session.execute(_OURS, {**span, "streams": list(wanted), "page": 20 * PAGE})
    return {
        row.message_id: RowTold(
            id=row.message_id, stream=row.stream, epoch=row.epoch, sequence=row.sequence, digest=row.digest
        )
        for row in rows
    }


def _note(
    publisher: str, one: RowTold, theirs: RowTold | None, ours: RowTold | None, now: datetime
) -> dict[str, object]:
    """The row of a difference; `one` is whichever of the two there is."""
    kind = "missing" if ours is None else "alien" if theirs is None else "different"
    return {
        "message_id": one.id,
        "publisher": publisher,
        "stream": one.stream,
        "kind": kind,
        "theirs": _digest(theirs),
        "ours": _digest(ours),
        "noted_at": now,
        "ask_at": now,
    }


def _digest(row: RowTold | None) -> int | None:
    return digest_of(row.id, row.epoch, row.sequence, row.digest) if row else None


def _write(session: Session, publisher: str, span: Mapping[str, UUID], notes: Iterable[dict[str, object]]) -> None:
    """The differences of this page in the place of those that were noted before."""
    rows = list(notes)
    session.execute(
        delete(UnaccountedEvent).where(
            UnaccountedEvent.publisher == publisher,
            UnaccountedEvent.message_id > span["after"],
            UnaccountedEvent.message_id >= span["low"],
            UnaccountedEvent.message_id < span["high"],
            UnaccountedEvent.message_id.not_in([row["message_id"] for row in rows]),
        )
    )
    if rows:
        statement = upsert(UnaccountedEvent).values(rows)
        changed = {name: statement.excluded[name] for name in ("kind", "theirs", "ours")}
        session.execute(statement.on_conflict_do_update(index_elements=["message_id"], set_=changed))
