"""One-time links: from the issue of a letter to the reply, and what opens nothing."""

import io
import re
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.partners import timers
from shared.clock import utc_now
from shared.events.catalogue import (
    DispatchAcknowledged,
    DispatchDelivered,
    DispatchOpened,
    DispatchPosted,
    ExtensionRequested,
    LinkIssued,
    LinkMoved,
    MatterHeld,
    ObligationReminded,
    RecommendationWithdrawn,
    ReplyReceived,
)
from tests.partners.bench import csrf, pdf, today
from tests.partners.linked import MAILBOX, come_in, linked_body, lose_mail, mailed, press, scalar
from tests.partners.test_pages import answer_form, page


@pytest.fixture
def body(bench):
    return linked_body(bench)


@pytest.fixture
def act(bench, body):
    return bench.issue(body)


def moved(bench, act):
    return [one["step"] for one in bench.told(LinkMoved, recommendation_id=act.recommendation_id)]


def delivered(bench, act):
    return bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)


def test_a_letter_is_delivered_when_somebody_opens_its_link_and_not_when_it_is_mailed_or_followed(bench, act):
    [token] = mailed(bench, act)
    assert (delivered(bench, act), moved(bench, act)) == ([], ["sent"])
    client = bench.app.test_client()
    for look in (client.head, client.get, client.get):
        answer = look(f"/partners/link/{token}")
        assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "no-referrer")
        assert answer.headers["Cache-Control"] == "no-store"
    assert (delivered(bench, act), moved(bench, act)) == ([], ["sent"])
    client, path = come_in(bench, token)
    [told] = delivered(bench, act)
    assert (told["channel"], moved(bench, act)) == ("link", ["sent", "opened"])
    [proof] = bench.told(LinkMoved, recommendation_id=act.recommendation_id, step="opened")
    assert proof["at"] == told["at"]
    shown = page(client, path)
    assert "Pika shembull 1" in shown
    [opened] = bench.told(DispatchOpened, recommendation_id=act.recommendation_id)
    assert opened["channel"] == "link"
    assert bench.audited("link.opened", told["dispatch_id"]) == 1


def test_whoever_opened_it_replies_as_in_the_portal_and_gets_the_receipt(bench, act):
    client, path = come_in(bench, *mailed(bench, act))
    digest = re.search(r'name="document" value="([0-9a-f]{64})"', client.get(path).text).group(1)
    form = {"csrf_token": csrf(client.get(path)), "document": digest}
    assert client.post(f"{path}/acknowledgement", data=form).status_code == 303
    assert bench.told(DispatchAcknowledged, recommendation_id=act.recommendation_id)[0]["channel"] == "link"
    files = {"item_0-evidence": (pdf("prova"), "prova.pdf")}
    answer = client.post(f"{path}/reply", data={**answer_form(client, path), **files})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    [reply] = bench.told(ReplyReceived, recommendation_id=act.recommendation_id)
    assert (reply["channel"], len(reply["items"]), reply["version"]) == ("link", 2, 1)
    shown = page(client, path)
    assert "Vërtetimi i marrjes" in shown
    file = re.search(r'href="(/partners/files/[0-9a-f-]{36})"', shown).group(1)
    assert client.get(file).status_code == 200


def test_more_time_is_asked_for_as_in_the_portal(bench, act):
    client, path = come_in(bench, *mailed(bench, act))
    day = today() + timedelta(days=40)
    form = {"csrf_token": csrf(client.get(f"{path}/extension")), "reasons": "Arsye"}
    form |= {"until-day": day.day, "until-month": day.month, "until-year": day.year}
    assert client.post(f"{path}/extension", data=form).status_code == 303
    assert len(bench.told(ExtensionRequested, recommendation_id=act.recommendation_id)) == 1


def test_nothing_but_its_letter_is_there_for_who_came_by_a_link(bench, body, act):
    other = bench.issue(body)
    token, second = *mailed(bench, act), *mailed(bench, other)
    client, _path = come_in(bench, token)
    foreign, foreign_path = come_in(bench, second)
    assert foreign.get(foreign_path).status_code == 200
    for path in (foreign_path, f"{foreign_path}/reply", f"{foreign_path}/letter.pdf", f"{foreign_path}/extension"):
        assert client.get(path).status_code == 404, path
    for path in ("/partners/inbox", "/partners/contacts", "/partners/people", "/partners/password"):
        assert client.get(path).status_code == 403, path
    assert client.get("/partners/api/v1/dispatches").status_code == 401


def test_a_file_that_the_body_handed_in_otherwise_is_not_there_for_it(bench, body, act):
    client, _path = come_in(bench, *mailed(bench, act))
    machine = bench.machine(body)
    file = machine.call("POST", "/files", data={"file": (io.BytesIO(pdf("tjetër").getvalue()), "a.pdf")}).json["id"]
    assert client.get(f"/partners/files/{file}").status_code == 404


def test_used_unknown_expired_revoked_and_too_long_links_open_the_same_nothing(bench, body, act):
    [used] = mailed(bench, act)
    come_in(bench, used)
    expired, revoked = bench.issue(body), bench.issue(body)
    [late], [taken_back] = mailed(bench, expired), mailed(bench, revoked)
    timers.expire_links(bench.platform, utc_now() + timedelta(days=31))
    [anew] = mailed(bench, (last := bench.issue(body)))
    staff = office(bench)
    assert press_office(staff, link_of(bench, last), "revocation").status_code == 303
    shapes = set()
    for token in (used, late, taken_back, anew, uuid4().hex, "x" * 3000):
        client = bench.app.test_client()
        answer = press(client, token)
        nonce = re.compile(r'nonce="[^"]+"|value="[^"]+"|/link/[^"/?]+')
        shapes.add((answer.status_code, nonce.sub("", answer.text), tuple(sorted(answer.headers.keys()))))
        assert "Më dërgoni një lidhje të re" in answer.text
    assert [status for status, _text, _headers in shapes] == [404]


def test_of_two_who_open_it_at_once_one_does(bench, act):
    [token] = mailed(bench, act)
    clients, gate, statuses = [bench.app.test_client() for _ in range(4)], Barrier(4), []
    forms = [csrf(client.get(f"/partners/link/{token}")) for client in clients]

    def push(client, form):
        gate.wait()
        statuses.append(client.post(f"/partners/link/{token}", data={"csrf_token": form}).status_code)

    threads = [Thread(target=push, args=pair) for pair in zip(clients, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 404, 404, 404]
    assert len(delivered(bench, act)) == 1


def test_in_the_browser_that_opened_it_the_used_link_leads_back(bench, act):
    [token] = mailed(bench, act)
    client, path = come_in(bench, token)
    assert press(client, token).headers["Location"] == path
    form = {"csrf_token": csrf(client.get(path))}
    assert client.post("/partners/link-leave", data=form).status_code == 303
    assert client.get(path).status_code != 200
    assert press(client, token).status_code == 404
    assert len(delivered(bench, act)) == 1


def test_a_session_that_nobody_used_for_half_an_hour_is_over(bench, act):
    client, path = come_in(bench, *mailed(bench, act))
    assert client.get(path).status_code == 200
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE link_session SET seen_at = seen_at - interval '31 minutes'"))
    assert client.get(path).status_code != 200


def test_a_new_link_goes_to_the_registered_mailbox_alone_and_nothing_tells_whether(bench, act):
    [first] = mailed(bench, act)
    come_in(bench, first)
    asked = press(bench.app.test_client(), first, "/again")
    unknown = press(bench.app.test_client(), uuid4().hex, "/again")
    assert (asked.status_code, asked.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert "Nëse për këtë letër" in page(bench.app.test_client(), "/partners/link-asked")
    _first, second = mailed(bench, act)
    assert press(bench.app.test_client(), first).status_code == 404
    come_in(bench, second)
    assert len(delivered(bench, act)) == 1
    for _ in range(5):
        press(bench.app.test_client(), first, "/again")
        mailed(bench, act)
    assert len(mailed(bench, act)) == 4


def test_a_new_link_makes_the_one_before_it_open_nothing(bench, act):
    [first] = mailed(bench, act)
    press(bench.app.test_client(), first, "/again")
    _first, second = mailed(bench, act)
    assert press(bench.app.test_client(), first).status_code == 404
    come_in(bench, second)


def test_a_letter_that_is_held_leaves_by_no_link_and_one_that_left_is_not_handed_over_meanwhile(bench, body, act):
    [token] = mailed(bench, act)
    case = uuid4()
    held = {"case_id": case, "acts": [act.recommendation_id], "since": today()}
    bench.hear(MatterHeld, case, **held)
    answer = press(bench.app.test_client(), token)
    assert (answer.status_code, "Çështjen e ka gjykata" in answer.text) == (409, True)
    assert delivered(bench, act) == []
    bench.hear(MatterHeld, case, case_id=case, acts=[], since=None)
    come_in(bench, token)
    assert len(delivered(bench, act)) == 1


def test_the_page_of_a_letter_that_was_withdrawn_says_so(bench, body, act):
    [token] = mailed(bench, act)
    later = bench.issue(body)
    client, path = come_in(bench, *mailed(bench, later))
    for one in (act, later):
        told = {"recommendation_id": one.recommendation_id, "number": one.number, "reason": "facts_changed"}
        bench.hear(RecommendationWithdrawn, one.recommendation_id, **told)
    answer = press(bench.app.test_client(), token)
    assert (answer.status_code, "Zyra e tërhoqi këtë letër" in answer.text) == (409, True)
    assert delivered(bench, act) == []
    assert "Ky dokument u tërhoq" in page(client, path)
    press(bench.app.test_client(), token, "/again")
    assert len(mailed(bench, act)) == 1


def test_a_mail_that_did_not_arrive_puts_the_letter_into_the_post_book(bench, body, act):
    [token] = mailed(bench, act)
    lose_mail(bench, body, act, 0)
    [posted] = bench.told(DispatchPosted, recommendation_id=act.recommendation_id)
    assert (posted["step"], moved(bench, act)) == ("to_post", ["sent", "failed"])
    assert press(bench.app.test_client(), token).status_code == 404


def test_a_link_that_nobody_opened_in_time_puts_the_letter_into_the_post_book(bench, act):
    mailed(bench, act)
    timers.expire_links(bench.platform, utc_now() + timedelta(days=30))
    assert moved(bench, act) == ["sent"]
    timers.expire_links(bench.platform, utc_now() + timedelta(days=31))
    [posted] = bench.told(DispatchPosted, recommendation_id=act.recommendation_id)
    assert (posted["step"], moved(bench, act)) == ("to_post", ["sent", "expired"])


def test_a_reminder_goes_by_a_link_of_its_own(bench, body, act):
    come_in(bench, *mailed(bench, act))
    letter = bench.platform.documents.put_json({"title": "Kujtesë", "text": "Ju kujtojmë."})
    obligation = uuid4()
    clock = {
        "obligation_id": obligation, "recommendation_id": act.recommendation_id, "number": act.number,
        "item_id": act.items[0], "institution_id": body.id, "due": today(),
    }  # fmt: skip
    bench.hear(ObligationReminded, obligation, clock=clock, rung="reminder", letter=letter)
    _first, second = mailed(bench, act)
    client, path = come_in(bench, second)
    assert [one.get("letter") for one in delivered(bench, act)] == [None, letter]
    assert client.get(f"{path}/enclosures/{letter}").status_code == 200


def test_the_token_is_nowhere_in_the_database_and_no_log_says_it(bench, act, caplog, capsys):
    [token] = mailed(bench, act)
    come_in(bench, token)
    press(bench.app.test_client(), token)
    tables = "letter_link link_session outbox audit_entry rate_window notice"
    for table in tables.split():
        assert scalar(bench, f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE :it", it=f"%{token}%") == 0, table
    written = capsys.readouterr()
    assert token not in caplog.text + written.out + written.err
    assert scalar(bench, "SELECT count(*) FROM letter_link WHERE length(token_digest) = 64") > 0


def test_who_has_an_account_gets_no_link_unless_the_directory_says_so(bench):
    account, prefers, never = linked_body(bench), linked_body(bench, by_link=True), linked_body(bench, by_link=False)
    for body in (account, prefers):
        bench.user(body)
    acts = [bench.issue(body) for body in (account, prefers, never)]
    assert [len(mailed(bench, one)) for one in acts] == [0, 1, 0]
    assert [len(delivered(bench, one)) for one in acts] == [1, 0, 0]
    assert len(bench.told(DispatchPosted, recommendation_id=acts[2].recommendation_id)) == 1
    assert bench.told(LinkIssued, institution_id=account.id) == []


def office(bench, *roles):
    """A member of staff in a browser."""
    client = bench.app.test_client()
    client.set_cookie("besa_staff", bench.staff(*(roles or ("case_officer",))).token, path="/")
    return client


def link_of(bench, act):
    return scalar(
        bench,
        "SELECT l.id FROM letter_link l JOIN dispatch d ON d.id = l.dispatch_id WHERE d.recommendation_id = :act"
        " ORDER BY l.asked_at DESC LIMIT 1",
        act=act.recommendation_id,
    )


def press_office(client, link_id, what):
    path = {
        "anew": f"/partners/staff/links/{link_id}/anew",
        "revocation": f"/partners/staff/links/{link_id}/revocation",
    }
    return client.post(path[what], data={"csrf_token": csrf(client.get("/partners/staff/links"))})


def test_the_office_sees_how_far_a_link_came_revokes_it_and_sends_a_new_one(bench, act):
    [token] = mailed(bench, act)
    staff = office(bench)
    assert "U dërgua, pa u hapur" in page(staff, "/partners/staff/links")
    client, path = come_in(bench, token)
    assert "Hapur më" in page(staff, "/partners/staff/links?state=opened")
    assert press_office(staff, link_of(bench, act), "revocation").status_code == 303
    assert client.get(path).status_code != 200
    press(bench.app.test_client(), token, "/again")
    assert mailed(bench, act) == [token]
    assert press_office(staff, link_of(bench, act), "anew").status_code == 303
    _first, second = mailed(bench, act)
    come_in(bench, second)
    assert moved(bench, act) == ["sent", "opened", "revoked", "sent", "opened"]


def test_a_link_that_was_revoked_before_anybody_opened_it_puts_the_letter_into_the_post_book(bench, act):
    mailed(bench, act)
    press_office(office(bench), link_of(bench, act), "revocation")
    [posted] = bench.told(DispatchPosted, recommendation_id=act.recommendation_id)
    assert posted["step"] == "to_post"


def test_the_office_finds_links_by_body_and_state(bench, body, act):
    mailed(bench, act)
    staff = office(bench)
    for found, query in ((True, {"q": body.key, "state": "sent"}), (False, {"q": body.key, "state": "opened"})):
        shown = page(staff, "/partners/staff/links", query_string=query)
        assert (f"Agjencia Shembull {body.key}" in shown) is found
    assert f"Agjencia Shembull {body.key}" not in page(staff, "/partners/staff/links?q=askush")


def test_what_cannot_be_done_with_a_link_is_said(bench, act):
    [token] = mailed(bench, act)
    staff, link = office(bench), link_of(bench, act)
    press_office(staff, link, "revocation")
    press_office(staff, link, "revocation")
    assert "Kjo lidhje nuk vlen më." in page(staff, "/partners/staff/links")
    assert press_office(staff, uuid4(), "anew").status_code == 404
    assert press(bench.app.test_client(), token).status_code == 404


def test_the_office_does_not_see_the_mailbox_or_the_token_on_its_page(bench, act):
    [token] = mailed(bench, act)
    shown = page(office(bench), "/partners/staff/links")
    assert token not in shown
    assert MAILBOX not in shown
