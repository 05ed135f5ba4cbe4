"""The step of compose before all services: also where a database came back as it was earlier, which is declared in a worker."""

import sys
from pathlib import Path

import psycopg
import pytest

from deploy import SERVICES
from deploy.compose import prepare
from deploy.environment import environment, load_secrets
from shared.witness import beating
from shared.witness.file import WitnessFile
from shared.witness.guard import Guard
from shared.witness.series import NoNumbers
from tests.databases import as_owner

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


@pytest.fixture
def keys(clean_databases, tmp_path: Path, monkeypatch) -> Path:
    """As `deploy.compose.keys` lays them out."""
    folder = tmp_path / "keys"
    for service in SERVICES:
        url = clean_databases[service]
        given = environment(
            service,
            tmp_path,
            load_secrets(tmp_path),
            {"database": url, "broker": "memory://", "public": "http://127.0.0.1:1"},
        )
        for holder, variables in ((service, given), ("migrate", {"MIGRATE_URL": as_owner(url)})):
            (folder / holder).mkdir(parents=True, exist_ok=True)
            (folder / holder / f"{service}.env").write_text("".join(f"{n}={v}\n" for n, v in variables.items()))
    monkeypatch.setattr(prepare, "KEYS", folder)
    monkeypatch.setattr(sys, "argv", ["prepare"])
    return folder


def test_a_database_that_was_set_back_keeps_no_service_from_coming_up(
    keys: Path, clean_databases, tmp_path: Path, capfd
) -> None:
    url = clean_databases["partners"]
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as line:
        guard = Guard(WitnessFile(str(tmp_path / "witness"), "partners"), "partners", url, "", NoNumbers())
        for _ in range(2):
            beating.beat(guard, line)
        line.execute("DELETE FROM beat")
    prepare.main()
    assert "The database was set back to an earlier time" in capfd.readouterr().err
    with pytest.raises(SystemExit) as ended:
        prepare.run("partners", "load-institutions")
    assert ended.value.code == prepare.SET_BACK


def test_what_fails_otherwise_ends_the_step(keys: Path) -> None:
    (keys / "migrate" / "cases.env").write_text("MIGRATE_URL=postgresql+psycopg://nobody:x@127.0.0.1:1/nowhere\n")
    with pytest.raises(SystemExit) as ended:
        prepare.main()
    assert ended.value.code not in {0, prepare.SET_BACK}
