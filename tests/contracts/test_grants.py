"""What the database grants to each role is what shared/sql/grants.yaml declares, for every table that there is."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy.engine import make_url

from deploy import SERVICES
from shared import grants, migrate
from shared.grants import rights, roles
from shared.migrate import grant
from tests.databases import as_owner, as_role, owning

TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND NOT relispartition
"""
PARTITIONS = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relispartition AND relkind = 'r'"
)
#: Tables of which a trigger refuses each change of a row (bit 16 of its type: UPDATE), or each end of one (bit 8: DELETE).
KEPT = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'refuse_change'::regproc AND tgtype & {} > 0 AND tgqual IS NULL"
#: Each right that a role has on a whole table, and each that it has on some columns alone.
HELD = """
SELECT relname, string_agg(DISTINCT a.privilege_type, ', ') FROM pg_class,
    LATERAL (SELECT grantee, privilege_type FROM aclexplode(relacl)
        UNION ALL SELECT c.grantee, c.privilege_type FROM pg_attribute, LATERAL aclexplode(attacl) c WHERE attrelid = pg_class.oid) a
WHERE relnamespace = 'public'::regnamespace AND relkind <> 'S' AND a.grantee = to_regrole(%s) GROUP BY relname
"""


@pytest.fixture(params=SERVICES)
def owner(request, databases) -> Iterator[tuple[str, psycopg.Connection]]:
    with owning(databases[request.param]) as line:
        yield request.param, line


def names(line: psycopg.Connection, sql: str) -> set[str]:
    return {name for (name,) in line.execute(sql)}


def words(granted: str) -> set[str]:
    """`SELECT, INSERT (a, b)` without the columns."""
    return {word for word in granted.replace(",", " ").split() if word.isupper()}


def test_every_table_has_a_line_and_every_line_a_table(owner):
    service, line = owner
    declared = {name for role in roles() for name in rights(service, role, "tables")}
    there = names(line, TABLES)
    assert there - declared == set(), "add these tables to shared/sql/grants.yaml: no running process can read them"
    assert declared - there == set(), "shared/sql/grants.yaml names tables that are not there"


def test_each_role_holds_what_is_declared_and_nothing_else_also_on_no_partition(owner, databases):
    service, line = owner
    for role in roles():
        name = make_url(as_role(databases[service], role)).username
        held = {table: words(granted) for table, granted in line.execute(HELD, [name])}
        assert held == {table: words(granted) for table, granted in rights(service, role, "tables").items()}
    assert names(line, PARTITIONS)


def test_nobody_holds_anything_by_being_somebody(owner):
    _, line = owner
    public = (
        "SELECT relname FROM pg_class, aclexplode(relacl) WHERE relnamespace = 'public'::regnamespace AND grantee = 0"
    )
    functions = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND has_function_privilege('public', oid, 'EXECUTE')"
    assert names(line, public) == set()
    assert names(line, functions) == set()


def test_no_role_may_change_what_a_trigger_keeps_and_none_may_empty_a_table(owner):
    service, line = owner
    for role in roles():
        declared = {name: words(granted) for name, granted in rights(service, role, "tables").items()}
        for word, bit in (("UPDATE", 16), ("DELETE", 8)):
            kept = names(line, KEPT.format(bit))
            assert len(kept) >= 6
            assert {table for table in kept if word in declared.get(table, set())} == set()
        assert not any({"TRUNCATE", "REFERENCES", "TRIGGER", "ALL"} & granted for granted in declared.values())


def test_to_grant_again_changes_nothing_and_mends_what_was_changed_by_hand(owner, databases):
    service, line = owner
    name = make_url(databases[service]).username
    before = dict(line.execute(HELD, [name]).fetchall())
    line.execute(f"GRANT DELETE ON audit_entry TO {name}")
    assert dict(line.execute(HELD, [name]).fetchall()) != before
    grant(service, as_owner(databases[service]))
    assert dict(line.execute(HELD, [name]).fetchall()) == before


def test_without_the_roles_nothing_is_migrated_and_the_sentence_says_which_is_missing(databases, monkeypatch):
    monkeypatch.setattr(grants, "roles", lambda: ("nobody",))
    with pytest.raises(grants.NoRoleError, match="besa_test_cases_nobody is missing"):
        migrate.upgrade("cases", as_owner(databases["cases"]))
