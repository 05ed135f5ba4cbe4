"""The private servers start without anything prepared, survive kill -9 with what was confirmed, and are ours alone."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic import command
from kombu import Connection, Producer, Queue

from deploy.servers import postgres, rabbitmq
from deploy.servers.databases import (
    OWNER,
    administer,
    create_database,
    create_databases,
    create_role,
    new_passwords,
    url_of,
)
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import CannotStartError, find, free_block
from deploy.servers.rabbitmq import RabbitServer
from shared.grants import NoRoleError
from shared.migrate import config, upgrade

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


def test_postgres_starts_with_durable_settings_and_quiet_logs(database_root: PostgresServer) -> None:
    with administer(database_root.admin_url) as admin:
        shown = {name: admin.execute(f"SHOW {name}").fetchone() for name in postgres.SETTINGS}

    assert shown["fsync"] == shown["full_page_writes"] == shown["synchronous_commit"] == ("on",)
    assert shown["log_min_error_statement"] == ("panic",)


def test_postgres_keeps_committed_rows_over_kill_9(database_root: PostgresServer) -> None:
    with administer(database_root.admin_url) as admin:
        admin.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    before = database_root.pid

    database_root.kill9()
    again = postgres.start(database_root.root, database_root.port)

    assert again.pid != before
    with administer(again.admin_url) as admin:
        assert admin.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_postgres_starts_again_although_its_lock_file_names_a_foreign_process(database_root: PostgresServer) -> None:
    database_root.kill9()
    # After a restart of the machine the recorded pid may belong to anything, here to the first process.
    (database_root.root / "data" / "postmaster.pid").write_text("1\n", encoding="ascii")

    again = postgres.start(database_root.root, database_root.port)

    assert again.pid != 1


def test_postgres_starts_again_although_an_orphaned_backend_is_busy_for_ever(database_root: PostgresServer) -> None:
    plain = database_root.admin_url.replace("+psycopg", "", 1)
    with closing(psycopg.connect(plain, autocommit=True)) as busy:
        busy.pgconn.send_query(b"DO $$ BEGIN LOOP NULL; END LOOP; END $$")
        busy.pgconn.flush()
        orphan = busy.info.backend_pid
        time.sleep(0.2)

        database_root.kill9()
        orphaned = find(orphan)
        again = postgres.start(database_root.root, database_root.port)

    assert orphaned, "nothing was orphaned, so nothing is shown"
    assert find(orphan) is None
    with administer(again.admin_url) as admin:
        assert admin.execute("SELECT 1").fetchone() == (1,)


def test_postgres_in_a_folder_that_only_its_owner_may_enter() -> None:
    closed = Path(tempfile.mkdtemp())  # mode 0700, like /root
    server = postgres.start(closed / "postgres", free_block(1))
    try:
        with administer(server.admin_url) as admin:
            assert admin.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()
        shutil.rmtree(closed)


def test_a_taken_port_is_said_in_one_sentence(database_root: PostgresServer, tmp_path: Path) -> None:
    with pytest.raises(CannotStartError, match=f"Port {database_root.port} .* is taken"):
        postgres.start(tmp_path / "second", database_root.port)


def test_a_role_enters_its_own_database_only(database_root: PostgresServer) -> None:
    made = create_databases(database_root.admin_url, new_passwords())

    with administer(made["intake"].migrate) as owner:
        owner.execute("CREATE TABLE identity (name text)")
    for url in (made["cases"].migrate, *made["cases"].by_role.values()):
        for other in ("besa_intake", "postgres", "template1"):
            foreign = url.removesuffix("besa_cases") + other
            with pytest.raises(psycopg.OperationalError, match="permission denied"), administer(foreign):
                pass


def test_creating_the_databases_again_keeps_the_data_and_takes_the_new_passwords(database_root: PostgresServer) -> None:
    first = create_databases(database_root.admin_url, new_passwords())
    with administer(first["cases"].migrate) as own:
        own.execute("CREATE TABLE IF NOT EXISTS seen AS SELECT 1 AS n")

    second = create_databases(database_root.admin_url, new_passwords())

    with administer(second["cases"].migrate) as own:
        assert own.execute("SELECT n FROM seen").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError, match="password"), administer(first["cases"].migrate):
        pass


def test_rabbitmq_keeps_a_confirmed_message_over_kill_9(node: RabbitServer) -> None:
    queue = Queue("kept", durable=True, queue_arguments={"x-queue-type": "quorum"})
    with Connection(node.url, transport_options={"confirm_publish": True}) as connection:
        channel = connection.channel()
        queue(channel).declare()
        Producer(channel).publish(b"word", routing_key="kept", delivery_mode=2)
    before = node.pid
    # RabbitMQ 4.0 writes the name of a new quorum queue to disk within a second of its declaration: killed sooner, it
    # comes back with a queue that refuses every message until it is deleted.
    time.sleep(2)

    node.kill9()
    again = rabbitmq.start(node.root, node.port)

    assert again.pid != before
    with Connection(again.url) as connection:
        message = queue(connection.channel()).get(no_ack=True)
        assert message is not None
        assert message.body == b"word"


def test_rabbitmq_wiped_has_forgotten_its_queues(node: RabbitServer) -> None:
    with Connection(node.url) as connection:
        Queue("gone", durable=True, queue_arguments={"x-queue-type": "quorum"})(connection.channel()).declare()

    node.wipe()
    again = rabbitmq.start(node.root, node.port)

    with Connection(again.url) as connection, pytest.raises(connection.channel_errors, match="no queue 'gone'"):
        Queue("gone")(connection.channel()).queue_declare(passive=True)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Open to everybody: the usual case of the server's own user reaching its data."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def _postgres(folder: Path) -> Iterator[PostgresServer]:
    server = postgres.start(folder / "postgres", free_block(1))
    yield server
    server.stop()


@pytest.fixture
def database_root(_postgres: PostgresServer) -> PostgresServer:
    """Running, also after a test that killed it."""
    return postgres.start(_postgres.root, _postgres.port)


@pytest.fixture(scope="module")
def _rabbitmq(folder: Path) -> Iterator[RabbitServer]:
    server = rabbitmq.start(folder / "rabbitmq", free_block(3))
    yield server
    server.stop()


@pytest.fixture
def node(_rabbitmq: RabbitServer) -> RabbitServer:
    """Running, also after a test that killed it."""
    return rabbitmq.start(_rabbitmq.root, _rabbitmq.port)


def test_an_installation_whose_relay_worked_as_the_app_comes_over(database_root: PostgresServer) -> None:
    passwords = {"intake": new_passwords()["intake"]}
    made = create_databases(database_root.admin_url, passwords, prefix="young_")["intake"]
    command.upgrade(config("intake", made.migrate), "0170")
    with administer(database_root.admin_url) as admin, administer(made.migrate) as owner:
        owner.execute("GRANT UPDATE (published_at) ON outbox TO young_intake_app")
        for role in ("relay", "sealer"):
            admin.execute(f"REVOKE ALL ON DATABASE young_intake FROM young_intake_{role}")
            admin.execute(f"DROP ROLE young_intake_{role}")
    with pytest.raises(NoRoleError, match="young_intake_relay"):
        upgrade("intake", made.migrate)

    made = create_databases(database_root.admin_url, passwords, prefix="young_")["intake"]
    upgrade("intake", made.migrate)

    with administer(made.app) as app, pytest.raises(psycopg.Error, match="permission denied"):
        app.execute("UPDATE outbox SET published_at = now()")
    with administer(made.by_role["relay"]) as relay:
        relay.execute("UPDATE outbox SET published_at = now()")


def test_an_installation_with_one_role_a_service_comes_over_with_its_data(database_root: PostgresServer) -> None:
    passwords = {"notifications": new_passwords()["notifications"]}
    owner = url_of(database_root.admin_url, "old_notifications", passwords["notifications"][OWNER])
    with administer(database_root.admin_url) as admin:
        create_role(admin, "old_notifications", passwords["notifications"][OWNER])
        create_database(admin, "old_notifications", owner="old_notifications")
    command.upgrade(config("notifications", owner), "0096")
    with administer(owner) as before:
        before.execute("INSERT INTO failed_tries VALUES ('kept', 1, now(), now())")
        with pytest.raises(NoRoleError, match="old_notifications_app"):
            upgrade("notifications", owner)

        made = create_databases(database_root.admin_url, passwords, prefix="old_")["notifications"]
        upgrade("notifications", made.migrate)

        # A process of the release before, until it is restarted.
        before.execute("INSERT INTO failed_tries VALUES ('later', 1, now(), now())")
    with administer(made.by_role["relay"]) as relay, pytest.raises(psycopg.Error, match="permission denied"):
        relay.execute("SELECT * FROM failed_tries")
    with administer(made.app) as after:
        assert after.execute("SELECT count(*) FROM failed_tries").fetchone() == (2,)
        with pytest.raises(psycopg.Error, match="must be owner"):
            after.execute("DROP TABLE audit_entry")
