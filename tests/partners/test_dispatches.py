"""Letters: one for each addressee, delivered when the body can take them, opened once, acknowledged by digest."""

import hashlib
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import rfc8785

from services.partners.actions import people
from services.partners.data import institution_id
from services.partners.timers import follow_calendar
from shared.clock import utc_now
from shared.events.catalogue import (
    DispatchAcknowledged,
    DispatchDelivered,
    DispatchFailed,
    DispatchOpened,
    DispatchPosted,
    RecommendationIssued,
    RecommendationWithdrawn,
)
from tests.partners.bench import BY, PASSWORD, Body, Sent, entries, only_dispatch, today


def acknowledge(machine, dispatch_id, digest, **headers):
    return machine.post(f"/dispatches/{dispatch_id}/acknowledgement", {"document": digest}, headers=headers)


def test_each_addressee_gets_a_letter_of_its_own(bench, pair):
    machine = bench.machine(pair[0])
    bench.user(pair[1])
    sent = bench.issue(*pair)
    told = {
        event["institution_id"]: event
        for event in bench.told(DispatchDelivered, recommendation_id=sent.recommendation_id)
    }
    assert told[str(pair[0].id)]["channel"] == "api"
    assert told[str(pair[1].id)]["channel"] == "portal"
    assert told[str(pair[0].id)]["dispatch_id"] != told[str(pair[1].id)]["dispatch_id"]
    assert only_dispatch(machine) == told[str(pair[0].id)]["dispatch_id"]


def test_the_same_event_twice_makes_one_letter(bench, pair):
    bench.user(pair[0])
    sent = Sent(uuid4(), "R-2026-00014-7", [uuid4()])
    delivery = bench.hear(RecommendationIssued, sent.recommendation_id, **bench.issued(sent, pair[0]))
    bench.take(delivery)
    assert len(bench.told(DispatchDelivered, recommendation_id=sent.recommendation_id)) == 1


def test_a_withdrawal_that_overtakes_its_act_waits_for_it(bench, pair):
    machine = bench.machine(pair[0])
    sent = Sent(uuid4(), "R-2026-00014-7", [uuid4()])
    issued = bench.envelope(RecommendationIssued, sent.recommendation_id, **bench.issued(sent, pair[0]))
    withdrawn = {"recommendation_id": sent.recommendation_id, "number": sent.number, "reason": "overtaken"}
    later = bench.envelope(RecommendationWithdrawn, sent.recommendation_id, **withdrawn)
    bench.take(later)
    bench.take(issued)
    assert [entry["type"] for entry in entries(machine, 2)] == ["dispatch.available", "dispatch.withdrawn"]


def test_a_letter_waits_for_the_first_machine_of_its_body(bench, pair):
    sent = bench.issue(pair[0])
    [waiting] = bench.told(DispatchPosted, recommendation_id=sent.recommendation_id)
    assert waiting["step"] == "to_post"
    machine = bench.machine(pair[0])
    [delivered] = bench.told(DispatchDelivered, recommendation_id=sent.recommendation_id)
    assert delivered["dispatch_id"] == waiting["dispatch_id"] == only_dispatch(machine)


def test_a_letter_and_the_first_user_that_come_at_once_find_each_other(bench, pair):
    letters = []
    issuing = threading.Thread(target=lambda: letters.append(bench.issue(pair[0])))
    with bench.platform.database.transaction() as session:
        people.add_user(
            BY, session, pair[0].key, f"shembull.{uuid4().hex[:8]}", "partner_user", PASSWORD, now=utc_now()
        )
        issuing.start()
        # Time for the letter to look for somebody who is not committed yet.
        time.sleep(0.5)
        assert letters == []
    issuing.join()
    assert len(bench.told(DispatchDelivered, recommendation_id=letters[0].recommendation_id)) == 1


def test_a_machine_that_may_not_read_is_no_channel(bench, pair):
    bench.machine(pair[0], "reply:write")
    sent = bench.issue(pair[0])
    assert [event["step"] for event in bench.told(DispatchPosted, recommendation_id=sent.recommendation_id)] == [
        "to_post"
    ]


def test_a_letter_to_a_body_that_is_not_known_waits_until_it_is(bench):
    key = f"shembull-{uuid4().hex[:10]}"
    sent = bench.issue(Body(institution_id(key), key))
    bench.body(key=key)
    bench.user(Body(institution_id(key), key))
    reasons = [event["reason"] for event in bench.told(DispatchFailed, recommendation_id=sent.recommendation_id)]
    assert reasons == ["institution_unknown"]
    assert len(bench.told(DispatchPosted, recommendation_id=sent.recommendation_id)) == 1
    assert len(bench.told(DispatchDelivered, recommendation_id=sent.recommendation_id)) == 1


def test_a_letter_to_a_body_that_is_off_waits_until_it_is_on(bench, pair):
    office = bench.staff("admin")
    machine = bench.machine(pair[0])
    path = f"/institutions/{pair[0].id}"
    assert office.call("PATCH", path, json={"active": False}, headers={"If-Match": "*"}).status_code == 200
    sent = bench.issue(pair[0])
    assert [event["reason"] for event in bench.told(DispatchFailed, recommendation_id=sent.recommendation_id)] == [
        "institution_inactive"
    ]
    assert machine.get("/dispatches").status_code == 401
    office.call("PATCH", path, json={"active": True}, headers={"If-Match": "*"})
    assert len(bench.told(DispatchDelivered, recommendation_id=sent.recommendation_id)) == 1
    assert machine.get("/dispatches").status_code == 200


def test_a_body_whose_first_day_comes_gets_what_waits_for_it(bench):
    body = bench.body(valid_from=today() + timedelta(days=30))
    bench.user(body)
    sent = bench.issue(body)
    assert bench.told(DispatchDelivered, recommendation_id=sent.recommendation_id) == []
    follow_calendar(bench.platform, datetime.now(UTC) + timedelta(days=29))
    assert bench.told(DispatchDelivered, recommendation_id=sent.recommendation_id) == []
    follow_calendar(bench.platform, datetime.now(UTC) + timedelta(days=31))
    assert len(bench.told(DispatchDelivered, recommendation_id=sent.recommendation_id)) == 1


def test_what_was_withdrawn_while_it_waited_is_never_delivered(bench, pair):
    sent = bench.issue(pair[0])
    withdrawn = {"recommendation_id": sent.recommendation_id, "number": sent.number, "reason": "superseded"}
    bench.hear(RecommendationWithdrawn, sent.recommendation_id, **withdrawn)
    bench.machine(pair[0])
    assert bench.told(DispatchDelivered, recommendation_id=sent.recommendation_id) == []


def test_the_first_who_takes_the_document_opens_the_letter(bench, letter):
    machine, dispatch_id = letter
    assert bench.told(DispatchOpened, dispatch_id=dispatch_id) == []
    first = machine.get(f"/dispatches/{dispatch_id}")
    again = machine.get(f"/dispatches/{dispatch_id}")
    assert first.json["state"] == "opened"
    assert first.json["document"] == again.json["document"]
    assert len(bench.told(DispatchOpened, dispatch_id=dispatch_id)) == 1
    assert bench.audited("document.read", dispatch_id) == 2


def test_a_letter_came_by_the_way_of_its_delivery_whoever_reads_it_first(bench, pair):
    machine = bench.machine(pair[0])
    browser = bench.browser(pair[0])
    read = only_sent(bench, pair[0])
    assert [one["channel"] for one in bench.told(DispatchDelivered, dispatch_id=read)] == ["portal"]
    assert browser.get(f"/partners/dispatches/{read}").status_code == 200
    assert machine.get(f"/dispatches/{read}").json["channel"] == "portal"
    fetched = only_sent(bench, pair[0])
    assert machine.get(f"/dispatches/{fetched}").json["channel"] == "portal"
    [opened] = bench.told(DispatchOpened, dispatch_id=fetched)
    assert opened["channel"] == "api", "by which way it was read stands with its opening"
    assert browser.get(f"/partners/dispatches/{fetched}").status_code == 200
    assert machine.get(f"/dispatches/{fetched}").json["channel"] == "portal"


def only_sent(bench, body):
    """The dispatch of a new letter to a body."""
    [told] = bench.told(DispatchDelivered, recommendation_id=bench.issue(body).recommendation_id)
    return told["dispatch_id"]


def test_head_does_not_open_a_letter(bench, letter):
    machine, dispatch_id = letter
    assert machine.call("HEAD", f"/dispatches/{dispatch_id}").status_code == 405
    assert bench.told(DispatchOpened, dispatch_id=dispatch_id) == []


def test_the_digest_is_over_exactly_the_bytes_that_are_served(letter):
    machine, dispatch_id = letter
    whole = machine.get(f"/dispatches/{dispatch_id}")
    alone = machine.get(f"/dispatches/{dispatch_id}/document")
    digest = hashlib.sha256(alone.data).hexdigest()
    assert alone.headers["Document-Digest"] == digest
    assert alone.headers["ETag"] == f'"{digest}"'
    assert whole.headers["Document-Digest"] == whole.json["document_digest"] == digest
    assert rfc8785.dumps(whole.json["document"]) == alone.data


def test_two_bodies_cannot_compare_their_documents_by_ids(bench, pair):
    machines = [bench.machine(body) for body in pair]
    bench.issue(*pair)
    documents = [machine.get(f"/dispatches/{only_dispatch(machine)}").json["document"] for machine in machines]
    first, second = ({item["id"] for item in document["items"]} for document in documents)
    assert first.isdisjoint(second)


def test_ids_of_the_office_in_a_rendering_do_not_reach_the_body(bench, pair):
    machine = bench.machine(pair[0])
    inner = str(uuid4())
    sent = bench.issue(pair[0], case_id=inner, more={"recommendation_id": inner, "kept": "po"})
    text = machine.get(f"/dispatches/{only_dispatch(machine)}").text
    assert inner not in text
    assert "po" in json.loads(text)["document"]["more"].values()
    assert not [item for item in sent.items if str(item) in text]


def test_acknowledging_names_the_document_and_is_done_once(bench, letter):
    machine, dispatch_id = letter
    early = acknowledge(machine, dispatch_id, "0" * 64)
    assert (early.status_code, early.json["code"], early.json["legal"]) == (409, "not_fetched", ["fetch"])
    digest = machine.get(f"/dispatches/{dispatch_id}").json["document_digest"]
    wrong = acknowledge(machine, dispatch_id, "0" * 64)
    assert (wrong.status_code, wrong.json["code"]) == (409, "document_differs")
    first, second = (acknowledge(machine, dispatch_id, digest) for _ in range(2))
    assert first.status_code == 200
    assert first.json == second.json
    [event] = bench.told(DispatchAcknowledged, dispatch_id=dispatch_id)
    assert event["document"] == digest
    assert machine.get(f"/dispatches/{dispatch_id}").json["state"] == "acknowledged"


def test_an_acknowledgement_is_a_digest_and_nothing_else(letter):
    machine, dispatch_id = letter
    for body in ({}, {"document": 1}, {"document": "A" * 64}, {"document": "0" * 63}, {"document": None}, [], "x"):
        answer = machine.post(f"/dispatches/{dispatch_id}/acknowledgement", body)
        assert answer.status_code == 422, (body, answer.text)
    assert acknowledge(machine, str(uuid4()), "0" * 64).status_code == 404


def test_a_store_that_lost_the_document_is_not_an_open_letter(bench, pair, settings):
    machine = bench.machine(pair[0])
    bench.issue(pair[0])
    dispatch_id = only_dispatch(machine)
    folder = Path(settings.documents_url.removeprefix("file://"))
    moved = [(path, path.rename(path.with_suffix(".away"))) for path in folder.rglob("*") if path.is_file()]
    try:
        assert machine.get(f"/dispatches/{dispatch_id}").status_code == 404
        assert bench.told(DispatchOpened, dispatch_id=dispatch_id) == []
    finally:
        for path, away in moved:
            away.rename(path)
    assert machine.get(f"/dispatches/{dispatch_id}").status_code == 200
