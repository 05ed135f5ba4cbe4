"""What the office notes for itself about a complaint never leaves: no mailbox, no event and no document of one holds it."""

import json

import pytest

from tests.intake.conftest import BASE

MARK = "Shenimvetjak"


@pytest.fixture
def noted(world):
    """A complaint with a note at each place where the office writes one for itself."""
    told = world.complain()
    headers, at = world.bearer("intake_officer"), f"{BASE}/complaints/{told['id']}"
    opened = world.client.post(
        f"{at}/openings", json={"reason": "admissibility", "note": f"{MARK} hapje"}, headers=headers
    )
    assert opened.status_code == 201, opened.get_json()
    end = {
        "outcome": "inadmissible",
        "ground": "not_about_a_child",
        "urgency": "urgent",
        "urgency_reason": f"{MARK} ngut",
    }
    decided = world.decide(told["id"], **end)
    assert decided.status_code == 201, decided.get_json()
    again = world.client.post(
        f"{at}/reopening", json={"reason": "new_facts", "note": f"{MARK} rihapje"}, headers=headers
    )
    assert again.status_code in {200, 201}, again.get_json()
    return told


def test_no_note_is_in_the_mailbox_nor_in_an_event_nor_in_a_document_of_one(world, noted):
    opened = world.opened(noted["id"]).get_json()
    assert opened["reopenings"][0]["note"] == f"{MARK} rihapje" and opened["openings"][0]["note"] == f"{MARK} hapje"
    assert MARK not in world.mine(noted["receipt_code"]).text
    payloads = [row["payload"] for row in world.rows("SELECT payload FROM outbox")]
    assert len(payloads) > 3 and not [one for one in payloads if MARK in one]
    named = {text for one in payloads for text in _texts(json.loads(one)["data"]) if len(text) == 64}
    assert not [one for one in named if MARK.encode() in world.documents.get(one)]


def _texts(value):
    """Each text in what an event holds."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _texts(one)]
