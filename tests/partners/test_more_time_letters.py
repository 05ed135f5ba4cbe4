"""A decision on more time goes as a letter: in the portal, by the partner door, or on paper; one that is taken back leaves no more."""

import io
from datetime import date
from uuid import uuid4

from pypdf import PdfReader

from shared.events.catalogue import DispatchDelivered, DispatchPosted, ExtensionDecided
from tests.partners.bench import entries, only_dispatch
from tests.partners.test_clarifications import WORDS
from tests.partners.test_dues import Clocks
from tests.partners.test_follow_ups import ask
from tests.partners.test_post_book import book, clerk, printed

__all__ = ["clerk"]


def decide(bench, act, body, request, **more):
    letter = bench.platform.documents.put_json(WORDS | {"text": f"Afati: {uuid4()}."})
    about = {"recommendation_id": act.recommendation_id, "institution_id": body.id, "letter": letter}
    said = {"until": date(2027, 5, 1), **about, **more}
    bench.hear(ExtensionDecided, uuid4(), request_id=request, granted=True, **said)
    return letter


def waiting(clerk, body):
    return [entry["rung"] for entry in book(clerk, body, state="to_post") if entry["rung"]]


def test_a_body_on_paper_gets_it_by_the_post_book_and_a_mistaken_one_leaves_no_more(bench, clerk):
    body, request = bench.body(), uuid4()
    act = bench.issue(body)
    letter = decide(bench, act, body, request)
    [posted] = bench.told(DispatchPosted, recommendation_id=act.recommendation_id, letter=letter)
    assert posted["step"] == "to_post"
    assert waiting(clerk, body) == ["more_time"]
    [entry] = [one["id"] for one in book(clerk, body, state="to_post") if one["rung"]]
    batch = printed(clerk, entry)
    assert (batch.status_code, batch.mimetype) == (200, "application/pdf")
    assert "Vendimi për afatin" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(batch.data)).pages)
    corrected = decide(bench, act, body, request, corrected=True, instead_of=letter)
    assert waiting(clerk, body) == ["more_time"]
    [posted] = bench.told(DispatchPosted, recommendation_id=act.recommendation_id, letter=corrected)
    assert posted["step"] == "to_post"


def test_a_body_with_a_machine_or_the_portal_reads_it_there(bench, pair):
    machine, act = bench.machine(pair[0]), bench.issue(pair[0])
    letter = decide(bench, act, pair[0], uuid4())
    [told] = [entry for entry in entries(machine, 2) if entry["type"] == "extension.decided"]
    assert (told["details"]["letter"], told["details"]["rung"]) == (letter, "more_time")
    assert "corrected" not in told["details"]
    assert machine.get(f"/dispatches/{told['dispatch_id']}/enclosures/{letter}").status_code == 200
    assert len(bench.told(DispatchDelivered, recommendation_id=act.recommendation_id, letter=letter)) == 1


def test_the_page_of_the_letter_says_that_it_was_taken_back_and_leads_to_the_letter(bench, pair):
    act, browser = bench.issue(pair[0]), bench.browser(pair[0])
    days = {"given": date(2027, 5, 1), "taken_back_on": date(2026, 12, 3), "until": None}
    letter = decide(bench, act, pair[0], uuid4(), corrected=True, **days)
    page = browser.get(f"/partners/dispatches/{only_dispatch(bench.machine(pair[0]))}").text
    assert "Koha deri më 1 maj 2027 u dha gabim dhe u mor mbrapsht më 3 dhjetor 2026. Ajo vlen derisa" in page
    assert ("Lexoni: Vendimi për afatin" in page, letter in page) == (True, True)


def test_a_request_of_which_the_time_was_taken_back_is_open_again_and_says_so(bench, pair):
    act, machine, browser = bench.issue(pair[0]), bench.machine(pair[0]), bench.browser(pair[0])
    dispatch = only_dispatch(machine)
    request = ask(machine, dispatch).json["id"]
    decide(bench, act, pair[0], request)
    mistaken = {"corrected": True, "given": date(2027, 5, 1), "taken_back_on": date(2026, 12, 3), "until": None}
    decide(bench, act, pair[0], request, **mistaken)
    page = browser.get(f"/partners/dispatches/{dispatch}").text
    assert ("Pret vendim" in page, "U pranua" in page) == (True, False)
    assert "1 maj 2027; u mor mbrapsht më 3 dhjetor 2026" in page
    decide(bench, act, pair[0], request, until=date(2027, 3, 1))
    page = browser.get(f"/partners/dispatches/{dispatch}").text
    assert ("U pranua" in page, "1 mars 2027" in page, "3 dhjetor 2026" in page) == (True, True, True)


def test_page_and_api_of_the_letter_say_why_the_shorter_day_is_that_day(bench, pair):
    clocks = Clocks(bench, pair[0], bench.issue(pair[0]))
    taken = {"given": date(2027, 5, 1), "decided_on": date(2026, 12, 3), "told_on": date(2026, 12, 8)}
    runs = [{"why": "start", "first": date(2026, 11, 2), "last": date(2026, 11, 2), "days": 1, "count": 0}]
    runs.append(
        {"why": "grant_corrected", "first": date(2026, 12, 3), "last": date(2026, 12, 23), "days": 21, "count": 30}
    )
    explained = {"term": {"value": 30, "unit": "calendar_days"}, "explanation": runs}
    clocks.say(0, "grant_corrected", "2026-12-23", taken_back={**taken, "until": date(2026, 12, 23)}, **explained)
    machine, browser = bench.machine(pair[0]), bench.browser(pair[0])
    dispatch = only_dispatch(machine)
    page = browser.get(f"/partners/dispatches/{dispatch}").text
    assert "kohë deri më 1 maj 2027 dhe e mori mbrapsht më 3 dhjetor 2026" in page
    assert "u dorëzua më 8 dhjetor 2026" in page
    assert "ka të paktën 15 ditë nga dorëzimi: para datës 23 dhjetor 2026 nuk është me vonesë" in page
    [said] = [one["explained"] for one in machine.get(f"/dispatches/{dispatch}").json["reply_dues"] if one["explained"]]
    assert said["taken_back"] == {
        "given": "2027-05-01", "decided_on": "2026-12-03", "told_on": "2026-12-08", "until": "2026-12-23",
    }  # fmt: skip
