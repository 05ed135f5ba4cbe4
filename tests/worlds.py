"""Worlds that tests build over and over in the same steps: each is built once per worker, then laid into the database from a copy.

A test begins with an empty database. As long as it takes nothing but steps that are `kept`, in an order that was taken before, their
answers are known and nothing is done; the first real look at the database finds the rows that these steps had left. From there on
everything is done. What a step finds is all that may decide what it does: rows, its arguments, and `kept_as` of whose step it is.
"""

import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import wraps
from threading import Lock, current_thread, main_thread
from typing import Any, Protocol
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.orm import DeclarativeBase
from time_machine import traveller_stack

from tests.databases import Databases, before_looking, look
from tests.rows import Rows

PLAIN = (str, bytes, int, float, bool, type(None), UUID, date, Enum)


class Member(Protocol):
    """Who takes steps and remembers something of them beside the database."""

    #: Of two with one name, each module of tests having its own, the later one goes on where the other was.
    kept_name: str

    def remembered(self) -> Any: ...

    def remember(self, state: Any) -> None: ...


@dataclass(frozen=True)
class Kept:
    """What a step answered and left, pickled: whoever takes it may change it."""

    answer: bytes
    states: bytes
    rows: Rows


@event.listens_for(Engine, "engine_connect")
def _look(_connection: Connection) -> None:
    look()


class UnsaidError(Exception):
    """An argument that no two runs would name alike."""


class Worlds:
    """The worlds of one service's database in one worker. `begin` before each test."""

    def __init__(self, databases: Databases, service: str) -> None:
        self._databases = databases
        self._service = service
        self._members: dict[str, Member] = {}
        self._kept: dict[tuple[Hashable, ...], Kept] = {}
        #: The steps that led from an empty database to what the test believes to be there; None if something else was done.
        self._path: tuple[Hashable, ...] | None = None
        #: What is to be laid into the database before anybody looks at it.
        self._owed: Rows | None = None
        self._building = False
        self._laying = Lock()
        before_looking.append(self.settle)

    def join(self, member: Member) -> None:
        self._members[member.kept_name] = member

    def begin(self, *, keep: bool) -> None:
        """From now on the database is empty. A test that bends the code keeps nothing, and takes nothing that was kept."""
        self._databases.empty(self._service)
        self._owed = None
        self._path = (datetime.now(UTC).astimezone().date(),) if keep else None

    def settle(self) -> None:
        """Let the database hold what the steps so far have left; what comes now is no step that was kept."""
        if self._building:
            return
        self._path = None
        self._lay()

    def step(self, called: Hashable, build: Callable[[], Any]) -> Any:
        """What `build` answers, or answered when it was called so from the same state. At another time than now it is built, and so it is
        in a thread, beside which others build.
        """
        if self._building or self._path is None or traveller_stack or current_thread() is not main_thread():
            return build()
        path = (*self._path, called)
        kept = self._kept.get(path)
        if kept is None:
            return self._build(path, build)
        self._path, self._owed = path, kept.rows
        for name, state in _copy(kept.states).items():
            self._members[name].remember(state)
        return _copy(kept.answer)

    def _build(self, path: tuple[Hashable, ...], build: Callable[[], Any]) -> Any:
        self._lay()
        self._building, self._path = True, None
        try:
            answer = build()
        finally:
            self._building = False
        states = {name: member.remembered() for name, member in self._members.items()}
        rows = self._databases.tables(self._service).copied()
        self._kept[path] = Kept(pickle.dumps(answer), pickle.dumps(states), rows)
        self._path = path
        return answer

    def _lay(self) -> None:
        with self._laying:
            owed, self._owed = self._owed, None
            if owed is not None:
                self._databases.tables(self._service).lay(owed)


def _copy(pickled: bytes) -> Any:
    return pickle.loads(pickled)  # noqa: S301 - this process pickled it


def keeps(test: pytest.FixtureRequest) -> bool:
    """Whether a test may find what was built before: not if it bends the code, or looks at how long ago something was."""
    return "monkeypatch" not in test.fixturenames and test.node.get_closest_marker("built_now") is None


def kept(method: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a step of something that has `worlds` and `kept_as`."""

    @wraps(method)
    def step(self: Any, *given: Any, **named: Any) -> Any:
        def build() -> Any:
            return method(self, *given, **named)

        if self.worlds is None:
            return build()
        try:
            called = (method.__qualname__, said(self), said(given), said(named))
        except UnsaidError:
            return build()
        return self.worlds.step(called, build)

    return step


def said(value: Any) -> Hashable:
    """A value as part of a step's name. Raises `UnsaidError` for what has no name of its own."""
    if isinstance(value, PLAIN):
        return (type(value), value)
    if isinstance(value, type):
        return value
    if isinstance(value, dict):
        return tuple((key, said(one)) for key, one in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return (type(value), *(said(one) for one in value))
    if hasattr(value, "kept_as"):
        return (type(value), said(value.kept_as))
    if isinstance(value, DeclarativeBase):
        return (type(value), *(inspect(value).identity or ()))
    raise UnsaidError
