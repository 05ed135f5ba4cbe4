"""Whom a sealed file holds: not only who complained and what they told first, but whatever was said, written or handed in since."""

from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import DraftChecked, DraftOffered
from shared.events.documents.cases import OfferedPart, OfferedText
from tests.intake import test_pages, test_registration
from tests.intake.conftest import ADMISSIBLE, BASE, CHILD, SCHOOL, delivery
from tests.intake.files import PDF
from tests.intake.test_comparing import offer
from tests.intake.test_evidence import hand_in
from tests.intake.test_mailbox import write

FRIEND, NICKNAME = "Valdete Zogolli", "Bubushi"


def stops(world, told, text):
    return offer(world, [told["id"]], text)["stops"]


def test_a_name_in_a_later_message_of_the_complainant_is_looked_for(world):
    told = world.complain()
    text = f"Dëshmitarja {FRIEND} u pyet."
    assert stops(world, told, text) == 0
    assert write(world, told["receipt_code"], f"E pa edhe {FRIEND}, shoqja ime.").status_code == 201
    assert stops(world, told, text) == 1


def test_a_name_in_what_the_office_answered_is_looked_for(world):
    told = world.complain()
    url = f"{BASE}/complaints/{told['id']}/messages"
    wrote = world.client.post(
        url, json={"text": f"A ishte aty {FRIEND}?", "names_reason": "no_person"}, headers=world.bearer("case_officer")
    )
    assert wrote.status_code == 201, wrote.get_json()
    assert stops(world, told, f"U pyet {FRIEND}.") == 1


@pytest.mark.parametrize(
    "name", ["Valdete_Zogolli.pdf", "valdete-zogolli 2.pdf", "ValdeteZogolli.pdf", "VALDETE.ZOGOLLI.pdf"]
)
def test_a_name_in_the_name_of_a_file_that_was_handed_in_is_looked_for(world, name):
    told = world.complain()
    assert hand_in(world, told["receipt_code"], PDF, name).status_code == 201
    found = offer(world, [told["id"]], f"U pyet {FRIEND}.")
    assert found["stops"] == 1
    assert "valdete" not in str(found).lower()


def test_a_name_in_a_note_of_who_opened_the_file_is_looked_for(world):
    told = world.complain()
    noted = {"reason": "admissibility", "note": f"Telefonoi {FRIEND}"}
    url = f"{BASE}/complaints/{told['id']}/openings"
    assert world.client.post(url, json=noted, headers=world.bearer("intake_officer")).status_code == 201
    assert stops(world, told, f"U pyet {FRIEND}.") == 1


def test_a_name_that_was_typed_as_a_body_is_looked_for(world):
    told = world.complain(bodies=[{"name": f"mësuesja {FRIEND}"}])
    assert stops(world, told, f"U pyet {FRIEND}.") == 1


@pytest.mark.parametrize(
    "told",
    [
        "Mua më thirret Bubushi.",
        "e ka nofkën Bubushi dhe qan",
        "shokët i thonë Bubushi",
        "E quajnë “Bubushi” në klasë.",
    ],
)
def test_a_nickname_that_the_words_tell_is_looked_for(world, told):
    assert stops(world, world.complain(narrative=told), "Nxënësi Bubushi nuk u thirr.") == 1


def test_a_call_to_the_police_is_no_nickname(world):
    told = world.complain(narrative="Duhet të thirret Policia. I thonë Shkolla Shembull.")
    found = offer(world, [told["id"]], "U njoftua Policia dhe Shkolla Shembull.")
    assert (found["stops"], found["questions"]) == (0, 0)


@pytest.mark.parametrize("whose", ["child", "submitter"])
def test_a_nickname_is_sealed_beside_the_name_and_stops_a_text_like_one(world, whose):
    told = world.complain(
        submitter={"role": "child", "name": CHILD} | ({"nickname": NICKNAME} if whose == "submitter" else {}),
        child={"name": CHILD} | ({"nickname": NICKNAME} if whose == "child" else {}),
    )
    opened = world.opened(told["id"]).get_json()["identity"]
    assert opened[whose]["nickname"] == NICKNAME
    for text in ("Nxënësit Bubushit iu mohua mësimi.", "U dëgjua BUBUSHI.", "letra e bubushit"):
        assert stops(world, told, text) == 1, text


def test_of_several_nicknames_each_is_looked_for_even_if_it_was_typed_in_small_letters(world):
    told = world.complain(child={"name": CHILD, "nickname": "bubushi, toto / ‘lili’"})
    for text in ("Erdhi Bubushi.", "U dëgjua Toto.", "E pa Lilin."):
        assert stops(world, told, text) == 1, text


def test_a_nickname_that_no_name_may_be_is_refused(world):
    answer = world.client.post(
        f"{BASE}/complaints",
        json={"submitter": {"role": "child"}, "child": {"nickname": "x" * 201}, "narrative": "E", "language": "sq"},
    )
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/child/nickname"


def test_both_pages_take_a_nickname_and_the_file_shows_it(world):
    officer = world.as_staff("intake_officer")
    typed = {
        "role": "parent",
        "name": "Nëna Shembull",
        "nickname": "Mimoza",
        "child_name": CHILD,
        "child_nickname": NICKNAME,
    }
    doors = (
        (world.client, test_pages.COMPLAIN, test_pages.FORM),
        (officer, test_registration.NEW, test_registration.FORM),
    )
    for client, path, plain in doors:
        shown = client.get(path).text
        assert 'name="child_nickname"' in shown and 'name="nickname"' in shown
        sent = client.post(path, data=plain | typed)
        assert sent.status_code == 303, sent.text
        [newest] = world.rows("SELECT id FROM complaint ORDER BY received_at DESC LIMIT 1")
        people = world.opened(str(newest["id"])).get_json()["identity"]
        assert (people["child"]["nickname"], people["submitter"]["nickname"]) == (NICKNAME, "Mimoza")
        assert NICKNAME in file_page(world, newest["id"])


def file_page(world, complaint_id):
    client = world.as_staff("intake_officer")
    return client.get(f"/intake/staff/complaints/{complaint_id}/file", follow_redirects=True).text


def test_a_summary_that_names_someone_of_a_later_message_is_refused(world):
    told = world.complain()
    write(world, told["receipt_code"], f"E pa edhe {FRIEND}.")
    refused = world.decide(told["id"], **ADMISSIBLE | {"summary": f"U pa nga {FRIEND}.", "bodies": [str(SCHOOL)]})
    assert (refused.status_code, refused.get_json()["errors"][0]["pointer"]) == (422, "/summary")


def offer_to(world, told, text):
    """What is told about a message to one complainant, who is alone in the case as far as the cases service knows."""
    check, words = uuid4(), OfferedText(parts=(OfferedPart(name="text", text=text),))
    offered = {
        "check_id": check, "text_id": check, "kind": "message", "content_hash": "a" * 64, "text": world.documents.keep(words),
        "complaints": (), "bodies": (SCHOOL,), "addressees": (), "apart": (UUID(told["id"]),),
    }  # fmt: skip
    world.take(delivery(DraftOffered, check, **offered))
    [answer] = [one for one in world.outbox(DraftChecked) if one["check_id"] == str(check)]
    return answer


def test_who_complained_alone_is_told_what_they_wrote_and_a_number_of_the_office(world):
    told = world.complain()
    assert offer_to(world, told, f"Ju shkruajmë për {CHILD}. Telefononi 04 2380 300 ose 116 111.")["stops"] == 0


def test_a_message_to_one_is_compared_with_a_complaint_that_intake_alone_knows_to_be_joined(world):
    first = world.complain()
    second = world.complain(submitter={"role": "child", "name": "Perlina Shkodrani"}, child=None)
    world.decide(first["id"], **ADMISSIBLE)
    assert world.decide(second["id"], outcome="joined", joined_to=first["id"]).status_code == 201
    for told, other in ((first, "Perlinës"), (second, CHILD)):
        assert offer_to(world, told, f"Na shkroi edhe {other}.")["stops"] == 1
