"""What a person sees of subjects that are stuck: ids, types, places and codes, never what an event says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from shared.events.envelope import Place
from shared.freeing import moves, versions
from shared.messaging import chains
from shared.messaging.accounts.tables import SubjectTold, ToldRow
from shared.messaging.kept import HeldEvent, InboxRow, ParkedEvent, PublisherEpoch, StaleEvent
from shared.messaging.outbox import StreamPosition
from shared.rules import NotFound

#: So many subjects are shown at once, those that wait longest; how many there are is said beside them.
SHOWN = 200
_STUCK = text(
    "SELECT stream, subject, sum(held) AS held, sum(parked) AS parked, sum(differ) AS differ, min(since) AS since,"
    " count(*) OVER () AS all_of_them FROM ("
    "SELECT stream, subject, 1 AS held, 0 AS parked, 0 AS differ, held_at AS since FROM held_event"
    " UNION ALL SELECT stream, subject, 0, 1, 0, parked_at FROM parked_event WHERE resolution IS NULL AND subject IS NOT NULL"
    " UNION ALL SELECT stream, subject, 0, 0, 1, noted_at FROM stale_event WHERE settled_by IS NULL"
    " UNION ALL SELECT i.stream, i.subject, 0, 0, 1, u.noted_at FROM unaccounted_event u JOIN inbox i USING (message_id)"
    " WHERE u.kind IN ('alien', 'different') AND u.settled_by IS NULL"
    ") AS w GROUP BY stream, subject ORDER BY min(since), stream, subject LIMIT :shown"
)


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """One subject of which something waits, since when, and how much of each kind; `differ`: on the two sides of a restore."""

    stream: str
    subject: UUID
    held: int
    parked: int
    differ: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Announced:
    """The epoch that a publisher told last and since when; `aside`: how much was set aside as sent before it and is still open."""

    publisher: str
    epoch: int
    since: datetime
    aside: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """One event of a subject. `ours`: what became of it here, None if it is not here; `theirs`: "same", "different" or "absent" at its
    publisher, None if nobody asked.
    """

    message_id: UUID
    type: str
    place: Place
    ours: str | None
    theirs: str | None


@dataclass(frozen=True, kw_only=True)
class SubjectView:
    """All that is known of one subject: where it stands, its events, what waits, and what its publisher said last."""

    stream: str
    subject: UUID
    place: Place
    lines: Sequence[Line]
    parked: Sequence[ParkedEvent]
    held: int
    differ: int
    over: Place | None
    told: SubjectTold | None


def stuck(session: Session) -> tuple[list[Stuck], int]:
    """The subjects of which something waits, longest first, at most `SHOWN`; and how many there are."""
    rows = session.execute(_STUCK, {"shown": SHOWN}).all()
    found = [
        Stuck(
            stream=row.stream, subject=row.subject, held=row.held, parked=row.parked, differ=row.differ, since=row.since
        )
        for row in rows
    ]
    return found, rows[0].all_of_them if rows else 0


def announced(session: Session) -> list[Announced]:
    """The publishers that have begun another epoch than their first, by their own word."""
    aside = select(func.count()).where(
        StaleEvent.publisher == PublisherEpoch.publisher, StaleEvent.settled_by.is_(None)
    )
    rows = select(PublisherEpoch, aside.scalar_subquery()).where(PublisherEpoch.epoch > 1)
    return [
        Announced(publisher=row.publisher, epoch=row.epoch, since=row.seen_at, aside=count)
        for row, count in session.execute(rows.order_by(PublisherEpoch.publisher))
    ]


def reasons(session: Session) -> list[tuple[str, int]]:
    """Why events are parked that wait for a person, and how many for each, the most first."""
    count = func.count()
    rows = select(ParkedEvent.reason, count).where(ParkedEvent.resolution.is_(None)).group_by(ParkedEvent.reason)
    return [(reason, many) for reason, many in session.execute(rows.order_by(count.desc(), ParkedEvent.reason))]


def without_subject(session: Session) -> Sequence[ParkedEvent]:
    """What is parked and says of no subject that could be read, oldest first."""
    rows = select(ParkedEvent).where(ParkedEvent.resolution.is_(None), ParkedEvent.subject.is_(None))
    return session.execute(rows.order_by(ParkedEvent.parked_at).limit(SHOWN)).scalars().all()


def one_parked(session: Session, parked_id: UUID) -> ParkedEvent:
    """A parked event that waits for a person. Raises `NotFound`."""
    row = session.get(ParkedEvent, parked_id)
    if row is None or row.resolution is not None:
        raise NotFound
    return row


def view(session: Session, stream: str, subject: UUID) -> SubjectView:
    """One subject as it stands now. Raises `NotFound` if nothing is known of it here."""
    held = select(HeldEvent).where(HeldEvent.stream == stream, HeldEvent.subject == subject)
    aside = select(StaleEvent).where(StaleEvent.stream == stream, StaleEvent.subject == subject)
    stale = session.execute(aside.where(StaleEvent.settled_by.is_(None))).scalars().all()
    told = session.get(SubjectTold, (stream, subject))
    lines = _lines(session, stream, subject, told) + [
        Line(message_id=one.message_id, type="", place=(one.epoch, one.sequence), ours="stale", theirs=None)
        for one in stale
    ]
    place, parked = _place(session, stream, subject), moves.parked_of(session, stream, subject)
    if not lines and not parked and place == chains.NONE:
        raise NotFound
    return SubjectView(
        stream=stream,
        subject=subject,
        place=place,
        lines=sorted(lines, key=lambda line: line.place),
        parked=parked,
        held=len(session.execute(held).scalars().all()),
        differ=versions.differing(session, stream, subject) + len(stale),
        over=moves.over(session, stream, subject, place),
        told=told,
    )


def _lines(session: Session, stream: str, subject: UUID, told: SubjectTold | None) -> list[Line]:
    ours = {row.message_id: row for row in versions.taken_of(session, stream, subject)}
    theirs = {row.message_id: row for row in versions.told_of(session, stream, subject)}
    asked = told is not None and told.told_at is not None
    return [
        Line(
            message_id=one,
            type=row.type,
            place=(row.epoch, row.sequence),
            ours=ours[one].outcome if one in ours else None,
            theirs=_theirs(ours.get(one), theirs.get(one)) if asked else None,
        )
        for one, row in (theirs | ours).items()
    ]


def _theirs(ours: InboxRow | None, theirs: ToldRow | None) -> str:
    if theirs is None:
        return "absent"
    if ours is None:
        return "same"
    same = (ours.epoch, ours.sequence, ours.digest) == (theirs.epoch, theirs.sequence, theirs.digest)
    return "same" if same else "different"


def _place(session: Session, stream: str, subject: UUID) -> Place:
    row = session.get(StreamPosition, (stream, subject, "in"))
    return (row.epoch, row.sequence) if row else chains.NONE
