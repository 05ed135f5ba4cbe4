"""What was issued is not changed by anybody who has the service's database account either (m28 of the findings on truth)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

CHANGES = [
    "UPDATE recommendation SET title = 'tjetër'",
    "UPDATE recommendation SET grounds = grounds || ' Shtesë.'",
    "UPDATE recommendation SET number = 'R-9999/2026'",
    "UPDATE recommendation SET issued_on = issued_on + 1",
    "UPDATE recommendation SET issued_at = NULL, number = NULL",
    "UPDATE recommendation SET approved_by = gen_random_uuid()",
    "DELETE FROM recommendation",
    "UPDATE act_item SET text = 'tjetër'",
    "UPDATE act_item SET due = date '2030-01-01'",
    "UPDATE act_item SET recommendation_id = recommendation_id",
    "DELETE FROM act_item",
    "INSERT INTO act_item (id, recommendation_id, place, text, evidence_expected)"
    " SELECT gen_random_uuid(), id, 9, 'Pikë e shtuar', '' FROM recommendation",
    "UPDATE act_addressee SET name_sq = 'Tjetër'",
    "UPDATE act_addressee SET pdf_sha256 = repeat('0', 64)",
    "UPDATE act_addressee SET rendering = NULL",
    "DELETE FROM act_addressee",
]


@pytest.mark.parametrize("change", CHANGES)
def test_an_issued_act_its_items_and_copies_cannot_be_changed_in_the_database(bench, story, change):
    story.with_findings().issue(bench.body())
    with (
        pytest.raises(DBAPIError, match=r"append-only|is fixed|permission denied"),
        bench.platform.database.transaction() as session,
    ):
        session.execute(text("SET CONSTRAINTS ALL DEFERRED"))
        session.execute(text(change))


def test_a_draft_is_still_edited_and_thrown_away(bench, story):
    act = story.with_findings().draft(bench.body())
    edited = story.officer.patch(f"/recommendations/{act['id']}", {"title": "Regjistrimi i fëmijës në shkollë"})
    assert edited.status_code == 200, edited.json
    assert edited.json["title"] == "Regjistrimi i fëmijës në shkollë"
    assert story.officer.post(f"/recommendations/{act['id']}/discard").status_code in {200, 204}
