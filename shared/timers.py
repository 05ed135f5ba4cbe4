"""Work that is due by the clock. A timer runs in one process at a time, however many there are."""

import logging
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

import psycopg
from sqlalchemy import Engine

from shared import metrics
from shared.clock import utc_now
from shared.db import Database
from shared.retry import SetBackError

log = logging.getLogger(__name__)
T = TypeVar("T")

_AS_BEFORE = "SELECT set_config('idle_session_timeout', '0', false)"
_LOCK = "SELECT pg_try_advisory_lock(7402003, %(lock)s::int), set_config('idle_session_timeout', %(silence)s, false)"
_UNLOCK = "SELECT pg_advisory_unlock(7402003, %(lock)s::int), set_config('idle_session_timeout', '0', false)"

#: A timer's work: (platform, now in UTC). It opens its own transactions and may run again after a crash at any point.
Work = Callable[[Any, datetime], None]


class Host(Protocol):
    """What a timer has to know of the platform that it runs on, which knows its timers."""

    @property
    def service(self) -> str: ...

    @property
    def engine(self) -> Engine: ...

    @property
    def database(self) -> Database: ...


@dataclass(frozen=True)
class Timer:
    name: str
    seconds: float
    work: Work


class Timers:
    """The timers of one service, or of a part of it; `parts` are joined. Raises `TypeError` if two have one name."""

    def __init__(self, *parts: "Timers") -> None:
        self.all: list[Timer] = []
        for part in parts:
            for timer in part.all:
                self._add(timer)

    def every(self, *, seconds: float) -> Callable[[Work], Work]:
        def register(work: Work) -> Work:
            self._add(Timer(work.__name__, seconds, work))
            return work

        return register

    def _add(self, timer: Timer) -> None:
        # Its lock and its turn go by the name: of two with one name only one would run.
        if timer.name in (known.name for known in self.all):
            raise TypeError(f"there are two timers {timer.name}")
        self.all.append(timer)

    def run(self, here: Host, stop: threading.Event) -> None:
        """Run what is due until `stop`; a failure is logged and counted, and tried again at its next turn."""
        due = {timer.name: 0.0 for timer in self.all}
        for timer in self.all:
            metrics.TIMER_PERIOD.labels(here.service, timer.name).set(timer.seconds)
            metrics.TIMER_SUCCEEDED.labels(here.service, timer.name).set_to_current_time()
        while not stop.is_set():
            for timer in self.all:
                if time.monotonic() >= due[timer.name]:
                    due[timer.name] = time.monotonic() + timer.seconds
                    run_once(here, timer, utc_now())
            stop.wait(0.05)


def each_apart(items: Iterable[T], step: Callable[[T], None]) -> None:
    """Do the step for each, and all of them though one fails: what cannot be done holds back nothing else. Raises `ExceptionGroup` of what
    failed at the end, so that the run counts as failed.
    """
    failed = []
    for item in items:
        try:
            step(item)
        except SetBackError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, it is raised at the end
            failed.append(error)
    if failed:
        raise ExceptionGroup("some were not done", failed)


def run_once(here: Host, timer: Timer, now: datetime) -> None:
    """One run of a timer, unless another process is at it."""
    try:
        with _alone(here, timer) as mine:
            if not mine:
                return
            timer.work(here, now)
    except SetBackError:
        metrics.TIMER_RUNS.labels(here.service, timer.name, "refused").inc()
    except Exception:
        metrics.TIMER_RUNS.labels(here.service, timer.name, "failed").inc()
        log.exception("timer_failed", extra={"obj": timer.name})
    else:
        metrics.TIMER_RUNS.labels(here.service, timer.name, "ran").inc()
        metrics.TIMER_SUCCEEDED.labels(here.service, timer.name).set_to_current_time()


@contextmanager
def _alone(here: Host, timer: Timer) -> Iterator[bool]:
    """Whether this process has the lock of a timer, which it gives back at the end.

    The connection of a frozen process stands, and its lock with it: so the server ends a connection that says nothing for `relay_lock`
    seconds, and while the work lasts a thread of ours says something on it. Frozen, it says nothing.
    """
    # PostgreSQL takes the second half of the key as a signed integer of 32 bits.
    lock = zlib.crc32(f"{here.service}.{timer.name}".encode()) - 2**31
    silence = here.database.waits.relay_lock
    with closing(here.engine.raw_connection()) as pooled:
        connection: Any = pooled.dbapi_connection
        mine = bool(connection.execute(_LOCK, {"lock": lock, "silence": f"{round(silence * 1000)}ms"}).fetchone()[0])
        connection.commit()
        over = threading.Event()
        keeper = threading.Thread(target=_keep, args=(connection, silence / 4, over), daemon=True)
        if mine:
            keeper.start()
        try:
            yield mine
        finally:
            over.set()
            if mine:
                keeper.join()
            try:
                connection.execute(_UNLOCK if mine else _AS_BEFORE, {"lock": lock})
                connection.commit()
            except psycopg.Error:
                # The server has ended it, and with it the lock: what the work did stands in its own transactions.
                pooled.invalidate()


def _keep(connection: Any, seconds: float, over: threading.Event) -> None:
    while not over.wait(seconds):
        try:
            connection.execute("SELECT 1")
            connection.commit()
        except psycopg.Error:
            return
