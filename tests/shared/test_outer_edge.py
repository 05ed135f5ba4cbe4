"""What stands at the outer edge of every service: names, stores on the way, metrics, https."""

import json
from contextlib import closing
from dataclasses import replace
from uuid import UUID

import pytest
from marshmallow import ValidationError
from prometheus_client.mmap_dict import MmapedDict

from shared.app import Service, create_app
from shared.fields import Moment, Text
from shared.messaging.subscriptions import Subscriptions
from shared.timers import Timers


@pytest.fixture
def client(settings):
    app = create_app(Service("cases", [], [], Subscriptions("cases"), Timers()), settings)
    yield app.test_client()
    app.extensions["besa"].engine.dispose()


def test_metrics_are_not_for_who_comes_through_a_gateway(client):
    assert client.get("/cases/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404


def test_a_name_that_is_not_ours_is_refused_and_never_said_back(client):
    answer = client.get("/cases//livez", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in str(answer.headers) + answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/cases/livez", "/cases/readyz", "/cases/metrics"])
def test_whoever_watches_asks_a_process_by_its_address(client, path):
    # Prometheus finds replicas by their addresses and an orchestrator probes them so; these answers hold no link.
    assert client.get(path, headers={"Host": "192.0.2.7:8000"}).status_code in {200, 503}


@pytest.mark.parametrize("path", ["/cases/livez", f"/cases/api/v1/letters/{UUID(int=1)}", "/cases/api/v1/openapi.json"])
def test_no_store_keeps_an_answer_that_says_nothing_of_it(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_behind_tls_a_browser_is_told_to_know_only_https(settings, client):
    assert "Strict-Transport-Security" not in client.get("/cases/livez").headers
    behind = create_app(Service("cases", [], [], Subscriptions("cases"), Timers()), replace(settings, hsts_seconds=60))
    assert behind.test_client().get("/cases/livez").headers["Strict-Transport-Security"].startswith("max-age=60")


@pytest.mark.parametrize("text", ["\u3164", "\u2800 \u115f", "\u200b"])
def test_what_nobody_sees_is_no_text(text):
    with pytest.raises(ValidationError):
        Text(50).deserialize(text)


def test_metrics_answer_while_a_worker_starts_whose_file_is_still_empty(client, monkeypatch, tmp_path):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    with closing(MmapedDict(str(tmp_path / "counter_1.db"))) as counted:
        counted.write_value(json.dumps(["a_total", "a_total", {}, "A."]), 3.0, 0.0)
    (tmp_path / "counter_2.db").touch()
    answer = client.get("/cases/metrics")
    assert answer.status_code == 200
    assert "a_total 3.0" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/cases/livez%00", "/cases/%00/livez", "/cases/static/%00"])
def test_a_path_with_a_nul_names_nothing(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        "9999-12-31T23:59:59+00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2100-01-01T00:00:00+01:00",
    ],
)
def test_an_instant_that_no_calendar_of_the_office_has_is_refused(given):
    with pytest.raises(ValidationError, match="Not a valid datetime"):
        Moment().deserialize(given)


def test_an_instant_has_its_zone():
    assert Moment().deserialize("2099-12-31T23:59:59+01:00").year == 2099
    with pytest.raises(ValidationError):
        Moment().deserialize("2027-01-01T00:00:00")
