"""A letter on paper that was recorded as delivered by mistake: a second person agrees, and it is as not delivered."""

from datetime import timedelta

import pytest

from services.partners.data.mistakes import all_mistakes
from shared.app import STAFF_COOKIE
from shared.events.catalogue import DispatchDelivered, DispatchPosted, DispatchReceiptTold
from tests.partners.bench import pdf, today
from tests.partners.test_directory_pages import csrf, day, page, send
from tests.partners.test_post_book import book, delivered, only, printed, proof, remind, returned, sent

BOOK = "/partners/staff/post-book"


@pytest.fixture
def body(bench):
    return bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")


@pytest.fixture
def clerk(bench):
    return bench.staff("case_officer")


@pytest.fixture
def head(bench):
    return bench.staff("approver")


@pytest.fixture
def act(bench, clerk, body):
    """A letter of which its delivery was recorded."""
    act = bench.issue(body)
    assert sent(clerk, only(clerk, body)).status_code == 200
    assert delivered(clerk, only(clerk, body)).status_code == 200
    return act


def back(days=0):
    return {"day": (today() + timedelta(days=days)).isoformat(), "reason": "moved", "again": True}


def mistaken(person, entry, **more):
    told = {"ground": "came_back", "back": back(), "entries": [entry["id"]], **more}
    return person.post("/post-book/mistakes", {name: value for name, value in told.items() if value is not None})


def look(person, entry, agreed=True):
    return person.post(f"/post-book/{entry['id']}/second-look", {"agreed": agreed})


def steps(bench, act, **more):
    return bench.told(DispatchPosted, recommendation_id=act.recommendation_id, **more)


def test_a_letter_that_came_back_though_it_was_recorded_as_delivered_goes_anew(bench, clerk, head, body, act):
    entry = only(clerk, body)
    answer = mistaken(clerk, entry)
    assert answer.status_code == 200, answer.text
    [waits] = answer.json["items"]
    assert (waits["state"], waits["delivered_on"]) == ("delivered", today().isoformat())
    assert (waits["doubt"]["ground"], waits["doubt"]["back_on"]) == ("came_back", today().isoformat())
    assert only(head, body, state="to_look_at")["id"] == entry["id"]
    assert book(head, body, state="delivered") == []
    assert steps(bench, act, step="returned") == [], "nothing moves before a second person looked"
    seen = look(head, entry)
    assert seen.status_code == 200, seen.text
    [lies] = seen.json["items"]
    assert (lies["state"], lies["delivered_on"], lies["mistaken_on"]) == ("returned", None, today().isoformat())
    assert (lies["proof"], lies["doubt"]) == (None, None)
    [told] = steps(bench, act, step="returned")
    assert (told["mistaken"], told["day"], told["reason"]) == (True, today().isoformat(), "moved")
    again = only(clerk, body, state="to_post")
    assert (again["cause"], steps(bench, act)[-1]["mistaken"]) == ("returned", False)
    assert look(head, entry).status_code == 200, "the same said twice has one effect"
    assert len(steps(bench, act, step="returned")) == 1
    # It arrives after all.
    assert sent(clerk, again, tracking="RR2").status_code == 200
    assert delivered(clerk, again).status_code == 200
    assert len(bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)) == 2
    assert bench.audited("post.mistaken", entry["dispatch_id"]) == 1


def test_one_that_is_on_its_way_still_is_as_sent_and_may_be_delivered(bench, clerk, head, body, act):
    entry = only(clerk, body)
    assert mistaken(clerk, entry, ground="other_slip", back=None).status_code == 200
    assert look(head, entry).status_code == 200
    now = only(clerk, body)
    assert (now["state"], now["delivered_on"], now["sent_on"]) == ("sent", None, today().isoformat())
    told = steps(bench, act)[-1]
    assert (told["step"], told["mistaken"], told["way"]) == ("sent", True, "post")
    assert delivered(clerk, now).status_code == 200
    assert only(clerk, body)["state"] == "delivered"


def test_what_a_second_person_does_not_find_stands(bench, clerk, head, body, act):
    entry = only(clerk, body)
    assert mistaken(clerk, entry).status_code == 200
    assert look(head, entry, agreed=False).status_code == 200
    stands = only(clerk, body)
    assert (stands["state"], stands["doubt"], stands["proof"]) == ("delivered", None, entry["proof"])
    told = bench.told(DispatchReceiptTold, recommendation_id=act.recommendation_id)
    assert [(one.get("day"), one["doubted"]) for one in told] == [(today().isoformat(), True), (None, True)]
    assert steps(bench, act, step="returned") == []
    refused = look(head, entry)
    assert (refused.status_code, refused.json["code"]) == (409, "nothing_to_look_at")


def test_who_says_so_is_no_second_person_and_an_officer_is_none(clerk, head, body, act):
    entry = only(clerk, body)
    assert mistaken(head, entry).status_code == 200
    assert mistaken(head, entry).status_code == 200, "told twice by one person it has one effect"
    again = mistaken(clerk, entry)
    assert (again.status_code, again.json["code"]) == (409, "doubt_waits")
    refused = look(head, entry)
    assert (refused.status_code, refused.json["code"]) == (409, "same_person")
    assert look(clerk, entry).status_code == 403
    assert only(clerk, body)["state"] == "delivered"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ground": "no_such"}, "ground_unknown"),
        ({"back": None}, "needs_return"),
        ({"ground": "other_slip"}, "not_back"),
        ({"ground": "carrier_denies", "back": None}, "needs_proof"),
        ({"back": 1}, "day_ahead"),
        ({"back": -1}, "day_too_early"),
        ({"proof": "00000000-0000-4000-8000-000000000000"}, "file_unknown"),
    ],
)
def test_what_shows_no_mistake_is_refused(clerk, body, act, more, code):
    if isinstance(days := more.get("back"), int):
        more = {"back": back(days)}
    answer = mistaken(clerk, only(clerk, body), **more)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert only(clerk, body)["doubt"] is None


def test_a_file_shows_it_where_the_ground_asks_for_one_and_the_second_person_reads_it(clerk, head, body, act):
    entry, shows = only(clerk, body), proof(clerk)
    assert mistaken(clerk, entry, ground="carrier_denies", back=None, proof=shows).status_code == 200
    assert head.get(f"/post-book/proofs/{shows}").status_code == 200


def test_a_refusal_says_how_far_the_letter_came(clerk, head, body, act):
    entry = only(clerk, body)
    refused = returned(clerk, entry)
    assert (refused.status_code, refused.json["code"]) == (409, "recorded_delivered")
    assert mistaken(clerk, entry, back=back() | {"again": False}).status_code == 200
    assert look(head, entry).status_code == 200
    for refused in (delivered(clerk, entry), returned(clerk, entry, reason="unknown")):
        assert (refused.status_code, refused.json["code"]) == (409, "recorded_returned")
    nothing = mistaken(clerk, entry)
    assert (nothing.status_code, nothing.json["code"]) == (409, "not_delivered")


def test_what_its_body_opened_since_is_with_it(bench, clerk, head, body, act):
    entry = only(clerk, body)
    assert mistaken(clerk, entry).status_code == 200
    opened = bench.machine(body).get(f"/dispatches/{entry['dispatch_id']}/document")
    assert opened.status_code == 200
    refused = look(head, entry)
    assert (refused.status_code, refused.json["code"]) == (409, "has_it")
    assert look(head, entry, agreed=False).status_code == 200
    assert mistaken(clerk, entry).json["code"] == "has_it"


def test_a_body_that_has_the_portal_by_now_finds_it_there_once_more(bench, clerk, head, body, act):
    entry = only(clerk, body)
    assert mistaken(clerk, entry).status_code == 200
    bench.user(body)
    assert look(head, entry).status_code == 200
    told = bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)
    assert [one["channel"] for one in told] == ["paper", "portal"]
    assert book(clerk, body, state="to_post") == []


def test_a_reminder_waits_while_the_delivery_of_its_letter_is_doubted_and_goes_no_more_without_it(
    bench, clerk, head, body, act
):
    letter = remind(bench, act, body)
    entry = only(clerk, body, state="delivered")
    assert mistaken(clerk, entry).status_code == 200
    waits = only(clerk, body, state="to_post")
    assert waits["stopped"] == "receipt_waits"
    assert sent(clerk, waits).json["code"] == "receipt_waits"
    assert look(head, entry).status_code == 200
    reminder = next(one for one in book(clerk, body, state="to_post") if one["rung"])
    assert reminder["stopped"] == "letter_not_delivered"
    assert printed(clerk, reminder["id"]).status_code == 409
    assert letter


def test_a_reminder_that_was_recorded_as_delivered_by_mistake_is_as_any_other(bench, clerk, head, body, act):
    letter = remind(bench, act, body)
    entry = only(clerk, body, state="to_post")
    assert sent(clerk, entry, tracking="RR9").status_code == 200
    assert delivered(clerk, entry).status_code == 200
    assert mistaken(clerk, entry, back=back() | {"again": False}).status_code == 200
    assert look(head, entry).status_code == 200
    [told] = steps(bench, act, step="returned")
    assert (told["letter"], told["mistaken"]) == (letter, True)
    assert only(clerk, body, state="delivered")["rung"] is None, "the letter itself is where it was"


def test_every_ground_says_itself_in_both_languages_and_where_it_is_from():
    for one in all_mistakes().values():
        assert one.name_sq and one.name_en and one.source and one.confirmed is False


def test_on_the_page_it_is_told_and_a_second_person_takes_the_delivery_away(bench, clerk, head, body, act):
    for one in (clerk, head):
        one.client.set_cookie(STAFF_COOKIE, one.token, path="/")
    entry, mine = only(clerk, body), f"{BOOK}?state=delivered&institution={body.id}"
    assert "Dorëzimi i letrave të zgjedhura u shënua gabim" in page(clerk.client, mine)
    bare = send(clerk.client, mine, entries=[entry["id"]], do="doubt")
    assert (bare.status_code, "Zgjidhni njërën prej tyre" in bare.text) == (422, True)
    unsaid = send(clerk.client, mine, entries=[entry["id"]], do="doubt", ground="came_back", reason="moved")
    assert (unsaid.status_code, "Shkruani ditën" in unsaid.text) == (422, True)
    bad = send(clerk.client, mine, entries=[entry["id"]], do="doubt", ground="carrier_denies")
    assert (bad.status_code, "Zgjidhni skedarin" in bad.text) == (422, True)
    told = {"ground": "came_back", "reason": "moved", **day("day", today())}
    shows = {"proof": (pdf(), "zarfi.pdf")}
    assert send(clerk.client, mine, entries=[entry["id"]], do="doubt", **told, **shows).status_code == 303
    looks = f"{BOOK}?state=to_look_at&institution={body.id}"
    assert "E shikon kush drejton." in page(clerk.client, looks)
    shown = page(head.client, looks)
    assert "Thuhet se u shënua gabim si e dorëzuar: Letra u kthye te zyra" in shown
    assert "Prova e gabimit" in shown and "U shënua gabim: hiqe dorëzimin" in shown
    form = {"csrf_token": csrf(head.client.get(looks)), "agreed": "yes"}
    gone = head.client.post(f"{BOOK}/{entry['id']}/second-look", data=form)
    assert "Dorëzimi u hoq: ishte shënuar gabim." in page(head.client, gone.location)
    row = page(head.client, f"{BOOK}?state=returned&institution={body.id}")
    assert "Ishte shënuar gabim si e dorëzuar më" in row and "Kthyer më" in row
    assert clerk.post(f"/post-book/{entry['id']}/again").status_code == 200
    assert only(clerk, body, state="to_post")["cause"] == "returned"
