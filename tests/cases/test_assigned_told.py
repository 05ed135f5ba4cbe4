"""Intake hears who works on a case: the sealed files are open to them alone."""

from services.cases import timers
from shared.clock import utc_now
from shared.events.catalogue import CaseAssigned
from tests.cases.test_handover import hand_over
from tests.cases.test_wall import exclude


def told(bench, case_id):
    return [one["staff"] for one in bench.told(CaseAssigned, case_id=case_id)]


def test_each_change_of_the_officer_is_told_and_nothing_else(bench, story, approver):
    mine = str(story.officer.id)
    assert told(bench, story.case_id) == []
    story.step("assign")
    assert told(bench, story.case_id) == [[mine]]
    story.step("assign", by=approver, assignee=str(approver.id))
    assert told(bench, story.case_id) == [[mine], [str(approver.id)]]


def test_who_is_walled_off_works_on_it_no_more(bench, story):
    story.step("assign")
    assert exclude(story, story.officer).status_code == 201
    assert told(bench, story.case_id)[1:] == [[]]


def test_who_takes_over_the_cases_of_another_is_told(bench, story, approver):
    story.step("assign")
    colleague = bench.person("case_officer")
    hand_over(approver, story.officer, colleague)
    assert told(bench, story.case_id)[1:] == [[str(colleague.id)]]


def test_officers_of_before_are_told_once_by_the_timer(bench, story):
    story.step("assign")
    bench.platform.database.run(
        lambda session: session.connection().exec_driver_sql("UPDATE case_file SET officer_told = NULL")
    )
    for _twice in range(2):
        timers.tell_assignments(bench.platform, utc_now())
    assert told(bench, story.case_id) == [[str(story.officer.id)]] * 2
