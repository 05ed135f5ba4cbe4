"""What a step said of a silence and proves untrue is told to whoever received it: once, on a working day, with why."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.cases import timers
from shared import clock
from shared.app import STAFF_COOKIE
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import Body, today
from tests.cases.ladder_world import after
from tests.cases.test_delivery import arrive, post
from tests.cases.test_rungs_sent_early import bring_again, lost
from tests.cases.test_withdrawal_letters import printed

__all__ = ["lost"]


def write(silence):
    timers.write_untrue_letters(silence.bench.platform, clock.utc_now())
    return untrue(silence)


def untrue(silence):
    return silence.bench.told(catalogue.StepUntrue)


def words(silence, told):
    return silence.bench.platform.documents.get_json(told["letter"])


def comes_back(silence, day):
    with silence.on(day):
        post(silence, "returned", day=today(), reason="moved")
        assert write(silence) == [], "on the day itself all of it may still change"


@pytest.fixture
def back(lost):
    """The day on which the letter came back over which its body had been reminded."""
    day = after(lost.reminded, 5)
    comes_back(lost, day)
    return day


def test_a_body_that_was_reminded_of_a_letter_which_it_did_not_have_is_told_so_once(lost, back):
    with lost.on(after(back)):
        [told] = write(lost)
        assert write(lost) == [told]
        assert (told["recommendation_id"], told["institution_id"]) == (lost.act["id"], str(lost.body.id))
        said = words(lost, told)
        assert day_words(lost.reminded, "sq") in said["title"] and lost.act["number"] in said["title"]
        assert "nuk ju kishte arritur" in said["text"] and "fillon nga dorëzimi i tij" in said["text"]
        assert lost.act["number"] in " ".join(printed(lost.bench, said).split())
        assert said["protocol"] and said["check_code"]


def test_no_letter_is_written_on_a_day_that_is_free(lost, back):
    free = back + timedelta(days=(5 - back.weekday()) % 7)
    with lost.on(free):
        assert write(lost) == []
    with lost.on(after(free)):
        assert len(write(lost)) == 1


def test_once_the_letter_has_arrived_it_says_the_last_day(lost):
    day = after(lost.reminded, 5)
    bring_again(lost, day)
    with lost.on(after(day, 4)):
        [told] = write(lost)
        due = day_words(after(lost.owed[0]["reply_due"], 0), "sq")
        assert due in words(lost, told)["text"] and "nuk kishte mbaruar" in words(lost, told)["text"]


def test_nobody_is_told_of_a_reminder_that_came_back_as_well(lost):
    [told] = lost.bench.told(catalogue.ObligationReminded)
    day = after(lost.reminded, 5)
    with lost.on(day):
        about = {"dispatch_id": lost.body.id, "recommendation_id": lost.act["id"], "institution_id": lost.body.id}
        gone = {"step": "returned", "at": clock.utc_now(), "day": today(), "reason": "moved", "mistaken": True}
        lost.bench.hear(catalogue.DispatchPosted, lost.body.id, **about, **gone, letter=told["letter"])
    comes_back(lost, day)
    with lost.on(after(day)):
        assert write(lost) == []


def test_a_proof_that_the_letter_arrived_in_time_takes_it_out_of_the_book(lost, back):
    with lost.on(after(back)):
        [told] = write(lost)
    with lost.on(after(back, 2)):
        arrive(lost, lost.reminded - timedelta(days=80))
        assert [one["early_known_on"] for one in lost.rungs()["sent"]] == [None]
        [dropped] = lost.bench.told(catalogue.DecisionDropped)
        assert dropped["letter"] == told["letter"]


def test_who_was_turned_to_over_it_is_told_too_and_may_be_told_of_which_body(lost):
    second = after(lost.reminded, 30)
    with lost.on(second):
        for rung in {one["rung"] for one in lost.draft()} & {"second_reminder"}:
            assert lost.send(lost.story.officer, rung).status_code == 201
    third = after(second, 40)
    with lost.on(third):
        [notice] = [one for one in lost.draft() if one["rung"] == "hierarchical_superior"]
        further = lost.issue(notice["act"])
    comes_back(lost, after(third, 5))
    with lost.on(after(after(third, 5))):
        told = write(lost)
        assert write(lost) == told
        by_body = {(one["institution_id"], one["recommendation_id"]): words(lost, one) for one in told}
        said = by_body[str(lost.ministry.id), further["id"]]
        assert further["number"] in said["title"]
        assert lost.act["number"] in said["text"] and "nuk i kishte arritur" in said["text"]
        assert (str(lost.body.id), lost.act["id"]) in by_body
        officer = lost.story.officer
        officer.client.set_cookie(STAFF_COOKIE, officer.token, path="/")
        page = officer.client.get(f"/cases/staff/recommendations/{further['id']}")
        assert "se ajo që u tha për heshtjen nuk vlen pret të niset" in page.text
        book = officer.get("/protocol-book")
        assert sum(bool(one["untrue"]) for one in book.json["items"]) == len(told)


def test_each_body_to_which_the_step_went_is_told_once_and_so_is_one_whose_letter_arrived_later(lost):
    third = after(lost.reminded, 70)
    with lost.on(after(lost.reminded, 30)):
        for rung in {one["rung"] for one in lost.draft()} & {"second_reminder"}:
            assert lost.send(lost.story.officer, rung).status_code == 201
    with lost.on(third):
        [notice] = [one for one in lost.draft() if one["rung"] == "hierarchical_superior"]
        path = f"/recommendations/{notice['act']}"
        act = lost.story.officer.get(path)
        copied = {"institution_id": str(lost.bench.body().id), "role": "for_information"}
        to = [{name: one[name] for name in ("institution_id", "role")} for one in act.json["addressees"]]
        changed = lost.story.officer.patch(path, {"addressees": [*to, copied]}, act.json["version"])
        assert changed.status_code == 200, changed.json
        further = lost.issue(notice["act"], arrives=False)
        lost.bench.deliver(further, lost.ministry, clock.utc_now())
    comes_back(lost, after(third, 5))
    receivers = {str(lost.ministry.id)}

    def told_of_it():
        return [one["institution_id"] for one in write(lost) if one["recommendation_id"] == further["id"]]

    with lost.on(after(after(third, 5))):
        assert told_of_it() == [str(lost.ministry.id)], "the other has no letter that it could be told of"
    with lost.on(after(third, 12)):
        lost.bench.deliver(further, Body(UUID(copied["institution_id"]), ""), clock.utc_now())
        assert sorted(told_of_it()) == sorted(receivers | {copied["institution_id"]})
        assert sorted(told_of_it()) == sorted(receivers | {copied["institution_id"]})
