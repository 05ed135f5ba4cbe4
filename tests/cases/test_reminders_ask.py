"""A reminder names the law on which it rests and by when it asks for an answer: the day before the rung that follows it, as its page and the API say it."""

from datetime import date, timedelta

import pytest

from services.cases import data
from services.cases.data import acts as act_data
from services.cases.domain.ladder import REMINDERS, read_ladder
from shared import clock
from shared.app import STAFF_COOKIE
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after
from tests.cases.pages_world import said
from tests.cases.test_finding_letters import BACK, COURT, step
from tests.cases.test_rung_letters import silence
from tests.cases.test_withdrawal_letters import leave

__all__ = ["silence"]

LAW = {"sq": "ligjit nr. 8454, datë 4.2.1999, “Për Avokatin e Popullit”", "en": "Law no. 8454 of 4.2.1999"}


def text_of(person, letter):
    return person.get(f"/rung-letters/{letter}").json["text"]["text"]


def remind(silence, day, rung="reminder", **more):
    with silence.on(day):
        sent = silence.send(silence.story.officer, rung, **more)
        assert sent.status_code == 201, sent.json
        return sent.json["letter"], text_of(silence.story.officer, sent.json["letter"])


@pytest.mark.parametrize("rung", ["reminder", "second_reminder"])
def test_who_reads_the_portal_is_told_the_law_and_the_day(commissioner, silence, rung):
    day = after(silence.owed[0]["reply_due"])
    letter, text = remind(silence, day)
    if rung == "second_reminder":
        day = after(day, 10)
        letter, text = remind(silence, day, rung)
    by = day + timedelta(days=9)
    assert f"Kujtesa bëhet në mbështetje të nenit 63, pika 3, të Kushtetutës dhe të {LAW['sq']}" in text
    assert f"Përgjigjja pritet deri më {day_words(by, 'sq')}." in text
    assert "nenit 22" not in text, "no lawyer has read it"
    with silence.on(day):
        sent = silence.rungs()["sent"][-1]
        assert (sent["letter"], sent["answer_by"]) == (letter, str(by))
        commissioner.client.set_cookie(STAFF_COOKIE, commissioner.token, path="/")
        page = said(commissioner.client.get(f"/cases/staff/obligations/{silence.owed[0]['id']}").text)
        assert f"Përgjigjja pritet deri më {by.day}" in page
        assert all(date.fromisoformat(one["on"]) > by for one in silence.rungs()["offers"])


def test_in_english_too(story, bench, commissioner):
    body = bench.body()
    act = story.with_findings().issue(body, items=1, language="en")
    bench.deliver(act, body)
    silence = Silence(story, body, act, commissioner, bench.person("publisher"))
    day = after(silence.owed[0]["reply_due"])
    _letter, text = remind(silence, day)
    assert f"on the basis of article 63, paragraph 3, of the Constitution and of {LAW['en']}" in text
    assert f"The answer is awaited by {day_words(day + timedelta(days=9), 'en')}." in text


def test_who_has_it_on_paper_has_the_days_from_its_delivery(story, bench, commissioner):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    leave(bench, act, body)
    about = {"dispatch_id": body.id, "recommendation_id": act["id"], "institution_id": body.id, "channel": "paper"}
    bench.hear(catalogue.DispatchDelivered, body.id, **about, at=clock.utc_now())
    silence = Silence(story, body, act, commissioner, bench.person("publisher"))
    day = after(silence.owed[0]["reply_due"])
    letter, text = remind(silence, day, arrives=False)
    assert (
        "Përgjigjja pritet brenda 9 ditëve nga dita që ju dorëzohet kjo kujtesë; kur dita e fundit është ditë pushimi"
        in text
    )
    assert "deri më" not in text.rsplit("Kujtesa bëhet", 1)[1]
    with silence.on(day):
        bench.remind(letter, catalogue.DispatchPosted, step="sent", way="post", day=day)
        assert silence.rungs()["sent"][-1]["answer_by"] is None
    with silence.on(arrived := after(day, 6)):
        bench.remind(letter, channel="paper")
        ladder = silence.rungs()
    by = arrived + timedelta(days=9)
    assert ladder["sent"][-1]["answer_by"] == str(by)
    assert [one["on"] > str(by) for one in ladder["offers"]] == [True], (
        "nobody is pressed before the day they were given"
    )


def test_a_ladder_whose_last_reminder_names_no_days_is_refused():
    entry = next(one for one in data.entries("ladders", "ladders") if one["key"] == "information")
    rungs = [{name: value for name, value in rung.items() if name != "answer_days"} for rung in entry["rungs"]]
    with pytest.raises(ValueError, match="answer_days"):
        read_ladder({**entry, "rungs": rungs})


def test_every_reminder_of_the_data_names_law_that_may_be_printed_and_its_days():
    for ladder in data.ladders():
        for rung in ladder.rungs:
            if rung.key not in REMINDERS:
                continue
            entries = data.rung_words("letters", today())
            entry = entries.get(f"{ladder.key}_{rung.key}", entries[rung.key])
            assert ladder.days_to_answer(rung.key)
            assert all(act_data.cited(entry, language, today()) for language in ("sq", "en"))


def posted(silence, letter, day, way="post"):
    silence.bench.remind(letter, catalogue.DispatchPosted, step="sent", way=way, day=day)


def page_of(commissioner, silence):
    commissioner.client.set_cookie(STAFF_COOKIE, commissioner.token, path="/")
    return said(commissioner.client.get(f"/cases/staff/obligations/{silence.owed[0]['id']}").text)


@pytest.fixture
def on_paper(story, bench, commissioner):
    """A silent body that reads on paper, and has a superior."""
    ministry = bench.body("ministry")
    body = bench.body("agency", relations=[("hierarchical", ministry.id, "2020-01-01", None)])
    act = story.with_findings().issue(body, items=1)
    leave(bench, act, body)
    about = {"dispatch_id": body.id, "recommendation_id": act["id"], "institution_id": body.id, "channel": "paper"}
    bench.hear(catalogue.DispatchDelivered, body.id, **about, at=clock.utc_now())
    return Silence(story, body, act, commissioner, bench.person("publisher"))


@pytest.mark.parametrize("way", ["post", "hand"])
def test_what_follows_a_letter_on_paper_waits_for_its_delivery(story, commissioner, on_paper, way):
    day = after(on_paper.owed[0]["reply_due"])
    letter, _text = remind(on_paper, day, arrives=False)
    with on_paper.on(day):
        posted(on_paper, letter, day, way)
        ladder = on_paper.rungs()
        assert (ladder["offers"], ladder["waits_for"]) == ([], "letter")
        assert on_paper.send(story.officer, "second_reminder").json["code"] == "ladder.not_arrived"
        assert "Letra e hapit të mëparshëm nuk është dorëzuar ende" in page_of(commissioner, on_paper)
    with on_paper.on(later := after(day, 3)):
        assert on_paper.draft() == []
        on_paper.bench.remind(letter, channel="paper")
        [offer] = on_paper.rungs()["offers"]
        assert offer["on"] == str(after(later, 10))
        assert on_paper.rungs()["sent"][0]["answer_by"] < offer["on"]


def test_a_letter_of_which_nobody_tells_the_delivery_counts_as_delivered_like_the_first(commissioner, on_paper):
    day = after(on_paper.owed[0]["reply_due"])
    letter, _text = remind(on_paper, day, arrives=False)
    with on_paper.on(day):
        posted(on_paper, letter, day)
    deemed = after(after(after(day)))
    with on_paper.on(deemed - timedelta(days=1)):
        assert on_paper.rungs()["waits_for"] == "letter"
    with on_paper.on(deemed):
        [offer] = on_paper.rungs()["offers"]
        assert offer["on"] == str(after(deemed, 10))
        assert str(deemed) < on_paper.rungs()["sent"][0]["answer_by"] < offer["on"]
        on_paper.bench.remind(letter, catalogue.DispatchPosted, step="returned", reason="unknown", day=deemed)
        assert (on_paper.rungs()["waits_for"], on_paper.rungs()["sent"][0]["answer_by"]) == ("letter", None)


def test_who_carries_a_letter_brings_its_receipt(on_paper):
    day = after(on_paper.owed[0]["reply_due"])
    letter, _text = remind(on_paper, day, arrives=False)
    with on_paper.on(day):
        posted(on_paper, letter, day, "courier")
    with on_paper.on(after(day, 60)):
        assert (on_paper.rungs()["offers"], on_paper.rungs()["waits_for"]) == ([], "letter")


def test_no_superior_is_told_before_both_reminders_arrived_and_their_days_passed(on_paper):
    day = after(on_paper.owed[0]["reply_due"])
    first, _text = remind(on_paper, day)
    second, _text = remind(on_paper, then := after(day, 10), "second_reminder", arrives=False)
    with on_paper.on(then):
        posted(on_paper, second, then, "hand")
    with on_paper.on(arrived := after(then, 15)):
        assert on_paper.draft() == []
        on_paper.bench.remind(second, channel="paper")
        assert on_paper.draft() == []
    with on_paper.on(after(arrived, 10)):
        assert [one["rung"] for one in on_paper.draft()] == ["hierarchical_superior"]
        assert first != second


@pytest.mark.parametrize("ahead", range(7))
def test_the_day_that_is_asked_is_a_working_day_before_the_next_rung(commissioner, silence, ahead):
    day = after(silence.owed[0]["reply_due"], 7 + ahead)
    _letter, text = remind(silence, day)
    with silence.on(day):
        by = date.fromisoformat(silence.rungs()["sent"][0]["answer_by"])
        [offer] = silence.rungs()["offers"]
    assert after(by, 0) == by
    assert f"Përgjigjja pritet deri më {day_words(by, 'sq')}." in text
    assert after(by) == date.fromisoformat(offer["on"])


def test_while_a_court_has_the_matter_no_answer_is_awaited_and_then_later(commissioner, story, silence):
    day = after(silence.owed[0]["reply_due"])
    remind(silence, day)
    with silence.on(taken := after(day, 2)):
        was = silence.rungs()["sent"][0]["answer_by"]
        step(commissioner, story, COURT)
        assert silence.rungs()["sent"][0]["answer_by"] is None
        assert "Përgjigjja pritet deri" not in page_of(commissioner, silence)
    with silence.on(back := taken + timedelta(days=14)):
        step(commissioner, story, BACK)
        now = silence.rungs()["sent"][0]["answer_by"]
        assert now == str(date.fromisoformat(was) + timedelta(days=14))
        assert f"Përgjigjja pritet deri më {date.fromisoformat(now).day}" in page_of(commissioner, silence)
        assert now > str(back)
