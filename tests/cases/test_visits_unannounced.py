"""An unannounced visit is known to its team and the commissioner alone until it has begun: every page, list, count, search, event and
number is asked as everybody else.
"""

import re
from dataclasses import replace
from uuid import uuid4

import pytest

from services.cases.visits import data
from shared.app import STAFF_COOKIE
from tests.cases.bench import today
from tests.cases.offline_device import PASSWORD
from tests.cases.test_visits import begun, give, planned, prepare, prepared

API, PAGES = "/cases/api/v1", "/cases/staff"
#: Everybody but the commissioner; a case officer and a monitor who are not of the team among them.
OTHERS = ["intake_officer", "case_officer", "approver", "monitor", "publisher", "auditor", "admin"]


@pytest.fixture
def lead(bench):
    return bench.person("case_officer", name="Shembull Drejtuesi")


@pytest.fixture
def home(bench):
    return bench.body("social_care", municipality="bashkia-kukes", municipality_name="Kukës")


@pytest.fixture
def secret(lead, home):
    return prepared(lead, home, announced=False)


#: What is asked besides of an address that heeds it: by each a list could show it, or count it otherwise.
ASKED = {
    "visits": ("q={body}", "state=prepared", "kind=full", "announced=no", "made_by=me", "limit=200"),
    "search": ("q={body}", "q={visit}", "q=VZ-{year}-1"),
    "audit": ("object=visit&id={visit}", "limit=200"),
}
#: What is another each time that a page is made, or says when: no part of what it shows.
CHANGING = re.compile(
    rb'nonce="[^"]*"|name="csrf_token" value="[^"]*"|"rid": "[^"]*"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.+Z-]*|[0-9]{1,2}:[0-9]{2}'
)
#: What is read or asked is noted or counted there, so that it is another after any walk: looked through for the visit, and not compared.
NOTED = ("audit", "readings", "metrics")


def addresses(bench, *, public):
    """Every address of this service that leads somewhere by itself, with what is asked of it besides, and every one of a visit; with or
    without those that show everybody the same.
    """
    for rule in bench.app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static" or rule.arguments - {"visit_id", "section"}:
            continue
        if not public and "/public" in rule.rule:
            continue
        place = rule.rule.replace("<uuid:visit_id>", "{visit}").replace("<section>", "decision")
        yield place
        yield from (f"{place}?{query}" for query in ASKED.get(place.rpartition("/")[2], ()))


def walk(bench, person, visit, body):
    """What a person sees at each address: None where nothing is for them. A page that was asked with the id of the visit may repeat it."""
    headers = {}
    if person.token:
        person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
        headers = {"Authorization": f"Bearer {person.token}"}
    seen = {}
    for place in addresses(bench, public=not person.token):
        answer = person.client.get(place.format(visit=visit, body=body.key, year=today().year), headers=headers)
        assert answer.status_code < 500, place
        page = answer.data.replace(visit.encode(), b"") if "{visit}" in place else answer.data
        seen[place] = CHANGING.sub(b"", page) if answer.status_code == 200 else None
    return seen


def differing(before, after):
    """The addresses at which the two walks saw something else."""
    return {one for one, page in after.items() if page != before[one] and not any(word in one for word in NOTED)}


def naming(seen, *visits):
    """The addresses at which one of these is named by itself."""
    return {one for one, page in seen.items() if page and any(visit.encode() in page for visit in visits)}


def test_nobody_but_its_team_and_the_commissioner_sees_a_page_a_list_or_a_count_change_by_it(bench, lead, home):
    """One world, walked before any is planned, and once one is prepared and another was called off. What no event tells, no other
    service knows.
    """
    people = {role: bench.person(role) for role in (*OTHERS, "commissioner")} | {"lead": lead}
    people["nobody"] = replace(bench.person("publisher"), client=bench.app.test_client(), token="")
    told = "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM numbering)"
    events = bench.scalar(told)
    before = {name: walk(bench, person, str(uuid4()), home) for name, person in people.items()}
    visit, other = (prepared(lead, home, announced=False)["visit"]["id"] for _one in range(2))
    for one in (visit, other):
        assert lead.post(f"/visits/{one}/copies", {"password": PASSWORD}).status_code == 201
    assert lead.post(f"/visits/{other}/cancellation", {"reason": "Nuk bëhet."}).status_code == 200
    after = {name: walk(bench, person, visit, home) for name, person in people.items()}
    for name in (*OTHERS, "nobody"):
        assert differing(before[name], after[name]) | naming(after[name], visit, other) == set(), name
    assert bench.scalar(told) == events
    # So that the walk is not blind: who may know of it sees it in these places.
    of_team = {f"{root}{place}" for root in (API, PAGES) for place in ("/visits", "/visits/{visit}")}
    assert of_team | {f"{API}/search?q={{body}}"} <= differing(before["lead"], after["lead"])
    assert of_team <= differing(before["commissioner"], after["commissioner"])
    assert {f"{API}/visits", f"{API}/audit", f"{PAGES}/audit"} <= naming(after["commissioner"], visit)


def test_once_it_has_begun_the_office_finds_it(bench, secret, lead):
    path = f"/visits/{secret['visit']['id']}"
    others = [bench.person(role) for role in ("case_officer", "approver", "monitor")]
    assert {one.get(path).status_code for one in others} == {404}
    assert lead.post(f"{path}/beginning").status_code == 200
    assert {one.get(path).status_code for one in others} == {200}
    auditor = bench.person("auditor")
    assert secret["visit"]["id"] in auditor.get("/audit?limit=200").text
    # By its number, as people write one, it is found from now on: by page and API.
    number = others[0].get(path).json["visit"]["number"]
    found = others[0].get("/search", query_string={"q": number.replace("-", " ")}).json
    assert found["leads_to"] == f"/cases/api/v1{path}"
    assert [one["number"] for one in found["visits"]["items"]] == [number]
    others[0].client.set_cookie(STAFF_COOKIE, others[0].token, path="/")
    led = others[0].client.get(f"{PAGES}/search", query_string={"q": number})
    assert (led.status_code, led.headers["Location"]) == (302, f"/cases/staff{path}")


@pytest.mark.parametrize("role", ["case_officer", "approver", "monitor"])
def test_what_is_done_with_it_and_with_one_that_is_not_there_gets_the_same_answer(bench, secret, home, role):
    person = bench.person(role)
    visit, nothing = secret["visit"]["id"], str(uuid4())
    wanted = {
        "preparation": {"checklist": "residential", "checklist_version": 1, "planned_on": str(today()), "lead": str(person.id)},
        "beginning": None,
        "cancellation": {"reason": "Arsye."},
        "answers": {"answers": [{"question": "res.01", "value": "met"}]},
        "copies": {"password": PASSWORD},
        f"brought/{uuid4()}/choice": {"take": True, "version": 0},
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
