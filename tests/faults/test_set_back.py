"""Real servers that are restarted, failed over, copied, recovered and loaded elsewhere: each is told from the others by its witness."""

import shutil
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from deploy.servers import postgres
from deploy.servers.databases import administer, create_databases
from deploy.servers.postgres import PostgresServer
from deploy.servers.processes import free_block
from shared.db import Database
from shared.retry import SetBackError
from tests.faults.houses import House
from tests.waiting import wait_until

pytestmark = pytest.mark.serial


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
