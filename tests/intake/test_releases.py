"""Parts of an identity leave for one addressee of one letter only, asked by one person and decided by another."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from shared.events.catalogue import IdentityReleased, RecommendationIssued
from tests.intake.conftest import ADMISSIBLE, BASE, CHILD, MUNICIPALITY, PARENT, SCHOOL, delivery

REASON = "Shkolla nuk mund ta regjistrojë pa ditur emrin."


@pytest.fixture
def told(world):
    complaint = world.complain(submitter={"role": "parent", "name": PARENT, "keep_secret": True})
    world.decide(complaint["id"], **ADMISSIBLE)
    return complaint


def letter(world, complaint, body=SCHOOL, kind="remedy"):
    act = uuid4()
    addressee = {"institution_id": body, "role": "responsible", "expects": "reply", "rendering": "a" * 64}
    world.take(
        delivery(
            RecommendationIssued,
            act,
            recommendation_id=act,
            case_id=uuid4(),
            number="R-2026-00001-4",
            kind=kind,
            content_hash="b" * 64,
            items=[{"item_id": uuid4()}],
            addressees=[addressee],
            complaints=[complaint["id"]],
        )
    )
    return act


def ask(world, complaint, act, data=("child_name",), body=SCHOOL, role="case_officer", **more):
    asked = {"recommendation_id": str(act), "institution_id": str(body), "data": list(data), "reason": REASON, **more}
    path = f"{BASE}/complaints/{complaint['id']}/releases"
    return world.client.post(path, json=asked, headers=world.bearer(role))


def decide(world, complaint, release, role="approver", *, release_it=True):
    path = f"{BASE}/complaints/{complaint['id']}/releases/{release['id']}/decision"
    return world.client.post(path, json={"release": release_it}, headers=world.bearer(role))


def test_a_name_goes_as_a_sealed_document_to_the_addressee_once_a_second_person_said_so(world, told):
    act = letter(world, told)
    asked = ask(world, told, act)
    assert (asked.status_code, asked.json["state"]) == (201, "asked")
    assert world.outbox(IdentityReleased) == []
    decided = decide(world, told, asked.json)
    assert (decided.status_code, decided.json["state"]) == (200, "released")
    (event,) = world.outbox(IdentityReleased)
    assert (event["institution_id"], event["data"]) == (str(SCHOOL), ["child_name"])
    assert CHILD not in json.dumps(event)
    (datum,) = world.documents.get_json(event["document"])
    assert (datum["key"], datum["value"]) == ("child_name", CHILD)
    assert decide(world, told, asked.json).json["code"] == "already_decided"
    actions = {row["action"] for row in world.rows("SELECT action FROM audit_entry")}
    assert {"release.asked", "release.released"} <= actions
    listed = world.client.get(f"{BASE}/complaints/{told['id']}/releases", headers=world.bearer("approver"))
    assert listed.json["items"][0]["reason"] == REASON


def test_nobody_decides_what_they_asked_for_and_a_refusal_sends_nothing(world, told):
    act = letter(world, told)
    asked = ask(world, told, act, role="approver").json
    own = decide(world, told, asked)
    assert (own.status_code, own.json["code"]) == (409, "release.own_request")
    assert decide(world, told, asked, "commissioner", release_it=False).json["state"] == "refused"
    assert world.outbox(IdentityReleased) == []


def test_who_asked_for_secrecy_is_named_by_the_commissioner_alone(world, told):
    act = letter(world, told)
    asked = ask(world, told, act, ["submitter_name"]).json
    refused = decide(world, told, asked)
    assert (refused.status_code, refused.json["code"]) == (409, "release.needs_commissioner")
    assert decide(world, told, asked, "commissioner").json["state"] == "released"


def test_a_body_without_the_letter_gets_nothing_and_what_is_not_held_cannot_go(world, told):
    act = letter(world, told)
    other = ask(world, told, act, body=MUNICIPALITY)
    assert (other.status_code, other.json["code"]) == (422, "release.no_letter")
    lacking = ask(world, told, act, ["representative_name"])
    assert (lacking.status_code, lacking.json["code"]) == (422, "release.not_held")
    for bad in ({"data": ["narrative"]}, {"data": []}, {"reason": ""}, {"institution_id": "x"}):
        assert ask(world, told, act, **bad).status_code == 422
    assert ask(world, told, act, role="auditor").status_code == 403
    assert decide(world, told, {"id": uuid4()}).status_code == 404


def test_the_complainant_sees_what_went_where_but_nothing_of_a_silent_letter(world, told):
    for kind in ("remedy", "prosecution_referral"):
        decide(world, told, ask(world, told, letter(world, told, kind=kind)).json)
    (seen,) = world.mine(told["receipt_code"]).json["releases"]
    assert seen["institution"] == "Shkolla Shembull"
    assert CHILD not in json.dumps(seen)
    assert datetime.fromisoformat(seen["at"]) <= datetime.now(UTC)


def test_the_page_asks_and_decides(world, told):
    act = letter(world, told)
    officer, leader = world.as_staff("case_officer"), world.as_staff("approver")
    path = f"/intake/staff/complaints/{told['id']}/releases"
    assert "R-2026-00001-4" in officer.get(path).text
    wrong = officer.post(path, data={"letter": f"{act} {SCHOOL}", "reason": ""})
    assert wrong.status_code == 422
    filled = {"letter": f"{act} {SCHOOL}", "data_keys": ["child_name", "child_age"], "reason": REASON}
    assert officer.post(path, data=filled).status_code == 303
    assert "Zbuloji" not in officer.get(path).text
    page = leader.get(path).text
    assert "Zbuloji" in page
    (row,) = world.rows("SELECT id FROM release")
    assert leader.post(f"{path}/{row['id']}/decision", data={"release": "yes"}).status_code == 303
    assert len(world.outbox(IdentityReleased)) == 1


def wall_off(world, told, role):
    body = {"staff_id": str(world.staff[role]), "excluded": True, "reason": "Kushëri"}
    path = f"{BASE}/complaints/{told['id']}/exclusions"
    assert world.client.post(path, json=body, headers=world.bearer("commissioner")).status_code == 201


def test_who_is_walled_off_neither_sees_nor_asks_nor_decides(world, told):
    act = letter(world, told)
    asked = ask(world, told, act).json
    for role in ("case_officer", "approver"):
        wall_off(world, told, role)
        api, page = f"{BASE}/complaints/{told['id']}/releases", f"/intake/staff/complaints/{told['id']}/releases"
        assert world.client.get(api, headers=world.bearer(role)).status_code == 404
        assert ask(world, told, act, role=role).status_code == 404
        browser = world.as_staff(role)
        filled = {"letter": f"{act} {SCHOOL}", "data_keys": ["child_name"], "reason": REASON}
        assert browser.get(page).status_code == browser.post(page, data=filled).status_code == 404
        assert browser.post(page, data={}).status_code == 404
    assert decide(world, told, asked).status_code == 404
    pressed = world.as_staff("approver").post(f"{page}/{asked['id']}/decision", data={"release": "yes"})
    assert pressed.status_code == 404
    assert world.outbox(IdentityReleased) == []
    assert len(world.rows("SELECT 1 FROM release")) == 1


def test_who_steps_back_after_asking_leaves_the_request_to_the_others(world, told):
    asked = ask(world, told, letter(world, told)).json
    wall_off(world, told, "case_officer")
    assert decide(world, told, asked, "commissioner").json["state"] == "released"
