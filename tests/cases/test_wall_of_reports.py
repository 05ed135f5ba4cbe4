"""A report to the Assembly about letters of several cases, and a person who is shut out of one of them."""

from uuid import uuid4

import pytest

from tests.cases.conftest import Story
from tests.cases.ladder_world import Silence, after
from tests.cases.test_wall_everywhere import OF_EVENTS, walk
from tests.cases.test_ways import reminded

TITLE, MEASURE = "Raport i mbuluar", "Masë e mbuluar e raportit"


@pytest.fixture
def reported(story, bench, commissioner):
    """The silences of two cases, reported in one act that stands in the first, and was sent; returns them and the act."""
    bench.body("assembly")
    publisher, silences = bench.person("publisher"), []
    for one in (story, Story(bench, bench.admit(), story.officer, story.approver)):
        body = bench.body("agency")
        act = one.with_findings().issue(body)
        bench.deliver(act, body)
        silences.append(Silence(one, body, act, commissioner, publisher))
    for silence in silences:
        day = reminded(silence)
    with silences[0].on(day):
        for silence in silences:
            silence.send(story.approver, "hierarchical_superior", alternative="assembly_report")
    with silences[0].on(after(day, 10)):
        letters = [one["id"] for one in silences[0].draft()]
        wanted = {"letters": letters, "title": TITLE, "measures": [MEASURE]}
        act = commissioner.post("/rung-letters/reports", wanted).json["act"]
    stands = bench.scalar("SELECT case_id FROM recommendation WHERE id = :id", id=act)
    first, other = sorted(silences, key=lambda one: str(one.story.case_id) != str(stands))
    return first, other, act, letters


def ids_of(first, act, letters):
    unknown = (
        "task_id",
        "scan_id",
        "proposal_id",
        "gap_id",
        "item_id",
        "visit_id",
        "copy_id",
        "brought_id",
        "request_id",
        "rescue_id",
        "report_id",
        "agreement_id",
        "clause_id",
        "commitment_id",
        "other",
    )
    named = {name: uuid4() for name in unknown}
    return named | {
        "case_id": first.story.case_id, "act_id": act, "obligation_id": first.owed[0]["id"], "institution_id": first.body.id,
        "staff_id": first.story.officer.id, "letter_id": letters[0], "document": "0" * 64, "filename": "none",
        "section": "none", "key": "none", "chapter": "none", "tongue": "sq", "language": "sq", "form": "pdf", **OF_EVENTS,
    }  # fmt: skip


def wall(commissioner, person, silence):
    body = {"staff_id": str(person.id), "excluded": True, "reason": "Lidhje familjare."}
    answer = commissioner.post(f"/cases/{silence.story.case_id}/exclusions", body)
    assert answer.status_code == 201, answer.json


@pytest.mark.parametrize("role", ["approver", "commissioner", "case_officer"])
@pytest.mark.parametrize("issued", [False, True])
def test_who_is_shut_out_of_one_of_its_cases_finds_the_report_at_no_address(
    bench, reported, commissioner, role, issued
):
    first, other, act, letters = reported
    if issued:
        with first.on(after(first.owed[0]["reply_due"], 40)):
            first.issue(act)
    person = first.story.officer if role == "case_officer" else bench.person(role)
    marks = [TITLE, MEASURE, other.act["number"]]
    before, _there = walk(bench, person, ids_of(first, act, letters), marks)
    least = {"/cases/api/v1/recommendations", "/cases/staff/recommendations", "/cases/staff/cases/<uuid:case_id>"}
    assert least - before == set(), "the walk would have missed it there"
    wall(commissioner, person, other)
    found, _there = walk(bench, person, ids_of(first, act, letters), marks)
    assert found == set()
    assert person.get(f"/cases/{first.story.case_id}").status_code == 200, "the other case is theirs all the same"


def test_a_publisher_who_is_shut_out_of_one_of_its_cases_does_not_find_the_report(bench, reported, commissioner):
    first, other, act, letters = reported
    with first.on(after(first.owed[0]["reply_due"], 40)):
        first.issue(act)
    publisher = bench.person("publisher")
    assert publisher.get(f"/recommendations/{act}").status_code == 200
    wall(commissioner, publisher, other)
    assert walk(bench, publisher, ids_of(first, act, letters), [TITLE, MEASURE]) == (set(), set())
    decision = {"decision": "publish", "reason": "Me interes publik"}
    assert publisher.post(f"/recommendations/{act}/publication", decision).status_code == 404
