"""The doctor, in front of what is really broken: each thing has its line, says what to do, and tells no secret."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from kombu import Connection
from psycopg import sql

from deploy import SERVICES
from deploy.doctor.__main__ import CHECKS, examine
from deploy.doctor.faults import Fault
from deploy.environment import environment, load_secrets
from deploy.servers.databases import administer, create_database, drop_database
from deploy.servers.processes import free_block
from shared import archived
from shared.clock import travel_to, utc_now
from shared.documents import Documents
from shared.messaging.topology import Topology
from shared.settings import Settings, load
from shared.witness import beating
from shared.witness.guard import Guard
from shared.witness.series import NoNumbers
from tests.databases import as_owner, as_role, owning
from tests.deploy.poolers import HAS_POOLER, pooled

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def given(clean_databases, broker_url, broker_prefix, tmp_path) -> dict[str, str]:
    # Those of tests do not wait for the disk, which the doctor would rightly tell.
    durable = f"{clean_databases['notifications']}?options=-csynchronous_commit%3Don"
    addresses = {"database": durable, "broker": broker_url, "public": "http://127.0.0.1:1"}
    kept = load_secrets(tmp_path)
    made = environment("notifications", tmp_path, kept, addresses)
    for service in SERVICES:
        begun(service, environment(service, tmp_path, kept, addresses))
    with Connection(broker_url) as connection:
        Topology(broker_prefix).declare(connection)
    of_workers = {"RELAY_URL": as_role(durable, "relay"), "SEALER_URL": as_role(durable, "sealer")}
    return made | of_workers | {"BROKER_PREFIX": broker_prefix}


def begun(service: str, given: dict[str, str]) -> None:
    """As a service that was started once: it has published its key."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        wraps = Documents.of(load(service)).wraps
    assert wraps
    wraps.ring.ensure()


@pytest.fixture
def settings(given, monkeypatch) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return load("notifications")


def told(name: str, settings: Settings) -> str:
    return "\n".join(str(each) for each in examine(CHECKS[name], settings) if isinstance(each, Fault))


@pytest.mark.parametrize("name", CHECKS)
def test_where_all_is_well_nothing_is_said(name: str, settings: Settings) -> None:
    assert told(name, settings) == ""


def test_each_thing_has_its_line_and_no_line_tells_a_secret(given: dict[str, str]) -> None:
    status, said = doctor(given)
    assert status == 0, said
    assert [line.split()[1] for line in said.splitlines()] == list(CHECKS)
    broken = given | {
        "DATABASE_URL": other_password(given["DATABASE_URL"]),
        "BROKER_URL": other_password(given["BROKER_URL"]),
    }
    status, said = doctor(broken)
    assert status == 1
    assert "notifications broker    it refuses name or password: give the service the password of its user" in said
    hidden = [value for name, value in given.items() if name.endswith(("_KEY", "_URL"))]
    assert not [value for value in (*hidden, "no-such-password") if value in said]


def test_a_variable_that_is_missing_or_malformed_is_named_without_its_value(given: dict[str, str]) -> None:
    del given["SECRET_KEY"]
    status, said = doctor(given | {"DOCUMENT_RING_KEY": "too-short-a-key"})
    assert status == 1
    assert [line.split()[2] for line in said.splitlines()] == ["DOCUMENT_RING_KEY", "SECRET_KEY"]
    assert "too-short" not in said


def doctor(given: dict[str, str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "deploy.doctor", "notifications"]
    done = subprocess.run(command, env=given, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def other_password(url: str) -> str:
    parts = urlsplit(url)
    return url.replace(f"{parts.username}:{parts.password}@", f"{parts.username}:no-such-password@")


def test_how_old_the_newest_kept_log_is_has_its_line(given: dict[str, str], settings: Settings) -> None:
    with told_on_the_server(settings, None):
        assert "log       nobody keeps it" in doctor(given)[1]
    with told_on_the_server(settings, timedelta(seconds=7)):
        status, said = doctor(given)
        assert (status, "log       well: the newest that is kept is " in said) == (0, True), said
    with told_on_the_server(settings, timedelta(hours=1)):
        status, said = doctor(given)
        assert (status, "s old: see LogNotKept in the runbook" in said) == (1, True), said


@contextmanager
def told_on_the_server(settings: Settings, age: timedelta | None) -> Iterator[None]:
    """As the process that keeps the log tells it; on our database, since that of the administrator is everybody's."""
    name = urlsplit(settings.database_url).path[1:]
    mark = {"until": (datetime.now(UTC) - age).isoformat()} if age else None
    comment = sql.Literal(archived.PREFIX + json.dumps(mark)) if mark else sql.SQL("NULL")
    statement = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), comment)
    with owning(settings.database_url) as line:
        line.execute(statement)
        try:
            yield
        finally:
            line.execute(sql.SQL("COMMENT ON DATABASE {} IS NULL").format(sql.Identifier(name)))


# ------------------------------------------------------------------------------------------------------------- database


def test_a_database_that_is_away_or_has_another_form_is_told(settings: Settings, database_server: str) -> None:
    parts = urlsplit(settings.database_url)
    away = settings.database_url.replace(f":{parts.port}/", f":{free_block(1)}/")
    assert "it does not answer: is PostgreSQL up" in told("database", replace(settings, database_url=away))
    # Where every local connection is trusted a wrong password is none.
    gone = settings.database_url.rpartition("/")[0] + "/besa_nowhere"
    assert "there is no such database" in told("database", replace(settings, database_url=gone))
    with owning(settings.database_url) as line:
        [(now,)] = line.execute("UPDATE alembic_version SET version_num = '0001' RETURNING version_num").fetchall()
    try:
        assert f"it has form {now}, this release needs" in told("database", settings)
        assert "besa notifications migrate" in told("database", settings)
    finally:
        newest = told("database", settings).split("needs ")[1].split(":")[0]
        with owning(settings.database_url) as line:
            line.execute("UPDATE alembic_version SET version_num = %s", [newest])


def test_a_role_of_a_worker_that_is_anothers_or_lacks_rights_or_cannot_enter_is_told(
    settings: Settings, given: dict[str, str]
) -> None:
    mixed = told("workers", replace(settings, relay_url=settings.database_url))
    assert "the role of RELAY_URL may do more than its work, with" in mixed
    assert "let it name the role relay" in mixed
    assert "the role of SEALER_URL may do more" in told("workers", replace(settings, sealer_url=settings.relay_url))
    with owning(settings.database_url) as owner:
        relay = urlsplit(settings.relay_url).username
        owner.execute(f"REVOKE ALL ON outbox FROM {relay}")
        try:
            assert "the role of RELAY_URL lacks rights: `besa notifications migrate`" in told("workers", settings)
        finally:
            owner.execute(f"GRANT SELECT, UPDATE (published_at) ON outbox TO {relay}")
    away = settings.sealer_url.replace(f":{urlsplit(settings.sealer_url).port}/", f":{free_block(1)}/")
    assert "SEALER_URL: it does not answer" in told("workers", replace(settings, sealer_url=away))
    assert told("workers", replace(settings, relay_url="", sealer_url="")) == ""


def test_a_role_that_may_do_more_than_it_must_is_told(settings: Settings, database_server: str) -> None:
    database = urlsplit(settings.database_url).path
    as_administrator = database_server.rpartition("/")[0] + database
    assert "is a superuser" in told("role", replace(settings, database_url=as_administrator))
    as_its_owner = as_owner(settings.database_url)
    assert "owns the tables" in told("role", replace(settings, database_url=as_its_owner))
    with administer(database_server) as admin:
        create_database(admin, "besa_doctor_other", owner="postgres")
        admin.execute("GRANT CONNECT ON DATABASE besa_doctor_other TO PUBLIC")
    try:
        assert "databases of other services: REVOKE CONNECT" in told("role", settings)
    finally:
        with administer(database_server) as admin:
            drop_database(admin, "besa_doctor_other")


def test_clocks_that_differ_are_told(settings: Settings) -> None:
    travel_to(utc_now() + timedelta(seconds=90))
    try:
        assert "it differs from the database's by 90 s" in told("clock", settings)
    finally:
        travel_to(None)


@HAS_POOLER
def test_a_pooler_in_transaction_mode_is_told(settings: Settings) -> None:
    with pooled(settings.database_url) as through:
        assert "a pooler in transaction mode" in told("pooler", replace(settings, database_url=through))
        assert "that loses statement_timeout" in told("pooler", replace(settings, pooled_url=through))


@HAS_POOLER
@pytest.mark.parametrize(
    ("command", "variable"),
    [("relay", "RELAY_URL"), ("timers", "SEALER_URL"), ("worker", "DATABASE_URL"), ("migrate", "MIGRATE_URL")],
)
def test_what_needs_locks_does_not_start_behind_a_pooler_in_transaction_mode(
    command: str, variable: str, given: dict[str, str]
) -> None:
    direct = given | {"MIGRATE_URL": as_owner(given["DATABASE_URL"])}
    with pooled(direct[variable]) as through:
        environment_of = {**os.environ, **direct, variable: through}
        ran = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "services.notifications.app", command],
            env=environment_of, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert ran.returncode == 1
    assert f"Error: {variable} leads to a pooler in transaction mode" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_database_that_was_set_back_and_a_witness_that_cannot_be_read_are_told(settings: Settings) -> None:
    guard = Guard(witness_of(settings), "notifications", settings.database_url, "", NoNumbers())
    with administer(settings.database_url) as line:
        line.execute("DELETE FROM beat")
        for _ in range(2):
            beating.beat(guard, line)
        assert told("witness", settings) == ""
        line.execute("DELETE FROM beat WHERE n = (SELECT max(n) FROM beat)")
        assert "set back to an earlier time" in told("witness", settings)
        assert "`besa notifications restore status`" in told("witness", settings)
        guard.file.path.write_text("{")
        assert "its file cannot be read" in told("witness", settings)
        guard.file.path.unlink()
        assert "is gone" in told("witness", settings)


def witness_of(settings: Settings):
    from shared.witness.file import WitnessFile

    return WitnessFile(settings.witness_dir, settings.service)


# --------------------------------------------------------------------------------------------------------------- broker


def test_a_broker_that_is_away_or_refuses_us_or_lost_a_queue_is_told(settings: Settings, broker_url: str) -> None:
    parts = urlsplit(broker_url)
    away = broker_url.replace(f":{parts.port}/", f":{free_block(1)}/")
    assert "it does not answer: is RabbitMQ up" in told("broker", replace(settings, broker_url=away))
    assert "refuses name or password" in told("broker", replace(settings, broker_url=other_password(broker_url)))
    queue = Topology(settings.broker_prefix).queue("notifications")
    with Connection(broker_url) as connection:
        queue(connection.default_channel).delete()
    assert f"the queue {queue.name} is missing: run the topology step" in told("broker", settings)


def test_a_publisher_of_whom_nothing_arrives_is_told(settings: Settings) -> None:
    with administer(settings.database_url) as line:
        line.execute("INSERT INTO account_heard (publisher, heard_at) VALUES ('cases', now() - interval '1 hour')")
    assert "nothing was heard of cases for 60 minutes: is its worker up? If it is, the binding is gone" in told(
        "bindings", settings
    )


# -------------------------------------------------------------------------------------------------------------- folders


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root mounts a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_of_the_store_and_of_the_witness(settings: Settings, small_disk: Path) -> None:
    there = replace(settings, documents_url=small_disk.as_uri(), witness_dir=str(small_disk))
    assert "DOCUMENTS_URL has 0.0 GB left of 0.0: make room" in told("disk", there)
    assert told("documents", there) == told("folders", there) == ""
    for size in (4096, 1):
        with (small_disk / f"full{size}").open("wb", buffering=0) as file, suppress(OSError):
            while file.write(b"x" * size):
                pass
    assert "no document can be written" in told("documents", there)
    assert "WITNESS_DIR cannot be written: mount it writable" in told("folders", there)


def test_a_disk_that_can_only_be_read_is_told(settings: Settings, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    there = replace(settings, documents_url=small_disk.as_uri(), audit_heads_dir=str(small_disk))
    assert "no document can be written: is it there and writable?" in told("documents", there)
    assert "AUDIT_HEADS_DIR cannot be written" in told("folders", there)


# ----------------------------------------------------------------------------------------------------------- keys, mail


def test_keys_that_do_not_belong_together_are_told(settings: Settings, tmp_path: Path) -> None:
    assert "AUDIT_KEY has no counterpart" in told("keys", replace(settings, audit_key=os.urandom(32)))
    assert "STAFF_VERIFY_KEY is no key" in told("keys", replace(settings, staff_verify_key="{}"))
    mine, others = (load_secrets(tmp_path / name) for name in ("mine", "others"))
    pair = {"staff_signing_key": mine["staff_signing_key"], "staff_verify_key": mine["staff_verify_key"]}
    assert told("keys", replace(settings, **pair)) == ""
    pair["staff_verify_key"] = others["staff_verify_key"]
    said = told("keys", replace(settings, **pair))
    assert "is not that of STAFF_SIGNING_KEY" in said
    assert json.loads(mine["staff_signing_key"])["d"] not in said


def test_keys_of_documents_that_are_not_ours_or_not_there_are_told(settings: Settings) -> None:
    assert "DOCUMENT_RING_KEY opens none of our keys" in told(
        "keys", replace(settings, document_ring_keys=(os.urandom(32),))
    )
    [key] = (Path(unquote(urlsplit(settings.documents_url).path)) / "keys" / "cases" / "opens").iterdir()
    key.unlink()
    said = told("keys", settings)
    assert said.startswith("cases has no key that its entry in AUDIT_PUBLIC_KEYS has signed")
    assert len(said.splitlines()) == 1


def test_a_mail_server_that_is_away_or_offers_no_tls_for_our_password_is_told(settings: Settings) -> None:
    away = replace(settings, mail_url=f"smtp://127.0.0.1:{free_block(1)}")
    assert "it does not answer: is the mail server up" in told("mail", away)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=greet, args=(listening,), daemon=True).start()
        port = listening.getsockname()[1]
        said = told("mail", replace(settings, mail_url=f"smtp://besa:hidden@127.0.0.1:{port}"))
    assert "offers no TLS" in said
    assert "hidden" not in said


def greet(listening: socket.socket) -> None:
    line, _ = listening.accept()
    with line:
        line.sendall(b"220 there\r\n")
        while asked := line.recv(1000):
            line.sendall(b"250 there\r\n" if asked.upper().startswith(b"EHLO") else b"221 gone\r\n")
