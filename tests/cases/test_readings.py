"""Who leads sees what others read of cases that were not theirs, and says what they found; never of their own, never what it said."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.cases.office.queries import readings
from shared import audit
from shared.clock import utc_now
from tests.cases.pages_world import office, said, world
from tests.cases.test_pages_investigation import add, case_id, hire, number_of
from tests.databases import owning

__all__ = ["case_id", "hire", "office", "world"]

PAGE = "/cases/staff/readings"


def read(world, client, case_id):
    assert client.get(f"/cases/staff/cases/{case_id}/held-messages").status_code == 200


def rows(world, client) -> list[dict[str, str]]:
    """The hidden fields of each row."""
    answer = client.get(PAGE)
    assert answer.status_code == 200
    forms = re.findall(r"<form[^>]*/staff/readings.*?</form>", answer.text, re.DOTALL)
    return [dict(re.findall(r'name="(staff|case|day|until)" value="([^"]+)"', one)) for one in forms]


def of_case(world, client, case_id) -> list[dict[str, str]]:
    return [one for one in rows(world, client) if one["case"] == str(case_id)]


def test_what_somebody_read_of_a_case_that_is_not_theirs_waits_for_another_who_leads(world, case_id, hire):
    reader, other = hire("approver"), world.client("commissioner")
    read(world, reader.client, case_id)
    read(world, reader.client, case_id)
    [row] = of_case(world, other, case_id)
    assert row["staff"] == str(reader.id)
    words = said(other.get(PAGE).text)
    assert number_of(world, case_id) in words and reader.name in words
    assert "U lexuan mesazhet që presin: 2" in words

    assert world.post(other, PAGE, {**row, "outcome": "justified"}).status_code == 303
    assert of_case(world, other, case_id) == []
    entries = "SELECT purpose, details FROM audit_entry WHERE action = 'reading.reviewed' AND object_id = :case"
    [(purpose, details)] = world.run(lambda session: session.execute(text(entries), {"case": str(case_id)}).all())
    assert (purpose, details) == ("oversight", {"staff": str(reader.id), "outcome": "justified"})

    read(world, reader.client, case_id)
    [again] = of_case(world, other, case_id)
    assert int(again["until"]) > int(row["until"])
    assert "U lexuan mesazhet që presin: 1" in said(other.get(PAGE).text)


def test_who_has_the_case_reads_it_as_their_work(world, case_id):
    read(world, world.client("case_officer"), case_id)
    officer = str(world.people["case_officer"])
    mine = {"officer_id": officer, "case": str(case_id)}
    world.run(
        lambda session: session.execute(text("UPDATE case_file SET officer_id = :officer_id WHERE id = :case"), mine)
    )
    assert of_case(world, world.client("commissioner"), case_id) == []


def test_nobody_looks_at_their_own(world, case_id, hire):
    reader = hire("approver")
    read(world, reader.client, case_id)
    assert of_case(world, reader.client, case_id) == []
    [row] = of_case(world, world.client("commissioner"), case_id)
    answer = world.post(reader.client, PAGE, {**row, "outcome": "justified"}, follow_redirects=True)
    assert "Kjo nuk pret më" in answer.text
    assert of_case(world, world.client("commissioner"), case_id) == [row]


def test_who_is_shut_out_of_the_case_does_not_learn_that_it_was_read(world, case_id, hire):
    reader, shut_out = hire("approver"), hire("approver")
    read(world, reader.client, case_id)
    [row] = of_case(world, shut_out.client, case_id)
    add(
        world,
        world.client("approver"),
        case_id,
        "exclusion",
        staff=str(shut_out.id),
        excluded="yes",
        reason="Është palë.",
    )
    assert of_case(world, shut_out.client, case_id) == []
    assert number_of(world, case_id) not in shut_out.client.get(PAGE).text
    world.post(shut_out.client, PAGE, {**row, "outcome": "justified"})
    assert of_case(world, world.client("commissioner"), case_id) != []


def test_a_row_that_grew_meanwhile_or_was_looked_at_waits_as_it_is(world, case_id, hire):
    reader, other = hire("approver"), world.client("commissioner")
    read(world, reader.client, case_id)
    [row] = of_case(world, other, case_id)
    read(world, reader.client, case_id)
    world.post(other, PAGE, {**row, "outcome": "misuse"})
    [now] = of_case(world, other, case_id)
    assert now["until"] != row["until"]
    world.post(other, PAGE, {**now, "outcome": "misuse"})
    world.post(other, PAGE, {**now, "outcome": "justified"})
    found = "SELECT outcome FROM reading_review WHERE case_id = :case"
    assert world.run(lambda session: session.execute(text(found), {"case": case_id}).scalars().all()) == ["misuse"]


def test_files_of_bodies_scans_and_exclusions_count_and_an_ordinary_look_does_not(world, case_id, hire):
    reader = hire("approver")
    for kind in ("case.read", *readings.SENSITIVE):
        world.run(lambda session, kind=kind: audit.record(session, reader.principal, kind, "case", case_id))
    world.run(lambda session: audit.record(session, "service:intake", "evidence.read", "case", case_id))
    found = world.run(lambda session: readings.waiting(session, world.principal("commissioner"), now=utc_now()))
    [counts] = [one.counts for one in found if one.case_id == case_id]
    assert counts == dict.fromkeys(readings.SENSITIVE, 1)
    later = utc_now() + readings.LOOKED_BACK + timedelta(days=1)
    assert world.run(lambda session: readings.waiting(session, world.principal("commissioner"), now=later)) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"staff": "x"}, {"case": "x"}, {"day": "2026-99-99"}, {"until": "x"}, {"until": "-1"}, {"until": str(2**70)},
        {"outcome": "fine"}, {"staff": ""}, {"outcome": ""},
    ],
)  # fmt: skip
def test_bad_input_is_refused_and_writes_nothing(world, case_id, hire, wrong):
    reader, other = hire("approver"), world.client("commissioner")
    read(world, reader.client, case_id)
    [row] = of_case(world, other, case_id)
    assert world.post(other, PAGE, {**row, "outcome": "justified", **wrong}).status_code == 422
    for strange in ({"staff": str(uuid4())}, {"case": str(UUID(int=0))}, {"until": "0"}):
        world.post(other, PAGE, {**row, "outcome": "justified", **strange})
    assert of_case(world, other, case_id) == [row]


@pytest.mark.parametrize("role", ["case_officer", "auditor", "publisher", "admin"])
def test_who_does_not_lead_sees_nothing_of_it(world, role):
    assert world.client(role).get(PAGE).status_code == 403


def test_the_index_of_the_trail_holds_what_is_asked_for(world):
    with owning(world.platform.settings.database_url) as owner:
        [(said_of_it,)] = owner.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_audit_entry_readings'")
    assert set(re.findall(r"'([a-z_.]+)'", said_of_it)) == set(readings.SENSITIVE)
