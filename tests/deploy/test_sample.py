"""Sample people and machines on the real databases: whole, usable, and the same again after a second call or a kill."""

import json
import stat

import pytest
from sqlalchemy import create_engine, text

from deploy import SERVICES, sample
from deploy.environment import environment, load_secrets
from deploy.servers.processes import CannotStartError
from shared.documents import Documents
from shared.events.catalogue import STAFF_ROLES
from shared.settings import load

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


@pytest.fixture
def environments(clean_databases, tmp_path, monkeypatch):
    kept = load_secrets(tmp_path)
    addresses = {"broker": "memory://", "public": "http://127.0.0.1:8000"}
    given = {
        service: environment(service, tmp_path, kept, addresses | {"database": clean_databases[service]})
        for service in SERVICES
    }
    for service in SERVICES:
        # As in an installation, where every service has a key by then to which it is written.
        with monkeypatch.context() as asked:
            for name, value in given[service].items():
                asked.setenv(name, value)
            Documents.of(load(service)).begin()
    return {service: given[service] for service in ("cases", "partners")}


def scalar(environments, service, sql):
    engine = create_engine(environments[service]["DATABASE_URL"])
    with engine.connect() as connection:
        found = connection.execute(text(sql)).scalar()
    engine.dispose()
    return found


def test_one_account_per_role_and_people_and_machines_of_the_sample_bodies(environments, tmp_path):
    file = tmp_path / "demo" / "credentials.json"
    made = sample.create(environments, "http://127.0.0.1:8000", file)
    assert json.loads(file.read_text()) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["credentials.json"]
    assert set(made) == {"url", "staff", "partners"}
    assert set(made["staff"]) == set(STAFF_ROLES)
    assert made["staff"]["intake_officer"]["username"] == "intake.shembull"
    assert all(
        len(account["password"]) >= 12 and account["token"].count(".") == 2 for account in made["staff"].values()
    )
    classes = {partner["class"] for partner in made["partners"]}
    assert {"municipality", "agency", "police", "ministry", "school"} <= classes
    assert len(made["partners"]) == len(sample.INSTITUTIONS) == len(set(sample.INSTITUTIONS))
    assert all(partner["client_secret"] and partner["users"] for partner in made["partners"])
    assert scalar(environments, "partners", "SELECT count(*) FROM institution") > 200
    assert scalar(environments, "cases", "SELECT count(*) FROM outbox WHERE type = 'cases.staff.changed.v1'") == len(
        STAFF_ROLES
    )


def test_a_second_call_keeps_who_is_there_and_renews_the_tokens(environments, tmp_path):
    file = tmp_path / "credentials.json"
    first = sample.create(environments, "http://127.0.0.1:8000", file)
    second = sample.create(environments, "http://127.0.0.1:9000", file)
    assert second["url"] == "http://127.0.0.1:9000"
    assert second["partners"] == first["partners"]
    for role, account in first["staff"].items():
        assert second["staff"][role]["password"] == account["password"]
    assert scalar(environments, "cases", "SELECT count(*) FROM staff_account") == len(STAFF_ROLES)


def test_a_kill_before_the_file_was_written_leaves_no_account_that_nobody_can_enter(environments, tmp_path):
    file = tmp_path / "credentials.json"
    first = sample.create(environments, "http://127.0.0.1:8000", file)
    passwords = {account["username"]: account["password"] for account in first["staff"].values()}
    passwords |= {user["username"]: user["password"] for partner in first["partners"] for user in partner["users"]}
    # As it is on disk in that moment: accounts in the databases, the passwords in the draft, no finished file.
    file.with_suffix(".passwords").write_text(json.dumps({"passwords": passwords}))
    file.unlink()
    again = sample.create(environments, "http://127.0.0.1:8000", file)
    for role, account in first["staff"].items():
        assert again["staff"][role]["password"] == account["password"]
    assert [partner["users"] for partner in again["partners"]] == [partner["users"] for partner in first["partners"]]


def test_what_cannot_be_made_is_told_in_a_sentence(environments, tmp_path):
    broken = {
        **environments,
        "partners": {**environments["partners"], "DATABASE_URL": "postgresql+psycopg://127.0.0.1:9/x"},
    }
    with pytest.raises(CannotStartError, match="The database does not answer"):
        sample.create(broken, "http://127.0.0.1:8000", tmp_path / "credentials.json")
