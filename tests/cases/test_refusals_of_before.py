"""A refusal of before it took back what was promised takes it back now: in the row, at every door, in the figures, and its body reads so."""

from importlib import import_module

import pytest

from services.cases import timers
from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_changed_answers import answers
from tests.cases.test_promises import figures, owing, reports, says, whole
from tests.databases import owning

MIGRATION = import_module("services.cases.migrations.versions.0221_promises_taken_back")


def run(silence, sql, **values):
    """As whoever owns the tables, as a migration does."""
    with owning(silence.bench.platform.settings.database_url) as owner:
        owner.execute(sql, values or None)


def of_the_row(silence, column):
    return silence.bench.scalar(f"SELECT {column} FROM obligation WHERE id = :id", id=silence.owed[0]["id"])


def as_before(silence, promised, on):
    """The row as it was written then: what was promised stands, and its body was told so."""
    run(
        silence,
        "UPDATE obligation SET promised_date = %(day)s, promised_on = %(on)s, implementation_due = %(day)s, told_by_when = %(day)s"
        " WHERE id = %(id)s",
        day=promised, on=on, id=silence.owed[0]["id"],
    )  # fmt: skip


def migrate(silence):
    for statement in MIGRATION.STATEMENTS:
        run(silence, statement)


def told_days(silence):
    timers.tell_days(silence.bench.platform, clock.utc_now())
    return silence.bench.told(catalogue.ObligationDated)


@pytest.fixture
def promised(story, bench, commissioner):
    """A promise, and a day on which its body refused after all; with the row as it was."""
    silence = owing(story, bench, commissioner)
    silence.promised, silence.refused = after(today(), 20), after(today(), 5)
    says(silence, claimed="in_process", promised_date=silence.promised)
    with silence.on(silence.refused):
        answers(silence, silence.refused, "refused")
    as_before(silence, silence.promised, today())
    return silence


def test_what_was_promised_before_the_refusal_counts_no_more_at_any_door(promised):
    assert of_the_row(promised, "promised_date") is not None
    migrate(promised)
    with promised.on(after(promised.refused)):
        [*_, told] = told_days(promised)
        assert of_the_row(promised, "promised_date") is None
        assert told["by"] == promised.act["items"][0]["due"] == str(of_the_row(promised, "implementation_due"))
        assert "promised" not in promised.bench.platform.documents.get_json(told["why"])["en"]
        assert "promised" not in whole(promised)["why_by"]["en"]
        assert figures(promised, promised.refused) == {"refused": 1}


def test_twice_is_once(promised):
    migrate(promised)
    many = len(told_days(promised))
    migrate(promised)
    assert len(told_days(promised)) == many


def test_who_accepted_again_since_has_not_broken_what_it_took_back_and_its_complainant_reads_so(promised):
    again = after(promised.refused, 3)
    with promised.on(again):
        answers(promised, again, "accepted")
    as_before(promised, promised.promised, today())
    with promised.on(after(promised.promised, 1)):
        timers.announce_overdue(promised.bench.platform, clock.utc_now())
        assert promised.owed[0]["state"] == "promise_broken"
        assert promised.bench.told(catalogue.ObligationStood)[-1]["state"] == "promise_broken"
        migrate(promised)
        told_days(promised)
        assert promised.owed[0]["state"] == "in_process"
        assert figures(promised, after(promised.promised, 1)) == {"in_process": 1}
        timers.take_back(promised.bench.platform, clock.utc_now())
        assert promised.bench.told(catalogue.ObligationAnswered)[-1]["corrects"] == "promise_broken"


def test_who_promised_anew_since_keeps_that_promise(promised):
    again, anew = after(promised.refused, 3), after(today(), 15)
    with promised.on(again):
        answers(promised, again, "accepted", claimed="in_process", promised_date=anew)
    assert of_the_row(promised, "promised_date") == anew
    migrate(promised)
    assert of_the_row(promised, "promised_date") == of_the_row(promised, "implementation_due") == anew


@pytest.mark.parametrize("way", ["reply", "report"])
def test_a_day_that_was_named_while_the_refusal_stands_is_no_promise_also_once_it_accepts(
    story, bench, commissioner, way
):
    silence = owing(story, bench, commissioner)
    named, accepted = after(today(), 10), after(today(), 12)
    says(silence, "refused", **({"promised_date": named} if way == "reply" else {}))
    if way == "report":
        reports(silence, "in_process", named)
    as_before(silence, named, today())
    for table in MIGRATION.MARKED:
        run(silence, f"ALTER TABLE {table} DISABLE TRIGGER USER")
        run(silence, f"UPDATE {table} SET moved = true")
        run(silence, f"ALTER TABLE {table} ENABLE TRIGGER USER")
    migrate(silence)
    assert of_the_row(silence, "promised_date") is None
    with silence.on(accepted):
        says(silence)
        assert silence.owed[0]["state"] == "in_process"
    with silence.on(after(accepted, 2)):
        assert figures(silence, accepted) == {"in_process": 1}


def test_the_day_that_was_asked_for_is_taken_off_the_list(promised):
    owed = promised.owed[0]["id"]
    run(promised, "UPDATE obligation SET asked_date = %(day)s WHERE id = %(id)s", day=after(today(), 50), id=owed)
    migrate(promised)
    assert promised.owed[0]["asked_date"] is None


def test_its_day_is_counted_with_what_a_court_had_meanwhile(story, bench, commissioner, promised):
    held = {"step": "suspend", "elsewhere": "pending_before_court", "reason": "Gjykata e ka çështjen."}
    with promised.on(after(promised.refused, 1)):
        answer = commissioner.post(f"/cases/{story.case_id}/steps", held)
        assert answer.status_code == 200, answer.json
        as_before(promised, promised.promised, today())
        migrate(promised)
        assert told_days(promised)[-1].get("by") is None
        assert of_the_row(promised, "implementation_due") is None
