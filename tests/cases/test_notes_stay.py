"""What the office writes for itself in a case never leaves: no event and no document of one holds it, nor any page of the public."""

import json

from shared.documents import DocumentMissingError
from shared.events.catalogue import DraftOffered
from tests.cases.bench import soon

MARK = "Shenimvetjak"


def test_no_note_reason_finding_or_task_of_a_case_is_in_an_event_or_in_a_document_of_one(story):
    bench, at = story.bench, f"/cases/{story.case_id}"
    story.with_findings()
    story.found("violation_found", text=f"{MARK} gjetje")
    written = {
        "notes": {"text": f"{MARK} shënim"},
        "tasks": {"text": f"{MARK} detyrë", "due": soon()},
        "parties": {"role": "witness", "label": "fëmija 1", "note": f"{MARK} palë"},
        "exclusions": {"staff_id": str(bench.person("case_officer", name="Shembull Tjetri").id), "excluded": True, "reason": f"{MARK} ndarje"},
    }  # fmt: skip
    for door, words in written.items():
        answer = (story.approver if door == "exclusions" else story.officer).post(f"{at}/{door}", words)
        assert answer.status_code in {200, 201}, (door, answer.json)
    story.issue(bench.body())
    story.step("suspend", reason=f"{MARK} pezullim", elsewhere="pending_before_court")
    story.step("resume", reason=f"{MARK} vazhdim", elsewhere="none")
    assert MARK in story.officer.get(at).text
    assert leaving_with_it(bench, least=5) == []


def test_why_a_case_is_closed_and_opened_again_is_told_to_nobody(story):
    story.with_findings()
    story.found("violation_not_found", text=f"{MARK} gjetje")
    story.step("close", by=story.approver, outcome="no_violation", reason=f"{MARK} mbyllje")
    story.step("reopen", by=story.approver, reason=f"{MARK} rihapje")
    assert leaving_with_it(story.bench, least=2) == []


def leaving_with_it(bench, *, least):
    """The events that hold the mark, and the documents that they name, but for what only intake compares."""
    with bench.platform.database.reading() as session:
        told = [json.loads(one) for one in session.connection().exec_driver_sql("SELECT payload FROM outbox").scalars()]
    assert len(told) >= least
    named = {
        text for one in told if one["type"] != DraftOffered.type for text in _texts(one["data"]) if len(text) == 64
    }
    documents = [(one, _content(bench, one)) for one in sorted(named)]
    assert least < 5 or any(content for _name, content in documents)
    return [one for one in told if MARK in str(one)] + [name for name, content in documents if MARK.encode() in content]


def _content(bench, name):
    """Of what is no document but a digest, nothing."""
    try:
        return bench.platform.documents.get(name)
    except DocumentMissingError:
        return b""


def _texts(value):
    """Each text in what an event holds."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _texts(one)]
