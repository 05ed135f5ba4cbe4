"""Why a text may leave is said of what a look found: a later one that found more asks again."""

from uuid import UUID, uuid4

import pytest

from services.cases.models import TextCheck
from shared import clock
from shared.events.catalogue import DraftChecked
from tests.cases import test_checks
from tests.cases.test_checks import NAME, approve, body_of

case = test_checks.case


@pytest.mark.parametrize(("more", "holds"), [(0, True), (1, False)], ids=["as many", "more"])
def test_a_reason_holds_on_at_a_later_look_that_found_as_many_places(case, more, holds):
    case.bench.sealed = (NAME,)
    act = case.draft(body_of(case), title=f"Kthimi i {NAME}s")
    assert approve(case, act, names_reason="Prindi e kërkoi").status_code == 200
    with case.bench.platform.database.transaction() as session:
        known = session.query(TextCheck).where(TextCheck.text_id == UUID(act["id"])).one()
        kept = ("kind", "text_id", "case_id", "content_hash", "complaints", "document", "readers", "alone", "authors")
        later = TextCheck(
            id=uuid4(),
            state="waiting",
            places=[],
            offered_at=clock.utc_now(),
            **{name: getattr(known, name) for name in kept},
        )
        session.add(later)
        which = {"check_id": later.id, "text_id": later.text_id, "kind": later.kind, "content_hash": later.content_hash}
        found = {"stops": known.stops, "questions": known.questions + more, "places": tuple(known.places)}
    case.bench.hear(DraftChecked, UUID(act["id"]), **which, **found)
    with case.bench.platform.database.reading() as session:
        assert (session.get(TextCheck, which["check_id"]).reason is not None) is holds
