"""The feed: every entry, once, in one order, however many write at the same time; and the wait for the next one."""

import threading
import time
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from deploy.servers.databases import administer
from services.partners.api import feed as door
from services.partners.queries import offered, wall
from shared.events.catalogue import (
    ExtensionDecided,
    MessageDelivered,
    MessageFailed,
    ObligationAssessed,
    ObligationDueSoon,
    ObligationEscalated,
    ObligationOverdue,
    ObligationReminded,
    RecommendationIssued,
    RecommendationWithdrawn,
)
from tests.databases import owning
from tests.partners.bench import Machine, Sent, entries, only_dispatch

DUE = date(2026, 12, 15)


def clock(sent, body, obligation=None):
    return {
        "obligation_id": obligation or uuid4(),
        "recommendation_id": sent.recommendation_id,
        "number": sent.number,
        "item_id": sent.items[0],
        "institution_id": body.id,
        "due": DUE,
    }


def say_everything(bench, sent, body):
    """One event of each kind that a body is told about, in this order."""
    obligation, request = uuid4(), uuid4()
    told = clock(sent, body, obligation)
    bench.hear(ObligationReminded, obligation, clock=told, rung="reminder")
    bench.hear(ObligationOverdue, obligation, clock=told, what="reply")
    bench.hear(ObligationEscalated, obligation, clock=told, rung="hierarchical_superior", to=uuid4())
    decided = {"request_id": request, "recommendation_id": sent.recommendation_id, "institution_id": body.id}
    bench.hear(ExtensionDecided, request, **decided, granted=True, until=date(2027, 1, 31))
    bench.hear(
        ObligationAssessed,
        obligation,
        **{name: told[name] for name in ("obligation_id", "recommendation_id", "item_id", "institution_id")},
        assessment="partly",
        assessed_on=DUE,
        complaints=[],
    )
    bench.hear(ObligationDueSoon, obligation, clock=told, days_before=7)
    withdrawn = {"recommendation_id": sent.recommendation_id, "number": sent.number, "reason": "facts_changed"}
    bench.hear(RecommendationWithdrawn, sent.recommendation_id, **withdrawn)


TYPES = [
    "dispatch.available",
    "obligation.reminded",
    "obligation.overdue",
    "obligation.escalated",
    "extension.decided",
    "obligation.assessed",
    "obligation.due_soon",
    "dispatch.withdrawn",
]


def test_a_body_hears_everything_that_concerns_it_in_order(bench, pair):
    machine = bench.machine(pair[0])
    sent = bench.issue(*pair)
    say_everything(bench, sent, pair[0])
    heard = entries(machine, len(TYPES))
    assert [entry["type"] for entry in heard] == TYPES
    assert {entry["dispatch_id"] for entry in heard} == {heard[0]["dispatch_id"]}
    assert heard[1]["details"] == {"due": "2026-12-15", "rung": "reminder"}
    assert heard[4]["details"] == {"granted": True, "until": "2027-01-31"}
    assert heard[5]["details"] == {"assessment": "partly", "assessed_on": "2026-12-15", "next_check": None}
    document = machine.get(f"/dispatches/{heard[0]['dispatch_id']}").json
    assert heard[5]["item_id"] == document["document"]["items"][0]["id"]
    assert document["due"] is None, "it was withdrawn"
    assert bench.parked() == []


def test_the_other_addressee_hears_only_what_concerns_itself(bench, pair):
    other = bench.machine(pair[1])
    sent = bench.issue(*pair)
    say_everything(bench, sent, pair[0])
    assert [entry["type"] for entry in entries(other, 2)] == ["dispatch.available", "dispatch.withdrawn"]


def test_a_notice_that_overtakes_its_act_is_heard_after_it(bench, pair):
    machine = bench.machine(pair[0])
    sent = Sent(uuid4(), "R-2026-00014-7", [uuid4()])
    obligation = uuid4()
    bench.hear(ObligationReminded, obligation, clock=clock(sent, pair[0], obligation), rung="reminder")
    bench.hear(RecommendationIssued, sent.recommendation_id, **bench.issued(sent, pair[0]))
    assert [entry["type"] for entry in entries(machine, 2)] == TYPES[:2]


def test_what_was_said_while_the_letter_waited_is_heard_after_it(bench, pair):
    sent = bench.issue(pair[0])
    obligation = uuid4()
    bench.hear(ObligationReminded, obligation, clock=clock(sent, pair[0], obligation), rung="reminder")
    machine = bench.machine(pair[0])
    assert [entry["type"] for entry in entries(machine, 2)] == TYPES[:2]


def test_the_post_is_for_the_offices_eyes(bench, pair):
    machine = bench.machine(pair[0])
    sent = bench.issue(pair[0])
    about = {
        "template": "document_waiting",
        "channel": "email",
        "about": "recommendation",
        "about_id": sent.recommendation_id,
    }
    for event, more in ((MessageDelivered, {}), (MessageFailed, {"reason": "refused"})):
        message = uuid4()
        bench.hear(event, message, message_id=message, institution_id=pair[0].id, **about, **more)
    complaint = uuid4()
    bench.hear(MessageDelivered, complaint, **{**about, "about": "complaint"}, message_id=complaint)
    only_dispatch(machine)
    assert [entry["type"] for entry in entries(machine, 1)] == ["dispatch.available"]
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        kinds = session.execute(
            text("SELECT kind FROM notice WHERE recommendation_id = :id ORDER BY id"), {"id": sent.recommendation_id}
        ).scalars()
        assert list(kinds) == ["mail_delivered", "mail_failed"]


def reconciled(bench):
    with bench.app.app_context():
        return bench.app.test_cli_runner().invoke(args=["reconcile"])


def taken(bench, body) -> dict[str, tuple[int, int]]:
    """What `reconcile` counts of a body: offered and taken, of its letters and of the feed of its machine."""
    with bench.platform.database.transaction() as session:
        return {one.of.split()[0]: (one.offered, one.taken) for one in offered.offered(session) if one.body == body.key}


def at_once(machine, count):
    """The feed once it shows `count`, asked from its beginning each time: no cursor comes back meanwhile."""
    for _ in range(200):
        found = machine.get("/dispatches?wait=1").json["items"]
        if len(found) >= count:
            return found
    raise AssertionError(f"{len(found)} of {count} entries")


def test_a_cursor_goes_on_where_it_stood_and_the_feed_can_be_read_again(bench, pair):
    machine, before = bench.machine(pair[0]), reconciled(bench)
    for _ in range(5):
        bench.issue(pair[0])
    whole = at_once(machine, 5)
    first = machine.get("/dispatches?limit=2").json
    assert first["more"] is True
    second = machine.get("/dispatches", query_string={"limit": 3, "after": first["next"]}).json
    assert [entry["id"] for entry in first["items"] + second["items"]] == [entry["id"] for entry in whole]
    assert second["more"] is False
    # It came back with the cursor of the first two, so it has these; the three that it was shown then it may have lost.
    assert taken(bench, pair[0])["feed"] == (5, 2)
    end = machine.get("/dispatches", query_string={"after": second["next"]}).json
    assert (end["items"], end["next"]) == ([], second["next"])
    machine.get("/dispatches", query_string={"after": first["next"]})
    assert [entry["id"] for entry in entries(machine, 5)] == [entry["id"] for entry in whole]
    assert taken(bench, pair[0]) == {"feed": (5, 5), "letters": (5, 0)}
    letter = machine.get(f"/dispatches/{whole[0]['dispatch_id']}").json
    machine.post(f"/dispatches/{letter['id']}/acknowledgement", {"document": letter["document_digest"]})
    assert taken(bench, pair[0])["letters"] == (5, 1)
    said = reconciled(bench)
    assert said.exit_code == before.exit_code, "what a body has not taken is not unaccounted for"
    assert f"{pair[0].key}  letters: 5 offered, 1 taken; the oldest of the others is of 20" in said.output
    assert f"{pair[0].key}  feed" not in said.output
    assert "bodies that have taken all that was offered: " in said.output


def test_a_body_without_letters_has_an_empty_feed(bench, pair):
    answer = bench.machine(pair[0]).get("/dispatches").json
    assert answer == {"items": [], "next": None, "more": False}


def test_a_cursor_is_good_for_its_own_body_and_list_only(bench, pair):
    machine, other = (bench.machine(body) for body in pair)
    bench.issue(*pair)
    only_dispatch(machine)
    cursor = machine.get("/dispatches").json["next"]
    listed = machine.get("/institutions?limit=1").json["next"]
    flipped = cursor[:-1] + ("A" if cursor[-1] != "A" else "B")
    for reader, bad in ((other, cursor), (machine, listed), (machine, flipped), (machine, ""), (machine, "x" * 5000)):
        answer = reader.get("/dispatches", query_string={"after": bad})
        assert (answer.status_code, answer.json["code"]) == (400, "bad_cursor")


@pytest.mark.parametrize("query", ["wait=26", "wait=-1", "wait=x", "limit=0", "limit=201", "other=1"])
def test_a_faulty_query_is_refused(letter, query):
    assert letter[0].get(f"/dispatches?{query}").status_code == 422


def test_no_entry_is_skipped_while_many_write_at_once(bench, pair):
    """Eight writers hold their transactions open for different times; a reader follows its cursor all the while."""
    machine = bench.machine(pair[0])
    bench.issue(pair[0])
    dispatch_id, database = only_dispatch(machine), bench.platform.database
    writers, each = 8, 25

    def write(number):
        for turn in range(each):
            with database.transaction() as session:
                wall.as_office(session)
                session.execute(
                    text(
                        "INSERT INTO feed_entry (public_id, institution_id, dispatch_id, type, at, epoch)"
                        " VALUES (:id, :body, :dispatch, 'planted', now(), 1)"
                    ),
                    {"id": uuid4(), "body": pair[0].id, "dispatch": dispatch_id},
                )
                time.sleep(0.001 * ((number * 7 + turn * 3) % 11))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    heard, after, last = [], None, time.monotonic() + 60
    while len(heard) < writers * each + 1 and time.monotonic() < last:
        found = machine.get("/dispatches", query_string={"limit": 200, **({"after": after} if after else {})}).json
        heard += [entry["id"] for entry in found["items"]]
        after = found["next"]
    for thread in threads:
        thread.join()
    assert len(heard) == len(set(heard)) == writers * each + 1
    assert heard == [entry["id"] for entry in entries(machine, writers * each + 1)]


def test_the_order_holds_over_a_restored_database_whose_transactions_begin_lower(bench, pair):
    machine = bench.machine(pair[0])
    bench.issue(pair[0])
    first = entries(machine, 1)[0]
    cursor = machine.get("/dispatches").json["next"]
    values = {"id": uuid4(), "body": pair[0].id, "dispatch": first["dispatch_id"]}
    statement = text(
        "INSERT INTO feed_entry (public_id, institution_id, dispatch_id, type, at, epoch, tx)"
        " VALUES (:id, :body, :dispatch, 'planted', now(), 2, 3)"
    )
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        session.execute(statement, values)
    later = entries(machine, 1, after=cursor)
    assert [entry["id"] for entry in later] == [str(values["id"])]


@pytest.fixture
def lose(bench, database_server):
    """Takes entries away, which only a restore can: the table is append-only for its own service."""
    name = bench.platform.settings.database_url.rpartition("/")[2]
    with administer(f"{database_server.rpartition('/')[0]}/{name}") as admin:
        admin.execute("SET session_replication_role = replica")
        yield lambda where: admin.execute(f"DELETE FROM feed_entry WHERE {where}")


def test_a_cursor_from_a_time_that_was_lost_is_gone_and_says_how_to_go_on(bench, pair, lose):
    machine = bench.machine(pair[0])
    bench.issue(pair[0])
    entries(machine, 1)
    survived = machine.get("/dispatches").json["next"]
    bench.issue(pair[0])
    entries(machine, 1, after=survived)
    lost = machine.get(f"/dispatches?after={survived}").json
    bench.issue(pair[1])
    lose(f"public_id = '{lost['items'][0]['id']}'")
    assert machine.get(f"/dispatches?after={lost['next']}").json["items"] == []
    with bench.platform.database.transaction() as session:
        session.execute(text("INSERT INTO stream_epoch (epoch, reason) VALUES (2, 'restored')"))
    try:
        gone = machine.get(f"/dispatches?after={lost['next']}")
        assert (gone.status_code, gone.json["code"], gone.json["next"]) == (410, "cursor_from_lost_time", survived)
        bench.issue(pair[0])
        assert len(entries(machine, 1, after=survived)) == 1
        lose("epoch = 1")
        assert machine.get(f"/dispatches?after={survived}").json["next"] is None
    finally:
        with owning(bench.platform.settings.database_url) as owner:
            owner.execute("DELETE FROM stream_epoch WHERE epoch = 2")


def test_a_reader_that_waits_is_answered_when_something_comes(bench, pair):
    machine = bench.machine(pair[0])
    timer = threading.Timer(0.6, lambda: bench.issue(pair[0]))
    began = time.monotonic()
    timer.start()
    found = machine.get("/dispatches?wait=20").json["items"]
    assert [entry["type"] for entry in found] == ["dispatch.available"]
    assert 0.5 < time.monotonic() - began < 15


def test_a_reader_that_waits_for_nothing_is_answered_with_nothing(bench, pair):
    began = time.monotonic()
    assert bench.machine(pair[0]).get("/dispatches?wait=1").json["items"] == []
    assert 1 <= time.monotonic() - began < 4


def test_only_so_many_wait_at_once(bench, pair):
    machine = bench.machine(pair[0])
    statuses = []

    def wait():
        client = Machine(bench.app.test_client(), machine.token)
        statuses.append(client.get("/dispatches?wait=2"))

    threads = [threading.Thread(target=wait) for _ in range(door.MOST_WAITING + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in statuses) == [200] * door.MOST_WAITING + [429]
    assert "Retry-After" in next(answer for answer in statuses if answer.status_code == 429).headers
    assert machine.get("/dispatches?wait=1").status_code == 200


def test_whoever_is_switched_off_while_waiting_hears_nothing_more(bench, pair):
    machine = bench.machine(pair[0])
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(machine.get("/dispatches?wait=20")))
    waiting.start()
    time.sleep(0.5)
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE partner_client SET active = false WHERE institution_id = :id"), {"id": pair[0].id})
    waiting.join(timeout=10)
    assert [answer.status_code for answer in answers] == [401]
