"""What the manifests say of a database, done to a real server: it can be migrated, worked with by its roles, and no more."""

import shutil
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier, Literal

from deploy.doctor import databases as doctor
from deploy.servers import postgres
from deploy.servers.databases import administer, url_of
from deploy.servers.processes import free_block
from shared.migrate import upgrade
from shared.settings import Settings
from tests.manifests.reading import PRODUCTION, only

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
PASSWORD = "one-of-a-trial"


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The address of the administrator of a server on which a cluster was begun as its manifest says."""
    spec = only(PRODUCTION, "Cluster", "besa-notifications", "database")["spec"]
    said, root = spec["bootstrap"]["initdb"], tmp_path_factory.mktemp("cluster")
    server = postgres.start(root, free_block(1))
    try:
        with administer(server.admin_url) as admin:
            for statement in said["postInitSQL"]:
                admin.execute(statement)
            owner, name = Identifier(said["owner"]), Identifier(said["database"])
            admin.execute(SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(owner, Literal(PASSWORD)))
            admin.execute(SQL("CREATE DATABASE {} OWNER {}").format(name, owner))
            for role in spec["managed"]["roles"]:
                assert role["login"]
                admin.execute(
                    SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(Identifier(role["name"]), Literal(PASSWORD))
                )
        with administer(server.admin_url.rpartition("/")[0] + f"/{said['database']}") as inside:
            for statement in said["postInitApplicationSQL"]:
                inside.execute(statement)
        yield server.admin_url
    finally:
        server.stop()
        shutil.rmtree(root, ignore_errors=True)


def told(check, settings: Settings) -> list[str]:
    return [str(fault) for fault in check(settings)]


def test_a_cluster_is_migrated_by_its_owner_and_worked_with_by_roles_that_can_do_no_more(begun, tmp_path: Path):
    upgrade("notifications", url_of(begun, "besa", PASSWORD))

    app, relay, sealer = (url_of(begun, f"besa_{role}", PASSWORD, "besa") for role in ("app", "relay", "sealer"))
    settings = Settings(
        service="notifications", database_url=app, relay_url=relay, sealer_url=sealer, broker_url="pyamqp://",
        documents_url=tmp_path.as_uri(), document_key=b"", secret_key="", staff_verify_key="",
    )  # fmt: skip
    for check in (doctor.database, doctor.role, doctor.workers, doctor.pooler):
        assert told(check, settings) == [], check.__name__
    assert told(doctor.workers, replace(settings, relay_url=app)) != [], "the doctor would see it"
    with administer(app) as line, pytest.raises(psycopg.errors.InsufficientPrivilege):
        line.execute("CREATE TABLE mine ()")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(url_of(begun, "besa_app", PASSWORD, "postgres").replace("+psycopg", "")).close()
