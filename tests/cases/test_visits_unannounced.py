"""An unannounced visit is known to its team and the commissioner alone until it has begun: every page, list, count, search, event and
number is asked as everybody else.
"""

from uuid import uuid4

import pytest

from services.cases.visits import data
from shared.app import STAFF_COOKIE
from tests.cases.bench import today
from tests.cases.test_visits import begun, give, planned, prepare, prepared

API, PAGES = "/cases/api/v1", "/cases/staff"
#: Everybody but the commissioner; a case officer and a monitor who are not of the team among them.
OTHERS = ["intake_officer", "case_officer", "approver", "monitor", "publisher", "auditor", "admin"]
QUERIES = ("q={body}", "object=visit&id={visit}", "limit=200", "state=prepared", "announced=no", "made_by=me")


@pytest.fixture
def lead(bench):
    return bench.person("case_officer", name="Shembull Drejtuesi")


@pytest.fixture
def home(bench):
    return bench.body("social_care", municipality="bashkia-kukes", municipality_name="Kukës")


@pytest.fixture
def secret(lead, home):
    return prepared(lead, home, announced=False)


def rules(bench):
    """Every address that is read, of this service, for anyone."""
    return [one for one in bench.app.url_map.iter_rules() if "GET" in one.methods and one.endpoint != "static"]


def address(rule, visit):
    filled = rule.rule
    for name in rule.arguments:
        start, end = filled.index("<"), filled.index(">") + 1
        value = {"visit_id": visit, "section": "decision", "document": "0" * 64}.get(name, uuid4())
        filled = f"{filled[:start]}{value}{filled[end:]}"
    return filled


def walk(bench, person, visit, body):
    """Where a person finds the visit, and what of it is there at all."""
    found, there = set(), set()
    if person.token:
        person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
    headers = {"Authorization": f"Bearer {person.token}"} if person.token else {}
    for rule in rules(bench):
        place = address(rule, visit)
        opened = person.client.get(place, headers=headers).status_code == 200
        there |= {rule.rule} if opened and "visit_id" in rule.arguments else set()
        # Only a list heeds what is asked besides, and it stands at an address without an id.
        for query in ("", *(QUERIES if opened and not rule.arguments else ())):
            asked = query.format(body=body.key, visit=visit)
            answer = person.client.get(f"{place}?{asked}", headers=headers)
            assert answer.status_code < 500, (rule.rule, asked)
            if answer.status_code == 200 and str(visit) not in asked and str(visit).encode() in answer.data:
                found.add(rule.rule)
    return found, there


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_finds_it_at_any_address(bench, secret, home, role):
    assert walk(bench, bench.person(role), secret["visit"]["id"], home) == (set(), set())


def test_neither_does_who_is_nobody(bench, secret, home):
    person = bench.person("publisher")
    person.client, person.token = bench.app.test_client(), ""
    assert walk(bench, person, secret["visit"]["id"], home) == (set(), set())


def test_its_team_and_the_commissioner_find_it_so_that_the_walk_is_not_blind(bench, secret, home, lead):
    visit = secret["visit"]["id"]
    found, there = walk(bench, lead, visit, home)
    assert {f"{API}/visits", f"{PAGES}/visits"} <= found
    assert {f"{API}/visits/<uuid:visit_id>", f"{PAGES}/visits/<uuid:visit_id>"} <= there
    found, _there = walk(bench, bench.person("commissioner"), visit, home)
    assert {f"{API}/visits", f"{PAGES}/visits", f"{API}/audit", f"{PAGES}/audit"} <= found


def test_once_it_has_begun_the_office_finds_it(bench, secret, lead):
    path = f"/visits/{secret['visit']['id']}"
    others = [bench.person(role) for role in ("case_officer", "approver", "monitor")]
    assert {one.get(path).status_code for one in others} == {404}
    assert lead.post(f"{path}/beginning").status_code == 200
    assert {one.get(path).status_code for one in others} == {200}
    auditor = bench.person("auditor")
    assert secret["visit"]["id"] in auditor.get("/audit?limit=200").text


@pytest.mark.parametrize("role", ["case_officer", "approver", "monitor"])
def test_what_is_done_with_it_and_with_one_that_is_not_there_gets_the_same_answer(bench, secret, home, role):
    person = bench.person(role)
    visit, nothing = secret["visit"]["id"], str(uuid4())
    wanted = {
        "preparation": {"checklist": "residential", "checklist_version": 1, "planned_on": str(today()), "lead": str(person.id)},
        "beginning": None,
        "cancellation": {"reason": "Arsye."},
        "answers": {"answers": [{"question": "res.01", "value": "met"}]},
        **({} if role == "monitor" else {"conclusion": {}}),
    }  # fmt: skip
    for step, body in wanted.items():
        answers = [person.post(f"/visits/{one}/{step}", body, headers={"If-Match": "*"}) for one in (visit, nothing)]
        assert [one.status_code for one in answers] == [404, 404], step
        assert len({str({**one.json, "rid": 0}) for one in answers}) == 1, step
    follow = {"institution_id": str(home.id), "kind": "follow_up", "announced": True, "basis": "opcat"}
    answers = [
        person.post("/visits", {**follow, "planned_on": str(today()), "follows": one}) for one in (visit, nothing)
    ]
    assert [one.status_code for one in answers] == [404, 404]
    assert bench.scalar("SELECT state FROM visit") == "prepared"


def test_no_number_no_event_and_no_mail_tells_of_it(bench, lead, home):
    before = bench.scalar("SELECT count(*) FROM outbox"), bench.scalar("SELECT count(*) FROM numbering")
    visit = prepare(lead, planned(lead, home, announced=False))
    called_off = prepared(lead, home, announced=False)
    path = f"/visits/{called_off['visit']['id']}/cancellation"
    assert lead.post(path, {"reason": "Nuk bëhet."}).status_code == 200
    after = bench.scalar("SELECT count(*) FROM outbox"), bench.scalar("SELECT count(*) FROM numbering")
    assert before == after
    # The next that begins has the first number: there is no gap for those that are planned or were called off.
    other = bench.person("monitor")
    number = begun(other, bench.body("social_care"))["visit"]["number"]
    assert number.startswith(f"{data.number_prefix()}-{today().year}-00001-")
    assert visit["visit"]["number"] is None


def test_who_was_taken_off_the_team_knows_of_it_no_more(bench, lead, home):
    other = bench.person("monitor")
    visit = planned(lead, home, announced=False, team=[str(other.id)])
    assert other.get(f"/visits/{visit['visit']['id']}").status_code == 200
    prepare(lead, visit, team=[])
    assert other.get(f"/visits/{visit['visit']['id']}").status_code == 404


def test_what_is_answered_is_in_no_event_either(bench, lead, home):
    visit = begun(lead, home, announced=False)
    before = bench.scalar("SELECT count(*) FROM outbox")
    assert give(lead, visit, {"question": "res.01", "value": "not_met", "note": "Shënim."}).status_code == 200
    assert bench.scalar("SELECT count(*) FROM outbox") == before
