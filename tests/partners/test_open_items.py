"""A letter is open until each of its items is answered: a question back, or that it was passed on, is no answer."""

import re

import pytest

from services.cases.domain.replies import REPLIES, Position, stops_clock
from shared.events.catalogue.codes import ANSWERING
from tests.partners.bench import answers_to, only_dispatch
from tests.partners.test_dues import Clocks
from tests.partners.test_pages import letter_path, page

OPEN = ("asks_clarification", "forwarded")


@pytest.fixture
def clocks(bench, pair):
    said = Clocks(bench, pair[0], bench.issue(pair[0]))
    for item in (0, 1):
        said.explain(item, "2027-02-03", 30, "calendar_days", ("start", "2027-01-04", "2027-01-04", 1, 0))
    return said


@pytest.fixture
def machine(bench, pair, clocks):
    del clocks
    return bench.machine(pair[0])


def say(machine, first, second):
    dispatch = only_dispatch(machine)
    body = answers_to(machine, dispatch)
    for item, position in zip(body["items"], (first, second), strict=True):
        item["position"] = position
        if position in OPEN:
            del item["promised_date"]
    answer = machine.post(f"/dispatches/{dispatch}/replies", body)
    assert answer.status_code == 201, answer.text


def shown(machine):
    return machine.get(f"/dispatches/{only_dispatch(machine)}").json


def test_what_answers_an_item_is_what_ends_its_clock_at_the_office():
    words = {position: {stops_clock(REPLIES[position, reasons]) for reasons in (True, False)} for position in Position}
    assert {position.value for position, stops in words.items() if stops == {True}} == set(ANSWERING)
    assert all(len(stops) == 1 for stops in words.values())


@pytest.mark.parametrize(
    ("first", "second"),
    [("asks_clarification", "accepted"), ("accepted", "forwarded"), ("forwarded", "forwarded")],
)
def test_until_then_list_page_and_api_say_that_the_answer_is_awaited(bench, pair, machine, clocks, first, second):
    reader = bench.browser(pair[0])
    path = letter_path(reader)
    say(machine, first, second)
    if second == "accepted":
        clocks.say(1, "closed", None, "2027-02-03")
    found = shown(machine)
    assert found["awaits_reply"] and found["replied_at"] and found["reply_due"] == "2027-02-03"
    assert "U përgjigj" not in page(reader, path)
    # Of the letter the line counts how many items stand where: it is not answered while one is open.
    assert not re.search(r"tag[^>]*>\s*U përgjigj", page(reader, "/partners/inbox"))
    assert path in page(reader, "/partners/inbox?state=waiting")
    assert path not in page(reader, "/partners/inbox?state=answered")
    assert "1 letër pret përgjigje" in page(reader, "/partners/inbox")
    letter = page(reader, path)
    assert "Përgjigje deri më" in letter and "Pse deri më" in letter and "Përgjigjuni" in letter


def test_the_answer_to_what_was_open_closes_it_and_a_later_question_does_not_open_it_again(
    bench, pair, machine, clocks
):
    reader = bench.browser(pair[0])
    path = letter_path(reader)
    say(machine, "asks_clarification", "accepted")
    say(machine, "refused", "asks_clarification")
    assert not shown(machine)["awaits_reply"]
    assert path in page(reader, "/partners/inbox?state=answered")
    assert "U përgjigj" in page(reader, path)
    say(machine, "asks_clarification", "asks_clarification")
    assert not shown(machine)["awaits_reply"]
    assert path not in page(reader, "/partners/inbox?state=waiting")


def test_what_came_on_paper_of_one_item_and_this_way_of_the_other_answers_the_letter(machine, clocks):
    clocks.say(0, "closed", None, "2027-02-03")
    assert shown(machine)["awaits_reply"]
    say(machine, "asks_clarification", "accepted")
    assert not shown(machine)["awaits_reply"]
