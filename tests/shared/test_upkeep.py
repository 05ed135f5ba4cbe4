"""Partitions ahead and old ones gone, gauges that tell the truth, timers that run once, cursors that skip nothing."""

import math
import threading
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from shared import archived, metrics, numbers, upkeep
from shared.app import Service, create_app
from shared.db import Database
from shared.folding import folded
from shared.messaging import parked
from shared.messaging.outbox import OutboxRow
from shared.messaging.subscriptions import Subscriptions
from shared.pagination import BadCursorError, Cursors, page
from shared.platform import build
from shared.timers import Timer, Timers, run_once
from tests.databases import as_owner, as_relay, owning
from tests.shared.conftest import deliveries, open_case

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def partitions(source) -> set[str]:
    with source.reading() as session:
        return set(session.execute(text("SELECT relid::text FROM pg_partition_tree('outbox') WHERE isleaf")).scalars())


def test_this_month_and_three_more_have_their_partitions(source):
    with source.transaction() as session:
        upkeep.make_partitions(session, NOW)
        upkeep.make_partitions(session, NOW)
        session.execute(text("SELECT 1"))
    assert {"outbox_2026_11", "outbox_2026_12", "outbox_2027_01", "outbox_2027_02"} <= partitions(source)


def test_an_event_lies_in_the_partition_of_its_month(source):
    with source.transaction() as session:
        upkeep.make_partitions(session, datetime.now(UTC))
    open_case(source)
    with source.reading() as session:
        found = session.execute(text("SELECT tableoid::regclass::text FROM outbox")).scalar_one()
    assert found == f"outbox_{datetime.now(UTC):%Y_%m}"


def test_a_partition_goes_after_400_days_and_never_with_an_unpublished_event(source):
    old = datetime(2020, 1, 15, tzinfo=UTC)
    message_id = UUID(int=int(old.timestamp() * 1000) << 80)
    with source.transaction() as session:
        upkeep.make_partitions(session, old)
        session.execute(
            text(
                "INSERT INTO outbox (message_id, type, stream, subject, epoch, sequence, payload)"
                " VALUES (:id, 't', 's', :id, 1, 1, '{}')"
            ),
            {"id": message_id},
        )
        dropped = upkeep.drop_old_partitions(session, NOW)
    assert "outbox_2020_02" in dropped
    assert "inbox_2020_01" in dropped
    assert "outbox_2020_01" in partitions(source)
    with as_relay(source) as relay:
        relay.execute("UPDATE outbox SET published_at = now()")
    with source.transaction() as session:
        assert upkeep.drop_old_partitions(session, NOW) == ["outbox_2020_01"]
        assert upkeep.drop_old_partitions(session, NOW) == []


def test_gauges_count_what_waits(source, sink):
    case_id = uuid4()
    open_case(source, case_id)
    open_case(source, case_id)
    first, second = deliveries(source)
    sink.take(second)
    with sink.database.transaction() as session:
        sink.inbox.park(session, first, "handler_ValueError")
        assert parked.counts(session) == (1, 1)


@pytest.fixture
def platform(settings, clean_databases):
    platform = build(settings, Subscriptions("cases"), Timers())
    yield platform
    platform.dispose()


@pytest.mark.parametrize(("part", "variable"), [("relay", "RELAY_URL"), ("timers", "SEALER_URL")])
def test_a_worker_that_was_not_given_its_role_says_so_and_begins_nothing(settings, part, variable):
    service = Service(name="cases", api=[], pages=[], subscriptions=Subscriptions("cases"), timers=Timers())
    app = create_app(service, replace(settings, relay_url="", sealer_url=""))
    with app.app_context():
        said = app.test_cli_runner().invoke(args=[part])
    assert said.exit_code == 1
    assert said.output.startswith(f"Error: {variable} is not set: docs/operations.md, Database roles,")
    app.extensions["besa"].dispose()


def test_a_timer_runs_in_one_process_at_a_time(platform):
    began, go = threading.Event(), threading.Event()
    runs = []

    def work(_platform, _now):
        runs.append(1)
        began.set()
        go.wait(10)

    timer = Timer("work", 1, work)
    first = threading.Thread(target=run_once, args=(platform, timer, NOW))
    first.start()
    assert began.wait(10)
    run_once(platform, timer, NOW)
    go.set()
    first.join()
    assert runs == [1]
    run_once(platform, timer, NOW)
    assert runs == [1, 1]


def test_a_timer_that_fails_is_run_again_at_its_next_turn(platform):
    runs = []

    def work(_platform, _now):
        runs.append(1)
        raise ValueError("planted")

    for _ in range(2):
        run_once(platform, Timer("work", 1, work), NOW)
    assert runs == [1, 1]


def test_a_timer_says_when_it_last_worked_and_a_failure_is_no_work(platform):
    metrics.TIMER_SUCCEEDED.labels("cases", "work").set(1)

    def failing(_platform, _now):
        raise ValueError("planted")

    run_once(platform, Timer("work", 1, failing), NOW)
    assert metrics.TIMER_SUCCEEDED.labels("cases", "work")._value.get() == 1
    run_once(platform, Timer("work", 1, lambda _platform, _now: None), NOW)
    assert metrics.TIMER_SUCCEEDED.labels("cases", "work")._value.get() > 1_700_000_000


def test_following_the_cursor_shows_every_row_once(source):
    for _ in range(25):
        open_case(source)
    cursors, seen, after = Cursors("s" * 32), [], None
    while True:
        with source.reading() as session:
            found = page(session, select(OutboxRow), [OutboxRow.created_at, OutboxRow.message_id], cursors, ["list"],
                         after=after, limit=10, descending=True)  # fmt: skip
        seen += [row.message_id for row in found.items]
        after = found.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 25


def test_a_cursor_of_another_list_reader_or_filter_is_refused():
    cursors = Cursors("s" * 32)
    good = cursors.write(["list", "a"], [NOW, uuid4()])
    for scope, cursor in [
        (["list", "b"], good), (["other", "a"], good), (["list", "a"], good[:-2] + "xx"), (["list", "a"], ""),
        (["list", "a"], "x" * 2000), (["list", "a"], "gASVAAAA"), (["list", "a"], Cursors("t" * 32).write(["list", "a"], [])),
    ]:  # fmt: skip
        with pytest.raises(BadCursorError):
            cursors.read(scope, cursor)


def test_a_cursor_has_one_spelling():
    cursors, row = Cursors("s" * 32), 0
    while (cursor := cursors.write(["list"], [row]))[-1] != "A":
        row += 1
    assert cursors.read(["list"], cursor) == [row]
    with pytest.raises(BadCursorError):
        cursors.read(["list"], cursor[:-1] + "B")


def test_a_reference_number_catches_a_wrong_digit_and_a_swap():
    number = numbers.reference("R", 2026, 14)
    assert number.startswith("R-2026-00014-")
    assert numbers.is_valid(number)
    for wrong in ("R-2026-00015-" + number[-1], "R-2062-00014-" + number[-1], "", "R-2026-14-7", number + "0"):
        assert not numbers.is_valid(wrong)


@pytest.mark.parametrize(
    ("typed", "name"), [("tropoje", "Tropojë"), ("COROVODE", "Çorovodë"), ("Ëngjëll", "E\u0308ngje\u0308ll")]
)
def test_search_ignores_marks_and_case(typed, name):
    assert folded(typed) == folded(name)


def test_a_retried_transaction_survives_a_deadlock(platform):
    tries = []

    def work(session):
        tries.append(1)
        if len(tries) == 1:
            session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '40P01'; END $$"))
        return len(tries)

    # As the owner, since no other role may run a block of code.
    database = Database(as_owner(platform.database.url))
    assert database.run(work) == 2
    database.dispose()


def test_a_server_with_fsync_off_is_refused(platform, monkeypatch):
    from shared import db

    monkeypatch.setattr(db, "DURABLE", ("enable_nestloop",))
    with owning(platform.database.url) as owner:
        owner.execute(f"ALTER DATABASE {owner.info.dbname} SET enable_nestloop = off")
    platform.dispose()
    try:
        with pytest.raises(db.UnsafeDatabaseError):
            platform.database.refuse_unsafe()
    finally:
        with owning(platform.database.url) as owner:
            owner.execute(f"ALTER DATABASE {owner.info.dbname} RESET enable_nestloop")


@pytest.mark.parametrize(
    ("row", "age"),
    [
        ((NOW, None, None, False), None),
        ((NOW, archived.PREFIX + '{"until": "2026-11-25T11:59:30+00:00"}', None, False), 30),
        ((NOW, None, datetime(2026, 11, 25, 11, tzinfo=UTC), True), 3600),
        ((NOW, None, None, True), math.inf),
    ],
)
def test_the_age_of_the_kept_log_is_that_of_whoever_keeps_it(row, age):
    found = archived.read(row)
    assert (found and (math.inf if found.seconds is None else found.seconds)) == age


def test_a_log_that_nobody_keeps_is_infinitely_old(platform):
    upkeep.report_kept_log(platform, NOW)
    kept = archived.read(asked(platform))
    assert metrics.LOG_AGE.labels(platform.settings.service)._value.get() == (
        pytest.approx(kept.seconds, abs=5) if kept and kept.seconds is not None else math.inf
    )


def asked(platform):
    with platform.database.reading() as session:
        return session.connection().exec_driver_sql(archived.ASK, (archived.PREFIX,)).one()


def test_nothing_is_lost_between_the_epochs(source):
    open_case(source)
    with source.transaction() as session:
        session.execute(text("INSERT INTO stream_epoch (epoch, reason) VALUES (2, 'restored')"))
    case_id = open_case(source)
    with source.reading() as session:
        row = session.execute(text("SELECT epoch, sequence FROM outbox WHERE subject = :c"), {"c": case_id}).one()
    assert tuple(row) == (2, 1)
    with owning(source.url) as owner:
        owner.execute("DELETE FROM stream_epoch WHERE epoch = 2")


def timers_of(*work) -> Timers:
    timers = Timers()
    for one in work:
        timers.every(seconds=1)(one)
    return timers


def test_timers_of_parts_are_joined_in_their_order():
    parts = timers_of(upkeep.report_gauges, upkeep.keep_partitions), timers_of(upkeep.verify_audit)
    assert [timer.name for timer in Timers(*parts).all] == ["report_gauges", "keep_partitions", "verify_audit"]


def test_two_timers_with_one_name_are_refused_because_they_would_share_one_turn():
    with pytest.raises(TypeError, match="two timers report_gauges"):
        Timers(timers_of(upkeep.report_gauges, upkeep.verify_audit), timers_of(upkeep.report_gauges))


def test_a_worker_says_whether_it_lives_and_can_work(platform, monkeypatch):
    import requests

    from deploy.servers.processes import free_block
    from shared import worker

    port = free_block(1)
    monkeypatch.setenv("METRICS_PORT", str(port))
    worker.serve_health(platform)
    address = f"http://127.0.0.1:{port}"
    assert requests.get(f"{address}/livez", timeout=10).json() == {"status": "ok"}
    assert requests.get(f"{address}/readyz", timeout=10).status_code == 200
    assert "besa_outbox_unpublished" in requests.get(f"{address}/metrics", timeout=10).text
    assert requests.get(f"{address}/else", timeout=10).status_code == 503
