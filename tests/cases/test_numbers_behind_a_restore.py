"""No number of an act, a case or the protocol book is given twice, though an older copy of the database came back."""

from datetime import date
from uuid import uuid4

import psycopg
import pytest

from services.cases.actions import numbering
from services.cases.models import Recommendation
from shared.db import Database
from shared.numbers import reference
from shared.witness import beating
from shared.witness.file import WitnessFile
from shared.witness.guard import Guard

TABLES = ("numbering", "protocol_entry", "beat", "set_back", "skipped_number")
TODAY = date(2026, 11, 27)


class Office:
    def __init__(self, url, book, folder):
        self.file = WitnessFile(folder, "cases")
        self.database = Database(url)
        self.guard = Guard(self.file, "cases", url, "", numbering.Numbers())
        self.guard.watch(self.database)
        self.line = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        self.book = psycopg.connect(book.replace("+psycopg", ""), autocommit=True)
        self.book.execute("SET session_replication_role = replica")

    def reference(self, prefix, year):
        with self.database.transaction() as session:
            return numbering.next_reference(session, prefix, year)

    def place(self, case_id, day=TODAY):
        """The place of a paper of that case. Without the row of the case, which the protocol book would ask for."""
        with self.database.transaction() as session:
            place = numbering.next_place(session, Recommendation(id=uuid4(), case_id=case_id), day)
            session.expunge_all()
        self.book.execute(
            "INSERT INTO protocol_entry (id, year, number, fraction, case_id, recommendation_id, day)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, gen_random_uuid(), %s)",
            [place.year, place.number, place.fraction, case_id, day],
        )
        return place.year, place.number, place.fraction

    def copy(self):
        """What a copy of the database holds that numbers depend on."""
        return {table: self.book.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}

    def bring_back(self, copy):
        for table, kept in copy.items():
            self.book.execute(f"DELETE FROM {table}")
            for row in kept:
                self.book.execute(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(row))})", row)

    def declare(self):
        return self.guard.declare(by="operator:arta", reason="an older copy came back")

    def beat(self):
        assert beating.beat(self.guard, self.line)


@pytest.fixture
def office(clean_databases, database_server, tmp_path):
    # As an administrator, who may write a book without its cases.
    url = clean_databases["cases"]
    book = f"{database_server.rpartition('/')[0]}/{url.rpartition('/')[2]}"
    made = Office(url, book, str(tmp_path))
    made.beat()
    yield made
    made.book.execute("DELETE FROM stream_epoch WHERE epoch > 1")
    made.line.close()
    made.book.close()
    made.database.dispose()


def test_numbers_of_acts_and_cases_given_after_the_copy_are_never_given_again(office):
    assert office.reference("R", 2026) == reference("R", 2026, 1)
    copy = office.copy()
    given = [office.reference("R", 2026) for _ in range(3)] + [office.reference("C", 2026)]
    office.beat()
    office.bring_back(copy)
    declared = office.declare()
    assert declared.skipped == {"R.2026": (2, 4), "C.2026": (1, 1)}
    again = [office.reference("R", 2026), office.reference("C", 2026)]
    assert again == [reference("R", 2026, 5), reference("C", 2026, 2)]
    assert not set(again) & set(given)


def test_no_place_of_the_protocol_book_is_given_twice_of_old_matters_either(office):
    old, other, year = uuid4(), uuid4(), TODAY.year
    assert [office.place(old), office.place(old)] == [(year, 1, 0), (year, 1, 1)]
    assert [office.place(other) for _ in range(4)][-1] == (year, 2, 3)
    copy = office.copy()
    given = {office.place(old), office.place(old), office.place(uuid4())}
    assert given == {(year, 1, 2), (year, 1, 3), (year, 3, 0)}
    office.beat()
    office.bring_back(copy)
    office.declare()
    again = [office.place(old), office.place(old), office.place(uuid4())]
    assert not set(again) & given
    assert again[0] == (year, 1, 4)
    assert again[2] == (year, 4, 0)


def test_a_matter_whose_last_paper_is_of_a_later_day_goes_on_by_one(office):
    matter, later = uuid4(), date(2126, 1, 5)
    copy = office.copy()
    for _ in range(5):
        office.place(matter)
    office.beat()
    office.bring_back(copy)
    office.declare()
    assert [office.place(matter, later), office.place(matter, later)] == [(2126, 1, 0), (2126, 1, 1)]
