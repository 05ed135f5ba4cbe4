"""What the messaging tables need over time: partitions ahead, old ones gone, gauges that an alert can stand on."""

import logging
import math
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import MetaData, func, select, text
from sqlalchemy.orm import Session

from shared import archived, metrics, opening, staff_sessions, tries
from shared.audit import heads
from shared.audit.sealer import unsealed_seconds
from shared.db import PlatformBase
from shared.documents import rewrapping
from shared.messaging import parked
from shared.messaging.accounts import comparing, telling
from shared.platform import Platform
from shared.timers import Timers

log = logging.getLogger(__name__)

_AGE = text(
    "SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8, count(*)"
    " FROM (SELECT created_at FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT 10000) AS waiting"
)


def make_partitions(session: Session, now: datetime) -> None:
    """Partitions of outbox and inbox from this month to three ahead: shared/sql/platform_0008.sql, since no role here may."""
    session.execute(select(func.make_partitions(now)))


def drop_old_partitions(session: Session, now: datetime) -> list[str]:
    """Drop the months that ended more than 400 days ago and hold nothing unpublished; returns their names."""
    return list(session.execute(select(func.drop_old_partitions(now))).scalars())


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


def report_kept_log(platform: Platform, _now: datetime) -> None:
    with platform.database.transaction() as session:
        found = archived.read(session.connection().exec_driver_sql(archived.ASK, (archived.PREFIX,)).one())
    seconds = math.inf if found is None or found.seconds is None else found.seconds
    metrics.LOG_AGE.labels(platform.settings.service).set(seconds)


def tell_accounts(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: telling.tell(session, platform.settings.service, now=now))


def verify_audit(platform: Platform, _now: datetime) -> None:
    faults = heads.check(platform.database, platform.notary, platform.settings.audit_heads_dir)
    metrics.AUDIT_OK.labels(platform.settings.service).set(0 if faults else 1)
    for fault in faults:
        log.error("audit_fault", extra={"obj": str(fault)})


def tell_audit_head(platform: Platform, _now: datetime) -> None:
    """By the database's clock: what counts is how long a head could be written anew unseen."""
    with platform.sealer.transaction() as session:
        heads.tell(session, platform.notary, platform.settings.audit_heads_dir)


def forget_staff_sessions(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: staff_sessions.forget(session, now=now))


def wrap_documents_anew(platform: Platform, now: datetime) -> None:
    """For a key that `besa <service> keys rotate` made."""
    if platform.documents.wraps:
        rewrapping.rewrap(platform.documents, now, budget=rewrapping.BUDGET)


def forget_tries(platform: Platform, now: datetime) -> None:
    platform.database.run(lambda session: tries.sweep(session, now))


def register(
    timers: Timers,
    telling: staff_sessions.Telling | None,
    tables: MetaData,
    checks: Mapping[str, opening.Check],
) -> None:
    """Add the upkeep that every service needs to its timers. `telling`: how it tells cases of the use of a staff session; `tables`:
    its own; `checks`: by place, how a document is known to be of its row.
    """
    named = opening.places(tables, PlatformBase.metadata, checks=checks)

    def tell_session_uses(platform: Platform, now: datetime) -> None:
        if telling:
            platform.database.run(lambda session: staff_sessions.tell_uses(session, telling, now=now))

    def open_documents(platform: Platform, now: datetime) -> None:
        opening.turn(platform, named, now)

    def open_documents_again(platform: Platform, now: datetime) -> None:
        opening.look_again(platform, named, now)

    timers.every(seconds=60)(open_documents)
    timers.every(seconds=3600)(open_documents_again)
    timers.every(seconds=60)(wrap_documents_anew)
    timers.every(seconds=2)(report_gauges)
    timers.every(seconds=5)(report_accounts)
    timers.every(seconds=15)(report_kept_log)
    timers.every(seconds=60)(tell_accounts)
    timers.every(seconds=3600)(keep_partitions)
    timers.every(seconds=30)(tell_audit_head)
    timers.every(seconds=3600)(verify_audit)
    timers.every(seconds=600)(forget_staff_sessions)
    timers.every(seconds=600)(forget_tries)
    timers.every(seconds=30)(tell_session_uses)
