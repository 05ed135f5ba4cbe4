"""What whoever complained was told of a body, and no longer holds, is taken back to them: once, whichever way its clock or letter moved."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.cases import timers
from services.cases.domain.standing import State
from services.cases.domain.timeliness import local_date
from services.cases.domain.told import takes_back
from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after, day_of
from tests.cases.test_delivery import deem, leave, post

DAY = timedelta(days=1)
SILENT = ("no_reply", "steps", None)
WAITS = ("awaiting_reply", "await", "no_reply")


@pytest.fixture
def school(story, bench, commissioner):
    """A body that owes one item on an act whose letter lies with the office, with a complainant who is told."""
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


@pytest.fixture
def silent(school):
    """Its letter arrived today."""
    school.bench.deliver(school.act, school.body)
    return school


def run_timers(school):
    """All that tell of days, more than once and in either order."""
    now = clock.utc_now()
    for one in (timers.announce_overdue, timers.take_back, timers.announce_overdue, timers.take_back):
        one(school.bench.platform, now)


def stood(school):
    """What was told of where the item stands: the state, what comes next, and what is taken back."""
    run_timers(school)
    return [(one["state"], one["next"], one.get("corrects")) for one in school.bench.told(catalogue.ObligationStood)]


def answered(school):
    run_timers(school)
    return [
        (one["said"], one.get("by"), one.get("corrects")) for one in school.bench.told(catalogue.ObligationAnswered)
    ]


def enter(school, kind, effective, **more):
    entry = {"kind": kind, "effective": str(effective), "reason": "Sipas aktit.", "ground": "register_seen", **more}
    answer = school.story.officer.post(f"/obligations/{school.owed[0]['id']}/clock-entries", entry)
    assert answer.status_code == 201, answer.json


def reply(school, position, received_at=None, **more):
    item = {"item_id": school.owed[0]["item_id"], "position": position, **more}
    school.bench.reply(school.act, school.body, item, received_at=received_at or clock.utc_now())


def report(school, promised):
    """A body reports after its reply, and names another day."""
    content = {
        "report_id": uuid4(),
        "dispatch_id": uuid4(),
        "recommendation_id": school.act["id"],
        "institution_id": school.body.id,
        "at": clock.utc_now(),
        "items": [
            {"item_id": school.owed[0]["item_id"], "claimed": "in_process", "promised_date": promised, "evidence": []}
        ],
        "report": school.bench.platform.documents.put_json({"items": []}),
    }
    school.bench.hear(catalogue.ProgressReported, content["dispatch_id"], **content)


class TestSilence:
    def test_a_pause_from_a_day_within_the_term_takes_it_back(self, silent):
        due = day_of(silent.owed[0]["reply_due"])
        with silent.on(after(due)):
            assert stood(silent) == [SILENT]
            enter(silent, "paused", today())
            assert silent.owed[0]["state"] == "awaiting_reply"
            assert stood(silent) == [SILENT, WAITS]
        with silent.on(after(due, 30)):
            assert stood(silent) == [SILENT, WAITS]

    def test_an_extension_takes_it_back_and_the_new_day_is_told_when_it_passes(self, silent):
        due = day_of(silent.owed[0]["reply_due"])
        until = after(due, 20)
        with silent.on(after(due)):
            assert stood(silent) == [SILENT]
            more_time = {"granted": True, "until": str(until), "reason": "Kërkesë e arsyetuar."}
            answer = silent.story.officer.post(f"/obligations/{silent.owed[0]['id']}/extensions", more_time)
            assert answer.status_code in {200, 201}, answer.json
            assert stood(silent) == [SILENT, WAITS]
        with silent.on(until):
            assert stood(silent) == [SILENT, WAITS]
        with silent.on(after(until)):
            assert stood(silent) == [SILENT, WAITS, SILENT]
            assert stood(silent) == [SILENT, WAITS, SILENT]

    @pytest.mark.parametrize("then", ["waits", "answers"])
    def test_that_more_time_was_given_after_the_day_is_told_with_the_new_day(self, silent, then):
        due = day_of(silent.owed[0]["reply_due"])
        until = after(due, 20)
        with silent.on(after(due)):
            run_timers(silent)
            more_time = {"granted": True, "until": str(until), "reason": "Kërkesë e arsyetuar."}
            silent.story.officer.post(f"/obligations/{silent.owed[0]['id']}/extensions", more_time)
            kind = catalogue.ObligationStood
            if then == "answers":
                reply(silent, "accepted")
                kind = catalogue.ObligationAnswered
            run_timers(silent)
            told = silent.bench.told(kind)[-1]
        assert (told["corrects"], told["given"]) == ("no_reply", str(until))

    def test_of_a_day_that_moved_otherwise_the_new_one_is_told_and_no_time_that_nobody_gave(self, silent):
        due = day_of(silent.owed[0]["reply_due"])
        with silent.on(after(due)):
            run_timers(silent)
            enter(silent, "corrected", after(today(), 10))
            run_timers(silent)
            told = silent.bench.told(catalogue.ObligationStood)[-1]
            assert (told["corrects"], told.get("given")) == ("no_reply", None)
            assert told["due"] == silent.owed[0]["reply_due"] != str(due)

    def test_a_corrected_day_of_delivery_takes_it_back(self, silent):
        due = day_of(silent.owed[0]["reply_due"])
        with silent.on(after(due)):
            assert stood(silent) == [SILENT]
            enter(silent, "corrected", after(today(), 10))
            assert silent.owed[0]["state"] == "awaiting_reply"
            assert stood(silent) == [SILENT, WAITS]

    def test_a_day_that_moves_and_has_passed_all_the_same_is_no_second_accusation(self, silent):
        due = day_of(silent.owed[0]["reply_due"])
        with silent.on(after(due, 30)):
            assert stood(silent) == [SILENT]
            enter(silent, "corrected", after(today(), 5))
            assert silent.owed[0]["state"] == "no_reply"
            assert silent.owed[0]["reply_due"] != str(due)
            assert stood(silent) == [SILENT]

    def test_a_letter_that_comes_back_takes_it_back(self, school):
        post(school, "to_post")
        leave(school)
        due = day_of(school.owed[0]["reply_due"])
        with school.on(after(due)):
            deem(school)
            assert stood(school) == [SILENT]
            post(school, "returned", day=local_date(clock.utc_now()), reason="moved")
            assert school.owed[0]["state"] == "not_delivered"
            assert stood(school) == [SILENT, ("not_delivered", "deliver", "no_reply")]

    def test_an_answer_that_had_come_in_time_takes_it_back_and_a_late_one_does_not(self, silent):
        due, then = day_of(silent.owed[0]["reply_due"]), clock.utc_now() + DAY
        with silent.on(after(due)):
            assert stood(silent) == [SILENT]
            reply(silent, "accepted", received_at=then)
            [(said, _by, corrects)] = answered(silent)
            assert (said, corrects, stood(silent)) == ("accepted", "no_reply", [SILENT])

    def test_a_late_answer_takes_nothing_back(self, silent):
        with silent.on(after(day_of(silent.owed[0]["reply_due"]))):
            assert stood(silent) == [SILENT]
            reply(silent, "accepted")
            assert [(said, corrects) for said, _by, corrects in answered(silent)] == [("accepted", None)]

    def test_where_nobody_was_told_nothing_is_taken_back(self, silent):
        enter(silent, "paused", today())
        with silent.on(today() + 90 * DAY):
            assert (stood(silent), answered(silent)) == ([], [])


class TestAPromise:
    def test_another_day_that_a_body_names_after_its_day_only_asks_for_time_and_takes_nothing_back(self, silent):
        first = today() + 5 * DAY
        reply(silent, "accepted", claimed="in_process", promised_date=first)
        with silent.on(after(first, 2)):
            assert stood(silent) == [("promise_broken", "steps", None)]
            later = after(first, 30)
            reply(silent, "accepted", claimed="in_process", promised_date=later)
            assert answered(silent)[1:] == []
            assert stood(silent) == [("promise_broken", "steps", None)]

    def test_another_day_of_a_report_of_progress_only_asks_for_time_too(self, silent):
        first = today() + 5 * DAY
        reply(silent, "accepted", claimed="in_process", promised_date=first)
        with silent.on(after(first, 2)):
            assert stood(silent) == [("promise_broken", "steps", None)]
            later = after(first, 30)
            report(silent, later)
            assert (answered(silent)[1:], len(stood(silent))) == ([], 1)

    @pytest.mark.parametrize(
        ("state", "anew", "taken"),
        [
            (State.IN_PROCESS, False, True),
            (State.CLAIMED, False, True),
            (State.IN_PROCESS, True, False),
            (State.REFUSED, False, False),
            (State.ELSEWHERE, False, False),
        ],
    )
    def test_a_day_that_moved_by_itself_takes_it_back(self, state, anew, taken):
        assert takes_back("promise_broken", state, today(), today(), promised_anew=anew) is taken
