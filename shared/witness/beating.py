"""The beat: each second a row is committed, then the file outside repeats its name. In that order, so that a crash between the
two leaves the database ahead, which is no fault.
"""

import logging
import threading
from dataclasses import replace
from typing import Any
from uuid import uuid4

import psycopg

from shared.retry import RetryLaterError, SetBackError
from shared.witness.file import Record, WitnessUnreadableError
from shared.witness.guard import Guard
from shared.witness.standing import Standing, judge, look, placed

log = logging.getLogger(__name__)

SECONDS = 1.0
#: Beats that are kept, and besides them one of each so many, which is one an hour.
KEPT, ONE_OF = 1000, 3600
_LOCK = 7_402_005
_BEAT = "INSERT INTO beat (n, nonce) VALUES (%s, %s) RETURNING at"
_SWEEP = "DELETE FROM beat WHERE n < %s AND n %% %s <> 0"


def run(guard: Guard, stop: threading.Event) -> None:
    """Beat until `stop`. Whatever goes wrong with the database or the disk, the next second tries again."""
    while not stop.is_set():
        try:
            with guard.connection() as connection:
                while not stop.is_set():
                    beat(guard, connection)
                    stop.wait(SECONDS)
        except SetBackError:
            stop.wait(SECONDS)
        except (psycopg.Error, RetryLaterError, WitnessUnreadableError, OSError) as error:
            log.warning("beat_missed", extra={"code": type(error).__name__})
            stop.wait(SECONDS)


def beat(guard: Guard, connection: "psycopg.Connection[Any]") -> bool:
    """One beat, unless another process is at it. Raises `SetBackError`, and then there is none."""
    guard.meet(connection)
    record = guard.file.read()
    if record is None:
        return False
    with connection.transaction():
        mine = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,)).fetchone()
        standing = look(connection, record)
        if not (mine and mine[0]) or not judge(record, standing, guard.name).serves:
            return False
        n, nonce = max(standing.newest, record.n) + 1, uuid4()
        at = (connection.execute(_BEAT, (n, nonce)).fetchone() or (None,))[0]
        connection.execute(_SWEEP, (n - KEPT, ONE_OF))
    guard.file.change(lambda now: _noted(now, record, standing, n, nonce.hex, at.isoformat() if at else ""))
    return True


def _noted(now: Record | None, before: Record, standing: Standing, n: int, nonce: str, at: str) -> Record | None:
    """Not over what somebody declared meanwhile."""
    if now is None or (now.n, now.nonce, now.epoch) != (before.n, before.nonce, before.epoch):
        return None
    return placed(replace(now, n=n, nonce=nonce, at=at), standing)
