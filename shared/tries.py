"""How often a secret may be guessed, without keeping out who knows it. One rule for every door; its numbers: `data/tries.yaml`.

A secret that a person chose is not looked at before it is the guesser's turn. A turn is taken, as if the guess were wrong, before the slow
hash and in a statement of its own: two at once do not get two for one, and no lock is held while hashing. Who was right gives it back. A
secret that we made cannot be guessed: it is always looked at, and only wrong ones are counted. Nothing counts for all.
"""

import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address, ip_network
from math import ceil
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import ColumnElement, Float, case, cast, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared import metrics, security_log
from shared.db import Database, PlatformBase
from shared.limits import Standing, TooManyError
from shared.yaml_files import read_yaml

FILE = Path(__file__).parent / "data" / "tries.yaml"
#: 2 to the power of it is longer than any wait.
_MOST_DOUBLINGS = 12
Lane = Literal["known", "quiet", "noisy"]


class FailedTries(PlatformBase):
    """The wrong guesses of one bucket since its window began, and when its next one may come. A bucket's name tells of nobody."""

    __tablename__ = "failed_tries"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(index=True)
    free_at: Mapped[datetime]


@dataclass(frozen=True)
class Pace:
    """How many wrong guesses are free, and how long the next ones wait (seconds); see the file."""

    free: int
    first: float
    longest: float
    window: float

    def wait(self, failures: int) -> float:
        """Seconds to wait after so many."""
        if failures < self.free:
            return 0
        return min(self.longest, self.first * 2.0 ** min(failures - self.free, _MOST_DOUBLINGS))

    def wait_of(self, failures: ColumnElement[int]) -> ColumnElement[float]:
        """`wait` in SQL."""
        doublings = func.least(failures - self.free, _MOST_DOUBLINGS)
        longer = func.least(cast(literal(self.longest), Float), self.first * func.power(2.0, doublings))
        return case((failures < self.free, literal(0.0)), else_=longer)


@dataclass(frozen=True, kw_only=True)
class Guess:
    """Who guesses what: a door of the file, the name that was claimed (none where the secret alone is asked for), the address, and the
    nonce of a device that is known for this name. `key` hides them in the buckets' names.
    """

    door: str
    name: str
    address: str
    device: str | None
    key: bytes
    now: datetime

    def bucket(self, kind: str, *parts: str) -> str:
        """Named anew each day, so that the rows of two days cannot be joined."""
        told = "\n".join((f"{self.now:%Y-%m-%d}", kind, *parts))
        return f"{self.door}:{kind}:{hmac.digest(self.key, told.encode(), 'sha256').hex()[:32]}"

    @property
    def of_device(self) -> str:
        return self.bucket("device", self.name, self.device or "")

    @property
    def of_name_here(self) -> str:
        return self.bucket("here", self.name, network_of(self.address))

    @property
    def of_name(self) -> str:
        return self.bucket("name", self.name)

    @property
    def of_network(self) -> str:
        return self.bucket("network", network_of(self.address))

    @property
    def of_name_in_site(self) -> str | None:
        site = site_of(self.address)
        return self.bucket("site", self.name, site) if site else None

    @property
    def of_networks(self) -> tuple[str, ...]:
        """The network, and the site that it is a part of."""
        site = site_of(self.address)
        return (self.of_network, self.bucket("network", site)) if site else (self.of_network,)


@dataclass
class Turn:
    """A guess that may be looked at. The door says `right()` or `wrong()`; what it says nothing of, since it failed, is given back."""

    guess: Guess
    bucket: str
    pace: Pace
    failures: int
    lane: Lane
    outcome: Literal["right", "wrong"] | None = None
    #: The same of the name's bucket in the whole site, where the address has one.
    of_site: str | None = None
    site_failures: int = 0

    def right(self) -> None:
        self.outcome = "right"

    def wrong(self) -> None:
        self.outcome = "wrong"

    @property
    def standing(self) -> Standing:
        """What is left once this one turns out to be wrong."""
        return Standing(self.guess.door, self.pace.free, ceil(self.pace.window), max(0, self.pace.free - self.failures))


def network_of(address: str) -> str:
    """A home, a school or an office: IPv4 /24, IPv6 /64, since single addresses cost a guesser nothing."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    mapped = getattr(parsed, "ipv4_mapped", None) or parsed
    return str(ip_network(f"{mapped}/{24 if mapped.version == 4 else 64}", strict=False))


def site_of(address: str) -> str | None:
    """The IPv6 /48 that one customer may have whole, with 65,536 networks in it; IPv4 has none."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    if parsed.version == 4 or parsed.ipv4_mapped:
        return None
    return str(ip_network(f"{parsed}/48", strict=False))


@contextmanager
def turn(database: Database, guess: Guess) -> Iterator[Turn]:
    """The turn to guess. Raises `TooManyError` where it has not come yet, or after a wrong one of many."""
    taken = _taken(database, guess)
    try:
        with _slot(taken.lane, guess.door):
            yield taken
    finally:
        settled = _settled(database, taken)
    if settled > 0:
        raise TooManyError(guess.door, settled, taken.standing)


def policy(door: str) -> tuple[int, int]:
    """How many wrong ones are free at a door, and in how many seconds: what is told to everybody."""
    pace = pace_of("network" if is_chosen(door) else "made")
    return pace.free, ceil(pace.window)


def is_chosen(door: str) -> bool:
    return bool(_numbers()["doors"][door]["origin"] == "chosen")


def pace_of(name: str) -> Pace:
    entry = _numbers()["paces"][name]
    return Pace(entry["free"], entry["first"], entry["longest"], entry["window"])


def sweep(session: Session, now: datetime) -> None:
    """Forget what no rule asks for any more."""
    longest = max(entry["window"] for entry in _numbers()["paces"].values())
    session.execute(delete(FailedTries).where(FailedTries.began_at < now - timedelta(seconds=longest)))


def _taken(database: Database, guess: Guess) -> Turn:
    attacked, noisy = _many(database, guess)
    lane: Lane = "noisy" if noisy else "quiet"
    if not is_chosen(guess.door):
        return Turn(guess, guess.of_name_here, pace_of("made"), 1, lane)
    if guess.device is not None:
        pace = pace_of("device")
        failures, _wait = _take(database, guess.of_device, pace, guess.now)
        if failures:
            return Turn(guess, guess.of_device, pace, failures, "known")
    pace = pace_of("attacked" if attacked else "network")
    failures, wait = _take(database, guess.of_name_here, pace, guess.now)
    if not failures:
        raise _not_yet(guess, pace, wait)
    taken = Turn(guess, guess.of_name_here, pace, failures, lane)
    if guess.of_name_in_site is not None:
        _take_in_site(database, taken, guess.of_name_in_site)
    return taken


def _take_in_site(database: Database, taken: Turn, bucket: str) -> None:
    """A turn in the whole site too. Raises `TooManyError`, with the one of the network given back."""
    pace = pace_of("site")
    taken.site_failures, wait = _take(database, bucket, pace, taken.guess.now)
    if not taken.site_failures:
        database.run(lambda session: _give_back(session, taken))
        raise _not_yet(taken.guess, pace, wait)
    taken.of_site = bucket


def _not_yet(guess: Guess, pace: Pace, wait: int) -> TooManyError:
    return TooManyError(guess.door, wait, Standing(guess.door, pace.free, ceil(pace.window), 0))


def _many(database: Database, guess: Guess) -> tuple[bool, bool]:
    """Whether the name is guessed from many networks, and whether this network guesses many names."""
    noisy = dict.fromkeys(guess.of_networks, _numbers()["noisy_after"])
    limits = {guess.of_name: _numbers()["attacked_after"], **noisy}
    with database.reading() as session:
        rows = session.execute(
            select(FailedTries.bucket, FailedTries.failures, FailedTries.began_at).where(FailedTries.bucket.in_(limits))
        ).all()
    over = {
        bucket
        for bucket, failures, began_at in rows
        if failures >= limits[bucket]["most"] and began_at > guess.now - timedelta(seconds=limits[bucket]["window"])
    }
    return guess.of_name in over, not over.isdisjoint(noisy)


def _take(database: Database, bucket: str, pace: Pace, now: datetime) -> tuple[int, int]:
    """Count one as if it were wrong: how many those are now, or 0 and the seconds until the next turn."""
    over = FailedTries.began_at <= now - timedelta(seconds=pace.window)
    failures = case((over, 1), else_=FailedTries.failures + 1)
    statement = (
        upsert(FailedTries)
        .values(bucket=bucket, failures=1, began_at=now, free_at=now + timedelta(seconds=pace.wait(1)))
        .on_conflict_do_update(
            index_elements=["bucket"],
            set_={
                "failures": failures,
                "began_at": case((over, now), else_=FailedTries.began_at),
                "free_at": literal(now) + func.make_interval(0, 0, 0, 0, 0, 0, pace.wait_of(failures)),
            },
            where=or_(over, FailedTries.free_at <= now),
        )
        .returning(FailedTries.failures)
    )
    with database.transaction() as session:
        taken = session.execute(statement).scalar()
    if taken is not None:
        return taken, 0
    with database.reading() as session:
        free_at = session.execute(select(FailedTries.free_at).where(FailedTries.bucket == bucket)).scalar()
    return 0, max(1, ceil((free_at - now).total_seconds())) if free_at else 1


def _settled(database: Database, taken: Turn) -> int:
    """Count a wrong one where many are counted, and give any other back; the seconds for which a wrong code is told to wait."""
    guess, chosen = taken.guess, is_chosen(taken.guess.door)
    if taken.outcome != "wrong":
        if chosen:
            database.run(lambda session: _give_back(session, taken))
        return 0
    metrics.TRIES_FAILED.labels(guess.door, "known" if taken.lane == "known" else "unknown").inc()
    security_log.note_wrong_try(guess.door)
    if not chosen:
        taken.failures = database.run(lambda session: _add(session, taken.bucket, taken.pace.window, guess.now))
    elif taken.lane == "known":
        return 0
    buckets = [(bucket, "noisy_after") for bucket in guess.of_networks]
    # One network, or site, alone makes no name an attacked one: it adds its free ones and no more.
    free = taken.failures <= pace_of("network").free and taken.site_failures <= pace_of("site").free
    if chosen and free:
        buckets.append((guess.of_name, "attacked_after"))
    for bucket, rule in sorted(buckets):
        _add_many(database, guess, bucket, rule)
    over = not chosen and taken.failures > taken.pace.free
    return ceil(taken.pace.wait(taken.failures - 1)) if over else 0


def _add_many(database: Database, guess: Guess, bucket: str, rule: str) -> None:
    numbers = _numbers()[rule]
    # Made before it counts: Prometheus sees no increase in a series that begins with 1.
    many = metrics.TRIES_MANY.labels(guess.door, rule.removesuffix("_after"))
    if database.run(lambda session: _add(session, bucket, numbers["window"], guess.now)) == numbers["most"]:
        many.inc()
        security_log.note_many_wrong_tries(guess.door, rule.removesuffix("_after"))


def _add(session: Session, bucket: str, window: float, now: datetime) -> int:
    over = FailedTries.began_at <= now - timedelta(seconds=window)
    return session.execute(
        upsert(FailedTries)
        .values(bucket=bucket, failures=1, began_at=now, free_at=now)
        .on_conflict_do_update(
            index_elements=["bucket"],
            set_={
                "failures": case((over, 1), else_=FailedTries.failures + 1),
                "began_at": case((over, now), else_=FailedTries.began_at),
            },
        )
        .returning(FailedTries.failures)
    ).scalar_one()


def _give_back(session: Session, taken: Turn) -> None:
    session.execute(
        update(FailedTries)
        .where(FailedTries.bucket.in_([taken.bucket, taken.of_site]))
        .values(
            failures=func.greatest(FailedTries.failures - 1, 0),
            free_at=func.least(FailedTries.free_at, taken.guess.now),
        )
    )


@dataclass(frozen=True)
class _Line:
    """Who hashes now and who stands in line for it, in this process."""

    places: threading.BoundedSemaphore
    slots: threading.BoundedSemaphore
    patience: float


@contextmanager
def _slot(lane: Lane, door: str) -> Iterator[None]:
    """A place to hash in. Raises `TooManyError` for a second where too many stand in line already."""
    if not _numbers()["doors"][door]["slow"]:
        yield
        return
    line = _lines()[lane]
    if not line.places.acquire(blocking=False):
        raise TooManyError(door, 1)
    try:
        if not line.slots.acquire(timeout=line.patience):
            raise TooManyError(door, 1)
        try:
            yield
        finally:
            line.slots.release()
    finally:
        line.places.release()


@cache
def _lines() -> dict[str, _Line]:
    return {
        lane: _Line(
            threading.BoundedSemaphore(entry["at_once"] + entry["waiting"]),
            threading.BoundedSemaphore(entry["at_once"]),
            entry["patience"],
        )
        for lane, entry in _numbers()["slots"].items()
    }


@cache
def _numbers() -> dict[str, Any]:
    numbers: dict[str, Any] = read_yaml(FILE)
    return numbers
