"""A body that says another one is competent: followed with a draft in one step, or not, over the API and on the page."""

import re
from uuid import uuid4

import pytest

from services.cases import timers
from shared import clock
from shared.events.catalogue import (
    ObligationAnswered,
    ObligationAssessed,
    ObligationDated,
    ObligationTurned,
    ObligationUpheld,
)
from tests.cases.bench import today
from tests.cases.pages_world import office, said, summary_links, world
from tests.cases.test_pages_obligations import at, first

__all__ = ["office", "world"]


@pytest.fixture
def referred(story, bench):
    """An act with three items; the body answers that for two of them the ministry is competent: (act, body, ministry)."""
    body, ministry = bench.body(), bench.body("ministry")
    act = story.with_findings().issue(body, items=3)
    bench.deliver(act, body)
    refer(bench, act, body, ministry, places=(0, 2))
    return act, body, ministry


def refer(bench, act, body, to=None, places=(0,), **more):
    named = {"competent_institution": to.id} if to else {}
    items = [{"item_id": act["items"][place]["id"], "position": "not_competent", **named} for place in places]
    bench.reply(act, body, *items, **more)


def owed(story, act, body, place=0):
    found = {one["item_id"]: one["id"] for one in story.obligations(act, body)}
    return found[act["items"][place]["id"]]


def decide(person, obligation_id, **body):
    sent = {"accept": True, "reason": "Ligji ia jep ministrisë.", **body}
    return person.post(f"/obligations/{obligation_id}/readdressing", sent)


def test_the_word_of_the_body_is_a_proposal_with_whom_it_names(story, referred):
    act, body, ministry = referred
    proposal = story.officer.get(f"/obligations/{owed(story, act, body)}").json["readdressing"]
    assert (proposal["institution_id"], proposal["loop"], proposal["decision"]) == (str(ministry.id), False, None)
    assert story.officer.get(f"/obligations/{owed(story, act, body, 1)}").json["readdressing"] is None


def test_following_it_drafts_the_same_items_to_that_body_and_sends_nothing(story, bench, referred):
    act, body, ministry = referred
    made = decide(story.officer, owed(story, act, body))
    assert (made.status_code, made.json["accepted"]) == (201, True)
    draft = story.officer.get(f"/recommendations/{made.json['act_id']}").json
    assert draft["status"] == "draft"
    assert [one["institution_id"] for one in draft["addressees"]] == [str(ministry.id)]
    assert [one["text"] for one in draft["items"]] == [act["items"][place]["text"] for place in (0, 2)]
    assert bench.scalar("SELECT readdresses FROM recommendation WHERE id = :id", id=draft["id"]) is not None
    for place in (0, 2):
        whole = story.officer.get(f"/obligations/{owed(story, act, body, place)}").json
        assert whole["readdressing"]["decision"]["act_id"] == draft["id"]
        assert whole["obligation"]["assessed"] == "not_assessed"
        assert "readdressing.decided" in [one["code"] for one in whole["history"]]
    again = decide(story.officer, owed(story, act, body, 2))
    assert (again.status_code, again.json["code"]) == (409, "readdressing.decided")


def test_not_following_it_is_a_decision_too_and_a_new_reply_opens_the_question_again(story, bench, referred):
    act, body, ministry = referred
    made = decide(story.officer, owed(story, act, body), accept=False)
    assert (made.status_code, made.json["act_id"]) == (201, None)
    refer(bench, act, body, ministry, version=2)
    assert story.officer.get(f"/obligations/{owed(story, act, body)}").json["readdressing"]["decision"] is None
    assert decide(story.officer, owed(story, act, body)).status_code == 201


def test_a_body_that_names_nobody_leaves_the_choice_to_the_office(story, bench, referred):
    act, body, ministry = referred
    refer(bench, act, body, places=(1,), version=2)
    one = owed(story, act, body, 1)
    refused = decide(story.officer, one)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/institution_id")
    assert decide(story.officer, one, institution_id=str(ministry.id)).status_code == 201


def test_what_would_go_in_a_circle_is_said_and_refused(story, bench, referred):
    act, body, ministry = referred
    made = decide(story.officer, owed(story, act, body)).json["act_id"]
    draft = story.officer.get(f"/recommendations/{made}").json
    approved = {"content_hash": draft["content_hash"]}
    assert story.approver.post(f"/recommendations/{made}/approval", approved).status_code in {200, 201}
    assert story.approver.post(f"/recommendations/{made}/issue").status_code in {200, 201}
    sent = story.officer.get(f"/recommendations/{made}").json
    refer(bench, sent, ministry, body)
    back = owed(story, sent, ministry)
    assert story.officer.get(f"/obligations/{back}").json["readdressing"]["loop"] is True
    refused = decide(story.officer, back)
    assert (refused.status_code, refused.json["code"]) == (409, "readdressing.loop")
    third = bench.body("agency")
    assert decide(story.officer, back, institution_id=str(third.id)).status_code == 201


def test_who_passed_the_letter_on_is_asked_for_nothing_more_once_the_office_turned_to_the_other_body(
    story, bench, referred
):
    act, body, ministry = referred
    sent_on = {"position": "forwarded", "competent_institution": ministry.id}
    bench.reply(act, body, {"item_id": act["items"][1]["id"], **sent_on}, version=2)
    one = owed(story, act, body, 1)
    made = decide(story.officer, one).json["act_id"]
    assert story.officer.get(f"/obligations/{one}").json["obligation"]["state"] == "awaiting_reply"
    draft = story.officer.get(f"/recommendations/{made}").json
    path = f"/recommendations/{made}"
    assert story.approver.post(f"{path}/approval", {"content_hash": draft["content_hash"]}).status_code == 200
    assert story.approver.post(f"{path}/issue").status_code == 200
    after = story.officer.get(f"/obligations/{one}").json
    assert (after["obligation"]["state"], after["obligation"]["reply_due"]) == ("not_assessable", None)
    [found] = after["assessments"]
    assert (found["word"], found["unassessable"]) == ("not_assessable", "other_body")
    [told] = bench.told(ObligationAssessed, obligation_id=one)
    assert told["assessment"] == "not_assessable"


def test_who_says_that_it_is_not_competent_and_is_has_not_answered_enough(story, bench, referred):
    act, body, _ministry = referred
    assert decide(story.officer, owed(story, act, body), accept=False).status_code == 201
    for place in (0, 2):
        whole = story.officer.get(f"/obligations/{owed(story, act, body, place)}").json
        assert (whole["obligation"]["state"], whole["attention"]) == ("not_competent", [])
        assert "reply_insufficient" in [one["word"] for one in whole["assessments"]]
    rungs = story.officer.get(f"/obligations/{owed(story, act, body)}/rungs").json
    assert rungs["offers"] != []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"accept": "yes"}, "/accept"),
        ({"accept": None}, "/accept"),
        ({"reason": " "}, "/reason"),
        ({"institution_id": "ministria"}, "/institution_id"),
        ({"to": "x"}, "/to"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named_and_nothing_is_written(story, bench, referred, change, pointer):
    act, body, _ministry = referred
    answer = decide(story.officer, owed(story, act, body), **change)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert bench.scalar("SELECT count(*) FROM readdressing") == 0


def test_an_unknown_body_and_what_was_not_said_are_refused_and_a_stranger_sees_nothing(story, bench, referred):
    act, body, _ministry = referred
    one = owed(story, act, body)
    assert decide(story.officer, one, institution_id=str(uuid4())).status_code == 422
    answered = decide(story.officer, owed(story, act, body, 1))
    assert (answered.status_code, answered.json["code"]) == (409, "readdressing.not_said")
    assert decide(bench.person("case_officer"), one).status_code == 404
    assert bench.scalar("SELECT count(*) FROM readdressing") == 0


class TestPage:
    @pytest.fixture
    def referred(self, world):
        """An obligation whose body says that it is not competent and names nobody."""
        act = world.issued()
        world.delivered(act)
        world.replied(act, position="not_competent")
        return first(world, act)

    def decide(self, world, referred, **changes):
        form = {"readdressing-accept": "yes", "readdressing-reason": "Ligji ia jep ministrisë.", **changes}
        return world.post(world.client("case_officer"), at(referred, "/readdressing"), form)

    def test_one_step_leads_to_the_draft_to_the_body_that_the_office_names(self, world, referred):
        page = said(world.client("case_officer").get(at(referred)).text)
        assert "Institucioni nuk tha cili organ është kompetent." in page
        name = f"Ministria Shembull {world.suffix}"
        answer = self.decide(world, referred, **{"readdressing-institution_id": name})
        assert answer.status_code == 303, said(answer.text)
        assert "/cases/staff/recommendations/" in answer.location
        shown = said(world.client("case_officer").get(answer.location).text)
        assert name in shown
        assert "Të caktohet ndihmës mësues." in shown
        after = world.client("case_officer").get(at(referred)).text
        assert f"Zyra vendosi t'i drejtohet këtij organi: {name}." in said(after)
        assert answer.location in after
        assert not re.search(r"Akti i ri</a>\s*[^<\s]", after), "the reason stands apart from the link"
        assert "readdressing-accept" not in after

    @pytest.mark.parametrize(
        ("changes", "there"),
        [
            ({"readdressing-accept": ""}, "Zgjidhni po ose jo"),
            ({"readdressing-reason": ""}, "Shkruani arsyen."),
            ({"readdressing-institution_id": "zzzz"}, "Shkruani emrin e plotë."),
            ({}, "Institucioni nuk ka thënë cili është kompetent."),
        ],
        ids=str,
    )
    def test_what_is_wrong_stands_at_its_field(self, world, referred, changes, there):
        answer = self.decide(world, referred, **changes)
        assert answer.status_code == 422
        assert summary_links(answer.text)
        assert there in said(answer.text)

    def test_to_leave_it_where_it_is_leads_back_to_the_obligation(self, world, referred):
        client = world.client("case_officer")
        form = {"readdressing-accept": "no", "readdressing-reason": "Ligji ia jep bashkisë."}
        answer = world.post(client, at(referred, "/readdressing"), form)
        assert (answer.status_code, answer.location) == (303, at(referred))
        after = said(client.get(at(referred)).text)
        assert "Zyra vendosi të mos i drejtohet atij." in after
        assert "Vendimi u shënua. Kërkesa mbetet te ky institucion." in after and "Një akt i ri" not in after


@pytest.mark.parametrize("said", ["not_competent", "forwarded"])
def test_a_body_that_the_office_does_not_follow_is_told_that_what_it_owes_stands(story, bench, referred, said):
    act, body, _ministry = referred
    bench.reply(act, body, {"item_id": act["items"][1]["id"], "position": said}, version=2)
    assert decide(story.officer, owed(story, act, body, 1), accept=False).status_code == 201
    [told] = bench.told(ObligationUpheld)
    assert (told["said"], told["institution_id"], told["item_id"]) == (said, str(body.id), act["items"][1]["id"])
    assert told["upheld_on"] == today().isoformat()


@pytest.mark.parametrize("said", ["not_competent", "forwarded"])
def test_whoever_complained_is_told_that_the_office_turned_to_the_other_body(story, bench, referred, said):
    act, body, ministry = referred
    bench.reply(act, body, {"item_id": act["items"][1]["id"], "position": said}, version=2)
    one = owed(story, act, body, 1)
    draft = decide(story.officer, one, institution_id=str(ministry.id)).json["act_id"]
    before = len(bench.told(ObligationAnswered, obligation_id=one))
    content = story.officer.get(f"/recommendations/{draft}").json["content_hash"]
    path = f"/recommendations/{draft}"
    assert story.approver.post(f"{path}/approval", {"content_hash": content}).status_code == 200
    assert story.approver.post(f"{path}/issue").status_code == 200
    told = bench.told(ObligationAnswered, obligation_id=one)[before:]
    assert [(each["said"], each["next"]) for each in told] == [(said, "turned")]
    found = bench.told(ObligationAssessed, obligation_id=one)
    assert [each["complaints"] for each in found] == ([[]] if said == "forwarded" else [])
    bench.reply(act, body, {"item_id": act["items"][1]["id"], "position": "accepted"}, version=3)
    if said == "not_competent":
        assert bench.told(ObligationAnswered, obligation_id=one)[-1]["next"] == "check", "it spoke anew"


@pytest.mark.parametrize("said", ["not_competent", "forwarded"])
def test_a_body_that_the_office_follows_is_told_and_keeps_no_day(story, bench, referred, said):
    act, body, ministry = referred
    bench.reply(act, body, {"item_id": act["items"][1]["id"], "position": said}, version=2)
    one = owed(story, act, body, 1)
    kept = "SELECT implementation_due FROM obligation WHERE id = :id"
    day = bench.scalar(kept, id=one)
    assert day is not None
    path = f"/recommendations/{decide(story.officer, one, institution_id=str(ministry.id)).json['act_id']}"
    content = story.officer.get(path).json["content_hash"]
    assert story.approver.post(f"{path}/approval", {"content_hash": content}).status_code == 200
    assert bench.told(ObligationTurned) == [], "a draft tells nobody anything"
    assert story.approver.post(f"{path}/issue").status_code == 200
    [told] = bench.told(ObligationTurned)
    assert (told["said"], told["institution_id"], told["item_id"]) == (said, str(body.id), act["items"][1]["id"])
    assert told["turned_on"] == today().isoformat()
    whole = story.officer.get(f"/obligations/{one}").json
    assert "the office turned to the other body" in whole["why_by"]["en"]
    assert (bench.scalar(kept, id=one), whole["obligation"]["timeliness"]["implementation"]["word"]) == (None, "none")
    timers.tell_days(bench.platform, clock.utc_now())
    [dated] = bench.told(ObligationDated, obligation_id=one)
    assert "by" not in dated
    bench.reply(act, body, {"item_id": act["items"][1]["id"], "position": "refused"}, version=3)
    if said == "not_competent":
        assert bench.scalar(kept, id=one) == day, "it spoke anew"


def test_no_item_is_drafted_to_a_body_that_owes_it_of_the_same_letter(story, bench):
    body, other = bench.body(), bench.body()
    act = story.with_findings().issue(body, other, items=1)
    bench.deliver(act, body)
    refer(bench, act, body, other)
    acts = bench.scalar("SELECT count(*) FROM recommendation")
    refused = decide(story.officer, owed(story, act, body))
    assert (refused.status_code, refused.json["code"]) == (422, "readdressing.owes_already")
    assert refused.json["errors"][0]["pointer"] == "/institution_id"
    assert bench.scalar("SELECT count(*) FROM recommendation") == acts


def test_an_item_of_which_the_office_decided_apart_stays_as_it_was_decided(story, bench, referred):
    act, body, _ministry = referred
    apart = owed(story, act, body, 2)
    assert (
        story.officer.post(f"/obligations/{apart}/insufficiency", {"reason": "Kjo është e juaja."}).status_code == 201
    )
    made = decide(story.officer, owed(story, act, body))
    draft = story.officer.get(f"/recommendations/{made.json['act_id']}").json
    assert [one["text"] for one in draft["items"]] == [act["items"][0]["text"]]
    assert story.officer.get(f"/obligations/{apart}").json["readdressing"]["decision"] is None
