"""No number of a complaint or of a counselling is given twice, though an older copy of the database came back."""

import psycopg
import pytest

from services.intake.actions.numbers import BLOCK, COMPLAINTS, COUNSELLING, Numbers
from shared.db import Database
from shared.numbers import reference
from shared.witness import beating
from shared.witness.file import WitnessFile
from shared.witness.guard import Guard
from tests.databases import as_owner

TABLES = ("numbering", "beat", "set_back", "skipped_number")


class Office:
    def __init__(self, url, folder):
        self.file = WitnessFile(folder, "intake")
        self.database = Database(url)
        self.guard = Guard(self.file, "intake", url, "", Numbers())
        self.guard.watch(self.database)
        self.beats = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        #: As the owner, for what only a restore does.
        self.line = psycopg.connect(as_owner(url).replace("+psycopg", ""), autocommit=True)

    def draw(self, series, year):
        with self.database.transaction() as session:
            return series.next(session, year)

    def beat(self):
        assert beating.beat(self.guard, self.beats)

    def copy(self):
        """What a copy of the database holds that numbers depend on."""
        rows = {table: self.line.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
        drawn = [self.line.execute(f"SELECT last_value, is_called FROM {name}_number").fetchone() for name in SEQUENCES]
        return rows, drawn

    def bring_back(self, copy):
        rows, drawn = copy
        for table, kept in rows.items():
            self.line.execute(f"DELETE FROM {table}")
            for row in kept:
                self.line.execute(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(row))})", row)
        for name, (last, called) in zip(SEQUENCES, drawn, strict=True):
            self.line.execute("SELECT setval(%s, %s, %s)", [f"{name}_number", last, called])

    def end(self):
        self.line.execute("DELETE FROM stream_epoch WHERE epoch > 1")
        self.line.close()
        self.beats.close()
        self.database.dispose()

    def declare(self):
        return self.guard.declare(by="operator:arta", reason="an older copy came back")


SEQUENCES = ("complaint", "counselling")


@pytest.fixture
def office(clean_databases, tmp_path):
    made = Office(clean_databases["intake"], str(tmp_path))
    made.draw(COMPLAINTS, 2026)
    made.beat()
    yield made
    made.end()


def test_numbers_given_after_the_copy_are_never_given_again(office):
    copy = office.copy()
    given = [office.draw(COMPLAINTS, 2026) for _ in range(3)] + [office.draw(COUNSELLING, 2026)]
    office.beat()
    office.bring_back(copy)
    declared = office.declare()
    # No row carries number 1 either, so nobody knows what it was given for.
    assert declared.skipped == {"A.2026": (1, 100), "K.2026": (1, 100)}
    again = [office.draw(COMPLAINTS, 2026), office.draw(COUNSELLING, 2026)]
    assert again == [reference("A", 2026, BLOCK + 1), reference("K", 2026, BLOCK + 1)]
    assert not set(again) & set(given)


def test_a_year_that_began_in_the_lost_time_goes_on_behind_its_numbers(office):
    copy = office.copy()
    given = {office.draw(COMPLAINTS, 2027) for _ in range(3)}
    assert reference("A", 2027, 1) in given
    office.beat()
    office.bring_back(copy)
    assert office.declare().skipped == {"A.2026": (1, 100), "A.2027": (1, 100)}
    assert office.draw(COMPLAINTS, 2027) == reference("A", 2027, 101)
    assert office.draw(COMPLAINTS, 2028) == reference("A", 2028, 1)


def test_more_than_a_block_is_known_and_the_copy_may_come_back_twice(office):
    copy = office.copy()
    given = {office.draw(COMPLAINTS, 2026) for _ in range(BLOCK + 5)}
    office.beat()
    for _ in range(2):
        office.bring_back(copy)
        office.declare()
        new = {office.draw(COMPLAINTS, 2026) for _ in range(3)}
        assert not new & given
        given |= new
        office.beat()


def test_numbers_between_the_last_row_and_a_sequence_that_recovered_ahead_of_it_are_told_too(world, tmp_path):
    office = Office(world.platform.settings.database_url, str(tmp_path))
    office.beat()
    _, year, kept, _ = world.complain()["reference"].split("-")
    copy = office.copy()
    office.draw(COMPLAINTS, int(year))
    office.beat()
    rows, [(last, _), counselling] = copy
    office.bring_back((rows, [(last + 32, True), counselling]))
    first, _ = office.declare().skipped[f"A.{year}"]
    assert first == int(kept) + 1
    office.end()


def test_what_was_given_before_there_was_a_witness_is_known_to_its_first_file(clean_databases, tmp_path):
    office = Office(clean_databases["intake"], str(tmp_path))
    first, _ = (office.line.execute("SELECT nextval('complaint_number')").fetchone()[0] for _ in range(2))
    office.line.execute(
        "INSERT INTO numbering VALUES ('A', 2026, %s), ('A', 2025, %s)",
        [first - 1, first - 8],
    )
    office.beat()
    assert office.file.read().reserved == {"A.2025": 7, "A.2026": 2}
    office.end()
