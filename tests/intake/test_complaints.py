"""Complaints as they come in over the API."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.intake.actions import complaints as actions
from services.intake.domain.receipts import ReceiptCode
from services.intake.schemas.complaints import NewComplaint
from shared import numbers
from shared.events.catalogue import ComplaintReceived
from shared.principal import Principal
from shared.typed import load
from tests.intake.conftest import BASE, CHILD, MUNICIPALITY, PARENT, SCHOOL, WORDS, complaint

URL = f"{BASE}/complaints"
FAR = {"REMOTE_ADDR": "203.0.113.7"}


def pointers(answer) -> set[str]:
    assert answer.mimetype == "application/problem+json"
    return {fault["pointer"] for fault in answer.get_json().get("errors", [])}


def test_a_child_complains_and_gets_a_number_and_a_way_back(world):
    answer = world.client.post(URL, json=complaint())
    told = answer.get_json()
    assert answer.status_code == 201
    assert set(told) == {"id", "reference", "receipt_code"}
    assert re.fullmatch(r"A-\d{4}-00001-\d", told["reference"])
    assert numbers.is_valid(told["reference"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert world.mine(told["receipt_code"]).get_json()["reference"] == told["reference"]


def test_nothing_but_role_words_and_language_is_needed(world):
    least = {"submitter": {"role": "child"}, "narrative": "Po", "language": "sq"}
    assert world.client.post(URL, json=least).status_code == 201
    (event,) = world.outbox(ComplaintReceived)
    assert event["channel"] == "form"
    assert event["urgency"] == "normal"


def test_the_event_tells_that_and_not_what(world):
    told = world.complain(life_area="school", urgency={"hurt_recently": True, "in_danger_now": False})
    (event,) = world.outbox(ComplaintReceived)
    assert event == {
        "complaint_id": told["id"],
        "reference": told["reference"],
        "channel": "form",
        "submitter_role": "child",
        "by_child": True,
        "life_area": "school",
        "municipality": "bashkia-shembull",
        "urgency": "urgent",
        "language": "sq",
    }


def test_nothing_that_a_person_said_lies_open_in_the_database_or_the_store(world):
    told = world.complain(
        submitter={"role": "parent", "name": PARENT, "keep_secret": True,
                   "contact": {"email": "kanarin@example.org", "address": "Rruga e Kanarinave 3", "safe": True}},
        bodies=[{"name": "Shkolla e Kanarinave"}],
    )  # fmt: skip
    world.client.post(
        f"{URL}/mine/messages", json={"text": "Kanarina shkroi"}, headers={"Receipt-Code": told["receipt_code"]}
    )
    tables = [
        row["t"]
        for row in world.rows(
            "SELECT relname AS t FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace"
        )
    ]
    stored = " ".join(str(dict(row)) for table in tables for row in world.rows(f"SELECT * FROM {table}"))
    files = b"".join(path.read_bytes() for path in (world.folder).rglob("*") if path.is_file())
    for canary in (CHILD, PARENT, "anarin", "klasën e kuqe", told["receipt_code"], told["receipt_code"][5:]):
        assert canary not in stored
        assert canary.encode() not in files


def test_the_contact_goes_out_only_where_it_is_safe(world):
    def contact_of(**contact):
        world.complain(submitter={"role": "parent", "contact": contact})
        name = world.outbox(ComplaintReceived)[-1].get("contact")
        return name and world.documents.get_json(name)

    hours = {"from": "16:00", "to": "20:00"}
    assert contact_of(email="a@example.org", phone="+355 69 234 5678") is None
    assert contact_of(email="a@example.org", phone="+355692345678", safe=True, hours=hours) == {
        "channel": "email", "address": "a@example.org", "language": "sq", "hours": hours}  # fmt: skip
    assert contact_of(phone="069 234 5678", safe=True) == {
        "channel": "sms", "address": "069 234 5678", "language": "sq", "hours": None}  # fmt: skip


def test_a_contact_may_be_one_loose_text_and_is_then_never_written_to(world):
    told = world.complain(submitter={"role": "child", "contact": "te tezja, 069 234 5678"})
    assert "contact" not in world.outbox(ComplaintReceived)[0]
    opened = world.opened(told["id"]).get_json()
    assert opened["identity"]["submitter"]["contact"] == {"other": "te tezja, 069 234 5678", "safe": False}


def test_numbers_of_a_year_run_from_one(world):
    references = [world.complain()["reference"] for _ in range(3)]
    assert [reference.split("-")[2] for reference in references] == ["00001", "00002", "00003"]


def test_each_year_begins_with_one_and_tiranas_midnight_begins_it(world, vault):
    new, moments = load(NewComplaint, complaint()), (
        datetime(2026, 12, 31, 22, 59, tzinfo=UTC), datetime(2026, 12, 31, 23, 1, tzinfo=UTC), datetime(2027, 1, 1, 12, tzinfo=UTC)
    )  # fmt: skip
    references = [
        world.database.run(
            lambda session, now=now: actions.register(Principal(), session, vault, world.documents, new, now=now)
        ).reference[:-2]
        for now in moments
    ]
    assert references == ["A-2026-00001", "A-2027-00001", "A-2027-00002"]


def test_complaints_that_come_together_get_different_numbers_and_codes(world):
    with ThreadPoolExecutor(8) as together:
        told = list(together.map(lambda _: world.client.post(URL, json=complaint()).get_json(), range(24)))
    assert len({one["reference"] for one in told}) == 24
    assert sorted(int(one["reference"].split("-")[2]) for one in told) == list(range(1, 25))
    assert len({one["receipt_code"] for one in told}) == 24


def test_a_locator_that_is_taken_is_given_up_for_another(world, vault, monkeypatch):
    monkeypatch.setattr(actions, "new_code", lambda: ReceiptCode("AAAA", "B" * 12))
    codes = {world.complain()["receipt_code"] for _ in range(3)}
    assert len({code[:4] for code in codes}) == 3
    assert {world.mine(code).status_code for code in codes} == {200}


def test_the_same_key_is_the_same_complaint(world):
    headers = {"Idempotency-Key": "k-1"}
    first = world.client.post(URL, json=complaint(), headers=headers)
    again = world.client.post(URL, json=complaint(), headers=headers)
    other = world.client.post(URL, json=complaint(narrative="Tjetër"), headers=headers)
    assert again.get_json() == first.get_json()
    assert other.status_code == 422
    assert len(world.rows("SELECT id FROM complaint")) == 1
    assert len(world.outbox(ComplaintReceived)) == 1


def test_staff_register_what_came_by_telephone(world):
    answer = world.client.post(URL, json=complaint(channel="phone"), headers=world.bearer("intake_officer"))
    assert answer.status_code == 201
    (row,) = world.rows("SELECT channel, registered_by FROM complaint")
    assert (row["channel"], row["registered_by"]) == ("phone", world.staff["intake_officer"])
    assert world.outbox(ComplaintReceived)[0]["channel"] == "phone"


@pytest.mark.parametrize("role", [None, "auditor", "admin", "publisher"])
def test_nobody_else_names_a_channel_of_the_office(world, role):
    headers = world.bearer(role) if role else {}
    answer = world.client.post(URL, json=complaint(channel="phone"), headers=headers)
    assert (answer.status_code, pointers(answer)) == (422, {"/channel"})
    assert world.client.post(URL, json=complaint(channel="form"), headers=headers).status_code == 201


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"submitter": None}, "/submitter"),
        ({"submitter": {"name": "A"}}, "/submitter/role"),
        ({"submitter": {"role": "nobody"}}, "/submitter/role"),
        ({"submitter": {"role": "child", "keep_secret": "yes"}}, "/submitter/keep_secret"),
        ({"submitter": {"role": "child", "id": "x"}}, "/submitter/id"),
        ({"submitter": {"role": "child", "name": "x" * 201}}, "/submitter/name"),
        ({"submitter": {"role": "child", "contact": 7}}, "/submitter/contact"),
        ({"submitter": {"role": "child", "contact": {"safe": True}}}, "/submitter/contact/safe"),
        ({"submitter": {"role": "child", "contact": {"email": "a@b"}}}, "/submitter/contact/email"),
        ({"submitter": {"role": "child", "contact": {"email": "a@example.org\nBcc: b@example.org"}}}, "/submitter/contact/email"),
        ({"submitter": {"role": "child", "contact": {"phone": "call me"}}}, "/submitter/contact/phone"),
        ({"submitter": {"role": "child", "contact": {"phone": "069 234 5678\r\n"}}}, "/submitter/contact/phone"),
        ({"submitter": {"role": "child", "contact": {"hours": {"from": "16:00"}}}}, "/submitter/contact/hours/to"),
        ({"submitter": {"role": "child", "contact": {"hours": {"from": "25:00", "to": "8"}}}}, "/submitter/contact/hours/from"),
        ({"submitter": {"role": "child", "contact": "\x00"}}, "/submitter/contact"),
        ({"submitter": []}, "/submitter"),
        ({"child": {"age": -1}}, "/child/age"),
        ({"child": {"age": 151}}, "/child/age"),
        ({"child": {"age": "7"}}, "/child/age"),
        ({"child": {"age": 7.0}}, "/child/age"),
        ({"child": {"age": True}}, "/child/age"),
        ({"child": {"sex": "girl"}}, "/child/sex"),
        ({"child": {"name": "\u202eevil"}}, "/child/name"),
        ({"child": {"case_id": 1}}, "/child/case_id"),
        ({"narrative": None}, "/narrative"),
        ({"narrative": ""}, "/narrative"),
        ({"narrative": " \u200b "}, "/narrative"),
        ({"narrative": "a\x00b"}, "/narrative"),
        ({"narrative": "x" * 20_001}, "/narrative"),
        ({"narrative": ["a"]}, "/narrative"),
        ({"narrative": {"$ne": None}}, "/narrative"),
        ({"wanted": "x" * 2001}, "/wanted"),
        ({"bodies": {}}, "/bodies"),
        ({"bodies": [{}]}, "/bodies/0"),
        ({"bodies": [{"name": "A", "institution_id": str(SCHOOL)}]}, "/bodies/0"),
        ({"bodies": [{"institution_id": "x"}]}, "/bodies/0/institution_id"),
        ({"bodies": [{"institution_id": str(SCHOOL).upper()}]}, "/bodies/0/institution_id"),
        ({"bodies": [{"name": "A"}, {"institution_id": str(uuid4())}]}, "/bodies/1/institution_id"),
        ({"bodies": [{"name": "A"}] * 11}, "/bodies"),
        ({"municipality": "bashkia-askund"}, "/municipality"),
        ({"municipality": "shkolla-shembull"}, "/municipality"),
        ({"municipality": CHILD}, "/municipality"),
        ({"language": None}, "/language"),
        ({"language": "fr"}, "/language"),
        ({"conflict_with_guardian": 1}, "/conflict_with_guardian"),
        ({"life_area": "weather"}, "/life_area"),
        ({"urgency": {"nonsense": True}}, "/urgency/nonsense/key"),
        ({"urgency": {"in_danger_now": "yes"}}, "/urgency/in_danger_now/value"),
        ({"urgency": "urgent"}, "/urgency"),
        ({"channel": "pigeon"}, "/channel"),
        ({"status": "admissible"}, "/status"),
        ({"reference": "A-2026-00001-8"}, "/reference"),
        ({"__proto__": {}}, "/__proto__"),
    ],
)  # fmt: skip
def test_a_faulty_member_is_named_and_nothing_is_kept(world, change, pointer):
    answer = world.client.post(URL, json=complaint(**change))
    assert answer.status_code == 422, answer.get_json()
    assert pointer in pointers(answer)
    assert CHILD not in answer.text
    assert world.rows("SELECT 1 FROM complaint") == []
    assert world.rows("SELECT 1 FROM outbox") == []
    assert world.rows("SELECT 1 FROM audit_entry") == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"  ", 400), (b"{", 400), (b"{}{}", 400), (b"{'a': 1}", 400), (b'{"a": NaN}', 400), (b'{"a": 1e999}', 400),
        (b'{"language": "sq", "language": "en"}', 400), (b"\xff\xfe", 400), (b'{"a": ' + b"9" * 5000 + b"}", 400),
        (b"[" * 100_000, 400), (b"null", 422), (b"true", 422), (b"7", 422), (b'"a"', 422), (b"[]", 422),
        (json.dumps([complaint()]).encode(), 422), (b'{"narrative": "' + b"x" * 300_000 + b'"}', 413),
    ],
)  # fmt: skip
def test_a_body_that_is_no_complaint_is_refused(world, body, status):
    answer = world.client.post(URL, data=body, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert world.rows("SELECT 1 FROM complaint") == []


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE complaint;--", "{{7*7}}", "<script>alert(1)</script>", "%s :x $1 \\", "👩‍👧 fjalë"]
)
def test_words_come_back_as_they_were_written(world, words):
    told = world.complain(narrative=words)
    assert world.opened(told["id"]).get_json()["narrative"] == words


def test_a_flood_from_one_network_is_stopped_and_another_goes_on(world):
    statuses = [world.client.post(URL, json=complaint(), environ_base=FAR).status_code for _ in range(61)]
    assert statuses == [201] * 60 + [429]
    refused = world.client.post(URL, json=complaint(), environ_base=FAR)
    assert int(refused.headers["Retry-After"]) > 0
    assert world.client.post(URL, json=complaint(), environ_base={"REMOTE_ADDR": "203.0.113.8"}).status_code == 201
    assert world.client.post(URL, json=complaint()).status_code == 201
    assert "203.0.113" not in str(world.rows("SELECT * FROM rate_window"))


def test_the_list_shows_what_is_known_without_opening(world):
    told = world.complain(urgency={"in_danger_now": True}, life_area="violence")
    answer = world.client.get(URL, headers=world.bearer("case_officer"))
    (item,) = answer.get_json()["items"]
    assert item["reference"] == told["reference"]
    assert (item["urgency"], item["life_area"], item["status"], item["days_left"]) == (
        "immediate_danger", "violence", "received", 30)  # fmt: skip
    for canary in (CHILD, WORDS, "Kanarin"):
        assert canary not in answer.text


def test_the_list_is_read_page_by_page_and_by_filter(world):
    told = [world.complain(municipality=None if index % 2 else "bashkia-shembull") for index in range(5)]
    headers, seen, after = world.bearer("approver"), [], ""
    while True:
        page = world.client.get(f"{URL}?limit=2{after}", headers=headers).get_json()
        seen += [item["reference"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == [one["reference"] for one in reversed(told)]
    narrowed = world.client.get(f"{URL}?municipality=bashkia-shembull&status=received", headers=headers).get_json()
    assert len(narrowed["items"]) == 3
    assert world.client.get(f"{URL}?status=closed", headers=headers).get_json()["items"] == []


def test_the_list_is_narrowed_to_a_part_of_life(world):
    at_school, elsewhere = world.complain(life_area="school"), world.complain(life_area="violence")
    found = world.client.get(f"{URL}?life_area=school", headers=world.bearer("approver")).get_json()["items"]
    assert [item["reference"] for item in found] == [at_school["reference"]]
    page = world.as_staff("approver").get("/intake/staff/complaints?life_area=school").text
    assert at_school["reference"] in page and elsewhere["reference"] not in page


def test_a_cursor_belongs_to_its_list_and_its_reader(world):
    for _ in range(3):
        world.complain()
    cursor = world.client.get(f"{URL}?limit=1", headers=world.bearer("approver")).get_json()["next"]
    assert world.client.get(f"{URL}?after={cursor}", headers=world.bearer("approver")).status_code == 200
    for url, role in (
        (f"?after={cursor}", "case_officer"), (f"?status=received&after={cursor}", "approver"),
        (f"?after={cursor}x", "approver"), ("?after=", "approver"), ("?after=%27", "approver"),
    ):  # fmt: skip
        assert world.client.get(URL + url, headers=world.bearer(role)).status_code == 400, url


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "status=new", "urgency=7", "sort=id", "channel=x"]
)
def test_a_list_takes_known_questions_only(world, query):
    assert world.client.get(f"{URL}?{query}", headers=world.bearer("approver")).status_code == 422


def test_one_complaint_is_shown_without_identity_and_the_look_is_noted(world):
    told = world.complain(bodies=[{"institution_id": str(SCHOOL)}, {"name": f"Familja {PARENT}"}])
    answer = world.client.get(f"{URL}/{told['id']}", headers=world.bearer("case_officer"))
    shown = answer.get_json()
    assert (shown["bodies"], shown["named_bodies"], shown["decision"], shown["messages"]) == (
        [str(SCHOOL)],
        True,
        None,
        0,
    )
    assert answer.headers["ETag"] == '"1"'
    for canary in (CHILD, PARENT, WORDS):
        assert canary not in answer.text
    entries = world.rows("SELECT actor, action FROM audit_entry ORDER BY id")
    assert entries[-1] == {"actor": f"staff:{world.staff['case_officer']}", "action": "complaint.read"}


@pytest.mark.parametrize(
    "odd",
    [
        str(MUNICIPALITY),
        "0b9e7a04-6c1e-4a36-9d3f-0f1d2c3b4a59",
        "1",
        "00000000-0000-0000-0000-000000000000",
        "x",
        "%00",
    ],
)
def test_an_unknown_complaint_is_not_found(world, odd):
    assert world.client.get(f"{URL}/{odd}", headers=world.bearer("approver")).status_code == 404


def test_an_id_in_capitals_is_not_found(world):
    told = world.complain()
    assert world.client.get(f"{URL}/{told['id'].upper()}", headers=world.bearer("approver")).status_code == 404
