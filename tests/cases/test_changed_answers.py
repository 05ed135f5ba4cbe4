"""A body that changes its answer: each has its own day, in letters, on the page and by the API; the first one ended the clock."""

import re
from datetime import UTC, datetime, time

import pytest

from services.cases import timers
from shared import clock
from shared.app import STAFF_COOKIE
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after, day_of
from tests.cases.test_promises import assess, figures, owing, reports, says, whole

REASON = "Nuk mundemi."


def noon(day):
    return datetime.combine(day, time(10), UTC)


def answers(silence, day, position, words=None, **more):
    """The body answers on that day, with reasons if it gives any."""
    one = silence.owed[0]
    item = {"item_id": one["item_id"], "position": position, "has_reasons": words is not None, **more}
    document = {"items": [{"item_id": one["item_id"], "reasons": words or ""}]}
    kept = silence.bench.platform.documents.put_json(document)
    silence.bench.reply(silence.act, silence.body, item, received_at=noon(day), reply=kept)


@pytest.fixture
def wavering(story, bench, commissioner):
    """Refused, accepted with a promise, refused again; each on its day."""
    silence = owing(story, bench, commissioner)
    silence.days = [after(today(), days) for days in (1, 6, 10, 20)]
    silence.promised = after(today(), 30)
    for day, position, more in zip(
        silence.days,
        ("refused", "accepted", "refused"),
        ({}, {"claimed": "in_process", "promised_date": silence.promised}, {"words": REASON}),
        strict=False,
    ):
        with silence.on(day):
            answers(silence, day, position, **more)
    return silence


def sq(day):
    return day_words(day, "sq")


def page_of(silence):
    path = f"/cases/staff/obligations/{silence.owed[0]['id']}"
    silence.story.officer.client.set_cookie(STAFF_COOKIE, silence.story.officer.token, path="/")
    return silence.story.officer.client.get(path, headers={"Accept-Language": "sq"}).text


def fact(silence, label):
    page = page_of(silence)
    found = re.search(rf"<dt[^>]*>\s*{label}\s*</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else None


class TestTheDayOfTheAnswerThatStands:
    def test_the_letter_to_the_superior_dates_the_last_word_and_lists_what_lay_between(self, wavering):
        first, accepted, refused, _last = wavering.days
        with wavering.on(after(refused, 2)):
            wavering.story.not_enough(*wavering.owed)
            sent = wavering.send(wavering.story.approver, "hierarchical_superior").json
            act = wavering.story.officer.get(f"/recommendations/{sent['act']}").json
        [item] = [one for one in act["grounds"].split("\n\n") if REASON in one]
        assert f"Më {sq(refused)} " in item
        assert sq(first) not in item
        lines = re.findall(r"^(.*): (?:Organi .*?) (refuzoi|e pranoi.*) \(pika 1\)\.$", act["grounds"], re.MULTILINE)
        assert lines == [
            (sq(first), "refuzoi"),
            (sq(accepted), f"e pranoi dhe premtoi ta bëjë deri më {sq(wavering.promised)}"),
            (sq(refused), "refuzoi"),
        ]

    def test_page_and_api_date_the_answer_that_stands_and_the_first_apart(self, wavering):
        first, _accepted, refused, last = wavering.days
        said = whole(wavering)
        assert (said["answered_on"], said["standing_answer_on"]) == (first.isoformat(), refused.isoformat())
        assert sq(refused) in fact(wavering, "Përgjigjja")
        with wavering.on(last):
            answers(wavering, last, "accepted")
            assert whole(wavering)["standing_answer_on"] == last.isoformat()
            assert fact(wavering, "Përgjigjja") == f"E pranoi, {sq(last)}"

    def test_a_reminder_of_a_broken_promise_dates_the_yes_and_not_the_refusal_before_it(
        self, story, bench, commissioner
    ):
        silence = owing(story, bench, commissioner)
        refused, accepted, amended, promised = (after(today(), days) for days in (1, 6, 9, 20))
        for day, position, more in (
            (refused, "refused", {}),
            (accepted, "accepted", {"claimed": "in_process", "promised_date": promised}),
            (amended, "accepted", {"claimed": "in_process", "promised_date": after(promised, 30)}),
        ):
            with silence.on(day):
                answers(silence, day, position, **more)
        with silence.on(after(promised, 1)):
            [letter] = silence.draft()
        words = letter["text"]["text"]
        assert f"Më {sq(accepted)} e pranuat" in words
        assert f"Më {sq(refused)} e pranuat" not in words and f"{sq(refused)}: " in words

    def test_a_question_asked_after_the_answer_is_not_quoted_as_its_reasons(self, wavering):
        _first, _accepted, _refused, last = wavering.days
        with wavering.on(last):
            answers(wavering, last, "asks_clarification", words="Cila shkollë?")
            wavering.story.not_enough(*wavering.owed)
            sent = wavering.send(wavering.story.approver, "hierarchical_superior").json
            act = wavering.story.officer.get(f"/recommendations/{sent['act']}").json
        assert REASON in act["grounds"]
        assert "Cila shkollë?" not in act["grounds"]


class TestARefusalTakesBackThePromise:
    def test_nothing_of_it_stands_on_page_and_api_and_the_day_is_that_of_the_letter(self, wavering):
        due = wavering.act["items"][0]["due"]
        with wavering.on(after(wavering.promised, 2)):
            [one] = wavering.owed
            assert (one["state"], one["asked_date"]) == ("refused", None)
            assert one["timeliness"]["implementation"]["word"] == "due_in"
            assert "promised" not in whole(wavering)["why_by"]["en"]
            assert fact(wavering, "Afati i zbatimit").startswith(sq(day_of(due)))
            kept = whole(wavering)["replies"]
        assert [one["promised_date"] for one in kept] == [None, wavering.promised.isoformat(), None]

    def test_who_accepts_again_has_broken_nothing_also_in_figures_of_that_day(self, wavering):
        again = after(wavering.promised, 2)
        with wavering.on(again):
            answers(wavering, again, "accepted")
            assert wavering.owed[0]["state"] == "in_process"
        with wavering.on(after(again, 3)):
            assert figures(wavering, wavering.days[1]) == {"in_process": 1}
            assert figures(wavering, wavering.days[2]) == {"refused": 1}
            assert figures(wavering, again) == {"in_process": 1}

    def test_the_day_that_was_asked_for_is_taken_off_the_list(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        promised = after(today(), 20)
        says(silence, claimed="in_process", promised_date=promised)
        reports(silence, "in_process", after(promised, 30))
        assert silence.owed[0]["asked_date"] is not None
        asked = "/obligations?attention=day_asked"
        assert silence.owed[0]["id"] in [one["id"] for one in story.officer.get(asked).json["items"]]
        says(silence, "refused")
        reports(silence, "in_process", after(promised, 40))
        assert silence.owed[0]["asked_date"] is None
        assert silence.owed[0]["id"] not in [one["id"] for one in story.officer.get(asked).json["items"]]
        assert fact(silence, "Institucioni tani kërkon kohë deri më") is None

    def test_a_day_named_with_a_refusal_is_no_promise(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        says(silence, "refused", promised_date=after(today(), 10))
        assert "promised" not in whole(silence)["why_by"]["en"]
        day = after(today(), 12)
        with silence.on(day):
            says(silence)
            assert silence.owed[0]["state"] == "in_process"
        with silence.on(after(day, 2)):
            assert figures(silence, day) == {"in_process": 1}

    def test_a_refusal_that_is_entered_late_takes_back_what_was_promised_before_it(self, story, bench, commissioner):
        silence = owing(story, bench, commissioner)
        promised, refused, accepted, entered = (after(today(), days) for days in (20, 5, 9, 10))
        says(silence, claimed="in_process", promised_date=promised)
        for day, position in ((accepted, "accepted"), (refused, "refused")):
            with silence.on(entered):
                answers(silence, day, position)
        with silence.on(after(promised, 2)):
            assert silence.owed[0]["state"] == "in_process"
            assert figures(silence, after(promised, 1)) == {"in_process": 1}

    def test_the_body_is_told_that_its_promised_day_counts_no_more(self, wavering):
        with wavering.on(wavering.days[3]):
            timers.tell_days(wavering.bench.platform, clock.utc_now())
        told = wavering.bench.told(catalogue.ObligationDated)[-1]
        assert told["by"] == wavering.act["items"][0]["due"]
        assert "promised" not in wavering.bench.platform.documents.get_json(told["why"])["en"]


@pytest.mark.parametrize("said", ["refused", "not_competent"])
def test_what_its_body_said_no_to_is_not_found_in_process_at_any_door(story, bench, commissioner, said):
    silence = owing(story, bench, commissioner)
    says(silence, said)
    later = after(today(), 80)
    found = {"promised_date": str(later), "next_check": str(later)}
    told = len(bench.told(catalogue.ObligationAssessed))
    refused = assess(silence, assessment="in_process", **found)
    assert (refused.status_code, refused.json["code"]) == (409, "assessment.denied")
    assert fact(silence, "Zyra gjeti") == "E pavlerësuar"
    page = page_of(silence)
    assert 'value="in_process"' not in page
    assert 'value="implemented"' in page
    assert (silence.owed[0]["state"], silence.owed[0]["assessed"]) == (said, "not_assessed")
    assert len(bench.told(catalogue.ObligationAssessed)) == told
    says(silence)
    assert assess(silence, assessment="in_process", **found).json["state"] == "in_process"
