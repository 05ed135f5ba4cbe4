"""What the public reads already is compared once a day with whatever arrived anywhere, and taken back where it names a child of a later file."""

import pytest
from sqlalchemy import text

from services.cases import timers
from services.cases.gaps import timers as gap_timers
from shared import clock
from shared.events.catalogue import DraftOffered
from tests.cases import test_public_versions
from tests.cases.test_compared_at_issue import older
from tests.cases.test_gaps import PUBLIC as GAPS
from tests.cases.test_gaps import a_gap, issue
from tests.cases.test_public_versions import approve, version

act = test_public_versions.act
LATER = "Besjan"


def turn(bench):
    for one in (timers.offer_drafts, gap_timers.offer_gaps):
        one(bench.platform, clock.utc_now())


def shown(bench, act):
    """Whether its words are, at any door."""
    return any(LATER in one.text for one in test_public_versions.public(bench, act))


def offered(bench):
    return len(bench.told(DraftOffered, kind="public_version"))


@pytest.fixture
def published(story, bench, act):
    """A public version that named nobody of any file when it was approved."""
    written = version(story, act, grounds=f"Edhe {LATER}i u dëgjua.")
    assert approve(story, act, written).status_code == 200
    assert shown(bench, act)
    return act


def test_a_child_of_a_file_that_came_later_is_taken_off_the_web_within_a_day(bench, published):
    older(bench, hours=25)
    bench.complaint(reference="A-2026-00009-2")
    bench.sealed = (LATER,)
    turn(bench)
    turn(bench)
    assert not shown(bench, published)


@pytest.mark.parametrize(("hours", "arrives"), [(23, True), (25, False)], ids=["within the day", "nothing arrived"])
def test_else_it_is_not_compared_again(bench, published, hours, arrives):
    older(bench, hours=hours)
    if arrives:
        bench.complaint(reference="A-2026-00009-2")
    else:
        with bench.platform.database.transaction() as session:
            session.execute(text("UPDATE complaint SET received_at = received_at - interval '10 days'"))
    before = offered(bench)
    turn(bench)
    assert (offered(bench), shown(bench, published)) == (before, True)


def test_it_stays_shown_while_it_is_compared_and_is_asked_about_once(bench, published):
    older(bench, hours=25)
    bench.complaint(reference="A-2026-00009-2")
    bench.intake_away, before = True, offered(bench)
    for _turn in range(3):
        turn(bench)
    assert (offered(bench), shown(bench, published)) == (before + 1, True)


def test_so_is_a_gap(story, bench):
    body = bench.body("assembly")
    story.with_findings()
    gap = story.officer.post("/gaps", a_gap(cases=[str(story.case_id)], title=f"Ligji dhe {LATER}i")).json["gap"]
    bench.deliver(issue(story, story.officer.post(f"/gaps/{gap['id']}/acts", {}).json), body)
    path = f"{GAPS}/{gap['number']}"
    assert bench.app.test_client().get(path).status_code == 200
    older(bench, hours=25)
    bench.complaint(reference="A-2026-00009-2")
    bench.sealed = (LATER,)
    turn(bench)
    assert bench.app.test_client().get(path).status_code == 404
