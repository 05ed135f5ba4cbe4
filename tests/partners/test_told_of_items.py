"""What the office says of one item after its letter arrived: that an answer is not followed, and since when it counts as delivered."""

from datetime import date
from uuid import uuid4

import pytest

from shared.events.catalogue import DeliveryCorrected, MessageFailed, ObligationTurned, ObligationUpheld
from shared.pages.languages import date_words
from tests.partners.bench import entries, only_dispatch, today
from tests.partners.test_pages import letter_path, page
from tests.partners.test_post_book import book, delivered, only
from tests.partners.test_post_book import sent as post_sent
from tests.partners.test_post_book_page import BOOK

DAY = date(2026, 3, 5)


@pytest.fixture
def sent(bench, pair):
    return bench.issue(pair[0])


@pytest.fixture
def machine(bench, pair, sent):
    del sent
    return bench.machine(pair[0])


def about(sent, body, place=0):
    named = {"recommendation_id": sent.recommendation_id, "institution_id": body.id}
    return {"obligation_id": uuid4(), "item_id": sent.items[place], **named}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("not_competent", "detyrë e institucionit tuaj"),
        ("forwarded", "përgjigjja pritet ende prej jush"),
        ("refused", "Ajo që ju kërkua mbetet."),
    ],
)
def test_a_body_that_is_not_followed_reads_it_in_the_portal_and_by_the_api(bench, pair, sent, machine, said, words):
    bench.hear(ObligationUpheld, uuid4(), **about(sent, pair[0]), said=said, upheld_on=DAY)
    reader = bench.browser(pair[0])
    shown = page(reader, letter_path(reader))
    assert "Zyra nuk e quan të mjaftueshme përgjigjen tuaj" in shown
    assert words in shown
    [fed] = [one for one in entries(machine, 2) if one["type"] == "obligation.upheld"]
    assert fed["details"] == {"said": said, "upheld_on": DAY.isoformat()}


@pytest.mark.parametrize("said", ["not_competent", "forwarded"])
def test_a_body_that_is_followed_reads_that_nothing_more_is_asked_of_it(bench, pair, sent, machine, said):
    bench.hear(ObligationTurned, uuid4(), **about(sent, pair[0]), said=said, turned_on=DAY)
    reader = bench.browser(pair[0])
    shown = page(reader, letter_path(reader))
    assert "Zyra iu drejtua organit tjetër" in shown
    assert f"më {date_words(DAY)} iu drejtua organit tjetër. Për këtë pikë nga ju nuk kërkohet më gjë." in shown
    [fed] = [one for one in entries(machine, 2) if one["type"] == "obligation.turned"]
    assert fed["details"] == {"said": said, "turned_on": DAY.isoformat()}


def correct(bench, sent, body, place, day=DAY, **more):
    bench.hear(DeliveryCorrected, uuid4(), **about(sent, body, place), delivered_on=day, **more)


def whole(machine):
    return machine.get(f"/dispatches/{only_dispatch(machine)}").json


def test_a_corrected_day_is_the_one_that_portal_and_api_show(bench, pair, sent, machine):
    for place in range(len(sent.items)):
        correct(bench, sent, pair[0], place)
    seen = whole(machine)
    assert (seen["delivered_on"], seen["delivered_at"]) == (DAY.isoformat(), None)
    assert [one["delivered_on"] for one in seen["deliveries_corrected"]] == [DAY.isoformat()] * len(sent.items)
    reader = bench.browser(pair[0])
    assert date_words(DAY) in page(reader, "/partners/inbox")
    shown = page(reader, letter_path(reader))
    assert "Zyra korrigjoi ditën e dorëzimit" in shown
    assert shown.count("Dorëzimi numërohet nga") == len(sent.items)


def test_the_post_book_has_the_corrected_day_of_the_letter_and_the_one_that_was_recorded(bench):
    body, clerk = bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë"), bench.staff("case_officer")
    act = bench.issue(body)
    assert post_sent(clerk, only(clerk, body)).status_code == 200
    assert delivered(clerk, only(clerk, body)).status_code == 200
    for place in range(len(act.items)):
        correct(bench, act, body, place)
    entry = only(clerk, body)
    assert (entry["delivered_on"], entry["recorded_on"]) == (DAY.isoformat(), today().isoformat())
    client = bench.app.test_client()
    client.set_cookie("besa_staff", clerk.token)
    shown = page(client, f"{BOOK}?institution={body.id}&state=delivered")
    assert f"Dorëzuar më {date_words(DAY)}" in shown
    assert f"këtu ishte shënuar {date_words(today())}" in shown


def test_the_way_by_which_it_truly_came_is_that_of_the_letter_and_of_the_post_book(bench, pair, sent, machine):
    assert whole(machine)["channel"] == "api"
    for place in range(len(sent.items)):
        correct(bench, sent, pair[0], place, way="post")
    assert whole(machine)["channel"] == "post"
    [fed, *_] = [one for one in entries(machine, 1 + len(sent.items)) if one["type"] == "dispatch.delivery_corrected"]
    assert fed["details"] == {"delivered_on": DAY.isoformat(), "way": "post"}
    body, clerk = bench.body(postal="Rruga e Shembullit 2, 1001 Tiranë"), bench.staff("case_officer")
    act = bench.issue(body)
    assert post_sent(clerk, only(clerk, body)).status_code == 200
    assert delivered(clerk, only(clerk, body)).status_code == 200
    correct(bench, act, body, 0, way="courier")
    assert only(clerk, body, way="courier")["way"] == "courier"
    assert book(clerk, body, way="post") == []


def test_of_one_item_alone_it_is_said_of_that_one_and_the_letter_counts_from_the_earliest(bench, pair, sent, machine):
    told = whole(machine)["delivered_on"]
    correct(bench, sent, pair[0], 1, date(2099, 1, 1))
    seen = whole(machine)
    [one] = seen["deliveries_corrected"]
    assert (seen["delivered_on"], one["delivered_on"]) == (told, "2099-01-01")
    assert one["item_id"] == seen["document"]["items"][1]["id"]


def test_a_letter_that_proves_not_to_have_come_keeps_no_corrected_day(bench, pair):
    bench.user(pair[0])
    sent, machine = bench.issue(pair[0]), bench.machine(pair[0])
    correct(bench, sent, pair[0], 0)
    bench.hear(
        MessageFailed, uuid4(), message_id=uuid4(), template="document_waiting", channel="email", about="recommendation",
        about_id=sent.recommendation_id, institution_id=pair[0].id, reason="refused",
    )  # fmt: skip
    assert whole(machine)["deliveries_corrected"] == []
