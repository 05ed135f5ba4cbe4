"""The post book: what has no way by wire is printed, sent, followed, and is with its body only once somebody says so."""

from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.partners.queries import wall
from services.partners.timers import follow_calendar
from shared.clock import utc_now
from shared.events.catalogue import (
    DispatchDelivered,
    DispatchFailed,
    DispatchPosted,
    MessageFailed,
    ObligationReminded,
    RecommendationIssued,
    RecommendationWithdrawn,
)
from shared.events.documents.partners import PostRecord
from tests.databases import owning
from tests.partners.bench import Bench, Body, Machine, Sent, label_of, only_dispatch, pdf, today

YESTERDAY = timedelta(days=1)


@pytest.fixture
def clerk(bench: Bench) -> Machine:
    return bench.staff("case_officer")


@pytest.fixture
def body(bench: Bench) -> Body:
    return bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")


def as_office(bench: Bench, statement: str) -> None:
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        session.execute(text(statement))


def book(clerk: Machine, body: Body, **asked: Any) -> list[dict[str, Any]]:
    answer = clerk.get("/post-book", query_string={"institution": str(body.id), **asked})
    assert answer.status_code == 200, answer.text
    return list(answer.json["items"])


def only(clerk: Machine, body: Body, **asked: Any) -> dict[str, Any]:
    [entry] = book(clerk, body, **asked)
    return entry


def label(entry: dict[str, Any]) -> str:
    """What stands on the envelope: of each body its own."""
    return label_of(entry.get("to", entry["id"]))


def sent(clerk: Machine, *entries: dict[str, Any], **more: Any) -> Any:
    told = {"way": "post", "day": today().isoformat(), **more}
    each = [{"id": one["id"]} | ({} if "tracking" in more else {"tracking": label(one)}) for one in entries]
    return clerk.post("/post-book/sendings", {**told, "entries": each})


def delivered(clerk: Machine, *entries: dict[str, Any], **more: Any) -> Any:
    told = {"day": today().isoformat(), "proof": proof(clerk), **more}
    return clerk.post("/post-book/deliveries", {**told, "entries": [one["id"] for one in entries]})


def returned(clerk: Machine, *entries: dict[str, Any], **more: Any) -> Any:
    told = {"day": today().isoformat(), "reason": "moved", "again": True, **more}
    return clerk.post("/post-book/returns", {**told, "entries": [one["id"] for one in entries]})


def printed(clerk: Machine, *ids: str) -> Any:
    return clerk.get("/post-book/batch", query_string={"entries": ",".join(ids)} if ids else {})


def proof(clerk: Machine) -> str:
    answer = clerk.post("/post-book/proofs", data={"file": (pdf(), "fletemarrja.pdf")})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def remind(bench: Bench, act: Sent, body: Body, items: int = 2, **more: str) -> str:
    """A reminder of an act, said of each of its items; its document."""
    words = {"format": "besa.text.1", "title": "Kujtesë", "text": f"Presim. {uuid4()}", "language": "sq", **more}
    letter = bench.platform.documents.put_json(words)
    for item in act.items[:items]:
        clock = {
            "obligation_id": uuid4(),
            "recommendation_id": act.recommendation_id,
            "number": act.number,
            "item_id": item,
            "institution_id": body.id,
            "due": today(),
        }
        bench.hear(ObligationReminded, clock["obligation_id"], clock=clock, rung="reminder", letter=letter)
    return letter


class TestWhatGoesIn:
    def test_a_body_without_a_log_in_gets_one_entry_for_all_items_of_its_letter(self, bench, clerk, body):
        act = bench.issue(body, items=3)
        entry = only(clerk, body)
        assert entry["state"] == "to_post"
        assert entry["number"] == act.number
        assert entry["cause"] == "no_channel"
        [told] = bench.told(DispatchPosted, recommendation_id=act.recommendation_id)
        assert told["step"] == "to_post"
        assert bench.told(DispatchFailed, recommendation_id=act.recommendation_id) == []
        assert bench.told(DispatchDelivered, recommendation_id=act.recommendation_id) == []

    def test_a_body_with_a_way_by_wire_is_not_in_the_book(self, bench, clerk, body):
        bench.user(body)
        bench.issue(body)
        assert book(clerk, body) == []

    def test_another_body_is_named_once_its_own_letter_has_arrived_and_not_before(self, bench, clerk, body, pair):
        bench.user(pair[0])
        to = (body, pair[1])
        names = [{"name_sq": f"Trupi {one.key}", "name_en": f"Body {one.key}", "role": "superior"} for one in to]
        others = [{**name, "institution_id": str(one.id)} for name, one in zip(names, to, strict=True)]
        bench.issue(pair[0], body, pair[1], also_addressed=others)
        machine, reader = bench.machine(pair[0]), bench.browser(pair[0])
        letter = only_dispatch(machine)

        def seen():
            page, answer = reader.get(f"/partners/dispatches/{letter}").text, machine.get(f"/dispatches/{letter}").json
            assert "also_addressed" not in machine.get(f"/dispatches/{letter}/document").json
            assert [name["name_sq"] in page for name in names] == [name in answer["also_sent_to"] for name in names]
            return answer["also_sent_to"]

        assert seen() == []
        assert sent(clerk, only(clerk, body)).status_code == 200
        assert seen() == []
        assert delivered(clerk, only(clerk, body)).status_code == 200
        assert seen() == names[:1]
        bench.user(pair[1])
        assert seen() == names

    def test_a_letter_leaves_the_book_once_its_body_can_take_it_by_wire(self, bench, clerk, body):
        act = bench.issue(body)
        bench.user(body)
        assert book(clerk, body, state="to_post") == []
        [told] = bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)
        assert told["channel"] == "portal"

    def test_what_failed_before_there_was_a_book_falls_into_it(self, bench, clerk, body):
        act = bench.issue(body)
        with owning(bench.platform.settings.database_url) as owner:
            owner.execute("SET app.office = 'on'; DELETE FROM post_entry")
        as_office(bench, "UPDATE dispatch SET delivery = 'failed', failure = 'no_channel' WHERE delivered_at IS NULL")
        follow_calendar(bench.platform, utc_now())
        assert only(clerk, body)["state"] == "to_post"
        assert len(bench.told(DispatchPosted, recommendation_id=act.recommendation_id)) == 2

    def test_a_notice_that_bounced_sends_the_unopened_letter_into_the_book(self, bench, clerk, body):
        bench.user(body)
        act = bench.issue(body)
        bounce(bench, act, body)
        assert only(clerk, body)["cause"] == "mail_failed"
        [told] = bench.told(DispatchPosted, recommendation_id=act.recommendation_id)
        assert told["step"] == "to_post"

    def test_a_bounce_changes_nothing_for_a_letter_that_was_opened(self, bench, clerk, body):
        machine = bench.machine(body)
        act = bench.issue(body)
        dispatch = bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)[0]["dispatch_id"]
        assert machine.get(f"/dispatches/{dispatch}").status_code == 200
        bounce(bench, act, body)
        assert book(clerk, body) == []

    def test_a_reminder_to_a_body_without_a_way_by_wire_is_a_letter_on_paper_too(self, bench, clerk, body):
        act = bench.issue(body)
        letter = remind(bench, act, body)
        first, second = book(clerk, body)
        assert (first["rung"], second["rung"]) == (None, "reminder")
        told = bench.told(DispatchPosted, recommendation_id=act.recommendation_id, letter=letter)
        assert [one["step"] for one in told] == ["to_post"]

    def test_a_reminder_by_wire_left_once_though_it_is_said_of_each_item(self, bench, clerk, body):
        bench.user(body)
        act = bench.issue(body)
        letter = remind(bench, act, body)
        assert len(bench.told(DispatchDelivered, recommendation_id=act.recommendation_id, letter=letter)) == 1
        assert book(clerk, body) == []

    @pytest.mark.parametrize("again", [True, False])
    def test_what_came_back_is_not_sent_anew_once_it_was_withdrawn(self, bench, clerk, body, again):
        act = bench.issue(body)
        sent(clerk, only(clerk, body))
        withdrawn = {"recommendation_id": act.recommendation_id, "number": act.number, "reason": "superseded"}
        bench.hear(RecommendationWithdrawn, act.recommendation_id, **withdrawn)
        entry = only(clerk, body)
        assert returned(clerk, entry, again=again).status_code == 200
        assert clerk.post(f"/post-book/{entry['id']}/again").status_code == 409
        assert only(clerk, body)["state"] == "returned"

    @pytest.mark.parametrize("again", [True, False])
    def test_what_came_back_is_not_sent_anew_once_its_body_has_read_it(self, bench, clerk, body, again):
        bench.issue(body)
        sent(clerk, only(clerk, body))
        bench.user(body)
        as_office(bench, f"UPDATE dispatch SET opened_at = now() WHERE institution_id = '{body.id}'")
        entry = only(clerk, body)
        assert returned(clerk, entry, again=again).status_code == 200
        assert clerk.post(f"/post-book/{entry['id']}/again").status_code == 409

    def test_what_was_withdrawn_is_not_sent(self, bench, clerk, body):
        act = bench.issue(body)
        withdrawn = {"recommendation_id": act.recommendation_id, "number": act.number, "reason": "superseded"}
        bench.hear(RecommendationWithdrawn, act.recommendation_id, **withdrawn)
        assert book(clerk, body, state="to_post") == []

    def test_that_a_referral_waits_is_for_who_leads_to_know(self, bench, clerk, body):
        bench.issue(body)
        act = Sent(uuid4(), "R-2026-00015-5", [uuid4()])
        content = {**bench.issued(act, body), "kind": "prosecution_referral"}
        bench.hear(RecommendationIssued, act.recommendation_id, **content)
        assert [one["number"] for one in book(clerk, body)] == ["R-2026-00014-7"]
        leading = book(bench.staff("approver"), body)
        assert len(leading) == 2
        hidden = next(one for one in leading if one["number"] == act.number)
        assert sent(clerk, hidden).status_code == 404
        assert printed(clerk, hidden["id"]).status_code == 404


def bounce(bench: Bench, act: Sent, body: Body) -> None:
    message = uuid4()
    bench.hear(
        MessageFailed,
        message,
        message_id=message,
        about="recommendation",
        about_id=act.recommendation_id,
        institution_id=body.id,
        template="document_waiting",
        channel="email",
        reason="refused",
    )


class TestSendingAndDelivery:
    def test_many_letters_are_sent_and_delivered_at_once_with_one_proof(self, bench, clerk):
        bodies = [bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë") for _ in range(3)]
        bench.issue(*bodies)
        entries = [only(clerk, one) for one in bodies]
        assert sent(clerk, *entries).status_code == 200
        shown = proof(clerk)
        answer = delivered(clerk, *entries, proof=shown)
        assert answer.status_code == 200, answer.text
        assert {one["state"] for one in answer.json["items"]} == {"delivered"}
        assert {one["proof"] for one in answer.json["items"]} == {shown}
        assert clerk.get(f"/post-book/proofs/{shown}").data.startswith(b"%PDF")

    def test_what_is_told_says_way_day_number_and_proof(self, bench, clerk, body):
        act = bench.issue(body)
        entry = only(clerk, body)
        sent(clerk, entry)
        delivered(clerk, entry, proof=proof(clerk))
        told = bench.told(DispatchPosted, recommendation_id=act.recommendation_id)[-1]
        assert (told["step"], told["way"], told["day"]) == ("sent", "post", today().isoformat())
        documents = bench.platform.documents
        assert documents.read(PostRecord, told["record"]).tracking == label(entry)
        [arrived] = bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)
        assert (arrived["channel"], arrived["way"]) == ("paper", "post")
        record = documents.read(PostRecord, arrived["record"])
        assert record.proof is not None
        assert documents.get(record.proof.document).startswith(b"%PDF")

    def test_each_letter_may_have_its_own_number(self, bench, clerk):
        bodies = [bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë") for _ in range(2)]
        bench.issue(*bodies)
        waiting = [only(clerk, one) for one in bodies]
        entries = [{"id": one["id"], "tracking": label(one)} for one in waiting]
        answer = clerk.post("/post-book/sendings", {"way": "post", "day": today().isoformat(), "entries": entries})
        assert sorted(one["tracking"] for one in answer.json["items"]) == sorted(map(label, waiting))

    def test_the_same_told_twice_has_one_effect(self, bench, clerk, body):
        act = bench.issue(body)
        entry = only(clerk, body)
        for _ in range(2):
            assert sent(clerk, entry).status_code == 200
        for _ in range(2):
            assert delivered(clerk, entry).status_code == 200
        assert len(bench.told(DispatchPosted, recommendation_id=act.recommendation_id)) == 2
        assert len(bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)) == 1

    def test_two_people_who_record_the_same_delivery_at_once_have_one_effect(self, bench, clerk, body):
        act = bench.issue(body)
        entry = only(clerk, body)
        sent(clerk, entry)
        answers: list[int] = []
        people = [bench.staff("case_officer") for _ in range(2)]
        threads = [Thread(target=lambda one=one: answers.append(delivered(one, entry).status_code)) for one in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [200, 200]
        assert len(bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)) == 1

    def test_a_letter_that_came_back_waits_to_be_sent_anew_and_what_was_is_kept(self, bench, clerk, body):
        act = bench.issue(body)
        sent(clerk, only(clerk, body))
        assert returned(clerk, only(clerk, body)).status_code == 200
        before, now = book(clerk, body)
        assert (before["state"], before["return_reason"]) == ("returned", "moved")
        assert (now["state"], now["cause"]) == ("to_post", "returned")
        assert book(clerk, body, state="returned") == []
        steps = [one["step"] for one in bench.told(DispatchPosted, recommendation_id=act.recommendation_id)]
        assert steps == ["to_post", "sent", "returned", "to_post"]

    def test_a_letter_that_came_back_and_was_left_lying_is_seen_and_can_be_sent_anew(self, bench, clerk, body):
        bench.issue(body)
        sent(clerk, only(clerk, body))
        returned(clerk, only(clerk, body), again=False)
        follow_calendar(bench.platform, utc_now())
        lying = only(clerk, body, state="returned")
        assert clerk.post(f"/post-book/{lying['id']}/again").status_code == 200
        assert only(clerk, body, state="to_post")["cause"] == "returned"

    def test_a_body_that_later_gets_a_log_in_finds_the_letter_that_came_by_post(self, bench, clerk, body):
        act = bench.issue(body)
        entry = only(clerk, body)
        sent(clerk, entry)
        delivered(clerk, entry)
        machine = bench.machine(body)
        dispatch = machine.get(f"/dispatches/{entry['dispatch_id']}").json
        assert dispatch["channel"] == "post"
        assert len(bench.told(DispatchDelivered, recommendation_id=act.recommendation_id)) == 1

    @pytest.mark.parametrize(
        ("more", "pointer"),
        [
            (lambda: {"day": (today() + timedelta(days=2)).isoformat()}, "/day"),
            (lambda: {"day": (today() - timedelta(days=9)).isoformat()}, "/day"),
            (lambda: {"tracking": None}, "/tracking"),
            (lambda: {"way": "pigeon"}, "/way"),
        ],
        ids=["ahead", "before the issue", "no number", "no such way"],
    )
    def test_a_sending_that_cannot_be_is_refused_at_its_field(self, bench, clerk, body, more, pointer):
        bench.issue(body)
        entry = only(clerk, body)
        answer = sent(clerk, entry, **more())
        assert answer.status_code == 422, answer.text
        assert answer.json["errors"][0]["pointer"] == pointer
        assert only(clerk, body)["state"] == "to_post"

    def test_by_hand_needs_no_number(self, bench, clerk, body):
        bench.issue(body)
        assert sent(clerk, only(clerk, body), way="hand", tracking=None).status_code == 200

    def test_a_delivery_before_the_sending_or_ahead_is_refused(self, bench, clerk, body):
        bench.issue(body)
        entry = only(clerk, body)
        assert delivered(clerk, entry).status_code == 409
        sent(clerk, entry)
        for day in (today() - YESTERDAY, today() + 2 * YESTERDAY):
            assert delivered(clerk, entry, day=day.isoformat()).status_code == 422
        assert delivered(clerk, entry, proof=str(uuid4())).status_code == 422
        assert delivered(clerk, entry, proof=None).status_code == 422, "nobody's word alone begins a clock"
        assert returned(clerk, entry, reason="tired").status_code == 422

    def test_what_is_not_in_the_book_is_not_found_and_nothing_is_recorded(self, bench, clerk, body):
        bench.issue(body)
        entry = only(clerk, body)
        assert sent(clerk, entry, {"id": str(uuid4())}).status_code == 404
        assert only(clerk, body)["state"] == "to_post"
        assert clerk.post(f"/post-book/{uuid4()}/again").status_code == 404


class TestTheList:
    def test_it_is_narrowed_by_state_body_way_and_age(self, bench, clerk, body):
        bench.issue(body)
        name = f"agjencia shembull {body.key}"
        entry = only(clerk, body, q=name)
        assert book(clerk, body, q="askush") == []
        assert book(clerk, body, age="week") == []
        as_office(
            bench, f"UPDATE post_entry SET entered_at = entered_at - interval '8 days' WHERE id = '{entry['id']}'"
        )
        assert [one["id"] for one in book(clerk, body, age="week")] == [entry["id"]]
        assert book(clerk, body, age="month") == []
        sent(clerk, entry, way="courier")
        assert [one["id"] for one in book(clerk, body, state="sent", way="courier")] == [entry["id"]]
        assert book(clerk, body, way="post") == []
        for wrong in ({"state": "lost"}, {"way": "pigeon"}, {"age": "year"}, {"institution": "x"}):
            assert clerk.get("/post-book", query_string=wrong).status_code == 422
        address = f"/post-book?state=sent&way=courier&age=week&institution={body.id}&q=agjencia"
        assert len(clerk.get(address).json["items"]) == 1
