"""A delivery on an old day: nobody moves a clock into the past alone."""

from datetime import timedelta

import pytest

from services.partners import data
from shared.app import STAFF_COOKIE
from shared.events.catalogue import DispatchDelivered
from shared.events.documents.partners import PostRecord
from tests.partners.bench import pdf, today
from tests.partners.test_directory_pages import csrf, day, page, send
from tests.partners.test_post_book import as_office, delivered, only, returned, sent

BOOK = "/partners/staff/post-book"
LOOK = {"state": "to_look_at"}


def back(days):
    return (today() - timedelta(days=days)).isoformat()


@pytest.fixture
def alone():
    """So many days back one person alone records a delivery."""
    return data.days_without_second_look(today())


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
def act(bench, clerk, body, alone):
    """A letter of long ago that left the day after its issue."""
    act = bench.issue(body)
    as_office(bench, f"UPDATE dispatch SET issued_at = now() - interval '40 days' WHERE institution_id = '{body.id}'")
    assert sent(clerk, only(clerk, body), day=back(alone + 20)).status_code == 200
    return act


def arrived(bench, act):
    return bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)


def look(person, entry, agreed=True):
    return person.post(f"/post-book/{entry['id']}/second-look", {"agreed": agreed})


def test_a_delivery_as_many_days_back_as_the_rule_allows_counts_at_once(bench, clerk, body, act, alone):
    assert delivered(clerk, only(clerk, body), day=back(alone)).status_code == 200
    assert only(clerk, body)["state"] == "delivered"
    assert len(arrived(bench, act)) == 1


def test_one_day_more_waits_for_a_second_person_and_moves_nothing(bench, clerk, head, body, act, alone):
    answer = delivered(clerk, only(clerk, body), day=back(alone + 1))
    assert answer.status_code == 200, answer.text
    [entry] = answer.json["items"]
    assert (entry["state"], entry["told_on"], entry["delivered_on"]) == ("sent", back(alone + 1), None)
    assert arrived(bench, act) == []
    assert only(head, body, **LOOK)["id"] == entry["id"]
    assert head.get("/post-book", query_string={"institution": str(body.id), "state": "sent"}).json["items"] == []
    assert head.get(f"/post-book/proofs/{entry['proof']}").status_code == 200
    seen = look(head, entry)
    assert (seen.status_code, seen.json["items"][0]["state"]) == (200, "delivered")
    [told] = arrived(bench, act)
    assert told["at"].startswith(back(alone + 1))
    record = bench.platform.documents.read(PostRecord, told["record"])
    assert record.by == clerk.account
    assert look(head, entry).status_code == 200, "the same told twice has one effect"
    assert len(arrived(bench, act)) == 1
    assert (
        bench.audited("post.told", entry["dispatch_id"]) == bench.audited("post.delivered", entry["dispatch_id"]) == 1
    )


def test_who_recorded_it_is_no_second_person_and_an_officer_is_none(bench, clerk, head, body, act, alone):
    entry = only(clerk, body)
    assert delivered(head, entry, day=back(alone + 5)).status_code == 200
    refused = look(head, entry)
    assert (refused.status_code, refused.json["code"]) == (409, "same_person")
    assert look(clerk, entry).status_code == 403
    assert arrived(bench, act) == []
    assert look(bench.staff("commissioner"), entry).status_code == 200


def test_what_is_not_agreed_is_as_not_told(bench, clerk, head, body, act, alone):
    entry = only(clerk, body)
    delivered(clerk, entry, day=back(alone + 5))
    for told in (delivered(clerk, entry, day=back(1)), returned(clerk, entry)):
        assert (told.status_code, told.json["code"]) == (409, "waits_for_second_look")
    assert delivered(clerk, entry, day=back(alone + 5)).status_code == 200
    assert look(head, entry, agreed=False).status_code == 200
    again = only(clerk, body)
    assert (again["state"], again["told_on"], again["proof"]) == ("sent", None, None)
    refused = look(head, entry)
    assert (refused.status_code, refused.json["code"]) == (409, "nothing_to_look_at")
    assert delivered(clerk, entry, day=back(1)).status_code == 200
    assert [one["at"][:10] for one in arrived(bench, act)] == [back(1)]


@pytest.mark.parametrize(
    "sent_body", [{}, {"agreed": "perhaps"}, {"agreed": None}, {"agreed": True, "day": "2026-01-01"}]
)
def test_a_look_that_says_nothing_is_refused(bench, clerk, head, body, act, alone, sent_body):
    entry = only(clerk, body)
    delivered(clerk, entry, day=back(alone + 5))
    assert head.post(f"/post-book/{entry['id']}/second-look", sent_body).status_code == 422
    assert arrived(bench, act) == []


def test_on_the_page_a_second_person_looks_at_the_proof_and_decides(bench, clerk, head, body, act, alone):
    for one in (clerk, head):
        one.client.set_cookie(STAFF_COOKIE, one.token, path="/")
    entry, old = only(clerk, body), today() - timedelta(days=alone + 3)
    proof = {"proof": (pdf(), "fletemarrja.pdf")}
    told = send(clerk.client, f"{BOOK}?state=sent", entries=[entry["id"]], do="deliver", **day("day", old), **proof)
    assert told.status_code == 303
    assert arrived(bench, act) == []
    mine = f"{BOOK}?state=to_look_at&institution={body.id}"
    assert "pret një person të dytë" in page(clerk.client, told.location) or "presin një person të dytë" in page(
        clerk.client, told.location
    )
    assert "E shikon kush drejton." in page(clerk.client, mine)
    shown = page(head.client, mine)
    assert "Thuhet se u dorëzua më" in shown
    assert "Prova e tregon: pranoje" in shown
    form = {"csrf_token": csrf(head.client.get(mine)), "agreed": "yes"}
    assert clerk.client.post(f"{BOOK}/{entry['id']}/second-look", data=form).status_code in {400, 403}
    assert arrived(bench, act) == []
    assert head.client.post(f"{BOOK}/{entry['id']}/second-look", data=form).status_code == 303
    assert only(clerk, body)["delivered_on"] == old.isoformat()
    assert len(arrived(bench, act)) == 1
