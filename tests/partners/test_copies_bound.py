"""A row that names another body's document does not make it that of its own: who can write to the database can seal nothing."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.intake.actions import releases
from services.partners.models import Base
from services.partners.queries import copies
from shared import opening
from shared.db import PlatformBase, as_office
from shared.events.catalogue import IdentityReleased
from shared.events.documents.intake import ReleasedDatum
from tests.databases import owning
from tests.keyed import House
from tests.partners.bench import only_dispatch
from tests.partners.test_pages import letter_path

CHECKS = {"dispatch.document": copies.check_named, "dispatch.rendering": copies.check_named}
NAMED = opening.places(Base.metadata, PlatformBase.metadata, checks=CHECKS)
PARTS = {
    "what was served": ["document"],
    "and its digest": ["document", "digest"],
    "the copy": ["rendering"],
    "all of them": ["document", "digest", "rendering"],
}
OTHERS = "Letra e një trupi tjetër"


def swap(bench, part, mine, others):
    parts = ", ".join(f"{name} = other.{name}" for name in PARTS[part])
    swapped = f"UPDATE dispatch SET {parts} FROM dispatch AS other WHERE dispatch.id = :id AND other.id = :other"
    with bench.platform.database.transaction() as session:
        as_office(session)
        session.execute(text(swapped), {"id": mine, "other": others})


def faults(bench, name):
    with owning(bench.platform.settings.database_url) as owner:
        owner.execute("DELETE FROM document_walk")
    opening.turn(bench.platform, NAMED, datetime.now(UTC), budget=60)
    with bench.platform.database.reading() as session:
        return {(row.place, row.fault) for row in opening.unopened(session) if row.name == name}


def named(bench, dispatch, column):
    with bench.platform.database.transaction() as session:
        as_office(session)
        return session.execute(
            text(f"SELECT {column} FROM dispatch WHERE id = :id"), {"id": dispatch}
        ).scalar_one()  # a column of ours


@pytest.fixture(autouse=True)
def keyed(bench, monkeypatch, tmp_path):
    """Documents have keys of their own, as in an installation of today: those under the key of all say nothing of what they are of."""
    own = House(tmp_path).begun()["partners"]
    for part in ("objects", "wraps", "_key"):
        monkeypatch.setattr(bench.platform.documents, part, getattr(own, part))


@pytest.fixture
def served(bench, pair):
    """The machine and the browser of a body that has had its letter, that letter, and the one that another body had."""
    mine, others, browser = bench.machine(pair[0]), bench.machine(pair[1]), bench.browser(pair[0])
    bench.issue(pair[0])
    bench.issue(pair[1], title=OTHERS)
    letters = only_dispatch(mine), only_dispatch(others)
    for machine, letter in zip((mine, others), letters, strict=True):
        assert machine.get(f"/dispatches/{letter}/document").status_code == 200
    return mine, browser, *letters


@pytest.mark.parametrize("part", PARTS)
def test_a_letter_whose_row_names_anothers_document_is_not_served(bench, served, part):
    machine, browser, mine, others = served
    swap(bench, part, mine, others)
    for door in ("document", "letter.pdf", f"enclosures/{'0' * 64}"):
        asked = machine.get(f"/dispatches/{mine}/{door}")
        assert (door, asked.status_code, asked.json["type"].rsplit(":", 1)[-1]) == (door, 500, "document_damaged")
    for page in (letter_path(browser), f"{letter_path(browser)}/letter.pdf"):
        shown = browser.get(page)
        assert (shown.status_code, OTHERS in shown.text) == (500, False)


@pytest.mark.parametrize("part", PARTS)
def test_the_nightly_walk_names_it(bench, served, part):
    _, _, mine, others = served
    column = PARTS[part][0]
    swap(bench, part, mine, others)
    assert (f"dispatch.{column}", "of_another") in faults(bench, named(bench, mine, column))


def test_a_letter_that_is_its_bodys_own_is_not_named(bench, served):
    _, _, mine, _ = served
    assert not faults(bench, named(bench, mine, "document"))
    assert not faults(bench, named(bench, mine, "rendering"))


def release(bench, sent, body, value):
    """As intake keeps it; its document."""
    datum = ReleasedDatum(key="child_name", name_sq="Emri", name_en="Name", value=value)
    document = releases.keep(bench.platform.documents, [datum], body.id, sent.recommendation_id)
    told = {"recommendation_id": sent.recommendation_id, "institution_id": body.id, "data": ["child_name"]}
    bench.hear(IdentityReleased, (one := uuid4()), release_id=one, document=document, **told)
    return document


def test_what_was_released_to_another_is_not_read_by_naming_it(bench, pair):
    machine, browser = bench.machine(pair[0]), bench.browser(pair[0])
    bench.machine(pair[1])
    sent, others = (bench.issue(one) for one in pair)
    own, foreign = release(bench, sent, pair[0], "Zanafilla"), release(bench, others, pair[1], "Kanarina")
    path = f"/dispatches/{only_dispatch(machine)}/released"
    [found] = machine.get(path).json["items"]
    assert [one["value"] for one in found["data"]] == ["Zanafilla"]
    assert set(found["data"][0]) == {"key", "name_sq", "name_en", "value"}
    with owning(bench.platform.settings.database_url) as owner:
        owner.execute("SELECT set_config('app.office', 'on', false)")
        swapped = "UPDATE notice SET details = jsonb_set(details, '{document}', to_jsonb(%s::text)) WHERE details->>'document' = %s"
        owner.execute("ALTER TABLE notice DISABLE TRIGGER USER")
        assert owner.execute(swapped, (foreign, own)).rowcount == 1
        owner.execute("ALTER TABLE notice ENABLE TRIGGER USER")
    asked = machine.get(path)
    assert (asked.status_code, "Kanarina" in asked.text) == (500, False)
    shown = browser.get(f"{letter_path(browser)}/released")
    assert (shown.status_code, "Kanarina" in shown.text) == (500, False)
