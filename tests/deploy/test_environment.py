"""What each service's processes are told when one machine runs them all."""

import json
import os
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from deploy import SERVICES
from deploy.environment import environment, load_secrets
from deploy.local import roles as roles_of_processes
from deploy.local.state import State
from deploy.servers.databases import OWNER
from shared.audit.notes import public_key
from shared.grants import roles

ADDRESSES = {"database": "postgresql+psycopg://x", "broker": "memory://", "public": "http://127.0.0.1:1"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_knows_only_its_own_secrets(service: str, tmp_path: Path) -> None:
    given = environment(service, tmp_path, load_secrets(tmp_path), ADDRESSES)

    assert ("STAFF_SIGNING_KEY" in given) == (service == "cases")
    assert ("SEALING_KEY" in given) == ("RECEIPT_PEPPER" in given) == (service == "intake")
    assert ("MAIL_URL" in given) == ("SUBSCRIPTION_KEY" in given) == (service == "notifications")


@pytest.mark.parametrize("role", roles_of_processes.APPLICATION_ROLES)
def test_of_the_parts_relay_and_timers_alone_are_told_their_roles_in_the_database(role: str, tmp_path: Path) -> None:
    state = State(
        database_url="postgresql+psycopg://admin@x/postgres",
        broker_url="memory://",
        databases=dict.fromkeys(SERVICES, "postgresql://x"),
    )
    given = roles_of_processes.variables(role, tmp_path, state)
    kind = role.rsplit(".", maxsplit=1)[-1]

    assert ("RELAY_URL" in given) == (kind in {"relay", "worker"})
    assert ("SEALER_URL" in given) == (kind in {"timers", "worker"})
    assert "MIGRATE_URL" not in given


def test_passwords_of_a_release_that_had_fewer_roles_stay_and_the_others_are_made(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    before = load_secrets(tmp_path)["database_passwords"]
    fewer = {service: {role: given[role] for role in (OWNER, "app")} for service, given in before.items()}
    path.write_text(json.dumps({**load_secrets(tmp_path), "database_passwords": fewer}))

    for service, given in load_secrets(tmp_path)["database_passwords"].items():
        assert given.keys() == {OWNER, "app", "relay", "sealer"}
        assert len(set(given.values())) == 4
        assert given.items() >= fewer[service].items()


def test_no_two_services_share_the_key_of_their_sessions(tmp_path: Path) -> None:
    kept = load_secrets(tmp_path)

    assert len({environment(each, tmp_path, kept, ADDRESSES)["SECRET_KEY"] for each in SERVICES}) == len(SERVICES)


def test_each_service_signs_its_trail_with_a_key_of_its_own_and_knows_the_public_keys_of_all(tmp_path: Path) -> None:
    kept = load_secrets(tmp_path)
    given = {each: environment(each, tmp_path, kept, ADDRESSES) for each in SERVICES}

    assert len({one["AUDIT_KEY"] for one in given.values()}) == len(SERVICES)
    for one in given.values():
        public = json.loads(one["AUDIT_PUBLIC_KEYS"])
        assert public == {each: [public_half(given[each]["AUDIT_KEY"])] for each in SERVICES}


def public_half(key: str) -> str:
    return b64encode(public_key(b64decode(key))).decode()


def test_secrets_of_a_release_that_knew_fewer_keep_what_they_hold_and_get_the_rest(tmp_path: Path) -> None:
    whole = load_secrets(tmp_path)
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps({name: value for name, value in whole.items() if name != "audit_keys"}))
    added = load_secrets(tmp_path)

    assert added["audit_keys"].keys() == set(SERVICES)
    assert {**added, "audit_keys": None} == {**whole, "audit_keys": None}
    assert load_secrets(tmp_path) == added
    assert path.stat().st_mode & 0o077 == 0


def test_the_one_password_of_a_release_before_becomes_that_of_the_role_that_owns_the_tables(tmp_path: Path) -> None:
    whole = load_secrets(tmp_path)
    before = {service: given[OWNER] for service, given in whole["database_passwords"].items()}
    (tmp_path / "secrets.json").write_text(json.dumps({**whole, "database_passwords": before}))

    passwords = load_secrets(tmp_path)["database_passwords"]

    assert {service: given[OWNER] for service, given in passwords.items()} == before
    assert all(given.keys() == {OWNER, *roles()} for given in passwords.values())
    assert load_secrets(tmp_path)["database_passwords"] == passwords


def test_secrets_are_made_once_and_are_for_their_owner_only(tmp_path: Path) -> None:
    first = load_secrets(tmp_path)

    assert load_secrets(tmp_path) == first
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


def test_a_stray_variable_of_the_caller_reaches_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere.else/production")
    monkeypatch.setenv("STAFF_SIGNING_KEY", "another")

    given = environment("intake", tmp_path, load_secrets(tmp_path), ADDRESSES)

    assert given["DATABASE_URL"] == ADDRESSES["database"]
    assert "STAFF_SIGNING_KEY" not in given
    assert given["PATH"] == os.environ["PATH"]


def test_no_two_services_share_the_keys_of_their_documents(tmp_path: Path) -> None:
    given = [environment(each, tmp_path, load_secrets(tmp_path), ADDRESSES) for each in SERVICES]

    assert len({each["DOCUMENT_RING_KEY"] for each in given}) == len(SERVICES)
    assert not any("DOCUMENT_KEY" in each or "BACKUP_KEY" in each for each in given)


def test_an_installation_of_one_document_key_keeps_it_and_recognises_its_backups(tmp_path: Path) -> None:
    fresh = load_secrets(tmp_path)
    before = {name: value for name, value in fresh.items() if name not in {"document_ring_keys", "backup_key"}}
    key = b64encode(b"k" * 32).decode()
    (tmp_path / "secrets.json").write_text(json.dumps(before | {"document_key": key}))

    kept = load_secrets(tmp_path)
    assert kept["backup_key"] == key
    assert {environment(each, tmp_path, kept, ADDRESSES)["DOCUMENT_KEY"] for each in SERVICES} == {key}
    assert len(set(kept["document_ring_keys"].values())) == len(SERVICES)
