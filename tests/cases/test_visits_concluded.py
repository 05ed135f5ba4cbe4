"""From what is not met on a visit to findings and one drafted remedy in a case; and the visit that looks again."""

import pytest

from services.cases.visits import data
from shared.app import STAFF_COOKIE
from tests.cases.bench import today
from tests.cases.test_letters import letter, text_of
from tests.cases.test_visits import begun, conclude, give, planned, prepare, read

RESIDENTIAL = data.checklist_of("residential", 1)


@pytest.fixture
def home(bench):
    return bench.body("social_care")


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


#: Of these six, two are of article 9, two of article 20, and two of others.
SIX = ("res.01", "res.17", "res.03", "res.04", "res.02", "res.05")


class TestConclusion:
    @pytest.fixture
    def visit(self, officer, home):
        visit = begun(officer, home)
        note = "Shënim i brendshëm."
        answers = [{"question": one, "value": "not_met", "note": note} for one in SIX]
        assert give(officer, visit, *answers, ("res.06", "partly"), ("res.07", "met")).status_code == 200
        return visit

    def test_six_not_met_become_one_drafted_remedy_with_six_items_and_a_finding_for_each_right(
        self, officer, approver, home, visit
    ):
        assert approver.roles == ("approver",)
        ended = conclude(officer, visit)
        assert ended.status_code == 200, ended.json
        assert ended.json["visit"]["state"] == "concluded"
        opened = ended.json["opened"]
        case = officer.get(f"/cases/{opened['id']}").json
        assert (case["case"]["status"], case["trigger"]["kind"]) == ("findings_recorded", "inspection")
        assert case["trigger"]["source"] == ended.json["visit"]["number"]
        rights = [RESIDENTIAL.questions[one].crc[0] for one in RESIDENTIAL.questions if one in SIX]
        found = case["findings"]
        assert [one["right"] for one in found] == list(dict.fromkeys(rights))
        assert {one["result"] for one in found} == {"violation_found"}
        of_nine = next(one for one in found if one["right"] == "9")
        assert {RESIDENTIAL.questions[one].text.sq in of_nine["text"] for one in ("res.01", "res.17")} == {True}
        act = officer.get(f"/recommendations/{opened['act_id']}").json
        assert (act["kind"], act["status"], len(act["items"])) == ("remedy", "draft", 6)
        asked = [one for one in RESIDENTIAL.questions.values() if one.key in SIX]
        assert {one["text"] for one in act["items"]} == {one.item.sq for one in asked}
        assert all(one["evidence_expected"] and one["due"] for one in act["items"])
        assert [one["institution_id"] for one in act["addressees"]] == [str(home.id)]
        assert act["faults"] == []
        said = text_of(letter(officer, act, home))
        assert f"bëmë një vizitë në institucionin tuaj (vizita {case['trigger']['source']})." in said
        assert said.count("Konstatojmë se nga institucioni juaj nuk u respektua neni") == len(found)

    def test_the_draft_names_no_norm_that_nobody_has_read_and_no_note(self, bench, officer, visit):
        act = officer.get(f"/recommendations/{conclude(officer, visit).json['opened']['act_id']}").json
        words = [act["title"], act["grounds"], *(one["text"] + one["evidence_expected"] for one in act["items"])]
        norms = data.norms()
        assert not any(entry["confirmed"] for entry in norms.values())
        said = "\n".join(words)
        codes = {norm for one in SIX for norm in RESIDENTIAL.questions[one].norms}
        assert codes
        assert [one for one in (*codes, *(entry["name_sq"] for entry in norms.values())) if one in said] == []
        assert "Shënim i brendshëm" not in said

    def test_a_norm_that_somebody_has_read_stands_in_the_grounds(self, officer, visit, monkeypatch):
        read_ones = {key: {**entry, "confirmed": key == "AC"} for key, entry in data.norms().items()}
        monkeypatch.setattr(data, "norms", lambda: read_ones)
        act = officer.get(f"/recommendations/{conclude(officer, visit).json['opened']['act_id']}").json
        assert f"{read_ones['AC']['name_sq']}, 57" in act["grounds"]
        assert "V425" not in act["grounds"]

    def test_whoever_found_it_does_not_approve_it(self, bench, approver, officer, home):
        visit = prepare(officer, planned(officer, home, team=[str(approver.id)]))
        officer.post(f"/visits/{visit['visit']['id']}/beginning")
        give(approver, visit, ("res.01", "not_met"))
        opened = conclude(officer, visit).json["opened"]
        act = officer.get(f"/recommendations/{opened['act_id']}").json
        approval = (f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})
        assert approver.post(*approval).json["code"] == "approval.own_work"
        assert bench.person("approver").post(*approval).status_code == 200

    def test_where_nothing_is_missing_no_case_is_opened(self, bench, officer, home):
        visit = begun(officer, home)
        give(officer, visit, ("res.01", "met"), ("res.02", "not_seen"), ("res.03", "not_applicable"))
        ended = conclude(officer, visit)
        assert (ended.status_code, ended.json["opened"]) == (200, None)
        assert bench.scalar("SELECT count(*) FROM case_file") == 0

    def test_the_findings_can_be_made_without_the_draft(self, officer, visit):
        opened = conclude(officer, visit, draft=False).json["opened"]
        assert opened["act_id"] is None
        assert officer.get(f"/cases/{opened['id']}").json["case"]["status"] == "findings_recorded"

    def test_nothing_answered_is_not_concluded_and_what_is_concluded_is_not_answered(self, officer, home, visit):
        empty = begun(officer, home)
        refused = conclude(officer, empty)
        assert (refused.status_code, refused.json["code"]) == (409, "visit.nothing_answered")
        assert conclude(officer, visit).status_code == 200
        assert conclude(officer, visit).status_code == 409
        assert give(officer, visit, ("res.08", "met")).status_code == 409

    def test_a_body_that_no_remedy_can_go_to_leaves_the_visit_as_it_was(self, bench, officer):
        visit = begun(officer, bench.body("private"))
        give(officer, visit, ("res.01", "not_met"))
        refused = conclude(officer, visit)
        assert refused.status_code in (409, 422), refused.json
        assert read(officer, visit)["visit"]["state"] == "begun"
        assert bench.scalar("SELECT count(*) FROM case_file") == 0
        assert conclude(officer, visit, draft=False).status_code == 200

    def test_a_case_that_a_person_may_not_see_is_not_named_to_them(self, bench, officer, visit):
        conclude(officer, visit)
        assert read(bench.person("case_officer"), visit)["opened"] is None
        assert read(bench.person("monitor"), visit)["opened"] is None

    def test_a_monitor_concludes_nothing(self, monitor, home):
        visit = begun(monitor, home)
        give(monitor, visit, ("res.01", "not_met"))
        assert conclude(monitor, visit).status_code == 403
        assert read(monitor, visit)["steps"] == ["take_along", "answer", "bring_back"]


class TestFollowUp:
    def test_each_question_is_better_the_same_or_worse_than_on_the_visit_before(self, officer, home):
        first = begun(officer, home)
        give(officer, first, ("res.01", "not_met"), ("res.02", "met"), ("res.04", "partly"), ("res.08", "not_seen"))
        conclude(officer, first)
        second = begun(officer, home, kind="follow_up", follows=first["visit"]["id"])
        give(officer, second, ("res.01", "partly"), ("res.02", "not_met"), ("res.04", "partly"), ("res.08", "met"))
        shown = read(officer, second)
        assert {one["question"]: one["value"] for one in shown["before"]}["res.04"] == "partly"
        officer.client.set_cookie(STAFF_COOKIE, officer.token, path="/")
        path = f"/cases/staff/visits/{second['visit']['id']}"
        compared = "Më mirë se herën e kaluar: 1; Si herën e kaluar: 1; Më keq se herën e kaluar: 1"
        assert compared in officer.client.get(path).text
        assert "Herën e kaluar: Përmbushet pjesërisht" in officer.client.get(f"{path}/sections/decision").text
        trends = {one["question"]: one["trend"] for one in shown["answers"]}
        assert trends == {"res.01": "better", "res.02": "worse", "res.04": "same", "res.08": None}

    def test_it_follows_no_visit_of_another_body(self, bench, officer, home):
        first = begun(officer, home)
        refused = officer.post(
            "/visits",
            {
                "institution_id": str(bench.body("social_care").id),
                "kind": "follow_up",
                "announced": True,
                "basis": "opcat",
                "planned_on": str(today()),
                "follows": first["visit"]["id"],
            },
        )
        assert (refused.status_code, refused.json["code"]) == (422, "visit.follows_another_body")
