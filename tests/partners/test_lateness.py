"""A body reads by how much it is late as the office counts it, and in the same words."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.cases import words
from services.cases.domain.timeliness import Timeliness, Word, timeliness
from shared.events.catalogue import MatterHeld
from tests.partners.bench import today
from tests.partners.test_inbox_standing import clocks, on, reader
from tests.partners.test_pages import page

__all__ = ["clocks", "reader"]


def given_back(bench, clocks, *days, case_id):
    """The matter came back; it was elsewhere on these days before."""
    before = [{"since": since, "until": until} for since, until in days]
    act = clocks.sent.recommendation_id
    bench.hear(MatterHeld, case_id, case_id=case_id, acts=[], before=before, owing=[act])


@pytest.mark.parametrize("held", [0, 4])
def test_the_days_on_which_a_court_had_the_matter_are_nobodys_delay(bench, reader, clocks, held):
    due = on(-10)
    for item in (0, 1):
        clocks.say(item, "started", due.isoformat())
    days = [(due + timedelta(days=2), due + timedelta(days=2 + held))] if held else []
    case_id = uuid4()
    for _again in range(2):
        given_back(bench, clocks, *days, case_id=case_id)
    shown = " ".join(page(reader, "/partners/inbox").split())
    counted = timeliness(due, today(), holds=days)
    assert counted == Timeliness(Word.LATE, 10 - held)
    assert f"{10 - held} ditë me vonesë" in shown
    with bench.app.test_request_context():
        assert words.timeliness_words(counted) in shown


def test_what_the_office_takes_back_of_such_days_counts_again(bench, reader, clocks):
    due, case_id = on(-10), uuid4()
    for item in (0, 1):
        clocks.say(item, "started", due.isoformat())
    given_back(bench, clocks, (due, on(0)), case_id=case_id)
    given_back(bench, clocks, case_id=case_id)
    assert "10 ditë me vonesë" in " ".join(page(reader, "/partners/inbox").split())
