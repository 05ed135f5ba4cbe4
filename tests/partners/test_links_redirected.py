"""A link follows the directory, and nobody of the office finds one to a letter that they may not know of."""

from uuid import uuid4

from services.partners import timers
from shared.clock import utc_now
from shared.events.catalogue import CaseWalled, DispatchPosted, LinkMoved
from tests.partners.bench import Sent
from tests.partners.linked import come_in, linked_body, mailed, press
from tests.partners.test_links import link_of, office, press_office
from tests.partners.test_pages import page
from tests.partners.test_successions import succeed
from tests.partners.test_walls import issue


def set_mailbox(bench, body, mailbox):
    path = f"/institutions/{body.id}"
    answer = bench.staff("admin").call("PATCH", path, json={"mailbox": mailbox}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def test_with_another_mailbox_the_link_to_the_former_opens_nothing_and_a_new_one_goes(bench):
    body = linked_body(bench)
    act = bench.issue(body)
    [token] = mailed(bench, act)
    set_mailbox(bench, body, "sekretaria@example.org")
    assert press(bench.app.test_client(), token).status_code == 404
    _former, second = mailed(bench, act)
    come_in(bench, second)


def test_whoever_took_over_the_letters_gets_a_link_of_their_own(bench):
    body, follows = linked_body(bench), linked_body(bench, mailbox="pasardhesi@example.org")
    act = bench.issue(body)
    [token] = mailed(bench, act)
    assert succeed(bench.staff("admin"), body, follows).status_code == 201
    timers.follow_calendar(bench.platform, utc_now())
    assert press(bench.app.test_client(), token).status_code == 404
    _former, second = mailed(bench, act)
    client, path = come_in(bench, second)
    assert "Ky dokument iu drejtua" in page(client, path)


def test_without_a_mailbox_what_a_link_told_of_goes_by_post(bench):
    body = linked_body(bench)
    act = bench.issue(body)
    mailed(bench, act)
    set_mailbox(bench, body, None)
    timers.send_links(bench.platform, utc_now())
    [posted] = bench.told(DispatchPosted, recommendation_id=act.recommendation_id)
    assert (posted["step"], len(mailed(bench, act))) == ("to_post", 1)


def test_who_is_excluded_from_a_case_finds_no_link_of_it_and_changes_none(bench):
    body, case_id, number = linked_body(bench), uuid4(), f"R-2026-{uuid4().int % 100_000:05}-7"
    act: Sent = issue(bench, body, number, case_id)
    mailed(bench, act)
    clerk = bench.staff("approver")
    browser = bench.app.test_client()
    browser.set_cookie("besa_staff", clerk.token, path="/")
    assert number in page(browser, "/partners/staff/links")
    bench.hear(CaseWalled, case_id, case_id=case_id, staff=[clerk.account], acts=[act.recommendation_id])
    assert number not in page(browser, "/partners/staff/links")
    for what in ("anew", "revocation"):
        assert press_office(browser, link_of(bench, act), what).status_code == 404
    assert [one["step"] for one in bench.told(LinkMoved, recommendation_id=act.recommendation_id)] == ["sent"]


def test_of_a_letter_that_only_who_leads_may_know_of_no_officer_finds_the_link(bench):
    body, number = linked_body(bench), f"R-2026-{uuid4().int % 100_000:05}-7"
    mailed(bench, issue(bench, body, number, uuid4(), kind="prosecution_referral"))
    assert number not in page(office(bench), "/partners/staff/links")
    assert number in page(office(bench, "commissioner"), "/partners/staff/links")
