"""A letter that was withdrawn or superseded counts no more, and every door says so: the API, the list, the page and the complainant's mailbox."""

from uuid import UUID

import pytest

from services.cases import timers
from services.cases.domain.standing import State
from shared import clock
from shared.app import STAFF_COOKIE
from shared.clock_words import day_words
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after, day_of
from tests.cases.pages_world import office, said, world
from tests.cases.test_elsewhere import whole

__all__ = ["office", "world"]

OWED = "/obligations"


@pytest.fixture
def school(story, bench, commissioner):
    """A body that owes two items on an act that it has, with a complainant who is told."""
    body = bench.body()
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def withdraw(school):
    path = f"/recommendations/{school.act['id']}/withdrawal"
    fell = school.story.approver.post(path, {"ground": "facts_changed", "reason": "Faktet ndryshuan."})
    assert fell.status_code == 200, fell.json


def supersede(school):
    """Another letter takes its place; returns its number."""
    new = school.story.draft(school.body, items=2, supersedes=school.act["id"], title="Tekst më i mirë")
    path = f"/recommendations/{new['id']}"
    school.story.approver.post(f"{path}/approval", {"content_hash": new["content_hash"]})
    return school.story.approver.post(f"{path}/issue").json["number"]


def of_act(school, state):
    asked = f"{OWED}?state={state}&recommendation={school.act['id']}"
    return [one["state"] for one in school.story.officer.get(asked).json["items"]]


@pytest.mark.parametrize("fall", [withdraw, supersede])
def test_what_was_owed_on_it_stands_as_fallen_at_every_door_of_the_api(school, fall):
    assert of_act(school, "awaiting_reply") == ["awaiting_reply"] * 2
    fall(school)
    assert (of_act(school, "awaiting_reply"), of_act(school, "fell")) == ([], ["fell"] * 2)
    whole = school.story.officer.get(f"{OWED}/{school.owed[0]['id']}").json["obligation"]
    assert (whole["state"], whole["no_reply"]) == ("fell", False)
    assert {one["word"] for one in whole["timeliness"].values()} == {"none"}
    act = school.story.officer.get(f"/recommendations/{school.act['id']}").json
    assert {one["state"] for one in act["obligations"]} == {"fell"}


def test_what_fell_is_counted_nowhere(school):
    withdraw(school)
    figures = school.bench.app.test_client().get("/cases/api/v1/public/compliance").json["figures"]
    beside = {one["key"]: one["count"] for one in figures["splits"][2]["beside"]}
    assert (figures["obligations"], set(beside.values()), State.FELL.value in beside) == (0, {0}, False)


@pytest.mark.parametrize("fall", [withdraw, supersede])
def test_whoever_complained_is_told_once_of_the_letter_and_the_old_accusation_stands_last_no_more(school, fall):
    with school.on(after(school.owed[0]["reply_due"])):
        timers.announce_overdue(school.bench.platform, clock.utc_now())
        accused = school.bench.told(catalogue.ObligationStood)
        assert {one["state"] for one in accused} == {"no_reply"}
        number = fall(school)
        [told] = school.bench.told(catalogue.RecommendationWithdrawn)
        assert (told["complaints"], told["kind"]) == (accused[0]["complaints"], school.act["kind"])
        assert told.get("replaced_by") == number
        for one in (timers.take_back, timers.announce_overdue):
            one(school.bench.platform, clock.utc_now())
        assert school.bench.told(catalogue.ObligationStood) == accused
    kept = "SELECT string_agg(DISTINCT told_state, ',') FROM obligation WHERE recommendation_id = :act"
    assert school.bench.scalar(kept, act=UUID(school.act["id"])) == "fell"
    history = school.story.officer.get(f"/cases/{school.story.case_id}").json["history"]
    assert [one["code"] for one in history if one["code"].startswith("complainant.")][-1] == "complainant.act_fell"


@pytest.mark.parametrize("fall", [withdraw, supersede])
def test_no_door_gives_a_day_by_which_what_fell_is_to_be_done_not_even_where_its_body_had_promised_one(school, fall):
    promised = after(today(), 30)
    item = {"item_id": school.owed[0]["item_id"], "position": "accepted", "promised_date": promised}
    school.bench.reply(school.act, school.body, item)
    timers.tell_days(school.bench.platform, clock.utc_now())
    fall(school)
    timers.tell_days(school.bench.platform, clock.utc_now())
    for place in (0, 1):
        owed = school.owed[place]["id"]
        told = school.bench.told(catalogue.ObligationDated, obligation_id=owed)[-1]
        why = school.bench.platform.documents.get_json(told["why"])
        assert (told.get("by"), whole(school, place)["why_by"]) == (None, why)
        assert why["en"].startswith("Since ")
        assert why["en"].endswith("Nothing more is asked by it, so there is no day any more.")
        assert school.bench.scalar("SELECT implementation_due FROM obligation WHERE id = :id", id=UUID(owed)) is None


def test_the_page_of_what_fell_shows_no_last_day(world):
    act = world.issued()
    world.delivered(act)
    owed = world.obligations(act)[0].obligation.id
    client = world.client("approver")
    page = said(client.get(f"/cases/staff/obligations/{owed}").text)
    assert "ditë" in page
    fallen = {"withdrawal-ground": "facts_changed", "withdrawal-reason": "U gjet zgjidhje."}
    assert world.post(client, f"/cases/staff/recommendations/{act.id}/withdrawal", fallen).status_code == 303
    page = said(client.get(f"/cases/staff/obligations/{owed}").text)
    assert "I tërhequr" in page
    for label in ("Afati i përgjigjes", "Afati i zbatimit"):
        assert f"{label} –" in page
    assert "Që nga" in page, "why there is none"
    listed = said(client.get("/cases/staff/obligations?state=fell").text)
    assert act.number in listed
    assert act.number not in client.get("/cases/staff/obligations?state=awaiting_reply").text


@pytest.mark.parametrize("fall", [withdraw, supersede])
@pytest.mark.parametrize("answered", [True, False])
def test_no_door_gives_a_last_day_for_the_reply_to_what_fell_be_it_answered_before(school, fall, answered):
    if answered:
        item = {"item_id": school.owed[0]["item_id"], "position": "accepted"}
        school.bench.reply(school.act, school.body, item, received_at=clock.utc_now())
    last = school.owed[0]["reply_due"]
    words = day_words(day_of(last), "sq")
    timers.tell_days(school.bench.platform, clock.utc_now())
    officer, owed = school.story.officer, school.owed[0]["id"]
    officer.client.set_cookie(STAFF_COOKIE, officer.token, path="/")
    page = f"/cases/staff/obligations/{owed}"
    assert words in said(officer.client.get(page).text)
    fall(school)
    assert school.owed[0]["reply_due"] is None
    whole_one = officer.get(f"{OWED}/{owed}").json
    assert whole_one["obligation"]["reply_due"] is None
    act = officer.get(f"/recommendations/{school.act['id']}").json
    assert {one["reply_due"] for one in act["obligations"]} == {None}
    told = officer.get(f"{OWED}/{owed}/clock").json
    assert (told["due"]["day"], told["due"]["reason"]) == (None, "fell")
    assert told["words"]["en"][-1].endswith("there is no day any more.")
    assert not [one for one in told["words"]["sq"] if words in one]
    fallen = said(officer.client.get(page).text)
    why = fallen.split("Pse kjo datë")[1].split("Datat që ka treguar afati")[0]
    assert "letra nuk vlen më" in why and words not in why
    newest = fallen.split("Datat që ka treguar afati")[1]
    assert newest.index("Pa datë: ") < newest.index(words)
    assert words not in said(officer.client.get(f"/cases/staff/recommendations/{school.act['id']}").text)
    if answered:
        assert whole_one["obligation"]["timeliness"]["reply"]["word"] == "in_time", "an answer stays what it was"
