"""The pages of stuck subjects, through the doors of all four services: what is shown, what two people do, what is refused."""

import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.messaging.inbox import Inbox
from tests.databases import owning
from tests.security.conftest import SERVICES
from tests.shared.conftest import deliveries, open_case
from tests.shared.stuck import plant, sample, stream_heard_by


@pytest.fixture(params=SERVICES)
def stuck(request, world):
    """A service with a subject of which number 2 is parked, unreadable, and number 4 is held since 3 never came."""
    service, subject = request.param, uuid4()
    database = world.apps[service].extensions["besa"].database
    stream = stream_heard_by(service)
    parked_id = plant(database, service, stream, subject)
    yield service, stream, subject, parked_id, database
    with owning(database.url) as owner:
        for table in ("held_event", "parked_event", "inbox", "stream_position", "subject_step"):
            owner.execute(f"DELETE FROM {table} WHERE subject = %s", [subject])


def place(database, subject: UUID) -> tuple[int, int]:
    with database.reading() as session:
        row = session.execute(text("SELECT epoch, sequence FROM stream_position WHERE subject = :s"), {"s": subject})
        return tuple(row.one())


def audited(database, subject: UUID) -> set[str]:
    with database.reading() as session:
        statement = "SELECT action FROM audit_entry WHERE object_id LIKE '%' || :s"
        return set(session.execute(text(statement), {"s": str(subject)}).scalars())


def test_a_subject_that_is_stuck_is_listed_and_shown_without_what_its_events_say(world, stuck):
    service, stream, subject, parked_id, _database = stuck
    listed = world.ask("auditor", service, "GET", f"/{service}/staff/subjects").text
    assert str(subject) in listed
    shown = world.ask("auditor", service, "GET", f"/{service}/staff/subjects/{stream}/{subject}")
    assert "data_does_not_fit" in shown.text
    assert "secret words" not in shown.text
    assert f"/staff/parked/{parked_id}/discard" not in shown.text, "an auditor has no buttons"
    english = world.ask("admin", service, "GET", f"/{service}/staff/subjects/{stream}/{subject}?lang=en")
    assert f"/staff/parked/{parked_id}/discard" in english.text


def test_one_person_asks_to_skip_and_another_does_it(world, stuck):
    service, stream, subject, _parked_id, database = stuck
    path = f"/{service}/staff/subjects/{stream}/{subject}/steps"
    assert world.ask("admin", service, "POST", path, data={"what": "skip"}).status_code == 422
    asked = world.ask("admin", service, "POST", path, data={"what": "skip", "reason": "u humb"})
    assert asked.status_code == 303, asked.text
    assert world.ask("admin", service, "POST", path, data={"what": "skip", "reason": "u humb"}).status_code == 422
    with database.reading() as session:
        step = session.execute(text("SELECT id FROM subject_step WHERE subject = :s"), {"s": subject}).scalar_one()
    agreement = f"/{service}/staff/subject-steps/{step}/agreement"
    world.ask("admin", service, "POST", agreement)
    assert place(database, subject) == (1, 1), "whoever asked is no second person"
    assert "u humb" in world.ask("commissioner", service, "GET", f"/{service}/staff/subjects").text
    world.ask("commissioner", service, "POST", agreement)
    assert place(database, subject) == (1, 3), "behind it the next one, which is parked in its turn"
    assert {"subject.skip_asked", "subject.skipped"} <= audited(database, subject)


def test_a_parked_event_is_discarded_by_two_and_replayed_by_one(world, stuck):
    service, _stream, subject, parked_id, database = stuck
    listed = f"/{service}/staff/subjects"
    refused = world.ask("admin", service, "POST", f"/{service}/staff/parked/{parked_id}/replay")
    assert (refused.status_code, refused.location) == (303, listed)
    path = f"/{service}/staff/parked/{parked_id}/discard"
    assert world.ask("admin", service, "GET", path).status_code == 200
    assert world.ask("admin", service, "POST", path, data={"reason": " "}).status_code == 422
    assert world.ask("admin", service, "POST", path, data={"reason": "nuk lexohet"}).status_code == 303
    with database.reading() as session:
        step = session.execute(text("SELECT id FROM subject_step WHERE subject = :s"), {"s": subject}).scalar_one()
    world.ask("commissioner", service, "POST", f"/{service}/staff/subject-steps/{step}/refusal")
    assert world.ask("admin", service, "GET", path).status_code == 200, "it still waits"
    assert world.ask("admin", service, "POST", path, data={"reason": "nuk lexohet"}).status_code == 303
    with database.reading() as session:
        newest = "SELECT id FROM subject_step WHERE subject = :s AND outcome IS NULL"
        step = session.execute(text(newest), {"s": subject}).scalar_one()
    world.ask("commissioner", service, "POST", f"/{service}/staff/subject-steps/{step}/agreement")
    assert place(database, subject) == (1, 2)
    assert world.ask("admin", service, "GET", path).status_code == 404


def test_the_publisher_is_asked_and_what_is_parked_is_taken_again(world, stuck):
    service, stream, subject, _parked_id, database = stuck
    path = f"/{service}/staff/subjects/{stream}/{subject}"
    for asked in (f"{path}/question", f"{path}/replacement", f"{path}/replay"):
        assert world.ask("admin", service, "POST", asked).status_code == 303
    with database.reading() as session:
        bodies = session.execute(text("SELECT body FROM control_message")).scalars().all()
    assert [one for one in bodies if str(subject) in one and "asked_for_subject" in one]
    assert [one for one in bodies if "asked_again" in one]
    assert "subject.replaced" in audited(database, subject)


def test_what_is_not_known_is_not_found(world):
    for path in (f"/cases/staff/subjects/intake.complaint/{uuid4()}", f"/cases/staff/parked/{uuid4()}/discard"):
        assert world.ask("admin", "cases", "GET", path).status_code == 404


@pytest.fixture
def forged(world, stuck):
    """Epoch 99 of the publisher was announced and never begun: an event that it sent since is set aside."""
    service, stream, subject, _parked_id, database = stuck
    publisher, aside = stream.partition(".")[0], uuid4()
    with owning(database.url) as owner:
        owner.execute(
            "INSERT INTO publisher_epoch (publisher, epoch) VALUES (%s, 99) ON CONFLICT (publisher) DO UPDATE SET epoch = 99",
            [publisher],
        )
        owner.execute("INSERT INTO stale_event (message_id, publisher, stream, subject, epoch, sequence, body) VALUES (%s, %s, %s, %s, 1, 9, '{}')", [aside, publisher, stream, subject])  # fmt: skip
    yield service, publisher, aside, database
    with owning(database.url) as owner:
        owner.execute("DELETE FROM stale_event WHERE message_id = %s", [aside])
        owner.execute("DELETE FROM publisher_epoch WHERE publisher = %s", [publisher])
        owner.execute("DELETE FROM subject_step WHERE stream = %s", [publisher])


def epoch_of(database, publisher: str) -> int:
    with database.reading() as session:
        found = session.execute(text("SELECT epoch FROM publisher_epoch WHERE publisher = :p"), {"p": publisher})
        return found.scalar_one()


def test_an_epoch_that_was_never_begun_is_taken_back_on_the_page_by_two_and_with_a_reason(world, forged):
    service, publisher, aside, database = forged
    listed, path = f"/{service}/staff/subjects", f"/{service}/staff/publisher-epochs"
    given = {"publisher": publisher, "epoch": "1", "reason": "u shpall me dorë"}
    assert "99" in world.ask("auditor", service, "GET", listed).text
    assert f'action="{path}"' not in world.ask("auditor", service, "GET", listed).text, "an auditor has no form"
    assert f'action="{path}"' in world.ask("admin", service, "GET", listed).text
    for wrong in ({"reason": " "}, {"epoch": "0"}, {"epoch": "x"}, {"epoch": "99"}, {"publisher": "nobody"}):
        answer = world.ask("admin", service, "POST", path, data={**given, **wrong})
        assert (answer.status_code, "error-summary" in answer.text) == (422, True), wrong
    assert world.ask("commissioner", service, "POST", path, data=given).status_code == 403
    assert world.ask("admin", service, "POST", path, data=given).status_code == 303
    assert world.ask("admin", service, "POST", path, data=given).status_code == 422, "it waits already"
    with database.reading() as session:
        found = text("SELECT id FROM subject_step WHERE stream = :p AND outcome IS NULL")
        step = session.execute(found, {"p": publisher}).scalar_one()
    agreement = f"/{service}/staff/subject-steps/{step}/agreement"
    world.ask("admin", service, "POST", agreement)
    assert epoch_of(database, publisher) == 99, "whoever asked is no second person"
    assert "u shpall me dorë" in world.ask("commissioner", service, "GET", listed).text
    world.ask("commissioner", service, "POST", agreement)
    assert epoch_of(database, publisher) == 1
    with database.reading() as session:
        bodies = session.execute(text("SELECT body FROM control_message")).scalars().all()
    assert [one for one in bodies if str(aside) in one and "asked_again" in one], "what was set aside is asked for anew"


def test_all_that_is_parked_for_one_reason_is_handled_again_by_one_button(world):
    """Two subjects wait with what can be taken by now (it is held, since their first event is missing), a third with what still cannot."""
    source, database = (world.apps[service].extensions["besa"].database for service in ("cases", "intake"))
    ready, broken = [open_case(source, case_id) for case_id in (uuid4(), uuid4()) for _ in range(2)], uuid4()
    inbox = Inbox(world.apps["intake"].extensions["besa"].subscriptions)
    second = [
        one
        for one in deliveries(source)
        if (told := json.loads(one.body))["sequence"] == 2 and UUID(told["subject"]) in ready
    ]
    with database.transaction() as session:
        for one in (*second, sample("cases.case", broken, 1)):
            inbox.park(session, one, "handler_Planted")
    path = "/intake/staff/parked-reasons/handler_Planted/replay"
    assert path in world.ask("admin", "intake", "GET", "/intake/staff/subjects").text
    assert path not in world.ask("auditor", "intake", "GET", "/intake/staff/subjects").text
    assert world.ask("auditor", "intake", "POST", path).status_code == 403
    answer = world.ask("admin", "intake", "POST", path)
    assert (answer.status_code, answer.location) == (303, "/intake/staff/subjects")
    with database.reading() as session:
        rows = session.execute(
            text("SELECT subject, resolution FROM parked_event WHERE reason = 'handler_Planted'")
        ).all()
    assert {tuple(row) for row in rows} == {(ready[0], "replayed"), (ready[2], "replayed"), (broken, None)}
    with owning(database.url) as owner:
        for table in ("held_event", "parked_event", "inbox"):
            owner.execute(f"DELETE FROM {table} WHERE subject = ANY(%s)", [[*ready, broken]])
