"""Outbox, relay, inbox, accounts and witness as they are, on two databases: they do what a step of the model says."""

import re
import threading
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import select, text

from shared.db import Database
from shared.events.catalogue import CaseOpened
from shared.events.envelope import MalformedEventError
from shared.freeing import moves
from shared.messaging import opening
from shared.messaging.kept import ParkedEvent
from shared.messaging.opening import Delivery
from shared.messaging.outbox import publish
from shared.messaging.relay import Relay, UnconfirmedError
from shared.witness import beating
from shared.witness.file import WitnessFile
from shared.witness.guard import Guard
from shared.witness.numbers import reserve
from tests.databases import as_owner, as_relay
from tests.model.publisher import BLOCK
from tests.model.stopping import Declaration
from tests.shared.test_accounts import LATER, Conversation
from tests.shared.test_witness import Counted

SERIES = "A.2026"
OURS = ("outbox", "stream_position", "stream_epoch", "beat", "set_back", "skipped_number", "rate_window", "known_elsewhere",
        "account_hour", "account_counted", "account_heard", "unaccounted_event")  # fmt: skip
THEIRS = ("effect", "inbox", "stream_position", "held_event", "publisher_epoch", "stale_event", "parked_event",
          "account_hour", "account_counted", "account_heard", "unaccounted_event")  # fmt: skip
_NUMBER = text(
    f"INSERT INTO rate_window VALUES ('{SERIES}', now(), 1) ON CONFLICT (bucket)"
    " DO UPDATE SET hits = rate_window.hits + 1 RETURNING hits"
)


class Broker:
    """What the relay sends to; it stores and confirms `wanted` alone, or dies once it has stored it."""

    def __init__(self) -> None:
        self.wanted, self.dies, self.asof = "", False, 0

    def publish(self, _messages, asof=None):
        self.asof = asof
        if self.dies:
            raise ConnectionError
        return {self.wanted}

    def beat(self):
        return


class Real:
    """`cases` publishes, `intake` consumes. Facts have the numbers of the model."""

    def __init__(self, source, sink, settings, folder: str) -> None:
        self.source, self.sink, self.folder = source, sink, folder
        self.guard = Guard(WitnessFile(folder, "cases"), "cases", source.url, "", Counted())
        self.guard.watch(source)
        self.relay, self.broker = Relay(settings, threading.Event()), Broker()
        self.between, self.turns = Conversation(source, sink), 0
        self.subjects, self.facts, self.bodies = [uuid4(), uuid4()], [], {}
        self.copies, self.consumer_copies = {}, {}
        self.declaration: Declaration | None = None
        self.beats = _line(source.url)
        self._ours, self._theirs = _line(as_owner(source.url)), _line(as_owner(sink.database.url))
        with source.reading():
            pass
        assert self.beat()

    def close(self) -> None:
        if self.declaration:
            self.declaration.die()
        for line in (self.beats, self._ours, self._theirs):
            line.close()

    def ours(self, statement: str) -> list[tuple]:
        """What the publisher's database answers its owner."""
        return self._ours.execute(statement).fetchall()

    def theirs(self, statement: str) -> list[tuple]:
        """The same of the consumer's."""
        return self._theirs.execute(statement).fetchall()

    def do(self, step: str, before, after) -> None:
        """One step of the model, from the state `before` to `after`."""
        for pattern, work in DOORS.items():
            if found := re.fullmatch(pattern, step):
                work(self, *found.groups(), *((before, after) if work in COPYING else ()))
                return
        raise AssertionError(f"nobody does: {step}")

    def write(self, _fact: str, subject: str) -> None:
        about = self.subjects[int(subject)]
        with self.source.transaction() as session:
            reserve(session, SERIES, session.execute(_NUMBER).scalar_one(), block=BLOCK)
            told = CaseOpened(
                case_id=about, number="C-2026-00012-3", origin="complaint", complaints=[uuid4()], rights=["crc_28"], bodies=[]
            )  # fmt: skip
            self.facts.append(publish(session, told, about))
        statement = text("SELECT type, payload FROM outbox WHERE message_id = :id")
        with self.source.reading() as session:
            self.bodies[len(self.facts) - 1] = session.execute(statement, {"id": self.facts[-1]}).one()

    def send(self, fact: str, asof: str, end: str) -> None:
        self.broker.wanted, self.broker.dies = str(self.facts[int(fact)]), "dies" in end
        with as_relay(self.source) as database, suppress(UnconfirmedError, ConnectionError):
            self.relay.pump(database, self.broker)
        assert self.broker.asof == int(asof)

    def deliver(self, fact: str, asof: str, end: str | None) -> None:
        kind, payload = self.bodies[int(fact)]
        delivery = Delivery(payload.encode(), str(self.facts[int(fact)]), kind, int(asof))
        if "cannot be read" in (end or ""):
            with pytest.MonkeyPatch.context() as planted:
                planted.setattr(opening, "open_event", _unread)
                self.sink.take(delivery)
            return
        if "fails" not in (end or ""):
            self.sink.take(delivery)
            return
        self.sink.failing.update(self.subjects)
        try:
            self.sink.take(delivery)
        except ValueError:
            with self.sink.database.transaction() as session:
                self.sink.inbox.park(session, delivery, "handler_ValueError")
        else:
            raise AssertionError("its handler was not asked")
        finally:
            self.sink.failing.clear()

    def compare(self) -> None:
        self.turns += 1
        self.between.begin(datetime.now(UTC) + LATER * 2**self.turns)

    def decide(self, fact: str, what: str) -> None:
        with self.sink.database.transaction() as session:
            mine = ParkedEvent.message_id == self.facts[int(fact)], ParkedEvent.resolution.is_(None)
            parked = session.execute(select(ParkedEvent.id).where(*mine)).scalars().one()
            if what == "replayed":
                moves.replay(session, self.sink.inbox, parked, "arta")
            else:
                moves.discard(session, self.sink.inbox, parked, "arta", "a test")

    def declare(self, step: str) -> None:
        if step.endswith("into the file") and self.declaration is None:
            self.declaration = Declaration(self.guard)
        elif self.declaration:
            self.declaration.go_on(all_again="all is sent again" in step)
        if step == "the beat into the file":
            self.declaration = None

    def die(self) -> None:
        if self.declaration:
            self.declaration.die()
        self.declaration = None

    def beat(self) -> bool:
        return beating.beat(self.guard, self.beats)

    def beat_half(self) -> None:
        change = self.guard.file.change
        self.guard.file.change = lambda _change: None
        assert self.beat()
        self.guard.file.change = change

    def copy(self, _before, after) -> None:
        self.copies[after.publisher] = _rows(self.source, OURS)

    def copy_consumer(self, _before, after) -> None:
        self.consumer_copies[after.consumer] = _rows(self.sink.database, THEIRS)

    def set_back(self, _before, after) -> None:
        """Behind a beat, as each second has one."""
        self.die()
        if self.serves():
            assert self.beat()
        _bring_back(self.source, self.copies[after.publisher])

    def set_back_consumer(self, _before, after) -> None:
        _bring_back(self.sink.database, self.consumer_copies[after.consumer])

    def serves(self) -> bool:
        return self.guard.look(self.beats)[1].serves

    def known(self) -> dict[UUID, int]:
        return {message_id: number for number, message_id in enumerate(self.facts)}


def _unread(*_arguments):
    raise MalformedEventError("type_unknown")


def _line(url: str):
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _nothing(*_arguments) -> None:
    """What the broker loses nobody is told."""


DOORS = {
    r"fact (\d+) of subject (\d) is written at .*": Real.write,
    r"fact (\d+) is sent as of epoch (\d+)(.*)": Real.send,
    r"fact (\d+) as of (\d+) is delivered(.*)": Real.deliver,
    r"the accounts are compared: .*": Real.compare,
    r"fact (\d+) is (replayed|discarded)": Real.decide,
    r"declared: (.*)": Real.declare,
    r"the declaration dies": Real.die,
    r"a beat": Real.beat,
    r"a beat, and its process dies before the second write": Real.beat_half,
    r"the publisher is copied": Real.copy,
    r"the consumer is copied": Real.copy_consumer,
    r"the publisher is set back .*": Real.set_back,
    r"the consumer is set back .*": Real.set_back_consumer,
    r"the broker is wiped": _nothing,
}
COPYING = (Real.copy, Real.copy_consumer, Real.set_back, Real.set_back_consumer)


def _rows(database, tables):
    with psycopg.connect(as_owner(database.url).replace("+psycopg", ""), row_factory=psycopg.rows.dict_row) as owner:
        return {name: owner.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def _bring_back(database, copy) -> None:
    owner = Database(as_owner(database.url), pool_size=1)
    with owner.transaction() as session:
        for name in reversed(copy):
            session.execute(text(f"DELETE FROM {name}"))
        for name, rows in copy.items():
            for row in rows:
                columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
                always = "OVERRIDING SYSTEM VALUE" if name in ("outbox", "effect") else ""
                session.execute(text(f"INSERT INTO {name} ({columns}) {always} VALUES ({values})"), row)
    owner.dispose()
