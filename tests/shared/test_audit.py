"""The audit trail: no act without its entry, and every change of an entry is found and named."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared import audit
from shared.db import LostInReadingError


def note(source, count: int = 1) -> None:
    for _ in range(count):
        with source.transaction() as session:
            audit.record(session, "staff:1", "case.read", "case", uuid4(), reason="routine")


def faults(source, head=None) -> list[str]:
    with source.transaction() as session:
        return [f"{fault.entry}:{fault.code}" for fault in audit.verify(session, head)]


def tamper(source, sql: str) -> None:
    """As the tables' owner, who can switch the triggers off."""
    with source.transaction() as session:
        session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        session.execute(text(sql))
        session.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER USER"))


def test_entries_of_parallel_writers_make_one_chain_that_holds(source):
    threads = [threading.Thread(target=note, args=(source, 20)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults(source) == []
    with source.reading() as session:
        assert session.execute(text("SELECT count(*), max(id) FROM audit_entry")).one() == (80, 80)


def test_an_entry_disappears_with_its_transaction(source):
    with pytest.raises(RuntimeError), source.transaction() as session:
        audit.record(session, "staff:1", "case.read", "case", uuid4())
        raise RuntimeError
    with source.reading() as session:
        assert session.execute(text("SELECT count(*) FROM audit_entry")).scalar_one() == 0


def test_an_entry_in_a_session_that_only_reads_is_refused_since_it_would_be_lost(source):
    with pytest.raises(LostInReadingError, match="audit"), source.reading() as session:
        audit.record(session, "staff:1", "case.read", "case", uuid4())


def test_what_goes_wrong_in_a_session_that_only_reads_is_told_before_what_it_would_lose(source):
    with pytest.raises(KeyError), source.reading() as session:
        audit.record(session, "staff:1", "case.read", "case", uuid4())
        raise KeyError


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_application_can_only_append(source, sql):
    note(source)
    with pytest.raises(DBAPIError, match="append-only"), source.transaction() as session:
        session.execute(text(sql))


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE audit_entry SET actor = 'staff:2' WHERE id = 3", ["3:content_changed"]),
        ("UPDATE audit_entry SET at = at + interval '1 second' WHERE id = 3", ["3:content_changed"]),
        ("UPDATE audit_entry SET details = '{}' WHERE id = 3", ["3:content_changed"]),
        ("DELETE FROM audit_entry WHERE id = 3", ["4:entry_missing_before", "4:does_not_follow"]),
        (
            "UPDATE audit_entry SET object_id = CASE id WHEN 2 THEN (SELECT object_id FROM audit_entry WHERE id = 3)"
            " ELSE (SELECT object_id FROM audit_entry WHERE id = 2) END WHERE id IN (2, 3)",
            ["2:content_changed", "3:content_changed"],
        ),
    ],
)
def test_the_verifier_names_what_was_changed(source, sql, found):
    note(source, 5)
    tamper(source, sql)
    assert faults(source) == found


def test_a_tail_that_was_cut_off_is_found_by_an_anchor_kept_elsewhere(source):
    note(source, 5)
    with source.transaction() as session:
        anchor = audit.head(session)
    tamper(source, "DELETE FROM audit_entry WHERE id = 5")
    assert faults(source) == []
    assert faults(source, anchor) == ["4:anchor_missing"]
