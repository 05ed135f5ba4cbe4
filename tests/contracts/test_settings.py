"""The variables that the code reads, those in .env.example and those that compose gives are one set."""

import ast
import re
from pathlib import Path

import yaml

from deploy.environment import Secrets, environment, inherited, load_secrets
from deploy.servers.databases import addresses_of

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "cases", "partners", "notifications")
#: Read by gunicorn, prometheus-client or the process itself rather than by shared/settings.py.
PROCESS = {"PROMETHEUS_MULTIPROC_DIR", "METRICS_PORT", "METRICS_HOST", "HEALTH_PORT", "SERVICE", "WEB_CONCURRENCY"}

#: Read by obstore, of a store that is a bucket.
STORE = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ENDPOINT"}


def read_by_settings() -> set[str]:
    tree = ast.parse((ROOT / "shared" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and str(call.args[0].value).isupper()
    }


def test_env_example_names_exactly_what_settings_and_the_store_read():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = {match.group(1) for line in lines if (match := re.match(r"#?\s?([A-Z_]+)=", line))}
    assert named == read_by_settings() | STORE


def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def given_to(service: str, tmp_path: Path) -> set[str]:
    """What compose names for a service's processes, and what its step `keys` writes into the volumes of that service."""
    named = {
        variable
        for name, part in compose().items()
        if name.split("-")[0] == service
        for variable in part["environment"]
    }
    addresses = {"database": "postgresql+psycopg://", "broker": "pyamqp://", "public": "http://127.0.0.1:8000"}
    kept = load_secrets(tmp_path)
    written = environment(service, tmp_path, kept, addresses)
    return named | (set(written) - set(inherited())) | set(of_workers(service, kept))


def of_workers(service: str, kept: Secrets) -> dict[str, str]:
    passwords = kept["database_passwords"][service]
    return addresses_of("postgresql+psycopg://x", f"besa_{service}", passwords).of_workers


def test_compose_gives_the_services_what_settings_read_and_nothing_unknown(tmp_path):
    given = set().union(*(given_to(service, tmp_path) for service in SERVICES))
    assert given - PROCESS <= read_by_settings()
    assert read_by_settings() - given <= {
        "BROKER_PREFIX",
        "MAIL_SENDER",
        "BULLETIN_SENDER",
        "HUB_URL",
        "MIGRATE_URL",
        "DIRECT_DATABASE_URL",
        "WAITS",
        "DOCUMENT_KEY",
        "DOCUMENT_ESCROW_KEY",
    }
    assert "MIGRATE_URL" not in given, "a running process is never given the role that owns the tables"


def test_the_addresses_of_the_roles_that_own_the_tables_are_mounted_where_is_migrated_alone():
    mounts = {name: [volume.split(":")[0] for volume in part.get("volumes", [])] for name, part in compose().items()}
    assert {name for name, volumes in mounts.items() if "keys-migrate" in volumes} == {"keys", "migrate"}


def test_the_addresses_of_relay_and_sealer_are_mounted_at_the_workers_alone():
    mounts = {name: [volume.split(":")[0] for volume in part.get("volumes", [])] for name, part in compose().items()}
    for service in SERVICES:
        holders = {name for name, volumes in mounts.items() if f"keys-{service}-worker" in volumes}
        assert holders == {"keys", f"{service}-worker"}


def test_the_key_of_one_service_is_given_to_no_other(tmp_path):
    owners = {
        "STAFF_SIGNING_KEY": "cases",
        "SEALING_KEY": "intake",
        "RECEIPT_PEPPER": "intake",
        "MAIL_URL": "notifications",
        "SUBSCRIPTION_KEY": "notifications",
    }
    for service in SERVICES:
        for variable in given_to(service, tmp_path) & set(owners):
            assert owners[variable] == service, f"{service} holds {variable}"


def test_each_service_sees_only_its_own_keys_and_nobody_sees_the_keys_of_setup():
    for name, part in compose().items():
        if name.split("-")[0] in SERVICES:
            keys = [volume for volume in part.get("volumes", []) if volume.startswith("keys-")]
            service, kind = name.split("-")
            own = [f"keys-{service}-worker:/worker-keys:ro"] if kind == "worker" else []
            assert keys == [f"keys-{service}:/keys:ro", *own], name


def test_no_code_reads_the_environment_behind_the_settings():
    allowed = {"shared/settings.py", "shared/health.py", "shared/worker.py", "shared/migrate.py"}
    for package in ("shared", "services"):
        for path in (ROOT / package).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            if name not in allowed:
                assert not re.search(r"os\.(environ|getenv)", path.read_text()), name
