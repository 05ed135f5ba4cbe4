"""The wall of a conflict of interest on every address: a case of which there is everything that a case can have, and a person
who is shut out of it and then opens every page and asks every question that the service has for staff.
"""

import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.cases.gaps import timers
from shared.app import STAFF_COOKIE
from shared.numbers import reference
from tests.cases.bench import soon, today
from tests.cases.commitments_world import a_row, brought
from tests.cases.conftest import Story
from tests.cases.ladder_world import Silence, after
from tests.cases.test_gaps import a_gap
from tests.intake.files import PDF

ROLES = ["intake_officer", "case_officer", "approver", "commissioner", "monitor", "publisher", "auditor", "admin"]
WORDS = {
    "title": "Shembull i mbuluar",
    "act": "Akt i mbuluar",
    "item": "Masë e mbuluar",
    "task": "Detyrë e mbuluar",
    "note": "Shënim i mbuluar",
    "party": "dëshmitari i mbuluar",
    "finding": "Gjetje e mbuluar",
    "draft": "Projekt i mbuluar",
}
#: What in an address names something of the case: behind the wall such an address leads nowhere.
OF_CASE = {"case_id", "act_id", "obligation_id", "task_id", "scan_id", "letter_id", "proposal_id"}
#: What names something that is there without the case too.
OF_ALL = {
    "commitment_id",
    "gap_id",
    "institution_id",
    "item_id",
    "staff_id",
    "document",
    "filename",
    "visit_id",
    "copy_id",
    "brought_id",
    "section",
    "stream",
    "subject",
    "parked_id",
    "rescue_id",
    "key",
    # A request for figures is a case of its own, behind the wall of that case (test_figure_requests).
    "request_id",
    # So are the letters about what an agreement says (test_agreements).
    "agreement_id",
    # Of a clause of one that a party promised which is no body: it stands in no case (test_promises_of_actors).
    "clause_id",
    # A report tells of no case; the act by which it is filed stands in one (test_reports).
    "report_id",
    "chapter",
    "tongue",
    "language",
    "form",
}
CASE_QUERIES = ("assigned=me", "assigned=nobody", "status=pending_reply")
#: Words that stand in what is covered, and what it is about.
FOUND_BY = ("q=mbuluar", "institution={institution_id}", "right=28", "municipality=bashkia-tropoje")
#: The questions by which a list could be made to say more.
QUERIES = {
    "/cases/api/v1/audit": ("limit=200", "object=case&id={case_id}", "object=obligation&id={obligation_id}"),
    "/cases/staff/audit": ("object=case&id={case_id}", "object=recommendation&id={act_id}"),
    "/cases/api/v1/cases": (*CASE_QUERIES, *FOUND_BY),
    "/cases/staff/cases": (*CASE_QUERIES, *FOUND_BY),
    "/cases/api/v1/recommendations": ("kind=remedy", "case={case_id}", *FOUND_BY),
    "/cases/staff/recommendations": ("kind=remedy", "status=draft", *FOUND_BY),
    "/cases/api/v1/search": FOUND_BY[:1],
    "/cases/staff/search": FOUND_BY[:1],
    "/cases/api/v1/obligations": ("timeliness=late", "institution={institution_id}", "recommendation={act_id}"),
    "/cases/staff/obligations": ("timeliness=late", "institution={institution_id}"),
    "/cases/api/v1/tasks": ("assigned=me", "state=overdue"),
    "/cases/staff/tasks": ("assigned=me", "state=all"),
    "/cases/api/v1/protocol-book": ("institution={institution_id}", "from=2020-01-01", "number=1"),
    "/cases/staff/protocol-book": ("institution={institution_id}", "to=2099-01-01"),
    "/cases/staff/gaps/new": ("case={case_id}",),
}
#: Where each finds the case as long as there is no wall, so that the walk cannot pass by looking at nothing.
API, PAGES = "/cases/api/v1", "/cases/staff"
FOUND = {
    "approver": {
        "/cases/",
        *(f"{API}{path}" for path in (
            "/cases", "/cases/<uuid:case_id>", "/gaps/<uuid:gap_id>", "/obligations", "/patterns", "/rung-letters", "/tasks",
            "/protocol-book",
            "/recommendations", "/search",
            "/obligations/<uuid:obligation_id>", "/patterns/<uuid:proposal_id>", "/recommendations/<uuid:act_id>",
            "/rung-letters/<uuid:letter_id>", "/commitments/<uuid:commitment_id>", "/commitment-origins",
        )),
        *(f"{PAGES}{path}" for path in (
            "/cases", "/cases/<uuid:case_id>", "/cases/<uuid:case_id>/edit", "/gaps/<uuid:gap_id>", "/obligations",
            "/recommendations", "/search",
            "/obligations/<uuid:obligation_id>", "/patterns/<uuid:proposal_id>", "/recommendations/<uuid:act_id>",
            "/recommendations/<uuid:act_id>/paper-reply", "/protocol-book", "/rungs", "/rungs/<uuid:letter_id>", "/tasks",
            "/tasks/<uuid:task_id>", "/workload/<uuid:staff_id>/handover", "/commitments/<uuid:commitment_id>",
            "/commitment-origins",
        )),
    },
    "commissioner": {f"{API}/audit", f"{PAGES}/audit", f"{API}/publications", f"{PAGES}/publications"},
    "case_officer": {"/cases/", f"{API}/patterns", f"{API}/cases", f"{PAGES}/tasks", f"{PAGES}/rungs"},
    "publisher": {f"{API}/publications", f"{PAGES}/publications", f"{API}/recommendations/<uuid:act_id>"},
    "auditor": {f"{API}/audit", f"{API}/cases", f"{PAGES}/audit", f"{PAGES}/cases"},
}  # fmt: skip


@pytest.fixture
def covered(bench, officer, approver, commissioner):
    """The story of the case; the ids by which an address names what it has; the marks by which one would know it."""
    body, complaint = bench.body(), bench.complaint()
    case_id = bench.admit(complaint, bodies=[body.id], rights=["28"])
    story = Story(bench, case_id, officer, approver)
    others = [admit(bench, body, running) for running in (11, 12, 13)]
    story.step("assign", title=WORDS["title"])
    story.step("investigate")
    story.found("violation_found", body, WORDS["finding"])
    items = [
        {"text": WORDS["item"], "evidence_expected": "x", "due": soon()},
        {"text": "Masa 2", "evidence_expected": "x", "due": soon()},
    ]
    act = story.issue(body, title=WORDS["act"], items=items)
    draft = story.draft(body, title=WORDS["draft"])
    bench.deliver(act, body)
    owed = story.obligations(act, body)[0]["id"]
    ids = {
        "case_id": case_id,
        "act_id": act["id"],
        "obligation_id": owed,
        "institution_id": body.id,
        "staff_id": officer.id,
        "item_id": uuid4(),
        "other": others[0],
        "document": "0" * 64,
        "filename": "none",
        **{one: uuid4() for one in ("visit_id", "copy_id", "brought_id")},
        "section": "none",
        "key": "pmf",
        "request_id": uuid4(),
        "agreement_id": uuid4(),
        "clause_id": uuid4(),
        "report_id": uuid4(),
        "chapter": "summary",
        **dict.fromkeys(("tongue", "language"), "sq"),
        "form": "pdf",
        **OF_EVENTS,
        **beside(story, act, others[0]),
        "letter_id": letter(bench, story, body, act, commissioner),
        "proposal_id": pattern(bench, approver),
    }
    named = [ids[name] for name in OF_CASE] + [draft["id"], complaint, ids.pop("act_of_gap"), ids.pop("link")]
    numbers = [bench.scalar("SELECT number FROM case_file WHERE id = :id", id=case_id), act["number"]]
    numbers.append(bench.scalar("SELECT reference FROM complaint WHERE id = :id", id=complaint))
    return story, ids, [*map(str, named), *numbers, *WORDS.values()]


def admit(bench, body, running):
    """Another case about the same body and right, which nobody has taken."""
    known_as = reference("A", 2026, running)
    complaint = bench.complaint(reference=known_as)
    return bench.admit(complaint, bodies=[body.id], rights=["28"], reference=known_as)


def beside(story, act, other):
    """A task, a note, a party, a link to another case, a scan, a gap with an act."""

    def made(person, path, body, status=201):
        answer = person.post(path, body)
        assert answer.status_code == status, answer.json
        return answer.json

    case, officer = f"/cases/{story.case_id}", story.officer
    made(officer, f"{case}/notes", {"text": WORDS["note"]})
    made(officer, f"{case}/parties", {"role": "witness", "label": WORDS["party"]})
    gap = made(officer, "/gaps", a_gap(kind="wrong_practice", cases=[str(story.case_id)]))["gap"]["id"]
    addressed = {"addressees": [act["addressees"][0]["institution_id"]]}
    sent = {"data": {"file": (io.BytesIO(PDF), "letra.pdf")}}
    [owed] = brought(story.approver, a_row(issuer="assembly"))
    made(officer, f"/commitments/{owed['id']}/links", {"act_id": act["id"]}, 200)
    made(officer, "/commitment-origins", {"act_id": act["id"], "fidelity": "not_taken_up", "source": "Rezoluta"})
    return {
        "commitment_id": owed["id"],
        "task_id": made(officer, f"{case}/tasks", {"text": WORDS["task"], "due": today().isoformat()})["id"],
        "link": made(officer, f"/cases/{other}/links", {"case_id": str(story.case_id), "kind": "part_of"})["id"],
        "gap_id": gap,
        "act_of_gap": made(story.approver, f"/gaps/{gap}/acts", addressed)["id"],
        "scan_id": officer.call("POST", f"/recommendations/{act['id']}/scans", **sent).json["id"],
    }


def letter(bench, story, body, act, commissioner):
    """The reminder that waits, since the body said nothing; its term has passed."""
    silence = Silence(story, body, act, commissioner, bench.person("publisher"))
    with silence.on(after(silence.owed[0]["reply_due"])):
        [found] = silence.draft()
    bench.platform.database.run(
        lambda session: session.connection().exec_driver_sql("UPDATE obligation SET reply_due = '2020-01-01'")
    )
    return found["id"]


def pattern(bench, approver):
    """The proposal that the case was counted in."""
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE case_file SET opened_at = opened_at - interval '9 days'"))
    timers.propose_patterns(bench.platform, datetime.now(UTC))
    return approver.get("/patterns").json["items"][0]["id"]


#: Pages of stuck events tell places and types, and of whom they are only by an id.
OF_EVENTS = {"stream": "none", "subject": uuid4(), "parked_id": uuid4()}


def of_staff(bench):
    """Every address of this service that can be opened and is not for the public."""
    public = ("/cases/public", "/v1/public/", "/open-data", "/static", "/livez", "/readyz", "/metrics", "openapi")
    rules = [rule for rule in bench.app.url_map.iter_rules() if "GET" in rule.methods]
    return [rule for rule in rules if not any(part in rule.rule for part in public)]


def walk(bench, person, ids, marks):
    """The routes at which a person finds a mark, and those of the case's own that are there at all."""
    person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
    found, there = set(), set()
    for rule in of_staff(bench):
        address = rule.rule
        for name in rule.arguments:
            start, end = address.index("<"), address.index(">") + 1
            address = f"{address[:start]}{ids[name]}{address[end:]}"
        for query in ("", *(one.format(**ids) for one in QUERIES.get(rule.rule, ()))):
            answer = person.client.get(f"{address}?{query}", headers={"Authorization": f"Bearer {person.token}"})
            assert answer.status_code < 500, (address, query)
            # What one wrote into the address comes back in it, as the value of a filter.
            looked_for = [mark for mark in marks if mark not in query]
            if answer.status_code == 200:
                there |= {rule.rule} if rule.arguments & OF_CASE else set()
                found |= {rule.rule for mark in looked_for if mark.encode() in answer.data}
    return found, there


def exclude(story, person, case_id=None):
    body = {"staff_id": str(person.id), "excluded": True, "reason": "Është i afërm i palës."}
    answer = story.approver.post(f"/cases/{case_id or story.case_id}/exclusions", body)
    assert answer.status_code == 201, answer.json


@pytest.mark.parametrize("role", ROLES)
def test_an_excluded_person_of_any_role_finds_nothing_of_the_case_at_any_address(bench, covered, role):
    story, ids, marks = covered
    person = story.officer if role == "case_officer" else bench.person(role)
    before, _there = walk(bench, person, ids, marks)
    assert FOUND.get(role, set()) - before == set(), "the walk would have missed it there"
    exclude(story, person)
    assert walk(bench, person, ids, marks) == (set(), set())
    assert bench.audited("exclusion.changed", story.case_id) == 1


def test_every_argument_of_an_address_is_one_that_the_walk_can_name(bench):
    unknown = {name for rule in of_staff(bench) for name in rule.arguments} - OF_CASE - OF_ALL
    assert unknown == set(), "say in OF_CASE or OF_ALL what it names, and give the covered case one"


def test_the_history_of_a_case_does_not_say_that_it_was_linked_to_one_behind_the_wall(covered):
    story, ids, _marks = covered

    def told(person):
        history = person.get(f"/cases/{ids['other']}").json["history"]
        return "link.added" in {one["code"] for one in history}

    assert told(story.officer)
    exclude(story, story.officer)
    assert not told(story.officer)
    assert told(story.approver)


def test_the_case_that_a_pattern_led_to_is_not_named_to_who_is_shut_out_of_it(covered):
    story, ids, _marks = covered
    path = f"/patterns/{ids['proposal_id']}"
    opened = story.approver.post(f"{path}/opening", {"words": "Po përsëritet."}).json["id"]
    assert story.officer.get(path).json["case_id"] == opened
    exclude(story, story.officer, opened)
    answer = story.officer.get(path)
    assert (answer.status_code, answer.json["case_id"]) == (200, None)
    story.officer.client.set_cookie(STAFF_COOKIE, story.officer.token, path="/")
    page = story.officer.client.get(f"{PAGES}{path}")
    assert page.status_code == 200 and opened not in page.text


def test_who_is_shut_out_learns_nothing_by_naming_the_case_in_what_they_send(bench, covered):
    story, ids, _marks = covered
    exclude(story, story.officer)
    mine, number = admit(bench, bench.body(), 21), bench.scalar("SELECT number FROM case_file ORDER BY id LIMIT 1")
    assert number
    for path, body in [
        (f"/cases/{mine}/links", {"kind": "related", "case_id": None}),
        (f"/gaps/{ids['gap_id']}/cases", {"cases": [None]}),
        ("/gaps", {**a_gap(), "cases": [None]}),
    ]:
        answers = []
        for case_id in (str(ids["case_id"]), str(uuid4())):
            sent = {
                name: [case_id] if value == [None] else case_id if value is None else value
                for name, value in body.items()
            }
            answer = story.officer.post(path, sent)
            answers.append((answer.status_code, {**answer.json, "rid": 0}))
        assert answers[0] == answers[1], path
        assert answers[0][0] in {404, 422}, path
