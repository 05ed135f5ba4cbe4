"""Where a letter went stays with it in the post book, whatever address the directory has since."""

import io
from datetime import timedelta

import pypdf
import pytest

from tests.partners.bench import today
from tests.partners.test_directory_pages import page
from tests.partners.test_post_book import as_office, book, clerk, delivered, only, printed, remind, returned, sent
from tests.partners.test_post_book_page import BOOK, staff
from tests.partners.test_post_book_printing import enclosed
from tests.partners.test_successions import succeed

__all__ = ["clerk", "staff"]
THEN, NOW = "Rruga e Gabuar 1", "Sheshi i Ri 5"
NOT_KEPT = "Adresa ku shkoi nuk është ruajtur."


@pytest.fixture
def office(bench):
    return bench.staff("admin")


@pytest.fixture
def body(bench):
    return bench.body(postal=THEN)


def move(office, body, address=NOW):
    """Its new address, as the office enters it."""
    contact = {"kind": "postal", "purpose": "recommendations", "value": address}
    answer = office.post(f"/institutions/{body.id}/contacts", contact)
    assert answer.status_code == 201, answer.text


def shown(staff, body, state):
    """The rows of the page, without the forms below them."""
    text = page(staff, f"{BOOK}?state={state}&institution={body.id}")
    return text.partition("<tbody")[2].partition("</tbody>")[0]


@pytest.mark.parametrize("way", ["post", "courier", "hand"])
def test_what_left_shows_where_it_went_and_what_waits_where_it_goes(bench, clerk, staff, office, body, way):
    act = bench.issue(body)
    answer = sent(clerk, only(clerk, body), way=way)
    assert [one["address"] for one in answer.json["items"]] == [THEN]
    remind(bench, act, body)
    move(office, body)
    assert only(clerk, body, state="sent")["address"] == THEN
    gone = shown(staff, body, "sent")
    assert THEN in gone and NOW not in gone
    assert only(clerk, body, state="to_post")["address"] == NOW
    waits = shown(staff, body, "to_post")
    assert NOW in waits and THEN not in waits
    answer = delivered(clerk, only(clerk, body, state="sent"))
    assert [one["address"] for one in answer.json["items"]] == [THEN]
    arrived = shown(staff, body, "delivered")
    assert THEN in arrived and NOW not in arrived


def test_what_came_back_shows_where_it_came_from_and_where_it_goes_now(bench, clerk, staff, office, body):
    bench.issue(body)
    sent(clerk, only(clerk, body))
    assert returned(clerk, only(clerk, body), again=False).status_code == 200
    move(office, body)
    lies = only(clerk, body, state="returned")
    assert (lies["address"], lies["goes_now"]["address"], lies["came_from"]) == (THEN, NOW, None)
    row = shown(staff, body, "returned")
    assert row.index(THEN) < row.index("Tani shkon te:") < row.index(NOW)
    assert clerk.post(f"/post-book/{lies['id']}/again").status_code == 200
    again = only(clerk, body, state="to_post")
    assert (again["address"], again["came_from"]["address"], again["goes_now"]) == (NOW, THEN, None)
    row = shown(staff, body, "to_post")
    assert row.index(NOW) < row.index("U kthye nga:") < row.index(THEN)
    assert sent(clerk, again).status_code == 200
    first, second = book(clerk, body)
    assert (first["address"], first["goes_now"]) == (THEN, None), "it waits no more"
    assert (second["address"], second["came_from"]) == (NOW, None)


def test_of_what_left_before_addresses_were_kept_none_is_made_up(bench, clerk, staff, office, body):
    bench.issue(body)
    sent(clerk, only(clerk, body))
    as_office(bench, "UPDATE post_entry SET addressed_to = NULL, address = NULL")
    assert only(clerk, body)["address"] is None
    row = shown(staff, body, "sent")
    assert NOT_KEPT in row and THEN not in row and "Shtoni adresën" not in row
    assert returned(clerk, only(clerk, body), again=True).status_code == 200
    again = only(clerk, body, state="to_post")
    assert (again["address"], again["came_from"]["address"]) == (THEN, None)
    assert "Adresa nga u kthye nuk është ruajtur." in shown(staff, body, "to_post")


def test_by_hand_a_letter_may_leave_without_an_address_and_gets_none_later(bench, clerk, staff, office):
    body = bench.body()
    bench.issue(body)
    assert sent(clerk, only(clerk, body), way="hand").status_code == 200
    move(office, body)
    assert only(clerk, body)["address"] is None
    row = shown(staff, body, "sent")
    assert NOT_KEPT in row and NOW not in row


def test_it_went_where_its_printed_sheet_says_and_the_page_says_when_the_directory_has_another(
    bench, clerk, staff, office, body
):
    bench.issue(body, **enclosed(bench))
    assert printed(clerk, only(clerk, body)["id"]).status_code == 200
    waits = only(clerk, body)
    assert (waits["address"], waits["printed_for"]) == (THEN, None)
    move(office, body)
    waits = only(clerk, body)
    assert (waits["address"], waits["printed_for"]["address"]) == (NOW, THEN)
    assert "Fleta e printuar ka adresën: Rruga e Gabuar 1" in shown(staff, body, "to_post")
    assert sent(clerk, waits).status_code == 200
    assert only(clerk, body)["address"] == THEN


def test_a_sheet_has_the_address_of_the_day_it_is_printed_and_changes_nothing_of_what_left(bench, clerk, office, body):
    bench.issue(body, **enclosed(bench))
    assert printed(clerk, only(clerk, body)["id"]).status_code == 200
    move(office, body)
    assert NOW in sheet(printed(clerk, only(clerk, body)["id"]))
    assert only(clerk, body)["printed_for"] is None
    assert sent(clerk, only(clerk, body)).status_code == 200
    assert only(clerk, body)["address"] == NOW
    move(office, body, "Rruga e Tretë 9")
    assert "Rruga e Tretë 9" in sheet(printed(clerk, only(clerk, body)["id"]))
    assert only(clerk, body)["address"] == NOW


def test_what_is_recorded_later_went_where_the_directory_sent_it_on_that_day(bench, clerk, office, body):
    bench.issue(body)
    as_office(bench, "UPDATE dispatch SET issued_at = issued_at - interval '9 days'")
    as_office(bench, "UPDATE contact SET added_at = added_at - interval '9 days'")
    move(office, body)
    assert only(clerk, body)["address"] == NOW
    assert sent(clerk, only(clerk, body), day=(today() - timedelta(days=5)).isoformat()).status_code == 200
    assert only(clerk, body)["address"] == THEN


def test_what_left_before_a_succession_and_is_recorded_after_it_went_to_the_body_of_then(bench, clerk, office, body):
    heir = bench.body(postal=NOW)
    bench.issue(body)
    as_office(bench, "UPDATE dispatch SET issued_at = issued_at - interval '9 days'")
    as_office(bench, "UPDATE contact SET added_at = added_at - interval '9 days'")
    assert succeed(office, body, heir).status_code == 201
    assert only(clerk, body)["to"] == str(heir.id)
    assert sent(clerk, only(clerk, body), day=(today() - timedelta(days=5)).isoformat()).status_code == 200
    gone = only(clerk, body)
    assert (gone["to"], gone["address"]) == (str(body.id), THEN)


def test_a_sheet_that_was_printed_without_an_address_is_told_once_there_is_one(bench, clerk, staff, office):
    body = bench.body()
    bench.issue(body, **enclosed(bench))
    assert printed(clerk, only(clerk, body)["id"]).status_code == 200
    move(office, body)
    assert only(clerk, body)["printed_for"]["address"] is None
    assert "Fleta e printuar është pa adresë." in shown(staff, body, "to_post")
    assert sent(clerk, only(clerk, body)).status_code == 200
    assert only(clerk, body)["address"] == NOW


def test_a_letter_of_before_a_succession_shows_the_body_that_it_went_to(bench, clerk, staff, office, body):
    heir = bench.body(postal=NOW, name_sq="Agjencia Trashëgimtare")
    act = bench.issue(body)
    sent(clerk, only(clerk, body))
    remind(bench, act, body)
    assert succeed(office, body, heir).status_code == 201
    gone, waits = only(clerk, body, state="sent"), only(clerk, body, state="to_post")
    assert (gone["to"], gone["address"]) == (str(body.id), THEN)
    assert (waits["to"], waits["address"]) == (str(heir.id), NOW)
    row = shown(staff, body, "sent")
    assert THEN in row and "Agjencia Trashëgimtare" not in row
    assert returned(clerk, gone, again=False).status_code == 200
    row = shown(staff, body, "returned")
    assert row.index(THEN) < row.index("Agjencia Trashëgimtare") < row.index(NOW)


def sheet(answer):
    assert answer.status_code == 200, answer.text
    return pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
