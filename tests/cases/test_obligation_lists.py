"""Lists by body and lateness, of the reply and of the implementation: what they hold, and that an index gives them in order."""

from datetime import timedelta

import pytest
from sqlalchemy import event, text

from tests.cases.bench import today

#: Copies of one obligation, each of an item of its own, spread over sixty days of both terms; every third was answered, every
#: fifth is settled, every second is owed by the same body.
COPIES = """
WITH item AS (
  INSERT INTO act_item (id, recommendation_id, place, text, evidence_expected)
  SELECT gen_random_uuid(), one.recommendation_id, n + 100, 'Masë', ''
  FROM (SELECT * FROM obligation LIMIT 1) AS one, generate_series(1, :many) AS n RETURNING id, place - 100 AS n
)
INSERT INTO obligation (id, recommendation_id, case_id, item_id, institution_id, institution_class, role, expects, counts,
    issued_on, delivery, reply, claimed, assessed, confirmed, answered_on, reply_due, implementation_due, closed_on, created_at)
SELECT gen_random_uuid(), recommendation_id, case_id, item.id, CASE WHEN n % 2 = 0 THEN institution_id ELSE gen_random_uuid() END,
    institution_class, role, expects, counts, issued_on, delivery, 'none', claimed, assessed, confirmed,
    CASE WHEN n % 3 = 0 THEN current_date END, current_date - 30 + n % 60, current_date - 30 + n % 60,
    CASE WHEN n % 5 = 0 THEN current_date END, created_at - n * interval '1 minute'
FROM (SELECT * FROM obligation LIMIT 1) AS one, item
"""


@pytest.fixture
def owed(bench, story):
    """Four obligations of one body: late, due in three days, due in a month, and answered."""
    body = bench.body()
    act = story.with_findings().issue(body, items=4)
    with bench.platform.database.transaction() as session:
        for item, days in zip(act["items"], (-2, 3, 30, -2), strict=True):
            session.execute(
                text("UPDATE obligation SET reply_due = :day, implementation_due = :other WHERE item_id = :item"),
                {"day": today() + timedelta(days=days), "other": today() - timedelta(days=days), "item": item["id"]},
            )
        session.execute(text("UPDATE obligation SET answered_on = :day WHERE item_id = :item"),
                        {"day": today(), "item": act["items"][3]["id"]})  # fmt: skip
    return act, body


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("timeliness=late", [0]),
        ("timeliness=due_soon", [1]),
        ("timeliness=due_in", [1, 2]),
        ("timeliness=late&what=implementation", [2, 1]),
        ("timeliness=due_soon&what=implementation", [0, 3]),
        ("timeliness=due_in&what=implementation", [0, 3]),
    ],
)
def test_late_due_soon_and_in_time_are_of_the_reply_or_of_the_implementation(story, owed, query, places):
    act, body = owed
    for by in (story.officer, story.approver):
        found = by.get(f"/obligations?{query}&institution={body.id}").json["items"]
        ids = [act["items"][place]["id"] for place in places]
        assert sorted(one["item_id"] for one in found) == sorted(ids)
        assert [one["id"] for one in found] == [one["id"] for one in by.get(f"/obligations?{query}").json["items"]]


@pytest.mark.parametrize("query", ["timeliness=later", "what=delivery", "timeliness=late&what="])
def test_an_unknown_word_is_refused(officer, query):
    assert officer.get(f"/obligations?{query}").status_code == 422


def test_a_list_is_read_from_an_index_in_its_order_whatever_the_filter(bench, story, owed):
    _act, body = owed
    with bench.platform.database.transaction() as session:
        session.execute(text(COPIES), {"many": 40_000})
        session.execute(text("ANALYZE obligation"))
    for what, index in (("reply", "ix_obligation_unanswered"), ("implementation", "ix_obligation_unimplemented")):
        for timeliness in ("late", "due_soon", "due_in"):
            query = f"/obligations?timeliness={timeliness}&what={what}"
            for plan in plans(bench, story.approver, query):
                assert f"Index Scan using {index} " in plan, plan
            for plan in plans(bench, story.approver, f"{query}&institution={body.id}"):
                assert f"Index Scan using {index}_of_institution " in plan, plan


def plans(bench, person, query):
    """How the database reads the first page of a list and the one after it; never by sorting or by reading everything."""
    engine, asked = bench.platform.database.engine, []

    def note(*told):
        asked.append((told[2], told[3]))

    event.listen(engine, "before_cursor_execute", note)
    first = person.get(query).json
    following = person.get(f"{query}&after={first['next']}").json
    event.remove(engine, "before_cursor_execute", note)
    assert len(following["items"]) == 50
    lists = [(sql, values) for sql, values in asked if "FROM obligation" in sql and "LIMIT" in sql]
    assert len(lists) == 2
    with engine.connect() as connection:
        found = [
            "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {sql}", values)) for sql, values in lists
        ]
    assert not [plan for plan in found if "Sort" in plan or "Seq Scan on obligation" in plan], found
    return found
