"""Whatever arrives in whatever order, and whatever people do in between: a subject that is freed goes on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from shared.freeing import moves
from shared.messaging import chains, parked
from shared.rules import RuleViolation
from tests.databases import owning
from tests.shared.conftest import open_case
from tests.shared.test_epochs import Publisher
from tests.shared.test_inbox import changed

STREAM = "cases.case"
BY = "operator:arta"


@pytest.fixture
def cases(source) -> Iterator[Publisher]:
    yield Publisher(source)
    with owning(source.url) as owner:
        owner.execute("DELETE FROM stream_epoch WHERE epoch > 1")


def walk(cases: Publisher, sink) -> type[RuleBasedStateMachine]:
    class Walk(RuleBasedStateMachine):
        """One subject; its log arrives whole, in part, ill, twice, in another epoch; a person replays, discards, skips."""

        def __init__(self) -> None:
            super().__init__()
            self.subject = uuid4()
            sink.failing.clear()
            self.copy = cases.copy()

        @property
        def log(self):
            return cases.sent(subject=self.subject)

        @rule()
        def fact(self):
            open_case(cases.database, self.subject)

        @precondition(lambda self: self.log)
        @rule(data=st.data(), ill=st.sampled_from([None, None, "data", "epoch", "twin", "fails"]))
        def arrives(self, data, ill):
            one = data.draw(st.sampled_from(self.log))
            if ill == "data":
                one = changed(one, data={})
            if ill == "epoch":
                one = changed(one, epoch=99)
            if ill == "twin":
                name = str(uuid4())
                one = type(one)(changed(one, id=name).body, name, one.routing_key, one.asof)
            self.deliver(one, fails=ill == "fails")

        def deliver(self, one, *, fails: bool = False):
            sink.failing.update({self.subject} if fails else set())
            try:
                sink.take(one)
            except ValueError:
                with sink.database.transaction() as session:
                    sink.inbox.park(session, one, "handler_ValueError")
            finally:
                sink.failing.clear()

        @rule()
        def is_copied(self):
            self.copy = cases.copy()

        @rule()
        def is_set_back(self):
            cases.bring_back(self.copy)

        @precondition(lambda self: self.parked())
        @rule(data=st.data(), what=st.sampled_from(["replay", "discard"]))
        def person_decides(self, data, what):
            self.decide(data.draw(st.sampled_from(self.parked())), what)

        @rule()
        def person_skips(self):
            with sink.database.transaction() as session:
                last = chains.last(session, STREAM, self.subject)
                possible = moves.over(session, STREAM, self.subject, last) is not None
            try:
                with sink.database.transaction() as session:
                    moves.skip(session, sink.inbox, STREAM, self.subject, BY, "a walk")
            except RuleViolation as refused:
                assert refused.code == "subject_not_stuck"
                assert not possible
            else:
                assert self.held() == [] or self.parked(), "what is held waits for something that a person can see"

        @rule()
        def person_takes_again(self):
            now = datetime.now(UTC)
            try:
                with sink.database.transaction() as session:
                    moves.replace(session, "intake", STREAM, self.subject, BY, now=now)
            except RuleViolation as refused:
                assert refused.code == "subject_not_told"

        def decide(self, parked_id, what):
            try:
                with sink.database.transaction() as session:
                    if what == "replay":
                        moves.replay(session, sink.inbox, parked_id, BY)
                    else:
                        moves.discard(session, sink.inbox, parked_id, BY, "a walk")
            except RuleViolation as refused:
                assert what == "replay", refused
            else:
                assert parked_id not in self.parked()

        def parked(self):
            with sink.database.reading() as session:
                return [row.id for row in parked.unresolved(session, limit=1000)]

        def held(self):
            with sink.database.reading() as session:
                return session.execute(
                    text("SELECT sequence FROM held_event WHERE subject = :s"), {"s": self.subject}
                ).scalars().all()  # fmt: skip

        @invariant()
        def no_place_is_held_twice_and_none_takes_effect_twice_of_one_event(self):
            twice = "SELECT count(*) FROM (SELECT message_id FROM effect GROUP BY 1 HAVING count(*) > 1) AS t"
            assert sink.scalar(twice) == 0

        def teardown(self):
            """The publisher's whole log arrives, a person gives up what still waits: then nothing waits, and a new event is handled."""
            for one in self.log:
                self.deliver(one)
            for _ in range(40):
                if self.parked():
                    self.decide(self.parked()[0], "discard")
                elif self.held():
                    with sink.database.transaction() as session:
                        moves.skip(session, sink.inbox, STREAM, self.subject, BY, "the end of the walk")
            assert (self.parked(), self.held()) == ([], [])
            last = cases.fact(self.subject)
            self.deliver(last)
            for _ in range(3):
                if self.held():
                    with sink.database.transaction() as session:
                        moves.skip(session, sink.inbox, STREAM, self.subject, BY, "what was forgotten")
            outcome = f"SELECT outcome FROM inbox WHERE message_id = '{last.message_id}'"
            assert sink.scalar(outcome) == "handled"

    return Walk


def test_a_walk_of_any_kind_ends_with_the_subject_going_on(cases, sink):
    seldom = settings(
        max_examples=12, stateful_step_count=20, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )  # fmt: skip
    run_state_machine_as_test(walk(cases, sink), settings=seldom)
    assert sink.scalar("SELECT count(*) FROM effect WHERE subject IS NOT NULL") > 0
