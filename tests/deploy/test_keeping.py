"""A folder that is kept: any instant can be put back, nothing but the last moment is lost, and what is not kept is refused."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from deploy.backup import copying
from deploy.backup.place import BackupError
from deploy.backup.pool import Pool, names_at
from deploy.servers import postgres
from deploy.servers.databases import administer
from deploy.servers.processes import find
from shared.documents import DocumentMissingError, Documents
from tests.deploy.houses import House, Kept
from tests.waiting import wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


def lose(house: House, kept: Kept) -> None:
    """Everything at once, as a burnt machine does; the other disk is left."""
    assert kept.process
    kept.process.kill()
    house.server.kill9()
    kept.end()
    shutil.rmtree(house.root / "postgres" / "data")
    shutil.rmtree(house.root / "documents")


def put_back(house: House, kept: Kept, *options: str) -> str:
    status, said = house.at("restore", str(kept.folder), *options)
    assert status == 0, said
    house.start()
    return said


def has(house: House, name: str) -> bool:
    """Whether a service that has just begun opens it: the document is there, and what opens it."""
    try:
        house.opened().get(name)
    except DocumentMissingError:
        return False
    return True


def test_after_a_total_loss_the_end_of_the_log_and_any_instant_come_back_with_their_documents(
    house: House, kept: Kept
) -> None:
    early = house.store.put(b"handed in after the copy, erased later")
    house.run("INSERT INTO fact VALUES (2)")
    between = kept.reach()
    house.store.erase(early)
    late = house.store.put(b"handed in at last")
    house.run("INSERT INTO fact VALUES (3)")
    kept.reach()
    house.run("INSERT INTO fact VALUES (4)")
    lose(house, kept)
    assert "or later, the end of the log" in put_back(house, kept)
    assert set(house.facts()) >= {1, 2, 3}
    assert [has(house, name) for name in (early, late, *house.names)] == [False, True, True, True, True]
    house.server.stop()
    shutil.rmtree(house.root / "documents")
    assert f"as of {between.astimezone().isoformat()[:10]}" in put_back(
        house, kept, "--replace", "--to", between.isoformat()
    )
    assert house.facts() == [1, 2]
    assert [has(house, name) for name in (early, *house.names)] == [True, True, True, True]


def test_what_is_lost_at_most_is_the_last_moment(house: House, kept: Kept) -> None:
    acknowledged: dict[int, float] = {}
    ends = threading.Event()

    def write() -> None:
        with psycopg.connect(house.server.admin_url.replace("+psycopg", ""), autocommit=True) as line:
            for n in range(10, 1_000_000):
                line.execute("INSERT INTO fact VALUES (%s)", [n])
                acknowledged[n] = time.monotonic()

    def write_until_it_is_gone() -> None:
        try:
            write()
        except psycopg.Error:
            ends.set()

    writer = threading.Thread(target=write_until_it_is_gone)
    writer.start()
    kept.reach()
    lost_at = time.monotonic()
    lose(house, kept)
    writer.join(30)
    assert ends.is_set()
    put_back(house, kept)
    lost = sorted(acknowledged.keys() - set(house.facts()))
    oldest = lost_at - min((acknowledged[n] for n in lost), default=lost_at)
    print(f"\n{len(acknowledged)} acknowledged, {len(lost)} lost, the oldest {oldest:.3f} s before the loss")
    assert len(acknowledged) > 50
    assert oldest < 1


def test_an_instant_that_is_not_kept_is_refused_in_one_sentence_and_nothing_is_done(house: House, kept: Kept) -> None:
    now = kept.reach()
    kept.end()
    house.server.stop()
    for to in (now - timedelta(days=2), now + timedelta(days=2)):
        status, said = house.at("restore", str(kept.folder), "--replace", "--to", to.isoformat())
        assert status == 1
        assert (
            f"{to.isoformat(timespec='seconds')} is not kept, so nothing was done: {kept.folder} reaches from " in said
        )
        assert said.count("\n") == 1
    for words, told in (("2026-11-27T14:30:00", "say the offset"), ("yesterday", "an instant is said as")):
        status, said = house.at("restore", str(kept.folder), "--to", words)
        assert (status, told in said) == (2, True), said
    house.start()
    assert house.facts() == [1]
    one = house.made()
    house.server.stop()
    status, said = house.at("restore", str(one), "--replace", "--to", now.isoformat())
    assert (status, "is one backup, of one instant" in said) == (1, True)


def test_a_restart_goes_on_in_the_same_history_and_a_database_that_was_set_back_begins_another(
    house: House, kept: Kept
) -> None:
    house.made()
    house.run("INSERT INTO fact VALUES (2)")
    before = kept.reach()
    house.server.stop()
    house.start()
    kept.reach()
    assert kept.end() == 0
    kept.start()
    kept.reach()
    assert len(kept.files("histories/*")) == 1
    kept.end()
    house.server.stop()
    assert house.restored("--replace")[0] == 0
    house.start()
    house.run("INSERT INTO fact VALUES (5)")
    kept.start().said("copied: ")
    kept.reach()
    assert len(kept.files("histories/*")) == 2
    assert house.at("backup", "status", str(kept.folder))[1].count("1 copies") == 2
    kept.end()
    house.server.stop()
    put_back(house, kept, "--replace")
    assert house.facts() == [1, 5]
    house.server.stop()
    put_back(house, kept, "--replace", "--to", before.isoformat())
    assert house.facts() == [1, 2]


def test_a_missing_piece_of_the_log_and_a_changed_word_are_found_before_anything_is_touched(
    house: House, kept: Kept
) -> None:
    for n in (2, 3, 4):
        house.run(f"INSERT INTO fact VALUES ({n})", "SELECT pg_switch_wal()")
    kept.reach()
    kept.end()
    house.server.stop()
    told = kept.files("histories/*/kept.json")[0]
    whole = told.read_text()
    told.write_text(json.dumps(json.loads(whole) | {"until": "2030-01-01T00:00:00+00:00"}))
    status, said = house.at("restore", str(kept.folder), "--replace")
    assert (status, "is not sealed with the key of this installation" in said) == (1, True)
    told.write_text(whole)
    kept.files("histories/*/log/*[0-9A-F]")[-2].unlink()
    status, said = house.at("restore", str(kept.folder), "--replace")
    assert (status, "has a gap" in said) == (1, True), said
    house.start()
    assert house.facts() == [1, 2, 3, 4]


def test_what_is_too_old_is_let_go_and_what_is_needed_stays(house: House, kept: Kept) -> None:
    kept.end()
    first = kept.files("histories/*/bases/*")[0]
    kept.start("--hours", "0.001", "--days", "0.0001").said("copied: ")
    house.run("SELECT pg_switch_wal()")
    kept.said(f"let go: {first}")
    assert first.name not in [path.name for path in kept.files("histories/*/bases/*")]
    kept.said("copied: ")
    after = kept.reach()
    kept.end()
    house.server.stop()
    put_back(house, kept, "--replace", "--to", after.isoformat())
    assert house.facts() == [1]


def test_a_document_is_held_until_no_instant_needs_it_and_once_more_if_it_came_again(tmp_path: Path) -> None:
    store = Documents((tmp_path / "store").as_uri(), os.urandom(32))
    once, twice, stays = (store.put(os.urandom(100)) for _ in range(3))
    content = store.stored(twice)
    pool = Pool(tmp_path / "kept")
    pool.look(tmp_path / "store")
    assert pool.named() == sorted([once, twice, stays])
    there = datetime.now(UTC)
    for name in (once, twice):
        store.erase(name)
    pool.look(tmp_path / "store")
    gone = datetime.now(UTC)
    store.put_back(content)
    pool = Pool(tmp_path / "kept")
    pool.look(tmp_path / "store")
    assert set(names_at(tmp_path / "kept", there)) == {once, twice, stays}
    assert set(names_at(tmp_path / "kept", gone)) == {stays}
    assert set(names_at(tmp_path / "kept", datetime.now(UTC))) == {twice, stays}
    pool.forget(datetime.now(UTC).date())
    assert set(copying.stored(tmp_path / "kept" / "documents")) == {once, twice, stays}
    pool.forget(datetime.now(UTC).date() + timedelta(days=1))
    assert set(copying.stored(tmp_path / "kept" / "documents")) == {twice, stays}
    assert Pool(tmp_path / "kept").named() == sorted([twice, stays])
    with pytest.raises(BackupError, match="is it mounted"):
        Pool(tmp_path / "kept").look(tmp_path / "nowhere")


def test_only_one_process_keeps_a_cluster_and_only_one_fills_a_folder(house: House, kept: Kept) -> None:
    status, said = house.at("backup", "keep", str(kept.folder))
    assert (status, "Another process fills" in said) == (1, True)
    other = Kept(house, kept.folder.with_name("other")).start()
    other.said("not kept: Another process keeps the log of this cluster already.")
    other.end()


def test_a_keeper_that_a_script_started_ends_with_it_also_by_kill_9(house: House) -> None:
    """Else it fills a folder, and holds the log of a server, that nobody looks after any more."""
    folder = house.backup.parent / "kept"
    starts = "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); time.sleep(600)"
    words = ["--root", str(house.root), "backup", "keep", str(folder), "--with-parent"]
    command = [sys.executable, "-c", starts, sys.executable, "-m", "deploy.besa", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as script:
        assert script.stdout
        keeper = find(int(script.stdout.readline()))
        assert keeper
        assert "copied: " in script.stdout.readline()
        script.kill()
        assert keeper.wait_gone(30), "it outlived whoever started it"
    house.run("DO $$ BEGIN ASSERT NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE active); END $$")


def test_a_store_that_is_empty_though_the_databases_have_lived_is_not_taken_for_it(
    house: House, tmp_path: Path
) -> None:
    """The services write to a bucket, say, and the backup was told of a folder: it would keep databases without a single document."""
    house.run("CREATE DATABASE besa_cases")
    server = postgres.running(house.root / "postgres")
    assert server
    with administer(server.admin_url.rpartition("/")[0] + "/besa_cases") as line:
        line.execute("CREATE TABLE outbox AS SELECT 1 AS id")
    empty = tmp_path / "empty"
    empty.mkdir()
    env = {"DOCUMENTS_URL": empty.as_uri(), "BACKUP_KEY": house.keys["backup_key"]}
    for words in (("backup", "make", str(house.backup)), ("backup", "keep", str(house.backup.parent / "kept"))):
        status, said = house.besa(*words, "--server", server.admin_url, env=env)
        assert status == 1
        assert f"{empty} holds no document and no key, though besa_cases has told of events" in said, said
        assert "DOCUMENTS_URL" in said
    assert house.made(), "where the store is the right one"


def test_documents_in_a_bucket_are_copied_by_no_command_and_that_is_said_before_anything_is_copied(
    house: House,
) -> None:
    env = {"DOCUMENTS_URL": "s3://besa-documents", "BACKUP_KEY": house.keys["backup_key"]}
    server = postgres.running(house.root / "postgres")
    assert server
    for words in (("backup", "make", str(house.backup)), ("backup", "keep", str(house.backup.parent / "kept"))):
        status, said = house.besa(*words, "--server", server.admin_url, env=env)
        assert status == 1
        assert "s3://besa-documents" in said
        assert "no command of besa copies" in said
        assert "pg_basebackup" in said
    assert not house.backup.exists()


def test_status_says_how_old_the_newest_log_is(house: House, kept: Kept) -> None:
    kept.reach()
    status, said = house.at("backup", "status", str(kept.folder))
    assert (status, "the newest kept log is" in said) == (0, True), said
    told = kept.files("histories/*/kept.json")[0]
    kept.end()
    assert house.at("backup", "status", str(kept.folder.with_name("empty")))[1].endswith("nothing is kept\n")
    assert told.exists()


def test_containers_recover_by_themselves_when_their_server_starts(house: House, kept: Kept, tmp_path: Path) -> None:
    """Where no server's program lies beside the command: what to do is left in the folder, and PostgreSQL does it."""
    house.run("INSERT INTO fact VALUES (2)")
    between = kept.reach()
    house.run("INSERT INTO fact VALUES (3)")
    kept.reach()
    kept.end()
    house.server.stop()
    env = {"DOCUMENTS_URL": (tmp_path / "documents").as_uri(), "BACKUP_KEY": house.keys["backup_key"]}
    volume = tmp_path / "volume"
    volume.mkdir()
    words = ("restore", str(kept.folder), "--data", str(volume), "--to", between.isoformat())
    status, said = house.besa(*words, env=env)
    assert status == 0, said
    shutil.rmtree(house.root / "postgres" / "data")
    shutil.copytree(volume, house.root / "postgres" / "data")
    subprocess.run(["chown", "-R", "postgres", str(house.root / "postgres/data")], check=True)
    (house.root / "postgres" / "data").chmod(0o700)
    house.start()
    wait_until(lambda: not postgres_recovers(house), "the recovery ends", 60)
    assert house.facts() == [1, 2]


def postgres_recovers(house: House) -> bool:
    server = postgres.running(house.root / "postgres")
    assert server
    with psycopg.connect(server.admin_url.replace("+psycopg", "")) as line:
        return bool(line.execute("SELECT pg_is_in_recovery()").fetchone()[0])
