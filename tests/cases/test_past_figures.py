"""Figures of a past day as known on another: SQL counts as the domain does, and what is recorded later changes no answer."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from sqlalchemy import select, text, update

from services.cases import data
from services.cases.domain.ledger import EntryKind
from services.cases.models import Obligation
from services.cases.register.domain import compliance
from services.cases.register.domain.history import row_on
from services.cases.register.domain.two_times import Asked
from services.cases.register.queries import past
from tests.cases.facts_world import Chances, Owed, add_facts, new_of, store

FIRST, LAST = date(2026, 1, 5), date(2027, 3, 1)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def bodies(bench):
    return [bench.body() for _ in range(3)]


def told(owed: list[Owed], asked: Asked):
    """By the domain."""
    rows = [row for row in (row_on(one.history(), asked) for one in owed) if row is not None]
    found = compliance.figures(rows, today=asked.on, ages=data.ages())
    return replace(found, not_counted=0)


def questions(chances: Chances) -> list[Asked]:
    return [Asked(on, chances.day(on)) for on in (chances.day() for _ in range(25))]


@pytest.mark.parametrize("seed", range(6))
def test_sql_counts_a_past_day_as_the_domain_does(bench, bodies, seed):
    chances = Chances(seed, bodies, FIRST, LAST)
    owed = [chances.owed() for _ in range(40)]
    with bench.platform.database.transaction() as session:
        store(session, bench.admit(), owed)
    with bench.platform.database.reading() as session:
        for asked in questions(chances):
            assert past.figures_on(session, asked) == told(owed, asked), asked


@pytest.mark.parametrize("seed", range(6))
def test_what_is_recorded_later_changes_no_answer_as_known_before(bench, bodies, seed):
    chances = Chances(seed, bodies, FIRST, LAST)
    owed = [chances.owed() for _ in range(30)]
    with bench.platform.database.transaction() as session:
        store(session, bench.admit(), owed)
    asked = [Asked(on, known) for on, known in ((date(2026, 12, 31), LAST), (date(2026, 10, 1), LAST), (LAST, LAST))]
    with bench.platform.database.reading() as session:
        before = [past.figures_on(session, one) for one in asked]
    assert all((one.obligations or 0) > 5 for one in before)
    later = Chances(seed + 100, bodies, LAST + ONE_DAY, LAST + 300 * ONE_DAY)
    with bench.platform.database.transaction() as session:
        for one in owed:
            record_later(session, one, later)
    with bench.platform.database.reading() as session:
        assert [past.figures_on(session, one) for one in asked] == before


def record_later(session, one: Owed, later: Chances) -> None:
    """Facts that are entered after the day, about days before and after it, and the columns as they are then."""
    grown = later.more(replace(one, replies=[], findings=[], ledger=[]), later.first)
    add_facts(session, new_of(one, grown))
    whole = replace(
        one,
        moots=grown.moots,
        replies=[*one.replies, *grown.replies],
        findings=[*one.findings, *grown.findings],
        ledger=[*one.ledger, *grown.ledger],
        deliveries=grown.deliveries,
        fell_on=one.fell_on or (later.day() if later.chance.random() < 0.2 else None),
    )
    session.merge(whole.row())


def is_plain(one: Owed) -> bool:
    """Whether it began once and nothing closed its clock but an answer: else a pause and a closing that was undone might overlap."""
    answers = {each.received_on for each in one.replies}
    ended = [each for each in one.ledger if each.kind in {EntryKind.CLOSED, EntryKind.REOPENED}]
    begun = [each for each in one.ledger if each.kind is EntryKind.STARTED]
    return len(begun) < 2 and all(each.kind is EntryKind.CLOSED and each.effective in answers for each in ended)


def test_the_migration_counts_the_days_of_earlier_answers_as_the_ledger_does(bench, bodies):
    chances = Chances(7, bodies, FIRST, LAST)
    owed = [one for one in (chances.owed() for _ in range(120)) if is_plain(one)]
    with bench.platform.database.transaction() as session:
        store(session, bench.admit(), owed)
        session.flush()
        counted = select(Obligation.id, Obligation.days_to_answer)
        expected = dict(session.execute(counted).all())
        session.execute(update(Obligation).values(days_to_answer=None))
        session.execute(text(import_module("services.cases.migrations.versions.0019_days_to_answer").COUNTED))
        assert dict(session.execute(counted).all()) == expected
    assert sum(days is not None for days in expected.values()) > 10
