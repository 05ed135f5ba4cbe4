"""Each line of a history names the act and the item that it is about."""

import re

import pytest

from tests.cases.pages_world import said


@pytest.fixture
def three(bench, story):
    """An act with three items that its body has."""
    body = bench.body()
    act = story.with_findings().issue(body, items=3)
    bench.deliver(act, body)
    return act, body, story.obligations(act, body)


def lines(story, path):
    client = story.officer.client
    client.set_cookie("besa_staff", story.officer.token, path="/")
    text = client.get(f"/cases/staff/{path}", headers={"Accept-Language": "sq"}).text
    return said(re.sub(r"<form.*?</form>", "", text, flags=re.DOTALL))


def test_a_reply_to_one_item_names_act_and_item(bench, story, three):
    act, body, owed = three
    bench.reply(act, body, {"item_id": owed[1]["item_id"], "position": "refused", "has_reasons": True})
    assert "Erdhi përgjigje" in (page := lines(story, f"cases/{story.case_id}"))
    assert f"{act['number']}, pika 2, " in page.partition("Erdhi përgjigje")[2] or f"{act['number']}, pika 2" in page
    assert "Ankuesit iu tregua ku është puna" in page


def test_a_reply_to_some_items_names_them(bench, story, three):
    act, body, owed = three
    said_of = [{"item_id": owed[place]["item_id"], "position": "refused", "has_reasons": True} for place in (0, 2)]
    bench.reply(act, body, *said_of)
    assert f"{act['number']}, pikat 1, 3" in lines(story, f"cases/{story.case_id}")


def test_what_the_office_found_names_act_and_item(bench, story, three):
    act, body, owed = three
    bench.reply(act, body, *({"item_id": one["item_id"], "position": "refused", "has_reasons": True} for one in owed))
    story.not_enough(owed[2])
    page = lines(story, f"cases/{story.case_id}")
    assert "Zyra gjeti se përgjigjja nuk mjafton" in page
    assert f"{act['number']}, pika 3" in page
    assert f"{act['number']}, pika 3" in lines(story, f"obligations/{owed[2]['id']}")


def test_a_draft_is_named_by_its_title(bench, story):
    act = story.with_findings().draft(bench.body())
    assert f"“{act['title']}”" in lines(story, f"cases/{story.case_id}").partition("U hartua një akt")[2]
