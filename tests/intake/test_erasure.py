"""Erasing a complaint, and hashing receipts by the clock."""

import io
import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.intake import timers
from services.intake.actions import receipts
from services.intake.queries import receipts as queries
from shared.events.catalogue import CaseOpened, ComplainantInformed, ComplainantNotTold, IdentityReleased
from tests.hashing import real_receipts
from tests.intake.conftest import ADMISSIBLE, BASE, CHILD, WORDS, delivery
from tests.intake.files import PDF
from tests.intake.test_confirmations import ask as ask_whether_felt
from tests.intake.test_releases import ask, decide, letter

LETTER = b"%PDF-1.7 letra"


@pytest.fixture
def told(world):
    """A complaint with everything that can be erased."""
    contact = {"email": "a@example.org", "safe": True}
    told = world.complain(submitter={"role": "parent", "contact": contact}, bodies=[{"name": "Shkolla"}])
    headers = {"Receipt-Code": told["receipt_code"]}
    world.client.post(f"{BASE}/complaints/mine/messages", json={"text": "Po"}, headers=headers)
    world.client.post(f"{BASE}/complaints/mine/files", data={"file": (io.BytesIO(PDF), "x.pdf")}, headers=headers)
    document = world.documents.put(
        json.dumps({"text": "Përgjigje", "language": "sq", "pdf": world.documents.put(LETTER)}).encode()
    )
    world.take(delivery(ComplainantInformed, UUID(told["id"]), complaint_id=UUID(told["id"]), case_id=uuid4(), message=document))  # fmt: skip
    world.opened(told["id"])
    return told


def erase(world, complaint_id, *more):
    arguments = ["erase-complaint", complaint_id, "--by", "op-1", "--reason", "asked_by_child", *more]
    # The command `flask` makes this context; the runner does not.
    with world.app.app_context():
        return world.app.test_cli_runner().invoke(args=arguments)


def test_the_office_is_told_that_an_erased_mailbox_takes_nothing(world, told):
    case = uuid4()
    assert erase(world, told["id"]).exit_code == 0
    of, document = UUID(told["id"]), world.documents.put(json.dumps({"text": "Po", "language": "sq"}).encode())
    event = delivery(ComplainantInformed, of, 2, complaint_id=of, case_id=case, message=document)
    world.take(event, event)
    [told_back] = world.outbox(ComplainantNotTold)
    assert told_back == {"complaint_id": told["id"], "case_id": str(case), "reason": "erased"}


def test_what_is_erased_can_be_read_by_nobody(world, told):
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    assert erase(world, told["id"]).exit_code == 0
    assert world.mine(told["receipt_code"]).status_code == 404
    refused = world.opened(told["id"], "commissioner")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "erased")
    (row,) = world.rows("SELECT * FROM complaint")
    sealed = {
        name: value for name, value in row.items() if name.endswith("_sealed") or name.startswith(("key_w", "receipt_"))
    }
    assert set(sealed.values()) == {None}
    assert world.rows("SELECT 1 FROM message WHERE text_sealed IS NOT NULL OR document IS NOT NULL") == []
    assert world.rows("SELECT 1 FROM evidence WHERE key_sealed IS NOT NULL OR document IS NOT NULL") == []
    left = [path.name for path in world.folder.rglob("*") if path.is_file()]
    assert row["summary_document"] in left


def test_the_letter_of_an_erased_complaint_is_gone_from_the_store(world, told):
    written = world.rows("SELECT document AS d FROM message WHERE document IS NOT NULL")
    contents = [world.documents.get_json(row["d"]) for row in written]
    letters = {content["pdf"] for content in contents if "pdf" in content}
    assert [world.documents.get(name) for name in letters] == [LETTER]
    assert erase(world, told["id"]).exit_code == 0
    assert not letters & {path.name for path in world.folder.rglob("*") if path.is_file()}


def test_the_documents_of_an_erased_complaint_are_gone_from_the_store(world, told):
    names = [row["d"] for row in world.rows(
        "SELECT document AS d FROM evidence UNION SELECT document FROM message WHERE document IS NOT NULL "
        "UNION SELECT contact_document FROM complaint")]  # fmt: skip
    assert len(names) == 3
    assert all(list(world.folder.rglob(name)) for name in names)
    erase(world, told["id"])
    assert not any(list(world.folder.rglob(name)) for name in names)


def test_what_was_released_to_a_body_and_asked_of_the_complainant_is_erased_too(world):
    told = world.complain()
    world.decide(told["id"], **ADMISSIBLE)
    act = letter(world, told)
    released, refused, waiting = (ask(world, told, act).json for _ in range(3))
    decide(world, told, released)
    decide(world, told, refused, release_it=False)
    ask_whether_felt(world, told)
    (event,) = world.outbox(IdentityReleased)
    names = [event["document"], *(row["asked"] for row in world.rows("SELECT asked FROM question"))]
    assert all(list(world.folder.rglob(name)) for name in names)
    assert len(names) == 2
    assert erase(world, told["id"]).exit_code == 0
    assert not any(list(world.folder.rglob(name)) for name in names)
    assert world.rows("SELECT 1 FROM release WHERE document IS NOT NULL OR reason_sealed IS NOT NULL") == []
    path = f"{BASE}/complaints/{told['id']}/releases"
    listed = world.client.get(path, headers=world.bearer("approver"))
    assert [(one["state"], one["reason"]) for one in listed.json["items"]] == [
        ("released", None), ("refused", None), ("asked", None),
    ]  # fmt: skip
    assert decide(world, told, waiting).json["code"] == "erased"
    assert ask(world, told, act).json["code"] == "erased"
    page = world.as_staff("approver").get(f"/intake/staff/complaints/{told['id']}/releases")
    assert (page.status_code, CHILD in page.text) == (200, False)


def test_staff_see_that_it_was_erased_and_nothing_else_happens_to_it(world, told):
    erase(world, told["id"])
    shown = world.client.get(f"{BASE}/complaints/{told['id']}", headers=world.bearer("approver")).get_json()
    assert (shown["status"], shown["days_left"]) == ("erased", None)
    assert shown["erased_at"]
    assert world.decide(told["id"], outcome="counselled").get_json()["code"] == "erased"
    for path, body in (("messages", {"text": "Po"}), ("guardian-conflict", {"in_conflict": True})):
        answer = world.client.post(
            f"{BASE}/complaints/{told['id']}/{path}", json=body, headers=world.bearer("approver")
        )
        assert (answer.status_code, answer.get_json()["code"]) == (409, "erased"), path
    event = delivery(CaseOpened, uuid4(), case_id=uuid4(), number="C-2026-00001-5", origin="complaint",
                     complaints=[UUID(told["id"])], rights=[], bodies=[])  # fmt: skip
    world.take(event)
    assert world.rows("SELECT status FROM complaint") == [{"status": "erased"}]
    page = world.as_staff("approver").get(f"/intake/staff/complaints/{told['id']}")
    assert page.status_code == 200


def test_erasure_is_in_the_audit_trail_with_its_reason_and_happens_once(world, told):
    erase(world, told["id"])
    again = erase(world, told["id"])
    assert again.exit_code == 0
    entries = world.rows("SELECT actor, details FROM audit_entry WHERE action = 'complaint.erased'")
    assert entries == [{"actor": "operator:op-1", "details": {"reason": "asked_by_child"}}]


def test_an_unknown_complaint_or_reason_is_refused(world):
    assert erase(world, str(uuid4())).exit_code == 1
    assert erase(world, str(uuid4()), "--reason", "tidying").exit_code == 2
    assert erase(world, "x").exit_code == 2


def test_receipts_are_hashed_for_good_the_oldest_first_within_their_share_of_time(world, vault):
    for _ in range(3):
        world.complain()
    with world.database.transaction() as session:
        session.execute(
            text(
                "UPDATE complaint SET received_at = received_at - interval '1 hour' WHERE reference LIKE 'A-%-00001-%'"
            )
        )
    before = world.rows("SELECT version FROM complaint")
    with world.database.transaction() as session:
        assert receipts.strengthen_one(session, vault)
    (first,) = world.rows("SELECT reference FROM complaint WHERE receipt_hash IS NOT NULL")
    assert "-00001-" in first["reference"]
    world.strengthen()
    assert world.rows("SELECT 1 FROM complaint WHERE receipt_waiting IS NOT NULL") == []
    assert world.rows("SELECT version FROM complaint") == before


def test_while_complaints_flood_in_hashing_takes_less_of_the_machine(world):
    now = datetime.now(UTC)
    for _ in range(queries.FLOOD - 1):
        world.complain()
    with world.database.reading() as session:
        assert not queries.is_flooded(session, now)
    world.complain()
    with world.database.reading() as session:
        assert queries.is_flooded(session, now)
    with real_receipts():
        timers.strengthen_receipts(world.platform, now)
    hashed = world.rows("SELECT count(*) AS n FROM complaint WHERE receipt_hash IS NOT NULL")[0]["n"]
    assert 1 <= hashed < queries.FLOOD


def test_no_code_is_known_to_the_database_in_either_form(world):
    code = world.complain()["receipt_code"]
    for _ in range(2):
        (row,) = world.rows("SELECT receipt_waiting, receipt_hash FROM complaint")
        kept = bytes(row["receipt_waiting"] or b"") + (row["receipt_hash"] or "").encode()
        assert kept
        assert code.replace("-", "")[4:16].encode() not in kept
        world.strengthen()


def test_words_and_names_are_not_in_what_remains(world, told):
    erase(world, told["id"])
    left = (
        str(world.rows("SELECT * FROM complaint"))
        + str(world.rows("SELECT * FROM message"))
        + str(world.rows("SELECT * FROM audit_entry"))
    )
    assert CHILD not in left
    assert WORDS not in left
