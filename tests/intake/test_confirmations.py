"""The complainant says whether a measure was felt: asked in the mailbox, answered once."""

from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import ConfirmationAsked, ConfirmationEnded, ConfirmationGiven
from tests.intake.conftest import BASE, PARENT, SCHOOL, delivery
from tests.intake.office import box, post

ASKED = {
    "text_sq": "Hapja e derës gjatë pushimit.",
    "text_en": "Opening the door during the break.",
    "institution_sq": "Shkolla Shembull",
    "institution_en": "Sample School",
}


def ask(world, told, **changes):
    question_id = uuid4()
    content = {
        "question_id": question_id,
        "complaint_id": UUID(told["id"]),
        "obligation_id": uuid4(),
        "institution_id": SCHOOL,
        "round": "first",
        "asked": world.documents.put_json(ASKED),
        **changes,
    }
    one = delivery(ConfirmationAsked, question_id, **content)
    world.take(one, one)
    return str(question_id)


def answer(world, told, question_id, said="no", **headers):
    body = {"question_id": question_id, "answer": said}
    headers |= {"Receipt-Code": told["receipt_code"]}
    return world.client.post(f"{BASE}/complaints/mine/confirmations", json=body, headers=headers)


@pytest.mark.parametrize(("language", "text"), [("sq", ASKED["text_sq"]), ("en", ASKED["text_en"])])
def test_the_question_stands_in_the_mailbox_in_plain_words(world, language, text):
    told = world.complain()
    question_id = ask(world, told)
    (question,) = box(world, told, language)["questions"]
    assert (question["id"], question["text"], question["answer"]) == (question_id, text, None)
    assert question["institution"] == ASKED[f"institution_{language}"]


@pytest.mark.parametrize("said", ["yes", "partly", "no"])
def test_the_answer_goes_to_the_cases_once(world, said):
    told = world.complain()
    obligation = uuid4()
    question_id = ask(world, told, obligation_id=obligation)
    given = answer(world, told, question_id, said)
    assert (given.status_code, given.get_json()["answer"]) == (201, said)
    again = answer(world, told, question_id, "yes")
    assert (again.status_code, again.get_json()["code"]) == (409, "already_answered")
    (event,) = world.outbox(ConfirmationGiven)
    assert (event["question_id"], event["complaint_id"]) == (question_id, told["id"])
    assert (event["obligation_id"], event["answer"]) == (str(obligation), said)
    assert box(world, told)["questions"][0]["answer"] == said


def test_a_repeated_request_gets_the_same_answer(world):
    told = world.complain()
    question_id = ask(world, told)
    first, again = (answer(world, told, question_id, **{"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status_code, first.get_json()) == (again.status_code, again.get_json())
    assert len(world.outbox(ConfirmationGiven)) == 1


def test_the_question_of_another_is_what_is_not_there(world):
    mine, other = world.complain(), world.complain()
    foreign = answer(world, mine, ask(world, other))
    unknown = answer(world, mine, str(uuid4()))
    assert foreign.status_code == unknown.status_code == 404
    assert world.outbox(ConfirmationGiven) == []


@pytest.mark.parametrize(
    "body", [{}, {"question_id": "x", "answer": "no"}, {"question_id": str(uuid4()), "answer": "never"},
             {"question_id": str(uuid4())}, {"question_id": str(uuid4()), "answer": "no", "why": "x"}],
)  # fmt: skip
def test_a_faulty_answer_is_refused(world, body):
    told = world.complain()
    headers = {"Receipt-Code": told["receipt_code"]}
    assert world.client.post(f"{BASE}/complaints/mine/confirmations", json=body, headers=headers).status_code == 422


def test_a_guardian_in_conflict_is_not_asked(world):
    told = world.complain(submitter={"role": "parent", "name": PARENT})
    post(world, f"{told['id']}/guardian-conflict", {"in_conflict": True})
    question_id = ask(world, told)
    assert world.mine(told["receipt_code"]).status_code == 404
    assert answer(world, told, question_id).status_code == 404
    assert world.outbox(ConfirmationGiven) == []


def test_a_question_about_an_unknown_complaint_is_put_to_nobody(world):
    ask(world, {"id": str(uuid4())})
    assert world.rows("SELECT 1 FROM question") == world.rows("SELECT 1 FROM parked_event") == []


def end(world, question_id, sequence=2):
    one = delivery(ConfirmationEnded, UUID(question_id), sequence, question_id=UUID(question_id))
    world.take(one, one)


def page(world, told):
    visit = world.client
    visit.post("/intake/mine", data={"code": told["receipt_code"]})
    return visit


def test_a_question_whose_finding_stands_no_more_is_open_no_more_and_is_answered_by_nothing(world):
    told = world.complain()
    question_id = ask(world, told)
    assert box(world, told)["questions"][0]["ended_at"] is None
    end(world, question_id)
    assert box(world, told)["questions"][0]["ended_at"] is not None
    refused = answer(world, told, question_id, "yes")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "question_ended")
    assert "no longer" in refused.get_json()["detail"]
    assert world.outbox(ConfirmationGiven) == []


@pytest.mark.parametrize(
    ("role", "words"), [("child", "Nuk ke pse të përgjigjesh"), ("parent", "Nuk keni pse të përgjigjeni")]
)
def test_the_page_that_was_open_says_that_nothing_is_asked_any_more(world, role, words):
    told = world.complain(submitter={"role": role, "name": PARENT})
    question_id = ask(world, told)
    visit = page(world, told)
    assert ASKED["text_sq"] in visit.get("/intake/mine").text
    end(world, question_id)
    assert ASKED["text_sq"] not in visit.get("/intake/mine").text
    refused = visit.post("/intake/mine/confirmations", data={"question": question_id, "answer": "yes"})
    assert refused.status_code == 409
    assert words in refused.text and ASKED["text_sq"] not in refused.text
    assert words not in visit.get("/intake/mine").text
    assert world.outbox(ConfirmationGiven) == []


def test_what_was_answered_before_the_end_stays_answered(world):
    told = world.complain()
    question_id = ask(world, told)
    assert answer(world, told, question_id, "yes").status_code == 201
    end(world, question_id)
    assert box(world, told)["questions"][0]["answer"] == "yes"
    assert answer(world, told, question_id, "no").get_json()["code"] == "already_answered"


def test_the_end_of_a_question_that_was_put_to_nobody_is_heard_and_changes_nothing(world):
    question_id = ask(world, {"id": str(uuid4())})
    end(world, question_id)
    assert world.rows("SELECT 1 FROM question") == world.rows("SELECT 1 FROM parked_event") == []
