"""Rules 13 to 17 of the twenty: the child, the guardian, the complainant, and what leaves the office."""

import json
from datetime import date

import pytest

from services.intake import data
from shared.events.catalogue import ComplainantInformed, RecommendationIssued
from tests.rules import office
from tests.rules.office import CASES, CHILD, INTAKE, PARTNERS, WORDS
from tests.rules.world import body_id

TROPOJE, LEZHE, POLICE = "bashkia-tropoje", "drap-lezhe", "dvp-kukes"
ISSUED = date(2026, 3, 2)
PARENT = "Testatrik Kanarin"


def test_rule_13_a_child_files_alone_in_one_screen_and_gets_a_number_and_a_way_back(world):
    with world.on(ISSUED):
        page = world.public().get("/intake/complain", role="child")
        assert "narrative" in page
        # No account, no adult, no consent, no national number, no body, no legal category.
        told = {"submitter": {"role": "child"}, "narrative": WORDS, "language": "sq"}
        made = world.public().post(f"{INTAKE}/complaints", told, 201)
        assert made["reference"].startswith("A-2026-")
        back = office.mailbox(world, made)
        assert (back["reference"], back["by_child"], back["status"]["code"]) == (made["reference"], True, "received")
        assert back["next"]["date"]


def test_rule_14_complainant_child_and_representative_are_distinct_and_a_guardian_in_conflict_is_shut_out(world):
    with world.on(ISSUED):
        safe = {"email": "prindi@example.org", "safe": True}
        made = office.complain(
            world,
            submitter={
                "role": "professional",
                "name": "Shembull Mësuesi",
                "contact": {**safe, "email": "m@example.org"},
            },
            child={"name": CHILD, "age": 11},
            representative={"role": "parent", "name": PARENT, "contact": safe},
            conflict_with_guardian=True,
        )
        opened = world.staff("intake_officer").post(
            f"{INTAKE}/complaints/{made['id']}/openings", {"reason": "admissibility"}
        )
        people = opened["identity"]
        assert people["submitter"]["name"] != people["child"]["name"] != people["representative"]["name"]
        by_parent = office.complain(world, submitter={"role": "parent", "name": PARENT, "contact": safe})
        conflict = {"in_conflict": True}
        path = f"{INTAKE}/complaints/{by_parent['id']}/guardian-conflict"
        world.staff("intake_officer").post(path, conflict)
        mine = world.public(Receipt_Code=by_parent["receipt_code"])
        mine.get(f"{INTAKE}/complaints/mine", status=404)
        bodies = [body_id(LEZHE)]
        office.decide(
            world, by_parent, outcome="admissible", summary="Një fëmijë pa shkollë.", rights=["28"], bodies=bodies
        )
        world.tick()
        sent = world.rows("notifications", "SELECT count(*) FROM message WHERE about_id = :id", id=by_parent["id"])
        assert sent[0][0] == 0


def test_rule_15_nothing_that_leaves_for_a_body_holds_an_identity(world):
    with world.on(ISSUED):
        complaint, case_id = office.admit(
            world, LEZHE, child={"name": CHILD, "age": 11}, submitter={"role": "parent", "name": PARENT}
        )
        office.investigate(world, case_id, [LEZHE])
        act = office.issue(world, case_id, LEZHE, items=1)
        received = office.letter(world, LEZHE, act["number"])
        feed = world.machine(LEZHE).get(f"{PARTNERS}/dispatches", limit=200)
        events = [row.payload for row in world.rows("cases", "SELECT payload FROM outbox")]
        mails = world.rows("notifications", "SELECT row_to_json(message)::text AS row FROM message")
        seen = json.dumps([received, feed, events, [row.row for row in mails]], ensure_ascii=False, default=str)
        for secret in (CHILD, PARENT, WORDS, complaint["reference"], complaint["receipt_code"]):
            assert secret not in seen


def test_rule_16_each_complainant_learns_the_decision_in_term_and_the_result_and_a_refusal_names_ground_and_path(world):
    with world.on(ISSUED):
        refused = office.complain(world)
        term = office.mailbox(world, refused)["next"]
        assert term["date"] == "2026-04-01"
        office.decide(world, refused, 422, outcome="inadmissible")
        office.decide(world, refused, outcome="inadmissible", ground="no_public_body")
        (told,) = [one for one in office.mailbox(world, refused)["messages"] if one["kind"] == "decision"]
        ground = data.ground_entries()["no_public_body"]
        assert ground["child_sq"] in told["text"]
        assert data.ways_out()[ground["way_out"]]["child_sq"] in told["text"]

        complaint, case_id = office.admit(world, LEZHE)
        office.step(world, case_id, "assign")
        office.step(world, case_id, "investigate")
        found = {
            "right": "28",
            "institution_id": body_id(LEZHE),
            "result": "violation_not_found",
            "text": "Organi veproi.",
        }
        office.step(world, case_id, "record_findings", findings=[found])
        office.step(world, case_id, "close", "approver", outcome="no_violation", reason="Organi veproi sipas ligjit.")
        kinds = [one["kind"] for one in office.mailbox(world, complaint)["messages"]]
        assert kinds == ["decision", "case_opened", "case_closed"]


def test_rule_17_joined_complaints_are_one_letter_and_own_answers_and_counted_apart(world):
    with world.on(ISSUED):
        first, case_id = office.admit(world, LEZHE)
        second = office.complain(world)
        office.decide(world, second, outcome="joined", joined_to=first["id"], ground="duplicate")
        office.investigate(world, case_id, [LEZHE])
        act = office.issue(world, case_id, LEZHE, items=1)
        assert len(world.told(RecommendationIssued, case_id=case_id)) == 1
        feed = world.machine(LEZHE).get(f"{PARTNERS}/dispatches")["items"]
        assert len({one["dispatch_id"] for one in feed}) == 1
        told = {"text": "Ju shkruajmë për çështjen tuaj."}
        world.staff("case_officer").post(f"{CASES}/cases/{case_id}/complainant-messages", told)
        assert {one["complaint_id"] for one in world.told(ComplainantInformed)} == {first["id"], second["id"]}
        for complaint, other in ((first, second), (second, first)):
            mine = office.mailbox(world, complaint)
            assert any(one["text"] == told["text"] for one in mine["messages"])
            assert other["reference"] not in json.dumps(mine, default=str)
        assert act["number"]
        case = world.staff("approver").get(f"{CASES}/cases/{case_id}")
        assert len(case["complaints"]) == 2
        assert world.rows("cases", "SELECT count(*) FROM case_file")[0][0] == 1


@pytest.mark.parametrize("secret", [True, False])
def test_rule_15_a_name_in_a_letter_is_refused_before_it_is_written(world, secret):
    with world.on(ISSUED):
        complaint = office.complain(
            world, submitter={"role": "child", "name": CHILD, "keep_secret": secret}, child={"name": CHILD}
        )
        named = {
            "outcome": "admissible",
            "summary": f"Nxënësja {CHILD} mbeti jashtë.",
            "rights": ["28"],
            "bodies": [body_id(POLICE)],
        }
        answer = office.decide(world, complaint, 422, **named)
        assert CHILD not in json.dumps(answer, ensure_ascii=False)
