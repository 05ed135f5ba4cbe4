"""While a court or a prosecutor has the matter, no letter that tells of it leaves; what waited goes on when it comes back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from shared.events.catalogue import MatterHeld, ObligationDated, RecommendationWithdrawn
from tests.partners.bench import API, only_dispatch, today
from tests.partners.test_directory_pages import day, page, send
from tests.partners.test_post_book import label, only, printed, remind, sent
from tests.partners.test_post_book_page import BOOK
from tests.partners.test_post_book_printing import enclosed


@pytest.fixture
def clerk(bench):
    return bench.staff("case_officer")


@pytest.fixture
def body(bench):
    return bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")


def hold(bench, case_id, *acts, since=None):
    bench.hear(
        MatterHeld, case_id, case_id=case_id, acts=[one.recommendation_id for one in acts], since=since or today()
    )


def give_back(bench, case_id):
    bench.hear(MatterHeld, case_id, case_id=case_id, acts=[])


def test_a_letter_that_waits_is_held_is_neither_printed_nor_sent_and_goes_on_afterwards(bench, clerk, body):
    act, case_id = bench.issue(body, **enclosed(bench)), uuid4()
    hold(bench, case_id, act)
    entry = only(clerk, body)
    assert (entry["state"], entry["held_since"]) == ("to_post", today().isoformat())
    refused = sent(clerk, entry)
    assert (refused.status_code, refused.json["code"]) == (409, "held")
    assert "court or a prosecutor" in refused.json["detail"]
    assert (printed(clerk, entry["id"]).status_code, printed(clerk, entry["id"]).json["code"]) == (409, "held")
    assert only(clerk, body)["state"] == "to_post"
    give_back(bench, case_id)
    assert only(clerk, body)["held_since"] is None
    assert printed(clerk, entry["id"]).status_code == 200
    assert sent(clerk, entry).status_code == 200


def test_a_reminder_on_paper_is_held_with_its_act(bench, clerk, body):
    act = bench.issue(body)
    assert sent(clerk, only(clerk, body)).status_code == 200
    remind(bench, act, body)
    hold(bench, uuid4(), act)
    reminder = only(clerk, body, state="to_post")
    assert (reminder["rung"], sent(clerk, reminder).status_code) == ("reminder", 409)


def test_that_a_letter_had_left_before_the_hold_is_recorded_still(bench, clerk, body):
    act = bench.issue(body)
    hold(bench, uuid4(), act, since=today() + timedelta(days=1))
    assert sent(clerk, only(clerk, body)).status_code == 200
    assert only(clerk, body, state="sent")["held_since"] is None


def test_of_all_that_waits_what_is_held_is_left_out_of_the_batch(bench, clerk, body):
    held, free = bench.issue(body, **enclosed(bench)), bench.issue(body, **enclosed(bench))
    hold(bench, uuid4(), held)
    assert printed(clerk).status_code == 200
    entries = clerk.get("/post-book", query_string={"institution": str(body.id)}).json["items"]
    assert {one["recommendation_id"]: one["printed_at"] is None for one in entries} == {
        str(held.recommendation_id): True,
        str(free.recommendation_id): False,
    }


def test_two_matters_hold_an_act_until_both_are_over(bench, clerk, body):
    act, first, second = bench.issue(body), uuid4(), uuid4()
    hold(bench, first, act)
    hold(bench, second, act)
    give_back(bench, first)
    assert sent(clerk, only(clerk, body)).json["code"] == "held"
    give_back(bench, second)
    assert sent(clerk, only(clerk, body)).status_code == 200


def test_a_body_that_gets_a_log_in_meanwhile_gets_the_letter_when_the_matter_comes_back(bench, clerk, body):
    act, case_id = bench.issue(body), uuid4()
    hold(bench, case_id, act)
    machine = bench.machine(body, "dispatch:read")
    assert only(clerk, body)["state"] == "to_post"
    give_back(bench, case_id)
    assert only(clerk, body)["state"] == "dropped"
    assert only_dispatch(machine)


def test_the_page_says_that_it_is_held_and_why_it_is_refused(bench, clerk, body):
    act = bench.issue(body)
    hold(bench, uuid4(), act)
    client = bench.app.test_client()
    client.set_cookie("besa_staff", clerk.token)
    address = f"{BOOK}?institution={body.id}"
    assert "E ndalur" in page(client, address)
    entry = only(clerk, body)
    chosen = {"entries": [entry["id"]], f"tracking-{entry['id']}": label(entry)}
    refused = send(client, BOOK, way="post", do="send", **day("day", today()), **chosen)
    assert (refused.status_code, "Çështjen e letrës e ka gjykata ose prokuroria" in refused.text) == (422, True)


def test_the_body_that_has_the_letter_is_told_that_no_day_is_counted_and_not_who_has_the_matter(bench, body):
    browser = bench.browser(body)
    act, case_id = bench.issue(body), uuid4()
    dispatch = only_dispatch(bench.machine(body, "dispatch:read"))
    address, sentence = f"/partners/dispatches/{dispatch}", "Ndërkohë nuk numërohet asnjë ditë"
    assert sentence not in page(browser, address)
    hold(bench, case_id, act)
    assert sentence in page(browser, address)
    give_back(bench, case_id)
    assert sentence not in page(browser, address)


def test_the_inbox_says_that_a_letter_is_held_counts_it_apart_and_asks_for_nothing(bench, body):
    browser, machine = bench.browser(body), bench.machine(body)
    act, case_id = bench.issue(body), uuid4()
    dispatch = only_dispatch(machine)
    assert "1 letër pret përgjigje." in page(browser, "/partners/inbox")
    hold(bench, case_id, act)
    shown = page(browser, "/partners/inbox")
    assert "pret përgjigje" not in shown
    assert "1 letër është e ndalur: çështjen e ka gjykata ose prokuroria." in shown
    assert ("Tani nuk kërkohet asgjë" in shown, "po e llogarit" in shown) == (True, False)
    assert act.number in page(browser, "/partners/inbox?state=held")
    assert act.number not in page(browser, "/partners/inbox?state=waiting")
    letter = machine.get(f"/dispatches/{dispatch}").json
    assert (letter["held"], letter["reply_due"]) == (True, None)
    shown = page(browser, f"/partners/dispatches/{dispatch}")
    assert ("Kërkoni më shumë kohë" in shown, "Përgjigjuni" in shown, "E ndalur" in shown) == (False, True, True)
    give_back(bench, case_id)
    assert "1 letër pret përgjigje." in page(browser, "/partners/inbox")
    assert machine.get(f"/dispatches/{dispatch}").json["held"] is False


def test_a_letter_that_may_leave_meanwhile_leaves_and_asks_while_its_term_is_not_counted(bench, clerk, body):
    """As the letter itself says it: an answer is asked for, and until the matter is back the term is not counted."""
    act, case_id = bench.issue(body), uuid4()
    bench.hear(MatterHeld, case_id, case_id=case_id, acts=[], standing=[act.recommendation_id], since=today())
    entry = only(clerk, body)
    assert entry["held_since"] is None
    assert sent(clerk, entry).status_code == 200
    browser, machine, wired = bench.browser(body), bench.machine(body), bench.issue(body)
    standing = [act.recommendation_id, wired.recommendation_id]
    bench.hear(MatterHeld, case_id, case_id=case_id, acts=[], standing=standing, since=today())
    dispatch = only_dispatch(machine)
    letter = machine.get(f"/dispatches/{dispatch}").json
    assert (letter["held"], letter["awaits_reply"], letter["reply_due"]) == (True, True, None)
    shown = page(browser, f"/partners/dispatches/{dispatch}")
    assert (
        "Përgjigjja kërkohet edhe tani, por derisa çështja t'i kthehet zyrës, afati i kësaj letre nuk numërohet"
        in shown
    )
    assert ("po e llogarit" in shown, "Kërkoni më shumë kohë" in shown) == (False, False)
    shown = page(browser, "/partners/inbox?state=held")
    assert wired.number in shown and "Afati nuk numërohet tani" in shown
    assert ("Tani nuk kërkohet asgjë" in shown, "zyra nuk kërkon asgjë" in shown) == (False, False)
    give_back(bench, case_id)
    assert machine.get(f"/dispatches/{dispatch}").json["awaits_reply"] is True


def test_the_body_reads_by_when_it_is_to_be_done_after_a_hold_as_the_office_says_it(bench, body):
    browser, machine = bench.browser(body), bench.machine(body)
    act, obligation = bench.issue(body), uuid4()
    dispatch = only_dispatch(machine)
    ids = {"obligation_id": obligation, "recommendation_id": act.recommendation_id, "item_id": act.items[0]}

    def tell(by, sq, en):
        why = bench.platform.documents.put_json({"sq": sq, "en": en})
        bench.hear(ObligationDated, obligation, **ids, institution_id=body.id, by=by, why=why)

    address = f"/partners/dispatches/{dispatch}"
    assert "27 mars 2027" in page(browser, address), "what the letter says, as long as the office has not said more"
    tell(date(2027, 4, 16), "Kështu ajo ditë kalon më 16 prill 2027.", "So that day moves to 16 April 2027.")
    shown = page(browser, address)
    assert ("16 prill 2027" in shown, "Kështu ajo ditë kalon" in shown) == (True, True)
    [measure] = machine.get(f"/dispatches/{dispatch}").json["measure_dues"]
    assert (measure["done_by"], measure["why_en"]) == ("2027-04-16", "So that day moves to 16 April 2027.")
    tell(None, "Ndërkohë nuk numërohet asnjë ditë.", "Meanwhile no day is counted.")
    shown = page(browser, address)
    assert ("16 prill 2027" in shown, "Tani pa datë" in shown) == (False, True)


def test_the_bound_of_a_first_promise_stands_on_the_form_before_the_body_types(bench, body):
    browser, act = bench.browser(body), bench.issue(body)
    dispatch, obligation = only_dispatch(bench.machine(body)), uuid4()
    address = f"/partners/dispatches/{dispatch}/reply"
    before = page(browser, address).count("vetëm deri diku")
    assert before, "as long as the office has not said more"
    why = bench.platform.documents.put_json({"sq": "Jo pas datës 25 qershor 2027.", "en": "None after 25 June 2027."})
    ids = {"obligation_id": obligation, "recommendation_id": act.recommendation_id, "item_id": act.items[0]}
    bench.hear(ObligationDated, obligation, **ids, institution_id=body.id, by=date(2027, 3, 27), why=why)
    shown = page(browser, address)
    assert ("Jo pas datës 25 qershor 2027." in shown, shown.count("vetëm deri diku")) == (True, before - 1)
    described = bench.app.test_client().get(f"{API}/openapi.json")
    assert "measure_dues" in described.text
    assert "moves the day of the item only up to a last day" in " ".join(described.text.split())


def test_a_letter_that_was_withdrawn_gives_no_day_by_any_door(bench, body):
    browser, machine, act, obligation = bench.browser(body), bench.machine(body), bench.issue(body), uuid4()
    dispatch = only_dispatch(machine)
    ids = {"obligation_id": obligation, "recommendation_id": act.recommendation_id, "item_id": act.items[0]}
    said = (
        {"sq": "Dita u premtua.", "en": "It was promised."},
        {"sq": "Letra nuk vlen më.", "en": "It counts no more."},
    )
    promised, fallen = (bench.platform.documents.put_json(one) for one in said)
    bench.hear(ObligationDated, obligation, **ids, institution_id=body.id, by=date(2027, 3, 27), why=promised)
    fell = {
        "recommendation_id": act.recommendation_id,
        "number": act.number,
        "reason": "facts_changed",
        "kind": "remedy",
    }
    bench.hear(RecommendationWithdrawn, act.recommendation_id, **fell, complaints=())

    def seen():
        shown = page(browser, f"/partners/dispatches/{dispatch}")
        dues = machine.get(f"/dispatches/{dispatch}").json["measure_dues"]
        return [(one["done_by"], one["why_en"]) for one in dues], "27 mars 2027" in shown, "nuk vlen më" in shown

    assert seen() == ([], False, False), "what was said before holds no more"
    bench.hear(ObligationDated, obligation, **ids, institution_id=body.id, why=fallen)
    assert seen() == ([(None, "It counts no more.")], False, True)
