"""The worlds that tests find again: what was built once is there as if it had been built now, and nothing else is."""

from uuid import uuid4

import pytest

from tests.databases import owning
from tests.worlds import Worlds, kept

TABLES = """
CREATE TABLE of_worlds (
    id bigint GENERATED ALWAYS AS IDENTITY, name text, told jsonb, raw bytea, twice text GENERATED ALWAYS AS (name || name) STORED
);
GRANT ALL ON of_worlds TO PUBLIC
"""


class Builder:
    """Writes rows, and remembers how many."""

    kept_name = "builder"

    def __init__(self, worlds, url):
        self.worlds, self.url = worlds, url
        self.kept_as, self.built, self.remembers = None, 0, 0
        worlds.join(self)

    def remembered(self):
        return self.remembers

    def remember(self, state):
        self.remembers = state

    @kept
    def row(self, name, told="null"):
        self.built += 1
        self.remembers += 1
        with owning(self.url) as connection:
            statement = "INSERT INTO of_worlds (name, told, raw) VALUES (%s, %s, '\\x00ff') RETURNING id"
            return {"id": connection.execute(statement, [name, told]).fetchone()[0], "mark": uuid4().hex}

    def rows(self):
        with owning(self.url) as connection:
            return connection.execute("SELECT id, name, told::text, raw, twice FROM of_worlds ORDER BY id").fetchall()


@pytest.fixture
def builder(databases):
    url = databases["intake"]
    with owning(url) as connection:
        connection.execute(TABLES)
    yield Builder(Worlds(databases, "intake"), url)
    with owning(url) as connection:
        connection.execute("DROP TABLE of_worlds")


def begun(builder, *, keep=True):
    builder.worlds.begin(keep=keep)
    builder.remembers = 0
    return builder


def test_the_same_steps_find_the_same_rows_numbers_and_answers_and_build_nothing(builder):
    begun(builder)
    first = [builder.row("ë, '(\"\\"), builder.row("b", None)]
    seen = builder.rows()
    begun(builder)
    assert builder.rows() == []
    begun(builder)
    second = [builder.row("ë, '(\"\\"), builder.row("b", None)]
    assert (second, builder.built, builder.remembers) == (first, 2, 2)
    second[0]["mark"] = "changed"
    assert builder.rows() == seen
    assert [row[2] for row in seen] == ["null", None]
    # The counter goes on behind the rows that were laid.
    assert builder.row("c")["id"] == 3
    assert [row[1] for row in builder.rows()] == ["ë, '(\"\\", "b", "c"]
    # Another module's builder of the same name goes on where this one was.
    builder = Builder(builder.worlds, builder.url)
    begun(builder)
    assert builder.row("ë, '(\"\\") == first[0]
    assert (builder.built, builder.remembers) == (0, 1)


def test_after_a_look_at_the_database_and_in_a_test_that_keeps_nothing_steps_are_taken(builder):
    begun(builder).row("a")
    for keep in (True, False):
        begun(builder, keep=keep)
        builder.rows()
        builder.row("a")
    begun(builder, keep=False).row("a")
    assert (builder.built, len(builder.rows())) == (4, 1)


def test_other_arguments_another_order_and_what_has_no_name_are_built(builder):
    begun(builder).row("a")
    builder.row("b")
    begun(builder).row("b")
    builder.row("a", told='{"n": 1}')
    begun(builder).row(iter("a").__next__())
    assert builder.built == 4
    assert [row[1] for row in builder.rows()] == ["a"]
    begun(builder)
    with pytest.raises(Exception, match="cannot adapt"):
        builder.row(object())
    assert builder.rows() == []
