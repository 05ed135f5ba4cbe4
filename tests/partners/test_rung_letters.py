"""What lies beside a letter: the office's reminders of it and what it encloses, read by the body that they went to and nobody else."""

from datetime import date
from uuid import uuid4

import pytest

from shared.events.catalogue import ObligationReminded
from tests.partners.bench import entries, only_dispatch
from tests.partners.test_pages import page

REMINDER = {
    "format": "besa.text.1",
    "title": "Kujtesë për letrën",
    "text": "Ende pa përgjigje:\n1. Pika",
    "language": "sq",
}


@pytest.fixture
def annex(bench):
    """A document that a letter encloses, in the store."""
    return bench.platform.documents.put_json({**REMINDER, "title": "Si u llogarit afati"})


@pytest.fixture
def reminded(bench, pair, annex):
    """Two bodies with a letter each; the first is reminded of both items by one letter, and its copy alone has an annex."""
    attached = [{"title_sq": "Llogaritja e afatit", "title_en": "How the term was counted", "document": annex}]
    sent = bench.issue(pair[0], attachments=attached)
    bench.issue(pair[1])
    letter = bench.platform.documents.put_json(REMINDER)
    for item in sent.items:
        obligation = uuid4()
        spoke = {
            "obligation_id": obligation,
            "recommendation_id": sent.recommendation_id,
            "number": sent.number,
            "item_id": item,
            "institution_id": pair[0].id,
            "due": date(2026, 12, 28),
        }
        bench.hear(ObligationReminded, obligation, clock=spoke, rung="reminder", letter=letter)
    return letter


def test_a_reminder_is_in_the_feed_and_its_letter_is_read(bench, pair, reminded):
    machine = bench.machine(pair[0])
    told = [entry for entry in entries(machine, 3) if entry["type"] == "obligation.reminded"]
    assert [entry["details"]["letter"] for entry in told] == [reminded, reminded]
    dispatch_id = told[0]["dispatch_id"]
    answer = machine.get(f"/dispatches/{dispatch_id}/enclosures/{reminded}")
    assert (answer.status_code, answer.json) == (200, REMINDER)
    assert bench.audited("enclosure.read", dispatch_id) == 1


def test_what_a_letter_encloses_is_named_in_it_and_read(bench, pair, reminded, annex):
    machine = bench.machine(pair[0])
    dispatch_id = only_dispatch(machine)
    [attached] = machine.get(f"/dispatches/{dispatch_id}").json["document"]["attachments"]
    answer = machine.get(f"/dispatches/{dispatch_id}/enclosures/{attached['document']}")
    assert (attached["document"], answer.json["title"]) == (annex, "Si u llogarit afati")


def test_another_bodys_enclosure_is_what_is_not_there(bench, pair, reminded, annex):
    mine, theirs = bench.machine(pair[0]), bench.machine(pair[1])
    their_letter, my_letter = only_dispatch(theirs), only_dispatch(mine)
    for name in (reminded, annex, "0" * 64, "x", bench.platform.documents.put(b"{}")):
        answer = theirs.get(f"/dispatches/{their_letter}/enclosures/{name}")
        assert (answer.status_code, answer.json["code"]) == (404, "not_found"), name
        assert theirs.get(f"/dispatches/{my_letter}/enclosures/{name}").status_code == 404


def test_the_page_of_the_letter_leads_to_each_once(bench, pair, reminded, annex):
    browser, dispatch_id = bench.browser(pair[0]), only_dispatch(bench.machine(pair[0]))
    page = browser.get(f"/partners/dispatches/{dispatch_id}").text
    for name in (reminded, annex):
        address = f"/partners/dispatches/{dispatch_id}/enclosures/{name}"
        assert page.count(address) == 1
        assert browser.get(address).status_code == 200
    assert "Ende pa përgjigje:" in browser.get(f"/partners/dispatches/{dispatch_id}/enclosures/{reminded}").text
    stranger = bench.browser(pair[1])
    assert stranger.get(f"/partners/dispatches/{dispatch_id}/enclosures/{reminded}").status_code == 404


@pytest.mark.parametrize(
    ("ground", "details", "line"),
    [
        ("silence", {"due": "2027-02-26"}, "Kujtesa e dytë: përgjigjja pritej deri më 26 shkurt 2027"),
        ("broken_promise", {"due": "2027-02-26"}, "Kujtesa e dytë: dita që premtuat, 26 shkurt 2027, ka kaluar"),
        ("day_passed", {"due": "2027-02-26"}, "Kujtesa e dytë: dita deri kur duhej zbatuar, 26 shkurt 2027, ka kaluar"),
        ("partly", {}, "Kujtesa e dytë: zyra gjeti se u zbatua vetëm pjesërisht"),
        (None, {"due": "2027-02-26"}, "Kujtesa e dytë"),
    ],
)
def test_a_body_reads_of_what_it_was_reminded_and_no_day_of_anything_else(bench, pair, ground, details, line):
    body, obligation, sent = pair[0], uuid4(), bench.issue(pair[0])
    machine, browser = bench.machine(body), bench.browser(body)
    dispatch = only_dispatch(machine)
    before = machine.get(f"/dispatches/{dispatch}").json["reply_due"]
    spoke = {
        "obligation_id": obligation,
        "recommendation_id": sent.recommendation_id,
        "number": sent.number,
        "item_id": sent.items[0],
        "institution_id": body.id,
        "due": date(2027, 2, 26),
    }
    bench.hear(ObligationReminded, obligation, clock=spoke, rung="second_reminder", ground=ground)
    [told] = [entry for entry in entries(machine, 2) if entry["type"] == "obligation.reminded"]
    of_what = {"ground": ground} if ground else {}
    assert told["details"] == {"rung": "second_reminder", **of_what, **details}
    shown = page(browser, f"/partners/dispatches/{dispatch}")
    assert "Zyra dërgoi një kujtesë" in shown
    assert line in shown
    assert "kujtoi afatin e përgjigjes" not in shown
    if ground in ("broken_promise", "day_passed", "partly"):
        assert "26 shkurt 2027" not in shown.replace(line, ""), "the day of a measure is that of no reply"
        assert machine.get(f"/dispatches/{dispatch}").json["reply_due"] == before
