"""What one process knows of its database: whether it may work with it. Each pooled connection is looked at as it is made, and
every two seconds the whole is asked anew, so that no request pays for it.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shared import metrics
from shared.audit.entries import write_entries
from shared.clock import utc_now
from shared.connections import LimitedConnection, connect
from shared.db import Database
from shared.retry import RetryLaterError, SetBackError
from shared.waits import Waits
from shared.witness import erasures
from shared.witness.declaring import Cause, Declared, begin_epoch
from shared.witness.file import Record, WitnessFile, WitnessUnreadableError
from shared.witness.series import Numbers
from shared.witness.standing import Standing, Verdict, judge, look, placed, refusal

log = logging.getLogger(__name__)

#: Seconds for which an answer counts.
COUNTS = 2.0
_BELONG = text("INSERT INTO installation (one, name) VALUES (true, :name) ON CONFLICT (one) DO NOTHING RETURNING name")


class Guard:
    """Of one service. `name` is that of the installation, if it was given one."""

    def __init__(
        self, file: WitnessFile, service: str, url: str, name: str, numbers: Numbers, waits: Waits | None = None
    ) -> None:
        self.file = file
        self.service = service
        self.numbers = numbers
        self.name = name
        self.waits = waits or Waits()
        self._url = url
        self._verdict = Verdict("first_start")
        self._until = 0.0
        self._lock = threading.Lock()
        self._pool: Database | None = None
        self._reserved: dict[str, int] = {}
        #: What the service does again in the transaction in which an epoch begins, of what came back with an older copy.
        self.again: list[Callable[[Session], None]] = []

    def watch(self, database: Database) -> None:
        """Let no transaction begin, and no connection be used, of a database that was set back."""
        self._pool = database
        database.carried[Guard] = self
        database.before_commit.append(erasures.writing(self.file))
        self.stand_before(database)

    def stand_before(self, database: Database) -> None:
        """The same for a further pool, of another role in the same database."""
        database.before_begin.append(self.check)

        @event.listens_for(database.engine, "connect")
        def connected(connection: "psycopg.Connection[Any]", _record: object) -> None:
            try:
                self.meet(connection)
            except BaseException:
                # The pool forgets a connection that it could not hand out, and leaves it open.
                connection.close()
                raise

    def check(self) -> None:
        """Raise `SetBackError` if the database was set back. Asks it every `COUNTS` seconds, in one thread at a time."""
        # Of a database that says nothing one request at a time learns that it still does (`Silence`): not each second one more by us.
        silent = self._pool is not None and self._pool.silence.lasts
        if not silent and time.monotonic() >= self._until and self._lock.acquire(blocking=False):
            try:
                self._until = time.monotonic() + COUNTS
                self._ask()
            finally:
                self._lock.release()
        self._refuse(self._verdict)

    def now(self) -> Verdict:
        """What is so at this moment. Raises what the database raises."""
        with self.alone() as database, database.engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            return self._settle(*self.look(raw))

    def meet(self, connection: "psycopg.Connection[Any]") -> None:
        """Look at a new connection. Raises `SetBackError`."""
        try:
            standing, verdict = self.look(connection)
        finally:
            if not connection.autocommit:
                connection.rollback()
        self._refuse(self._settle(standing, verdict))

    def look(self, connection: "psycopg.Connection[Any]") -> tuple[Standing, Verdict]:
        """The database and what its witness says of it. Changes nothing."""
        try:
            record = self.file.read()
            standing, verdict = self._judge(connection, record)
            # The file may just have been made, or changed by who declares: then both are read once more.
            if not verdict.serves and (now := self.file.read()) != record:
                return self._judge(connection, now)
        except WitnessUnreadableError:
            return look(connection, None), Verdict("unreadable")
        return standing, verdict

    def _judge(self, connection: "psycopg.Connection[Any]", record: Record | None) -> tuple[Standing, Verdict]:
        standing = look(connection, record)
        return standing, judge(record, standing, self.name)

    def reserve(self, series: str, number: int, block: int) -> None:
        """See `shared.witness.numbers.reserve`."""
        if number <= self._reserved.get(series, 0):
            return

        def change(record: Record | None) -> Record:
            if record is None:
                raise RetryLaterError("the witness is gone")
            last = max(number - 1 + block, record.reserved.get(series, 0))
            return replace(record, reserved={**record.reserved, series: last})

        try:
            record = self.file.change(change)
        except WitnessUnreadableError as error:
            raise RetryLaterError("the witness cannot be read") from error
        if record:
            self._reserved[series] = record.reserved[series]

    def declare(self, *, by: str, reason: str, skip: int | None = None) -> Declared:
        """Begin a new epoch for a database that is refused. Raises `NothingToDeclareError` if it is not."""
        with self.file.locked(), self.alone() as database:
            with database.engine.connect() as connection:
                raw: Any = connection.connection.dbapi_connection
                standing, verdict = self.look(raw)
            if verdict.serves:
                raise NothingToDeclareError(verdict.sentence)
            cause = Cause(verdict.kind, by, reason, utc_now(), skip)
            declared = begin_epoch(self.file, database, self.numbers, standing, cause, name=self.name, again=self.again)
        self._until = 0.0
        return declared

    def connection(self) -> LimitedConnection:
        """One connection past this guard, in autocommit."""
        return connect(self._url, self.waits, options=self.waits.session_options)

    @contextmanager
    def alone(self) -> Iterator[Database]:
        """The database past this guard."""
        database = Database(self._url, pool_size=1, waits=self.waits)
        database.before_commit.append(write_entries)
        if self._pool:
            database.carried = {key: value for key, value in self._pool.carried.items() if key is not Guard}
        try:
            yield database
        finally:
            database.dispose()

    def _ask(self) -> None:
        if self._pool is None:
            return
        try:
            with self._pool.engine.connect() as connection:
                raw: Any = connection.connection.dbapi_connection
                self.meet(raw)
        except (SetBackError, SQLAlchemyError, psycopg.Error, RetryLaterError):
            # What was found stands in the verdict; of a database that does not answer whoever asks it hears by itself.
            return

    def _settle(self, standing: Standing, verdict: Verdict) -> Verdict:
        if verdict.kind == "first_start" and standing.migrated:
            self._begin(standing)
        if verdict.raises:
            verdict = self._raise()
        if not verdict.serves and self._verdict.serves:
            log.error("set_back", extra={"code": verdict.kind})
        self._verdict = verdict
        metrics.SET_BACK.labels(self.service).set(0 if verdict.serves else 1)
        return verdict

    def _begin(self, standing: Standing) -> None:
        """The first file of an installation, or of one that comes from a release without."""
        if self.file.read() is not None:
            return
        with self.file.locked(), self.alone() as database, database.transaction() as session:
            name = self._belong(session, standing)
            given = dict(self.numbers.given(session))
            record = Record(installation=name, epoch=standing.epoch, reserved=given)
            self.file.change(lambda now: now or placed(record, standing))

    def _belong(self, session: Session, standing: Standing) -> str:
        name = self.name or standing.installation or uuid4().hex
        session.execute(_BELONG, {"name": name})
        return name

    def _raise(self) -> Verdict:
        """A new epoch without a person: nothing is lost but perhaps the last second. Whoever is first does it."""
        with self.file.locked(), self.alone() as database:
            with database.engine.connect() as connection:
                raw: Any = connection.connection.dbapi_connection
                standing, verdict = self.look(raw)
            if not verdict.raises:
                return verdict
            cause = Cause(verdict.kind, "system:witness", verdict.sentence, utc_now())
            declared = begin_epoch(self.file, database, self.numbers, standing, cause, name=self.name, again=self.again)
        log.warning("epoch_raised", extra={"code": verdict.kind, "obj": str(declared.epoch)})
        return Verdict("same")

    def _refuse(self, verdict: Verdict) -> None:
        if not verdict.serves:
            raise refusal(verdict.kind)


class NothingToDeclareError(Exception):
    """The database is as far as its witness says."""
