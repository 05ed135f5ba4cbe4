"""The closed lists of intake are complete, in both languages and for a child."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from services.cases.domain.case import Outcome
from services.intake import data
from services.intake.data import wording
from services.intake.data.wording import Facts
from services.intake.domain.openings import OFFICERS
from services.intake.domain.standing import STAGES
from services.intake.domain.terms import ADMISSIBILITY, Term, last_day, local_day, read_term, term_on
from services.intake.models.tables import STATUSES
from shared.events.catalogue import ASSESSMENTS, SAID

ROOT = Path(__file__).parents[2]
LISTS = {
    name: getattr(data, name)()
    for name in ("opening_reasons", "purposes", "review_outcomes", "opened_by", "statuses", "notices", "case_outcomes")
}  # fmt: skip
SOURCES = data._document("sources")


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_has_a_source_a_validity_and_both_languages(name):
    assert LISTS[name]
    for entry in LISTS[name].values():
        assert entry["source"] in SOURCES, entry
        assert {"valid_from", "valid_to", "confirmed"} <= entry.keys(), entry
        assert not entry["confirmed"] or SOURCES[entry["source"]]["read"], entry
        texts = [key for key in entry if key.endswith(("_sq", "_en"))]
        assert texts and all(entry[key].strip() for key in texts), entry
        assert {key[:-3] + "_en" for key in texts} == {key[:-3] + "_en" for key in texts if key.endswith("_sq")}, entry


def test_no_page_has_a_term_typed_into_it():
    typed = re.compile(r"\d+[ -]?(dit|orë|jav|muaj|vje[tç]|minut|day|hour|week|month)", re.IGNORECASE)
    for kind in ("templates/**/*.html", "pages/*.py", "forms/*.py", "data/*.py"):
        for file in (ROOT / "services" / "intake").glob(kind):
            texts = re.findall(r"_l?\((.*?)\)", file.read_text("utf-8"), re.DOTALL)
            assert [text for text in texts if typed.search(text)] == [], file


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("by_child", [True, False])
def test_everything_that_can_happen_has_words(language, by_child):
    for status in {*STATUSES, *STAGES.values()} - {"erased"}:
        assert wording.status_text(status, language, by_child=by_child)
    for assessment in ASSESSMENTS:
        facts = Facts(assessment=assessment)
        assert "Bashkia X" in wording.event_text("assessed", facts, "Bashkia X", language, by_child=by_child)
    for state in ("refused", "no_reply", "promise_broken", "partly", "not", "in_process", "claimed", "not_competent"):
        for following in ("steps", "weighing", "check", "await", "nothing"):
            facts = Facts(state=state, next=following, number="R-2026-00001-1", place=2)
            told = wording.event_text("stood", facts, "Bashkia X", language, by_child=by_child)
            assert "Bashkia X" in told
            assert "R-2026-00001-1" in told
    for said in SAID:
        for day in (None, date(2027, 2, 3) if said.startswith("accepted") else None):
            facts = Facts(said=said, day=day, next="check", number="R-2026-00001-1", place=2)
            told = wording.event_text("answered", facts, "Bashkia X", language, by_child=by_child)
            assert ("Bashkia X" in told, "2027" in told) == (True, day is not None)
    for outcome in Outcome:
        facts = Facts(number="C-2026-00001-0", outcome=str(outcome))
        told = wording.event_text("case_closed", facts, "", language, by_child=by_child)
        assert "C-2026-00001-0" in told
        followed = wording.event_text("case_followed", facts, "", language, by_child=by_child)
        assert "C-2026-00001-0" in followed
        assert "u mbyll" not in followed
        assert "closed" not in followed
        # An investigation is secret: nobody reads in a mailbox that there is one.
        assert not re.search("proku|prosec|heton|investigat", told, re.IGNORECASE), (outcome, told)
    for bodies in (1, 3):
        sent = Facts(bodies=bodies, number="R-2026-00001-1", awaited=True)
        for facts in (Facts(bodies=bodies), sent, replace(sent, held=True)):
            told = wording.event_text("act_sent", facts, "", language, by_child=by_child)
            held = "derisa" in told.lower() if language == "sq" else "until it comes back" in told.lower()
            assert held is bool(facts.held)
            # At the issue nothing has arrived yet.
            assert ("po ua dërg" in told or "po ia dërg" in told) if language == "sq" else "sending it to" in told
            assert not re.search("dorëzu|mbërri|deliver|arriv", told), told


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("by_child", [True, False])
def test_every_refusal_names_its_ground_and_the_way_out(language, by_child):
    for ground in data.grounds_on(date(2026, 11, 25)).values():
        entry = data.ground_entries()[ground.key]
        told = wording.decision_text(ground.outcomes[0], ground.key, "Bashkia X", language, by_child=by_child)
        assert entry[f"{'child' if by_child else 'plain'}_{language}"] in told
        assert data.ways_out()[entry["way_out"]][f"{'child' if by_child else 'text'}_{language}"] in told


def test_every_role_that_may_open_a_file_has_a_name():
    assert set(data.opened_by()) == set(OFFICERS)


def test_the_highest_yes_decides_how_urgent_it_is():
    assert data.urgency_of({}) == "normal"
    assert data.urgency_of({"hurt_recently": False}) == "normal"
    assert data.urgency_of({"hurt_recently": True}) == "urgent"
    assert data.urgency_of({"hurt_recently": True, "in_danger_now": True}) == "immediate_danger"


def test_the_term_is_that_of_the_day_of_receipt_in_tirana():
    late_evening = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    term = term_on(data.terms(), ADMISSIBILITY, local_day(late_evening))
    assert (term.value, term.confirmed) == (30, False)
    assert last_day(term, local_day(late_evening)) == date(2026, 11, 26) + timedelta(days=30)


def test_a_new_version_of_the_term_leaves_the_old_days_as_they_are():
    old = Term("t", 30, "calendar_days", None, date(2026, 12, 31), confirmed=False)
    new = Term("t", 15, "calendar_days", date(2027, 1, 1), None, confirmed=True)
    assert term_on([old, new], "t", date(2026, 12, 31)) is old
    assert term_on([old, new], "t", date(2027, 1, 1)) is new
    with pytest.raises(ValueError, match="no version"):
        term_on([new], "t", date(2026, 12, 31))


@pytest.mark.parametrize(
    "change", [{"unit": "working_days"}, {"roll_over": "next_working_day"}, {"start_event": "fetched"}]
)
def test_a_term_that_needs_more_than_counting_days_is_refused(change):
    entry = {"key": "t", "value": 30, "unit": "calendar_days", "roll_over": "none", "start_event": "received",
             "valid_from": None, "valid_to": None, "confirmed": False}  # fmt: skip
    assert read_term(entry).value == 30
    with pytest.raises(ValueError, match="plain days"):
        read_term(entry | change)
