"""Lists by body and lateness, of the reply and of the implementation: what they hold, and that an index gives them in order."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, text

from shared.db import patient
from shared.events import catalogue
from tests.cases.bench import SEEN, soon, today
from tests.databases import owning

#: Copies of one obligation, each of an item of its own, spread over sixty days of both terms; every third was answered, every
#: fifth is settled, every second is owed by the same body.
COPIES = """
WITH item AS (
  INSERT INTO act_item (id, recommendation_id, place, text, evidence_expected)
  SELECT gen_random_uuid(), one.recommendation_id, n + 100, 'Masë', ''
  FROM (SELECT * FROM obligation LIMIT 1) AS one, generate_series(1, {many}) AS n RETURNING id, place - 100 AS n
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
    bench.deliver(act, body)
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


def test_words_find_what_the_bodies_owe_whose_names_hold_them_and_words_that_nobody_bears_find_nothing(story, owed):
    _act, body = owed
    everything = story.officer.get("/obligations").json["items"]
    found = story.officer.get(f"/obligations?q={body.key}").json["items"]
    assert [one["id"] for one in found] == [one["id"] for one in everything]
    assert story.officer.get("/obligations?q=zzzz").json == {"items": [], "next": None}
    assert story.officer.get("/obligations?q=zzzz&timeliness=late").json["items"] == []


@pytest.mark.parametrize("query", ["timeliness=later", "what=delivery", "timeliness=late&what="])
def test_an_unknown_word_is_refused(officer, query):
    assert officer.get(f"/obligations?{query}").status_code == 422


def analyze(bench):
    with owning(bench.platform.settings.database_url) as owner:
        owner.execute("ANALYZE obligation")


def test_a_list_is_read_from_an_index_in_its_order_whatever_the_filter(bench, story, owed, databases):
    _act, body = owed
    databases.rewrite("cases", COPIES.replace("{many}", "40000"))
    analyze(bench)
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


ATTENTION = ("to_verify", "said_nothing", "check_overdue", "denied")


class TestAttention:
    @pytest.fixture
    def followed(self, bench, story):
        """Six obligations of one body that accepted all: it says that it did the first, nothing of the second, "not started"
        of the third; the check of the fourth is over; a complainant denies the fifth; the sixth is settled.
        """
        body = bench.body()
        act = story.with_findings().issue(body, items=6)
        bench.deliver(act, body)
        claims = [{"claimed": "implemented"}, {}, {"claimed": "not_started"}, {}, {}, {"claimed": "implemented"}]
        said = zip(act["items"], claims, strict=True)
        bench.reply(act, body, *({"item_id": item["id"], "position": "accepted", **claim} for item, claim in said))
        owed = [one["id"] for one in story.obligations(act, body)]
        going = {"assessment": "in_process", "promised_date": soon(40), "next_check": soon(10)}
        done = {"assessment": "implemented", "on": today().isoformat(), "evidence": [SEEN]}
        for place, found in ((3, going), (4, done), (5, done)):
            assert story.officer.post(f"/obligations/{owed[place]}/assessments", found).status_code == 201
        assert story.officer.post(f"/obligations/{owed[4]}/confirmation", {"confirmed": "no"}).status_code == 201
        with bench.platform.database.transaction() as session:
            session.connection().exec_driver_sql("UPDATE obligation SET next_check = next_check - 30")
        return body, owed

    @pytest.mark.parametrize(
        ("attention", "places"), list(zip(ATTENTION, ([0], [1, 3, 4], [3], [4]), strict=True)), ids=ATTENTION
    )
    def test_what_the_office_has_to_look_at_is_found_over_the_api(self, story, followed, attention, places):
        body, owed = followed
        for query in (f"attention={attention}", f"attention={attention}&institution={body.id}"):
            found = story.officer.get(f"/obligations?{query}").json["items"]
            assert sorted(one["id"] for one in found) == sorted(owed[place] for place in places)

    def test_a_report_of_progress_takes_a_body_off_the_list_of_those_that_say_nothing(self, bench, story, followed):
        body, owed = followed
        [act] = {one["recommendation_id"] for one in story.officer.get("/obligations").json["items"]}
        [item] = [one["item_id"] for one in story.officer.get("/obligations").json["items"] if one["id"] == owed[1]]
        report = uuid4()
        bench.hear(
            catalogue.ProgressReported,
            report,
            report_id=report,
            dispatch_id=uuid4(),
            recommendation_id=act,
            institution_id=body.id,
            items=[{"item_id": item, "claimed": "not_started", "evidence": []}],
            report=bench.platform.documents.put_json({"items": []}),
            at=datetime.now(UTC),
        )
        found = story.officer.get("/obligations?attention=said_nothing").json["items"]
        assert owed[1] not in {one["id"] for one in found}

    @pytest.mark.parametrize("query", ["attention=all", "attention=", "attention=denied&timeliness=late"])
    def test_what_is_no_such_list_is_refused(self, officer, query):
        refused = officer.get(f"/obligations?{query}")
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/attention")

    def test_the_lists_are_read_from_indexes_in_their_order(self, bench, story, followed, databases):
        databases.rewrite("cases", COPIES.replace("{many}", "20000"))
        with bench.platform.database.transaction() as session:
            # Filling is not what is looked at: on a busy machine it takes longer than a request may.
            patient(session, 600)
            session.execute(text(SPREAD))
        analyze(bench)
        indexes = (
            "to_verify",
            "silent_since",
            "next_check",
            "denied",
            "refused",
            "question_open",
        )
        asked = (*ATTENTION, "refused", "clarification_asked")
        for attention, index in zip(asked, indexes, strict=True):
            for plan in plans(bench, story.approver, f"/obligations?attention={attention}"):
                assert f"using ix_obligation_{index} " in plan, plan

    def test_what_never_came_is_said_of_the_silent_and_of_nobody_else(self, bench, story):
        body = bench.body()
        act = story.with_findings().issue(body, items=2)
        bench.deliver(act, body)
        bench.reply(act, body, {"item_id": act["items"][1]["id"], "position": "accepted"})
        assert [one["no_reply"] for one in story.obligations(act, body)] == [False, False]
        with bench.platform.database.transaction() as session:
            session.connection().exec_driver_sql("UPDATE obligation SET reply_due = current_date - 3")
        assert [one["no_reply"] for one in story.obligations(act, body)] == [True, False]


#: Of twenty thousand copies, some in each of the lists.
SPREAD = """
UPDATE obligation SET
  claimed = CASE WHEN n % 4 = 0 THEN 'implemented' ELSE 'not_started' END,
  reply = CASE n % 4 WHEN 1 THEN 'accepted' WHEN 0 THEN 'refused_with_reasons' ELSE 'none' END,
  question_id = CASE WHEN n % 4 = 2 THEN (SELECT id FROM reply LIMIT 1) END,
  next_check = CASE WHEN n % 4 = 2 THEN current_date - 3 END,
  confirmed = CASE WHEN n % 4 = 3 THEN 'no' ELSE 'not_asked' END,
  assessed = CASE WHEN n % 4 = 2 THEN 'in_process' ELSE 'not_assessed' END,
  closed_on = CASE WHEN n % 40 >= 4 THEN current_date END
FROM (SELECT id AS it, row_number() OVER (ORDER BY id) AS n FROM obligation) AS numbered WHERE it = id
"""
