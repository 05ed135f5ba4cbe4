"""Each document that a row names is opened each night: one that is lost, damaged or under another key is named, and nothing else is."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.intake.actions import erasure
from services.intake.models import Base
from shared import metrics, opening, timers
from shared.db import PlatformBase
from shared.documents import Documents
from shared.principal import Principal
from tests.databases import owning

NAMED = opening.places(Base.metadata, PlatformBase.metadata)


@pytest.fixture
def written(world):
    """A complaint with a way to reach its author, which is a document."""
    told = world.complain(submitter={"role": "parent", "name": "Shembull", "contact": {"email": "a@example.org", "safe": True}, "keep_secret": True})  # fmt: skip
    [row] = world.rows("SELECT contact_document FROM complaint WHERE id = :id", id=UUID(told["id"]))
    return told, row["contact_document"]


def timer(here, name="open_documents", now=None):
    [found] = [one for one in here.timers.all if one.name == name]
    timers.run_once(here, found, now or datetime.now(UTC))


def gauges():
    return tuple(one.labels("intake")._value.get() for one in (metrics.DOCUMENTS_UNOPENED, metrics.DOCUMENTS_WALK_AGE))


def found(world):
    with world.database.reading() as session:
        return [(row.name, row.place, row.fault) for row in opening.unopened(session)]


def listed(world):
    with world.app.app_context():
        return world.app.test_cli_runner().invoke(args=["documents"])


def file_of(world, name):
    return world.folder / name[:2] / name


def test_what_is_lost_is_named_with_its_place_until_it_is_put_back(world, written):
    _, name = written
    timer(world.platform)
    assert (found(world), gauges()) == ([], (0, 0))
    kept = file_of(world, name).read_bytes()
    file_of(world, name).unlink()
    timer(world.platform, now=datetime.now(UTC) + timedelta(hours=27))
    assert found(world) == [(name, "complaint.contact_document", "missing")]
    assert gauges()[0] == 1
    said = listed(world)
    assert (said.exit_code, name in said.output, "example.org" in said.output) == (1, True, False)
    file_of(world, name).write_bytes(kept)
    timer(world.platform, "open_documents_again")
    assert (found(world), gauges()[0]) == ([], 0)
    assert listed(world).exit_code == 0


def test_what_is_damaged_and_what_another_key_sealed_is_told_apart(world, written):
    _, name = written
    other = Documents(world.platform.settings.documents_url, os.urandom(32))
    opening.turn(replace(world.platform, documents=other), NAMED, datetime.now(UTC))
    assert {fault for one, _, fault in found(world) if one == name} == {"sealed_otherwise"}
    file_of(world, name).write_bytes(b"something else")
    timer(world.platform, "open_documents_again")
    assert [fault for one, _, fault in found(world) if one == name] == ["damaged"]


def test_what_was_erased_is_no_fault(world, written):
    told, name = written
    file_of(world, name).unlink()
    timer(world.platform)
    assert found(world)
    with world.database.transaction() as session:
        erasure.erase(Principal("operator:shembull"), session, world.documents, UUID(told["id"]), reason="court_order", now=datetime.now(UTC))  # fmt: skip
    timer(world.platform, "open_documents_again")
    assert found(world) == []
    timer(world.platform, now=datetime.now(UTC) + timedelta(hours=27))
    assert found(world) == []


def test_a_walk_goes_on_where_it_was_cut_and_begins_once_a_night(world, written):
    midnight = datetime(2026, 11, 27, 0, 5, tzinfo=UTC)
    turns = 0
    while not world.rows("SELECT 1 FROM document_walk WHERE ended_at IS NOT NULL"):
        opening.turn(world.platform, NAMED, midnight, budget=0)
        turns += 1
    assert turns > 1
    file_of(world, written[1]).unlink()
    for later in (timedelta(minutes=5), timedelta(hours=12)):
        opening.turn(world.platform, NAMED, midnight + later)
        assert found(world) == []
    opening.turn(world.platform, NAMED, midnight + timedelta(hours=24))
    assert len(found(world)) == 1


def test_nothing_is_called_missing_because_the_store_does_not_answer(world, written):
    with owning(world.database.url) as owner:
        owner.execute("DELETE FROM document_walk")
    folder = file_of(world, written[1]).parent
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("a file where a folder was")
    try:
        timer(world.platform)
        assert found(world) == []
    finally:
        folder.unlink()
        aside.rename(folder)
