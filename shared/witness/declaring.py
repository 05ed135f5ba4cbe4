"""A new epoch, after a restore that a person declares or after a failover that needs nobody.

Three steps, and each may be the last one before a crash: the file takes the epoch, the database takes epoch, numbers and a
beat in one transaction, the file takes the beat. Until the third the file names a beat that the database lacks, so it goes on
to be refused and can be declared again; an epoch that was begun in vain is only skipped.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from shared import audit
from shared.db import Database
from shared.messaging.outbox import StreamEpoch
from shared.messaging.parked import publish_again
from shared.rules import RuleViolation
from shared.witness.file import Record, WitnessFile, WitnessUnreadableError
from shared.witness.series import Numbers
from shared.witness.standing import Kind, Standing, placed
from shared.witness.tables import Beat, Installation, SetBack, SkippedNumber

#: What was sent so shortly before the moment that came back may be on its way still, with the epoch that nobody takes any
#: more: it is sent again at once. What is older comes by the accounts of events.
AGAIN = timedelta(hours=1)
#: Without the file nobody knows which epochs there were.
_LEAP = 1000


@dataclass(frozen=True)
class Declared:
    """What came of it: numbers by series (first, last) that were perhaps given, and how many events go out again."""

    epoch: int
    skipped: Mapping[str, tuple[int, int]]
    again: int


@dataclass(frozen=True)
class Cause:
    """Why an epoch begins, and who says so. `skip`: of each series so many numbers, where no file says how many."""

    kind: Kind
    by: str
    reason: str
    now: datetime
    skip: int | None = None


def begin_epoch(
    file: WitnessFile,
    database: Database,
    numbers: Numbers,
    standing: Standing,
    cause: Cause,
    *,
    name: str = "",
    again: Iterable[Callable[[Session], None]] = (),
) -> Declared:
    """All three steps; nobody else may change the file meanwhile (`file.locked`). `standing` was looked at within the lock;
    `again` is done in the transaction that the epoch begins with.

    Raises `RuleViolation` if there is no file and nobody says how many numbers are to be skipped.
    """
    record = _write_epoch(file, standing, cause, name)
    beat = uuid4()
    n = max(record.n, standing.newest) + 1
    with database.transaction() as session:
        session.add(Beat(n=n, nonce=beat))
        given = numbers.given(session)
        reserved = record.reserved if cause.skip is None else {each: last + cause.skip for each, last in given.items()}
        declared = _enter(session, record, standing, cause, _told_of(session, numbers), reserved)
        numbers.skip(session, reserved)
        _belong(session, record.installation)
        session.flush()
        for each in again:
            each(session)
    known = replace(record, n=n, nonce=beat.hex, at=cause.now.isoformat(), reserved=reserved)
    file.change(lambda _: placed(known, standing))
    return declared


def _write_epoch(file: WitnessFile, standing: Standing, cause: Cause, name: str) -> Record:
    try:
        before = file.read()
    except WitnessUnreadableError:
        before = None
        file.set_aside()
    if before is None and cause.skip is None:
        raise RuleViolation("nobody knows which numbers were given: say how many to skip", code="restore.skip_missing")
    if before is None:
        # A beat that no database has: until the third step this is no witness either.
        before = Record(
            installation=name or standing.installation or uuid4().hex,
            n=standing.newest + 1,
            nonce=uuid4().hex,
            epoch=standing.epoch + _LEAP,
        )
    epoch = max(before.epoch, standing.epoch) + 1
    wanted = replace(before, epoch=epoch, installation=name or before.installation)
    return file.change(lambda _: wanted) or wanted


def _enter(
    session: Session,
    record: Record,
    standing: Standing,
    cause: Cause,
    told_of: Mapping[str, int],
    reserved: Mapping[str, int],
) -> Declared:
    session.add(StreamEpoch(epoch=record.epoch, began_at=cause.now, reason=cause.kind))
    session.add(
        SetBack(
            epoch=record.epoch,
            kind=cause.kind,
            lost_from=standing.last,
            lost_until=datetime.fromisoformat(record.at) if record.at else None,
            declared_at=cause.now,
            declared_by=cause.by,
            reason=cause.reason,
        )
    )
    skipped = {each: (told_of.get(each, 0) + 1, last) for each, last in reserved.items() if last > told_of.get(each, 0)}
    session.add_all(
        SkippedNumber(epoch=record.epoch, series=each, first=first, last=last)
        for each, (first, last) in skipped.items()
    )
    again = publish_again(session, (standing.last or cause.now) - AGAIN)
    audit.record(session, cause.by, "epoch.begun", "database", str(record.epoch), kind=cause.kind)
    return Declared(record.epoch, skipped, again)


def _told_of(session: Session, numbers: Numbers) -> dict[str, int]:
    """The last number of each series of which this database says something: that it was given, or that it was skipped."""
    skipped = select(SkippedNumber.series, func.max(SkippedNumber.last)).group_by(SkippedNumber.series)
    found = dict(numbers.held(session))
    for series, last in session.execute(skipped):
        found[series] = max(last, found.get(series, 0))
    return found


def _belong(session: Session, name: str) -> None:
    row = upsert(Installation).values(one=True, name=name)
    session.execute(row.on_conflict_do_update(index_elements=["one"], set_={"name": name}))
