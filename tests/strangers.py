"""Strangers who guess for an hour of moved time, and the right person among them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from werkzeug.test import TestResponse

from shared import clock

#: Noon, so that no hour from here passes midnight.
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
ROUNDS = 12
STRANGERS = 100
#: What a test can wait for a thousand times.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
Guess = Callable[[str], TestResponse]


def apart(number: int) -> str:
    """An address in a network that nobody else is in."""
    return f"10.{number // 250}.{number % 250}.9"


def together(number: int) -> str:
    """An address in one network of all."""
    return f"192.0.2.{number % 250}"


@contextmanager
def moved(moment: datetime) -> Iterator[None]:
    """It is `moment`, and stays so however slow the machine is."""

    class Standing(datetime):
        @classmethod
        def now(cls, _zone: object = None) -> datetime:
            return moment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "datetime", Standing)
        yield


def hour(
    guess: Guess, address: Callable[[int], str], enter: Callable[[], None], strangers: int = STRANGERS
) -> list[int]:
    """`strangers` guess every five minutes; after each round the right person comes. Returns what the strangers got."""
    got = []
    for turn in range(ROUNDS):
        with moved(NOON + timedelta(minutes=5 * turn)):
            got += [guess(address(number)).status_code for number in range(strangers)]
            enter()
    return got


def waits(answer: TestResponse) -> int:
    """The seconds that a refusal says."""
    assert answer.status_code == 429
    return int(answer.headers["Retry-After"])
