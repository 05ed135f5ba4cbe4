"""Figures of a past day as known on another: SQL counts as the domain does, and what is recorded later changes no answer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.cases import data
from services.cases.register.domain import compliance
from services.cases.register.domain.history import row_on
from services.cases.register.domain.two_times import Asked
from services.cases.register.queries import past
from tests.cases.facts_world import Chances, Owed, add_facts, store

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
    later = Chances(seed + 100, bodies, LAST + ONE_DAY, LAST + 300 * ONE_DAY)
    with bench.platform.database.transaction() as session:
        for one in owed:
            record_later(session, one, later)
    with bench.platform.database.reading() as session:
        assert [past.figures_on(session, one) for one in asked] == before


def record_later(session, one: Owed, later: Chances) -> None:
    """Facts that are entered after the day, about days before and after it, and the columns as they are then."""
    grown = later.more(replace(one, replies=[], findings=[], ledger=[]), later.first)
    add_facts(session, replace(grown, deliveries=grown.deliveries[len(one.deliveries) :]))
    whole = replace(
        one,
        replies=[*one.replies, *grown.replies],
        findings=[*one.findings, *grown.findings],
        ledger=[*one.ledger, *grown.ledger],
        deliveries=grown.deliveries,
        fell_on=one.fell_on or (later.day() if later.chance.random() < 0.2 else None),
    )
    session.merge(whole.row())
