"""That an act was withdrawn reaches a body that has it on paper by a letter of its own, which goes by the post book as every other; so does what was found."""

from uuid import uuid4

import pytest

from shared.events.catalogue import (
    DecisionDropped,
    DecisionWritten,
    DispatchDelivered,
    DispatchPosted,
    RecommendationWithdrawn,
)
from tests.partners.test_clarifications import WORDS
from tests.partners.test_held_letters import hold
from tests.partners.test_post_book import book, clerk, delivered, printed, returned, sent
from tests.partners.test_post_book_page import BOOK, staff

__all__ = ["clerk", "staff"]


@pytest.fixture
def body(bench):
    return bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")


def withdraw(bench, act, body):
    letter = bench.platform.documents.put_json({**WORDS, "title": f"Tërheqja e aktit {act.number}"})
    about = {"recommendation_id": act.recommendation_id, "number": act.number, "reason": "issued_in_error"}
    bench.hear(RecommendationWithdrawn, act.recommendation_id, **about)
    told = {
        "recommendation_id": act.recommendation_id,
        "institution_id": body.id,
        "what": "withdrawal",
        "letter": letter,
    }
    bench.hear(DecisionWritten, act.recommendation_id, **told)
    return letter


def waiting(clerk, body, **asked):
    return [one for one in book(clerk, body, **asked) if one["rung"] == "withdrawal"]


def test_it_waits_in_the_post_book_is_printed_sent_and_delivered_though_the_act_stands_no_more(bench, clerk, body):
    act = bench.issue(body)
    [first] = book(clerk, body)
    assert sent(clerk, first).status_code == 200
    letter = withdraw(bench, act, body)
    [entry] = waiting(clerk, body, state="to_post")
    sheet = printed(clerk, entry["id"])
    assert sheet.status_code == 200 and sheet.data.startswith(b"%PDF-")
    assert sent(clerk, entry).status_code == 200
    [left] = waiting(clerk, body, state="sent")
    assert delivered(clerk, left).status_code == 200
    steps = [one["step"] for one in bench.told(DispatchPosted, letter=letter)]
    assert steps == ["to_post", "sent"]
    [arrived] = bench.told(DispatchDelivered, letter=letter)
    assert arrived["recommendation_id"] == str(act.recommendation_id)


def test_one_that_came_back_may_be_sent_anew(bench, clerk, body):
    act = bench.issue(body)
    assert sent(clerk, *book(clerk, body)).status_code == 200
    withdraw(bench, act, body)
    assert sent(clerk, *waiting(clerk, body, state="to_post")).status_code == 200
    assert returned(clerk, *waiting(clerk, body, state="sent")).status_code == 200
    assert [one["state"] for one in waiting(clerk, body, state="to_post")] == ["to_post"]


def test_the_post_book_calls_it_by_its_name_in_both_languages(bench, staff, clerk, body):
    act = bench.issue(body)
    assert sent(clerk, *book(clerk, body)).status_code == 200
    withdraw(bench, act, body)
    pages = {one: staff.get(BOOK, query_string={"lang": one, "institution": body.id}).text for one in ("sq", "en")}
    assert "tërheqja e aktit" in pages["sq"] and "withdrawal of the act" in pages["en"]


def test_what_was_found_is_brought_as_a_letter_of_its_own_while_the_act_stands(bench, staff, clerk, body):
    act = bench.issue(body)
    assert sent(clerk, *book(clerk, body)).status_code == 200
    letter = bench.platform.documents.put_json({**WORDS, "title": f"Çfarë vendosi zyra për aktin {act.number}"})
    told = {"recommendation_id": act.recommendation_id, "institution_id": body.id, "what": "finding", "letter": letter}
    bench.hear(DecisionWritten, act.recommendation_id, **told)
    asked = {"lang": "en", "institution": body.id}
    assert "notice of a decision" in staff.get(BOOK, query_string=asked).text
    [entry] = [one for one in book(clerk, body, state="to_post") if one["rung"] == "finding"]
    assert printed(clerk, entry["id"]).data.startswith(b"%PDF-")
    assert sent(clerk, entry).status_code == 200
    withdraw(bench, act, body)
    assert [one["rung"] for one in book(clerk, body, state="to_post")] == ["withdrawal"]


def test_one_that_waits_is_dropped_when_the_act_is_withdrawn(bench, clerk, body):
    act = bench.issue(body)
    assert sent(clerk, *book(clerk, body)).status_code == 200
    letter = bench.platform.documents.put_json({**WORDS, "title": "Çfarë vendosi zyra"})
    told = {"recommendation_id": act.recommendation_id, "institution_id": body.id, "what": "finding", "letter": letter}
    bench.hear(DecisionWritten, act.recommendation_id, **told)
    withdraw(bench, act, body)
    assert [one["rung"] for one in book(clerk, body, state="to_post")] == ["withdrawal"]


@pytest.mark.parametrize("what", ["finding", "withdrawal"])
def test_what_was_decided_leaves_though_a_court_has_the_matter(bench, clerk, body, what):
    act = bench.issue(body)
    assert sent(clerk, *book(clerk, body)).status_code == 200
    hold(bench, uuid4(), act)
    letter = bench.platform.documents.put_json({**WORDS, "title": "Çfarë vendosi zyra"})
    told = {"recommendation_id": act.recommendation_id, "institution_id": body.id, "what": what, "letter": letter}
    bench.hear(DecisionWritten, act.recommendation_id, **told)
    [entry] = book(clerk, body, state="to_post")
    assert entry["held_since"] is None
    assert printed(clerk, entry["id"]).data.startswith(b"%PDF-")
    assert sent(clerk, entry).status_code == 200


def test_one_that_holds_no_more_leaves_the_post_book_and_what_has_left_stays(bench, clerk, body):
    act = bench.issue(body)
    assert sent(clerk, *book(clerk, body)).status_code == 200
    for leaves in (False, True):
        letter = bench.platform.documents.put_json({**WORDS, "title": "Çfarë vendosi zyra", "text": str(leaves)})
        about = {"recommendation_id": act.recommendation_id, "institution_id": body.id, "letter": letter}
        bench.hear(DecisionWritten, act.recommendation_id, **about, what="finding")
        [entry] = book(clerk, body, state="to_post")
        if leaves:
            assert sent(clerk, entry).status_code == 200
        bench.hear(DecisionDropped, act.recommendation_id, **about)
        assert book(clerk, body, state="to_post") == []
    assert [one["id"] for one in book(clerk, body, state="sent") if one["rung"] == "finding"] == [entry["id"]]


def test_one_whose_body_reads_the_portal_by_now_is_not_called_untrue(bench, clerk, body):
    act = bench.issue(body)
    assert sent(clerk, *book(clerk, body)).status_code == 200
    assert delivered(clerk, *book(clerk, body)).status_code == 200
    letter = bench.platform.documents.put_json({**WORDS, "title": "Çfarë vendosi zyra"})
    about = {"recommendation_id": act.recommendation_id, "institution_id": body.id, "letter": letter}
    bench.hear(DecisionWritten, act.recommendation_id, **about, what="finding")
    reader = bench.machine(body)
    found = reader.get("/dispatches").json["items"][0]
    assert reader.get(f"/dispatches/{found['dispatch_id']}").status_code == 200
    [entry] = [one for one in book(clerk, body) if one["rung"] == "finding"]
    assert (entry["state"], entry["ended"]) == ("dropped", "by_wire")
