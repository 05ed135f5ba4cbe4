"""A body that has an act on paper reads that it was withdrawn, and why, in a letter with its place in the protocol book."""

import io

import pypdf
import pytest

from shared import clock
from shared.app import STAFF_COOKIE
from shared.events.catalogue import DecisionWritten, DispatchDelivered, DispatchPosted, RecommendationWithdrawn
from tests.cases.bench import today
from tests.cases.pages_world import said

WAYS = "Përgjigjen mund ta dërgoni"


@pytest.fixture
def act(story, bench):
    """It went to one body by the portal, to another by post and to a third, which it has not reached."""
    wired, posted, unreached = bodies = [bench.body() for _one in range(3)]
    issued = story.with_findings().issue(*bodies, items=1)
    bench.deliver(issued, wired)
    leave(bench, issued, posted)
    return {**issued, "wired": wired, "posted": posted, "unreached": unreached}


def leave(bench, act, body, step="sent", **more):
    bench.hear(
        DispatchPosted,
        body.id,
        dispatch_id=body.id,
        recommendation_id=act["id"],
        institution_id=body.id,
        step=step,
        **{"at": clock.utc_now(), "way": "post", "day": today(), **more},
    )


def printed(bench, paper):
    """The words of the sheet that leaves."""
    sheet = pypdf.PdfReader(io.BytesIO(bench.platform.documents.get(paper["pdf"])))
    return " ".join(page.extract_text() for page in sheet.pages)


def withdraw(commissioner, act, **more):
    about = {"ground": "facts_changed", "reason": "Sekret i zyrës.", **more}
    return commissioner.post(f"/recommendations/{act['id']}/withdrawal", about)


def test_who_has_it_on_paper_gets_a_letter_and_nobody_else_does(commissioner, bench, act):
    assert withdraw(commissioner, act).status_code == 200
    [told] = bench.told(DecisionWritten)
    assert (told["institution_id"], told["what"]) == (str(act["posted"].id), "withdrawal")
    paper = bench.platform.documents.get_json(told["letter"])
    assert act["number"] in paper["title"] and "faktet ndryshuan" in paper["text"]
    assert "Sekret" not in str(paper), "the office's own words may speak of anybody"
    assert paper["protocol"] and paper["check_code"] and WAYS not in printed(bench, paper), "no reply is awaited"
    assert len(bench.told(RecommendationWithdrawn)) == 1, "bodies on the portal get it as before"


def test_the_page_says_before_how_each_learns_it_and_then_what_became_of_the_letter(commissioner, bench, act):
    commissioner.client.set_cookie(STAFF_COOKIE, commissioner.token, path="/")
    path = f"/cases/staff/recommendations/{act['id']}"
    before = said(commissioner.client.get(path).text)
    assert (
        "Nuk e lexojnë në portal dhe njoftohen me letër" in before
        and "Nuk njoftohen, sepse letra nuk u ka mbërritur" in before
    )
    assert withdraw(commissioner, act, ground="overtaken").status_code == 200
    [told] = bench.told(DecisionWritten)
    assert "Letra që njofton tërheqjen pret në librin e postës" in said(commissioner.client.get(path).text)
    leave(bench, act, act["posted"], letter=told["letter"])
    assert "Letra që njofton tërheqjen u nis më" in said(commissioner.client.get(path).text)
    delivered = {"dispatch_id": act["posted"].id, "recommendation_id": act["id"], "institution_id": act["posted"].id}
    bench.hear(
        DispatchDelivered, act["posted"].id, **delivered, channel="paper", at=clock.utc_now(), letter=told["letter"]
    )
    assert "Letra që njofton tërheqjen iu dorëzua më" in said(commissioner.client.get(path).text)


def test_its_number_stands_in_the_protocol_book_as_that_of_a_withdrawal(commissioner, bench, act):
    withdraw(commissioner, act)
    [told] = bench.told(DecisionWritten)
    number = bench.platform.documents.get_json(told["letter"])["protocol"]
    lines = {one["number"]: one for one in commissioner.get("/protocol-book").json["items"]}
    assert lines[number]["withdrawal"] and [one["institution_id"] for one in lines[number]["bodies"]] == [
        str(act["posted"].id)
    ]


def test_who_holds_the_letter_can_check_that_it_is_the_office_s(commissioner, bench, act):
    withdraw(commissioner, act)
    [told] = bench.told(DecisionWritten)
    code = bench.platform.documents.get_json(told["letter"])["check_code"]
    answer = bench.app.test_client().get(
        "/cases/api/v1/public/letter-check", query_string={"number": act["number"], "code": code}
    )
    assert answer.status_code == 200, answer.json


@pytest.mark.parametrize("addressed", [False, True])
def test_who_has_it_on_paper_reads_that_another_took_its_place_in_that_or_in_a_letter(bench, story, act, addressed):
    other = bench.body()
    bodies = [other, act["posted"]] if addressed else [other]
    new = story.draft(*bodies, items=1, supersedes=act["id"], title="Tekst më i mirë")
    path = f"/recommendations/{new['id']}"
    story.approver.post(f"{path}/approval", {"content_hash": new["content_hash"]})
    assert story.approver.post(f"{path}/issue").status_code == 200
    told = [bench.platform.documents.get_json(one["letter"])["text"] for one in bench.told(DecisionWritten)]
    assert ["u zëvendësua" in one for one in told] == ([] if addressed else [True])
