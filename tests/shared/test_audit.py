"""The audit trail: no act without its entry, each entry gets one place, and every change is found and named."""

import threading
import time
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared import audit, tracing
from shared.audit import sealer
from shared.audit.entries import purpose_of
from shared.audit.notes import BadNoteError, Head, Notary, public_key
from shared.db import Database, LostInReadingError
from tests.databases import owning
from tests.shared.trail import (
    NOTARY,
    SWAP,
    Keeper,
    as_sealer,
    cut,
    empty,
    faults,
    note,
    number_from_one,
    restore,
    rewrite,
    seal_all,
    swap,
    tamper,
)


@pytest.fixture(autouse=True)
def numbered_from_one(source):
    number_from_one(source)


@pytest.fixture
def sealing(source):
    with as_sealer(source) as database:
        yield database


def test_entries_of_parallel_writers_get_one_place_each_without_gaps(source):
    threads = [threading.Thread(target=note, args=(source, 20)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seal_all(source) == 80
    assert faults(source) == []
    with source.reading() as session:
        found = session.execute(text("SELECT count(*), min(place), max(place), count(DISTINCT entry) FROM audit_place"))
        assert tuple(found.one()) == (80, 1, 80, 80)


def test_request_and_purpose_are_sealed_with_the_entry_and_what_was_written_without_them_holds(source):
    with tracing.within(tracing.begin(None, "the-request")):
        note(source)
    seal_all(source)
    with source.reading() as session:
        assert session.execute(text("SELECT request, purpose FROM audit_entry")).one() == ("the-request", "casework")
    for column in ("request", "purpose"):
        before = "the-request" if column == "request" else "casework"
        tamper(source, f"UPDATE audit_entry SET {column} = NULL")
        assert faults(source) == ["entry 1: content_changed"]
        tamper(source, f"UPDATE audit_entry SET {column} = '{before}'")
    assert faults(source) == []
    tamper(
        source, "TRUNCATE audit_place, audit_head, audit_cursor; UPDATE audit_entry SET request = NULL, purpose = NULL"
    )
    seal_all(source)
    assert faults(source) == []


@pytest.mark.parametrize(
    ("actor", "action", "purpose"),
    [
        ("staff:1", "case.read", "casework"), ("staff:1", "audit.read", "oversight"),
        ("staff:1", "staff.roles_changed", "accounts"), ("partner:1", "reply.received", "institution"),
        ("complainant:1", "message.written", "complainant"), ("operator:arta", "epoch.begun", "operation"),
        ("service:intake", "case.opened", "service"), ("system:witness", "complaint.erased", "service"),
    ],
)  # fmt: skip
def test_the_purpose_follows_from_who_does_what(actor, action, purpose):
    assert purpose_of(actor, action) == purpose
    assert purpose in audit.PURPOSES


def test_a_purpose_that_was_given_counts(source):
    with source.transaction() as session:
        audit.record(session, "staff:1", "access.asked", "complaint", uuid4(), purpose="danger")
    with source.reading() as session:
        assert session.execute(text("SELECT purpose FROM audit_entry")).scalar() == "danger"


def test_changes_leave_out_what_stayed_and_order_what_has_no_order():
    one, other = uuid4(), uuid4()
    told = audit.changes(status=("a", "a"), officer=(None, one), roles=({"b", "a"}, ["a"]), published=(False, True))
    assert told == {"officer": [None, str(one)], "roles": [["a", "b"], ["a"]], "published": [False, True]}
    assert audit.changes(bodies=([one, other], [other, one])) == {}


def test_an_entry_disappears_with_its_transaction_and_leaves_no_gap(source):
    note(source)
    with pytest.raises(RuntimeError), source.transaction() as session:
        audit.record(session, "staff:1", "case.read", "case", uuid4())
        audit.write_entries(session)
        raise RuntimeError
    note(source)
    assert seal_all(source) == 2
    with source.reading() as session:
        assert session.execute(text("SELECT array_agg(place), array_agg(entry) FROM audit_place")).one() == (
            [1, 2],
            [1, 3],
        )
    assert faults(source) == []


def test_an_entry_in_a_session_that_only_reads_is_refused_since_it_would_be_lost(source):
    with pytest.raises(LostInReadingError, match="audit"), source.reading() as session:
        audit.record(session, "staff:1", "case.read", "case", uuid4())


def test_what_goes_wrong_in_a_session_that_only_reads_is_told_before_what_it_would_lose(source):
    with pytest.raises(KeyError), source.reading() as session:
        audit.record(session, "staff:1", "case.read", "case", uuid4())
        raise KeyError


def test_an_audited_transaction_waits_for_no_other(source):
    """Eight readers inside their transactions at once, each with its entry written: one lock in common would end in a timeout."""
    inside = threading.Barrier(8, timeout=10)
    done = []

    def read() -> None:
        with source.transaction() as session:
            audit.record(session, "staff:1", "case.read", "case", uuid4())
            audit.write_entries(session)
            inside.wait()
        done.append(1)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == seal_all(source) == 8


def test_a_long_transaction_delays_only_its_own_entries(source):
    with source.transaction() as long:
        audit.record(long, "staff:long", "case.read", "case", uuid4())
        audit.write_entries(long)
        note(source, 3)
        assert seal_all(source) == 3
        note(source, 2)
        assert seal_all(source) == 2
    assert seal_all(source) == 1
    with source.reading() as session:
        last = "SELECT actor FROM audit_place JOIN audit_entry ON id = entry ORDER BY place DESC LIMIT 1"
        assert session.execute(text(last)).scalar() == "staff:long"
    assert faults(source) == []


def test_what_was_committed_before_another_began_has_the_lower_place(source, sealing, monkeypatch):
    monkeypatch.setattr(sealer, "BATCH", 7)
    stop = threading.Event()
    working = threading.Thread(target=sealer.run, args=("cases", sealing, NOTARY, stop))
    working.start()
    pairs = []

    def write() -> None:
        while len(pairs) < 60:
            first, second = uuid4(), uuid4()
            for one in (first, second):
                with source.transaction() as session:
                    audit.record(session, "staff:1", "case.read", "case", one)
            pairs.append((str(first), str(second)))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stop.set()
    working.join()
    seal_all(source)
    with source.reading() as session:
        rows = session.execute(text("SELECT object_id, place FROM audit_place JOIN audit_entry ON id = entry")).all()
    place = {row.object_id: row.place for row in rows}
    assert sorted(place.values()) == list(range(1, 2 * len(pairs) + 1))
    assert [pair for pair in pairs if place[pair[0]] > place[pair[1]]] == []


def test_two_sealers_give_each_place_once(source, sealing):
    other = Database(sealing.url)
    stop = threading.Event()
    sealers = [threading.Thread(target=sealer.run, args=("cases", one, NOTARY, stop)) for one in (sealing, other)]
    for thread in sealers:
        thread.start()
    note(source, 60)
    stop.set()
    for thread in sealers:
        thread.join()
    other.dispose()
    seal_all(source)
    assert faults(source) == []
    with source.reading() as session:
        assert session.execute(text("SELECT count(*), max(place) FROM audit_place")).one() == (60, 60)


def test_a_sealer_that_finds_another_at_work_leaves_it_alone(source, sealing):
    note(source)
    seal_all(source)
    note(source)
    with sealing.transaction() as session:
        session.execute(text("SELECT * FROM audit_cursor FOR UPDATE"))
        assert sealer.seal(sealing, NOTARY) == 0
    assert sealer.seal(sealing, NOTARY) == 1


def test_an_entry_is_sealed_within_a_second(source, sealing):
    stop = threading.Event()
    working = threading.Thread(target=sealer.run, args=("cases", sealing, NOTARY, stop))
    working.start()
    note(source)
    time.sleep(1)
    with source.reading() as session:
        waits = sealer.unsealed_seconds(session)
    stop.set()
    working.join()
    assert waits == 0


def test_the_age_of_the_oldest_unsealed_entry_is_told(source):
    note(source)
    tamper(source, "UPDATE audit_entry SET at = at - interval '90 seconds'")
    with source.reading() as session:
        assert 90 <= sealer.unsealed_seconds(session) < 120
    assert faults(source) == ["entry 1: never_sealed"]


def test_a_dump_that_was_loaded_into_another_cluster_is_sealed_on(source):
    """There the numbers of transactions begin anew, so that those of new entries are lower than where the sealer stood."""
    note(source)
    seal_all(source)
    tamper(source, "UPDATE audit_cursor SET low = '9000000000'")
    note(source, 2)
    assert seal_all(source) == 2
    assert faults(source) == []


@pytest.mark.parametrize("table", ["audit_entry", "audit_place", "audit_head"])
@pytest.mark.parametrize("sql", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}"])
def test_the_application_may_only_append_and_a_trigger_stops_the_owner_too(source, table, sql):
    note(source)
    seal_all(source)
    column = {"audit_entry": "actor", "audit_place": "leaf", "audit_head": "root"}[table]
    with pytest.raises(DBAPIError, match="permission denied"), source.transaction() as session:
        session.execute(text(sql.format(table, column)))
    with owning(source.url) as owner, pytest.raises(psycopg.Error, match="append-only"):
        owner.execute(sql.format(table, column))


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE audit_entry SET actor = 'staff:2' WHERE id = 3", ["entry 3: content_changed"]),
        ("UPDATE audit_entry SET at = at + interval '1 second' WHERE id = 3", ["entry 3: content_changed"]),
        ("UPDATE audit_entry SET details = '{}' WHERE id = 3", ["entry 3: content_changed"]),
        ("UPDATE audit_entry SET xid = '3' WHERE id = 3", ["entry 3: content_changed"]),
        ("DELETE FROM audit_entry WHERE id = 3", ["entry 3: entry_missing"]),
        (SWAP.format("audit_entry", "object_id", "id"), ["entry 2: content_changed", "entry 3: content_changed"]),
        (
            "ALTER TABLE audit_place DROP CONSTRAINT uq_audit_place_entry; "
            + SWAP.format("audit_place", "entry", "place")
            + "; ALTER TABLE audit_place ADD CONSTRAINT uq_audit_place_entry UNIQUE (entry)",
            ["entry 3: content_changed", "entry 2: content_changed"],
        ),
        (
            "DELETE FROM audit_place WHERE place = 3",
            ["place 4: place_missing_before", "size 5: places_missing", "size 4: head_missing", "size 4: sealer_was_elsewhere"],
        ),
        ("UPDATE audit_place SET leaf = sha256('x') WHERE place = 3", ["entry 3: content_changed", "size 5: root_differs"]),
        ("DELETE FROM audit_head", ["size 5: head_missing"]),
        ("UPDATE audit_head SET root = sha256('x')", ["size 5: root_differs", "size 5: note_not_ours"]),
        ("UPDATE audit_head SET note = replace(note, '\n5\n', '\n6\n')", ["size 5: note_not_ours"]),
        ("UPDATE audit_cursor SET size = 9", ["size 5: sealer_was_elsewhere"]),
    ],
)  # fmt: skip
def test_the_verifier_names_what_was_changed(source, sql, found):
    note(source, 5)
    seal_all(source)
    assert faults(source) == []
    tamper(source, sql)
    assert faults(source) == found


@pytest.fixture
def keeper(source):
    """Of a trail with six entries, four of them sealed before the last two."""
    found = Keeper(source)
    note(source, 4)
    seal_all(source)
    found.remember()
    note(source, 2)
    seal_all(source)
    return found


@pytest.mark.parametrize("attack", [cut, empty])
def test_a_tail_that_was_cut_off_is_found_by_an_anchor_kept_elsewhere(keeper, attack):
    kept = audit.read_kept(NOTARY, keeper.newest_note(), "file")
    assert faults(keeper.source, kept) == []
    attack(keeper)
    assert faults(keeper.source) == [], "without what is kept elsewhere it looks whole: else this tries too little"
    assert faults(keeper.source, kept) == ["size 6: cut_since_kept_by_file"]


@pytest.mark.parametrize("attack", [rewrite, swap, restore])
def test_a_trail_that_was_written_anew_is_found_by_an_anchor_kept_elsewhere(keeper, attack):
    kept = audit.read_kept(NOTARY, keeper.newest_note(), "file")
    assert faults(keeper.source, kept) == []
    attack(keeper)
    assert faults(keeper.source) == [], "without what is kept elsewhere it looks whole: else this tries too little"
    assert faults(keeper.source, kept) == ["size 6: not_as_kept_by_file"]


def test_a_head_that_nobody_known_has_signed_is_refused(source):
    note(source)
    seal_all(source)
    kept = Keeper(source).newest_note()
    stranger = Notary("cases", b"b" * 32, {})
    with pytest.raises(BadNoteError, match="not_signed"):
        audit.read_kept(stranger, kept, "file")
    for broken in (kept[:-1], kept + "x", kept.replace("\n1\n", "\n01\n"), "words", kept.replace("cases", "intake")):
        with pytest.raises(BadNoteError):
            audit.read_kept(NOTARY, broken, "file")
    assert audit.read_kept(Notary("cases", b"b" * 32, {"cases": (public_key(NOTARY.key),)}), kept, "file")


def test_a_note_is_what_others_programs_read():
    """C2SP checkpoint: origin, size, root, an empty line, and the key's name and id before the signature."""
    lines = NOTARY.note(Head("cases", 7, b"r" * 32)).split("\n")
    assert lines[:4] == ["besa/cases", "7", "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=", ""]
    assert lines[4].startswith("\u2014 besa/cases ")
    assert lines[5:] == [""]
