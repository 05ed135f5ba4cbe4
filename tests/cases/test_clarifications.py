"""A body asks what an item means: the office answers, and the answer leaves once it was compared with the sealed files."""

import re
from uuid import uuid4

import pytest

from services.cases import timers
from shared import clock
from shared.events.catalogue import DispatchPosted, ObligationClarified
from tests.cases.bench import today
from tests.cases.test_protocol_book import shown

NAME = "Zanafilla"
ANSWER = "Masa ka të bëjë me të gjitha klasat e ciklit të ulët."


@pytest.fixture
def asked(bench, story):
    """An act with two items; the body asks what the first means: (act, body, obligation, reply)."""
    body = bench.body()
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    reply = bench.reply(act, body, {"item_id": act["items"][0]["id"], "position": "asks_clarification"})
    return act, body, story.obligations(act, body)[0], reply


def write(person, owed, text=ANSWER):
    return person.post(f"/obligations/{owed['id']}/clarifications", {"text": text})


def said(person, owed):
    return person.get(f"/obligations/{owed['id']}").json["clarifications"]


def test_an_answer_that_names_nobody_leaves_by_itself_and_the_task_is_gone(bench, story, asked):
    act, body, owed, reply = asked
    written = write(story.officer, owed)
    assert (written.status_code, written.json["state"], written.json["reply_id"]) == (201, "waiting", str(reply))
    [told] = bench.told(ObligationClarified)
    assert (told["obligation_id"], told["institution_id"], told["item_id"]) == (
        owed["id"],
        str(body.id),
        owed["item_id"],
    )
    assert (told["recommendation_id"], told["number"], told["reply_id"]) == (act["id"], act["number"], str(reply))
    letter = bench.platform.documents.get_json(told["letter"])
    assert letter["title"] == f"Sqarim për pikën 1 të aktit {act['number']}"
    assert (letter["text"], letter["language"]) == (ANSWER, "sq")
    assert bench.platform.documents.get(letter["pdf"]).startswith(b"%PDF-") and letter["protocol"]
    assert letter["day"] == today().isoformat() and letter["check_code"]
    assert "Avokati i Popullit" in letter["sender"] and letter["signed_by"]
    [one] = said(story.officer, owed)
    assert (one["state"], one["text"], one["written_by"]) == ("sent", ANSWER, str(story.officer.id))
    whole = story.officer.get(f"/obligations/{owed['id']}").json
    newest = story.officer.get("/protocol-book").json["items"][0]
    assert (newest["number"], newest["reminder"], newest["clarification"]) == (letter["protocol"], False, True)
    assert [one["institution_id"] for one in newest["bodies"]] == [str(body.id)]
    assert whole["attention"] == [] and "obligation.clarified" in [line["code"] for line in whole["history"]]
    assert bench.audited("obligation.clarified", owed["id"]) == 1
    assert "Sqarim" in shown(story.officer) and "Kujtesë" not in shown(story.officer)


def test_neither_the_question_nor_its_answer_moves_the_clock(story, asked):
    _act, _body, owed, _reply = asked
    path = f"/obligations/{owed['id']}/clock"
    before = story.officer.get(path).json
    assert write(story.officer, owed).status_code == 201
    after = story.officer.get(path).json
    assert before["due"] and after == before


def test_while_intake_is_away_it_waits_and_then_leaves(bench, story, asked):
    _act, _body, owed, _reply = asked
    bench.intake_away = True
    assert write(story.officer, owed).status_code == 201
    assert bench.told(ObligationClarified) == [] and said(story.officer, owed)[0]["state"] == "waiting"
    assert story.officer.get(f"/obligations/{owed['id']}").json["attention"] == ["clarification_asked"]
    again = write(story.officer, owed)
    assert (again.status_code, again.json["type"].rsplit(":", 1)[-1]) == (409, "clarification.waiting")
    bench.intake_away = False
    bench.answer_checks()
    assert len(bench.told(ObligationClarified)) == 1


def test_one_that_names_a_child_waits_for_a_second_persons_reason(bench, story, asked):
    _act, _body, owed, _reply = asked
    bench.sealed = (NAME,)
    assert write(story.officer, owed, f"Fjala është për {NAME}n.").status_code == 201
    assert bench.told(ObligationClarified) == []
    [held] = story.approver.get(f"/cases/{story.case_id}/held-messages").json["items"]
    assert (held["obligation_id"], held["names_check"]["stops"]) == (owed["id"], 1)
    path = f"/held-messages/{held['id']}/names-reason"
    assert story.officer.post(path, {"names_reason": "Duhet"}).status_code == 403
    assert story.approver.post(path, {"names_reason": "Prindi e kërkoi me shkrim"}).status_code == 200
    timers.send_checked(bench.platform, clock.utc_now())
    assert len(bench.told(ObligationClarified)) == 1


def test_one_that_is_given_up_never_leaves_and_another_may_be_written(bench, story, asked):
    _act, _body, owed, _reply = asked
    bench.sealed = (NAME,)
    write(story.officer, owed, f"Fjala është për {NAME}n.")
    [held] = story.officer.get(f"/cases/{story.case_id}/held-messages").json["items"]
    assert story.officer.post(f"/held-messages/{held['id']}/discard").status_code == 200
    assert write(story.officer, owed).status_code == 201
    assert [one["state"] for one in said(story.officer, owed)] == ["discarded", "sent"]
    assert len(bench.told(ObligationClarified)) == 1


def test_whoever_answered_meanwhile_is_sent_no_clarification(bench, story, asked):
    act, body, owed, _reply = asked
    bench.intake_away = True
    write(story.officer, owed)
    bench.reply(act, body, {"item_id": owed["item_id"], "position": "accepted"}, version=2)
    bench.intake_away = False
    bench.answer_checks()
    assert bench.told(ObligationClarified) == [] and said(story.officer, owed)[0]["state"] == "discarded"


def test_where_nothing_is_asked_there_is_nothing_to_answer(story, asked):
    act, body, owed, _reply = asked
    other = story.obligations(act, body)[1]
    refused = write(story.officer, other)
    assert (refused.status_code, refused.json["type"].rsplit(":", 1)[-1]) == (409, "clarification.not_asked")
    assert write(story.officer, owed, "").status_code == 422
    assert write(story.officer, {"id": "00000000-0000-4000-8000-000000000000"}).status_code == 404
    assert write(story.officer, owed).status_code == 201
    assert write(story.officer, owed).status_code == 409


def test_a_second_question_is_answered_by_itself(bench, story, asked):
    act, body, owed, _reply = asked
    write(story.officer, owed)
    second = bench.reply(act, body, {"item_id": owed["item_id"], "position": "asks_clarification"}, version=2)
    assert story.officer.get(f"/obligations/{owed['id']}").json["attention"] == ["clarification_asked"]
    assert write(story.officer, owed).json["reply_id"] == str(second)


def test_what_became_of_the_letter_stands_in_the_history(bench, story, asked):
    act, body, owed, _reply = asked
    write(story.officer, owed)
    [told] = bench.told(ObligationClarified)
    dispatch = uuid4()
    bench.hear(
        DispatchPosted, dispatch, dispatch_id=dispatch, recommendation_id=act["id"], institution_id=body.id, step="sent",
        at=clock.utc_now(), day=today(), way="post", letter=told["letter"],
    )  # fmt: skip
    [one] = said(story.officer, owed)
    assert (one["delivery"], one["left_on"]) == ("sent", today().isoformat())
    history = story.officer.get(f"/cases/{story.case_id}").json["history"]
    assert "dispatch.sent" in [line["code"] for line in history]
    assert story.obligations(act, body)[0]["delivery"] == "delivered"


def test_until_it_left_the_post_book_it_has_not_left(bench, story, asked, browser):
    act, body, owed, _reply = asked
    write(story.officer, owed)
    [told] = bench.told(ObligationClarified)
    dispatch = uuid4()

    def posted(step, **more):
        bench.hear(
            DispatchPosted, dispatch, dispatch_id=dispatch, recommendation_id=act["id"], institution_id=body.id,
            step=step, at=clock.utc_now(), letter=told["letter"], **more,
        )  # fmt: skip
        [one] = said(story.officer, owed)
        return one["delivery"], one["left_on"]

    [one] = said(story.officer, owed)
    assert (one["delivery"], one["left_on"]) == ("queued", None)
    assert posted("to_post") == ("to_post", None)
    path = f"/cases/staff/obligations/{owed['id']}"
    assert "Nuk është dorëzuar ende: në librin e postës" in browser(story.officer).get(path).text
    assert posted("sent", day=today(), way="post") == ("sent", today().isoformat())
    assert "Nuk është dorëzuar ende: u nis" in browser(story.officer).get(path).text
    assert posted("returned", day=today(), reason="moved") == ("failed", None)


@pytest.fixture
def browser(bench):
    def of(person):
        client = bench.app.test_client()
        client.set_cookie("besa_staff", person.token)
        return client

    return of


def test_the_page_offers_the_answer_and_says_what_the_clock_does(bench, story, asked, browser):
    _act, _body, owed, _reply = asked
    client, path = browser(story.officer), f"/cases/staff/obligations/{owed['id']}"
    page = client.get(path).text
    assert "Kërkon sqarim: për t&#39;u përgjigjur" in page and "Përgjigjuni institucionit" in page
    assert "Kërkesa për sqarim nuk e ndal afatin" in page and "Ndalo, zgjat, mbyll ose korrigjo afatin" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    empty = client.post(f"{path}/clarifications", data={"csrf_token": token, "clarification-text": ""})
    assert empty.status_code == 422 and "Shkruani përgjigjen." in empty.text
    sent = client.post(f"{path}/clarifications", data={"csrf_token": token, "clarification-text": ANSWER})
    assert sent.status_code == 303
    page = client.get(path).text
    assert ANSWER in page and "Nuk është dorëzuar ende: në dërgim" in page and "Përgjigjuni institucionit" not in page
    again = client.post(f"{path}/clarifications", data={"csrf_token": token, "clarification-text": ANSWER})
    assert again.status_code == 409 and "Institucioni nuk pret asnjë sqarim" in again.text


def test_a_held_one_is_shown_with_what_it_names(bench, story, asked, browser):
    _act, _body, owed, _reply = asked
    bench.sealed = (NAME,)
    write(story.officer, owed, f"Fjala është për {NAME}n.")
    assert (
        f"/cases/staff/cases/{story.case_id}/held-messages"
        in browser(story.officer).get(f"/cases/staff/obligations/{owed['id']}").text
    )
    page = browser(story.approver).get(f"/cases/staff/cases/{story.case_id}/held-messages").text
    assert f"<mark>{NAME}<span" in page and "Sqarim për një institucion" in page and "Dërgoje me këtë arsye" in page
