"""The databases of the tests themselves: between two tests nothing stays, however it is kept."""

import pytest

from tests.databases import owning
from tests.rows import LARGE

TABLES = """
CREATE TABLE kept_small (n int PRIMARY KEY, words text);
CREATE TABLE kept_large (n int, words text);
CREATE TABLE kept_parts (n int, words text) PARTITION BY RANGE (n);
CREATE TABLE kept_parts_1 PARTITION OF kept_parts FOR VALUES FROM (0) TO (1000000);
CREATE TABLE kept_by_another (n int REFERENCES kept_small (n));
CREATE FUNCTION kept_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''append only''; END';
CREATE TRIGGER kept_refuse BEFORE DELETE ON kept_small FOR EACH ROW EXECUTE FUNCTION kept_refuse();
"""
NAMES = ("kept_by_another", "kept_small", "kept_large", "kept_parts")


@pytest.fixture
def inside(clean_databases):
    with owning(clean_databases["intake"]) as connection:
        connection.execute(TABLES)
        yield connection
        connection.execute(f"DROP TABLE {', '.join(NAMES)}; DROP FUNCTION kept_refuse()")


def counts(connection):
    return [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in NAMES]


def test_tables_small_large_in_parts_referred_to_and_append_only_are_empty_again(inside, clean_databases):
    epochs = inside.execute("SELECT count(*) FROM stream_epoch").fetchone()
    inside.execute("INSERT INTO kept_small VALUES (1, 'x'); INSERT INTO kept_by_another VALUES (1)")
    for name in ("kept_large", "kept_parts"):
        inside.execute(f"INSERT INTO {name} SELECT n, repeat('x', 1000) FROM generate_series(1, {LARGE // 500}) n")
    assert counts(inside) == [1, 1, LARGE // 500, LARGE // 500]
    clean_databases.empty()
    assert counts(inside) == [0, 0, 0, 0]
    assert inside.execute("SELECT count(*) FROM stream_epoch").fetchone() == epochs != (0,)


def test_a_commit_does_not_wait_for_the_disk_and_no_query_is_compiled(inside):
    settings = [inside.execute(f"SHOW {name}").fetchone()[0] for name in ("synchronous_commit", "jit")]
    assert settings == ["off", "off"]
