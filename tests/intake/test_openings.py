"""Opening a sealed file: the trace first, then the words."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.intake.actions import openings
from services.intake.models import Vault
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.staff import issue_token
from tests.databases import owning
from tests.intake.conftest import BASE, CHILD, PARENT, WORDS
from tests.intake.office import in_case
from tests.intake.test_evidence import PDF, hand_in


def test_an_officer_opens_with_a_reason_and_reads(world):
    told = world.complain(
        submitter={"role": "parent", "name": PARENT, "contact": {"phone": "069 234 5678"}},
        bodies=[{"name": "Shkolla e vjetër"}],
    )
    answer = world.opened(told["id"])
    shown = answer.get_json()
    assert answer.status_code == 201
    assert shown["identity"]["submitter"]["name"] == PARENT
    assert shown["identity"]["submitter"]["contact"] == {"phone": "069 234 5678", "safe": False}
    assert shown["identity"]["child"] == {"name": CHILD, "age": 13, "sex": "female"}
    assert (shown["narrative"], shown["named_bodies"]) == (WORDS, ["Shkolla e vjetër"])
    assert datetime.fromisoformat(shown["until"]) - datetime.fromisoformat(shown["at"]) == timedelta(minutes=15)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_complainant_sees_role_reason_and_time_and_no_name(world):
    told = world.complain()
    world.opened(told["id"], "case_officer", "urgent_danger")
    answer = world.mine(told["receipt_code"])
    (seen,) = answer.get_json()["openings"]
    assert (seen["role"], seen["reason"]) == ("case_officer", "urgent_danger")
    assert seen["reason_text"] == "sepse dikush mund të jetë në rrezik"
    assert str(world.staff["case_officer"]) not in answer.text


def test_opening_and_showing_are_in_the_audit_trail(world):
    told = world.complain()
    opening = world.opened(told["id"]).get_json()["id"]
    entries = world.rows(
        "SELECT actor, action, details FROM audit_entry WHERE object_id = :id ORDER BY id", id=told["id"]
    )
    actor = f"staff:{world.staff['intake_officer']}"
    assert entries[1:] == [
        {"actor": actor, "action": "complaint.opened", "details": {"opening": opening, "reason": "admissibility"}},
        {"actor": actor, "action": "complaint.shown", "details": {"opening": opening}},
    ]


@pytest.mark.parametrize("action", ["complaint.opened", "complaint.shown"])
def test_where_the_trace_cannot_be_written_nothing_is_shown(world, action):
    told = world.complain()
    with owning(world.platform.settings.database_url) as owner:
        owner.execute(
            f"""CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.action = '{action}' THEN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END IF; RETURN NEW; END $$"""
        )
        owner.execute("CREATE TRIGGER no_space BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION no_space()")
    try:
        answer = world.opened(told["id"])
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        for canary in (CHILD, WORDS):
            assert canary not in answer.text
        assert len(world.rows("SELECT 1 FROM opening")) == (0 if action == "complaint.opened" else 1)
    finally:
        with owning(world.platform.settings.database_url) as owner:
            owner.execute("DROP TRIGGER no_space ON audit_entry; DROP FUNCTION no_space")


@pytest.mark.parametrize(
    "body",
    [{}, {"reason": "curious"}, {"reason": None}, {"reason": ["review"]}, {"reason": "review", "note": "x" * 501}, []],
)
def test_without_a_reason_of_the_list_nothing_is_opened(world, body):
    told = world.complain()
    url = f"{BASE}/complaints/{told['id']}/openings"
    answer = world.client.post(url, json=body, headers=world.bearer("intake_officer"))
    assert answer.status_code == 422
    assert CHILD not in answer.text
    assert world.rows("SELECT 1 FROM opening") == []


def test_a_note_stays_in_the_sealed_file(world):
    told = world.complain()
    url = f"{BASE}/complaints/{told['id']}/openings"
    body = {"reason": "review", "note": "pyetje nga Kanarina"}
    shown = world.client.post(url, json=body, headers=world.bearer("approver")).get_json()
    assert shown["openings"][0]["note"] == "pyetje nga Kanarina"
    assert "anarin" not in world.mine(told["receipt_code"]).text
    assert "anarin" not in world.client.get(f"{BASE}/complaints/{told['id']}", headers=world.bearer("approver")).text


def test_an_opening_cannot_be_changed_or_removed(world):
    world.opened(world.complain()["id"])
    for statement in ("UPDATE opening SET reason = 'review'", "DELETE FROM opening"):
        with pytest.raises(Exception, match="permission denied"), world.database.transaction() as session:
            session.execute(text(statement))


def test_an_opening_lasts_a_quarter_of_an_hour_for_whoever_opened(world, vault: Vault):
    told = world.complain()
    complaint_id, opener = UUID(told["id"]), world.staff["intake_officer"]
    world.opened(told["id"])
    now = datetime.now(UTC)

    def shown(who, moment):
        by = Principal("staff", who, frozenset({"intake_officer"}), session_id=who)
        return world.database.run(
            lambda s: openings.show_file(by, s, vault, world.documents, complaint_id, now=moment)
        ).narrative

    assert shown(opener, now + timedelta(minutes=14)) == WORDS
    for who, moment in ((opener, now + timedelta(minutes=16)), (world.staff["case_officer"], now)):
        with pytest.raises(RuleViolation) as refused:
            shown(who, moment)
        assert refused.value.code == "not_opened"


def test_it_counts_in_the_log_in_in_which_it_was_opened_and_in_no_other(world):
    told = world.complain()
    stored = hand_in(world, told["receipt_code"], PDF).get_json()
    assert world.opened(told["id"]).status_code == 201
    token = issue_token(world.signing_key, world.staff["intake_officer"])
    elsewhere = world.app.test_client()
    elsewhere.set_cookie("besa_staff", token)
    file = f"complaints/{told['id']}/files/{stored['id']}"
    taken = world.client.get(f"{BASE}/{file}", headers={"Authorization": f"Bearer {token}"})
    assert (taken.status_code, taken.get_json()["code"]) == (409, "not_opened")
    assert elsewhere.get(f"/intake/staff/{file}").status_code == 409
    assert world.client.get(f"{BASE}/{file}", headers=world.bearer("intake_officer")).status_code == 200


def test_a_repeat_with_the_same_key_is_one_opening_and_keeps_no_words(world):
    told = world.complain()
    url = f"{BASE}/complaints/{told['id']}/openings"
    headers = world.bearer("intake_officer") | {"Idempotency-Key": "o-1"}
    first, again = (world.client.post(url, json={"reason": "review"}, headers=headers) for _ in range(2))
    assert first.get_json() == again.get_json()
    assert len(world.rows("SELECT 1 FROM opening")) == 1
    (kept,) = world.rows("SELECT length(sealed_body) AS n FROM idempotent_answer WHERE scope LIKE 'staff%'")
    assert kept["n"] < 100


def test_an_intake_officer_reads_until_the_file_is_handed_over(world):
    told = world.complain()
    assert world.opened(told["id"], "intake_officer").status_code == 201
    in_case(world, told, "case_officer")
    refused = world.opened(told["id"], "intake_officer")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "not_allowed")
    assert world.opened(told["id"], "case_officer", "investigation").status_code == 201
    page = f"/intake/staff/complaints/{told['id']}/file"
    assert world.as_staff("intake_officer").get(page).status_code == 403, "what was opened before is shut too"


def test_an_unknown_complaint_cannot_be_opened(world):
    assert world.opened(str(uuid4())).status_code == 404
    assert world.rows("SELECT 1 FROM audit_entry") == []


def test_values_cannot_be_moved_to_another_row_or_column(world):
    one, other = world.complain(), world.complain()
    with world.database.transaction() as session:
        session.execute(
            text(
                "UPDATE complaint SET narrative_sealed = (SELECT narrative_sealed FROM complaint WHERE id = :a) WHERE id = :b"
            ),
            {"a": one["id"], "b": other["id"]},
        )
        session.execute(text("UPDATE complaint SET wanted_sealed = narrative_sealed WHERE id = :a"), {"a": one["id"]})
    for told in (one, other):
        answer = world.opened(told["id"])
        assert answer.status_code == 500
        assert WORDS not in answer.text
