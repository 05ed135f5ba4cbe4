"""Answers of bodies: each item once, numbered, immutable, countersigned, told to the other services."""

import hashlib
import json
import threading
from uuid import uuid4

import pytest
import rfc8785
from joserfc import jws
from joserfc.jwk import OKPKey
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.partners.queries import wall
from shared.events.catalogue import RecommendationWithdrawn, ReplyReceived
from tests.partners.bench import ANSWERER, answers_to, only_dispatch, pdf, soon


def reply(machine, dispatch_id, body, **headers):
    return machine.post(f"/dispatches/{dispatch_id}/replies", body, headers=headers)


def pointer(answer):
    assert answer.status_code == 422, answer.text
    return [error["pointer"] for error in answer.json["errors"]]


def test_a_reply_is_numbered_timed_countersigned_and_told(bench, letter, pair):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    answer = reply(machine, dispatch_id, body)
    assert answer.status_code == 201
    receipt = answer.json
    assert receipt["version"] == 1
    assert "amends" not in receipt
    [event] = bench.told(ReplyReceived, dispatch_id=dispatch_id)
    assert event["reply_id"] == receipt["id"]
    assert event["channel"] == "api"
    assert event["institution_id"] == str(pair[0].id)
    assert [item["position"] for item in event["items"]] == ["accepted", "accepted"]
    document = bench.platform.documents.get_json(event["reply"])
    assert document["answered_by"] == ANSWERER
    assert [item["item_id"] for item in document["items"]] == [item["item_id"] for item in event["items"]]
    assert document["digest"] == receipt["digest"]
    assert bench.audited("reply.received", dispatch_id) == 1


def test_the_event_names_the_items_of_the_office_and_the_body_knows_none_of_them(bench, pair):
    machine = bench.machine(pair[0])
    sent = bench.issue(pair[0])
    dispatch_id = only_dispatch(machine)
    body = answers_to(machine, dispatch_id)
    shown = {item["item_id"] for item in body["items"]}
    assert shown.isdisjoint(map(str, sent.items))
    assert reply(machine, dispatch_id, body).status_code == 201
    [event] = bench.told(ReplyReceived, dispatch_id=dispatch_id)
    assert {item["item_id"] for item in event["items"]} == set(map(str, sent.items))
    for path in ("", "/document", "/replies"):
        seen = machine.get(f"/dispatches/{dispatch_id}{path}").text
        assert not [item for item in (*sent.items, sent.recommendation_id) if str(item) in seen]


def test_the_digest_and_the_signature_can_be_checked_by_anyone(letter):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    receipt = reply(machine, dispatch_id, body).json
    body["items"].sort(key=lambda item: item["item_id"])
    assert receipt["digest"] == hashlib.sha256(rfc8785.dumps(body)).hexdigest()
    [key] = machine.client.get("/partners/api/v1/keys").json["keys"]
    signed = jws.deserialize_compact(receipt["signature"], OKPKey.import_key(key), algorithms=["Ed25519"])
    said = json.loads(signed.payload)
    assert said == {name: receipt[name] for name in ("id", "dispatch_id", "version", "received_at", "digest")}
    assert "d" not in key


def test_the_same_words_again_are_no_new_version(bench, letter):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    first = reply(machine, dispatch_id, body, **{"Idempotency-Key": "one"}).json
    again = reply(machine, dispatch_id, body, **{"Idempotency-Key": "two"}).json
    assert again == {**first, "duplicate_of": first["id"]}
    backwards = reply(machine, dispatch_id, {**body, "items": body["items"][::-1]}).json
    assert backwards["duplicate_of"] == first["id"]
    assert len(bench.told(ReplyReceived, dispatch_id=dispatch_id)) == 1


def test_who_returns_to_earlier_words_after_others_is_heard(bench, letter):
    machine, dispatch_id = letter
    yes, no = (
        answers_to(machine, dispatch_id),
        answers_to(machine, dispatch_id, position="refused", reasons="Nuk mundemi."),
    )
    receipts = [reply(machine, dispatch_id, body).json for body in (no, yes, no)]
    assert [one["version"] for one in receipts] == [1, 2, 3]
    assert "duplicate_of" not in receipts[2]
    assert len(bench.told(ReplyReceived, dispatch_id=dispatch_id)) == 3


def test_the_same_words_on_one_item_stand_though_another_item_was_answered_since(bench, letter):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    first, second = ({**body, "items": [item]} for item in body["items"][:2])
    said = reply(machine, dispatch_id, first).json
    reply(machine, dispatch_id, second)
    assert reply(machine, dispatch_id, first).json == {**said, "duplicate_of": said["id"]}


def test_one_key_answers_the_same_twice_and_refuses_another_body(letter):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    first = reply(machine, dispatch_id, body, **{"Idempotency-Key": "k"})
    second = reply(machine, dispatch_id, body, **{"Idempotency-Key": "k"})
    assert (second.status_code, second.json) == (first.status_code, first.json)
    other = answers_to(machine, dispatch_id, reasons="Tjetër")
    assert reply(machine, dispatch_id, other, **{"Idempotency-Key": "k"}).status_code == 422


def test_other_words_are_version_2_which_amends_and_overwrites_nothing(bench, letter):
    machine, dispatch_id = letter
    first = reply(machine, dispatch_id, answers_to(machine, dispatch_id)).json
    second = reply(machine, dispatch_id, answers_to(machine, dispatch_id, reasons="Kemi filluar.")).json
    assert (second["version"], second["amends"]) == (2, first["id"])
    listed = machine.get(f"/dispatches/{dispatch_id}/replies").json["items"]
    assert [found["version"] for found in listed] == [2, 1]
    assert listed[0]["items"][0]["reasons"] == "Kemi filluar."
    assert "reasons" not in listed[1]["items"][0]
    assert [event["version"] for event in bench.told(ReplyReceived, dispatch_id=dispatch_id)] == [1, 2]
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        change = text("UPDATE reply SET digest = 'x' WHERE id = :id")
        with pytest.raises(DBAPIError, match="permission denied"):
            session.execute(change, {"id": first["id"]})
        session.rollback()


def test_two_that_come_at_once_become_versions_1_and_2(bench, letter):
    machine, dispatch_id = letter
    bodies = [answers_to(machine, dispatch_id, reasons=f"Përgjigjja {number}") for number in range(2)]
    together = threading.Barrier(2)
    answers = []

    def send(body):
        client = type(machine)(bench.app.test_client(), machine.token)
        together.wait()
        answers.append(reply(client, dispatch_id, body))

    threads = [threading.Thread(target=send, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert sorted(answer.json["version"] for answer in answers) == [1, 2]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda items: [items[0], items[0]], "/items/1/item_id"),
        (lambda items: [*items, {**items[0], "item_id": str(uuid4())}], "/items/2/item_id"),
        (lambda items: [{**items[0], "promised_date": None}, items[1]], "/items/0/promised_date"),
        (
            lambda items: [{k: v for k, v in items[0].items() if k != "promised_date"}, items[1]],
            "/items/0/promised_date",
        ),
        (lambda items: [{**items[0], "promised_date": "2020-01-01"}, items[1]], "/items/0/promised_date"),
        (lambda items: [{**items[0], "position": "maybe"}, items[1]], "/items/0/position"),
        (lambda items: [{**items[0], "claimed": "done"}, items[1]], "/items/0/claimed"),
        (lambda items: [{**items[0], "evidence": [str(uuid4())]}, items[1]], "/items/0/evidence/0"),
        (
            lambda items: [{**items[0], "competent_institution_id": str(uuid4())}, items[1]],
            "/items/0/competent_institution_id",
        ),
        (lambda items: [{**items[0], "institution_id": str(uuid4())}, items[1]], "/items/0/institution_id"),
        (lambda _items: [], "/items"),
        (lambda items: {"0": items[0]}, "/items"),
        (lambda items: [{**items[0], "reasons": "a\x00b"}, items[1]], "/items/0/reasons"),
        (lambda items: [{**items[0], "reasons": "a" * 10_001}, items[1]], "/items/0/reasons"),
    ],
)
def test_a_faulty_reply_is_refused_at_the_field_and_leaves_nothing(bench, letter, change, where):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    answer = reply(machine, dispatch_id, {**body, "items": change(body["items"])})
    assert where in pointer(answer)
    assert machine.get(f"/dispatches/{dispatch_id}/replies").json["items"] == []
    assert bench.told(ReplyReceived, dispatch_id=dispatch_id) == []


def test_a_body_answers_one_item_and_the_others_when_it_can(bench, letter, pair):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    first, second = body["items"]
    one = reply(machine, dispatch_id, {**body, "items": [second]})
    assert (one.status_code, one.json["version"]) == (201, 1)
    seen = machine.get(f"/dispatches/{dispatch_id}").json
    assert (seen["awaits_reply"], seen["replied_at"] is not None) == (True, True)
    other = reply(machine, dispatch_id, {**body, "items": [first]})
    assert (other.status_code, other.json["version"], other.json["amends"]) == (201, 2, one.json["id"])
    assert machine.get(f"/dispatches/{dispatch_id}").json["awaits_reply"] is False
    told = [
        [item["item_id"] for item in event["items"]] for event in bench.told(ReplyReceived, dispatch_id=dispatch_id)
    ]
    assert [len(items) for items in told] == [1, 1]
    assert told[0] != told[1]
    listed = machine.get(f"/dispatches/{dispatch_id}/replies").json["items"]
    assert [[item["item_id"] for item in one["items"]] for one in listed] == [[first["item_id"]], [second["item_id"]]]


def test_whoever_is_not_competent_may_name_a_body_that_is_known(bench, letter, pair):
    machine, dispatch_id = letter
    named = {"position": "not_competent", "promised_date": soon()}
    unknown = answers_to(machine, dispatch_id, **named, competent_institution_id=str(uuid4()))
    assert pointer(reply(machine, dispatch_id, unknown)) == ["/items/0/competent_institution_id"]
    known = answers_to(machine, dispatch_id, **named, competent_institution_id=str(pair[1].id))
    assert reply(machine, dispatch_id, known).status_code == 201
    [event] = bench.told(ReplyReceived, dispatch_id=dispatch_id)
    assert event["items"][0]["competent_institution"] == str(pair[1].id)


def test_a_refusal_without_reasons_is_taken_and_said_to_have_none(bench, letter):
    machine, dispatch_id = letter
    bare = answers_to(machine, dispatch_id)
    for item in bare["items"]:
        item["position"] = "refused"
        del item["promised_date"]
    bare["items"][1]["reasons"] = "Nuk ka bazë."
    assert reply(machine, dispatch_id, bare).status_code == 201
    [event] = bench.told(ReplyReceived, dispatch_id=dispatch_id)
    assert [item["has_reasons"] for item in event["items"]] == [False, True]


def test_after_the_withdrawal_no_answer_is_taken(bench, pair):
    machine = bench.machine(pair[0])
    sent = bench.issue(pair[0])
    dispatch_id = only_dispatch(machine)
    body = answers_to(machine, dispatch_id)
    withdrawn = {"recommendation_id": sent.recommendation_id, "number": sent.number, "reason": "facts_changed"}
    bench.hear(RecommendationWithdrawn, sent.recommendation_id, **withdrawn)
    answer = reply(machine, dispatch_id, body)
    assert (answer.status_code, answer.json["code"]) == (409, "withdrawn")
    assert machine.get(f"/dispatches/{dispatch_id}").json["withdrawn_reason"] == "facts_changed"


@pytest.mark.parametrize("given", [{"role": "for_information"}, {"expects": "nothing"}])
def test_what_was_sent_for_information_is_not_answered(bench, pair, given):
    machine = bench.machine(pair[0])
    bench.issue(pair[0], **given)
    dispatch_id = only_dispatch(machine)
    answer = reply(machine, dispatch_id, answers_to(machine, dispatch_id))
    assert (answer.status_code, answer.json["code"]) == (409, "no_reply_expected")


def test_a_second_body_of_the_same_act_answers_for_itself(bench, pair):
    machines = [bench.machine(body) for body in pair]
    bench.issue(*pair)
    letters = [only_dispatch(machine) for machine in machines]
    assert letters[0] != letters[1]
    for machine, dispatch_id in zip(machines, letters, strict=True):
        answer = reply(machine, dispatch_id, answers_to(machine, dispatch_id))
        assert (answer.status_code, answer.json["version"]) == (201, 1)


def test_items_of_another_bodys_letter_are_as_unknown_as_nonsense(bench, pair):
    machines = [bench.machine(body) for body in pair]
    bench.issue(*pair)
    mine, theirs = (only_dispatch(machine) for machine in machines)
    foreign = answers_to(machines[1], theirs)
    answer = reply(machines[0], mine, foreign)
    nonsense = reply(machines[0], mine, {**foreign, "items": [{**foreign["items"][0], "item_id": str(uuid4())}]})
    assert [error["code"] for error in answer.json["errors"]] == [error["code"] for error in nonsense.json["errors"]]


def test_evidence_goes_with_the_reply_as_copies_in_the_store(bench, letter):
    machine, dispatch_id = letter
    sent = machine.call("POST", "/files", data={"file": (pdf(), "vendim.pdf")}).json
    body = answers_to(machine, dispatch_id)
    body["items"][0]["evidence"] = [sent["id"]]
    receipt = reply(machine, dispatch_id, body)
    assert receipt.status_code == 201, receipt.text
    [event] = bench.told(ReplyReceived, dispatch_id=dispatch_id)
    [name] = event["items"][0]["evidence"]
    assert hashlib.sha256(bench.platform.documents.get(name)).hexdigest() == sent["sha256"]
    document = bench.platform.documents.get_json(event["reply"])
    assert document["items"][0]["evidence"][0] == {**sent, "document": name}
    shown = machine.get(f"/dispatches/{dispatch_id}/replies").json["items"][0]["items"][0]["evidence"]
    assert shown == [sent]
    twice = answers_to(machine, dispatch_id)
    twice["items"][0]["evidence"] = [sent["id"], sent["id"]]
    assert pointer(reply(machine, dispatch_id, twice)) == ["/items/0/evidence/1"]


def test_another_bodys_file_cannot_be_attached(bench, letter, pair):
    machine, dispatch_id = letter
    other = bench.machine(pair[1])
    foreign = other.call("POST", "/files", data={"file": (pdf(), "x.pdf")}).json["id"]
    body = answers_to(machine, dispatch_id)
    body["items"][1]["evidence"] = [foreign]
    refused = reply(machine, dispatch_id, body)
    assert pointer(refused) == ["/items/1/evidence/0"]
    body["items"][1]["evidence"] = [str(uuid4())]
    assert reply(machine, dispatch_id, body).json["errors"] == refused.json["errors"]


def test_an_unknown_letter_has_no_answer(letter):
    machine, dispatch_id = letter
    body = answers_to(machine, dispatch_id)
    assert reply(machine, str(uuid4()), body).status_code == 404
    assert reply(machine, dispatch_id.upper(), body).status_code == 404


def test_a_machine_that_may_only_read_does_not_answer(bench):
    body = bench.body()
    reader = bench.machine(body, "dispatch:read")
    bench.issue(body)
    dispatch_id = only_dispatch(reader)
    assert reply(reader, dispatch_id, answers_to(reader, dispatch_id)).status_code == 403
