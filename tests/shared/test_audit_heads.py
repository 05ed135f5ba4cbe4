"""Heads kept elsewhere: four trails tell each other how far they go, and whoever changes one is named by the others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.audit import heads, write_entries
from shared.audit.notes import Notary, public_key
from shared.db import Database
from shared.events.catalogue.trails import SERVICES
from shared.events.envelope import Event
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery
from shared.messaging.subscriptions import Subscriptions
from tests.databases import owning
from tests.shared.trail import (
    Keeper,
    as_sealer,
    cut,
    empty,
    note,
    number_from_one,
    restore,
    rewrite,
    seal_all,
    swap,
    tamper,
)

KEYS = {service: service[:1].encode() * 32 for service in SERVICES}
OWNER, WITNESSES = "intake", ("cases", "partners", "notifications")


@dataclass
class Trail:
    """One service with nothing in it but its trail."""

    service: str
    database: Database
    notary: Notary
    folder: str
    inbox: Inbox
    carried: set[UUID] = field(default_factory=set)

    def work(self, count: int = 2) -> None:
        note(self.database, count)
        seal_all(self.database, self.notary)

    def tell(self) -> bool:
        with as_sealer(self.database) as database, database.transaction() as session:
            return heads.tell(session, self.notary, self.folder) is not None

    def check(self, folder: str = "") -> list[str]:
        return [str(fault) for fault in heads.check(self.database, self.notary, folder)]

    def rows(self, sql: str) -> list[tuple]:
        with self.database.reading() as session:
            return [tuple(row) for row in session.execute(text(sql))]


class House:
    """The four, and the events between them, which are carried by hand."""

    def __init__(self, trails: dict[str, Trail]) -> None:
        self.trails = trails
        self.owner = trails[OWNER]
        self.witnesses = [trails[service] for service in WITNESSES]

    def carry(self) -> None:
        for _ in range(2):
            for trail in self.trails.values():
                for message, kind, payload in trail.rows("SELECT message_id, type, payload FROM outbox ORDER BY id"):
                    if message not in trail.carried:
                        trail.carried.add(message)
                        self._deliver(kind, Delivery(payload.encode(), str(message), kind))

    def _deliver(self, kind: str, delivery: Delivery) -> None:
        for service in Event.registry[kind].consumers:
            with self.trails[service].database.transaction() as session:
                self.trails[service].inbox.take(session, [delivery])

    def tell(self, trail: Trail | None = None) -> None:
        """An hour later: told, heard, answered."""
        trail = trail or self.owner
        tamper(trail.database, "UPDATE audit_told SET told_at = told_at - interval '2 hours'")
        assert trail.tell()
        self.carry()


@pytest.fixture
def house(clean_databases, tmp_path: Path) -> Iterator[House]:
    public = {service: (public_key(key),) for service, key in KEYS.items()}
    trails = {}
    for service in SERVICES:
        database = Database(clean_databases[service])
        number_from_one(database)
        database.before_commit.append(write_entries)
        notary = Notary(service, KEYS[service], public)
        notary.carry(database)
        subscriptions = Subscriptions(service)
        heads.listen(subscriptions)
        trails[service] = Trail(service, database, notary, str(tmp_path / "heads"), Inbox(subscriptions))
    yield House(trails)
    for trail in trails.values():
        trail.database.dispose()


@pytest.mark.parametrize("service", SERVICES)
def test_a_head_is_told_to_the_others_who_check_sign_and_keep_it(house, service):
    trail = house.trails[service]
    for count in (3, 4, 1):
        trail.work(count)
        house.tell(trail)
    others = [other for other in house.trails.values() if other is not trail]
    for other in others:
        assert other.rows("SELECT service, size, verdict FROM audit_witness ORDER BY id") == [
            (service, 3, "first"),
            (service, 7, "grown"),
            (service, 8, "grown"),
        ]
        [(kept,)] = other.rows("SELECT note FROM audit_witness WHERE size = 8")
        assert kept == trail.rows("SELECT note FROM audit_head WHERE size = 8")[0][0]
    answers = trail.rows("SELECT witness, verdict, signed FROM audit_seen WHERE size = 8 ORDER BY witness")
    assert [answer[:2] for answer in answers] == sorted((other.service, "grown") for other in others)
    assert all(signed.startswith(f"\u2014 besa/{witness} ") for witness, _, signed in answers)
    assert {one.service: one.check(one.folder) for one in house.trails.values()} == {one: [] for one in SERVICES}


def test_a_head_is_told_each_hour_and_sooner_after_a_thousand_entries(house, monkeypatch):
    assert not house.owner.tell(), "there is nothing to tell yet"
    house.owner.work()
    assert house.owner.tell()
    assert not house.owner.tell()
    house.owner.work()
    assert not house.owner.tell()
    monkeypatch.setattr(heads, "ENTRIES", 2)
    assert house.owner.tell()
    assert not house.owner.tell()
    tamper(house.owner.database, "UPDATE audit_told SET told_at = told_at - interval '61 minutes'")
    assert house.owner.tell(), "also where nothing was added: silence must mean something"
    assert not house.owner.tell()


@pytest.fixture
def keeper(house) -> Keeper:
    """Of a trail of six whose head the others hold, and who knows its state at four."""
    keeper = Keeper(house.owner.database, house.owner.notary)
    house.owner.work(4)
    keeper.remember()
    house.owner.work(2)
    house.tell()
    assert house.owner.check(house.owner.folder) == []
    return keeper


ATTACKS = [
    (cut, "cut_since_kept_by", "smaller"),
    (empty, "cut_since_kept_by", "smaller"),
    (rewrite, "not_as_kept_by", "not_grown"),
    (swap, "not_as_kept_by", "not_grown"),
    (restore, "not_as_kept_by", "not_grown"),
]


@pytest.mark.parametrize(("attack", "code"), [(attack, code) for attack, code, _ in ATTACKS])
def test_whoever_changes_a_trail_is_named_by_what_the_other_services_hold_though_nobody_kept_a_head(
    house, keeper, attack, code
):
    attack(keeper)
    assert house.owner.check() == [f"size 6: {code}_{witness}" for witness in WITNESSES]


@pytest.mark.parametrize(("attack", "code"), [(attack, code) for attack, code, _ in ATTACKS])
def test_the_file_outside_names_it_even_if_all_four_databases_were_changed_alike(house, keeper, attack, code):
    attack(keeper)
    for trail in house.trails.values():
        tamper(trail.database, "TRUNCATE audit_told, audit_witness, audit_seen")
    assert house.owner.check() == []
    assert house.owner.check(house.owner.folder) == [f"size 6: {code}_file"]


@pytest.mark.parametrize(
    ("taken", "fault"), [("all", "missing"), ("folder", "missing"), ("content", "cut"), ("first", "cut")]
)
def test_whoever_takes_heads_out_of_the_file_outside_is_named_also_when_the_next_is_written(house, taken, fault):
    trail = house.owner
    for _ in range(2):
        trail.work()
        house.tell()
    assert trail.check(trail.folder) == []
    file = Path(trail.folder) / f"{trail.service}.heads"
    folder = trail.folder
    if taken == "folder":
        folder = f"{trail.folder}-of-another-machine"
    elif taken == "first":
        second = trail.rows("SELECT note FROM audit_head WHERE size = (SELECT max(size) FROM audit_told)")[0][0]
        file.write_text(second, encoding="utf-8")
    else:
        file.unlink()
    if taken == "content":
        trail.work()
        house.tell()
    assert trail.check(folder) == [f"file of heads: {fault}"]


def test_a_folder_that_is_set_later_holds_what_was_told_since(house):
    trail, folder = house.owner, house.owner.folder
    trail.folder = ""
    trail.work()
    house.tell()
    assert trail.check(folder) == []
    trail.folder = folder
    trail.work()
    house.tell()
    assert trail.check(folder) == []


@pytest.mark.parametrize(("attack", "verdict"), [(attack, verdict) for attack, _, verdict in ATTACKS])
def test_whoever_also_takes_out_what_the_others_answered_is_named_with_the_next_head(house, keeper, attack, verdict):
    attack(keeper)
    tamper(house.owner.database, "TRUNCATE audit_told, audit_seen")
    if attack is empty:
        house.owner.work(2)
    assert house.owner.check() == []
    house.tell()
    for witness in house.witnesses:
        assert witness.check() == [f"trail of {OWNER}: {verdict}"]
    assert house.owner.check() == [f"our head at {witness}: {verdict}" for witness in WITNESSES]
    house.owner.work(9)
    house.tell()
    assert all(witness.check() for witness in house.witnesses), "it stays wrong, however long the trail becomes"


def test_a_head_signed_with_a_key_that_is_not_known_is_kept_and_named_and_the_next_known_one_heals_it(house):
    house.owner.work()
    house.tell()
    true, house.owner.notary = house.owner.notary, Notary(OWNER, b"x" * 32, {})
    house.owner.work()
    house.tell()
    assert [witness.check() for witness in house.witnesses] == [[f"trail of {OWNER}: unknown_key"]] * 3
    house.owner.notary = true
    house.owner.work()
    house.tell()
    assert [witness.check() for witness in house.witnesses] == [[]] * 3
    assert house.owner.rows("SELECT DISTINCT verdict FROM audit_seen WHERE size = 6") == [("grown",)]


def test_an_answer_that_its_witness_did_not_sign_counts_for_nothing(house):
    house.owner.work()
    house.witnesses[0].notary = Notary("cases", b"x" * 32, house.owner.notary.public_keys)
    house.witnesses[0].notary.carry(house.witnesses[0].database)
    house.tell()
    assert house.owner.rows("SELECT verdict, signed FROM audit_seen WHERE witness = 'cases'") == [("unknown_key", "")]
    assert house.owner.check() == ["our head at cases: unknown_key"]


def test_a_trail_of_which_nothing_is_heard_any_more_is_named(house):
    house.owner.work()
    house.tell()
    witness = house.witnesses[0]
    witness.work()
    for _ in range(heads.SILENT_HOURS + 1):
        assert witness.check() == []
        tamper(witness.database, "UPDATE audit_witness SET at = at - interval '2 hours'")
        house.tell(witness)
    assert witness.check() == [f"trail of {OWNER}: silent"]
    house.tell()
    assert witness.check() == []


def test_a_file_of_heads_that_was_changed_is_named_and_ends_nothing(house):
    house.owner.work()
    house.tell()
    path = Path(house.owner.folder) / f"{OWNER}.heads"
    path.write_text(path.read_text().replace("\n2\n", "\n1\n"))
    assert house.owner.check(house.owner.folder) == ["file of heads: unreadable"]


@pytest.mark.parametrize("table", ["audit_told", "audit_witness", "audit_seen"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET size = 1", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_may_only_append_to_what_is_kept_and_a_trigger_stops_the_owner_too(house, table, sql):
    for trail in house.trails.values():
        trail.work()
    house.tell()
    owner = house.owner if table != "audit_witness" else house.witnesses[0]
    with pytest.raises(DBAPIError, match="permission denied"), owner.database.transaction() as session:
        session.execute(text(sql.format(table)))
    with owning(owner.database.url) as line, pytest.raises(psycopg.Error, match="append-only"):
        line.execute(sql.format(table))
