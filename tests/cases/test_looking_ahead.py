"""How far ahead the office may put the day by which it expects a measure, and its next look at it; and how far a body names a day where its letter set none."""

from datetime import date, timedelta

import pytest

from services.cases import data
from services.cases.domain.timeliness import local_date
from services.cases.queries.obligations import ahead_of
from shared import clock
from shared.clock_words import day_words
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after
from tests.cases.pages_world import said, world
from tests.cases.test_pages_obligations import at, day, first, office, received
from tests.cases.test_promises import assess, owing, reports, whole
from tests.cases.test_reach_told import counted, says
from tests.cases.test_rung_letters import refuse, school, silence

__all__ = ["office", "school", "silence", "world"]

DAYS = timedelta


def bounds():
    """By how many calendar days a finding reaches ahead: the day by which it is expected, and the next look."""
    return data.finding_bounds(today())


def days_off(since):
    """A Saturday, and a holiday in the middle of a week, after that day."""
    calendar = data.calendar_of(today())
    ahead = [since + DAYS(days=days) for days in range(1, 400)]
    saturday = next(one for one in ahead if one.weekday() == 5)
    return saturday, next(one for one in ahead if one.weekday() < 5 and calendar.is_free(one))


def code_of(answer):
    return answer.status_code, answer.json["code"], answer.json["errors"][0]["pointer"]


@pytest.mark.parametrize("late", [False, True])
def test_no_finding_frees_a_body_for_years(story, bench, commissioner, late):
    silence = owing(story, bench, commissioner)
    says(silence, "accepted")
    stands = counted(silence)
    with silence.on(after(stands, 5) if late else local_date(clock.utc_now())):
        now = local_date(clock.utc_now())
        since, soon = max(stands, now), str(after(now, 9))
        most = bounds()["expected"]
        latest = data.calendar_of(now).next_working(since + DAYS(days=most - 6))
        for far in (since + DAYS(days=most + 1), date(2047, 3, 4)):
            refused = assess(silence, assessment="in_process", promised_date=str(far), next_check=soon)
            assert code_of(refused) == (422, "assessment.expected_too_far", "/promised_date")
            assert (since + DAYS(days=most)).isoformat() in refused.json["detail"]
        assert counted(silence) == stands
        given = assess(silence, assessment="in_process", promised_date=str(latest), next_check=soon)
        assert given.status_code == 201, given.json
        assert counted(silence) == latest


def test_the_next_look_is_not_put_off_for_years_either(story, bench, commissioner):
    silence = owing(story, bench, commissioner)
    says(silence, "accepted")
    expected, most = str(after(counted(silence), 3)), bounds()["next_check"]
    for far in (counted(silence) + DAYS(days=most + 1), date(2047, 3, 4)):
        refused = assess(silence, assessment="in_process", promised_date=expected, next_check=str(far))
        assert code_of(refused) == (422, "assessment.check_too_far", "/next_check")


def test_neither_day_is_a_day_off(story, bench, commissioner):
    silence = owing(story, bench, commissioner)
    says(silence, "accepted")
    works = str(after(counted(silence), 3))
    for free in days_off(counted(silence)):
        expected = assess(silence, assessment="in_process", promised_date=str(free), next_check=works)
        assert code_of(expected) == (422, "assessment.expected_day_off", "/promised_date")
        looked = assess(silence, assessment="in_process", promised_date=works, next_check=str(free))
        assert code_of(looked) == (422, "assessment.check_day_off", "/next_check")


class TestThePage:
    def test_it_says_how_far_while_the_form_is_shown(self, world):
        act = received(world)
        ahead = ahead_of(world.obligations(act)[0].obligation, today())
        words = said(world.client("case_officer").get(at(first(world, act))).text)
        assert f"Ditë pune, jo më vonë se {day_words(ahead.expected, 'sq')}." in words
        assert f"Ditë pune, jo më vonë se {day_words(ahead.next_check, 'sq')}." in words

    def test_it_says_what_is_wrong_with_a_day_and_which_would_do(self, world):
        owed, client = first(world, received(world)), world.client("case_officer")
        saturday, _holiday = days_off(today() + DAYS(days=9))
        form = {
            "assessment-assessment": "in_process",
            **day("assessment-promised_date", date(2047, 3, 4)),
            **day("assessment-next_check", saturday),
        }
        refused = world.post(client, at(owed, "/assessments"), form)
        assert refused.status_code == 422
        words = said(refused.text)
        assert "Me një vendim zyra nuk jep aq shumë kohë" in words
        assert "Më e vona është " in words
        assert "Kjo është ditë pushimi." in words
        assert "Dita e parë e punës pas saj është " in words


def unordered(school):
    """A body that has a notice: it orders nothing and sets no day."""
    refuse(school, 0)
    act = school.issue(school.send(school.story.approver, "hierarchical_superior").json["act"])
    return Silence(school.story, school.ministry, act, school.commissioner, school.publisher)


@pytest.mark.parametrize("by", ["reply", "report"])
def test_where_its_letter_sets_no_day_a_body_does_not_take_years_by_itself(school, by):
    silence = unordered(school)
    far = after(today(), data.promise_reach(today()) + 1)
    if by == "report":
        says(silence, "accepted")
        reports(silence, "in_process", far)
    else:
        says(silence, "accepted", claimed="in_process", promised_date=far)
    assert (counted(silence), silence.owed[0]["asked_date"]) == (None, far.isoformat())
    assert "unless it gives it, there is no day" in whole(silence)["why_by"]["en"]
    listed = school.story.officer.get("/obligations?attention=day_asked").json["items"]
    assert silence.owed[0]["id"] in [one["id"] for one in listed]


def test_where_its_letter_sets_no_day_a_body_names_one_within_the_reach(school):
    silence, near = unordered(school), after(today(), data.promise_reach(today()) - 9)
    says(silence, "accepted", claimed="in_process", promised_date=near)
    assert (counted(silence), silence.owed[0]["asked_date"]) == (near, None)
