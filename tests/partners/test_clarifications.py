"""The office's answer to a body that asked what an item means: in the portal, by the partner door, by a one-time link, or on paper."""

from uuid import uuid4

from shared.events.catalogue import (
    DispatchDelivered,
    DispatchPosted,
    LinkIssued,
    ObligationClarified,
    RecommendationWithdrawn,
)
from tests.partners.bench import entries, only_dispatch
from tests.partners.test_dues import Clocks
from tests.partners.test_links import come_in, linked_body, mailed
from tests.partners.test_post_book import book, clerk, printed, remind, sent

__all__ = ["clerk"]
WORDS = {
    "format": "besa.text.1",
    "title": "Sqarim për pikën 1",
    "text": "Masa ka të bëjë me të gjitha klasat.",
    "language": "sq",
    "day": "2026-11-20",
    "sender": "Zyra e shembullit",
    "signed_by": "Nënshkrues Shembull, Komisioner",
    "protocol": "417/3",
    "check_code": "7KQ2-M0XA-93TB",
}


def clarify(bench, act, body):
    letter, obligation = bench.platform.documents.put_json(WORDS), uuid4()
    bench.hear(
        ObligationClarified,
        obligation,
        obligation_id=obligation,
        recommendation_id=act.recommendation_id,
        number=act.number,
        item_id=act.items[0],
        institution_id=body.id,
        reply_id=uuid4(),
        letter=letter,
    )
    return letter


def test_it_is_in_the_feed_and_its_letter_is_read_by_that_body_alone(bench, pair):
    machine, stranger = bench.machine(pair[0]), bench.machine(pair[1])
    act = bench.issue(pair[0])
    letter = clarify(bench, act, pair[0])
    [told] = [entry for entry in entries(machine, 2) if entry["type"] == "obligation.clarified"]
    assert told["details"]["letter"] == letter and told["item_id"]
    path = f"/dispatches/{told['dispatch_id']}/enclosures/{letter}"
    assert (machine.get(path).status_code, machine.get(path).json) == (200, WORDS)
    assert stranger.get(path).status_code == 404
    [told] = bench.told(DispatchDelivered, recommendation_id=act.recommendation_id, letter=letter)
    assert told["channel"] == "api"


def test_the_page_of_the_letter_says_it_and_leads_to_it(bench, pair):
    act = bench.issue(pair[0])
    browser = bench.browser(pair[0])
    letter = clarify(bench, act, pair[0])
    dispatch_id = only_dispatch(bench.machine(pair[0]))
    page = browser.get(f"/partners/dispatches/{dispatch_id}").text
    assert "Zyra iu përgjigj kërkesës suaj për sqarim" in page and "Lexoni: Sqarimi që kërkuat" in page
    assert "Afati i përgjigjes mbetet ai që është." in page
    read = browser.get(f"/partners/dispatches/{dispatch_id}/enclosures/{letter}")
    assert read.status_code == 200 and WORDS["text"] in read.text
    assert "20 nëntor 2026" in read.text
    assert all(WORDS[name] in read.text for name in ("sender", "signed_by", "protocol", "check_code"))


def test_to_a_body_with_a_mailbox_alone_it_goes_by_a_link_of_its_own(bench):
    body = linked_body(bench)
    act = bench.issue(body)
    come_in(bench, *mailed(bench, act))
    letter = clarify(bench, act, body)
    _first, second = mailed(bench, act)
    client, path = come_in(bench, second)
    assert WORDS["text"] in client.get(f"{path}/enclosures/{letter}").text
    assert len(bench.told(LinkIssued, recommendation_id=act.recommendation_id)) == 2


def test_to_a_body_on_paper_it_goes_into_the_post_book_and_is_printed(bench, clerk):
    body = bench.body()
    act = bench.issue(body)
    letter = clarify(bench, act, body)
    [posted] = bench.told(DispatchPosted, recommendation_id=act.recommendation_id, letter=letter)
    assert posted["step"] == "to_post"
    [entry] = [one for one in book(clerk, body) if one["rung"] == "clarification"]
    sheet = printed(clerk, entry["id"])
    assert sheet.status_code == 200 and sheet.data.startswith(b"%PDF-")


def test_on_paper_it_waits_to_be_sent_though_the_body_answered_meanwhile(bench, clerk):
    body = bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")
    act = bench.issue(body)
    clarify(bench, act, body)
    remind(bench, act, body)
    assert {one["rung"] for one in book(clerk, body, state="to_post")} == {None, "clarification", "reminder"}
    clocks = Clocks(bench, body, act)
    clocks.say(0, "closed", None, "2027-02-03")
    clocks.say(1, "closed", None, "2027-02-03")
    waiting = book(clerk, body, state="to_post")
    assert {one["rung"] for one in waiting} >= {"clarification", "reminder"}
    assert printed(clerk).data.startswith(b"%PDF-")
    # A reminder of a letter that is not late is taken back by cases, and does not leave meanwhile.
    assert sent(clerk, *[one for one in waiting if one["rung"] == "clarification"]).status_code == 200
    assert {one["rung"] for one in book(clerk, body, state="sent")} == {"clarification"}


def test_of_a_letter_that_was_withdrawn_nothing_leaves(bench, clerk):
    body = bench.body()
    act = bench.issue(body)
    withdrawn = {"recommendation_id": act.recommendation_id, "number": act.number, "reason": "issued_in_error"}
    bench.hear(RecommendationWithdrawn, act.recommendation_id, **withdrawn)
    letter = clarify(bench, act, body)
    assert bench.told(DispatchPosted, recommendation_id=act.recommendation_id, letter=letter) == []
