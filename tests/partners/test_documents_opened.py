"""Each document that a row of partners names is opened each night, those of the rows that each body sees alone too."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from services.partners.models import Base
from shared import opening
from shared.db import PlatformBase, as_office
from tests.databases import owning

NAMED = opening.places(Base.metadata, PlatformBase.metadata)


def test_the_document_of_a_dispatch_that_is_lost_is_named(bench, letter):
    machine, dispatch_id = letter
    machine.get(f"/dispatches/{dispatch_id}/document")
    here = bench.platform
    with here.database.transaction() as session:
        as_office(session)
        name = session.execute(text("SELECT document FROM dispatch WHERE id = :id"), {"id": dispatch_id}).scalar_one()
    file = Path(here.settings.documents_url.removeprefix("file://")) / name[:2] / name
    kept = file.read_bytes()
    file.unlink()
    with owning(here.settings.database_url) as owner:
        owner.execute("DELETE FROM document_walk")
    opening.turn(here, NAMED, datetime.now(UTC), budget=60)
    with here.database.reading() as session:
        assert (name, "dispatch.document", "missing") in {
            (row.name, row.place, row.fault) for row in opening.unopened(session)
        }
    file.write_bytes(kept)
    opening.look_again(here, NAMED, datetime.now(UTC))
    with here.database.reading() as session:
        assert name not in {row.name for row in opening.unopened(session)}
