"""Alertmanager has somebody to tell, or does not start; and its routes lead where the file says."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[2] / "deploy" / "alertmanager"
COMPOSE = yaml.safe_load((FOLDER.parents[1] / "docker-compose.yml").read_text())["services"]["alertmanager"]
BOTH = {"ALERTS_URL": "https://duty.example.org/x", "DEAD_MAN_URL": "https://watch.example.org/y"}


def start(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": "/usr/bin:/bin", "RECEIVERS": str(folder / "receivers"), **variables}
    return subprocess.run(
        [FOLDER / "start.sh", "echo", "started"], env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("left_out", [*BOTH, "both"])
def test_it_does_not_start_without_somebody_to_tell(tmp_path, left_out):
    given = {name: value for name, value in BOTH.items() if left_out not in (name, "both")}
    ended = start(tmp_path, PUBLIC_URL="https://besa.example.org", **given)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "is not set" in ended.stderr


def test_it_writes_the_addresses_where_its_configuration_reads_them(tmp_path):
    ended = start(tmp_path, PUBLIC_URL="https://besa.example.org", **BOTH)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "started\n", "")
    written = {path.name: path.read_text() for path in (tmp_path / "receivers").iterdir()}
    assert written == {"duty": BOTH["ALERTS_URL"], "dead-man": BOTH["DEAD_MAN_URL"]}
    read = yaml.safe_load((FOLDER / "alertmanager.yml").read_text())["receivers"]
    files = {config["url_file"] for receiver in read for config in receiver["webhook_configs"]}
    assert files == {f"/tmp/receivers/{name}" for name in written}


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:9000", "http://127.0.0.1"])
def test_a_trial_on_this_machine_starts_and_says_that_nobody_is_told(tmp_path, url):
    ended = start(tmp_path, PUBLIC_URL=url)
    assert (ended.returncode, ended.stdout) == (0, "started\n")
    assert ended.stderr.count("nobody is told") == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1.example.org", "https://localhost.example.org/", "https://127.0.0.1"])
def test_what_only_looks_like_this_machine_is_no_trial(tmp_path, url):
    assert start(tmp_path, PUBLIC_URL=url).returncode == 1


def test_compose_starts_it_by_this_script_and_keeps_its_silences():
    assert COMPOSE["entrypoint"][0] == "/etc/alertmanager/start.sh"
    assert {"ALERTS_URL", "DEAD_MAN_URL", "PUBLIC_URL"} == COMPOSE["environment"].keys()
    assert "alertmanager:/alertmanager" in COMPOSE["volumes"]


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        (["alertname=DeadMansSwitch", "severity=none"], "dead-man"),
        (["alertname=OutboxStuck", "severity=page"], "duty"),
        (["alertname=ObligationsLateGrow", "severity=info"], "duty"),
    ],
)
def test_each_alert_goes_where_it_is_to_go(labels, receiver):
    amtool = shutil.which("amtool")
    assert amtool, "install Debian's package prometheus-alertmanager: its amtool tests the routes"
    config = str(FOLDER / "alertmanager.yml")
    told = subprocess.run([amtool, "config", "routes", "test", f"--config.file={config}", *labels], capture_output=True, text=True, check=False)  # fmt: skip
    assert (told.returncode, told.stdout.strip()) == (0, receiver), told.stderr
    checked = subprocess.run([amtool, "check-config", config], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
