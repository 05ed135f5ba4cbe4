"""What a form or a page says is what the rule does."""

import json
from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import ComplainantInformed, ComplainantNotTold
from tests.intake.conftest import ADMISSIBLE, delivery
from tests.intake.office import NAMELESS, fault, post

NEEDED = "the office cannot accept it as a complaint"


def shut_out(world):
    told = world.complain(submitter={"role": "parent", "name": "Testatrik Kanarin"})
    assert post(world, f"{told['id']}/guardian-conflict", {"who": "submitter", "in_conflict": True}).status_code == 200
    return told


def test_a_message_to_who_is_shut_out_is_refused_since_nobody_would_read_it(world):
    told = shut_out(world)
    answer = post(world, f"{told['id']}/messages", {"text": "Na telefononi"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "mailbox_shut")
    assert world.rows("SELECT 1 FROM message WHERE kind = 'text'") == []


def test_what_a_case_writes_to_who_is_shut_out_lies_in_no_mailbox_and_the_case_is_told(world):
    told, case = shut_out(world), uuid4()
    of, document = UUID(told["id"]), world.documents.put(json.dumps({"text": "Po", "language": "sq"}).encode())
    world.take(delivery(ComplainantInformed, of, 1, complaint_id=of, case_id=case, message=document))
    assert world.outbox(ComplainantNotTold) == [
        {"complaint_id": told["id"], "case_id": str(case), "reason": "in_conflict"}
    ]
    assert world.rows("SELECT 1 FROM message WHERE kind = 'informed'") == []


def test_the_page_says_so_before_and_after_and_offers_no_form(world):
    told = shut_out(world)
    browser, here = world.as_staff("intake_officer"), f"/intake/staff/complaints/{told['id']}"
    page = browser.get(f"{here}?lang=en").text
    assert "nobody would read a message here" in page and f'action="{here}/messages"' not in page
    sent = browser.post(f"{here}/messages?lang=en", data={"text": "Na telefononi"})
    assert sent.status_code == 422 and "The message was not taken." in sent.text
    assert world.rows("SELECT 1 FROM message WHERE kind = 'text'") == []


def test_who_was_let_in_again_is_written_to(world):
    told = shut_out(world)
    post(world, f"{told['id']}/guardian-conflict", {"who": "submitter", "in_conflict": False})
    assert post(world, f"{told['id']}/messages", {"text": "Na telefononi"}).status_code == 201


def test_a_conflict_of_the_representative_alone_leaves_the_mailbox_of_who_complained_open(world):
    told = world.complain(representative={"role": "parent", "name": "Testatrik Kanarin"})
    post(world, f"{told['id']}/guardian-conflict", {"who": "representative", "in_conflict": True})
    assert post(world, f"{told['id']}/messages", {"text": "Si je?"}).status_code == 201


@pytest.mark.parametrize("role", ["parent", "relative"])
def test_an_adult_is_not_told_that_no_name_is_needed_and_then_refused_for_having_none(world, role):
    """The policy that the office has: without a name it is no complaint. Form, first page and decision say the same."""
    told = world.complain(**NAMELESS | {"submitter": {"role": role}})
    refused = world.decide(told["id"], **ADMISSIBLE)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "anonymous_not_admissible")
    assert NEEDED in world.client.get("/intake/complain?lang=en").text
    assert "An adult tells us a name or how to reach them." in world.client.get("/intake/?lang=en").text


def test_a_child_needs_no_name_whatever_the_policy_says(world):
    told = world.complain(submitter={"role": "child"}, child=None)
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    assert "A child does not need a name" in world.client.get("/intake/?lang=en").text


def test_the_ground_for_refusing_a_nameless_complaint_is_for_no_child(world):
    told = world.complain(submitter={"role": "child"}, child=None)
    answer = world.decide(told["id"], outcome="inadmissible", ground="anonymous_not_allowed")
    assert fault(answer) == (422, "not_anonymous", "/ground")


@pytest.mark.parametrize(
    ("role", "receipt_says", "mailbox_says", "not_says"),
    [
        (
            "child",
            ("Kodi yt", "të themi a e pranojmë"),
            ("Shkruaj përsëri", "dosjen tënde"),
            ("Kodi juaj", "dosjen tuaj"),
        ),
        (
            "parent",
            ("Kodi juaj", "ju themi a e pranojmë"),
            ("Shkruani përsëri", "dosjen tuaj"),
            ("Kodi yt", "dosjen tënde"),
        ),
    ],
)
def test_a_child_is_ti_and_an_adult_ju_and_no_doubt_about_the_law_is_theirs(
    world, role, receipt_says, mailbox_says, not_says
):
    visitor = world.app.test_client()
    form = {"role": role, "narrative": "Shkolla nuk më pranoi", "name": "Ankues Shembull", "way": "none"}
    assert visitor.post("/intake/complain", data=form).status_code == 303
    done = visitor.get("/intake/complain/done").text
    told = world.complain(submitter={"role": role})
    visitor.post("/intake/mine", data={"code": told["receipt_code"]})
    box = visitor.get("/intake/mine").text
    assert [words in done for words in receipt_says] == [True, True]
    assert [words in box for words in (*mailbox_says, "Përgjigjja jepet deri më")] == [True] * 3
    for words in (*not_says, "konfirmuar"):
        assert words not in done + box + visitor.get("/intake/").text, words
