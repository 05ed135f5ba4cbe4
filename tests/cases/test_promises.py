"""Whose word the day is by which a measure is to be done: the body's own, the letter's or the office's, and who may move it."""

from datetime import timedelta
from uuid import uuid4

from services.cases import timers
from services.cases.domain.timeliness import local_date
from shared import clock
from shared.events import catalogue
from tests.cases.bench import SEEN, soon, today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_attention import front
from tests.cases.test_paper_replies import record

IN = timedelta


def owing(story, bench, commissioner, **item):
    """A body that owes one item on a letter delivered on the day of its issue."""
    body = bench.body("agency", relations=[("hierarchical", bench.body("ministry").id, "2020-01-01", None)])
    asked = {"text": "Masa", "evidence_expected": "Vendimi", "due": after(today(), 60).isoformat()}
    act = story.with_findings().issue(body, items=[asked | item])
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def whole(silence):
    return silence.story.officer.get(f"/obligations/{silence.owed[0]['id']}").json


def assess(silence, **found):
    return silence.story.officer.post(f"/obligations/{silence.owed[0]['id']}/assessments", found)


def says(silence, position="accepted", **more):
    """The body replies, now."""
    item = {"item_id": silence.owed[0]["item_id"], "position": position, **more}
    silence.bench.reply(silence.act, silence.body, item, received_at=clock.utc_now())


def reports(silence, claimed, promised):
    """The body reports progress, now."""
    one, bench = silence.owed[0], silence.bench
    item = catalogue.ProgressItem(item_id=one["item_id"], claimed=claimed, promised_date=promised, evidence=())
    bench.hear(
        catalogue.ProgressReported,
        uuid4(),
        report_id=uuid4(),
        dispatch_id=uuid4(),
        recommendation_id=silence.act["id"],
        institution_id=one["institution_id"],
        at=clock.utc_now(),
        items=(item,),
        report=bench.platform.documents.put_json({"items": []}),
    )


def broken(silence):
    """Its body promised a day, and that has passed: the working day after it."""
    promised = after(today(), 20)
    says(silence, claimed="in_process", promised_date=promised)
    return after(promised, 1)


def figures(silence, day):
    asked = f"/compliance?on={day.isoformat()}"
    shares = silence.commissioner.get(asked).json["figures"]["splits"][2]["shares"]
    return {one["key"]: one["numerator"] for one in shares if one["numerator"]}


class TestABrokenPromise:
    def test_it_is_not_wiped_out_by_a_new_one(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        with silence.on(broken(silence)):
            assert silence.owed[0]["state"] == "promise_broken"
            later = today() + IN(900)
            for say in (
                lambda: reports(silence, "in_process", later),
                lambda: says(silence, claimed="in_process", promised_date=later),
            ):
                say()
                one = silence.owed[0]
                assert (one["state"], one["asked_date"]) == ("promise_broken", later.isoformat())
                assert one["timeliness"]["implementation"]["word"] == "late"
            assert [one["rung"] for one in silence.draft()] == ["reminder"]
            found = assess(silence, assessment="not", evidence=[SEEN], reason="Asgjë.")
            assert found.json["state"] == "not"
            then = local_date(clock.utc_now())
        with silence.on(then + IN(3)):
            assert figures(silence, then + IN(1)) == {"not": 1}

    def test_the_office_may_give_the_time_that_is_asked(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        with silence.on(broken(silence)):
            later = after(today(), 90)
            reports(silence, "in_process", later)
            given = assess(
                silence, assessment="in_process", promised_date=str(later), next_check=str(after(later, 1))
            ).json
            assert (given["state"], given["asked_date"], given["noted_date"]) == ("in_process", None, str(later))
            assert "expects" in whole(silence)["why_by"]["en"]
            given_on = local_date(clock.utc_now())
        with silence.on(later + IN(1)):
            assert silence.owed[0]["state"] == "promise_broken"
            assert figures(silence, given_on) == {"in_process": 1}
            assert figures(silence, later + IN(1)) == {"promise_broken": 1}

    def test_a_day_that_its_body_never_named_is_no_promise_of_it(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        says(silence)
        given = after(today(), 80)
        assess(silence, assessment="in_process", promised_date=str(given), next_check=str(after(given, 1)))
        with silence.on(given):
            assert silence.owed[0]["state"] == "in_process"
        with silence.on(given + IN(1)):
            assert silence.owed[0]["state"] == "day_passed"
            assert figures(silence, given + IN(1)) == {"day_passed": 1}
            assert [one["rung"] for one in silence.draft()] == ["reminder"]

    def test_a_later_day_than_the_promised_one_is_asked_for_before_that_has_come(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        day = broken(silence)
        says(silence, claimed="in_process", promised_date=today() + IN(900))
        says(silence, claimed="in_process", promised_date=today() + IN(901))
        assert silence.owed[0]["state"] == "in_process"
        with silence.on(day + IN(3)):
            assert silence.owed[0]["state"] == "promise_broken"
            assert figures(silence, day) == {"promise_broken": 1}


class TestTheDayOfTheOffice:
    def test_it_is_neither_past_nor_before_the_promise(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        checked = {"assessment": "in_process", "next_check": soon(9)}
        past = assess(silence, **checked, promised_date=str(today() - IN(1)))
        assert (past.status_code, past.json["code"]) == (422, "assessment.expected_in_the_past")
        broken(silence)
        short = assess(silence, **checked, promised_date=soon(6))
        assert (short.status_code, short.json["code"]) == (422, "assessment.before_the_promise")
        assert silence.owed[0]["state"] == "in_process"

    def test_it_is_nobodys_promise(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        expected = after(today(), 200)
        assess(silence, assessment="in_process", promised_date=str(expected), next_check=str(after(expected, 1)))
        why = whole(silence)["why_by"]
        assert "promised" not in why["en"]
        assert "premtua" not in why["sq"]
        timers.tell_days(bench.platform, clock.utc_now())
        told = bench.told(catalogue.ObligationDated, obligation_id=silence.owed[0]["id"])[-1]
        assert (bench.platform.documents.get_json(told["why"]), told["by"]) == (why, str(expected))

    def test_a_day_before_that_of_the_letter_takes_no_time_from_the_body(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        assess(silence, assessment="in_process", promised_date=soon(0), next_check=soon(2))
        says(silence, claimed="partly")
        with silence.on(today() + IN(9)):
            assert silence.owed[0]["state"] == "in_process"
            assert whole(silence)["overdue_check"] is True
            assert figures(silence, local_date(clock.utc_now())) == {"in_process": 1}
            assert silence.draft() == []


class TestADayBeforeTheTermForTheReplyIsOver:
    def test_it_is_moved_in_words_that_are_true_of_a_letter_that_came_at_once(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner, due=after(today(), 3).isoformat())
        why = whole(silence)["why_by"]
        assert "nobody is late before the term for the reply is over" in why["en"]
        assert "delivered" not in why["en"]
        assert "dorëzua" not in why["sq"]


class TestTheNoOfTheChild:
    def test_what_was_reported_in_time_stands_as_claimed_again(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        says(silence, claimed="in_process", promised_date=today() + IN(40))
        says(silence, claimed="implemented")
        done = {"assessment": "implemented", "on": str(today()), "evidence": [SEEN]}
        assert assess(silence, **done).json["state"] == "implemented"
        with silence.on(today() + IN(90)):
            path = f"/obligations/{silence.owed[0]['id']}/confirmation"
            assert story.officer.post(path, {"confirmed": "no"}).status_code in {200, 201}
            again = silence.owed[0]
            # The days on which it was found done are given back.
            assert (again["state"], again["timeliness"]["implementation"]["word"]) == ("claimed", "due_in")
            [listed] = story.officer.get("/obligations?attention=denied").json["items"]
            assert listed["id"] == again["id"]
            assert silence.draft() == []


class TestTheDayOfTheLetter:
    """A letter sets a day sixty days away; its body names a later one."""

    def test_the_first_word_of_the_body_moves_it_as_far_as_the_office_accepts_unasked(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        later = after(today(), 90)
        says(silence, claimed="in_process", promised_date=later)
        one = silence.owed[0]
        assert (day(silence), one["asked_date"]) == (str(later), None)
        assert undecided(silence) == []

    def test_a_second_word_is_asked_for_and_is_listed_until_the_office_decides(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        first, second = after(today(), 70), after(today(), 90)
        says(silence, claimed="in_process", promised_date=first)
        reports(silence, "in_process", second)
        one = silence.owed[0]
        assert (day(silence), one["asked_date"]) == (str(first), str(second))
        assert undecided(silence) == [one["id"]]
        assert whole(silence)["attention"] == ["day_asked"]
        given = {"assessment": "in_process", "promised_date": str(second), "next_check": str(after(second, 1))}
        assert assess(silence, **given).status_code == 201 and day(silence) == str(second)
        assert undecided(silence) == []

    def test_years_are_asked_for_at_every_door_and_the_day_of_the_letter_stands(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        years = today() + IN(3000)
        doors = (
            lambda: says(silence, claimed="in_process", promised_date=years),
            lambda: reports(silence, "in_process", years),
            lambda: on_paper(silence, years),
        )
        for say in doors:
            say()
            one = silence.owed[0]
            assert day(silence) == str(after(today(), 60))
            assert (one["asked_date"], one["state"]) == (str(years), "in_process")
        with silence.on(after(today(), 61)):
            assert silence.owed[0]["state"] != "in_process"

    def test_who_accepts_and_asks_for_a_later_day_is_not_said_to_have_said_nothing(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        says(silence)
        owed = silence.owed[0]["id"]
        assert whole(silence)["attention"] == ["said_nothing"] and silent(silence) == [owed]
        assert front(bench, story.officer)["said_nothing"] == 1
        says(silence, promised_date=today() + IN(3000))
        assert whole(silence)["attention"] == ["day_asked"]
        assert (silent(silence), undecided(silence)) == ([], [owed])
        figures_shown = front(bench, story.officer)
        assert (figures_shown["said_nothing"], figures_shown["day_asked"]) == (0, 1)

    def test_the_office_that_records_the_day_that_stands_gives_no_time(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        says(silence, claimed="in_process", promised_date=today() + IN(3000))
        stands = after(today(), 60)
        assess(silence, assessment="in_process", promised_date=str(stands), next_check=str(after(stands, 1)))
        one = silence.owed[0]
        assert (day(silence), one["asked_date"]) == (str(stands), None)
        assert undecided(silence) == []

    def test_its_body_is_told_that_what_it_asks_is_undecided_and_what_came_of_it(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        timers.tell_days(bench.platform, clock.utc_now())
        says(silence, claimed="in_process", promised_date=today() + IN(3000))
        assert "asks for time until" in whole(silence)["why_by"]["en"]
        timers.tell_days(bench.platform, clock.utc_now())
        told = bench.told(catalogue.ObligationDated, obligation_id=silence.owed[0]["id"])
        why = [bench.platform.documents.get_json(one["why"])["sq"] for one in told]
        assert [one["by"] for one in told] == [str(after(today(), 60))] * 2
        assert ["kërkon kohë" in one for one in why] == [False, True]


def day(silence):
    """By when it is to be done, as every list reads it."""
    asked = "SELECT implementation_due FROM obligation WHERE id = :id"
    return str(silence.bench.scalar(asked, id=silence.owed[0]["id"]))


def undecided(silence):
    return [one["id"] for one in silence.story.officer.get("/obligations?attention=day_asked").json["items"]]


def silent(silence):
    return [one["id"] for one in silence.story.officer.get("/obligations?attention=said_nothing").json["items"]]


def on_paper(silence, promised):
    """A letter of the body, entered by the office on the day on which it came."""
    item = {"position": "accepted", "claimed": "in_process", "promised_date": str(promised)}
    answer = record(silence.story.officer, silence.act, item)
    assert answer.status_code == 201, answer.json
