"""A rung that went further for a silence, of which it becomes known that it was none: the office is told, at every door."""

from datetime import timedelta

import pytest

from services.cases import timers
from shared import clock
from tests.cases.bench import Body
from tests.cases.ladder_world import Silence, after, day_of
from tests.cases.test_delivery import arrive, deem, leave, post, start_of
from tests.cases.test_words_that_leave import Page, today


@pytest.fixture
def reported(story, bench, commissioner):
    """A refusal was not enough; the notice to the ministry counts as delivered, nothing came, and the Assembly was told."""
    ministry, _assembly = bench.body("ministry"), bench.body("assembly")
    body = bench.body("agency", relations=[("hierarchical", ministry.id, "2020-01-01", None)])
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    silence = Silence(story, body, act, commissioner, bench.person("publisher"))
    bench.reply(act, body, {"item_id": silence.owed[0]["item_id"], "position": "refused"})
    story.not_enough(silence.owed[0])
    [letter] = silence.draft()
    issued = silence.issue(letter["act"], arrives=False)
    notice = Silence(story, Body(ministry.id, ministry.key), issued, commissioner, silence.publisher)
    post(notice, "to_post")
    leave(notice)
    with silence.on(start_of(notice)):
        deem(notice)
    silence.notice, silence.due = notice, day_of(notice.owed[0]["reply_due"])
    silence.day = after(silence.due, 1)
    with silence.on(silence.day):
        [report] = [one for one in silence.draft() if one["rung"] == "assembly_report"]
        silence.report = silence.issue(report["act"])
    return silence


def tasks(silence):
    timers.draft_rungs(silence.bench.platform, clock.utc_now())
    return [one["text"] for one in silence.story.officer.get("/tasks").json["items"]]


def sent(silence):
    return {one["rung"]: one["early_known_on"] for one in silence.rungs()["sent"]}


def test_a_proof_of_a_later_delivery_is_put_before_the_office_once(reported):
    with reported.on(reported.day):
        assert tasks(reported) == []
        assert sent(reported) == {"hierarchical_superior": None, "assembly_report": None}
    with reported.on(after(reported.day, 3)):
        arrive(reported.notice, start_of(reported.notice) + timedelta(days=8))
        due = day_of(reported.notice.owed[0]["reply_due"])
        assert due >= reported.day, "its term was not over"
        assert sent(reported) == {"hierarchical_superior": None, "assembly_report": today().isoformat()}
        for told in (tasks(reported), tasks(reported)):
            assert [reported.report["number"] in one for one in told] == [True] * len(told) and told
        page = Page(reported, {"id": ""})
        page.url = f"/cases/staff/obligations/{reported.owed[0]['id']}"
        assert "u bë e ditur se u dërgua para kohe" in page.open().text


def test_one_that_shows_that_it_was_earlier_changes_nothing(reported):
    with reported.on(after(reported.day, 3)):
        arrive(reported.notice, start_of(reported.notice))
        assert sent(reported)["assembly_report"] is None
        assert tasks(reported) == []


def test_time_that_is_given_afterwards_does_not_make_it_early(reported):
    with reported.on(after(reported.day, 3)):
        owed = reported.notice.owed[0]["id"]
        until = after(reported.day, 60).isoformat()
        given = reported.story.officer.post(f"/obligations/{owed}/extensions", {"granted": True, "until": until})
        assert given.status_code == 201, given.json
        assert sent(reported)["assembly_report"] is None


def test_a_notice_that_came_back_is_told_too(reported):
    with reported.on(after(reported.day, 3)):
        post(reported.notice, "returned", day=today(), reason="moved")
        assert sent(reported)["assembly_report"] == today().isoformat()
        [told, *_] = tasks(reported)
        assert "letra nuk kishte mbërritur" in told


@pytest.fixture
def lost(story, bench, commissioner):
    """A letter by post counts as delivered, its body says nothing, and is reminded; then the letter comes back."""
    ministry = bench.body("ministry")
    body = bench.body("agency", relations=[("hierarchical", ministry.id, "2020-01-01", None)])
    silence = Silence(story, body, story.with_findings().issue(body, items=1), commissioner, bench.person("publisher"))
    post(silence, "to_post")
    leave(silence)
    with silence.on(start_of(silence)):
        deem(silence)
    silence.ministry, silence.reminded = ministry, after(silence.owed[0]["reply_due"], 1)
    with silence.on(silence.reminded):
        assert [one["rung"] for one in silence.draft()] == ["reminder"]
        assert silence.send(story.officer, "reminder").status_code == 201
    return silence


def bring_again(silence, day):
    """To the right address."""
    with silence.on(day):
        post(silence, "returned", day=today(), reason="moved")
        post(silence, "to_post")
        leave(silence, day)
    with silence.on(after(day, 3)):
        arrive(silence, after(day, 3))


def test_what_was_sent_before_the_letter_arrived_stays_no_step_once_it_has(lost):
    back = after(lost.reminded, 5)
    bring_again(lost, back)
    with lost.on(after(lost.owed[0]["reply_due"], 1)):
        assert sent(lost)["reminder"] == back.isoformat()
        [letter] = lost.draft()
        assert (letter["rung"], letter["state"]) == ("reminder", "waiting")
        assert lost.rungs()["offers"][0]["rung"] == "reminder"


def test_the_superior_is_pressed_no_more_once_the_letter_below_proves_not_to_have_arrived(lost):
    second = after(lost.reminded, 30)
    with lost.on(second):
        for rung in {one["rung"] for one in lost.draft()} & {"second_reminder"}:
            assert lost.send(lost.story.officer, rung).status_code == 201
    third = after(second, 40)
    with lost.on(third):
        [notice] = [one for one in lost.draft() if one["rung"] == "hierarchical_superior"]
        further = lost.issue(notice["act"])
    asked = Silence(lost.story, Body(lost.ministry.id, lost.ministry.key), further, lost.commissioner, lost.publisher)
    bring_again(lost, after(third, 5))
    with lost.on(after(third, 60)):
        timers.announce_overdue(lost.bench.platform, clock.utc_now())
        [owed] = asked.owed
        assert owed["state"] == "moot"
        assert [one for one in lost.draft() if one["number"] == further["number"]] == []
