"""Opening a sealed file and letting somebody into one ask for a second factor again, at cases; a token with a fresh proof goes on."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from shared import step_up
from shared.clock import utc_now
from shared.staff import issue_token

MINUTES = 10
NEW = "/intake/staff/complaints/new"


@pytest.fixture(autouse=True)
def watchful(world, monkeypatch):
    here = world.app.extensions["besa"]
    monkeypatch.setitem(
        world.app.extensions, "besa", replace(here, settings=replace(here.settings, step_up_minutes=MINUTES))
    )


def token(world, ago):
    return issue_token(
        world.signing_key, world.staff["approver"], proved_at=utc_now() - ago if ago is not None else None
    )


@pytest.mark.parametrize("route", sorted(route for route in step_up.acts() if " /intake/" in route))
@pytest.mark.parametrize("ago", [None, timedelta(minutes=MINUTES, seconds=2)], ids=["never", "too long ago"])
def test_every_act_of_the_list_asks_by_page_and_by_api(world, route, ago):
    method, _sep, rule = route.partition(" ")
    path = "/".join(str(uuid4()) if part.startswith("<") else part for part in rule.split("/"))
    client, bearer = world.client, {"Authorization": f"Bearer {token(world, ago)}"}
    if "/api/" in path:
        answer = client.open(path, method=method, json={} if method == "POST" else None, headers=bearer)
        assert (answer.status_code, answer.json["code"]) == (403, "second_factor_again")
        return
    client.set_cookie("besa_staff", token(world, ago))
    form = client.get(NEW).text.split('name="csrf_token" value="')[1].split('"')[0]
    led = client.open(path, method=method, data={"csrf_token": form, "reason": "typed"} if method == "POST" else None)
    parts = urlsplit(led.location)
    # What was typed goes along.
    way = 307 if method == "POST" else 303
    assert (led.status_code, parts.path, parse_qs(parts.query)["to"]) == (way, "/cases/staff/proof", [path])


def test_with_a_fresh_proof_a_file_is_opened_and_without_one_it_stays_shut(world):
    complaint_id = world.complain()["id"]
    url, body = f"/intake/api/v1/complaints/{complaint_id}/openings", {"reason": "admissibility"}
    officer = world.staff["intake_officer"]
    shut = issue_token(world.signing_key, officer)
    fresh = issue_token(world.signing_key, officer, proved_at=utc_now() - timedelta(minutes=MINUTES - 1))
    refused = world.client.post(url, json=body, headers={"Authorization": f"Bearer {shut}"})
    assert (refused.status_code, refused.json["act"]) == (403, "sealed_file_opened")
    assert world.rows("SELECT 1 FROM opening WHERE complaint_id = :id", id=complaint_id) == []
    assert world.client.post(url, json=body, headers={"Authorization": f"Bearer {fresh}"}).status_code == 201
