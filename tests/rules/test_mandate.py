"""Rules 9 to 12 of the twenty: the ladder, its order, the judiciary, and what a court or prosecutor has."""

from datetime import date

from tests.rules import office
from tests.rules.office import CASES
from tests.rules.world import body_id

TROPOJE, LEZHE, AGENCY, MINISTRY = "bashkia-tropoje", "drap-lezhe", "akap", "ministria-e-arsimit"
ISSUED = date(2026, 3, 2)
FIRST_DAY_LATE = date(2026, 4, 2)


def rungs(world, obligation_id, role="approver"):
    return world.staff(role).get(f"{CASES}/obligations/{obligation_id}/rungs")


def waiting(world, act, role="approver"):
    """The rungs about an act that were drafted and wait for a person to send them."""
    found = world.staff(role).get(f"{CASES}/rung-letters", limit=200)["items"]
    return [one for one in found if one["recommendation_id"] == act["id"]]


def issue_draft(world, act_id):
    """The head of the section approves and issues what the system drafted."""
    path = f"{CASES}/recommendations/{act_id}"
    leader, commissioner = world.staff("approver"), world.staff("commissioner")
    draft = leader.get(path)
    leader.post(f"{path}/approval", {"content_hash": draft["content_hash"]})
    return commissioner.post(f"{path}/issue", {})


def turn_to_superior(world, owed, superior):
    """The next superior of the body is written to: that of the directory, and no other."""
    taken = office.escalate(world, owed["id"], "hierarchical_superior", "approver")
    assert taken["to"] == body_id(superior)
    return issue_draft(world, taken["act"])


def remind_twice(world, owed):
    with world.on(FIRST_DAY_LATE):
        office.escalate(world, owed["id"], "reminder", "case_officer")
    # The tenth day after is Easter Sunday, and Monday is a holiday too.
    with world.on(date(2026, 4, 13)):
        office.escalate(world, owed["id"], "second_reminder", "case_officer", 409)
    with world.on(date(2026, 4, 14)):
        office.escalate(world, owed["id"], "second_reminder", "case_officer")


def test_rule_09_the_superior_of_that_day_is_turned_to_only_after_silence_refusal_or_a_poor_reply(world):
    with world.on(ISSUED):
        world.machine(AGENCY)
        act = office.act_to(world, LEZHE, items=1)
        (owed,) = office.obligations(world, act["id"])
        office.escalate(world, owed["id"], "hierarchical_superior", "approver", 409)
    remind_twice(world, owed)
    with world.on(date(2026, 4, 24)):
        world.tick()
        (due,) = waiting(world, act)
        assert (due["rung"], due["to"], due["act_status"]) == ("hierarchical_superior", body_id(AGENCY), "draft")
        taken = office.escalate(world, owed["id"], "hierarchical_superior", "approver")
        assert (taken["state"], taken["to"]) == ("drafted", body_id(AGENCY))
        notice = issue_draft(world, taken["act"])
        assert (notice["kind"], notice["addressees"][0]["institution_id"]) == ("superior_notice", body_id(AGENCY))
        assert notice["addressees"][0]["role"] == "superior"
        assert office.letter(world, AGENCY, notice["number"])["document"]["items"]


def test_rule_09_an_original_recommendation_to_the_superior_is_a_separate_act_and_allowed_at_once(world):
    with world.on(ISSUED):
        world.machine(AGENCY)
        case_id = office.own_initiative(world, LEZHE)
        office.investigate(world, case_id, [LEZHE])
        notice = office.issue(world, case_id, AGENCY, kind="superior_notice", role="superior", items=1)
        assert office.obligations(world, notice["id"])[0]["institution_id"] == body_id(AGENCY)
        # No superior of anybody in this case.
        refused = office.draft(
            world, case_id, "ministria-e-brendshme", kind="superior_notice", role="superior", status=422
        )
        assert refused["code"].startswith("addressee.")


def test_rule_09_a_municipality_has_no_superior_and_the_lawful_ways_are_named(world):
    with world.on(ISSUED):
        act = office.act_to(world, TROPOJE, items=1)
        (owed,) = office.obligations(world, act["id"])
    remind_twice(world, owed)
    with world.on(date(2026, 4, 24)):
        refused = office.escalate(world, owed["id"], "hierarchical_superior", "approver", 409)
        assert refused["code"] == "ladder.no_superior"
        assert {"municipal_council", "prefect", "assembly_report"} <= set(refused["legal"])
        assert "council_of_ministers" not in refused["legal"]
        office.escalate(world, owed["id"], "hierarchical_superior", "approver", alternative="prefect")


def test_rule_10_no_report_to_the_assembly_while_an_earlier_term_runs_unless_the_commissioner_overrides(world):
    with world.on(ISSUED):
        for body in (AGENCY, MINISTRY, "kuvendi"):
            world.machine(body)
        act = office.act_to(world, LEZHE, items=1)
        (owed,) = office.obligations(world, act["id"])
    remind_twice(world, owed)
    with world.on(date(2026, 4, 24)):
        turn_to_superior(world, owed, AGENCY)
    # The superior has thirty days, until Monday 25 May; then it is the turn of its own superior.
    with world.on(date(2026, 5, 20)):
        refused = office.escalate(world, owed["id"], "assembly_report", "commissioner", 409)
        assert (refused["code"], refused["legal"]) == ("ladder.out_of_order", ["hierarchical_superior"])
        refused = office.escalate(world, owed["id"], "hierarchical_superior", "approver", 409)
        assert refused["code"] == "ladder.term_runs"
    with world.on(date(2026, 5, 26)):
        turn_to_superior(world, owed, MINISTRY)
    # The ministry has thirty days too, until Thursday 25 June.
    with world.on(date(2026, 6, 25)):
        refused = office.escalate(world, owed["id"], "assembly_report", "commissioner", 409)
        assert refused["code"] == "ladder.term_runs"
        because = {"override_reason": "Fëmijët rrezikojnë të humbasin vitin shkollor."}
        office.escalate(world, owed["id"], "assembly_report", "approver", 403, **because)
        report = office.escalate(world, owed["id"], "assembly_report", "commissioner", **because)
        assert report["override_reason"] == because["override_reason"]
        issued = office.act(world, report["act"])
        assert issued["kind"] == "assembly_report"
    rows = world.rows(
        "cases", "SELECT details FROM audit_entry WHERE object_id IN (:id, :act)", id=owed["id"], act=report["act"]
    )
    assert rows


def test_rule_10_after_the_superiors_term_the_report_is_due(world):
    with world.on(ISSUED):
        for body in (AGENCY, MINISTRY, "kuvendi"):
            world.machine(body)
        act = office.act_to(world, LEZHE, items=1)
        (owed,) = office.obligations(world, act["id"])
    remind_twice(world, owed)
    with world.on(date(2026, 4, 24)):
        turn_to_superior(world, owed, AGENCY)
    with world.on(date(2026, 5, 26)):
        turn_to_superior(world, owed, MINISTRY)
    with world.on(date(2026, 6, 26)):
        taken = office.escalate(world, owed["id"], "assembly_report", "commissioner")
        assert (taken["state"], taken["override_reason"]) == ("drafted", None)


def test_rule_11_the_judiciary_is_informed_and_never_recommended_to_rated_or_pressed(world):
    with world.on(ISSUED):
        case_id = office.own_initiative(world, LEZHE)
        office.investigate(world, case_id, [LEZHE])
        for body in ("gjykata-kukes", "ild", "prokuroria-kukes"):
            assert office.draft(world, case_id, body, status=422)["code"].startswith("addressee.")
        informed = {"kind": "judicial_notice", "judicial_matter": "judge", "items": [{"text": "Gjyqtari vonon."}]}
        # The High Inspector for a judge, the Council for the courts' administration; not the other way round.
        assert office.draft(world, case_id, "klgj", status=422, **informed)["code"] == "addressee.not_competent"
        notice = office.issue(world, case_id, "ild", **informed)
        (owed,) = office.obligations(world, notice["id"])
    with world.on(date(2026, 8, 3)):
        world.tick()
        asked = rungs(world, owed["id"])
        assert (asked["never_pressed"], asked["offers"], asked["drafts"], asked["sent"]) == (True, [], [], [])
        assert waiting(world, notice) == []
        office.escalate(world, owed["id"], "reminder", "case_officer", 409)
        figures = world.public().get(f"{CASES}/public/compliance")
        assert figures["figures"]["obligations"] == 0
        assert body_id("ild") not in {one["institution_id"] for one in figures["bodies"]}


def test_rule_12_what_a_court_has_is_refused_suspended_or_closed_and_information_can_still_be_asked(world):
    with world.on(ISSUED):
        complaint = office.complain(world, submitter={"role": "parent", "name": "Testatrik Kanarin"})
        office.decide(
            world,
            complaint,
            outcome="inadmissible",
            ground="pending_before_court",
            ask_authority=body_id("gjykata-kukes"),
            summary="Një fëmijë pret vendimin për kujdestarinë.",
            rights=["9"],
        )
        (row,) = world.rows("cases", "SELECT case_id FROM complaint WHERE id = :id", id=complaint["id"])
        case = world.staff("approver").get(f"{CASES}/cases/{row.case_id}")["case"]
        assert (case["status"], case["elsewhere"]) == ("suspended", "pending_before_court")
        office.step(world, str(row.case_id), "assign")
        assert office.draft(world, str(row.case_id), TROPOJE, status=409)["code"]
        world.machine("gjykata-kukes")
        asked = office.draft(
            world,
            str(row.case_id),
            "gjykata-kukes",
            kind="judicial_information_request",
            items=[{"text": "Kur është caktuar seanca?"}],
        )
        issued = world.staff("case_officer").post(f"{CASES}/recommendations/{asked['id']}/issue", {})
        assert issued["number"].startswith("I-2026-")
        office.reply(world, "gjykata-kukes", issued["number"], {"position": "accepted", "reasons": "Më 20 mars."})

        under_way = office.own_initiative(world, LEZHE)
        office.investigate(world, under_way, [LEZHE])
        office.step(
            world, under_way, "suspend", elsewhere="pending_before_prosecutor", reason="Prokuroria nisi hetimin."
        )
        office.step(world, under_way, "record_findings", status=409, findings=[])
        ground = {"outcome": "pending_before_prosecutor", "reason": "Prokuroria nisi hetimin."}
        office.step(world, under_way, "close", "approver", **ground)
