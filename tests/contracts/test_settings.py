"""The variables that the code reads, those in .env.example and those that compose gives are one set."""

import ast
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "cases", "partners", "notifications")
#: Read by gunicorn, prometheus-client or the process itself rather than by shared/settings.py.
PROCESS = {"PROMETHEUS_MULTIPROC_DIR", "METRICS_PORT", "SERVICE", "WEB_CONCURRENCY"}


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


def test_env_example_names_exactly_what_settings_read():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = {match.group(1) for line in lines if (match := re.match(r"#?\s?([A-Z_]+)=", line))}
    assert named == read_by_settings()


def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def test_compose_gives_every_service_what_it_needs_and_nothing_unknown():
    given = set()
    for name, service in compose().items():
        if name.split("-")[0] in SERVICES:
            given |= set(service.get("environment", {}))
    assert given - PROCESS <= read_by_settings(), given - PROCESS - read_by_settings()
    assert {"DATABASE_URL", "BROKER_URL", "DOCUMENTS_URL", "DOCUMENT_KEY", "SECRET_KEY", "STAFF_VERIFY_KEY"} <= given


def test_compose_gives_the_keys_of_one_service_to_no_other():
    for name, service in compose().items():
        owner = {"STAFF_SIGNING_KEY": "cases", "SEALING_KEY": "intake", "RECEIPT_PEPPER": "intake"}
        for variable in set(service.get("environment", {})) & set(owner):
            assert name.startswith(owner[variable]), f"{name} holds {variable}"


def test_no_code_reads_the_environment_behind_the_settings():
    allowed = {"shared/settings.py", "shared/health.py", "shared/worker.py"}
    for package in ("shared", "services"):
        for path in (ROOT / package).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            if name not in allowed:
                assert not re.search(r"os\.(environ|getenv)", path.read_text()), name
