"""Deciding on a complaint over the API."""

from uuid import uuid4

import pytest

from shared.directory import MOST_BODIES, KnownInstitution
from shared.events.catalogue import ComplaintDecided
from tests.intake.conftest import ADMISSIBLE, BASE, CHILD, MUNICIPALITY, PARENT, SCHOOL, WORDS


def code_and_pointer(answer):
    (fault,) = answer.get_json()["errors"]
    return answer.status_code, fault["code"], fault["pointer"]


def test_an_admissible_complaint_goes_to_the_cases_with_a_neutral_summary(world):
    told = world.complain(life_area="school")
    answer = world.decide(told["id"], **ADMISSIBLE)
    assert answer.status_code == 201
    assert (answer.get_json()["status"], answer.get_json()["decision"]["summary"]) == (
        "admissible",
        ADMISSIBLE["summary"],
    )
    (event,) = world.outbox(ComplaintDecided)
    summary = event.pop("summary")
    assert event == {
        "complaint_id": told["id"], "reference": told["reference"], "outcome": "admissible", "rights": ["28.2", "37.a"],
        "bodies": [str(SCHOOL)], "life_area": "school", "municipality": "bashkia-shembull", "urgency": "normal",
        "by_child": True, "conflict_with_guardian": False,
    }  # fmt: skip
    assert world.documents.get_json(summary) == {"summary": ADMISSIBLE["summary"], "language": "sq"}


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ({"outcome": "inadmissible", "ground": "pending_before_court"}, ["Për këtë po vendos një gjykatë", "116 111"]),
        ({"outcome": "inadmissible", "ground": "outside_mandate", "redirect_to": str(SCHOOL)}, ["Shkolla Shembull"]),
        ({"outcome": "redirected", "redirect_to": str(MUNICIPALITY)}, ["Bashkia Shembull"]),
        ({"outcome": "counselled"}, ["Për këtë nuk hapim hetim"]),
        ({"outcome": "counselled", "ground": "no_public_body"}, ["jurist falas"]),
    ],
)
def test_the_complainant_reads_the_decision_its_ground_and_the_way_out(world, decision, words):
    told = world.complain()
    assert world.decide(told["id"], **decision).status_code == 201
    box = world.mine(told["receipt_code"]).get_json()
    assert (box["status"]["code"], box["next"]) == (decision["outcome"], None)
    for word in words:
        assert word in box["messages"][0]["text"]
    english = world.client.get(
        f"{BASE}/complaints/mine?lang=en", headers={"Receipt-Code": told["receipt_code"]}
    ).get_json()
    assert english["messages"][0]["text"] != box["messages"][0]["text"]


def test_complaints_about_the_same_facts_are_joined(world):
    leading, second, third = (world.complain() for _ in range(3))
    answer = world.decide(second["id"], outcome="joined", joined_to=leading["id"], ground="duplicate")
    assert (answer.status_code, answer.get_json()["decision"]["joined_to"]) == (201, leading["id"])
    assert world.outbox(ComplaintDecided)[0]["joined_to"] == leading["id"]
    for target, code in ((third["id"], "joined_to_itself"), (str(uuid4()), "complaint_unknown")):
        refused = world.decide(third["id"], outcome="joined", joined_to=target)
        assert code_and_pointer(refused) == (422, code, "/joined_to")


def test_a_complaint_is_decided_once(world):
    told = world.complain()
    assert world.decide(told["id"], outcome="counselled").status_code == 201
    again = world.decide(told["id"], **ADMISSIBLE)
    assert (again.status_code, again.get_json()["code"]) == (409, "already_decided")
    assert len(world.outbox(ComplaintDecided)) == 1


def test_a_decision_that_lacks_something_changes_nothing(world):
    told = world.complain()
    refused = world.decide(told["id"], **ADMISSIBLE | {"rights": []})
    assert code_and_pointer(refused) == (422, "missing", "/rights")
    assert world.rows("SELECT status, outcome FROM complaint") == [{"status": "received", "outcome": None}]
    assert world.rows("SELECT 1 FROM message") == world.outbox(ComplaintDecided) == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"outcome": "accepted"}, "/outcome"), ({"outcome": None}, "/outcome"), ({"ground": "x"}, "/ground"),
        ({"ground": "duplicate"}, "/ground"), ({"summary": ""}, "/summary"), ({"summary": "a\x00"}, "/summary"),
        ({"summary": "x" * 4001}, "/summary"), ({"rights": "28"}, "/rights"), ({"rights": [28]}, "/rights/0"),
        ({"rights": ["28", "99"]}, "/rights/1"), ({"rights": ["28"] * 21}, "/rights"), ({"bodies": [str(uuid4())]}, "/bodies/0"),
        ({"bodies": ["x"]}, "/bodies/0"), ({"bodies": [None]}, "/bodies/0"), ({"redirect_to": str(SCHOOL)}, "/redirect_to"),
        ({"joined_to": str(uuid4())}, "/joined_to"), ({"urgency": "very"}, "/urgency"), ({"decided_by": "me"}, "/decided_by"),
        ({"language": "fr"}, "/language"),
    ],
    ids=lambda value: str(value)[:24] if isinstance(value, dict) and "bodies" not in value and "joined_to" not in value else None,
)  # fmt: skip
def test_a_faulty_decision_is_refused_by_name(world, change, pointer):
    told = world.complain()
    answer = world.decide(told["id"], **ADMISSIBLE | change)
    assert answer.status_code == 422, answer.get_json()
    assert pointer in {fault["pointer"] for fault in answer.get_json()["errors"]}
    assert world.outbox(ComplaintDecided) == []


@pytest.mark.parametrize(
    "summary",
    [
        "Zanafilla u mbajt në klasë.", "Nëna e Zanafillës u ankua.", "Familja Kanarina", "Testatriku kërkoi takim.",
        "Telefononi 069 234 5678", "Shkruani te kanarin@example.org", "Familja banon te Ullishtja", "Numri personal J12345678K",
    ],
)  # fmt: skip
def test_a_summary_that_names_someone_is_refused_and_not_repeated(world, summary):
    contact = {"phone": "+355692345678", "email": "kanarin@example.org", "address": "Rruga Ullishtja 4, Shembullas"}
    told = world.complain(submitter={"role": "parent", "name": PARENT, "contact": contact})
    answer = world.decide(told["id"], **ADMISSIBLE | {"summary": summary})
    assert code_and_pointer(answer) == (422, "summary_names_person", "/summary")
    assert summary not in answer.text
    assert world.outbox(ComplaintDecided) == []


def test_a_place_that_is_public_may_stand_in_the_summary(world):
    told = world.complain(submitter={"role": "parent", "contact": {"address": "Rruga Ullishtja 4, Shembullas"}})
    answer = world.decide(told["id"], **ADMISSIBLE | {"summary": "Ngjarja ndodhi në Shembullas, në Shkollën Shembull."})
    assert answer.status_code == 201


def test_urgency_is_raised_freely_and_lowered_with_a_reason(world):
    told, other = (world.complain(urgency={"hurt_recently": True}) for _ in range(2))
    assert world.decide(told["id"], **ADMISSIBLE | {"urgency": "immediate_danger"}).status_code == 201
    assert world.outbox(ComplaintDecided)[0]["urgency"] == "immediate_danger"
    refused = world.decide(other["id"], **ADMISSIBLE | {"urgency": "normal"})
    assert code_and_pointer(refused) == (422, "missing", "/urgency_reason")
    lowered = world.decide(
        other["id"], **ADMISSIBLE | {"urgency": "normal", "urgency_reason": "Fëmija është në spital"}
    )
    assert (lowered.status_code, lowered.get_json()["urgency"]) == (201, "normal")
    assert world.opened(other["id"]).get_json()["urgency_reason"] == "Fëmija është në spital"


def test_if_match_is_heeded(world):
    told = world.complain()
    world.read(told["id"])
    url = f"{BASE}/complaints/{told['id']}/decision"
    stale = world.client.post(
        url, json={"outcome": "counselled"}, headers=world.bearer("approver") | {"If-Match": '"9"'}
    )
    fresh = world.client.post(
        url, json={"outcome": "counselled"}, headers=world.bearer("approver") | {"If-Match": '"1"'}
    )
    assert (stale.status_code, fresh.status_code) == (412, 201)


def test_the_same_key_is_the_same_decision(world):
    told = world.complain()
    world.read(told["id"])
    url = f"{BASE}/complaints/{told['id']}/decision"
    headers = world.bearer("approver") | {"Idempotency-Key": "d-1"}
    first, again = (world.client.post(url, json=ADMISSIBLE, headers=headers) for _ in range(2))
    assert (first.status_code, again.get_json()) == (201, first.get_json())
    assert len(world.outbox(ComplaintDecided)) == 1


def test_what_a_guardian_must_not_know_goes_with_the_decision(world):
    told = world.complain(conflict_with_guardian=True)
    world.decide(told["id"], **ADMISSIBLE)
    assert world.outbox(ComplaintDecided)[0]["conflict_with_guardian"] is True


def test_no_event_and_no_audit_entry_holds_a_persons_words(world):
    told = world.complain(submitter={"role": "parent", "name": PARENT}, bodies=[{"name": f"Shkolla e {PARENT}"}])
    world.opened(told["id"])
    world.decide(told["id"], **ADMISSIBLE)
    written = str(world.rows("SELECT payload FROM outbox")) + str(world.rows("SELECT * FROM audit_entry"))
    for canary in (CHILD, PARENT, WORDS, "anarin"):
        assert canary not in written


def test_a_decision_is_about_as_many_bodies_as_a_case_is_and_no_more(world):
    told = world.complain(submitter={"role": "parent", "name": PARENT})
    many = {"bodies": [str(SCHOOL)] * (MOST_BODIES + 1)}
    assert code_and_pointer(world.decide(told["id"], **ADMISSIBLE | many))[::2] == (422, "/bodies")
    municipalities = [uuid4() for _ in range(61)]
    record = {
        "name_sq": "Bashkia",
        "name_en": "Municipality",
        "seat": None,
        "class": "municipality",
        "relations": [],
        "powers": [],
    }
    with world.platform.database.transaction() as session:
        session.add_all(
            KnownInstitution(
                id=one, key=str(one), institution_class="municipality", version=1, active=True, name_sq="Bashkia",
                name_en="Municipality", search="bashkia", record=record,
            )
            for one in municipalities
        )  # fmt: skip
    answer = world.decide(told["id"], **ADMISSIBLE | {"bodies": [str(one) for one in municipalities]})
    assert answer.status_code == 201, answer.get_json()
    (event,) = world.outbox(ComplaintDecided)
    assert len(event["bodies"]) == 61
