"""Which act may go to which class of body, and who may see it: a jurist's table, all relations given, held to the system over its API."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.cases import data
from services.cases.models import Inspection
from shared.events import catalogue
from tests.cases.bench import Body, soon, today
from tests.cases.drafting import APPLICATION, ordered

CLASSES = (
    "ministry agency municipality municipal_council prefect school health police prison social_care private "
    "prosecution judicial_oversight court assembly constitutional_court"
).split()

#: + allowed · c refused: no such class · n refused: not competent for a judge · C refused: a court is never addressed · x refused: not to any body
#:                     mini agen muni coun pref scho heal poli pris soci priv pros judi cour asse const
MAY_BE_SENT = {
    "remedy":                       "+    +    +    c    +    +    +    +    +    +    +    c    c    C    c    c",
    "superior_notice":              "+    +    +    c    +    c    +    +    +    +    c    c    c    C    c    c",
    "practice_change":              "+    +    +    c    +    +    +    +    +    +    c    c    c    C    c    c",
    "prosecution_referral":         "c    c    c    c    c    c    c    c    c    c    c    +    c    C    c    c",
    "dismissal_proposal":           "+    +    +    c    +    +    +    +    +    +    c    c    c    C    +    c",
    "judicial_notice":              "n    c    c    c    c    c    c    c    c    c    c    n    +    C    c    n",
    "litigation_advice":            "x    x    x    x    x    x    x    x    x    x    x    x    x    x    x    x",
    "law_reform":                   "+    +    +    c    c    c    c    c    c    c    c    c    c    C    +    c",
    "constitutional_review":        "c    c    c    c    c    c    c    c    c    c    c    c    c    C    c    +",
    "assembly_report":              "c    c    c    c    c    c    c    c    c    c    c    c    c    C    +    c",
    "information_request":          "+    +    +    +    +    +    +    +    +    +    +    c    c    c    c    c",
    "judicial_information_request": "c    c    c    c    c    c    c    c    c    c    c    +    +    +    c    c",
    "finding_corrections":          "+    +    +    +    +    +    +    +    +    +    +    c    c    c    c    c",
    "agreement_clauses":            "a    a    a    a    a    a    a    a    a    a    a    a    a    a    a    a",
    "oversight_notice":             "+    c    c    +    +    c    c    c    c    c    c    c    c    C    c    c",
}  # fmt: skip
SAYS = {
    "+": (201, None),
    "a": (422, "act.of_agreement"),
    "c": (422, "addressee.class"),
    "C": (422, "addressee.court"),
    "x": (422, "addressee.not_to_a_body"),
    "n": (422, "addressee.not_competent"),
}

#: Who sees an issued act of this kind: a publisher of the office; the public, once it was delivered and the office decided;
#: the rates of compliance; the other bodies that got the same letter.
#:                                publisher  public   counted  told of each other
SEEN_BY = {
    "remedy":                       ("yes",    "yes",   "yes",   "yes"),
    "superior_notice":              ("yes",    "yes",   "yes",   "yes"),
    "practice_change":              ("yes",    "yes",   "yes",   "yes"),
    "prosecution_referral":         ("no",     "no",    "no",    "no"),
    "dismissal_proposal":           ("yes",    "yes",   "no",    "no"),
    "judicial_notice":              ("no",     "no",    "no",    "no"),
    "litigation_advice":            ("no",     "no",    "no",    "no"),
    "law_reform":                   ("yes",    "yes",   "no",    "yes"),
    "constitutional_review":        ("yes",    "yes",   "no",    "yes"),
    "assembly_report":              ("yes",    "later", "no",    "yes"),
    "oversight_notice":             ("yes",    "yes",   "no",    "yes"),
    "information_request":          ("no",     "no",    "no",    "no"),
    "judicial_information_request": ("no",     "no",    "no",    "no"),
    "agreement_clauses":            ("no",     "no",    "no",    "no"),
    "finding_corrections":          ("no",     "no",    "no",    "no"),
}  # fmt: skip
BY_HAND = [kind for kind in MAY_BE_SENT if kind != "agreement_clauses"]
#: Goes to the body of the case itself and to no other (test_ways).
TO_ITSELF = {"head_notice"}
ROLE = {"superior_notice": "superior"}


@pytest.fixture
def bodies(bench):
    """One body of each class, each with all that a kind may ask for."""
    subject = Body(uuid4(), "organi-i-ceshtjes")
    found = {}
    for body_class in CLASSES:
        key = "ild" if body_class == "judicial_oversight" else None
        acts_for = [("acts_for", subject.id, None, None)]
        found[body_class] = bench.body(
            body_class, key=key, relations=acts_for, powers=["legislative_initiative", "by_law_author"]
        )
    above = [("hierarchical", body.id, None, None) for body in found.values()]
    oversees = {"municipal_council": "council_oversight", "prefect": "legality_oversight"}
    above += [(kind, found[body_class].id, None, None) for body_class, kind in oversees.items()]
    bench.tell_of(subject, "agency", relations=above)
    return found, subject


@pytest.fixture
def case(bench, story, bodies):
    return replace(story, case_id=bench.admit(bodies=[bodies[1].id])).with_findings()


def content(kind, *addressed):
    return {
        "kind": kind,
        "title": "Kthimi i fëmijës në shkollë",
        "grounds": APPLICATION if kind == "constitutional_review" else "E drejta për arsim nuk u respektua.",
        "items": [{"text": "Masa", **ordered(kind)}],
        "addressees": [{"institution_id": str(body.id), "role": ROLE.get(kind, "responsible")} for body in addressed],
        **({"judicial_matter": "judge"} if kind == "judicial_notice" else {}),
        **({"official_function": "drejtor i shkollës"} if kind == "dismissal_proposal" else {}),
    }


def content_in(case, kind, *addressed):
    """The same in a case, where an advice to sue names the injured person among its parties."""
    injured = {"injured_party": case.injured()} if kind == "litigation_advice" else {}
    return {**content(kind, *addressed), **injured}


@pytest.mark.parametrize("kind", MAY_BE_SENT)
def test_an_act_goes_to_the_classes_of_the_mandate_and_is_refused_to_every_other_with_its_reason(case, bodies, kind):
    expected = {body_class: SAYS[mark] for body_class, mark in zip(CLASSES, MAY_BE_SENT[kind].split(), strict=True)}
    found = {}
    for body_class in CLASSES:
        wanted = content(kind, bodies[0][body_class])
        answer = case.officer.post(f"/cases/{case.case_id}/recommendations", wanted)
        found[body_class] = (answer.status_code, answer.json.get("code"))
    assert found == expected


def visited(bench, case, *bodies):
    """As if the case had been opened out of a visit of these bodies."""
    with bench.platform.database.transaction() as session:
        for place, body in enumerate(bodies):
            number = f"VZ-2026-{place + 1:05}-3"
            session.add(Inspection(case_id=case.case_id, number=number, institution_id=body.id, made_on=today()))


def issue(bench, case, kind, *addressed):
    wanted = content_in(case, kind, *addressed)
    if data.kind_on(kind, today()).of_visit:
        visited(bench, case, *addressed)
    if grade := data.kind_on(kind, today()).grade:
        case.found("violation_found", grade=grade)
    if data.kind_on(kind, today()).of_recommendation:
        still_open = issue(bench, case, "law_reform", bench.body("ministry", powers=["legislative_initiative"]))
        wanted["grounds"] = f"{still_open['number']} mbetet i hapur."
    draft = case.officer.post(f"/cases/{case.case_id}/recommendations", wanted)
    assert draft.status_code == 201, draft.json
    path, signatory = f"/recommendations/{draft.json['id']}", case.signatory(draft.json)
    if "approve" in draft.json["legal_steps"]:
        case.approver.post(f"{path}/approval", {"content_hash": draft.json["content_hash"]})
    issued = signatory.post(f"{path}/issue")
    assert issued.status_code == 200, issued.json
    for body in addressed:
        bench.deliver(issued.json, body)
    return issued.json


@pytest.mark.parametrize("kind", [kind for kind in SEEN_BY if kind in BY_HAND])
def test_an_act_is_seen_by_whom_its_kind_lets_see_it_and_by_nobody_else(bench, case, bodies, commissioner, kind):
    marks = MAY_BE_SENT[kind].split()
    first = next((bodies[0][one] for one, mark in zip(CLASSES, marks, strict=True) if mark == "+"), None)
    second = bench.body(
        next((one for one, mark in zip(CLASSES, marks, strict=True) if mark == "+"), "school"),
        relations=[("acts_for", bodies[1].id, None, None)],
        powers=["legislative_initiative"],
        **({"key": "ild"} if kind == "judicial_notice" else {}),
    )
    addressed = [] if first is None else [first]
    with_second = kind in {"remedy", "practice_change", "prosecution_referral", "law_reform", "information_request"}
    act = issue(bench, case, kind, *addressed, *([second] if with_second else []))
    reader = bench.person("publisher")
    path = f"/recommendations/{act['id']}"
    publisher = reader.get(path).status_code == 200
    awaiting = [one["id"] for one in reader.get("/publications").json["items"]]
    needs_decision = SEEN_BY[kind][1] in {"yes", "later"} and kind not in {"law_reform", "constitutional_review"}
    assert (act["id"] in awaiting) is needs_decision
    commissioner.post(f"{path}/publication", {"decision": "publish", "reason": "Me interes publik."})
    assert act["id"] not in [one["id"] for one in reader.get("/publications").json["items"]]
    public = in_public(bench, act)
    # A number that is hidden is one.
    counted = any(part["denominator"] != 0 for part in rates(bench))
    told = also_addressed(bench, act)
    if with_second:
        assert told is (SEEN_BY[kind][3] == "yes")
    expected = SEEN_BY[kind]
    assert (publisher, public, counted) == (expected[0] == "yes", expected[1] == "yes", expected[2] == "yes")


def test_a_superior_that_is_none_any_more_on_the_day_of_issue_gets_nothing(bench, story):
    """The mandate is asked of the draft, and again on the day on which it would go out."""
    above = bench.body("agency")
    below = bench.body("school", relations=[("hierarchical", above.id, None, None)])
    case = replace(story, case_id=bench.admit(bodies=[below.id])).with_findings()
    draft = case.officer.post(f"/cases/{case.case_id}/recommendations", content("superior_notice", above)).json
    path = f"/recommendations/{draft['id']}"
    assert case.approver.post(f"{path}/approval", {"content_hash": draft["content_hash"]}).status_code == 200
    bench.tell_of(below, "school", relations=[("hierarchical", str(above.id), None, str(today() - timedelta(days=1)))])
    late = case.approver.post(f"{path}/issue")
    assert (late.status_code, late.json["code"]) == (422, "addressee.not_superior")
    assert late.json["errors"][0]["pointer"] == "/addressees/0/role"
    assert case.officer.get(path).json["status"] == "approved"
    again = case.officer.post(f"/cases/{case.case_id}/recommendations", content("superior_notice", above))
    assert (again.status_code, again.json["code"]) == (422, "addressee.not_superior")


@pytest.mark.parametrize("where", ["pending_before_court", "pending_before_prosecutor"])
def test_what_a_court_or_prosecutor_has_by_the_day_of_issue_is_not_sent(case, bodies, where):
    draft = case.draft(bodies[0]["school"], **content("remedy", bodies[0]["school"]))
    path = f"/recommendations/{draft['id']}"
    case.approver.post(f"{path}/approval", {"content_hash": draft["content_hash"]})
    case.step("suspend", reason="E ka një tjetër.", elsewhere=where)
    late = case.approver.post(f"{path}/issue")
    assert (late.status_code, late.json["code"]) == (409, f"act.{where}")
    assert "request_information" in late.json["legal"]


def in_public(bench, act):
    client = bench.app.test_client()
    base = "/cases/api/v1/public"
    listed = [one["number"] for one in client.get(f"{base}/recommendations").json["items"]]
    alone = client.get(f"{base}/recommendations/{act['number']}").status_code
    searched = {
        one["number"]
        for body in act["addressees"]
        for one in client.get(f"{base}/recommendations?institution={body['institution_id']}").json["items"]
    }
    page = act["number"] in client.get("/cases/public").text
    seen = {act["number"] in listed, alone == 200, page}
    assert len(seen) == 1, "the list, the page and the act itself agree"
    assert not act["addressees"] or (act["number"] in searched) in seen
    return seen.pop()


def rates(bench):
    """Every part of every rate of all bodies that the public is shown."""
    shown = bench.app.test_client().get("/cases/api/v1/public/compliance").json["figures"]
    return list(denominators(shown))


def denominators(value):
    if isinstance(value, dict):
        if "denominator" in value:
            yield value
        for inner in value.values():
            yield from denominators(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from denominators(inner)


def also_addressed(bench, act):
    (told,) = bench.told(catalogue.RecommendationIssued, recommendation_id=act["id"])
    copies = [bench.platform.documents.get_json(one["rendering"]) for one in told["addressees"]]
    return any(copy["also_addressed"] for copy in copies)


def test_a_referral_to_the_prosecution_is_found_nowhere_by_anybody_who_does_not_handle_it(bench, case, bodies):
    """No list, search, count, export or other letter has it; the pages and the API of the rest of the office neither."""
    prosecution, school = bodies[0]["prosecution"], bodies[0]["school"]
    before = rates(bench)
    act = issue(bench, case, "prosecution_referral", prosecution)
    assert rates(bench) == before
    remedy = issue(bench, case, "remedy", school)
    client = bench.app.test_client()
    public = [
        "/cases/api/v1/public/recommendations?limit=200",
        f"/cases/api/v1/public/recommendations?institution={prosecution.id}",
        "/cases/api/v1/public/compliance",
        f"/cases/api/v1/public/institutions/{prosecution.id}/compliance",
        "/cases/public",
        "/cases/public/compliance",
    ]
    for path in public:
        said = client.get(path).get_data(as_text=True)
        for mark in (act["number"], act["id"], act["title"] if "compliance" not in path else act["number"]):
            assert mark not in said, path
    others = [bench.person(role) for role in ("case_officer", "publisher", "auditor", "admin", "intake_officer")]
    (obligation,) = case.obligations(act, prosecution)
    for person in others:
        assert person.get(f"/recommendations/{act['id']}").status_code in {403, 404}
        assert person.get(f"/obligations/{obligation['id']}").status_code in {403, 404}
        for path in (
            "/obligations?limit=200",
            "/publications",
            "/recommendations?kind=prosecution_referral",
            f"/search?q={act['number']}",
        ):
            listed = person.get(path)
            assert act["id"] not in listed.get_data(as_text=True), (person.roles, path)
    (told,) = bench.told(catalogue.RecommendationIssued, recommendation_id=remedy["id"])
    copy = str(bench.platform.documents.get_json(told["addressees"][0]["rendering"]))
    assert act["number"] not in copy and str(prosecution.id) not in copy
    letter = case.officer.get(f"/recommendations/{act['id']}/letters/{school.id}")
    assert letter.status_code == 404


def test_the_tables_name_every_kind_of_the_data_file_and_a_kind_that_is_none_is_refused(case):
    assert set(MAY_BE_SENT) == set(SEEN_BY) == {kind.key for kind in data.kinds()} - TO_ITSELF
    answer = case.officer.post(f"/cases/{case.case_id}/recommendations", content("decree"))
    assert (answer.status_code, answer.json["code"]) == (422, "act.kind_unknown")


def against(answer):
    """Everything that a refusal says, by its codes."""
    assert answer.status_code in {409, 422}, answer.json
    return [one["code"] for one in answer.json.get("faults", [{"code": answer.json["code"]}])]


@dataclass
class Drafted:
    """An act of a kind, and the doors that say what stands against it. `next`: the one that it comes to, approval or issue."""

    case: Any
    wanted: dict[str, Any]
    act: dict[str, Any]
    next: Callable[[], Any]

    def said(self):
        return [one["code"] for one in self.case.officer.get(f"/recommendations/{self.act['id']}").json["faults"]]

    def is_refused_as_it_is_said(self):
        refused = against(self.next())
        anew = self.case.officer.post(f"/cases/{self.case.case_id}/recommendations", self.wanted)
        first = [one["code"] for one in anew.json["faults"]] if anew.status_code == 201 else against(anew)
        assert set(first) == set(refused), "where the same is drafted today"
        return self.said() == refused


@pytest.mark.parametrize("kind", BY_HAND)
def test_what_is_said_while_an_act_is_drafted_is_what_its_approval_and_its_issue_are_refused_with(
    bench, story, bodies, kind
):
    case = replace(story, case_id=bench.admit(bodies=[bodies[1].id]))
    case.step("assign")
    case.step("investigate")
    sendable = [one for one, mark in zip(CLASSES, MAY_BE_SENT[kind].split(), strict=True) if mark == "+"][:1]
    wanted = content_in(case, kind, *(bodies[0][one] for one in sendable))
    if data.kind_on(kind, today()).of_visit:
        visited(bench, case, *(bodies[0][one] for one in sendable))
    act = case.officer.post(f"/cases/{case.case_id}/recommendations", wanted).json
    path, signatory, seen = f"/recommendations/{act['id']}", case.signatory(act), {"content_hash": act["content_hash"]}
    drafted = Drafted(case, wanted, act, lambda: case.approver.post(f"{path}/approval", seen))
    if "approve" in act["legal_steps"]:
        assert "case.no_violation" in drafted.said() and drafted.is_refused_as_it_is_said()
        case.found("violation_found", grade=data.kind_on(kind, today()).grade)
        if kind == "oversight_notice":
            assert drafted.said() == ["act.names_no_recommendation"] and drafted.is_refused_as_it_is_said()
            wanted["grounds"] = f"Rekomandimi {case.issue(bodies[1])['number']} mbetet i hapur."
            seen["content_hash"] = case.officer.patch(path, {"grounds": wanted["grounds"]}).json["content_hash"]
        assert drafted.said() == [] and drafted.next().status_code == 200
    drafted.next = lambda: signatory.post(f"{path}/issue")
    for body_class in sendable:
        bench.tell_of(bodies[0][body_class], body_class, active=False)
        assert "institution_inactive" in drafted.said() and drafted.is_refused_as_it_is_said()
        acts_for = [("acts_for", bodies[1].id, None, None)]
        bench.tell_of(bodies[0][body_class], body_class, relations=acts_for, powers=["legislative_initiative"])
    case.step("suspend", reason="E ka gjykata.", elsewhere="pending_before_court")
    barred = "pending_before_court" in data.kind_on(kind, today()).barred_by
    assert ("act.pending_before_court" in drafted.said()) is barred
    assert drafted.is_refused_as_it_is_said() if barred else drafted.said() == []


@pytest.mark.parametrize("role", ["approver", "commissioner"])
def test_an_act_that_nobody_is_there_to_approve_or_sign_says_so_while_it_is_drafted(bench, case, bodies, role):
    act = case.officer.post(
        f"/cases/{case.case_id}/recommendations", content("prosecution_referral", bodies[0]["prosecution"])
    ).json
    assert [one["code"] for one in act["faults"]] == ["act.nobody_signs"]
    bench.person(role)
    left = [one["code"] for one in case.officer.get(f"/recommendations/{act['id']}").json["faults"]]
    assert left == (["act.nobody_signs"] if role == "approver" else [])


@pytest.mark.parametrize(
    ("kind", "body_class"),
    [
        ("judicial_notice", "judicial_oversight"),
        ("constitutional_review", "constitutional_court"),
        ("prosecution_referral", "prosecution"),
        ("litigation_advice", None),
        ("judicial_information_request", "court"),
    ],
)
def test_whom_nothing_is_ordered_gets_neither_a_day_nor_a_proof_to_bring(case, bodies, kind, body_class):
    to = [bodies[0][body_class]] if body_class else []
    wanted = content_in(case, kind, *to)
    path = f"/cases/{case.case_id}/recommendations"
    ordering = {**wanted, "items": [{"text": "Masa", "due": soon(), "evidence_expected": "Vendimi"}]}
    refused = case.officer.post(path, ordering)
    assert refused.status_code == 422, refused.json
    said = {(one["pointer"], one["code"]) for one in refused.json["errors"]}
    assert said >= {("/items/0/due", "item.no_due"), ("/items/0/evidence_expected", "item.no_evidence_expected")}
    assert case.officer.post(path, wanted).status_code == 201


def test_no_gap_in_the_public_numbers_shows_how_many_secret_acts_there_are(bench, case, bodies):
    first = issue(bench, case, "remedy", bodies[0]["school"])
    secret = issue(bench, case, "prosecution_referral", bodies[0]["prosecution"])
    second = issue(bench, case, "remedy", bodies[0]["health"])
    assert [one["number"][:12] for one in (first, second)] == [f"R-{today().year}-00001", f"R-{today().year}-00002"]
    assert secret["number"].startswith(f"V-{today().year}-00001-")
