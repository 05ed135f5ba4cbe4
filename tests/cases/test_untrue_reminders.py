"""A reminder of silence that a person sent falls before it leaves when its letter comes back or is not late; its rung is open again."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shared import clock
from shared.app import STAFF_COOKIE
from shared.events import catalogue
from tests.cases.bench import SEEN
from tests.cases.ladder_world import Silence, after, day_of
from tests.cases.test_delivery import arrive, deem, leave, post, start_of


@pytest.fixture
def silence(story, bench, commissioner):
    """A municipality whose letter on two items left by post and counts as delivered without a receipt."""
    body = bench.body()
    act = story.with_findings().issue(body, items=2)
    silence = Silence(story, body, act, commissioner, bench.person("publisher"))
    post(silence, "to_post")
    leave(silence)
    silence.due = silence.owed[0]["reply_due"]
    with silence.on(start_of(silence)):
        deem(silence)
    return silence


def receipt(silence, day):
    dispatch = uuid4()
    of = {"recommendation_id": silence.act["id"], "institution_id": silence.body.id, "dispatch_id": dispatch}
    silence.bench.hear(catalogue.DispatchReceiptTold, dispatch, **of, day=day)


def remind(silence, **more):
    return silence.send(silence.story.officer, "reminder", arrives=False, **more)


def withdrawn(silence):
    return silence.bench.told(catalogue.ReminderWithdrawn)


def test_a_letter_that_comes_back_takes_the_reminder_with_it_and_leaves_its_rung_open(silence):
    with silence.on(after(silence.due, 2)):
        sent = remind(silence).json
        post(silence, "returned", day=after(silence.due, 2), reason="moved")
        [name] = {one["letter"] for one in silence.bench.told(catalogue.ObligationReminded)}
        assert {(one["obligation_id"], one["letter"]) for one in withdrawn(silence)} == {
            (one["id"], name) for one in silence.owed
        }
        [taken] = silence.rungs()["sent"]
        assert (taken["letter"], taken["withdrawn_on"]) == (sent["letter"], str(after(silence.due, 2)))
        client = silence.bench.app.test_client()
        client.set_cookie(STAFF_COOKIE, silence.story.officer.token)
        for words in ("1/1", "Kujtesë, e tërhequr: nuk iu dha askujt"):
            assert words in client.get("/cases/staff/protocol-book").text
        [line, letter] = silence.story.officer.get("/protocol-book").json["items"]
        assert (line["number"], line["reminder"], line["taken_back"]) == ("1/1", True, True)
        assert [one["institution_id"] for one in line["bodies"]] == [str(silence.body.id)]
        assert (letter["number"], letter["reminder"], letter["taken_back"]) == ("1", False, False)
        assert "hapi është përsëri i hapur" in client.get(f"/cases/staff/obligations/{silence.owed[0]['id']}").text
        post(silence, "to_post")
        leave(silence, after(silence.due, 2))
        begins, due = start_of(silence), silence.owed[0]["reply_due"]
    with silence.on(begins):
        deem(silence)
    with silence.on(after(due, 3)):
        assert remind(silence).status_code == 201, "the rung was not used up"


def test_a_receipt_that_shows_a_later_day_takes_back_a_reminder_that_waits(silence):
    with silence.on(after(silence.due, 2)):
        assert remind(silence).status_code == 201
        arrive(silence, after(silence.due, 1))
        assert silence.owed[0]["reply_due"] > silence.due
        assert len(withdrawn(silence)) == 2


def test_an_answer_takes_back_a_reminder_that_waits_and_none_that_has_left(silence):
    item = {"item_id": silence.owed[0]["item_id"], "position": "accepted"}
    with silence.on(after(silence.due, 2)):
        letter = remind(silence).json["letter"]
        silence.bench.remind(letter)
        silence.bench.reply(silence.act, silence.body, item)
        assert withdrawn(silence) == []
        assert silence.rungs(1)["sent"][0]["withdrawn_on"] is None


def test_one_that_had_left_after_all_is_sent_again_by_nobody(silence):
    with silence.on(after(silence.due, 2)):
        letter = remind(silence).json["letter"]
        arrive(silence, after(silence.due, 1))
        assert silence.rungs()["sent"][0]["withdrawn_on"] is not None
        silence.bench.remind(letter)
        assert silence.rungs()["sent"][0]["withdrawn_on"] is None


def test_while_a_receipt_waits_for_a_second_person_no_rung_and_no_finding_of_silence(silence):
    day = after(silence.due, 2)
    with silence.on(day):
        receipt(silence, day - timedelta(days=20))
        assert silence.draft() == []
        refused = [
            remind(silence),
            silence.send(silence.commissioner, "publication", override_reason="Urgjente."),
            find_undone(silence, day),
        ]
        assert [one.status_code for one in refused] == [409, 409, 409]
        assert [one.json["code"] for one in refused] == [
            "ladder.receipt_waits",
            "ladder.receipt_waits",
            "assessment.receipt_waits",
        ]
        receipt(silence, None)
        assert remind(silence).status_code == 201


def test_once_the_second_person_agreed_the_term_runs_and_nothing_is_late(silence):
    day = after(silence.due, 2)
    with silence.on(day):
        receipt(silence, day - timedelta(days=20))
        arrive(silence, day - timedelta(days=20))
        assert day_of(silence.owed[0]["reply_due"]) > day
        assert remind(silence).json["code"] in {"ladder.term_runs", "ladder.not_warranted"}
        assert find_undone(silence, day).json["code"] == "assessment.not_yet_due"


def find_undone(silence, day):
    found = {"assessment": "not", "on": str(day), "reason": "Nuk u bë.", "evidence": [SEEN]}
    return silence.story.officer.post(f"/obligations/{silence.owed[0]['id']}/assessments", found)


def mailed(silence, letter, step="sent"):
    """How far the link came by which the reminder goes."""
    [document] = {one["letter"] for one in silence.bench.told(catalogue.ObligationReminded)}
    dispatch = uuid4()
    silence.bench.hear(
        catalogue.LinkMoved, dispatch, link_id=uuid4(), dispatch_id=dispatch, recommendation_id=silence.act["id"],
        institution_id=silence.body.id, step=step, at=clock.utc_now(), letter=document,
    )  # fmt: skip


def test_an_answer_takes_back_a_reminder_that_was_mailed_as_a_link_and_that_nobody_opened(silence):
    item = {"item_id": silence.owed[0]["item_id"], "position": "accepted"}
    with silence.on(after(silence.due, 2)):
        letter = remind(silence).json["letter"]
        mailed(silence, letter)
        assert silence.rungs()["sent"][0]["left_on"] == str(after(silence.due, 2))
        silence.bench.reply(silence.act, silence.body, item)
        assert len(withdrawn(silence)) == 2
        [taken] = silence.rungs(1)["sent"]
        assert (taken["withdrawn_on"], taken["left_on"]) == (str(after(silence.due, 2)), None)


def test_the_word_that_it_was_mailed_comes_after_it_was_taken_back(silence):
    with silence.on(after(silence.due, 2)):
        letter = remind(silence).json["letter"]
        arrive(silence, after(silence.due, 1))
        mailed(silence, letter)
        [taken] = silence.rungs()["sent"]
        assert taken["left_on"] is None and taken["withdrawn_on"] is not None
