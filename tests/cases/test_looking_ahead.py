"""How far ahead the office may put the day by which it expects a measure, and its next look at it; and how far a body names a day where its letter set none."""

from datetime import date, timedelta

import pytest

from services.cases import data, timers
from services.cases.domain.by_when import by_when
from services.cases.domain.looking_ahead import faults_ahead, look_ahead
from services.cases.domain.obligations import Facts
from services.cases.domain.timeliness import local_date
from services.cases.domain.workdays import Calendar
from services.cases.queries.obligations import ahead_of
from shared import clock
from shared.clock_words import day_words
from shared.events import catalogue
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


class TestADayThatStands:
    def test_no_finding_takes_it_back_from_one_day_to_the_next(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        stands = given_by_office(silence)
        with silence.on(after(today(), 2)):
            now = local_date(clock.utc_now())
            soon = after(now, 1)
            refused = assess(silence, assessment="in_process", promised_date=str(soon), next_check=str(after(soon, 1)))
            earliest = data.calendar_of(now).next_working(now + DAYS(days=data.grant_left(now)))
            assert code_of(refused) == (422, "assessment.expected_too_soon", "/promised_date"), refused.json
            assert earliest.isoformat() in refused.json["detail"]
        assert counted(silence) == stands
        with silence.on(after(soon, 1)):
            assert silence.owed[0]["state"] == "in_process"

    def test_with_days_enough_ahead_it_is_made_earlier_and_its_body_reads_which_it_was(
        self, story, bench, commissioner
    ):
        silence = owing(story, bench, commissioner)
        stands = given_by_office(silence)
        with silence.on(after(today(), 2)):
            now = local_date(clock.utc_now())
            earlier = after(of_letter(silence), 2)
            given = assess(silence, assessment="in_process", promised_date=str(earlier), next_check=str(earlier))
            assert given.status_code == 201, given.json
            assert counted(silence) == earlier
            why = whole(silence)["why_by"]
            for language, words in (
                ("sq", "Deri më {now} vlente dita {stood}."),
                ("en", "Until {now} it was {stood}."),
            ):
                assert words.format(now=day_words(now, language), stood=day_words(stands, language)) in why[language]
            timers.tell_days(silence.bench.platform, clock.utc_now())
            told = silence.bench.told(catalogue.ObligationDated)[-1]
            assert silence.bench.platform.documents.get_json(told["why"])["en"] == why["en"]

    def test_the_day_that_it_was_is_told_where_that_of_the_letter_stands_again_until_its_body_names_one(
        self, story, bench, commissioner
    ):
        silence = owing(story, bench, commissioner)
        stands, now = given_by_office(silence), today()
        earlier = str(after(now, data.grant_left(now) + 2))
        assert assess(silence, assessment="in_process", promised_date=earlier, next_check=earlier).status_code == 201
        assert counted(silence) == of_letter(silence)
        assert f"Until {day_words(now, 'en')} it was {day_words(stands, 'en')}." in whole(silence)["why_by"]["en"]
        own = after(now, 9)
        reports(silence, "in_process", own)
        assert counted(silence) == own
        assert "Until" not in whole(silence)["why_by"]["en"]

    def test_days_that_a_court_had_the_matter_are_not_taken_either(self):
        day = date(2026, 6, 30)
        held = by_when(None, None, day, date(2026, 6, 1), [(date(2026, 6, 2), date(2026, 7, 2))], Calendar())
        near = date(2026, 7, 6)
        ahead = look_ahead(Facts(), held, bounds(), Calendar(), date(2026, 7, 3), left=15)
        faults = faults_ahead(near, None, ahead)
        assert [one.code for one in faults] == ["assessment.expected_too_soon"]
        assert ahead.earliest == date(2026, 7, 20)


def of_letter(silence):
    return silence.bench.scalar("SELECT item_due FROM obligation WHERE id = :id", id=silence.owed[0]["id"])


def given_by_office(silence):
    """Its body has time until this day, by the word of the office."""
    says(silence, "accepted")
    given = str(after(counted(silence), 50))
    assert assess(silence, assessment="in_process", promised_date=given, next_check=given).status_code == 201
    return counted(silence)


class TestThePage:
    def test_it_says_which_day_is_too_soon_and_which_would_do(self, world):
        act = received(world)
        owed, client = first(world, act), world.client("case_officer")
        given, soon = expecting(after(today(), 100)), expecting(after(today(), 1))
        assert world.post(client, at(owed, "/assessments"), given).status_code == 303
        earliest = ahead_of(world.obligations(act)[0].obligation, today()).earliest
        assert f"Jo më herët se {day_words(earliest, 'sq')}: institucioni ka kohë" in said(client.get(at(owed)).text)
        refused = world.post(client, at(owed, "/assessments"), soon)
        assert refused.status_code == 422
        assert f"nga dita në ditë. Më e hershmja është {day_words(earliest, 'sq')}." in said(refused.text)

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


def expecting(by):
    return {
        "assessment-assessment": "in_process",
        **day("assessment-promised_date", by),
        **day("assessment-next_check", by),
    }


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
