"""The pages of stuck subjects, through the doors of all four services: what is shown, what two people do, what is refused."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from tests.databases import owning
from tests.security.conftest import SERVICES
from tests.shared.stuck import plant, stream_heard_by


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
