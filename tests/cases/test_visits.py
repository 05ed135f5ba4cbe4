"""Visits: planned, prepared, begun, and answered by several people at once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cases.bench import today


@pytest.fixture
def home(bench):
    return bench.body("social_care")


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


def planned(person, body, **more):
    wanted = {
        "institution_id": str(body.id),
        "kind": "full",
        "announced": True,
        "basis": "law_8454_19",
        "planned_on": str(today() + timedelta(days=3)),
        **more,
    }
    answer = person.post("/visits", wanted)
    assert answer.status_code == 201, answer.json
    return answer.json


def prepared(person, body, checklist="residential", **more):
    visit = planned(person, body, **more)
    return prepare(person, visit, checklist)


def prepare(person, visit, checklist="residential", version="*", **more):
    line = visit["visit"]
    wanted = {
        "checklist": checklist,
        "checklist_version": 1,
        "planned_on": line["planned_on"],
        "lead": line["lead"]["id"],
        "team": [one["id"] for one in visit["team"]],
        **more,
    }
    match = "*" if version == "*" else f'"{version}"'
    answer = person.post(f"/visits/{line['id']}/preparation", wanted, headers={"If-Match": match})
    assert answer.status_code == 200, answer.json
    return answer.json


def begun(person, body, **more):
    visit = prepared(person, body, **more)
    answer = person.post(f"/visits/{visit['visit']['id']}/beginning")
    assert answer.status_code == 200, answer.json
    return answer.json


def give(person, visit, *answers):
    """Each answer: (question, value) or a whole body."""
    bodies = [one if isinstance(one, dict) else {"question": one[0], "value": one[1]} for one in answers]
    return person.post(f"/visits/{visit['visit']['id']}/answers", {"answers": bodies})


def read(person, visit):
    answer = person.get(f"/visits/{visit['visit']['id']}")
    assert answer.status_code == 200, answer.json
    return answer.json


def conclude(person, visit, **more):
    return person.post(f"/visits/{visit['visit']['id']}/conclusion", more)


class TestPlan:
    def test_a_visit_is_planned_prepared_and_begun_and_gets_its_number_only_then(self, bench, monitor, home):
        visit = planned(monitor, home)
        assert (visit["visit"]["state"], visit["visit"]["number"]) == ("planned", None)
        assert [one["id"] for one in visit["team"]] == [str(monitor.id)]
        visit = prepare(monitor, visit)
        assert (visit["visit"]["state"], visit["visit"]["number"], visit["visit"]["asked"]) == ("prepared", None, 42)
        started = monitor.post(f"/visits/{visit['visit']['id']}/beginning").json
        assert started["visit"]["state"] == "begun"
        assert started["visit"]["number"].startswith("VZ-")
        assert bench.audited("visit.begun", visit["visit"]["id"]) == 1

    def test_a_step_out_of_order_is_refused_with_the_legal_ones(self, monitor, home):
        visit = planned(monitor, home)
        path = f"/visits/{visit['visit']['id']}"
        refused = monitor.post(f"{path}/beginning")
        assert (refused.status_code, refused.json["code"]) == (409, "visit.step_not_legal")
        assert refused.json["legal"] == ["prepare", "call_off"]
        assert give(monitor, visit, ("res.01", "met")).status_code == 409

    def test_it_is_prepared_anew_until_it_begins_by_who_saw_the_version_that_is_there(self, bench, monitor, home):
        visit = prepared(monitor, home)
        other = bench.person("case_officer")
        again = prepare(monitor, visit, version=visit["version"], team=[str(other.id)])
        assert {one["id"] for one in again["team"]} == {str(monitor.id), str(other.id)}
        stale = {
            "checklist": "residential",
            "checklist_version": 1,
            "planned_on": str(today()),
            "lead": str(monitor.id),
        }
        path = f"/visits/{visit['visit']['id']}/preparation"
        assert monitor.post(path, stale, headers={"If-Match": f'"{visit["version"]}"'}).status_code == 412
        assert monitor.post(path, stale).status_code == 428
        monitor.post(f"/visits/{visit['visit']['id']}/beginning")
        assert monitor.post(path, stale, headers={"If-Match": "*"}).status_code == 409

    def test_it_is_called_off_with_a_reason_and_never_gets_a_number(self, monitor, home):
        visit = planned(monitor, home)
        path = f"/visits/{visit['visit']['id']}/cancellation"
        assert monitor.post(path, {"reason": " "}).status_code == 422
        ended = monitor.post(path, {"reason": "Rruga është e bllokuar."}).json
        assert (ended["visit"]["state"], ended["visit"]["number"]) == ("called_off", None)
        assert ended["reason"] == "Rruga është e bllokuar."
        assert monitor.post(path, {"reason": "x"}).status_code == 409

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"kind": "surprise"}, "kind"),
            ({"basis": "none"}, "basis"),
            ({"institution_id": "00000000-0000-4000-8000-000000000000"}, "institution_id"),
            ({"lead": "00000000-0000-4000-8000-000000000000"}, "team"),
            ({"planned_on": "soon"}, "planned_on"),
        ],
    )
    def test_what_cannot_be_a_visit_is_refused(self, officer, home, wrong, field):
        wanted = {
            "institution_id": str(home.id),
            "kind": "full",
            "announced": True,
            "basis": "opcat",
            "planned_on": str(today()),
            **wrong,
        }
        refused = officer.post("/visits", wanted)
        assert refused.status_code == 422, refused.json
        assert field in str(refused.json)
        assert officer.get("/visits").json["items"] == []

    def test_somebody_who_makes_no_visits_is_of_no_team(self, bench, officer, home):
        auditor = bench.person("auditor")
        refused = officer.post(
            "/visits",
            {
                "institution_id": str(home.id),
                "kind": "full",
                "announced": True,
                "basis": "opcat",
                "planned_on": str(today()),
                "team": [str(auditor.id)],
            },
        )
        assert (refused.status_code, refused.json["code"]) == (422, "visit.member_unknown")

    def test_a_checklist_for_other_bodies_and_one_that_is_not_there_are_refused(self, officer, home):
        visit = planned(officer, home)
        path = f"/visits/{visit['visit']['id']}/preparation"
        wanted = {"checklist_version": 1, "planned_on": str(today()), "lead": str(officer.id)}
        for checklist, code in (("school", "visit.checklist_does_not_fit"), ("ship", "visit.checklist_unknown")):
            refused = officer.post(path, {**wanted, "checklist": checklist}, headers={"If-Match": "*"})
            assert (refused.status_code, refused.json["code"]) == (422, code)

    def test_who_is_not_of_the_team_reads_an_announced_visit_and_changes_nothing(self, bench, monitor, home):
        visit, other = begun(monitor, home), bench.person("case_officer")
        assert read(other, visit)["steps"] == []
        assert give(other, visit, ("res.01", "met")).status_code == 403
        assert other.get(f"/visits/{uuid4()}").status_code == 404


class TestAnswers:
    def test_what_is_answered_is_kept_and_progress_is_shown(self, monitor, home):
        visit = begun(monitor, home)
        note = {"sources": ["child", "seen"], "note": "Dy fëmijë e thanë.", "number": 3}
        taken = give(monitor, visit, {"question": "res.03", "value": "not_met", **note}, ("res.01", "met"))
        assert taken.json == {"kept": ["res.03", "res.01"], "conflicts": []}
        shown = read(monitor, visit)
        [three] = [one for one in shown["answers"] if one["question"] == "res.03"]
        assert (three["value"], three["number"], three["note"], three["version"]) == ("not_met", 3, note["note"], 1)
        assert shown["visit"]["answered"] == 2
        assert [one["answered"] for one in shown["sections"]][:2] == [2, 0]

    def test_a_correction_is_a_new_version_and_the_same_again_writes_nothing(self, bench, monitor, home):
        visit = begun(monitor, home)
        give(monitor, visit, ("res.01", "met"))
        give(monitor, visit, ("res.01", "met"))
        give(monitor, visit, {"question": "res.01", "value": "partly", "base": 1})
        assert bench.scalar("SELECT count(*) FROM visit_answer") == 2
        [one] = read(monitor, visit)["answers"]
        assert (one["value"], one["version"]) == ("partly", 2)

    def test_two_people_at_once_the_conflict_is_named_and_nothing_is_overwritten(self, bench, monitor, home):
        other = bench.person("monitor", name="Shembull Tjetri")
        visit = prepare(monitor, planned(monitor, home, team=[str(other.id)]))
        monitor.post(f"/visits/{visit['visit']['id']}/beginning")
        assert give(monitor, visit, ("res.01", "met"), ("res.02", "met")).json["conflicts"] == []
        mine = give(other, visit, ("res.01", "not_met"), ("res.02", "met"), ("res.04", "met")).json
        assert mine["kept"] == ["res.02", "res.04"]
        [conflict] = mine["conflicts"]
        assert (conflict["question"], conflict["value"], conflict["version"]) == ("res.01", "met", 1)
        assert conflict["by"]["name"] == "Shembull Monitoruesi"
        stands = {one["question"]: one["value"] for one in read(other, visit)["answers"]}
        assert stands == {"res.01": "met", "res.02": "met", "res.04": "met"}
        # Whoever has seen the other's answer may say otherwise: both versions stay.
        seen = give(other, visit, {"question": "res.01", "value": "not_met", "base": 1}).json
        assert seen == {"kept": ["res.01"], "conflicts": []}
        assert bench.scalar("SELECT count(*) FROM visit_answer WHERE question = 'res.01'") == 2

    @pytest.mark.parametrize(
        "wrong",
        [
            {"question": "sch.01"},
            {"value": "perhaps"},
            {"number": 3},
            {"sources": ["rumour"]},
            {"base": -1},
            {"sources": "child"},
        ],
    )
    def test_what_is_no_answer_is_refused_and_writes_nothing(self, bench, monitor, home, wrong):
        visit = begun(monitor, home)
        refused = give(monitor, visit, {"question": "res.01", "value": "met", **wrong})
        assert refused.status_code == 422, refused.json
        assert bench.scalar("SELECT count(*) FROM visit_answer") == 0

    def test_an_answer_is_never_changed_in_the_database_either(self, bench, monitor, home):
        visit = begun(monitor, home)
        give(monitor, visit, ("res.01", "met"))
        with pytest.raises(Exception, match="permission denied"):
            bench.scalar("UPDATE visit_answer SET value = 'not_met' RETURNING id")
