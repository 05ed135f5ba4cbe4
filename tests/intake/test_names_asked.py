"""A message of the office that may name somebody of another file goes with a reason alone, by its page and by its API."""

import re

import pytest

from tests.intake.conftest import BASE
from tests.intake.test_known_persons import offer_to
from tests.intake.test_name_marks import write_to

STREET = "Rruga Dëshmorët e Kombit, nr. 14, fshati Çërravë"
#: In no file, but a dwelling by its form.
ELSEWHERE = "Rruga Deshmoret e Lirise 14"
ASKED = (
    ELSEWHERE,
    "Drejtori Përparim Këlliçi u përgjigj.",
)


@pytest.fixture
def mine(world):
    """A complaint beside which the office holds another file."""
    reached = {"role": "parent", "name": "Përparim Këlliçi", "contact": {"address": STREET}}
    world.complain(submitter=reached, child={"name": "Ëngjëllushe Këlliçi", "age": 9})
    return world.complain()


def answered(world, complaint, words, reason):
    body = {"text": words, "names_reason": reason}
    url = f"{BASE}/complaints/{complaint['id']}/messages"
    return world.client.post(url, json=body, headers=world.bearer("intake_officer"))


@pytest.mark.parametrize("words", ASKED)
def test_what_may_be_of_another_file_is_asked_about_at_both_doors(world, mine, words):
    assert offer_to(world, mine, words)["questions"] == 1
    refused = write_to(world, mine, words)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "message_may_name")
    assert refused.get_json()["errors"][0]["pointer"] == "/names_reason"
    assert world.rows("SELECT 1 FROM message") == []


@pytest.mark.parametrize("words", [STREET, "Rruga Deshmoret e Kombit 14"])
def test_where_somebody_of_another_file_lives_goes_by_neither_door(world, mine, words):
    assert offer_to(world, mine, words)["stops"] == 1
    refused = answered(world, mine, words, "of_body")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "message_names_another")


def test_it_goes_with_a_reason_that_stands_in_the_trail(world, mine):
    assert answered(world, mine, ASKED[-1], "holds_office").status_code == 201
    [noted] = world.rows("SELECT details FROM audit_entry WHERE action = 'message.written'")
    assert (noted["details"]["questions"], noted["details"]["names_reason"]) == (1, "holds_office")


def test_no_reason_lets_a_name_of_another_file_through(world, mine):
    refused = answered(world, mine, "Edhe Ëngjëllushe Këlliçi na shkroi.", "known")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "message_names_another")


def test_a_reason_is_one_of_the_list(world, mine):
    assert answered(world, mine, ASKED[-1], "Përparim").status_code == 422


def test_where_nothing_is_asked_no_reason_is_noted(world, mine):
    assert answered(world, mine, "Shkolla u përgjigj.", "known").status_code == 201
    [noted] = world.rows("SELECT details FROM audit_entry WHERE action = 'message.written'")
    assert "names_reason" not in noted["details"]


def test_the_page_asks_why_and_takes_the_answer(world, mine):
    client, at = world.as_staff("intake_officer"), f"/intake/staff/complaints/{mine['id']}"
    shown = client.get(at).text
    assert 'name="names_reason"' not in shown
    form = {"text": ELSEWHERE, "csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)[1]}
    refused = client.post(f"{at}/messages", data=form)
    assert refused.status_code == 422 and ELSEWHERE in refused.text
    assert "zgjidhni pse mund të shkojë" in refused.text and 'name="names_reason"' in refused.text
    assert client.post(f"{at}/messages", data=form | {"names_reason": "of_body"}).status_code == 303
    assert len(world.rows("SELECT 1 FROM message")) == 1
