"""Connections to PostgreSQL on which every wait has a limit of our own (`shared.waits`)."""

import select
import time
from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

import psycopg
from psycopg import errors
from psycopg.abc import PQGen

from shared.waits import Waits

RV = TypeVar("RV")


class Silence:
    """Whether a database lately gave no answer: then one thread at a time tries it, and all others are refused at once."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = 0.0

    def note(self) -> None:
        self._until = time.monotonic() + self._seconds

    def over(self) -> None:
        self._until = 0.0

    @property
    def lasts(self) -> bool:
        """Whether nobody shall try now. Takes nobody's turn."""
        return time.monotonic() < self._until

    def refuses(self) -> bool:
        """True while nobody shall wait. Whoever is told False first after the pause is the one who tries."""
        if not self._until:
            return False
        if self.lasts:
            return True
        self.note()
        return False


class _Columns(Sequence[psycopg.Column]):
    """Those of a result, made when somebody looks at them."""

    def __init__(self, cursor: psycopg.Cursor[Any], count: int) -> None:
        self._cursor, self._count = cursor, count

    @cached_property
    def _made(self) -> list[psycopg.Column]:
        return [psycopg.Column(self._cursor, place) for place in range(self._count)]

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        return self._made[place]


class LimitedCursor(psycopg.Cursor[Any]):
    """SQLAlchemy asks of each result what its columns are, and knows it of a statement that it has sent before: what psycopg makes for each
    column of each result was a twentieth of what a request took.
    """

    @property
    def description(self) -> list[psycopg.Column] | None:
        result = self.pgresult
        if result is None or not result.nfields:
            return super().description
        return cast(list[psycopg.Column], _Columns(self, result.nfields))


class LimitedConnection(psycopg.Connection[Any]):
    """Waits `answer_seconds` for each answer, then it is closed and its statement fails with `OperationalError`."""

    answer_seconds: float = Waits.database_answer
    silence: Silence | None = None

    def __init__(self, *of_server: Any, **more: Any) -> None:
        super().__init__(*of_server, **more)
        self.cursor_factory = LimitedCursor

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            answer = super().wait(gen, interval, self.answer_seconds)
        except errors._WaitTimeout as error:  # noqa: SLF001 - psycopg has no public name for it
            # Nobody knows in what state the server would be: with this connection nothing can be done any more.
            self.pgconn.finish()
            if self.silence:
                self.silence.note()
            raise psycopg.OperationalError(f"no answer within {self.answer_seconds} s") from error
        if self.silence:
            self.silence.over()
        return answer

    @property
    def is_stale(self) -> bool:
        """Whether an idle connection has something to read, which is its end: seen without asking the server."""
        poll = select.poll()
        poll.register(self.fileno(), select.POLLIN)
        return bool(poll.poll(0))


def connect(url: str, waits: Waits, *, answer: float | None = None, **options: Any) -> LimitedConnection:
    """A connection of its own, in autocommit, whose answers are waited for `answer` seconds, by default as any others."""
    dsn = url.replace("+psycopg", "")
    connection = LimitedConnection.connect(
        dsn, autocommit=True, connect_timeout=round(waits.database_connect), **options
    )
    connection.answer_seconds = answer or waits.database_answer
    return connection
