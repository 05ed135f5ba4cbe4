"""What was erased comes back with an older copy of the database, and is erased again before anybody can read it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from services.intake.actions import erasure
from services.intake.app import create_app
from shared.principal import Principal
from shared.retry import SetBackError
from shared.witness import beating
from tests.databases import owning

KEPT = "key_wrapped, identity_sealed, narrative_sealed, status, erased_at, version, contact_document"


@pytest.fixture
def witnessed(world, tmp_path):
    """The same service in a process that has a witness."""
    made = create_app(replace(world.platform.settings, witness_dir=str(tmp_path / "witness")))
    here = made.extensions["besa"]
    yield here
    with owning(here.settings.database_url) as owner:
        owner.execute("DELETE FROM stream_epoch WHERE epoch > 1")
    here.database.dispose()


def erase(here, complaint_id):
    with here.database.transaction() as session:
        by, now = Principal("operator:shembull"), datetime.now(UTC)
        erasure.erase(by, session, here.documents, complaint_id, reason="asked_by_child", now=now)


def test_it_is_erased_again_when_the_restore_is_declared(world, witnessed):
    told = UUID(world.complain()["id"])
    url = witnessed.settings.database_url.replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as line:
        beating.beat(witnessed.guard, line)
        copy = line.execute(f"SELECT {KEPT} FROM complaint WHERE id = %s", [told]).fetchone()
        assert copy[0] is not None
        beating.beat(witnessed.guard, line)
        erase(witnessed, told)
        noted = witnessed.guard.file.erased.read_text()
        assert str(told) in noted
        columns = ", ".join(f"{name.strip()} = %s" for name in KEPT.split(","))
        line.execute(f"UPDATE complaint SET {columns} WHERE id = %s", [*copy, told])
        line.execute("DELETE FROM beat WHERE n > 1")
        witnessed.guard._until = 0
        with pytest.raises(SetBackError):
            erase(witnessed, told)
        witnessed.guard.declare(by="operator:arta", reason="an older copy came back")
        row = line.execute(
            "SELECT key_wrapped, identity_sealed, status FROM complaint WHERE id = %s", [told]
        ).fetchone()
    assert row == (None, None, "erased")


def test_of_what_the_copy_does_not_hold_nothing_is_erased_and_no_line_is_lost_to_a_power_cut(world, witnessed):
    told = UUID(world.complain()["id"])
    url = witnessed.settings.database_url.replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as line:
        beating.beat(witnessed.guard, line)
        beating.beat(witnessed.guard, line)
    witnessed.guard.file.erased.write_text('{"what": "complaint", "id": "0000')
    erase(witnessed, told)
    with witnessed.guard.file.erased.open("a") as file:
        line = {"what": "complaint", "id": str(UUID(int=7)), "reason": "court_order", "at": "2026-01-01T00:00:00+00:00"}
        file.write(json.dumps(line) + "\n")
    with psycopg.connect(url, autocommit=True) as line:
        line.execute("DELETE FROM beat WHERE n > 1")
    assert witnessed.guard.declare(by="operator:arta", reason="an older copy came back").epoch == 2
    assert witnessed.guard.file.erased.read_text().count(str(told)) == 1


def test_an_erasure_that_did_not_happen_is_not_noted(world, witnessed):
    told = UUID(world.complain()["id"])
    by, now = Principal("operator:shembull"), datetime.now(UTC)
    with pytest.raises(ZeroDivisionError), witnessed.database.transaction() as session:
        erasure.erase(by, session, witnessed.documents, told, reason="asked_by_child", now=now)
        raise ZeroDivisionError
    assert not witnessed.guard.file.erased.exists()
