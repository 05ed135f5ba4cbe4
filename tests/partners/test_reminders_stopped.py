"""A reminder of silence on paper leaves only while its letter is with the body, and late, on that day."""

import io
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest

from services.partners import data
from shared.events.catalogue import DispatchReceiptTold, ObligationClocked, ReminderWithdrawn
from tests.databases import owning
from tests.partners.bench import today
from tests.partners.test_directory_pages import page
from tests.partners.test_post_book import as_office, book, delivered, only, printed, remind, returned, sent
from tests.partners.test_post_book_page import BOOK
from tests.partners.test_post_book_printing import enclosed


@pytest.fixture
def clerk(bench):
    return bench.staff("case_officer")


@pytest.fixture
def head(bench):
    return bench.staff("approver")


@pytest.fixture
def body(bench):
    return bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")


@pytest.fixture
def act(bench, clerk, body):
    """A letter that left long ago, and counts as delivered without a receipt; a reminder of it waits."""
    act = bench.issue(body, **enclosed(bench))
    as_office(bench, f"UPDATE dispatch SET issued_at = now() - interval '90 days' WHERE institution_id = '{body.id}'")
    assert sent(clerk, only(clerk, body), day=back(60)).status_code == 200
    remind(bench, act, body)
    return act


def back(days):
    return (today() - timedelta(days=days)).isoformat()


def reminder(clerk, body):
    [entry] = [
        one
        for one in clerk.get("/post-book", query_string={"institution": str(body.id)}).json["items"]
        if one["rung"] == "reminder"
    ]
    return entry


def clocked(bench, act, body, item, due):
    bench.hear(
        ObligationClocked,
        uuid4(),
        obligation_id=uuid4(),
        recommendation_id=act.recommendation_id,
        item_id=item,
        institution_id=body.id,
        due=due,
        cause="started",
    )


def refused(clerk, entry):
    answers = sent(clerk, entry), printed(clerk, entry["id"])
    assert [one.status_code for one in answers] == [409, 409]
    assert answers[0].json["code"] == answers[1].json["code"]
    return answers[0].json["code"]


def test_it_may_leave_while_its_letter_counts_as_delivered(bench, clerk, body, act):
    entry = reminder(clerk, body)
    assert entry["stopped"] is None
    assert printed(clerk, entry["id"]).status_code == 200
    assert sent(clerk, entry).status_code == 200


@pytest.mark.parametrize("again", [True, False])
def test_of_a_letter_that_came_back_none_leaves(bench, clerk, body, act, again):
    letter = only(clerk, body, state="sent")
    assert returned(clerk, letter, again=again).status_code == 200
    assert refused(clerk, reminder(clerk, body)) == "letter_not_delivered"
    client = bench.app.test_client()
    client.set_cookie("besa_staff", clerk.token)
    assert "Letra që kujtohet nuk i ka mbërritur institucionit" in page(client, f"{BOOK}?institution={body.id}")
    if again:
        both = letter["id"], reminder(clerk, body)["id"]
        refused_both = printed(clerk, *both)
        assert (refused_both.status_code, refused_both.json["code"]) == (409, "letter_not_delivered")
        assert printed(clerk, letter["id"]).status_code == 200
        assert reminder(clerk, body)["printed_at"] is None


def test_while_a_receipt_waits_for_a_second_person_none_leaves_and_cases_is_told(bench, clerk, head, body, act):
    letter, day = only(clerk, body, state="sent"), back(data.days_without_second_look(today()) + 1)
    assert delivered(clerk, letter, day=day).status_code == 200
    assert refused(clerk, reminder(clerk, body)) == "receipt_waits"
    told = bench.told(DispatchReceiptTold, recommendation_id=act.recommendation_id)
    assert [one.get("day") for one in told] == [day]
    look = head.post(f"/post-book/{letter['id']}/second-look", {"agreed": False})
    assert look.status_code == 200
    told = bench.told(DispatchReceiptTold, recommendation_id=act.recommendation_id)
    assert [one.get("day") for one in told] == [day, None]
    assert sent(clerk, reminder(clerk, body)).status_code == 200


def test_of_a_letter_whose_term_runs_none_leaves_until_it_has_passed(bench, clerk, body, act):
    clocked(bench, act, body, act.items[0], today())
    assert refused(clerk, reminder(clerk, body)) == "not_late"
    clocked(bench, act, body, act.items[0], today() - timedelta(days=1))
    assert sent(clerk, reminder(clerk, body)).status_code == 200


def test_what_cases_takes_back_leaves_the_book_and_what_has_left_stays(bench, clerk, body, act):
    second = remind(bench, act, body)
    waits = [one for one in book(clerk, body) if one["rung"] == "reminder"]
    assert len(waits) == 2
    for _item in act.items:
        bench.hear(
            ReminderWithdrawn,
            uuid4(),
            obligation_id=uuid4(),
            recommendation_id=act.recommendation_id,
            institution_id=body.id,
            letter=second,
        )
    states = sorted(one["state"] for one in book(clerk, body) if one["rung"] == "reminder")
    assert states == ["dropped", "to_post"]


def lay(bench, days):
    """As if the reminder had been written so many days ago."""
    moved = f"UPDATE notice SET at = at - interval '{days} days' WHERE details ->> 'rung' = 'reminder'"
    with owning(bench.platform.settings.database_url) as owner:
        owner.execute("SET app.office = 'on'; ALTER TABLE notice DISABLE TRIGGER USER")
        owner.execute(moved)
        owner.execute("ALTER TABLE notice ENABLE TRIGGER USER")
    as_office(bench, f"UPDATE post_entry SET entered_at = entered_at - interval '{days} days' WHERE rung IS NOT NULL")


def test_one_that_lay_too_long_is_not_printed_and_does_not_leave_but_may_be_told_to_have_left_in_time(
    bench, clerk, body, act
):
    days = data.days_of_reminders(today())
    lay(bench, days)
    assert printed(clerk, reminder(clerk, body)["id"]).status_code == 200
    lay(bench, 1)
    entry = reminder(clerk, body)
    assert (entry["stopped"], refused(clerk, entry)) == ("reminder_old", "reminder_old")
    client = bench.app.test_client()
    client.set_cookie("besa_staff", clerk.token)
    text = page(client, f"{BOOK}?institution={body.id}")
    assert "Kujtesa u shkrua para shumë ditësh" in text and "Shkruajeni përsëri" in text
    assert sent(clerk, entry, day=back(1)).status_code == 200, "it left on the last day for its words"


def test_a_batch_leaves_it_out_and_says_so(bench, clerk, body, act):
    lay(bench, data.days_of_reminders(today()) + 1)
    others = f"state = 'to_post' AND institution_id <> '{body.id}'"
    as_office(bench, f"UPDATE post_entry SET state = 'dropped' WHERE {others}")
    only_this = printed(clerk)
    assert (only_this.status_code, only_this.json["code"]) == (409, "reminder_old")
    other = bench.issue(bench.body(postal="Rruga tjetër 2"), **enclosed(bench))
    said = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(printed(clerk).data)).pages]
    assert "Kujtesa që nuk u printuan" in said[0] and act.number in said[0] and "para shumë ditësh" in said[0]
    assert any(other.number in one for one in said[1:])
    assert reminder(clerk, body)["printed_at"] is None


def test_what_comes_back_goes_again_with_words_of_that_day_alone(bench, clerk, body, act):
    entry = reminder(clerk, body)
    assert sent(clerk, entry).status_code == 200
    lay(bench, data.days_of_reminders(today()) + 1)
    assert returned(clerk, reminder(clerk, body)).status_code == 200
    waits = [one for one in book(clerk, body, state="to_post") if one["rung"] == "reminder"]
    assert [one["stopped"] for one in waits] == ["reminder_old"]
