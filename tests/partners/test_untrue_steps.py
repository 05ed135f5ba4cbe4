"""That what a step said of a silence does not hold reaches its body the way of a reminder: by wire where it reads there, else by post."""

import pytest

from shared.events.catalogue import DecisionDropped, DispatchDelivered, StepUntrue
from tests.partners.bench import entries, only_dispatch
from tests.partners.test_directory_pages import page
from tests.partners.test_post_book import book, delivered, only, printed, remind, sent

WORDS = {
    "format": "besa.text.1",
    "title": "Kujtesa e datës 8 prill 2026 për aktin R-2026-00001-8 nuk vlen",
    "language": "sq",
}


def untrue(bench, act, body):
    letter = bench.platform.documents.put_json(WORDS | {"text": "Kujtesa nuk vlen: akti nuk ju kishte arritur."})
    about = {"recommendation_id": act.recommendation_id, "institution_id": body.id, "letter": letter}
    bench.hear(StepUntrue, act.recommendation_id, **about)
    return letter


@pytest.fixture
def clerk(bench):
    return bench.staff("case_officer")


def test_on_paper_it_goes_into_the_book_once_and_its_whole_way(bench, clerk):
    body = bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")
    act = bench.issue(body)
    assert sent(clerk, only(clerk, body)).status_code == 200
    remind(bench, act, body)
    letter = untrue(bench, act, body)
    [entry] = [one for one in book(clerk, body, state="to_post") if one["rung"] == "untrue"]
    assert entry["stopped"] is None, "it may leave whatever became of the act itself"
    assert printed(clerk, entry["id"]).status_code == 200
    assert sent(clerk, entry, tracking="RR555555555AL").status_code == 200
    assert delivered(clerk, entry).status_code == 200
    [told] = bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)
    assert told["letter"] == letter


def test_what_proves_true_after_all_leaves_the_book(bench, clerk):
    body = bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")
    act = bench.issue(body)
    letter = untrue(bench, act, body)
    about = {"recommendation_id": act.recommendation_id, "institution_id": body.id, "letter": letter}
    bench.hear(DecisionDropped, act.recommendation_id, **about)
    assert [one["rung"] for one in book(clerk, body, state="to_post")] == [None]


def test_who_reads_the_portal_or_the_feed_finds_it_there(bench):
    body = bench.body()
    machine, person = bench.machine(body), bench.browser(body)
    act = bench.issue(body)
    letter = untrue(bench, act, body)
    told = bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)
    assert [one.get("letter") for one in told] == [None, letter]
    assert [one["type"] for one in entries(machine, 2)][-1] == "dispatch.step_untrue"
    shown = page(person, f"/partners/dispatches/{only_dispatch(machine)}")
    assert "Ajo që zyra tha për heshtjen nuk vlen" in shown and "Njoftim se një hap nuk vlen" in shown
