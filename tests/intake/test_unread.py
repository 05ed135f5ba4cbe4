"""Nothing is decided of a complaint that nobody of the office has read: its words stand in the sealed file alone."""

import pytest

from tests.intake.conftest import ADMISSIBLE
from tests.intake.office import NAMELESS, post

ENDS = [
    {"outcome": "inadmissible", "ground": "not_about_a_child"},
    {"outcome": "counselled"},
    ADMISSIBLE,
]
PAGE = "/intake/staff/complaints"


def decisions(world, told):
    return world.rows("SELECT 1 FROM complaint WHERE id = :id AND outcome IS NOT NULL", id=told["id"])


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end["outcome"])
def test_a_decision_on_what_nobody_read_is_refused_by_the_api_and_taken_once_it_was_opened(world, end):
    told = world.complain()
    refused = post(world, f"{told['id']}/decision", end)
    assert (refused.status_code, refused.get_json()["code"], refused.get_json()["legal"]) == (
        409,
        "not_read",
        ["openings"],
    )
    assert decisions(world, told) == [] and world.mine(told["receipt_code"]).get_json()["messages"] == []
    assert world.opened(told["id"], "case_officer").status_code == 201
    assert post(world, f"{told['id']}/decision", end).status_code == 201


def test_the_page_says_so_before_and_after(world):
    told = world.complain()
    officer = world.as_staff("intake_officer")
    assert "pa u lexuar nuk vendoset" in officer.get(f"{PAGE}/{told['id']}").text
    form = {"outcome": "counselled", "urgency": "normal"}
    answer = officer.post(f"{PAGE}/{told['id']}/decision", data=form, follow_redirects=True)
    assert "Askush i zyrës nuk e ka lexuar ende këtë ankesë. Hapni së pari dosjen." in answer.text
    assert decisions(world, told) == []
    world.opened(told["id"])
    assert "pa u lexuar nuk vendoset" not in officer.get(f"{PAGE}/{told['id']}").text
    answer = officer.post(f"{PAGE}/{told['id']}/decision", data=form, follow_redirects=True)
    assert "Vendimi u regjistrua" in answer.text


def test_nor_does_the_office_go_on_alone_with_what_nobody_read(world):
    told = world.complain(**NAMELESS)
    alone = {"summary": "Një nxënës mbeti pa shkollë.", "rights": ["28"]}
    refused = post(world, f"{told['id']}/own-initiative", alone)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "not_read")
    page = world.as_staff("intake_officer").post(
        f"{PAGE}/{told['id']}/own-initiative",
        data={"own_summary": alone["summary"], "own_rights": "28"},
        follow_redirects=True,
    )
    assert "Hapni së pari dosjen." in page.text
    world.opened(told["id"])
    assert post(world, f"{told['id']}/own-initiative", alone).status_code == 201


def test_one_that_is_joined_was_read_too(world):
    main, joined = world.complain(), world.complain()
    world.opened(main["id"])
    refused = post(world, f"{joined['id']}/decision", {"outcome": "joined", "joined_to": main["id"]})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "not_read")


def test_an_opening_with_a_note_is_no_message_of_who_complained(world):
    """What arrives in a file makes the texts about it be compared anew; what the office writes into it does not."""
    told = world.complain()
    before = world.rows("SELECT type FROM outbox")
    opened = post(world, f"{told['id']}/openings", {"reason": "admissibility", "note": "Shënim i zyrës"})
    assert opened.status_code == 201
    assert world.rows("SELECT type FROM outbox") == before
    assert world.mine(told["receipt_code"]).get_json()["messages"] == []
