"""Backups through the command: what is refused, what is found, what is put back."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from deploy.environment import load_secrets
from deploy.local.state import changing
from tests.deploy.houses import House

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


def test_what_is_lost_comes_back_as_it_was_even_the_password_of_the_server(house: House) -> None:
    house.made()
    house.run("INSERT INTO fact VALUES (2)")
    house.server.stop()
    shutil.rmtree(house.root / "postgres")
    shutil.rmtree(house.root / "documents")
    status, said = house.restored()
    assert status == 0, said
    assert "besa declare" in said
    house.start()
    assert house.facts() == [1]
    assert all(len(house.opened().get(name)) == 2000 for name in house.names)


def test_nothing_that_lives_is_overwritten_without_being_told_and_then_it_is_moved_aside(house: House) -> None:
    house.made()
    later = house.store.put(b"after the backup")
    assert house.restored("--replace") == (1, "Error: PostgreSQL runs there: end the installation first (Ctrl-C, `make down`, `docker compose stop`).\n")  # fmt: skip
    house.run("INSERT INTO fact VALUES (2)")
    house.server.stop()
    status, said = house.restored()
    assert (status, "without --replace" in said) == (1, True)
    house.start()
    assert house.facts() == [1, 2]
    house.server.stop()
    status, said = house.restored("--replace")
    assert status == 0, said
    [aside] = (house.root / "postgres").glob("data.before-*")
    assert str(aside) in said
    assert (aside / "PG_VERSION").exists()
    house.start()
    assert house.facts() == [1]
    assert house.store.get(later) == b"after the backup"


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda backup, _: (backup / "manifest.json").unlink(), "it is no backup, or one that was not finished"),
        (
            lambda backup, _: one_byte(backup / "databases/base.tar"),
            "databases/base.tar: changed",
        ),
        (lambda backup, _: (backup / "databases/pg_wal.tar").unlink(), "databases/pg_wal.tar: missing"),
        (lambda backup, _: (backup / "databases/other.tar").touch(), "databases/other.tar: does not belong to it"),
        (lambda backup, name: document(backup, name).unlink(), ": missing"),
        (lambda backup, name: document(backup, name).write_bytes(b"other"), ": changed"),
        (lambda backup, _: forged(backup), "manifest.json: not sealed with the key of this installation"),
    ],
)
def test_a_half_or_changed_backup_is_found_and_not_restored(house: House, harm, told: str) -> None:
    backup = house.made()
    assert house.at("backup", "verify", str(backup))[0] == 0
    harm(backup, house.names[0])
    status, said = house.at("backup", "verify", str(backup))
    assert (status, told in said) == (1, True), said
    house.server.stop()
    status, said = house.restored("--replace")
    assert (status, told in said) == (1, True), said
    house.start()
    assert house.facts() == [1]


def document(backup: Path, name: str) -> Path:
    return backup / "documents" / name[:2] / name


def one_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def forged(backup: Path) -> None:
    """By somebody who knows how a manifest is made, and has no key."""
    told = json.loads((backup / "manifest.json").read_text())
    told["instant"] = "2020-01-01T00:00:00+00:00"
    (backup / "manifest.json").write_text(json.dumps(told))


def test_a_backup_that_dies_leaves_nothing_that_looks_like_one(house: House) -> None:
    house.backup.parent.mkdir()
    house.backup.with_name("monday.part").mkdir()
    status, said = house.at("backup", "make", str(house.backup))
    assert (status, "was not finished" in said) == (1, True)
    assert not house.backup.exists()
    assert house.at("backup", "verify", str(house.backup.with_name("monday.part")))[0] == 1


def test_a_backup_is_never_written_over_another_and_none_is_made_of_what_does_not_run(house: House) -> None:
    house.made()
    status, said = house.at("backup", "make", str(house.backup))
    assert (status, "never written over another" in said) == (1, True)
    house.server.stop()
    status, said = house.at("backup", "make", str(house.backup.with_name("tuesday")))
    assert (status, "does not run" in said) == (1, True)


def test_no_key_and_no_password_is_in_a_backup(house: House) -> None:
    held = [path.read_bytes() for path in house.made().rglob("*") if path.is_file()]
    passwords = [one for service in house.keys["database_passwords"].values() for one in service.values()]
    kept = [*passwords, *house.keys["secret_keys"].values(), *house.keys["document_ring_keys"].values(),
            house.keys["backup_key"], house.keys["sealing_key"], house.keys["staff_signing_key"], (house.root / "postgres/password").read_text()]  # fmt: skip
    assert not [secret for secret in kept for content in held if secret.encode() in content]


def test_without_its_keys_or_with_others_nothing_is_restored(house: House) -> None:
    house.made()
    house.server.stop()
    keys = house.root / "secrets.json"
    kept = keys.read_text()
    keys.unlink()
    status, said = house.restored("--replace")
    assert (status, "put the keys there first" in said) == (1, True)
    load_secrets(house.root)
    status, said = house.restored("--replace")
    assert (status, "BACKUP_KEY is another one" in said) == (1, True)
    keys.write_text(kept)
    assert house.restored("--replace")[0] == 0


def test_a_damaged_document_is_named_and_the_rest_is_kept(house: House) -> None:
    document(house.root, house.names[0]).write_bytes(b"damaged")
    status, said = house.at("backup", "make", str(house.backup))
    assert (status, f"document {house.names[0]} is damaged" in said) == (1, True)
    assert house.at("backup", "verify", str(house.backup))[0] == 0
    assert document(house.backup, house.names[1]).exists()


def test_a_server_that_was_given_by_url_is_not_ours_to_copy(house: House) -> None:
    with changing(house.root, new=True) as state:
        state.database_url = house.server.admin_url
    status, said = house.at("backup", "make", str(house.backup))
    assert (status, "back it up with its own tools" in said) == (1, True)


def test_containers_are_told_by_their_environment_where_everything_lies(house: House, tmp_path: Path) -> None:
    env = {"DOCUMENTS_URL": (house.root / "documents").as_uri(), "BACKUP_KEY": house.keys["backup_key"]}
    entered = make_url(house.server.admin_url).set(drivername="postgresql")
    address = entered._replace(password=None).render_as_string()
    status, said = house.besa("backup", "make", str(house.backup), "--server", address, env=env)
    assert (status, "does not let the administrator in" in said) == (1, True)
    status, said = house.besa(
        "backup", "make", str(house.backup), "--server", address, env={**env, "PGPASSWORD": str(entered.password)}
    )
    assert status == 0, said
    house.server.stop()
    empty = tmp_path / "volume"
    empty.mkdir()
    words = ("restore", str(house.backup), "--data", str(empty))
    assert house.besa(*words, env={**env, "DOCUMENTS_URL": (tmp_path / "documents").as_uri()})[0] == 0
    stores = [house.root / "documents", tmp_path / "documents"]
    before, after = [{path.relative_to(store) for path in store.rglob("*") if path.is_file()} for store in stores]
    assert after == before >= {Path(name[:2], name) for name in house.names}
    shutil.rmtree(house.root / "postgres" / "data")
    shutil.copytree(empty, house.root / "postgres" / "data")
    # As the image of PostgreSQL does at each start.
    subprocess.run(["chown", "-R", "postgres", str(house.root / "postgres/data")], check=os.geteuid() == 0)
    (house.root / "postgres" / "data").chmod(0o700)
    house.start()
    assert house.facts() == [1]
    status, said = house.besa(*words, env=env)
    assert (status, "give an empty one" in said) == (1, True)
    bucket = {**env, "DOCUMENTS_URL": "s3://besa/documents"}
    status, said = house.besa("backup", "make", str(tmp_path / "no"), "--server", address, env=bucket)
    assert (status, "keep versions" in said) == (1, True)
