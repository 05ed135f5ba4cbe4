"""Which days a clock stood, and why, stands in every letter that recounts when it was due; a clock that the office closed shows no day."""

from datetime import timedelta

import pytest

from services.cases import timers
from shared import clock
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after, day_of
from tests.cases.test_elsewhere import BACK, COURT, clock_of, page, school, step, whole

__all__ = ["school"]

SAID = {
    "sq": (
        "çështjen e kishte gjykata ose prokuroria; këto ditë (20) nuk numërohen",
        "(6) nuk numërohen.",
        " Arsyeja: Pritet akti.",
    ),
    "en": (
        "a court or a prosecutor had the matter; these days (20) are not counted",
        "(6) are not counted.",
        " Reason: Pritet akti.",
    ),
}


def enter(school, kind, days, **more):
    """An entry of today or of an earlier day into the clock of both items."""
    on = today() + timedelta(days=days)
    for one in school.owed:
        body = {"kind": kind, "effective": str(on), "reason": "Pritet akti.", **more}
        answer = school.story.officer.post(f"/obligations/{one['id']}/clock-entries", body)
        assert answer.status_code == 201, answer.json


def in_language(school, language):
    act = school.story.issue(school.body, items=2, language=language)
    school.bench.deliver(act, school.body)
    return Silence(school.story, school.body, act, school.commissioner, school.publisher)


def written(asked):
    """The words of what was drafted of this letter, be it an act of its own."""
    drafted = [one for one in asked.draft() if one["recommendation_id"] == asked.act["id"]]
    acts = {one["act"]: asked.story.officer.get(f"/recommendations/{one['act']}").json for one in drafted if one["act"]}
    return [one["text"]["text"] if one["text"] else acts[one["act"]]["grounds"] for one in drafted]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_days_of_a_court_and_of_a_pause_stand_in_reminders_and_in_notices_with_why(school, language):
    asked = in_language(school, language)
    with asked.on(today() + timedelta(days=10)):
        enter(asked, "paused", 4)
        enter(asked, "resumed", 10)
        step(asked, COURT)
    with asked.on(today() + timedelta(days=30)):
        step(asked, BACK)
    due = day_of(asked.owed[0]["reply_due"])
    court, pause, reason = SAID[language]
    day = after(due)
    for rung in ("reminder", "second_reminder", "hierarchical_superior"):
        with asked.on(day):
            [words] = written(asked)
            assert (words.count(court), words.count(pause)) == (1, 1), words
            # What a person typed leaves only in an act, which is compared with the sealed files.
            assert (pause + reason in words) is (rung == "hierarchical_superior"), words
            assert ("Pritet akti" in words) is (rung == "hierarchical_superior"), words
            assert day_words(today() + timedelta(days=4), language) in words
            assert ("\n\n\n" in words, ".:" in words) == (False, False)
            if rung != "hierarchical_superior":
                assert asked.send(asked.commissioner, rung).status_code == 201
                day = day_of(asked.rungs()["offers"][0]["on"])


def test_a_letter_whose_clock_never_stood_says_nothing_of_it(school):
    with school.on(after(school.owed[0]["reply_due"])):
        [words] = written(school)
    assert ("nuk numërohen" in words, "\n\n\n" in words) == (False, False)


def test_a_clock_that_the_office_closed_shows_no_day_for_the_measure_anywhere(school):
    timers.tell_days(school.bench.platform, clock.utc_now())
    before = len(school.bench.told(catalogue.ObligationDated))
    enter(school, "closed", 0)
    assert {one["timeliness"]["implementation"]["word"] for one in school.owed} == {"none"}
    assert "closed the clock" in whole(school)["why_by"]["en"]
    assert clock_of(school)["closed_on"] == str(today())
    shown = page(school, f"/staff/obligations/{school.owed[0]['id']}")
    assert shown.count("Pa datë: zyra e mbylli afatin") >= 2
    assert page(school, "/staff/obligations").count("Zyra e mbylli afatin") == 2
    timers.tell_days(school.bench.platform, clock.utc_now())
    told = school.bench.told(catalogue.ObligationDated)[before:]
    assert [one.get("by") for one in told] == [None, None]
    why = school.bench.platform.documents.get_json(told[0]["why"])
    assert "zyra e mbylli afatin" in why["sq"]
    with school.on(after(school.act["items"][0]["due"], 5)):
        assert school.story.officer.get("/obligations?timeliness=late").json["items"] == []
