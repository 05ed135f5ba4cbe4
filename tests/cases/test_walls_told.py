"""Partners hears who is shut out of a case, whichever wall it is, so that the post book has the same walls."""

from uuid import UUID

from services.cases import timers
from shared.clock import utc_now
from shared.events.catalogue import CaseWalled, ComplaintExclusionChanged
from tests.cases.test_wall import covered, exclude

__all__ = ["covered"]


def told(bench, story):
    return [(set(one["staff"]), set(one["acts"])) for one in bench.told(CaseWalled, case_id=story.case_id)]


def wall_of_complaint(bench, story, person, *, excluded=True):
    complaint = UUID(str(bench.scalar("SELECT id FROM complaint WHERE case_id = :id", id=story.case_id)))
    content = {"complaint_id": complaint, "staff_id": person.id, "excluded": excluded}
    bench.hear(ComplaintExclusionChanged, UUID(int=complaint.int ^ person.id.int), **content)


def test_each_change_tells_all_who_are_shut_out_and_the_acts_that_were_sent(bench, covered):
    story, ids, _marks = covered
    mine, other, acts = str(story.officer.id), bench.person("case_officer"), {str(ids["act_id"])}
    assert exclude(story, story.officer).status_code == 201
    assert exclude(story, other).status_code == 201
    assert exclude(story, story.officer, excluded=False).status_code == 201
    assert told(bench, story) == [({mine}, acts), ({mine, str(other.id)}, acts), ({str(other.id)}, acts)]


def test_the_wall_of_a_complaint_is_told_as_that_of_its_case(bench, covered):
    story, ids, _marks = covered
    mine, acts = str(story.officer.id), {str(ids["act_id"])}
    wall_of_complaint(bench, story, story.officer)
    assert told(bench, story) == [({mine}, acts)]
    assert exclude(story, story.officer).status_code == 201
    wall_of_complaint(bench, story, story.officer, excluded=False)
    assert told(bench, story) == [({mine}, acts)], "the other wall stands"
    assert exclude(story, story.officer, excluded=False).status_code == 201
    assert told(bench, story)[1:] == [(set(), acts)]


def test_a_complaint_with_a_wall_that_becomes_a_case_brings_it(bench, officer):
    body, complaint = bench.body(), bench.complaint()
    content = {"complaint_id": complaint, "staff_id": officer.id, "excluded": True}
    bench.hear(ComplaintExclusionChanged, UUID(int=complaint.int ^ officer.id.int), **content)
    assert bench.told(CaseWalled) == []
    case_id = bench.admit(complaint, bodies=[body.id])
    assert [one["staff"] for one in bench.told(CaseWalled, case_id=case_id)] == [[str(officer.id)]]


def test_walls_of_before_are_told_once_by_the_timer(bench, covered):
    story, ids, _marks = covered
    exclude(story, story.officer)
    bench.platform.database.run(
        lambda session: session.connection().exec_driver_sql("UPDATE case_file SET walls_told = NULL")
    )
    for _twice in range(2):
        timers.tell_walls(bench.platform, utc_now())
    assert told(bench, story) == [({str(story.officer.id)}, {str(ids["act_id"])})] * 2
