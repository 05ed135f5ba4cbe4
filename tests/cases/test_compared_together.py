"""What goes to one body about one case is compared together: a name may stand half in one text and half in the next."""

from uuid import UUID

import pytest

from shared.events.catalogue import DraftOffered
from tests.cases.test_checks import two, write_to
from tests.cases.test_clarifications import asked, write
from tests.cases.test_public_versions import act, version

__all__ = ["act", "asked", "two"]


def words_before(bench, **wanted):
    """What the newest offer says that its readers have: the parts of each text."""
    offered = bench.told(DraftOffered, **wanted)[-1]
    read = bench.platform.documents.get_json
    return [" ".join(part["text"] for part in read(one)["parts"]) for one in offered["before"]]


@pytest.fixture
def case(story):
    return story.with_findings()


def test_a_second_letter_is_compared_with_the_first_to_the_same_body(case, bench):
    body, other = bench.body(), bench.body()
    first = case.draft(body, grounds="Rasti i parë.")
    case.draft(other, grounds="Për tjetrin.")
    second = case.draft(body, grounds="Rasti i dytë.")
    [had] = words_before(bench, text_id=second["id"])
    assert "Rasti i parë." in had
    edited = case.officer.patch(f"/recommendations/{first['id']}", {"grounds": "Rasti i ndryshuar."})
    assert edited.status_code == 200
    [had] = words_before(bench, text_id=first["id"])
    assert "Rasti i dytë." in had


def test_a_draft_that_was_given_up_is_compared_with_no_more(case, bench):
    body = bench.body()
    first = case.draft(body, grounds="Rasti i parë.")
    assert case.officer.post(f"/recommendations/{first['id']}/discard").status_code == 200
    second = case.draft(body, grounds="Rasti i dytë.")
    assert words_before(bench, text_id=second["id"]) == []


def test_an_answer_to_a_body_is_compared_with_the_letter_that_it_is_about(bench, story, asked):
    letter, body, owed, _reply = asked
    assert write(story.officer, owed).status_code == 201
    [had] = words_before(bench, kind="rung_letter")
    assert letter["title"] in had and bench.told(DraftOffered)[-1]["addressees"] == [str(body.id)]


def test_a_message_is_compared_with_what_the_same_complainant_was_told(case, bench, two):
    write_to(case, "Mesazhi i parë.", two[0])
    write_to(case, "Mesazhi për të dytin.", two[1])
    write_to(case, "Mesazhi i tretë.", two[0])
    assert words_before(bench, kind="message") == ["Mesazhi i parë."]


def test_what_the_public_reads_of_one_case_is_compared_together(bench, story, act):
    version(story, act, grounds="Rasti i parë.")
    entered = story.officer.post("/gaps", gap_of(story)).json
    had = words_before(bench, kind="gap")
    assert [one for one in had if "Rasti i parë." in one] and UUID(entered["gap"]["id"])


def gap_of(story):
    return {
        "kind": "law_gap", "title": "Transporti", "description": "Ligji hesht.", "provision": "Neni 63", "rights": ["28.1"],
        "cases": [str(story.case_id)],
    }  # fmt: skip
