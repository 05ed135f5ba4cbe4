"""What the messaging tables need over time: partitions ahead, old ones gone, gauges that an alert can stand on."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import MetaData, text
from sqlalchemy.orm import Session

from shared import metrics, opening, staff_sessions, tries
from shared.audit import heads
from shared.audit.sealer import unsealed_seconds
from shared.db import PlatformBase
from shared.messaging import parked
from shared.messaging.accounts import comparing, telling
from shared.platform import Platform
from shared.timers import Timers

log = logging.getLogger(__name__)

#: Outbox and inbox are the log from which everything is replayed and repeats are told; the longest backup is younger.
KEEP = timedelta(days=400)
MONTHS_AHEAD = 3
_AGE = text(
    "SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8, count(*)"
    " FROM (SELECT created_at FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT 10000) AS waiting"
)
_PARTITIONS = text(
    "SELECT relname FROM pg_class JOIN pg_inherits ON inhrelid = oid WHERE inhparent = to_regclass(:parent)"
)


def first_id(moment: datetime) -> UUID:
    """The smallest UUIDv7 of a moment (RFC 9562, 5.7): its first 48 bits are Unix milliseconds."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def month_start(moment: datetime, ahead: int = 0) -> datetime:
    months = moment.year * 12 + moment.month - 1 + ahead
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def make_partitions(session: Session, now: datetime) -> None:
    """Partitions of outbox and inbox from this month to three ahead."""
    for parent in ("outbox", "inbox"):
        existing = set(session.execute(_PARTITIONS, {"parent": parent}).scalars())
        for ahead in range(MONTHS_AHEAD + 1):
            begin = month_start(now, ahead)
            name = f"{parent}_{begin:%Y_%m}"
            if name not in existing:
                low, high = first_id(begin), first_id(month_start(begin, 1))
                session.execute(
                    text(f"CREATE TABLE {name} PARTITION OF {parent} FOR VALUES FROM ('{low}') TO ('{high}')")
                )


def drop_old_partitions(session: Session, now: datetime) -> list[str]:
    """Drop the months that ended more than 400 days ago and hold nothing unpublished; returns their names."""
    dropped = []
    for parent in ("outbox", "inbox"):
        for name in session.execute(_PARTITIONS, {"parent": parent}).scalars().all():
            if name.endswith("_rest"):
                continue
            begin = datetime.strptime(name.removeprefix(f"{parent}_"), "%Y_%m").replace(tzinfo=UTC)
            if month_start(begin, 1) + KEEP > now or _unpublished(session, name):
                continue
            session.execute(text(f"DROP TABLE {name}"))
            dropped.append(name)
    return dropped


def _unpublished(session: Session, partition: str) -> bool:
    if not partition.startswith("outbox"):
        return False
    found = session.execute(text(f"SELECT 1 FROM {partition} WHERE published_at IS NULL LIMIT 1"))  # noqa: S608 - name from pg_class
    return found.first() is not None


def keep_partitions(platform: Platform, now: datetime) -> None:
    with platform.database.transaction() as session:
        make_partitions(session, now)
        drop_old_partitions(session, now)


def report_gauges(platform: Platform, _now: datetime) -> None:
    service = platform.settings.service
    with platform.database.transaction() as session:
        age, depth = session.execute(_AGE).one()
        parked_now, held_now = parked.counts(session)
        unsealed = unsealed_seconds(session)
    metrics.OUTBOX_AGE.labels(service).set(age)
    metrics.OUTBOX_DEPTH.labels(service).set(depth)
    metrics.PARKED.labels(service).set(parked_now)
    metrics.HELD.labels(service).set(held_now)
    metrics.AUDIT_UNSEALED.labels(service).set(unsealed)


def report_accounts(platform: Platform, now: datetime) -> None:
    service = platform.settings.service
    with platform.database.transaction() as session:
        comparing.settle(session)
        found, silent = comparing.unaccounted(session), comparing.silence(session, service, now=now)
    for publisher, seconds in silent.items():
        metrics.ACCOUNT_AGE.labels(service, publisher).set(seconds)
        for kind in comparing.KINDS:
            metrics.EVENTS_UNACCOUNTED.labels(service, publisher, kind).set(found.get((publisher, kind), 0))


def tell_accounts(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: telling.tell(session, platform.settings.service, now=now))


def verify_audit(platform: Platform, _now: datetime) -> None:
    faults = heads.check(platform.database, platform.notary, platform.settings.audit_heads_dir)
    metrics.AUDIT_OK.labels(platform.settings.service).set(0 if faults else 1)
    for fault in faults:
        log.error("audit_fault", extra={"obj": str(fault)})


def tell_audit_head(platform: Platform, _now: datetime) -> None:
    """By the database's clock: what counts is how long a head could be written anew unseen."""
    with platform.database.transaction() as session:
        heads.tell(session, platform.notary, platform.settings.audit_heads_dir)


def forget_staff_sessions(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: staff_sessions.forget(session, now=now))


def forget_tries(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: tries.sweep(session, now))


def register(timers: Timers, telling: staff_sessions.Telling | None, tables: MetaData) -> None:
    """Add the upkeep that every service needs to its timers. `telling`: how it tells cases of the use of a staff session; `tables`:
    its own.
    """
    named = opening.places(tables, PlatformBase.metadata)

    def tell_session_uses(platform: Platform, now: datetime) -> None:
        if telling:
            platform.database.run(lambda session: staff_sessions.tell_uses(session, telling, now=now))

    def open_documents(platform: Platform, now: datetime) -> None:
        opening.turn(platform, named, now)

    def open_documents_again(platform: Platform, now: datetime) -> None:
        opening.look_again(platform, named, now)

    timers.every(seconds=60)(open_documents)
    timers.every(seconds=3600)(open_documents_again)
    timers.every(seconds=2)(report_gauges)
    timers.every(seconds=5)(report_accounts)
    timers.every(seconds=60)(tell_accounts)
    timers.every(seconds=3600)(keep_partitions)
    timers.every(seconds=30)(tell_audit_head)
    timers.every(seconds=3600)(verify_audit)
    timers.every(seconds=600)(forget_staff_sessions)
    timers.every(seconds=600)(forget_tries)
    timers.every(seconds=30)(tell_session_uses)
