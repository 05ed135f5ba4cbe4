"""What each service's processes are told when one machine runs them all."""

import os
from pathlib import Path

import pytest

from deploy import SERVICES
from deploy.environment import environment, load_secrets

ADDRESSES = {"database": "postgresql+psycopg://x", "broker": "memory://", "public": "http://127.0.0.1:1"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_knows_only_its_own_secrets(service: str, tmp_path: Path) -> None:
    given = environment(service, tmp_path, load_secrets(tmp_path), ADDRESSES)

    assert ("STAFF_SIGNING_KEY" in given) == (service == "cases")
    assert ("SEALING_KEY" in given) == ("RECEIPT_PEPPER" in given) == (service == "intake")
    assert ("MAIL_URL" in given) == (service == "notifications")


def test_no_two_services_share_the_key_of_their_sessions(tmp_path: Path) -> None:
    kept = load_secrets(tmp_path)

    assert len({environment(each, tmp_path, kept, ADDRESSES)["SECRET_KEY"] for each in SERVICES}) == len(SERVICES)


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
