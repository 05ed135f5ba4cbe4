"""The duties of protection in the mandate text, each from its draft to its outcome, as officers do it over the API.

Duties 1 and 2 are how a case begins and what becomes of it; 3 to 8 are acts, each with its own addressee and outcome.
"""

from dataclasses import replace

import pytest

from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.drafting import draft_body, ordered

ASKED = [{"text": "Të vendoset për fillimin e hetimit."}]


def about(story, *bodies):
    """The story of a case about these bodies, with a finding."""
    return replace(story, case_id=story.bench.admit(bodies=[body.id for body in bodies])).with_findings()


def act_of(story, body, kind, **more):
    """An issued act to one body: drafted by the officer, approved and issued by another person."""
    if kind == "dismissal_proposal":
        story.found("violation_found", grade="serious")
    draft = story.draft(body, kind=kind, **more)
    signatory = story.signatory(draft)
    own = signatory.post(f"/recommendations/{draft['id']}/issue")
    assert (own.status_code, own.json["legal"]) == (409, ["edit", "approve", "discard"])
    path = f"/recommendations/{draft['id']}"
    assert story.officer.post(f"{path}/approval", {"content_hash": draft["content_hash"]}).status_code == 403
    assert story.approver.post(f"{path}/approval", {"content_hash": draft["content_hash"]}).status_code == 200
    assert story.officer.post(f"{path}/issue").status_code == 403
    issued = signatory.post(f"{path}/issue")
    assert issued.status_code == 200, issued.json
    return issued.json


def rendering(bench, act, body):
    """What one addressee gets."""
    (told,) = bench.told(catalogue.RecommendationIssued, recommendation_id=act["id"])
    (mine,) = [one for one in told["addressees"] if one["institution_id"] == str(body.id)]
    return bench.platform.documents.get_json(mine["rendering"])


def assess(story, obligation, status=201, **found):
    found = {"evidence": [SEEN], **found}
    answer = story.officer.post(f"/obligations/{obligation['id']}/assessments", found)
    assert answer.status_code == status, answer.json
    return answer.json


def decided(bench, story, act, body, outcome, word, *, told=()):
    """The outcome is recorded with its day and proof; the word of the obligation follows from it."""
    (owed,) = story.obligations(act, body)
    refused = assess(story, owed, 422, assessment="implemented", on=today().isoformat(), evidence=[SEEN])
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("assessment.needs_outcome", "/outcome")
    assert assess(story, owed, 422, outcome=outcome, evidence=[SEEN])["errors"][0]["pointer"] == "/on"
    assert assess(story, owed, 422, outcome="moon", on=today().isoformat())["code"] == "assessment.other_outcome"
    found = assess(story, owed, outcome=outcome, on=today().isoformat(), evidence=[SEEN])
    assert (found["assessed"], found["outcome"]) == (word, outcome)
    whole = story.officer.get(f"/obligations/{owed['id']}").json
    assert [(one["outcome"], one["word"]) for one in whole["assessments"]] == [(outcome, word)]
    # What others decided is no finding of the office: it is told to nobody, but for what the Assembly does in public.
    found = bench.told(catalogue.ObligationAssessed, recommendation_id=act["id"])
    assert tuple(one["outcome"] for one in found) == told
    return whole


def in_the_public(bench, act):
    client = bench.app.test_client()
    return client.get(f"/cases/api/v1/public/recommendations/{act['number']}").status_code == 200


def test_duty_1_a_complaint_is_investigated_and_its_complainant_is_told_the_result(bench, story):
    school = bench.body("school")
    complaint_id = bench.complaint()
    case_id = bench.admit(complaint_id, bodies=[school.id])
    case = replace(story, case_id=case_id)
    case.step("assign")
    case.step("investigate")
    finding = {"right": "28", "institution_id": str(school.id), "text": "Shkolla caktoi ndihmës."}
    case.step("record_findings", findings=[{**finding, "result": "resolved_without_recommendation"}])
    no_end = {"step": "close", "outcome": "no_violation"}
    assert case.officer.post(f"/cases/{case_id}/steps", no_end).status_code == 403
    assert case.approver.post(f"/cases/{case_id}/steps", no_end).status_code == 409
    message = {"complaints": [str(complaint_id)], "text": "Shkolla caktoi ndihmës."}
    told = case.officer.post(f"/cases/{case_id}/complainant-messages", message)
    assert told.status_code == 201, told.json
    assert case.step("close", case.approver, outcome="resolved_without_recommendation")["status"] == "closed"
    (informed,) = bench.told(catalogue.ComplainantInformed, case_id=case_id)
    assert bench.platform.documents.get_json(informed["message"])["text"] == "Shkolla caktoi ndihmës."
    (ended,) = bench.told(catalogue.CaseClosed, case_id=case_id)
    assert (ended["outcome"], ended["complaints"]) == ("resolved_without_recommendation", [str(complaint_id)])


def test_duty_2_the_office_investigates_of_its_own_accord_with_what_made_it_act_and_why(bench, story):
    school = bench.body("school")
    opened = {
        "trigger": {"kind": "media", "source": "Gazeta Shembull"},
        "memo": "Zyra vepron.",
        "title": "Kantinat e kopshteve",
        "rights": ["24"],
        "bodies": [str(school.id)],
        "places": [],
    }
    for missing in ("memo", "trigger"):
        wanted = {name: value for name, value in opened.items() if name != missing}
        refused = story.officer.post("/cases", wanted)
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, f"/{missing}")
    made = story.officer.post("/cases", opened)
    assert made.status_code == 201, made.json
    case = replace(story, case_id=made.json["id"])
    case.step("assign")
    case.step("investigate")
    found = {"right": "24", "institution_id": str(school.id), "text": "Nuk u gjet.", "result": "violation_not_found"}
    case.step("record_findings", findings=[found])
    assert case.step("close", case.approver, outcome="no_violation")["status"] == "closed"
    (ended,) = bench.told(catalogue.CaseClosed, case_id=case.case_id)
    assert (ended["outcome"], ended["complaints"]) == ("no_violation", [])


def test_duty_3_restoring_the_right_is_recommended_to_the_body_that_violated_it(bench, story):
    school = bench.body("school")
    story = about(story, school)
    act = act_of(story, school, "remedy", items=1)
    got = rendering(bench, act, school)
    assert got["number"] == act["number"] and got["number"].startswith("R-")
    assert got["reply"]["term"] == {"value": 30, "unit": "calendar_days"}
    (owed,) = story.obligations(act, school)
    bench.deliver(act, school)
    bench.reply(act, school, {"item_id": owed["item_id"], "position": "accepted"})
    found = assess(story, owed, assessment="implemented", on=today().isoformat(), evidence=[SEEN])
    assert (found["assessed"], found["outcome"]) == ("implemented", None)
    (told,) = bench.told(catalogue.ObligationAssessed, recommendation_id=act["id"])
    assert (told["assessment"], len(told["complaints"])) == ("implemented", 1)


def test_duty_4_the_superior_of_that_body_is_notified_and_measures_are_recommended_to_it(bench, story):
    above = bench.body("agency")
    below = bench.body("school", relations=[("hierarchical", above.id, None, None)])
    story = about(story, below)
    superior = [{"institution_id": str(above.id), "role": "superior"}]
    act = act_of(story, below, "superior_notice", addressees=superior, items=1)
    assert rendering(bench, act, above)["addressee"]["role"] == "superior"
    (owed,) = story.obligations(act, above)
    bench.deliver(act, above)
    bench.reply(act, above, {"item_id": owed["item_id"], "position": "accepted", "claimed": "implemented"})
    assert assess(story, owed, assessment="not")["assessed"] == "not"


@pytest.mark.parametrize(
    ("outcome", "word"), [("investigation_started", "implemented"), ("investigation_not_started", "not")]
)
def test_duty_5_the_prosecution_decides_whether_to_investigate_and_nobody_else_learns_of_it(
    bench, story, commissioner, outcome, word
):
    prosecution = bench.body("prosecution")
    story = story.with_findings()
    act = act_of(story, prosecution, "prosecution_referral", items=ASKED)
    got = rendering(bench, act, prosecution)
    assert (got["reply"]["expects"], got["also_addressed"]) == ("decision", [])
    bench.deliver(act, prosecution)
    decided(bench, story, act, prosecution, outcome, word)
    path = f"/recommendations/{act['id']}"
    assert commissioner.post(f"{path}/publication", {"decision": "publish", "reason": "x"}).status_code == 409
    assert not in_the_public(bench, act)
    assert bench.person("publisher").get(path).status_code == 404


@pytest.mark.parametrize(("outcome", "word"), [("dismissed", "implemented"), ("not_dismissed", "not")])
def test_duty_6_a_dismissal_is_proposed_to_a_body_with_that_power_and_its_decision_is_recorded(
    bench, story, outcome, word
):
    ministry = bench.body("ministry")
    police = bench.body("police", relations=[("political", ministry.id, None, None)])
    stranger = bench.body("ministry")
    case = about(story, police)
    refused = case.officer.post(
        f"/cases/{case.case_id}/recommendations",
        {"kind": "dismissal_proposal", "title": "x", "grounds": "x", "items": ASKED, "official_function": "drejtor",
         "addressees": [{"institution_id": str(stranger.id), "role": "responsible"}]},
    )  # fmt: skip
    assert (refused.status_code, refused.json["code"]) == (422, "addressee.power_of_dismissal")
    act = act_of(case, ministry, "dismissal_proposal", items=ASKED, official_function="drejtor i drejtorisë vendore")
    assert rendering(bench, act, ministry)["official_function"] == "drejtor i drejtorisë vendore"
    bench.deliver(act, ministry)
    decided(bench, case, act, ministry, outcome, word)


def test_duty_6_a_dismissal_is_proposed_to_the_assembly_too_where_it_is_about_a_ministry(bench, story):
    assembly = bench.body("assembly")
    case = about(story, bench.body("ministry"))
    act = act_of(case, assembly, "dismissal_proposal", items=ASKED, official_function="ministër")
    bench.deliver(act, assembly)
    obligation = decided(bench, case, act, assembly, "other_measure", "not")
    assert [one["word"] for one in obligation["assessments"]] == ["not"]


def test_the_head_of_a_village_school_is_not_the_assemblys_to_dismiss_and_a_body_two_levels_up_may_be_asked(
    bench, story
):
    ministry = bench.body("ministry")
    office = bench.body("agency", relations=[("hierarchical", ministry.id, None, None)])
    school = bench.body("school", relations=[("hierarchical", office.id, None, None)])
    far = bench.body("ministry")
    bench.tell_of(ministry, "ministry", relations=[("political", far.id, None, None)])
    case = about(story, school)
    said = {"kind": "dismissal_proposal", "items": ASKED, "official_function": "drejtor i shkollës"}
    for body in (bench.body("assembly"), far):
        answer = case.officer.post(f"/cases/{case.case_id}/recommendations", draft_body(body, **said))
        assert (answer.status_code, answer.json["code"]) == (422, "addressee.power_of_dismissal")
    for body in (school, office, ministry):
        assert case.draft(body, **said)["official_function"] == "drejtor i shkollës"


def test_a_dismissal_says_whose_office_it_is_about_and_no_other_act_does(bench, story):
    school = bench.body("school")
    case = about(story, school)
    path = f"/cases/{case.case_id}/recommendations"
    without = case.officer.post(path, draft_body(school, kind="dismissal_proposal", items=ASKED))
    assert (without.status_code, without.json["code"]) == (422, "act.needs_official_function")
    other = case.officer.post(path, draft_body(school, official_function="drejtor"))
    assert (other.status_code, other.json["code"]) == (422, "act.no_official_function")


@pytest.mark.parametrize(
    ("matter", "key", "body_class"),
    [
        ("constitutional_judge", "gjykata-kushtetuese", "constitutional_court"),
        ("chancellor", "klgj", "judicial_oversight"),
        ("judicial_police", "prokuroria-e-pergjithshme", "prosecution"),
        ("bailiff", "ministria-e-drejtesise", "ministry"),
        ("lawyer", "ministria-e-drejtesise", "ministry"),
    ],
)
def test_duty_7_whoever_the_high_inspector_is_not_competent_for_has_a_body_too(bench, story, matter, key, body_class):
    body, ild = bench.body(body_class, key=key), bench.body("judicial_oversight", key="ild")
    path = f"/cases/{story.with_findings().case_id}/recommendations"
    assert story.officer.post(path, notice_to(body, matter)).status_code == 201
    assert story.officer.post(path, notice_to(ild, matter)).json["code"] == "addressee.not_competent"
    assert story.officer.post(path, notice_to(body, "judge")).json["code"] == "addressee.not_competent"


@pytest.mark.parametrize(("outcome", "word"), [("proceeding_opened", "implemented"), ("proceeding_not_opened", "not")])
def test_duty_7_a_violation_by_the_judiciary_is_made_known_to_the_competent_body_even_while_it_is_pending(
    bench, story, outcome, word
):
    ild, klgj = bench.body("judicial_oversight", key="ild"), bench.body("judicial_oversight", key="klgj")
    court = bench.body("court")
    story = story.with_findings()
    story.step("suspend", reason="Gjykata e ka.", elsewhere="pending_before_court")
    for body, code in ((klgj, "addressee.not_competent"), (court, "addressee.court")):
        answer = story.officer.post(f"/cases/{story.case_id}/recommendations", notice_to(body))
        assert (answer.status_code, answer.json["code"]) == (422, code)
    unknown = story.officer.post(f"/cases/{story.case_id}/recommendations", notice_to(ild, "notary"))
    assert (unknown.json["code"], unknown.json["errors"][0]["pointer"]) == ("act.unknown_matter", "/judicial_matter")
    act = act_of(story, ild, "judicial_notice", items=ASKED, judicial_matter="judge")
    assert act["judicial_matter"] == "judge"
    got = rendering(bench, act, ild)
    assert (got["reply"]["term"], got["judicial_matter"]["en"]) == (None, "The conduct of a judge")
    (owed,) = story.obligations(act, ild)
    bench.deliver(act, ild)
    bench.acknowledge(act, ild)
    assert story.obligations(act, ild)[0]["delivery"] == "acknowledged"
    pressed = story.officer.post(f"/obligations/{owed['id']}/escalations", {"rung": "reminder"})
    assert (pressed.status_code, pressed.json["code"]) == (409, "ladder.never_pressed")
    decided(bench, story, act, ild, outcome, word)
    assert not in_the_public(bench, act)


def notice_to(body, matter="judge"):
    return {
        "kind": "judicial_notice",
        "title": "Zvarritja e një gjykimi",
        "grounds": "Fëmija pret prej dy vjetësh.",
        "items": ASKED,
        "addressees": [{"institution_id": str(body.id), "role": "responsible"}],
        "judicial_matter": matter,
    }


def test_duty_8_the_injured_person_is_advised_to_sue_in_the_mailbox_and_no_body_gets_it(bench, story):
    school = bench.body("school")
    case = about(story, school)
    answer = case.officer.post(
        f"/cases/{case.case_id}/recommendations", {**notice_to(school), "kind": "litigation_advice"}
    )
    assert (answer.status_code, answer.json["code"]) == (422, "addressee.not_to_a_body")
    steps = [{"text": "Paraqitni padi në gjykatën administrative brenda 45 ditëve."}]
    act = act_of(case, school, "litigation_advice", items=steps, addressees=[], injured_party=case.injured())
    assert (act["addressees"], act["obligations"]) == ([], [])
    (told,) = bench.told(catalogue.ComplainantInformed, case_id=case.case_id)
    said = bench.platform.documents.get_json(told["message"])["text"]
    assert steps[0]["text"] in said and act["number"] in said


def test_a_change_of_law_is_proposed_and_what_became_of_it_recorded(bench, story):
    ministry = bench.body("ministry", powers=["legislative_initiative"])
    case = story.with_findings()
    act = act_of(case, ministry, "law_reform", items=[{"text": "Të ndryshohet neni 3."}])
    bench.deliver(act, ministry)
    whole = decided(bench, case, act, ministry, "change_adopted_in_part", "partly")
    assert whole["obligation"]["assessed"] == "partly"
    (owed,) = case.obligations(act, ministry)
    again = assess(case, owed, outcome="change_adopted", on=today().isoformat(), evidence=[SEEN])
    assert again["assessed"] == "implemented"
    both = case.officer.get(f"/obligations/{owed['id']}").json["assessments"]
    assert sorted(one["outcome"] for one in both) == ["change_adopted", "change_adopted_in_part"]


@pytest.mark.parametrize(("outcome", "word"), [("norm_repealed", "implemented"), ("application_rejected", "not")])
def test_the_constitutional_court_is_asked_and_its_judgment_recorded(bench, story, outcome, word):
    court = bench.body("constitutional_court")
    case = story.with_findings()
    act = act_of(case, court, "constitutional_review", items=[{"text": "Të shfuqizohet neni 3."}])
    assert rendering(bench, act, court)["reply"]["expects"] == "judgment"
    (owed,) = case.obligations(act, court)
    early = assess(case, owed, 409, outcome=outcome, on=today().isoformat(), evidence=[SEEN])
    assert early["code"] == "assessment.not_delivered", "nobody judges what has not reached them"
    bench.deliver(act, court)
    decided(bench, case, act, court, outcome, word)


@pytest.mark.parametrize(("outcome", "word"), [("debated", "implemented"), ("not_debated", "not")])
def test_the_assembly_debates_a_special_report_or_lets_the_term_pass(bench, story, outcome, word):
    assembly = bench.body("assembly")
    case = story.with_findings()
    act = act_of(case, assembly, "assembly_report", items=[{"text": "Të kërkohet llogari."}])
    got = rendering(bench, act, assembly)
    assert (got["reply"]["expects"], got["reply"]["term"]["unit"]) == ("debate", "months")
    bench.deliver(act, assembly)
    decided(bench, case, act, assembly, outcome, word, told=(outcome,))


class TestRequestsForInformation:
    """No recommendation: the case officer issues it alone, it has its own numbers and term, and counts nowhere."""

    def test_a_request_is_issued_by_its_author_and_answered_by_the_same_path(self, bench, story):
        school = bench.body("school")
        story.step("assign")
        draft = story.draft(school, kind="information_request", grounds="", items=[{"text": "Dërgoni regjistrin."}])
        assert draft["legal_steps"] == ["edit", "issue", "discard"]
        approval = story.approver.post(
            f"/recommendations/{draft['id']}/approval", {"content_hash": draft["content_hash"]}
        )
        assert (approval.status_code, approval.json["code"]) == (409, "act.step_not_legal")
        act = story.officer.post(f"/recommendations/{draft['id']}/issue").json
        assert (act["status"], act["number"][:7]) == ("issued", f"I-{today().year}-")
        got = rendering(bench, act, school)
        assert (got["asks"], got["reply"]["expects"], got["reply"]["term"]["value"]) == ("information", "reply", 30)
        bench.deliver(act, school)
        (owed,) = story.obligations(act, school)
        assert owed["reply_due"] is not None
        bench.reply(act, school, {"item_id": owed["item_id"], "position": "accepted"})
        assert story.obligations(act, school)[0]["reply"] == "accepted"
        decided(bench, story, act, school, "information_given", "implemented")
        assert story.officer.get(f"/cases/{story.case_id}").json["case"]["status"] == "assigned"

    def test_a_court_that_has_the_matter_can_be_asked_and_is_neither_pressed_nor_awaited(self, bench, story):
        court = bench.body("court")
        story.step("assign")
        story.step("suspend", reason="Gjykata e ka.", elsewhere="pending_before_court")
        story.step("request_information", institution_id=str(court.id), text="Në ç'gjendje është gjykimi?")
        (issued,) = bench.told(catalogue.RecommendationIssued, kind="judicial_information_request")
        act = story.officer.get(f"/recommendations/{issued['recommendation_id']}").json
        (owed,) = story.obligations(act, court)
        bench.deliver(act, court)
        assert story.obligations(act, court)[0]["reply_due"] is None
        pressed = story.officer.post(f"/obligations/{owed['id']}/escalations", {"rung": "reminder"})
        assert (pressed.status_code, pressed.json["code"]) == (409, "ladder.never_pressed")
        closed = story.step("close", story.approver, outcome="pending_before_court", reason="Gjykata e ka.")
        assert closed["status"] == "closed"

    def test_a_request_is_no_recommendation_and_leaves_every_count_as_it_was(self, bench, story):
        school = bench.body("school")
        story.step("assign")
        story.step("request_information", institution_id=str(school.id), text="Dërgoni regjistrin.")
        (issued,) = bench.told(catalogue.RecommendationIssued, kind="information_request")
        assert not in_the_public(bench, issued)
        counted = bench.app.test_client().get("/cases/api/v1/public/compliance").json
        assert str(school.id) not in str(counted)
        closed = story.step("close", story.approver, outcome="overtaken", reason="U zgjidh.")
        assert closed["status"] == "closed"

    @pytest.mark.parametrize("kind", ["remedy", "prosecution_referral"])
    def test_nothing_else_is_issued_alone(self, bench, story, kind):
        body = bench.body({"remedy": "school", "prosecution_referral": "prosecution"}[kind])
        case = about(story, body)
        draft = case.draft(body, kind=kind, items=[{"text": "x", **ordered(kind)}])
        assert case.officer.post(f"/recommendations/{draft['id']}/issue").status_code == 403

    def test_a_body_of_no_such_class_is_not_asked(self, bench, story):
        story.step("assign")
        answer = story.officer.post(
            f"/cases/{story.case_id}/steps",
            {"step": "request_information", "institution_id": str(bench.body("assembly").id), "text": "x"},
        )
        assert (answer.status_code, answer.json["code"]) == (422, "addressee.class")
