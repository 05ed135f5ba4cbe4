"""A line of the inbox speaks for the item that is worst off, says how many stand where, and names the oldest day that is open."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.partners.models import DispatchItem
from services.partners.queries.standings import standing_of
from shared.events.catalogue import ExtensionDecided, ObligationAssessed, ObligationDated
from tests.partners.bench import today
from tests.partners.test_dues import Clocks
from tests.partners.test_pages import letter_path, page

#: Days from today on.
PAST, AHEAD = -3, 20


def on(days):
    return today() + timedelta(days=days)


@pytest.fixture
def clocks(bench, pair):
    return Clocks(bench, pair[0], bench.issue(pair[0]))


@pytest.fixture
def reader(bench, pair, clocks):
    del clocks
    return bench.browser(pair[0])


def of(clocks, item):
    return {
        "obligation_id": clocks.obligations[item],
        "recommendation_id": clocks.sent.recommendation_id,
        "item_id": clocks.sent.items[item],
        "institution_id": clocks.body.id,
    }


def find(clocks, item, word, **more):
    found = {"assessment": word, "assessed_on": today(), "complaints": [], **more}
    clocks.bench.hear(ObligationAssessed, clocks.obligations[item], **of(clocks, item), **found)


def test_an_item_that_is_done_does_not_hide_one_that_is_late(reader, clocks):
    clocks.say(0, "started", on(AHEAD).isoformat())
    clocks.say(1, "started", on(PAST).isoformat())
    find(clocks, 0, "implemented")
    shown = page(reader, "/partners/inbox")
    assert "Pa përgjigje, me vonesë: 1 · E zbatuar: 1" in " ".join(shown.split())
    assert "govuk-tag--green" not in shown.split("Gjendja", 2)[-1].split("Pa përgjigje")[0]


def test_a_report_that_was_debated_or_not_is_called_so(reader, clocks):
    for item in (0, 1):
        clocks.say(item, "started", on(AHEAD).isoformat())
    find(clocks, 0, "implemented", outcome="debated")
    find(clocks, 1, "not", outcome="not_debated")
    shown = " ".join(page(reader, "/partners/inbox").split())
    assert "Raporti nuk u diskutua në afat: 1 · Raporti u diskutua në Kuvend: 1" in shown


def test_of_what_was_answered_the_day_of_the_doing_that_passed_is_shown(bench, reader, clocks):
    for item in (0, 1):
        clocks.say(item, "started", on(AHEAD).isoformat())
        clocks.say(item, "closed", None, on(AHEAD).isoformat(), answered_on=today())
    why = bench.platform.documents.put_json({"sq": "Dita.", "en": "The day."})
    for item, by in ((0, AHEAD), (1, PAST)):
        bench.hear(ObligationDated, clocks.obligations[item], **of(clocks, item), by=on(by), why=why)
    find(clocks, 0, "in_process")
    shown = " ".join(page(reader, "/partners/inbox").split())
    assert "Dita e zbatimit kaloi: 1 · Në proces: 1" in shown
    assert "për ta zbatuar, 3 ditë me vonesë" in shown


@pytest.mark.parametrize(
    ("facts", "found", "words"),
    [
        ([{}, {}], [None, None], [("awaits", 2)]),
        ([{"due": PAST}, {"due_cause": "closed"}], [None, "not"], [("late", 1), ("not", 1)]),
        (
            [{"due_cause": "closed", "done_by": PAST}] * 2,
            ["implemented", None],
            [("day_passed", 1), ("implemented", 1)],
        ),
        ([{"due_cause": "closed"}] * 2, ["overtaken", "in_process"], [("in_process", 1), ("overtaken", 1)]),
    ],
)
def test_the_worst_stands_first(facts, found, words):
    dated = [{key: on(one) if isinstance(one, int) else one for key, one in each.items()} for each in facts]
    rows = [DispatchItem(item_id=place, place=place, **one) for place, one in enumerate(dated)]
    assessed = {place: word for place, word in enumerate(found) if word}
    assert list(standing_of(rows, assessed, today()).counts) == words


def test_nothing_open_has_no_day():
    done = DispatchItem(item_id=1, place=0, due_cause="closed", done_by=on(PAST))
    assert standing_of([done], {1: "implemented"}, today()).day is None


@pytest.mark.parametrize(("items", "said"), [((1,), " për pikën 2"), ((0, 1), ""), ((), "")])
def test_more_time_for_one_item_is_said_of_that_item(bench, reader, clocks, items, said):
    request = uuid4()
    given = {"items": [clocks.sent.items[one] for one in items]} if items else {}
    about = {"recommendation_id": clocks.sent.recommendation_id, "institution_id": clocks.body.id}
    bench.hear(ExtensionDecided, request, request_id=request, **about, granted=True, until=on(AHEAD), **given)
    shown = " ".join(page(reader, letter_path(reader)).split())
    assert ("U dha kohë deri më" in shown, " për pikën " in shown) == (True, bool(said))
    assert said in shown


def test_a_letter_that_nobody_answered_is_no_answered_one_when_the_office_asks_no_more(reader, clocks):
    for item in (0, 1):
        clocks.say(item, "started", on(AHEAD).isoformat())
        clocks.say(item, "closed", None, on(AHEAD).isoformat(), closed_on=today())
    find(clocks, 0, "overtaken")
    find(clocks, 1, "not_assessable")
    for where in ("/partners/inbox", letter_path(reader)):
        shown = page(reader, where)
        assert "Nuk kërkohet më përgjigje" in shown
        assert "U përgjigj" not in shown and "Plotësoni përgjigjen" not in shown
    assert letter_path(reader) in page(reader, "/partners/inbox?state=over")
    assert letter_path(reader) not in page(reader, "/partners/inbox?state=answered").split("<table")[-1]
    clocks.say(0, "closed", None, on(AHEAD).isoformat(), answered_on=today())
    assert letter_path(reader) in page(reader, "/partners/inbox?state=answered")
    assert "U përgjigj" in page(reader, "/partners/inbox")
