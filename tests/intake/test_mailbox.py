"""The mailbox behind the receipt code, over the API."""

from uuid import UUID

import pytest
from sqlalchemy import text

from services.intake.actions import guardians
from services.intake.domain.receipts import ReceiptCode, new_code
from services.intake.schemas.decisions import Conflict
from shared.events.catalogue import MessageReceived
from shared.principal import Principal
from tests.hashing import real_receipts
from tests.intake.conftest import ADMISSIBLE, BASE, CHILD, PARENT, WORDS
from tests.intake.office import in_case

MINE = f"{BASE}/complaints/mine"


def write(world, code, text_="Kam edhe diçka", **options):
    return world.client.post(f"{MINE}/messages", json={"text": text_}, headers={"Receipt-Code": code}, **options)


def test_the_mailbox_tells_the_state_and_the_next_date(world):
    told = world.complain()
    answer = world.mine(told["receipt_code"])
    box = answer.get_json()
    assert box["status"]["code"] == "received"
    assert box["status"]["text"] == box["status"]["text_sq"] != box["status"]["text_en"]
    assert box["next"]["confirmed"] is False
    assert (box["messages"], box["files"], box["openings"]) == ([], [], [])
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_mailbox_speaks_the_language_that_is_asked_for(world):
    told = world.complain(language="en")
    assert world.mine(told["receipt_code"]).get_json()["status"]["text"].startswith("We got")
    albanian = world.client.get(f"{MINE}?lang=sq", headers={"Receipt-Code": told["receipt_code"]}).get_json()
    assert albanian["status"]["text"].startswith("E morëm")
    assert world.client.get(f"{MINE}?lang=fr", headers={"Receipt-Code": told["receipt_code"]}).status_code == 422


def test_a_child_reads_a_childs_words_and_an_adult_an_adults(world):
    child, parent = world.complain(), world.complain(submitter={"role": "parent"})
    texts = {world.mine(one["receipt_code"]).get_json()["status"]["text"] for one in (child, parent)}
    assert len(texts) == 2


def test_the_mailbox_never_repeats_what_was_said_nor_names_anyone(world):
    told = world.complain(submitter={"role": "parent", "name": PARENT, "contact": {"email": "kanarin@example.org"}})
    write(world, told["receipt_code"], "Kanarina ime shkroi")
    world.opened(told["id"])
    world.decide(told["id"], **ADMISSIBLE)
    answer = world.mine(told["receipt_code"])
    for canary in (CHILD, PARENT, WORDS, "anarin", "shkroi", ADMISSIBLE["summary"]):
        assert canary not in answer.text
    (mine, decision) = answer.get_json()["messages"]
    assert (mine["from"], mine["kind"], mine["text"]) == ("complainant", "text", None)
    assert (decision["from"], decision["kind"]) == ("office", "decision")


def test_both_sides_write_to_each_other(world):
    told = world.complain()
    sent = write(world, told["receipt_code"])
    assert sent.status_code == 201
    url = f"{BASE}/complaints/{told['id']}/messages"
    back = world.client.post(url, json={"text": "Faleminderit. Kur ndodhi?"}, headers=world.bearer("intake_officer"))
    assert back.status_code == 201
    assert world.mine(told["receipt_code"]).get_json()["messages"][-1]["text"] == "Faleminderit. Kur ndodhi?"
    assert [m["text"] for m in world.opened(told["id"]).get_json()["messages"]] == [
        "Kam edhe diçka",
        "Faleminderit. Kur ndodhi?",
    ]
    (_, written) = world.opened(told["id"]).get_json()["messages"]
    assert written["by"] == str(world.staff["intake_officer"])
    (event,) = world.outbox(MessageReceived)
    assert event == {"complaint_id": told["id"], "message_id": sent.get_json()["id"]}


def test_writing_twice_with_one_key_is_one_message(world):
    told = world.complain()
    headers = {"Receipt-Code": told["receipt_code"], "Idempotency-Key": "m-1"}
    first, again = (world.client.post(f"{MINE}/messages", json={"text": "Po"}, headers=headers) for _ in range(2))
    assert first.get_json() == again.get_json()
    assert len(world.rows("SELECT 1 FROM message")) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": " "},
        {"text": "x" * 5001},
        {"text": 7},
        {"text": "a\x00"},
        {"text": "a", "from": "office"},
        [],
    ],
)
def test_a_message_without_words_is_refused(world, body):
    told = world.complain()
    answer = world.client.post(f"{MINE}/messages", json=body, headers={"Receipt-Code": told["receipt_code"]})
    assert answer.status_code == 422
    assert world.rows("SELECT 1 FROM message") == []


@pytest.mark.parametrize("hashed", [False, True])
def test_the_code_opens_before_and_after_it_is_hashed_for_good(world, hashed):
    told = world.complain()
    if hashed:
        with real_receipts():
            world.strengthen()
        (row,) = world.rows("SELECT receipt_hash, receipt_waiting FROM complaint")
        assert row["receipt_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert row["receipt_waiting"] is None
    code = told["receipt_code"]
    for written in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert world.mine(written).status_code == 200
    other = new_code().shown()
    assert world.mine(other).status_code == 404
    assert world.mine(code[:4] + other[4:]).status_code == 404


@pytest.mark.parametrize(
    ("code", "status"),
    [("", 400), ("   ", 400), ("ABCD", 404), ("0" * 17, 404), ("x" * 65, 422), ("0" * 10_000, 422), ("Ⅷ" * 17, 404), ("ABCD-EFGH-JKMN-PQRS-T", 404)],
)  # fmt: skip
def test_what_is_no_code_opens_nothing(world, code, status):
    answer = world.client.get(MINE, headers={"Receipt-Code": code.encode().decode("latin-1")})
    assert answer.status_code == status


def test_without_a_code_the_question_is_who_asks(world):
    for method, path in (("GET", ""), ("POST", "/messages"), ("POST", "/files")):
        assert world.client.open(MINE + path, method=method).status_code == 401


def test_a_code_in_the_address_or_in_the_body_is_no_code(world):
    code = world.complain()["receipt_code"]
    assert world.client.get(f"{MINE}?Receipt-Code={code}").status_code == 401
    assert world.client.get(f"{BASE}/complaints/{code}").status_code == 404


def test_a_wrong_code_costs_the_same_whether_its_locator_exists_or_not(world, compared_hashes):
    told = world.complain()
    world.strengthen()
    for code in (ReceiptCode(told["receipt_code"][:4], new_code().secret), new_code()):
        assert world.mine(code.shown()).status_code == 404
    known, unknown = compared_hashes
    assert known == unknown


def test_the_right_code_is_never_counted(world):
    code = world.complain()["receipt_code"]
    for _ in range(5):
        assert world.mine(code).status_code == 200
    assert world.rows("SELECT 1 FROM failed_tries WHERE bucket LIKE 'receipt%'") == []


def test_reading_the_mailbox_leaves_no_trace(world):
    told = world.complain()
    before = world.rows("SELECT count(*) AS n FROM audit_entry")
    world.mine(told["receipt_code"])
    assert world.rows("SELECT count(*) AS n FROM audit_entry") == before


def test_a_submitter_in_conflict_with_the_child_sees_and_receives_nothing(world):
    told = world.complain(submitter={"role": "parent", "contact": {"email": "a@example.org", "safe": True}})
    document = world.rows("SELECT contact_document AS d FROM complaint")[0]["d"]
    url = f"{BASE}/complaints/{told['id']}/guardian-conflict"
    marked = world.client.post(url, json={"in_conflict": True}, headers=world.bearer("case_officer"))
    assert marked.status_code == 200
    assert (marked.get_json()["submitter_in_conflict"], marked.get_json()["can_be_told"]) == (True, False)
    assert world.mine(told["receipt_code"]).status_code == 404
    assert write(world, told["receipt_code"]).status_code == 404
    assert not list(world.folder.rglob(document))
    in_case(world, told, "case_officer")
    assert world.mine(told["receipt_code"]).status_code == 404
    assert world.mine(told["receipt_code"]).get_json() | {"rid": 0} == world.mine(new_code().shown()).get_json() | {
        "rid": 0
    }
    lifted = world.client.post(url, json={"in_conflict": False}, headers=world.bearer("case_officer"))
    assert lifted.get_json()["can_be_told"] is True
    assert world.rows("SELECT contact_document AS d, contact_of AS o FROM complaint") == [
        {"d": document, "o": "submitter"}
    ]
    assert world.documents.get_json(document)["address"] == "a@example.org", "who sends finds it under the same name"
    assert world.mine(told["receipt_code"]).status_code == 200


@pytest.mark.parametrize("marked_before", [False, True])
def test_a_mark_that_fails_leaves_the_contact_where_it_was(world, vault, marked_before):
    told = world.complain(submitter={"role": "parent", "contact": {"email": "a@example.org", "safe": True}})
    document = world.rows("SELECT contact_document AS d FROM complaint")[0]["d"]
    url = f"{BASE}/complaints/{told['id']}/guardian-conflict"
    if marked_before:
        assert world.client.post(url, json={"in_conflict": True}, headers=world.bearer("approver")).status_code == 200
    by = Principal("staff", world.staff["approver"], frozenset({"approver"}))
    conflict = Conflict(in_conflict=not marked_before, who="submitter")
    with pytest.raises(ZeroDivisionError), world.database.transaction() as session:
        guardians.mark_conflict(by, session, vault, world.documents, UUID(told["id"]), conflict)
        assert bool(list(world.folder.rglob(document))) is marked_before
        _fails = 1 / 0
    assert bool(list(world.folder.rglob(document))) is not marked_before


def test_what_was_sealed_aside_is_erased_with_the_rest(world):
    told = world.complain(submitter={"role": "parent", "contact": {"email": "a@example.org", "safe": True}})
    url = f"{BASE}/complaints/{told['id']}/guardian-conflict"
    world.client.post(url, json={"in_conflict": True}, headers=world.bearer("approver"))
    assert world.rows("SELECT 1 FROM complaint WHERE contact_aside_sealed IS NOT NULL") != []
    with world.app.app_context():
        world.app.test_cli_runner().invoke(
            args=["erase-complaint", told["id"], "--by", "op-1", "--reason", "asked_by_child"]
        )
    assert world.rows("SELECT 1 FROM complaint WHERE contact_aside_sealed IS NOT NULL") == []


def test_a_child_is_not_in_conflict_with_itself(world):
    told = world.complain()
    url = f"{BASE}/complaints/{told['id']}/guardian-conflict"
    refused = world.client.post(url, json={"in_conflict": True}, headers=world.bearer("case_officer"))
    assert (refused.status_code, refused.get_json()["code"]) == (409, "role_cannot_conflict")
    assert world.mine(told["receipt_code"]).status_code == 200


@pytest.mark.parametrize(
    "body", [{}, {"in_conflict": "true"}, {"in_conflict": None}, {"in_conflict": 1}, {"conflict": True}]
)
def test_a_conflict_is_marked_with_yes_or_no(world, body):
    told = world.complain(submitter={"role": "parent"})
    url = f"{BASE}/complaints/{told['id']}/guardian-conflict"
    assert world.client.post(url, json=body, headers=world.bearer("case_officer")).status_code == 422


def test_more_writing_than_a_person_does_is_stopped(world):
    code = world.complain()["receipt_code"]
    write(world, code)
    with world.database.transaction() as session:
        session.execute(text("UPDATE rate_window SET hits = 60 WHERE bucket LIKE 'mailbox%'"))
    assert write(world, code).status_code == 429
    assert len(world.rows("SELECT 1 FROM message")) == 1
