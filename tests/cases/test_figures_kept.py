"""The published figures are counted once while nothing changed that they are counted from, and anew as soon as anything did."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from services.cases.register import actions
from services.cases.register.queries.turns import turn
from tests.cases.bench import today
from tests.databases import owning

ALL = "/cases/api/v1/public/compliance"
PAGE = "/cases/public/compliance"
#: What is asked once and for all, or of the database itself.
NO_ROWS = {"pg_class", "figures_turn"}


@pytest.fixture
def act(bench, story):
    body = bench.body()
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return act, body


@contextmanager
def statements():
    seen = []

    def see(_connection, _cursor, statement, *_more):
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", see)


def asked(bench, path, **headers):
    answer = bench.app.test_client().get(path, headers=headers)
    assert answer.status_code in {200, 304}, answer.text
    return answer


def turn_of(bench):
    with bench.platform.database.reading() as session:
        return turn(session, today())


def said(answer):
    """What it says: the head of a page has a number of its own each time."""
    return answer.text.rpartition("<main")[2].partition("</main>")[0] or answer.text


def tables(bench):
    with owning(bench.platform.settings.database_url) as owner:
        rows = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        turning = owner.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'figures_turned'"
        ).fetchall()
    return {name for (name,) in rows}, {name for (name,) in turning}


def test_each_table_that_they_are_counted_from_tells_that_it_changed(bench, act):
    """A table that the figures come to read without its trigger would leave them as they were."""
    known, turning = tables(bench)
    year = today().year
    past = f"on={today().replace(day=1) - timedelta(days=1)}"
    with statements() as seen:
        for query in ("", past, f"issued_from={year}-01-01&issued_to={year}-12-31"):
            asked(bench, f"{ALL}?{query}")
        asked(bench, f"/cases/api/v1/public/institutions/{act[1].id}/compliance")
        asked(bench, f"/cases/api/v1/public/institutions/{act[1].id}/compliance?{past}")
        asked(bench, PAGE)
    read = known & {word for one in seen for word in re.findall(r"\b[a-z_]+\b", one)}
    assert len(seen) > 20, "they were counted"
    assert {"obligation", "clock_entry"} <= read
    assert read - NO_ROWS <= turning, "no trigger tells that these changed"


@pytest.mark.parametrize("path", [ALL, f"{ALL}?issued_from={{year}}-01-01&issued_to={{year}}-12-31", PAGE])
def test_nothing_is_counted_again_while_nothing_changed(bench, act, path):
    path = path.format(year=today().year)
    first = asked(bench, path)
    with statements() as seen:
        again = asked(bench, path)
    assert said(again) == said(first)
    assert not any("obligation" in re.findall(r"FROM (\w+)", one) for one in seen)


def test_who_has_them_is_told_so_by_two_statements_at_most(bench, act):
    mark = asked(bench, ALL).headers["ETag"]
    with statements() as seen:
        answer = asked(bench, ALL, **{"If-None-Match": mark})
    assert (answer.status_code, answer.get_data()) == (304, b"")
    assert len(seen) <= 2, seen


def test_a_change_is_counted_at_once_and_one_that_was_rolled_back_is_none(bench, act, story):
    first = asked(bench, ALL)
    before = turn_of(bench)
    with pytest.raises(RuntimeError, match="rolled back"), bench.platform.database.transaction() as session:
        session.execute(text("UPDATE obligation SET issued_on = issued_on - 1"))
        raise RuntimeError("rolled back")
    assert turn_of(bench) == before
    bench.reply(
        act[0],
        act[1],
        *({"item_id": one["item_id"], "position": "refused", "has_reasons": True} for one in story.obligations(*act)),
    )
    with statements() as seen:
        asked(bench, ALL, **{"If-None-Match": first.headers["ETag"]})
    assert any("obligation" in re.findall(r"FROM (\w+)", one) for one in seen)
    assert turn_of(bench) != before


def test_turns_that_were_joined_are_as_many_as_before(bench, act):
    before = turn_of(bench)
    assert before.turns > 1
    with bench.platform.database.transaction() as session:
        actions.join_turns(session)
        assert session.execute(text("SELECT count(*) FROM figures_turn")).scalar_one() == 1
    assert turn_of(bench) == before
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE obligation SET issued_on = issued_on"))
        actions.join_turns(session)
    assert turn_of(bench).turns == before.turns + 1


def test_who_joins_them_beside_one_that_writes_loses_no_turn(bench, act):
    before = turn_of(bench).turns
    with bench.platform.database.transaction() as writing:
        writing.execute(text("UPDATE obligation SET issued_on = issued_on"))
        with bench.platform.database.transaction() as joining:
            actions.join_turns(joining)
        assert turn_of(bench).turns == before
    assert turn_of(bench).turns == before + 1
