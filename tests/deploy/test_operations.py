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


def test_the_dashboard_shows_metrics_that_exist():
    board = json.loads((ROOT / "deploy" / "grafana" / "besa.json").read_text())
    expressions = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert set().union(*map(our_names, expressions)) <= set(OURS)


def test_labels_can_hold_no_id_and_no_person():
    allowed = {
        "service", "route", "method", "status_class", "reason", "bucket", "type", "outcome", "timer", "channel",
        "institution_class", "what", "publisher", "kind",
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
