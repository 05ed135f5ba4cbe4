"""The use and the end of a staff session, over four services: cases says when one is over, the others tell it of its use.

A click is not a write: a use is noted once a minute, and cases is told once in five, at the first use of a while at once. So cases
ends no session that is used anywhere, and whoever reads the table knows the last use to the minute.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared.events.catalogue import SessionEnded
from shared.events.envelope import Received
from shared.staff import StaffSession, Standing

NOTE_EVERY = timedelta(minutes=1)
TELL_EVERY = timedelta(minutes=5)
#: A session's row outlives its token, of which it says that it is over.
KEEP = timedelta(hours=1)
BATCH = 200
#: What tells cases of a use: a service's action, with the session and when it was seen last.
Telling = Callable[[Session, UUID, datetime], None]


class IdleSettings(Protocol):
    """What of the settings says how long a session may lie unused."""

    @property
    def staff_idle_minutes(self) -> int: ...


def idle(settings: IdleSettings) -> timedelta:
    """After how long without a request, in any service, a session is over."""
    return timedelta(minutes=settings.staff_idle_minutes)


def note_use(session: Session, used: Standing, telling: Telling | None, *, now: datetime) -> None:
    """Note that a session was used, in a transaction of its own; `telling` is of a service that is not cases."""
    tell = telling is not None and now - used.told_at > TELL_EVERY
    values = {"seen_at": now, "told_at": now if tell else used.told_at}
    row = upsert(StaffSession).values(
        id=used.session_id, staff_id=used.account.id, began_at=used.began_at, ends_at=used.ends_at, **values
    )
    session.execute(row.on_conflict_do_update(index_elements=["id"], set_=values))
    if telling and tell:
        telling(session, used.session_id, now)


def tell_uses(session: Session, telling: Telling, *, now: datetime) -> None:
    """Tell cases of uses after the last it heard of: the next use may be long in coming, and the idle time runs from this one."""
    untold = (
        select(StaffSession)
        .where(StaffSession.seen_at > StaffSession.told_at, StaffSession.told_at < now - TELL_EVERY)
        .where(StaffSession.ended_at.is_(None), StaffSession.ends_at > now)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    for row in session.execute(untold).scalars():
        telling(session, row.id, row.seen_at)
        row.told_at = now


def record_end(session: Session, event: Received[SessionEnded]) -> None:
    """Take over that a session is over, whether it was ever used here or not."""
    told = event.data
    values = {"ended_at": told.ended_at}
    row = upsert(StaffSession).values(
        id=told.session_id, staff_id=told.staff_id, began_at=told.began_at, ends_at=told.ends_at,
        seen_at=told.ended_at, told_at=told.ended_at, **values,
    )  # fmt: skip
    session.execute(row.on_conflict_do_update(index_elements=["id"], set_=values))


def record_use(session: Session, session_id: UUID, seen_at: datetime) -> None:
    """Take over, in cases, that a session was used elsewhere. Uses of different services come in any order."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.id == session_id)
        .values(seen_at=func.greatest(StaffSession.seen_at, seen_at))
    )


def forget(session: Session, *, now: datetime) -> None:
    """Forget the sessions whose tokens count for nothing any more by themselves."""
    session.execute(delete(StaffSession).where(StaffSession.ends_at < now - KEEP))
