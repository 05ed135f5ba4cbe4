"""The checklists of visits are data that the office edits; this holds every edit to what a visit and its letter rely on."""

import pytest

from services.cases import data as core
from services.cases.domain.bodies import BodyClass
from services.cases.visits import data
from tests.contracts.data_files import document, faults_of, listed

QUESTIONS = [(one, question) for one in data.checklists() for question in one.questions.values()]


def test_the_residential_list_asks_42_questions_and_those_of_school_and_liberty_are_there():
    assert {one.key: len(one.questions) for one in data.checklists()} == {
        "residential": 42,
        "school": 15,
        "liberty": 19,
    }


@pytest.mark.parametrize("name", data.FILES)
def test_every_version_is_sourced_dated_and_in_both_languages(name):
    entries = listed("cases", f"checklists/{name}", "checklists")
    assert [faults for one in entries if (faults := faults_of(one, document("cases", "sources")))] == []


@pytest.mark.parametrize(("checklist", "question"), QUESTIONS, ids=lambda one: one.key)
def test_a_question_names_its_paragraph_its_norm_and_what_a_not_met_proposes(checklist, question):
    assert question.crc
    assert set(question.crc) <= set(core.articles())
    assert question.norms
    assert {one.split()[0] for one in question.norms} <= set(data.norms())
    assert data.evidence(question, "sq")
    assert 1 <= question.days <= 180
    # What may be asked of a child has the words for it.
    assert question.child is None or "child" in question.look
    assert set(checklist.classes) <= {one.value for one in BodyClass}


def test_no_checklist_is_made_for_a_court_or_a_prosecutor():
    assert {"court", "prosecution"} & {body for one in data.checklists() for body in one.classes} == set()


def test_a_critical_danger_proposes_days_and_not_weeks():
    """What is asked for within three days is critical: it is what offers a referral."""
    assert [question.key for _one, question in QUESTIONS if question.days == 3 and not question.critical] == []
