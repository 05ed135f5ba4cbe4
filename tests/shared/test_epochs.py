"""A publisher is set back and goes on in a new epoch: nothing takes effect twice, the order holds, what was lost is named."""

import json
import random
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.db import Database
from shared.freeing import moves, versions
from shared.messaging import parked
from shared.messaging.accounts import comparing
from shared.messaging.opening import Delivery
from shared.rules import RuleViolation
from shared.witness.report import lines
from tests.databases import as_owner, owning
from tests.shared.conftest import open_case, wait_until
from tests.shared.test_accounts import LATER, Conversation, leave
from tests.shared.test_inbox import parked_reasons

TABLES = ("outbox", "stream_position", "account_hour", "account_counted")


class Publisher:
    """`cases`, with copies of its database that come back; what it sends says its epoch."""

    def __init__(self, database) -> None:
        self.database = database
        self.epoch = 1

    def copy(self):
        with self.database.reading() as session:
            return {name: session.execute(text(f"SELECT * FROM {name}")).mappings().all() for name in TABLES}

    def bring_back(self, copy) -> None:
        """The copy, and the declaration of the restore: the epoch is not the copy's own, which has forgotten it."""
        self.epoch += 1
        owner = Database(as_owner(self.database.url), pool_size=1)
        with owner.transaction() as session:
            for name, rows in copy.items():
                session.execute(text(f"DELETE FROM {name}"))
                for row in rows:
                    columns = ", ".join(row)
                    values = ", ".join(f":{column}" for column in row)
                    always = "OVERRIDING SYSTEM VALUE" if name == "outbox" else ""
                    session.execute(text(f"INSERT INTO {name} ({columns}) {always} VALUES ({values})"), dict(row))
            session.execute(text("INSERT INTO stream_epoch (epoch, reason) VALUES (:e, 'test')"), {"e": self.epoch})
            parked.publish_again(session, datetime(2020, 1, 1, tzinfo=UTC))
        owner.dispose()

    def sent(self, *, subject: UUID | None = None) -> list[Delivery]:
        """All of the log, as it would be sent now."""
        with self.database.reading() as session:
            statement = "SELECT message_id::text, type, payload, subject FROM outbox ORDER BY id"
            rows = session.execute(text(statement)).all()
        return [
            Delivery(payload.encode(), message_id, kind, self.epoch)
            for message_id, kind, payload, about in rows
            if subject in (None, about)
        ]

    def fact(self, subject: UUID) -> Delivery:
        open_case(self.database, subject)
        return self.sent()[-1]


@pytest.fixture
def cases(source):
    yield Publisher(source)
    with owning(source.url) as owner:
        owner.execute("DELETE FROM stream_epoch WHERE epoch > 1")


@pytest.fixture
def between(source, sink):
    return Conversation(source, sink)


def places(sink) -> list[tuple[int, int]]:
    with sink.database.reading() as session:
        statement = "SELECT i.epoch, i.sequence FROM effect e JOIN inbox i USING (message_id) ORDER BY e.n"
        return [tuple(row) for row in session.execute(text(statement))]


def set_aside(sink) -> list[tuple[int, int]]:
    with sink.database.transaction() as session:
        comparing.settle(session)
        return [(row.epoch, row.sequence) for row in comparing.set_aside(session)]


def test_the_first_event_of_a_new_epoch_names_the_epoch_of_the_number_before(cases):
    subject = uuid4()
    open_case(cases.database, subject)
    cases.bring_back(cases.copy())
    for _ in range(2):
        open_case(cases.database, subject)
    told = [json.loads(one.body) for one in cases.sent()]
    assert [(one["epoch"], one.get("previousepoch"), one["sequence"]) for one in told] == [
        (1, None, 1),
        (2, 1, 2),
        (2, None, 3),
    ]


def test_a_chain_goes_on_where_it_broke_off_and_what_was_lost_is_named_on_both_sides(cases, sink, between):
    subject = uuid4()
    for _ in range(2):
        open_case(cases.database, subject)
    copy = cases.copy()
    for _ in range(3):
        open_case(cases.database, subject)
    lost = [one.message_id for one in cases.sent()[2:]]
    sink.take(*cases.sent())
    cases.bring_back(copy)
    sink.take(cases.fact(subject))
    sink.take(cases.fact(subject))
    sink.take(*cases.sent())
    assert places(sink) == [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (2, 3), (2, 4)]
    assert parked_reasons(sink) == []
    leave(cases.database)
    between.begin(datetime.now(UTC) + LATER)
    assert between.unaccounted() == {("cases", "alien"): 3}
    with cases.database.reading() as session:
        told = lines(session)
    assert [line.rpartition(" ")[2] for line in told] == lost
    assert all(f"{subject}: intake knows cases.case.opened.v1" in line for line in told)
    with sink.database.reading() as session:
        assert [line.rpartition(" ")[2] for line in lines(session)] == lost


def test_what_a_person_accepted_counts_no_more_and_is_still_reckoned_with(cases, sink, between):
    subject = uuid4()
    copy = cases.copy()
    sink.take(cases.fact(subject))
    [lost] = [UUID(one.message_id) for one in cases.sent()]
    cases.bring_back(copy)
    between.begin(datetime.now(UTC) + LATER)
    assert between.unaccounted() == {("cases", "alien"): 1}
    with sink.database.transaction() as session:
        comparing.accept(session, lost, "operator:arta", "told to the case officer")
    assert between.unaccounted() == {}
    between.begin(datetime.now(UTC) + 2 * LATER)
    assert between.said[-1] == "told"
    assert between.unaccounted() == {}


def test_what_was_sent_before_is_set_aside_and_taken_when_it_comes_again(cases, sink):
    subject, other = uuid4(), uuid4()
    before = [cases.fact(subject), cases.fact(subject)]
    copy = cases.copy()
    gone = cases.fact(subject)
    cases.bring_back(copy)
    sink.take(cases.fact(other))
    sink.take(*before, gone)
    assert places(sink) == [(2, 1)]
    assert set_aside(sink) == [(1, 1), (1, 2), (1, 3)]
    sink.take(*cases.sent())
    assert places(sink) == [(2, 1), (1, 1), (1, 2)]
    assert set_aside(sink) == [(1, 3)]
    sink.take(cases.fact(subject))
    assert places(sink)[-1] == (2, 3)


def test_what_is_held_when_a_new_epoch_begins_waits_no_more_and_comes_again_if_it_survived(cases, sink):
    subject, other = uuid4(), uuid4()
    _first, second = cases.fact(subject), cases.fact(subject)
    copy = cases.copy()
    third = cases.fact(subject)
    sink.take(third, second)
    assert sink.scalar("SELECT count(*) FROM held_event") == 2
    cases.bring_back(copy)
    sink.take(cases.fact(other))
    assert sink.scalar("SELECT count(*) FROM held_event") == 0
    assert set_aside(sink) == [(1, 2), (1, 3)]
    sink.take(*reversed(cases.sent(subject=subject)))
    assert places(sink) == [(2, 1), (1, 1), (1, 2)]
    assert set_aside(sink) == [(1, 3)]


def test_what_was_given_up_before_its_turn_is_passed_over_in_a_new_epoch_too(cases, sink):
    """Found by the model of the protocol: the events behind it were held for ever."""
    subject, other = uuid4(), uuid4()
    first, second, _third = cases.fact(subject), cases.fact(subject), cases.fact(subject)
    unread = Delivery(
        json.dumps({**json.loads(second.body), "data": {}}).encode(), second.message_id, second.routing_key
    )
    sink.take(unread)
    with sink.database.transaction() as session:
        [row] = parked.unresolved(session)
        moves.discard(session, sink.inbox, row.id, "arta", "a test")
    cases.bring_back(cases.copy())
    sink.take(cases.fact(other))
    first, _, third, _ = cases.sent()
    sink.take(third)
    sink.take(first)
    assert places(sink) == [(2, 1), (1, 1), (1, 3)]
    assert sink.scalar("SELECT count(*) FROM held_event") == 0


def test_in_one_batch_too_what_was_held_before_the_new_epoch_is_taken_behind_it(cases, sink):
    subject, other = uuid4(), uuid4()
    _first, second = cases.fact(subject), cases.fact(subject)
    cases.bring_back(cases.copy())
    news = cases.fact(other)
    sink.take(second, news, *cases.sent(subject=subject))
    assert places(sink) == [(2, 1), (1, 1), (1, 2)]
    assert set_aside(sink) == []


def test_an_event_that_survives_two_restores_is_taken_behind_one_of_the_lost_epoch_between(cases, sink):
    """Restored to the wrong copy, then to the right one: epoch and number alone would refuse it for ever."""
    subject = uuid4()
    open_case(cases.database, subject)
    wrong = cases.copy()
    open_case(cases.database, subject)
    right = cases.copy()
    sink.take(cases.sent()[0])
    cases.bring_back(wrong)
    sink.take(cases.fact(subject))
    assert places(sink) == [(1, 1), (2, 2)]
    cases.bring_back(right)
    sink.take(*cases.sent())
    sink.take(cases.fact(subject))
    assert places(sink) == [(1, 1), (2, 2), (1, 2), (3, 3)]


def test_two_events_at_one_place_are_told_apart_though_both_are_early(cases, sink):
    subject = uuid4()
    first, second = cases.fact(subject), cases.fact(subject)
    other = str(uuid4())
    twin = Delivery(json.dumps({**json.loads(second.body), "id": other}).encode(), other, second.routing_key)
    sink.take(second)
    sink.take(twin)
    assert parked_reasons(sink) == ["position_taken"]
    sink.take(first)
    assert places(sink) == [(1, 1), (1, 2)]


def test_a_parked_event_is_replayed_in_its_turn_in_a_new_epoch_too(cases, sink):
    subject = uuid4()
    sink.take(cases.fact(subject))
    copy = cases.copy()
    gone = cases.fact(subject)
    cases.bring_back(copy)
    second, third = cases.fact(subject), cases.fact(subject)
    with sink.database.transaction() as session:
        sink.inbox.park(session, second, "handler_ValueError")
    # What is parked tells of the new epoch too: what was sent before it takes effect no more (found by tests/model).
    sink.take(gone)
    assert set_aside(sink) == [(1, 2)]
    sink.take(third)
    with sink.database.transaction() as session:
        [row] = parked.unresolved(session)
        moves.replay(session, sink.inbox, row.id, "arta")
    assert places(sink) == [(1, 1), (2, 2), (2, 3)]


def test_a_parked_event_that_its_publisher_lost_takes_effect_only_once_somebody_decided_that_ours_counts(
    cases, sink, between
):
    """Found by the model of the protocol (tests/model): it was replayed out of a time that was taken back."""
    subject, copy = uuid4(), cases.copy()
    lost = cases.fact(subject)
    with sink.database.transaction() as session:
        sink.inbox.park(session, lost, "handler_ValueError")
    cases.bring_back(copy)
    sink.take(cases.fact(subject))
    leave(cases.database)
    between.begin(datetime.now(UTC) + LATER)
    with sink.database.transaction() as session:
        [row] = parked.unresolved(session)
        with pytest.raises(RuleViolation, match="lost it when it was set back"):
            moves.replay(session, sink.inbox, row.id, "arta")
        versions.keep_ours(session, "cases.case", subject, "arta", "it was done by hand")
        assert moves.replay(session, sink.inbox, row.id, "arta") == "handled"
    assert places(sink) == [(2, 1), (1, 1)]


class Walk:
    """Facts, sendings, copies, restores and deliveries in an order of chance, then what every installation does by itself."""

    def __init__(self, cases, sink, seed: int) -> None:
        self.cases, self.sink = cases, sink
        self.chance, self.subjects = random.Random(seed), [uuid4(), uuid4()]
        self.copies, self.net, self.arrived = [cases.copy()], [], set()

    def step(self) -> None:
        match self.chance.choice("fffffssssscrtttttt"):
            case "f":
                self.cases.fact(self.chance.choice(self.subjects))
            case "s":
                log = self.cases.sent()
                self.net += self.chance.sample(log, min(len(log), 3))
            case "c":
                self.copies.append(self.cases.copy())
            case "r":
                self.cases.bring_back(self.chance.choice(self.copies))
            case "t":
                self.chance.shuffle(self.net)
                self.take(self.net[:4])
                self.net = self.net[4:]

    def take(self, some) -> None:
        self.sink.take(*some)
        self.arrived |= {one.message_id for one in some}

    def reconcile(self, between) -> None:
        self.take(self.net)
        self.take(self.cases.sent())
        leave(self.cases.database)
        for turn in range(1, 4):
            between.begin(datetime.now(UTC) + turn * LATER)
            self.take(self.cases.sent())
            leave(self.cases.database)

    def log(self) -> list[list[str]]:
        return [[one.message_id for one in self.cases.sent(subject=subject)] for subject in self.subjects]

    def named(self) -> set[str]:
        with self.sink.database.reading() as session:
            rows = [*comparing.differences(session), *comparing.set_aside(session)]
        return {str(row.message_id) for row in rows}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_in_whatever_order_all_of_the_log_is_taken_once_and_the_rest_is_named(
    cases, sink, between, seed
):
    walk = Walk(cases, sink, seed)
    for _ in range(30):
        walk.step()
    walk.reconcile(between)
    with sink.database.reading() as session:
        taken = [str(one) for (one,) in session.execute(text("SELECT message_id FROM effect ORDER BY n"))]
    assert len(taken) == len(set(taken)), "an effect twice"
    for some in walk.log():
        assert [one for one in taken if one in some] == some, "never taken, or in disorder"
    assert walk.arrived - {one for some in walk.log() for one in some} <= walk.named(), "lost and not named"
    assert sink.scalar("SELECT count(*) FROM held_event") == 0
    assert parked_reasons(sink) == []


def test_each_sending_says_the_epoch_of_its_publisher_and_the_consumer_reads_it(cases, sink, running):
    cases.fact(uuid4())
    cases.bring_back(cases.copy())
    running()
    wait_until(sink.effects, "it arrived")
    assert places(sink) == [(1, 1)]
    assert sink.scalar("SELECT epoch FROM publisher_epoch WHERE publisher = 'cases'") == 2
