"""Real servers that are restarted, failed over, copied, recovered and loaded elsewhere: each is told from the others by its witness."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from deploy.servers import postgres
from deploy.servers.databases import OWNER, administer, create_databases, drop_database, new_passwords, url_of
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import find, free_block
from shared.db import Database
from shared.migrate import SQL, upgrade
from shared.retry import SetBackError
from shared.witness import beating
from shared.witness.file import WitnessFile
from shared.witness.guard import Guard
from shared.witness.series import NoNumbers
from tests.faults.servers import FOLDER
from tests.waiting import wait_until

pytestmark = pytest.mark.serial


class House:
    """One database on a server of its own, its witness, and whatever the server becomes."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.server = postgres.start(root / "first", free_block(1))
        self.started = [self.server]
        self.passwords = new_passwords()
        self.url = self._database(self.server)
        self.file = WitnessFile(str(folder), "cases")
        with administer(self.server.admin_url) as admin:
            admin.execute("ALTER SYSTEM SET wal_level = 'replica'")

    def _database(self, server: PostgresServer) -> str:
        url = create_databases(server.admin_url, {"cases": self.passwords["cases"]})["cases"].migrate
        upgrade("cases", url, "0001")
        with administer(url) as inside:
            for script in (
                "platform_0002",
                "platform_0006",
                "platform_0007",
                "platform_0010",
                "platform_0011",
                "platform_0012",
            ):
                inside.execute((SQL / f"{script}.sql").read_text())
        return url

    def beat(self, times: int = 1) -> None:
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as line:
            for _ in range(times):
                assert beating.beat(self.guard(), line)

    def guard(self) -> Guard:
        return Guard(self.file, "cases", self.url, "", NoNumbers())

    def kind(self) -> str:
        """What a process that starts now finds."""
        guard, database = self.guard(), Database(self.url, pool_size=1)
        guard.watch(database)
        before = self.file.read()
        try:
            database.refuse_unsafe()
        except SetBackError as error:
            return error.kind
        finally:
            database.dispose()
        after = self.file.read()
        return "same" if before == after else f"raised to {after.epoch if after else 0}"

    # ------------------------------------------------------------------------------------------------- what happens to it

    def crash(self) -> None:
        process = find(self.server.pid)
        assert process
        process.end(signal.SIGQUIT, timeout=30)

    def base_backup(self, name: str, *options: str) -> Path:
        """A copy of the running server's files, as its user."""
        root = self.root / name
        data = root / "data"
        root.mkdir(mode=0o711)
        data.mkdir(mode=0o700)
        shutil.copy(self.server.root / "password", root / "password")
        self.tool("pg_basebackup", data, "-D", str(data), "-h", "127.0.0.1", "-p", str(self.server.port), "-U", "postgres",
                  "-c", "fast", "-X", "stream", *options)  # fmt: skip
        return root

    def run_copy(self, root: Path) -> None:
        """From now on the database is that of the server under `root`."""
        copy = postgres.start(root, free_block(1))
        self.started.append(copy)
        self.become(copy)

    def become(self, server: PostgresServer, database: str = "besa_cases") -> None:
        self.server = server
        self.url = url_of(server.admin_url, "besa_cases", self.passwords["cases"][OWNER], database)

    def tool(self, name: str, data: Path, *arguments: str, output: Path | None = None) -> None:
        binaries = postgres.binaries_of(self.server.root / "data")
        env = {**postgres.ENVIRONMENT, "PGPASSWORD": (self.server.root / "password").read_text()}
        command = [*postgres.as_server_user(binaries, data), str(binaries / name), *arguments]
        with (output or Path(os.devnull)).open("wb") as out:
            subprocess.run(command, env=env, check=True, stdout=out, stderr=subprocess.PIPE, timeout=120)

    def dump(self, database: str = "besa_cases") -> Path:
        target = self.root / "dump"
        where = ("-h", "127.0.0.1", "-p", str(self.server.port), "-U", "postgres")
        self.tool("pg_dump", self.server.root / "data", *where, "--no-owner", "-Fc", database, output=target)
        return target

    def load(self, dump: Path, server: PostgresServer, database: str) -> None:
        """Into a new database of that name, which is then the service's."""
        with administer(server.admin_url) as admin:
            drop_database(admin, database)
            admin.execute(f'CREATE DATABASE "{database}" OWNER besa_cases TEMPLATE template0')
        binaries = postgres.binaries_of(server.root / "data")
        target = url_of(server.admin_url, "besa_cases", self.passwords["cases"][OWNER], database)
        with dump.open("rb") as source:
            command = [
                str(binaries / "pg_restore"),
                "--no-owner",
                "--no-privileges",
                "-d",
                target.replace("+psycopg", ""),
            ]
            subprocess.run(
                command, stdin=source, env=postgres.ENVIRONMENT, check=True, capture_output=True, timeout=120
            )
        self.become(server, database)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    FOLDER.mkdir(mode=0o711, exist_ok=True)
    root = FOLDER / f"{os.getpid()}" / "set-back"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(mode=0o711, parents=True)
    root.parent.chmod(0o711)
    made = House(root, tmp_path / "witness")
    made.beat(2)
    yield made
    for server in made.started:
        server.kill9()
    shutil.rmtree(root, ignore_errors=True)


def test_a_restart_and_a_crash_are_no_restore(house: House) -> None:
    house.server.stop()
    postgres.start(house.server.root, house.server.port)
    assert house.kind() == "same"
    house.beat()
    house.crash()
    postgres.start(house.server.root, house.server.port)
    assert house.kind() == "same"
    house.beat()


def test_a_copy_of_the_files_and_a_recovery_up_to_a_moment_are_refused(house: House) -> None:
    snapshot = house.base_backup("snapshot")
    recovery = house.base_backup("recovery")
    house.beat(2)
    house.server.stop()
    first = house.server
    house.run_copy(snapshot)
    assert house.kind() == "snapshot"
    house.become(first)
    (recovery / "data" / "recovery.signal").touch()
    settings = recovery / "data" / "postgresql.auto.conf"
    settings.write_text(
        settings.read_text()
        + "restore_command = 'false'\nrecovery_target = 'immediate'\nrecovery_target_action = 'promote'\n"
    )
    house.run_copy(recovery)
    promoted(house)
    assert house.kind() == "recovered"
    assert house.guard().declare(by="operator:arta", reason="a drill").epoch == 2
    assert house.kind() == "same"
    house.beat()


def test_a_failover_without_loss_raises_the_epoch_by_itself(house: House) -> None:
    standby = house.base_backup("standby", "-R")
    first = house.server
    house.run_copy(standby)
    copy = house.server
    house.become(first)
    house.beat(2)
    wait_until(lambda: beats(copy) == beats(first), "all beats at the standby", 30)
    house.crash()
    with administer(copy.admin_url) as admin:
        admin.execute("SELECT pg_promote()")
    house.become(copy)
    assert house.kind() == "raised to 2"
    assert house.kind() == "same"
    house.beat()


def test_a_dump_is_told_by_where_it_was_loaded_and_one_without_loss_goes_on(house: House) -> None:
    dump = house.dump()
    house.beat(2)
    house.load(dump, house.server, "besa_loaded")
    assert house.kind() == "loaded_here"
    other = postgres.start(house.root / "other", free_block(1))
    house.started.append(other)
    create_databases(other.admin_url, {"cases": house.passwords["cases"]})
    house.load(dump, other, "besa_cases")
    assert house.kind() == "loaded_elsewhere"
    house.become(house.started[0])
    house.load(house.dump(), house.server, "besa_moved")
    assert house.kind() == "raised to 2"
    house.load(house.dump("besa_moved"), other, "besa_cases")
    assert house.kind() == "raised to 3"


def test_processes_that_run_are_stopped_when_the_server_beneath_them_comes_back_older(house: House) -> None:
    snapshot = house.base_backup("older")
    guard, database = house.guard(), Database(house.url, pool_size=1)
    guard.watch(database)
    database.refuse_unsafe()
    house.beat(2)
    house.server.stop()
    shutil.rmtree(house.server.root / "data")
    shutil.move(snapshot / "data", house.server.root / "data")
    postgres.start(house.server.root, house.server.port)
    with pytest.raises(SetBackError):
        ask(database)
    database.dispose()


def ask(database: Database) -> None:
    """Until the dead connection of the pool has been found to be dead."""
    for _ in range(3):
        with suppress(OperationalError), database.transaction() as session:
            session.execute(text("SELECT 1"))


def promoted(house: House) -> None:
    wait_until(lambda: not scalar(house.server, "SELECT pg_is_in_recovery()"), "the end of the recovery", 30)


def beats(server: PostgresServer) -> object:
    address = server.admin_url.rpartition("/")[0] + "/besa_cases"
    with administer(address) as inside:
        return (inside.execute("SELECT max(n) FROM beat").fetchone() or (None,))[0]


def scalar(server: PostgresServer, statement: str) -> object:
    with administer(server.admin_url) as admin:
        return (admin.execute(statement).fetchone() or (None,))[0]
