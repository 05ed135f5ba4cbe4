"""The database of one service: typed models with named constraints, time-outs on everything, one way to open a transaction."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import psycopg
from sqlalchemy import DateTime, Engine, MetaData, Text, Uuid, create_engine, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.connections import LimitedConnection, Silence
from shared.retry import RetryLaterError
from shared.waits import Waits

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
COLUMN_TYPES: dict[Any, Any] = {
    datetime: DateTime(timezone=True),
    str: Text(),
    UUID: Uuid(),
    dict[str, Any]: JSONB(),
    list[str]: JSONB(),
    list[dict[str, Any]]: JSONB(),
}
#: Marks a column whose values are names of documents: what it names is in the store as long as the row says so, and is looked
#: at each night (`shared.opening`). A name that may outlive its document is a plain text.
DOCUMENT = "document"
DocumentName = Annotated[str, mapped_column(info={DOCUMENT: True})]
#: A fast answer that a power cut can take back is no answer: with one of these off the process does not start.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
#: What makes a commit wait until a standby has it on its disk, where one has to.
ACKNOWLEDGES = frozenset({"on", "remote_apply"})
WAKE_INTERVAL = 0.005
#: SQLSTATEs after which the same transaction may succeed: serialization failure and deadlock.
RETRYABLE = frozenset({"40001", "40P01"})
TRIES = 3
T = TypeVar("T")


def named_metadata() -> MetaData:
    """A metadata of its own for each service, since the embedded way loads all four into one process."""
    return MetaData(naming_convention=NAMING)


class PlatformBase(DeclarativeBase):
    """Tables that stand in every service's database: outbox, inbox, audit, copies of the directories."""

    metadata = named_metadata()
    type_annotation_map = COLUMN_TYPES


class LastWrite(PlatformBase):
    """The row by which `readyz` sees whether the database takes a write."""

    __tablename__ = "last_write"

    one: Mapped[bool] = mapped_column(primary_key=True)
    at: Mapped[datetime]


#: A full disk and a standby still read. Of two that ask at once one waits for nobody.
_WRITE = text(
    "UPDATE last_write SET at = clock_timestamp() WHERE one IN (SELECT one FROM last_write FOR UPDATE SKIP LOCKED)"
)
#: Two writers who wait for a standby hold the row for as long; whoever skips it has written nothing, and its commit would not wait.
_LOG = text("SELECT pg_logical_emit_message(true, 'besa', '')")


class UnsafeDatabaseError(RuntimeError):
    """The server runs in a way in which an acknowledged commit can be lost."""


class LostInReadingError(RuntimeError):
    """A session that only reads was given an audit entry or an event: nothing at its end would write or announce them."""


class Database:
    """One pool of connections. Thread-safe; make a new one after a fork."""

    def __init__(
        self, url: str, *, pool_size: int = 8, waits: Waits | None = None, standby_required: bool = False
    ) -> None:
        self.waits = waits or Waits()
        self.standby_required = standby_required
        self.url = url
        self.silence = Silence(self.waits.database_away)
        self.engine: Engine = create_engine(
            url,
            hide_parameters=True,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=self.waits.database_pool,
            connect_args={
                "connect_timeout": round(self.waits.database_connect),
                "options": f"{self.waits.session_options} -c timezone=UTC",
            },
        )
        event.listen(self.engine, "do_connect", self._connect)
        event.listen(self.engine, "checkout", _refuse_stale)
        event.listen(self.engine, "checkin", self._as_before)
        self._autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._woken = 0.0
        self._lock = threading.Lock()
        self.before_commit: list[Callable[[Session], None]] = []
        self.after_commit: list[Callable[[Session], None]] = []
        #: Asked before each session; what it raises passes through. It costs no statement.
        self.before_begin: list[Callable[[], None]] = []
        #: What each session carries in its `info`: secrets of the process that a consumer, which has a session alone, needs.
        self.carried: dict[Any, Any] = {}

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction: commits at the end, rolls back on any exception, then wakes the relay if it published."""
        self._ask_first()
        with Session(self.engine, expire_on_commit=False, info=self.carried) as session:
            with session.begin():
                yield session
                session.flush()
                for hook in self.before_commit:
                    hook(session)
            for hook in self.after_commit:
                hook(session)
            if session.info.get("published"):
                self.wake_relay()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reads of single statements: AUTOCOMMIT saves the BEGIN and ROLLBACK round trips.

        Raises `LostInReadingError` at its end for an audit entry or an event: what is noted needs `transaction()`.
        """
        self._ask_first()
        with Session(self._autocommit, expire_on_commit=False) as session:
            yield session
            if lost := sorted({"audit", "published"} & session.info.keys()):
                raise LostInReadingError(f"{' and '.join(lost)} in a session that only reads: open a transaction()")

    def run(self, work: Callable[[Session], T]) -> T:
        """`work` in one transaction, tried again on a deadlock or serialization failure."""
        for attempt in range(1, TRIES + 1):
            try:
                with self.transaction() as session:
                    return work(session)
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) not in RETRYABLE or attempt == TRIES:
                    raise
                time.sleep(0.02 * attempt)
        raise AssertionError("unreachable")

    def wake_relay(self) -> None:
        """NOTIFY after the commit, not in it, and at most once per 5 ms: inside, it halves the commits per second."""
        now = time.monotonic()
        with self._lock:
            if now - self._woken < WAKE_INTERVAL:
                return
            self._woken = now
        try:
            with self._autocommit.connect() as connection:
                connection.execute(text("NOTIFY outbox"))
        except OperationalError:
            # The relay polls beneath, and the commit stands: a lost bell may not turn into a 503.
            return

    def _connect(self, _dialect: object, _record: object, args: Any, options: Any) -> LimitedConnection:
        began = time.monotonic()
        try:
            connection = LimitedConnection.connect(*args, **options)
        except psycopg.OperationalError:
            # A server that is down says so at once; one that is frozen lets everybody wait.
            if time.monotonic() - began > self.waits.database_connect / 2:
                self.silence.note()
            raise
        connection.answer_seconds, connection.silence = self.waits.database_answer, self.silence
        self.silence.over()
        return connection

    def _as_before(self, connection: LimitedConnection | None, _record: object) -> None:
        if connection is not None:
            connection.answer_seconds = self.waits.database_answer

    def _ask_first(self) -> None:
        if self.silence.refuses():
            raise RetryLaterError("the database does not answer")
        for ask in self.before_begin:
            ask()

    def write(self) -> None:
        """Write one row. Raises what the database raises where it takes no write, or where no standby takes it that has to."""
        with self.transaction() as session:
            session.execute(_WRITE)
            session.execute(_LOG)

    def refuse_unsafe(self) -> None:
        """Raise `UnsafeDatabaseError` if a durability setting is off, or if a standby is required and none acknowledges a commit."""
        with self._autocommit.connect() as connection:
            off = [name for name in DURABLE if connection.execute(text(f"SHOW {name}")).scalar() == "off"]
        if off:
            raise UnsafeDatabaseError(f"PostgreSQL runs with {', '.join(off)} off: acknowledged work could be lost")
        if self.standby_required:
            self._refuse_alone()

    def _refuse_alone(self) -> None:
        """By a commit, which no setting and no view can pretend; who stands by an ordinary role is not told."""
        with self._autocommit.connect() as connection:
            names, waits_for = (
                connection.execute(text(f"SHOW {name}")).scalar()
                for name in ("synchronous_standby_names", "synchronous_commit")
            )
        if not names or waits_for not in ACKNOWLEDGES:
            raise UnsafeDatabaseError(
                "No standby has to have what is acknowledged (synchronous_standby_names, synchronous_commit): a failover could lose it"
            )
        try:
            self.write()
        except (DBAPIError, RetryLaterError) as error:
            raise UnsafeDatabaseError("No synchronous standby acknowledges a commit, so that none ends") from error

    def dispose(self) -> None:
        self.engine.dispose()


def as_office(session: Session) -> None:
    """Let this transaction see the rows of every body, which row-level security in partners shows to who stands for the office alone: for
    upkeep, which tells no person what stands in them.
    """
    session.execute(text("SELECT set_config('app.office', 'on', true)"))


def patient(session: Session, seconds: float) -> None:
    """Let the statements of this transaction take so long: nobody waits in front of a page for what this one does."""
    session.execute(
        text("SELECT set_config('statement_timeout', :limit, true)"), {"limit": f"{round(seconds * 1000)}ms"}
    )
    raw: Any = session.connection().connection.dbapi_connection
    raw.answer_seconds = seconds + 1


def _refuse_stale(connection: LimitedConnection, _record: object, _proxy: object) -> None:
    """The server ended this one while it lay in the pool: another is taken, and nobody sees an error."""
    if connection.is_stale:
        raise DisconnectionError
