"""Alerts, dashboard, runbook and metrics name the same things, and every alert is tested with promtool."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from shared import metrics

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy" / "prometheus"
RULES = [rule for group in yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
ALERTS = {rule["alert"]: rule["expr"] for rule in RULES}
OURS = {m._name: m for m in vars(metrics).values() if isinstance(m, MetricWrapperBase)}


def our_names(expression: str) -> set[str]:
    found = re.findall(r"\bbesa_[a-z_]+", expression)
    return {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in found}


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_watches_a_metric_that_exists(alert):
    assert our_names(ALERTS[alert]) <= set(OURS)


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_has_a_card_in_the_runbook(alert):
    assert f"## {alert}\n" in (ROOT / "docs" / "runbook.md").read_text()


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_has_a_test(alert):
    tests = yaml.safe_load((PROMETHEUS / "alerts.test.yml").read_text())["tests"]
    fires = {case["alertname"] for test in tests for case in test["alert_rule_test"] if case["exp_alerts"]}
    assert alert in fires


BOARDS = {path.stem: json.loads(path.read_text()) for path in (ROOT / "deploy" / "grafana").glob("*.json")}


def expressions(board: str) -> list[str]:
    return [target["expr"] for panel in BOARDS[board]["panels"] for target in panel["targets"]]


@pytest.mark.parametrize("board", BOARDS)
def test_a_board_shows_metrics_that_exist_by_labels_that_they_have(board):
    assert expressions(board)
    for expression in expressions(board):
        assert our_names(expression) <= set(OURS), expression
        labels = {one for name in our_names(expression) for one in OURS[name]._labelnames} | {"le"}
        grouped = {one.strip() for group in re.findall(r"by \(([^)]*)\)", expression) for one in group.split(",")}
        narrowed = set(re.findall(r"[{,]\s*([a-z_]+)\s*=~?\"", expression))
        assert grouped | narrowed <= labels, expression


@pytest.mark.parametrize("board", BOARDS)
def test_a_board_is_provisioned_under_a_name_of_its_own_from_the_source_that_is(board):
    mounted = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["grafana"]["volumes"]
    assert f"./deploy/grafana/{board}.json:/var/lib/grafana/dashboards/{board}.json:ro" in mounted
    assert len({one["uid"] for one in BOARDS.values()} | {one["title"] for one in BOARDS.values()}) == 2 * len(BOARDS)
    provisioned = ROOT / "deploy" / "grafana" / "provisioning"
    [source] = yaml.safe_load(next((provisioned / "datasources").iterdir()).read_text())["datasources"]
    panels = BOARDS[board]["panels"]
    assert {panel["datasource"]["uid"] for panel in panels} == {source["uid"]}
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}
    assert len(places) == len(panels) == len({panel["id"] for panel in panels})


@pytest.mark.parametrize("board", BOARDS)
def test_prometheus_can_read_what_a_board_asks(board, tmp_path):
    promtool = shutil.which("promtool")
    assert promtool, "install Debian's package prometheus"
    rules = [{"record": f"board:query_{place}", "expr": one} for place, one in enumerate(expressions(board))]
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "board", "rules": rules}]}))
    ran = subprocess.run(
        [promtool, "check", "rules", str(tmp_path / "rules.yml")], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_what_a_board_names_as_alerts_are_alerts():
    named = {
        name
        for board in BOARDS.values()
        for panel in board["panels"]
        for name in re.findall(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b", panel.get("description", ""))
    }
    assert named
    assert named <= set(ALERTS)


def test_labels_can_hold_no_id_and_no_person():
    allowed = {
        "service", "route", "method", "status_class", "reason", "bucket", "type", "outcome", "timer", "channel",
        "institution_class", "what", "publisher", "kind", "rung",
    }  # fmt: skip
    for name, metric in OURS.items():
        assert set(metric._labelnames) <= allowed, name


def test_the_alerts_fire_where_they_must_and_only_there():
    promtool = shutil.which("promtool")
    assert promtool, "install Debian's package prometheus: its promtool tests the alert rules"
    ran = subprocess.run(
        [promtool, "test", "rules", "alerts.test.yml"], cwd=PROMETHEUS, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
