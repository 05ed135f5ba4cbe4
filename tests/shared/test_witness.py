"""A file outside the database says how far it has come: what follows for a process, with a database of the running server.

Real servers that are really restored, failed over and loaded elsewhere stand in tests/faults/test_set_back.py.
"""

import json
import threading
import time
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from shared.app import Service, create_app
from shared.db import Database
from shared.messaging.consumer import EventConsumer
from shared.messaging.inbox import world_at_fault
from shared.messaging.relay import Relay
from shared.messaging.subscriptions import Subscriptions
from shared.retry import SetBackError
from shared.rules import RuleViolation
from shared.timers import Timers
from shared.witness import beating, declaring
from shared.witness import guard as guarding
from shared.witness.file import Record, WitnessFile
from shared.witness.guard import Guard, NothingToDeclareError
from shared.witness.numbers import reserve
from shared.witness.standing import SENTENCES, refusal
from tests.databases import as_owner, owning
from tests.shared.conftest import open_case, wait_until


class Counted:
    """One series whose counter is a row, as those of services are."""

    def given(self, session):
        rows = session.execute(text("SELECT bucket, hits FROM rate_window")).all()
        return {row.bucket: row.hits for row in rows}

    held = given

    def skip(self, session, reserved):
        for series, last in reserved.items():
            statement = "INSERT INTO rate_window VALUES (:s, now(), :n) ON CONFLICT (bucket) DO UPDATE SET hits = greatest(rate_window.hits, :n)"
            session.execute(text(statement), {"s": series, "n": last})


class House:
    """A database, its witness, and a process that uses both."""

    def __init__(self, url: str, folder: str) -> None:
        self.url = url
        self.file = WitnessFile(folder, "cases")
        self.others: list[Database] = []
        self.database, self.guard = self.process()
        self.beats = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        #: As the owner, for what only a restore does.
        self.line = psycopg.connect(as_owner(url).replace("+psycopg", ""), autocommit=True)

    def process(self) -> tuple[Database, Guard]:
        database = Database(self.url)
        guard = Guard(self.file, "cases", self.url, "", Counted())
        guard.watch(database)
        self.others.append(database)
        return database, guard

    def beat(self) -> bool:
        return beating.beat(self.guard, self.beats)

    def scalar(self, sql: str):
        return (self.line.execute(sql).fetchone() or [None])[0]

    def set_back(self, beats: int) -> None:
        """As a copy of the database that was taken some beats ago."""
        self.line.execute("DELETE FROM beat WHERE n > (SELECT max(n) FROM beat) - %s", [beats])

    def next_number(self) -> int:
        with self.database.transaction() as session:
            statement = "INSERT INTO rate_window VALUES ('A.2026', now(), 1) ON CONFLICT (bucket) DO UPDATE SET hits = rate_window.hits + 1 RETURNING hits"
            number = session.execute(text(statement)).scalar_one()
            reserve(session, "A.2026", number, block=10)
            return number


@pytest.fixture
def house(clean_databases, tmp_path, monkeypatch):
    monkeypatch.setattr(guarding, "COUNTS", 0.0)
    made = House(clean_databases["cases"], str(tmp_path / "witness"))
    yield made
    # Filled by a migration, so that it is not emptied between tests.
    made.line.execute("DELETE FROM stream_epoch WHERE epoch > 1")
    for database in made.others:
        database.dispose()
    made.line.close()
    made.beats.close()


def ask(database: Database) -> int:
    with database.transaction() as session:
        return session.execute(text("SELECT 1")).scalar_one()


def test_the_first_start_makes_the_file_and_each_beat_is_first_in_the_database_and_then_in_it(house):
    assert house.file.read() is None
    assert ask(house.database) == 1
    assert house.file.read().n == 0
    for n in (1, 2, 3):
        assert house.beat()
        assert house.file.read().n == n == house.scalar("SELECT max(n) FROM beat")
    assert house.file.read().installation == house.scalar("SELECT name FROM installation")
    assert house.guard.now().kind == "same"


def test_a_crash_between_the_beat_and_the_file_is_no_alarm(house, monkeypatch):
    house.beat()
    monkeypatch.setattr(house.file, "change", lambda _change: None)
    house.beat()
    assert (house.file.read().n, house.scalar("SELECT max(n) FROM beat")) == (1, 2)
    assert house.guard.now().kind == "same"
    monkeypatch.undo()
    house.beat()
    assert house.file.read().n == 3


def test_a_thousand_beats_and_one_an_hour_are_kept(house):
    house.beat()
    house.line.execute("INSERT INTO beat (n, nonce) SELECT n, gen_random_uuid() FROM generate_series(2, 8000) AS n")
    house.beat()
    assert house.scalar("SELECT count(*) FROM beat WHERE n > 8001 - 1000") == 1000
    assert [row[0] for row in house.line.execute("SELECT n FROM beat WHERE n < 8001 - 1000 ORDER BY n")] == [3600]


def test_whoever_finds_its_beat_gone_begins_no_transaction_and_beats_no_more(house):
    for _ in range(3):
        house.beat()
    ask(house.database)
    house.set_back(1)
    with pytest.raises(SetBackError, match="set back to an earlier time"):
        ask(house.database)
    with pytest.raises(SetBackError), house.database.reading() as session:
        session.execute(text("SELECT 1"))
    with pytest.raises(SetBackError):
        house.beat()
    assert house.scalar("SELECT max(n) FROM beat") == 2


def test_a_new_process_is_refused_at_its_first_connection_also_where_the_file_is_gone_or_unreadable(house):
    house.beat()
    house.beat()
    house.file.path.rename(house.file.path.with_suffix(".away"))
    for content, kind in ((None, "no_file"), ("{", "unreadable"), ('{"n": 1}', "unreadable"), ("[]", "unreadable")):
        if content:
            house.file.path.write_text(content)
        database, guard = house.process()
        with pytest.raises(SetBackError) as refused:
            ask(database)
        assert refused.value.kind == guard.now().kind == kind


def test_what_is_refused_is_the_fault_of_no_event_and_commands_end_with_3(house):
    assert world_at_fault(refusal("snapshot"))
    assert refusal("snapshot").exit_code == 3


def test_a_declared_restore_goes_on_with_a_new_epoch_and_behind_every_number_that_was_perhaps_given(house):
    house.beat()
    assert [house.next_number() for _ in range(3)] == [1, 2, 3]
    house.beat()
    house.line.execute("UPDATE rate_window SET hits = 1")
    house.set_back(1)
    with pytest.raises(SetBackError):
        ask(house.database)
    declared = house.guard.declare(by="operator:arta", reason="the disk was lost")
    assert (declared.epoch, declared.skipped) == (2, {"A.2026": (2, 10)})
    assert house.next_number() == 11
    assert house.scalar("SELECT max(epoch) FROM stream_epoch") == house.file.read().epoch == 2
    assert house.beat()
    row = house.line.execute("SELECT kind, declared_by, reason, lost_until IS NOT NULL FROM set_back").fetchone()
    assert row == ("snapshot", "operator:arta", "the disk was lost", True)
    assert house.scalar("SELECT count(*) FROM audit_entry WHERE action = 'epoch.begun'") == 1


def test_two_restores_give_no_epoch_and_no_number_twice_though_the_database_forgot_the_first(house):
    house.beat()
    given = [house.next_number()]
    for epoch in (2, 3):
        house.beat()
        house.line.execute("DELETE FROM stream_epoch WHERE epoch > 1")
        house.line.execute("DELETE FROM set_back")
        house.line.execute("DELETE FROM skipped_number")
        house.line.execute("DELETE FROM rate_window")
        house.line.execute("DELETE FROM beat WHERE n > 1")
        assert house.guard.declare(by="operator:arta", reason="again").epoch == epoch
        given.append(house.next_number())
    assert given == [1, 11, 21]


def test_there_is_nothing_to_declare_for_a_database_that_is_as_far_as_its_witness_says(house):
    house.beat()
    with pytest.raises(NothingToDeclareError):
        house.guard.declare(by="operator:arta", reason="to be sure")


def test_without_the_file_somebody_must_say_how_many_numbers_are_skipped(house):
    house.beat()
    house.next_number()
    house.file.path.unlink()
    with pytest.raises(RuleViolation, match="how many to skip"):
        house.guard.declare(by="operator:arta", reason="the disk of the file was lost")
    declared = house.guard.declare(by="operator:arta", reason="the disk of the file was lost", skip=500)
    assert declared.epoch > 1000
    assert declared.skipped == {"A.2026": (2, 501)}
    assert house.next_number() == 502
    assert house.guard.now().kind == "same"


class CrashError(Exception):
    """Here the process dies."""


@pytest.mark.parametrize("after", ["the file has the epoch", "the database has all", "nothing"])
@pytest.mark.parametrize("lost", ["beats", "file"])
def test_a_declaration_that_dies_between_two_steps_is_still_refused_and_can_be_declared_again(
    house, monkeypatch, after, lost
):
    house.beat()
    house.next_number()
    house.beat()
    house.line.execute("UPDATE rate_window SET hits = 0")
    if lost == "beats":
        house.set_back(1)
    else:
        house.file.path.unlink()
    skip = None if lost == "beats" else 10

    def die(*_arguments):
        raise CrashError

    with monkeypatch.context() as planted:
        if after == "the file has the epoch":
            planted.setattr(declaring, "_enter", die)
        if after == "the database has all":
            planted.setattr(declaring, "placed", die)
        if after == "nothing":
            planted.setattr(declaring, "_write_epoch", die)
        with pytest.raises(CrashError):
            house.guard.declare(by="operator:arta", reason="crashes", skip=skip)
    with pytest.raises(SetBackError):
        ask(house.process()[0])
    begun = house.scalar("SELECT max(epoch) FROM stream_epoch")
    declared = house.guard.declare(by="operator:arta", reason="once more", skip=skip)
    assert declared.epoch > begun
    assert house.next_number() == 11 if lost == "beats" else house.next_number() > 10
    assert house.beat()


def test_a_failover_raises_the_epoch_by_itself_and_a_crash_on_the_way_is_made_good(house, monkeypatch):
    house.beat()
    house.next_number()
    record = house.file.read()
    house.file.change(lambda now: replace(now, timeline=record.timeline - 1))

    def die(*_arguments):
        raise CrashError

    with monkeypatch.context() as planted:
        planted.setattr(declaring, "_enter", die)
        with pytest.raises(CrashError):
            ask(house.process()[0])
    assert (house.file.read().epoch, house.scalar("SELECT max(epoch) FROM stream_epoch")) == (2, 1)
    assert ask(house.process()[0]) == 1
    assert house.file.read().epoch == 3 == house.scalar("SELECT max(epoch) FROM stream_epoch")
    assert house.next_number() == 11
    assert house.scalar("SELECT declared_by FROM set_back") == "system:witness"
    assert house.file.read().timeline == record.timeline


def test_a_number_is_in_the_file_before_it_is_anybodys_and_the_file_is_written_once_a_block(house, monkeypatch):
    house.beat()
    written = []
    write = house.file._write
    monkeypatch.setattr(house.file, "_write", lambda record: (written.append(dict(record.reserved)), write(record)))
    assert [house.next_number() for _ in range(11)] == list(range(1, 12))
    assert written == [{"A.2026": 10}, {"A.2026": 20}]
    house.file.path.unlink()
    for _ in range(9):
        house.line.execute("UPDATE rate_window SET hits = hits + 1")
    with pytest.raises((SetBackError, guarding.RetryLaterError)):
        house.next_number()


@pytest.fixture
def app(settings, house):
    settings = replace(settings, witness_dir=str(house.file.folder))
    service = Service(name="cases", api=[], pages=[], subscriptions=Subscriptions("cases"), timers=Timers())
    made = create_app(service, settings)
    yield made
    made.extensions["besa"].database.dispose()


def run(app, *words):
    with app.app_context():
        return app.test_cli_runner().invoke(args=words)


def test_a_service_says_so_at_readyz_and_answers_nothing_else_until_it_is_declared(app, house):
    house.beat()
    house.beat()
    client = app.test_client()
    assert client.get("/cases/readyz").status_code == 200
    house.set_back(1)
    ready = client.get("/cases/readyz")
    assert (ready.status_code, ready.json) == (503, {"status": "set_back", "detail": SENTENCES["snapshot"]})
    answer = client.get("/cases/api/v1/openapi.json")
    assert (answer.status_code, answer.json["code"]) == (503, "set_back")
    assert answer.json["detail"] == SENTENCES["snapshot"]
    page = client.get("/cases/staff/anything")
    assert (page.status_code, page.mimetype) == (503, "text/html")
    assert client.get("/cases/livez").status_code == 200
    assert 'besa_set_back{service="cases"} 1.0' in client.get("/cases/metrics").text
    said = run(app, "restore", "status")
    assert (said.exit_code, said.output) == (3, SENTENCES["snapshot"] + "\n")
    assert run(app, "replay").exit_code == 3
    declared = run(app, "restore", "declare", "--by", "arta", "--reason", "disk lost")
    assert declared.exit_code == 0, declared.output
    assert client.get("/cases/readyz").json == {"status": "ok"}
    assert client.get("/cases/api/v1/openapi.json").status_code == 200
    assert "1.0" not in client.get("/cases/metrics").text.split('besa_set_back{service="cases"} ')[1][:3]


def test_relay_and_consumer_do_nothing_with_a_database_that_was_set_back_and_go_on_by_themselves(
    house, source, sink, settings, tmp_path
):
    theirs = Guard(WitnessFile(str(tmp_path / "witness"), "intake"), "intake", sink.database.url, "", Counted())
    stop = threading.Event()
    with psycopg.connect(sink.database.url.replace("+psycopg", ""), autocommit=True) as line:
        for _ in range(2):
            house.beat()
            beating.beat(theirs, line)
        theirs.watch(sink.database)
        here = replace(settings, service="intake", database_url=sink.database.url)
        consumer = EventConsumer(here, sink.database, sink.subscriptions, lambda _name: b"", stop)
        threads = [
            threading.Thread(target=Relay(settings, stop, house.guard).run),
            threading.Thread(target=consumer.run),
        ]
        house.set_back(1)
        line.execute("DELETE FROM beat WHERE n > 1")
        open_case(source)
        try:
            for thread in threads:
                thread.start()
            time.sleep(1.5)
            assert house.scalar("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 1
            house.guard.declare(by="operator:arta", reason="a drill")
            wait_until(
                lambda: house.scalar("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0, "it left", 30
            )
            time.sleep(0.5)
            assert line.execute("SELECT count(*) FROM effect").fetchone() == (0,)
            theirs.declare(by="operator:arta", reason="a drill")
            wait_until(lambda: line.execute("SELECT count(*) FROM effect").fetchone() == (1,), "it arrived", 30)
        finally:
            stop.set()
            for thread in threads:
                thread.join(20)
            with owning(sink.database.url) as owner:
                owner.execute("DELETE FROM stream_epoch WHERE epoch > 1")
            sink.database.before_begin.clear()


def test_what_is_lost_is_reported_and_accepted_by_commands(app, house):
    house.beat()
    assert run(app, "restore", "report").exit_code == 0
    lost = uuid4()
    house.line.execute(
        "INSERT INTO stale_event (message_id, publisher, stream, subject, epoch, sequence, body)"
        " VALUES (%s, 'intake', 'intake.complaint', gen_random_uuid(), 1, 3, '{}')",
        [lost],
    )
    told = run(app, "restore", "report")
    assert (told.exit_code, told.output.count(f"set aside, (1, 3) {lost}")) == (1, 1)
    assert run(app, "reconcile").exit_code == 1
    said = ("--by", "arta", "--reason", "entered again")
    assert run(app, "restore", "accept", str(lost), *said).exit_code == 0
    assert run(app, "restore", "accept", str(lost), *said).exit_code == 1
    assert run(app, "restore", "report").exit_code == 0
    assert house.scalar("SELECT count(*) FROM audit_entry WHERE action = 'difference.accepted'") == 1


def test_the_file_holds_no_more_than_it_says(house):
    house.beat()
    assert set(json.loads(house.file.path.read_text())) == set(Record.__dataclass_fields__)
    assert house.file.path.stat().st_mode & 0o077 == 0
