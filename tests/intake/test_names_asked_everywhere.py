"""A question of the look is answered with a reason at every door of intake by which a text leaves the sealed file; cases asks at the others."""

import re

import pytest

from tests.intake.conftest import ADMISSIBLE, SCHOOL
from tests.intake.test_handovers import ask, decide, redirected
from tests.intake.test_name_marks import write_to

#: A stranger's full name; a parent told by office and place; the child's name as a plain word.
ASKED = ("Ai u pa nga Besjan Malaj.", "Nëna, mësuese në shkollën e fshatit Shembullas, u dëgjua.")
REASON = "no_person"


def summary(world, words, **more):
    mine = world.complain()
    return world.decide(mine["id"], **ADMISSIBLE | {"summary": words, "bodies": [str(SCHOOL)]} | more)


@pytest.mark.parametrize("words", ASKED)
def test_a_summary_needs_a_reason_which_stands_in_the_trail(world, words):
    refused = summary(world, words)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "summary_may_name")
    assert refused.get_json()["errors"][0]["pointer"] == "/names_reason"
    assert summary(world, words, names_reason="Besjan").status_code == 422
    assert summary(world, words, names_reason=REASON).status_code == 201
    [noted] = world.rows("SELECT details FROM audit_entry WHERE action = 'summary.named'")
    assert noted["details"] == {"questions": 1, "names_reason": REASON}


def test_no_reason_lets_a_name_of_the_file_through_and_none_is_asked_or_noted_where_nothing_is(world):
    named = summary(world, "Ana Malaj, vajza e Mirës nga Laknasi, u ankua.", names_reason=REASON)
    assert named.get_json()["code"] == "summary_names_person"
    assert summary(world, "Shkolla nuk u përgjigj.", names_reason=REASON).status_code == 201
    assert world.rows("SELECT 1 FROM audit_entry WHERE action = 'summary.named'") == []


def test_the_page_of_the_decision_asks_why_and_takes_the_answer(world):
    mine = world.complain()
    world.read(mine["id"])
    client, at = world.as_staff("intake_officer"), f"/intake/staff/complaints/{mine['id']}"
    shown = client.get(f"{at}?body=Shkolla").text
    form = {"outcome": "admissible", "summary": ASKED[0], "rights": "28", "bodies": str(SCHOOL), "body": "Shkolla"}
    form["csrf_token"] = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)[1]
    refused = client.post(f"{at}/decision", data=form)
    assert refused.status_code == 422 and "zgjidhni pse mund të shkojë" in refused.text
    assert client.post(f"{at}/decision", data=form | {"names_reason": REASON}).status_code == 303
    assert world.rows("SELECT outcome FROM complaint") == [{"outcome": "admissible"}]


def test_so_do_a_message_and_an_account_for_another_body(world):
    mine, told = world.complain(), redirected(world)
    for words in ASKED:
        assert write_to(world, mine, words).get_json()["code"] == "message_may_name", words
    assert ask(world, told, account=ASKED[0]).status_code == 422
    asked = ask(world, told, account=ASKED[0], names_stay=True)
    assert (asked.status_code, decide(world, told, asked).status_code) == (201, 422)
    assert decide(world, told, asked, reason="Emri i një mësuesi.").json["stops"] == 1
