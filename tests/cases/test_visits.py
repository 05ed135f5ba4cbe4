"""Visits: from the plan to the answers, and from what is not met to findings and one drafted remedy in a case."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.cases.visits import data
from tests.cases.bench import today

RESIDENTIAL = data.checklist_of("residential", 1)


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

    def test_the_list_is_narrowed_by_body_place_state_kind_and_period(self, bench, officer, home):
        there = bench.body("social_care", municipality="bashkia-kukes", municipality_name="Kukës")
        first, second = planned(officer, home), planned(officer, there, kind="urgent", planned_on=str(today()))
        for query, found in (
            ("", [first, second]),
            ("?kind=urgent", [second]),
            (f"?q={there.key}", [second]),
            ("?state=planned&kind=full", [first]),
            ("?state=begun", []),
            (f"?planned_from={today() + timedelta(days=1)}", [first]),
            (f"?planned_to={today()}", [second]),
            ("?made_by=me", [first, second]),
        ):
            shown = officer.get(f"/visits{query}").json["items"]
            assert [one["id"] for one in shown] == [one["visit"]["id"] for one in found], query

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
        with pytest.raises(Exception, match="append-only"):
            bench.scalar("UPDATE visit_answer SET value = 'not_met' RETURNING id")


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


class TestFollowUp:
    def test_each_question_is_better_the_same_or_worse_than_on_the_visit_before(self, officer, home):
        first = begun(officer, home)
        give(officer, first, ("res.01", "not_met"), ("res.02", "met"), ("res.04", "partly"), ("res.08", "not_seen"))
        conclude(officer, first)
        second = begun(officer, home, kind="follow_up", follows=first["visit"]["id"])
        give(officer, second, ("res.01", "partly"), ("res.02", "not_met"), ("res.04", "partly"), ("res.08", "met"))
        trends = {one["question"]: one["trend"] for one in read(officer, second)["answers"]}
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


class TestCoverage:
    @pytest.fixture
    def places(self, bench):
        """Two municipalities, and a home in the first."""
        there, elsewhere = "bashkia-shembull-a", "bashkia-shembull-b"
        for key in (there, elsewhere):
            bench.body("municipality", key=key, municipality=key, county_name="Kukës")
        return there, elsewhere, bench.body("social_care", municipality=there)

    def shown(self, person):
        answer = person.get("/visits/coverage")
        assert answer.status_code == 200
        return {one["key"]: (one["visits"], one["last_on"]) for one in answer.json["places"]}

    def test_a_place_is_visited_once_a_visit_began_there_and_not_by_being_planned(self, officer, monitor, places):
        there, elsewhere, home = places
        visit = prepared(officer, home)
        assert self.shown(monitor) == {there: (0, None), elsewhere: (0, None)}
        officer.post(f"/visits/{visit['visit']['id']}/beginning")
        assert self.shown(monitor) == {there: (1, str(today())), elsewhere: (0, None)}
        assert list(self.shown(monitor)) == [elsewhere, there]

    def test_a_visit_before_the_window_is_named_and_not_counted(self, bench, officer, places):
        there, _elsewhere, home = places
        begun(officer, home)
        bench.platform.database.run(
            lambda session: session.connection().exec_driver_sql(
                "UPDATE visit SET begun_at = begun_at - interval '25 months'"
            )
        )
        count, last = self.shown(officer)[there]
        assert (count, last[:4]) == (0, str(today().year - 2))
