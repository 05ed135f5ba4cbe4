"""Work that is due by the clock. A timer runs in one process at a time, however many there are."""

import logging
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Engine, text

from shared import metrics
from shared.clock import utc_now
from shared.retry import SetBackError

log = logging.getLogger(__name__)

#: A timer's work: (platform, now in UTC). It opens its own transactions and may run again after a crash at any point.
Work = Callable[[Any, datetime], None]


class Host(Protocol):
    """What a timer has to know of the platform that it runs on, which knows its timers."""

    @property
    def service(self) -> str: ...

    @property
    def engine(self) -> Engine: ...


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
        while not stop.is_set():
            for timer in self.all:
                if time.monotonic() >= due[timer.name]:
                    due[timer.name] = time.monotonic() + timer.seconds
                    run_once(here, timer, utc_now())
            stop.wait(0.05)


def run_once(here: Host, timer: Timer, now: datetime) -> None:
    """One run of a timer, unless another process is at it."""
    # PostgreSQL takes the second half of the key as a signed integer of 32 bits.
    lock = zlib.crc32(f"{here.service}.{timer.name}".encode()) - 2**31
    try:
        with here.engine.connect() as connection:
            mine = connection.execute(text("SELECT pg_try_advisory_lock(7402003, CAST(:lock AS int))"), {"lock": lock})
            if not mine.scalar():
                return
            connection.commit()
            try:
                timer.work(here, now)
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(7402003, CAST(:lock AS int))"), {"lock": lock})
                connection.commit()
    except SetBackError:
        metrics.TIMER_RUNS.labels(here.service, timer.name, "refused").inc()
    except Exception:
        metrics.TIMER_RUNS.labels(here.service, timer.name, "failed").inc()
        log.exception("timer_failed", extra={"obj": timer.name})
    else:
        metrics.TIMER_RUNS.labels(here.service, timer.name, "ran").inc()
