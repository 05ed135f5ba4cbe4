"""A redirected complaint is handed to its body: the office's own words, let go by a second person, and a name only by agreement."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.intake.actions.erasure import erase
from shared.documents import DocumentMissingError
from shared.events.catalogue import ComplaintHandedOver, HandoverMoved, IdentityReleased
from shared.principal import service
from tests.intake.conftest import BASE, CHILD, MUNICIPALITY, PARENT, SCHOOL, WORDS, delivery
from tests.intake.office import NAMELESS, add_body, box, fault, get, post

ACCOUNT = "Një familje ankohet se rruga para shkollës nuk ka ndriçim dhe fëmijët kthehen në errësirë."
AGREED = {"data": ["submitter_name"], "agreed": ["submitter"], "agreement": "Me telefon, sot"}
OPEN = {"role": "parent", "name": PARENT, "keep_secret": False}


def redirected(world, to=MUNICIPALITY, **changes):
    told = world.complain(**{"submitter": OPEN, **changes})
    answer = world.decide(told["id"], outcome="redirected", redirect_to=str(to))
    assert answer.status_code == 201, answer.get_json()
    return told


@pytest.fixture
def told(world):
    return redirected(world)


def ask(world, told, role="intake_officer", **more):
    return post(world, f"{told['id']}/handovers", {"account": ACCOUNT, **more}, role)


def decide(world, told, asked, role="approver", *, approve=True, reason=None):
    path = f"{told['id']}/handovers/{asked.json['id']}/decision"
    return post(world, path, {"approve": approve, **({"names_reason": reason} if reason else {})}, role)


def handed(world, told, role="approver", *, reason=None, **more):
    """What left for the body: the event and its letter."""
    asked = ask(world, told, **more)
    assert asked.status_code == 201, asked.json
    answer = decide(world, told, asked, role, reason=reason)
    assert (answer.status_code, answer.json["state"]) == (200, "approved"), answer.json
    event = world.outbox(ComplaintHandedOver)[-1]
    return event, world.documents.get_json(event["letter"])


def moved(world, event, *steps, by_wire=False, at=None, dispatch=None):
    handover, dispatch = UUID(event["handover_id"]), dispatch or uuid4()
    for sequence, step in enumerate(steps, start=1):
        world.take(
            delivery(
                HandoverMoved, dispatch, sequence, dispatch_id=dispatch, handover_id=handover,
                institution_id=MUNICIPALITY, step=step, at=at or datetime.now(UTC), by_wire=by_wire,
            )
        )  # fmt: skip


def kinds(world, told):
    return [message["kind"] for message in box(world, told)["messages"]]


def test_what_the_body_may_know_goes_once_a_second_person_said_so_and_holds_no_name(world, told):
    asked = ask(world, told)
    assert (asked.status_code, asked.json["state"], asked.json["stops"]) == (201, "asked", 0)
    assert world.outbox(ComplaintHandedOver) == []
    assert decide(world, told, asked).json["state"] == "approved"
    (event,) = world.outbox(ComplaintHandedOver)
    assert (event["institution_id"], event["number"]) == (str(MUNICIPALITY), told["reference"])
    letter = world.documents.get_json(event["letter"])
    assert (letter["grounds"], letter["known"], letter["reply"]["expects"]) == (ACCOUNT, [], "nothing")
    whole = json.dumps([event, letter], ensure_ascii=False)
    assert not any(word in whole for word in (CHILD, PARENT, WORDS))
    actions = {row["action"] for row in world.rows("SELECT action FROM audit_entry")}
    assert {"handover.asked", "handover.approved"} <= actions


def test_an_account_that_names_somebody_of_the_file_is_refused_with_its_places(world, told):
    text = f"Ankohet {PARENT} për rrugën."
    refused = ask(world, told, account=text)
    assert fault(refused) == (422, "handover.names_person", "/account")
    assert "8-" in refused.text
    assert PARENT not in refused.text
    assert world.rows("SELECT 1 FROM handover") == []


def test_a_number_is_refused_unless_a_second_person_is_asked_whose_reason_stands_in_the_trail(world, told):
    text = "Numri i telefonit 069 123 4567 është i bashkisë."
    assert fault(ask(world, told, account=text)) == (422, "handover.names_person", "/account")
    asked = ask(world, told, account=text, names_stay=True)
    assert (asked.status_code, asked.json["stops"], asked.json["named"]) == (201, 1, ["number"])
    assert fault(decide(world, told, asked))[1] == "handover.names_person"
    assert world.outbox(ComplaintHandedOver) == []
    answer = decide(world, told, asked, reason="Është numri publik i bashkisë")
    assert (answer.json["state"], answer.json["names_reason"]) == ("approved", "Është numri publik i bashkisë")
    (row,) = world.rows("SELECT details FROM audit_entry WHERE action = 'handover.approved'")
    assert (str(row["details"]["stops"]), row["details"]["named"]) == ("1", "number")


def test_who_wrote_an_account_never_says_why_its_own_names_may_go(world, told):
    account = f"Ankohet {PARENT}."
    said = ask(world, told, account=account, names_reason="Duhet")
    assert (said.status_code, world.rows("SELECT 1 FROM handover")) == (422, [])
    written = {"account": account, "names_stay": True, "agreed": ["submitter"], "agreement": "Sot"}
    asked = ask(world, told, "approver", **written)
    assert asked.status_code == 201, asked.json
    assert decide(world, told, asked, reason="Duhet").json["code"] == "release.own_request"
    assert world.outbox(ComplaintHandedOver) == []
    assert decide(world, told, asked, "commissioner", reason="Organi e njeh").json["state"] == "approved"


@pytest.mark.parametrize("what", ["Ankohet {name}.", "Telefononi 068 765 4321 për rrugën."])
def test_a_name_or_a_number_of_the_file_in_the_text_needs_the_agreement_of_its_bearer_as_data_do(world, what):
    reached = OPEN | {"contact": {"phone": "068 765 4321"}}
    told = redirected(world, submitter=reached)
    account = what.format(name=PARENT)
    assert fault(ask(world, told, account=account, names_stay=True))[1:] == ("handover.not_agreed", "/agreed")
    other = ask(world, told, account=account, names_stay=True, agreed=["child"], agreement="Sot")
    assert fault(other)[1] == "handover.not_agreed"
    assert fault(ask(world, told, account=account, names_stay=True, agreed=["submitter"]))[1] == "missing"
    asked = ask(world, told, account=account, names_stay=True, agreed=["submitter"], agreement="Sot")
    assert (asked.status_code, asked.json["named"]) == (201, ["submitter"])
    assert decide(world, told, asked, reason="Organi e ka në dosje").json["state"] == "approved"


def test_who_asked_for_secrecy_a_young_child_and_anybody_else_of_the_files_go_in_a_text_by_the_commissioner_alone(
    world,
):
    secret = redirected(world, submitter={"role": "parent", "name": PARENT, "keep_secret": True})
    young = redirected(world, child={"name": CHILD, "age": 15})
    unknown = redirected(world, child={"name": CHILD})
    tried = ((secret, PARENT, "submitter"), (young, CHILD, "child"), (unknown, CHILD, "child"))
    for told, name, person in tried:
        agreed = {"agreed": [person], "agreement": "Sot", "names_stay": True}
        asked = ask(world, told, account=f"Për rrugën shkroi {name}.", **agreed)
        assert asked.status_code == 201, asked.json
        assert decide(world, told, asked, reason="Duhet").json["code"] == "release.needs_commissioner"
        assert decide(world, told, asked, "commissioner", reason="Duhet").json["state"] == "approved"
    assert len(world.outbox(ComplaintHandedOver)) == 3


def test_somebody_of_another_file_goes_in_a_text_by_the_commissioner_alone(world):
    told = world.complain(submitter=OPEN)
    other = world.complain(submitter={"role": "parent", "name": "Provarik Gurabardhi"})
    assert world.decide(other["id"], outcome="joined", joined_to=told["id"], ground="duplicate").status_code == 201
    assert world.decide(told["id"], outcome="redirected", redirect_to=str(MUNICIPALITY)).status_code == 201
    asked = ask(world, told, account="Ankohet edhe Provarik Gurabardhi.", names_stay=True)
    assert (asked.status_code, asked.json["named"]) == (201, ["another"])
    assert decide(world, told, asked, reason="Duhet").json["code"] == "release.needs_commissioner"
    assert decide(world, told, asked, "commissioner", reason="Është emër rruge").json["state"] == "approved"


@pytest.mark.parametrize(
    ("language", "said"), [("sq", "kush është ankuesi"), ("en", "who the complainant is")]
)  # fmt: skip
def test_the_complainant_reads_that_the_text_itself_told_who_somebody_is(world, told, language, said):
    account = {"account": f"Ankohet {PARENT}.", "names_stay": True, "agreed": ["submitter"], "agreement": "Sot"}
    event, _letter = handed(world, told, reason="Organi e njeh", **account)
    moved(world, event, "delivered")
    text = box(world, told, language)["messages"][-1]["text"]
    assert said in text
    assert "Emrin tuaj, fjalët tuaja" not in text
    assert "We did not give it your name" not in text
    assert PARENT not in text


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"data": ["submitter_name"]}, "handover.not_agreed"),
        ({"data": ["submitter_name"], "agreed": ["child"], "agreement": "Sot"}, "handover.not_agreed"),
        ({"data": ["submitter_name"], "agreed": ["submitter"]}, "missing"),
        ({"data": ["representative_name"], "agreed": ["representative"], "agreement": "Sot"}, "release.not_held"),
    ],
)
def test_no_name_leaves_without_the_recorded_agreement_of_who_bears_it(world, told, more, expected):
    assert fault(ask(world, told, **more))[1] == expected
    assert world.outbox(ComplaintHandedOver) == []


@pytest.mark.parametrize(
    "bad", [{"account": ""}, {"account": None}, {"data": ["narrative"]}, {"agreed": ["neighbour"]}, {"language": "xx"}, {"x": 1}]
)  # fmt: skip
def test_bad_input_is_refused_and_writes_nothing(world, told, bad):
    assert ask(world, told, **bad).status_code == 422
    assert world.rows("SELECT 1 FROM handover") == []


def test_with_agreement_the_name_goes_along_and_the_account_may_say_it(world, told):
    _event, letter = handed(world, told, account=f"Ankohet {PARENT}.", **AGREED)
    assert [one["name_en"] for one in letter["known"]] == ["The complainant's name"]
    assert PARENT in letter["grounds"]
    (released,) = world.outbox(IdentityReleased)
    assert (released["institution_id"], released["data"]) == (str(MUNICIPALITY), ["submitter_name"])
    assert [one["value"] for one in world.documents.get_json(released["document"])] == [PARENT]


def test_a_young_child_and_who_asked_for_secrecy_are_named_by_the_commissioner_alone(world):
    own = redirected(world, submitter={"role": "child", "name": CHILD, "keep_secret": True})
    asked = ask(world, own, data=["child_name"], agreed=["child"], agreement="Vetë fëmija, sot")
    assert decide(world, own, asked).json["code"] == "release.needs_commissioner"
    assert world.outbox(ComplaintHandedOver) == []
    assert decide(world, own, asked, "commissioner").json["state"] == "approved"


def test_a_child_who_complains_itself_agrees_as_a_child(world):
    own = redirected(world, submitter={"role": "child", "name": CHILD, "keep_secret": False})
    asked = {"data": ["submitter_name"], "agreement": "Sot"}
    assert fault(ask(world, own, agreed=["submitter"], **asked))[1] == "handover.not_agreed"
    assert ask(world, own, agreed=["child"], **asked).status_code == 201


def test_of_a_tip_nothing_of_its_author_goes_whatever_is_said(world):
    tip = redirected(world, **NAMELESS)
    assert fault(ask(world, tip, **AGREED)) == (422, "handover.tip", "/data")
    named = ask(world, tip, account="Kontakti është 069 123 4567.", names_stay=True)
    assert fault(named)[1] == "handover.names_person"
    assert handed(world, tip)[1]["known"] == []


def test_nobody_lets_go_what_they_wrote_and_a_refusal_sends_nothing(world, told):
    asked = ask(world, told, "approver")
    assert decide(world, told, asked).json["code"] == "release.own_request"
    assert ask(world, told).json["code"] == "handover.waits"
    assert decide(world, told, asked, "commissioner", approve=False).json["state"] == "refused"
    assert decide(world, told, asked, "commissioner").json["code"] == "already_decided"
    assert decide(world, told, asked, "intake_officer").status_code == 403
    assert world.outbox(ComplaintHandedOver) == []
    handed(world, told)
    assert ask(world, told).json["code"] == "handover.done"


def test_a_court_is_handed_nothing_and_the_redirection_says_so(world):
    court = redirected(world, add_body(world, "court", "Gjykata Shembull"))
    answer = ask(world, court)
    assert (answer.status_code, answer.json["code"]) == (409, "handover.authority")
    (message,) = box(world, court)["messages"]
    assert "nuk i kemi dorëzuar asgjë" in message["text"]
    page = world.as_staff("intake_officer").get(f"/intake/staff/complaints/{court['id']}/handovers").text
    assert "nuk i dorëzon asgjë" in page
    assert 'name="account"' not in page


def test_what_is_not_redirected_or_was_reopened_is_not_handed_over(world, told):
    assert ask(world, world.complain()).json["code"] == "handover.not_redirected"
    asked = ask(world, told)
    assert post(world, f"{told['id']}/reopening", {"reason": "new_facts"}).status_code == 201
    assert decide(world, told, asked).json["code"] == "handover.not_redirected"
    assert world.decide(told["id"], outcome="redirected", redirect_to=str(SCHOOL)).status_code == 201
    assert decide(world, told, asked).json["code"] == "handover.not_redirected"
    assert world.outbox(ComplaintHandedOver) == []
    assert decide(world, told, asked, approve=False).json["state"] == "refused"
    assert handed(world, told)[0]["institution_id"] == str(SCHOOL)


def test_the_complainant_reads_that_it_was_handed_over_once_it_arrived_and_not_before(world, told):
    event, _letter = handed(world, told)
    assert "Deri tani nuk i kemi dorëzuar asgjë" in box(world, told)["messages"][0]["text"]
    moved(world, event, "to_post", "sent")
    assert kinds(world, told) == ["decision"]
    dispatch, at = uuid4(), datetime.now(UTC) - timedelta(hours=1)
    moved(world, event, "delivered", "opened", "confirmed", "confirmed", at=at, dispatch=dispatch)
    assert kinds(world, told).count("handed_over") == kinds(world, told).count("handover_confirmed") == 1
    texts = {message["kind"]: message["text"] for message in box(world, told)["messages"]}
    assert "Bashkia Shembull" in texts["handed_over"]
    assert "Emrin tuaj, fjalët tuaja dhe skedarët tuaj nuk ia kemi dhënë" in texts["handed_over"]
    assert "konfirmoi" in texts["handover_confirmed"]
    page = get(world, f"{told['id']}/handovers").json["items"][0]
    assert (page["standing"], page["delivered_at"] is not None) == ("delivered", True)


def test_the_same_news_again_changes_nothing(world, told):
    event, _letter = handed(world, told)
    moved(world, event, "delivered")
    moved(world, event, "delivered", "returned")
    assert kinds(world, told).count("handed_over") == 1
    assert get(world, f"{told['id']}/handovers").json["items"][0]["standing"] == "delivered"


@pytest.mark.parametrize(("language", "said"), [("sq", "Emri i ankuesit"), ("en", "The complainant's name")])
def test_the_complainant_reads_what_of_them_went_along(world, told, language, said):
    event, _letter = handed(world, told, **AGREED)
    moved(world, event, "delivered")
    (text,) = [one["text"] for one in box(world, told, language)["messages"] if one["kind"] == "handed_over_named"]
    assert said in text
    assert PARENT not in text


def test_a_child_is_told_in_its_own_words(world):
    own = redirected(world, submitter={"role": "child", "name": CHILD, "keep_secret": True})
    event, _letter = handed(world, own)
    moved(world, event, "delivered")
    text = box(world, own, "en")["messages"][-1]["text"]
    assert text.startswith("On ")
    assert "We did not give it your name or what you wrote." in text


def test_who_is_walled_off_neither_sees_nor_writes_nor_decides(world, told):
    asked = ask(world, told)
    page = f"/intake/staff/complaints/{told['id']}/handovers"
    for role in ("intake_officer", "approver"):
        wall = {"staff_id": str(world.staff[role]), "excluded": True, "reason": "Kushëri"}
        assert post(world, f"{told['id']}/exclusions", wall, "commissioner").status_code == 201
        assert get(world, f"{told['id']}/handovers", role).status_code == 404
        assert ask(world, told, role).status_code == 404
        browser = world.as_staff(role)
        assert browser.get(page).status_code == browser.post(page, data={"account": ACCOUNT}).status_code == 404
    assert decide(world, told, asked).status_code == 404
    assert world.as_staff("approver").post(f"{page}/{asked.json['id']}/decision", data={}).status_code == 404
    assert world.outbox(ComplaintHandedOver) == []


def test_the_page_writes_refuses_with_places_and_lets_go(world, told):
    officer, leader = world.as_staff("intake_officer"), world.as_staff("approver")
    path = f"/intake/staff/complaints/{told['id']}/handovers"
    assert path in officer.get(f"/intake/staff/complaints/{told['id']}").text
    assert officer.post(path, data={"account": ""}).status_code == 422
    named = officer.post(path, data={"account": f"Ankohet {PARENT}."})
    assert named.status_code == 422
    assert "te shkronjat 9–" in named.text
    unagreed = officer.post(path, data={"account": ACCOUNT, "data_keys": ["submitter_name"]})
    assert (unagreed.status_code, "Pa pëlqimin e vet" in unagreed.text) == (422, True)
    assert officer.post(path, data={"account": ACCOUNT}).status_code == 303
    assert "Dorëzoja organit" not in officer.get(path).text
    page = leader.get(path).text
    assert "Dorëzoja organit" in page
    assert ACCOUNT in page
    (row,) = world.rows("SELECT id FROM handover")
    assert leader.post(f"{path}/{row['id']}/decision", data={"approve": "yes"}).status_code == 303
    (event,) = world.outbox(ComplaintHandedOver)
    assert "Ende jo" in officer.get(path).text
    moved(world, event, "to_post")
    assert "Pret të printohet" in officer.get(path).text


def test_what_was_written_for_a_body_goes_with_the_erased_file(world, told):
    event, letter = handed(world, told, **AGREED)
    with world.database.transaction() as session:
        erase(
            service("intake"), session, world.documents, UUID(told["id"]), reason="court_order", now=datetime.now(UTC)
        )
    (row,) = world.rows("SELECT account_sealed, released, state FROM handover")
    assert dict(row) == {"account_sealed": None, "released": None, "state": "approved"}
    with pytest.raises(DocumentMissingError):
        world.documents.get(letter["released"])
    assert world.documents.get_json(event["letter"])["grounds"] == ACCOUNT
    moved(world, event, "delivered")
    listed = world.client.get(f"{BASE}/complaints/{told['id']}/handovers", headers=world.bearer("approver"))
    assert (listed.status_code, listed.json["items"][0]["account"]) == (200, None)


def test_on_the_page_the_second_person_gives_the_reason_and_who_wrote_it_is_not_asked_for_one(world, told):
    officer, leader = world.as_staff("intake_officer"), world.as_staff("approver")
    path = f"/intake/staff/complaints/{told['id']}/handovers"
    assert 'name="names_reason"' not in officer.get(path).text
    written = {"account": f"Ankohet {PARENT}.", "names_stay": "y"}
    unagreed = officer.post(path, data=written)
    assert (unagreed.status_code, "Pa pëlqimin e vet" in unagreed.text) == (422, True)
    agreed = {"agreed": ["submitter"], "agreement": "Me telefon, sot"}
    assert officer.post(path, data=written | agreed).status_code == 303
    assert 'name="names_reason"' not in officer.get(path).text
    page = leader.get(path).text
    assert 'name="names_reason"' in page
    assert "kush është ankuesi" in page
    (row,) = world.rows("SELECT id FROM handover")
    bare = leader.post(f"{path}/{row['id']}/decision", data={"approve": "yes"}, follow_redirects=True)
    assert "te shkronjat 9–" in bare.text
    assert world.outbox(ComplaintHandedOver) == []
    reasoned = {"approve": "yes", "names_reason": "Organi e njeh"}
    assert leader.post(f"{path}/{row['id']}/decision", data=reasoned).status_code == 303
    assert len(world.outbox(ComplaintHandedOver)) == 1
    assert "Organi e njeh" in officer.get(path).text
