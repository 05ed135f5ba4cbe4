"""A fork is healed subject by subject, by people: the publisher's version is taken, or ours is kept, and who decided is known."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.freeing import asking, steps, versions
from shared.messaging import chains, parked
from shared.rules import RuleViolation
from tests.databases import owning
from tests.shared.conftest import open_case
from tests.shared.test_accounts import LATER, Conversation, leave
from tests.shared.test_epochs import Publisher, places
from tests.shared.test_inbox import parked_reasons

STREAM = "cases.case"
ARTA, BESNIK = "operator:arta", "operator:besnik"


@pytest.fixture
def cases(source):
    yield Publisher(source)
    with owning(source.url) as owner:
        owner.execute("DELETE FROM stream_epoch WHERE epoch > 1")


def bring_back_silently(cases: Publisher, copy) -> None:
    """A restore that nobody declared: the epoch stays, so that numbers are given twice."""
    cases.bring_back(copy)
    cases.epoch -= 1
    with owning(cases.database.url) as owner:
        owner.execute("DELETE FROM stream_epoch WHERE epoch > %s", [cases.epoch])


class Desk:
    """Two people and the two services between which they mend one subject."""

    def __init__(self, cases: Publisher, sink, subject: UUID) -> None:
        self.cases, self.sink, self.subject = cases, sink, subject
        self.between = Conversation(cases.database, sink)

    def ask(self) -> None:
        with self.sink.database.transaction() as session:
            asking.ask(session, "intake", STREAM, self.subject, ARTA, now=datetime.now(UTC))
        self.between.talk(datetime.now(UTC))

    def take_theirs(self) -> None:
        self.ask()
        now = datetime.now(UTC)
        with self.sink.database.transaction() as session:
            step = steps.ask_for_theirs(session, STREAM, self.subject, ARTA, "the restore of Friday", now=now)
        with self.sink.database.transaction() as session:
            steps.agree(session, self.sink.inbox, step.id, BESNIK, now=now)
        self.between.talk(now)
        self.sink.take(*self.again())

    def again(self):
        """What the publisher's relay sends, since it was asked for."""
        with self.cases.database.reading() as session:
            ids = set(session.execute(text("SELECT message_id::text FROM outbox WHERE published_at IS NULL")).scalars())
        leave(self.cases.database)
        return [one for one in self.cases.sent() if one.message_id in ids]

    def waits(self) -> int:
        with self.sink.database.reading() as session:
            return sum(parked.counts(session))


@pytest.fixture
def forked(cases, sink) -> Desk:
    """Two events in common, two that the publisher lost, then two others of the same numbers."""
    subject = uuid4()
    for _ in range(2):
        open_case(cases.database, subject)
    copy = cases.copy()
    for _ in range(2):
        open_case(cases.database, subject)
    sink.take(*cases.sent())
    bring_back_silently(cases, copy)
    for _ in range(2):
        open_case(cases.database, subject)
    sink.take(*cases.sent())
    leave(cases.database)
    return Desk(cases, sink, subject)


def test_the_publishers_version_is_taken_and_what_follows_is_handled(forked):
    assert parked_reasons(forked.sink) == ["position_taken", "position_taken"]
    forked.take_theirs()
    assert forked.waits() == 0
    forked.sink.take(forked.cases.fact(forked.subject))
    assert places(forked.sink) == [(1, 1), (1, 2), (1, 3), (1, 4), (1, 3), (1, 4), (1, 5)]
    leave(forked.cases.database)
    forked.between.begin(datetime.now(UTC) + LATER)
    assert forked.between.unaccounted() == {("cases", "alien"): 2}, "named until somebody has decided about them"


def test_what_differs_counts_no_more_once_a_person_has_decided(forked):
    forked.between.begin(datetime.now(UTC) + LATER)
    assert forked.between.unaccounted() == {("cases", "alien"): 2}
    forked.take_theirs()
    leave(forked.cases.database)
    forked.between.begin(datetime.now(UTC) + LATER)
    assert forked.between.unaccounted() == {}


def test_ours_is_kept_with_a_reason(forked):
    forked.between.begin(datetime.now(UTC) + LATER)
    with forked.sink.database.transaction() as session, pytest.raises(RuleViolation, match="reason"):
        versions.keep_ours(session, STREAM, forked.subject, ARTA, "")
    with forked.sink.database.transaction() as session:
        assert versions.keep_ours(session, STREAM, forked.subject, ARTA, "entered again as C-2026-00014-7") == 2
    assert forked.between.unaccounted() == {}
    with forked.sink.database.reading() as session:
        kept = session.execute(text("SELECT DISTINCT settled_by, settled_reason FROM unaccounted_event")).all()
    assert [tuple(row) for row in kept] == [(ARTA, "entered again as C-2026-00014-7")]
    with forked.sink.database.transaction() as session, pytest.raises(RuleViolation, match="nothing of this subject"):
        versions.keep_ours(session, STREAM, forked.subject, ARTA, "again")


def test_what_was_skipped_comes_out_of_its_turn_and_the_place_stays(cases, sink):
    desk = Desk(cases, sink, subject := uuid4())
    first, second, third = [cases.fact(subject) for _ in range(3)]
    sink.take(first, third)
    now = datetime.now(UTC)
    with sink.database.transaction() as session:
        step = steps.ask_to_skip(session, STREAM, subject, ARTA, "lost", now=now)
    with sink.database.transaction() as session:
        steps.agree(session, sink.inbox, step.id, BESNIK, now=now)
    leave(cases.database)
    desk.take_theirs()
    assert places(sink) == [(1, 1), (1, 3), (1, 2)]
    with sink.database.reading() as session:
        assert chains.last(session, STREAM, subject) == (1, 3)
    assert second.message_id


def test_behind_a_declared_restore_nothing_is_handled_twice(cases, sink):
    subject = uuid4()
    copy = cases.copy()
    sink.take(cases.fact(subject), cases.fact(subject))
    cases.bring_back(copy)
    sink.take(cases.fact(subject), cases.fact(subject))
    leave(cases.database)
    before = places(sink)
    Desk(cases, sink, subject).take_theirs()
    assert places(sink) == before


def test_without_the_publishers_answer_nothing_of_ours_is_given_up(forked):
    with forked.sink.database.transaction() as session, pytest.raises(RuleViolation, match="ask its publisher"):
        steps.ask_for_theirs(session, STREAM, forked.subject, ARTA, "a test", now=datetime.now(UTC))


def test_whoever_asked_cannot_agree_and_what_moved_on_is_looked_at_again(cases, sink):
    subject, now = uuid4(), datetime.now(UTC)
    first, second, third = [cases.fact(subject) for _ in range(3)]
    sink.take(first, third)
    with sink.database.transaction() as session:
        step = steps.ask_to_skip(session, STREAM, subject, ARTA, "lost", now=now)
        with pytest.raises(RuleViolation, match="waits for a second person"):
            steps.ask_to_skip(session, STREAM, subject, BESNIK, "lost", now=now)
    with sink.database.transaction() as session, pytest.raises(RuleViolation, match="not the one who asked"):
        steps.agree(session, sink.inbox, step.id, ARTA, now=now)
    sink.take(second)
    with sink.database.transaction() as session, pytest.raises(RuleViolation, match="moved on"):
        steps.agree(session, sink.inbox, step.id, BESNIK, now=now)
    with sink.database.transaction() as session:
        assert steps.refuse(session, step.id, ARTA, now=now).outcome == "refused"
    assert places(sink) == [(1, 1), (1, 2), (1, 3)]
