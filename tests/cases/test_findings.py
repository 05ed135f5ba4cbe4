"""What was found, per right and body: what may rest on it, what no longer stands, and with what a case is closed."""

import pytest

from services.cases.domain.findings import Found, Result, not_found_against, standing
from shared.events import catalogue


@pytest.fixture
def two(bench, story):
    """A case about two bodies and two rights, under investigation."""
    bodies = [bench.body(), bench.body()]
    story.case_id = bench.admit(bench.complaint(), bodies=[one.id for one in bodies], rights=["28", "23"])
    story.step("assign")
    story.step("investigate")
    return story, *bodies


def finding(body=None, result="violation_found", right="28", text="U vërtetua me regjistrin."):
    return {"right": right, "institution_id": str(body.id) if body else None, "result": result, "text": text}


def test_a_finding_names_right_body_and_result_and_its_words_are_a_document(bench, two):
    story, first, second = two
    story.step("record_findings", findings=[finding(first), finding(second, "violation_not_found", right="23")])
    found = story.officer.get(f"/cases/{story.case_id}").json["findings"]
    assert [(one["right"], one["institution_id"], one["result"], one["stands"]) for one in found] == [
        ("28", str(first.id), "violation_found", True),
        ("23", str(second.id), "violation_not_found", True),
    ]
    assert found[0]["text"] == "U vërtetua me regjistrin."
    stored = bench.scalar("SELECT string_agg(row_to_json(finding)::text, '') FROM finding")
    assert "regjistrin" not in stored
    with pytest.raises(Exception, match="permission denied"):
        bench.platform.database.run(lambda session: session.connection().exec_driver_sql("DELETE FROM finding"))


def test_a_later_finding_on_the_same_pair_supersedes_and_the_first_stays_in_the_record(two):
    story, first, _second = two
    story.step("record_findings", findings=[finding(first)])
    story.step("record_findings", findings=[finding(first, "resolved_without_recommendation")])
    found = story.officer.get(f"/cases/{story.case_id}").json["findings"]
    assert [(one["result"], one["stands"]) for one in found] == [
        ("violation_found", False),
        ("resolved_without_recommendation", True),
    ]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"right": "19"}, "/findings/0/right"),
        ({"right": "99"}, "/findings/0/right"),
        ({"right": None}, "/findings/0/right"),
        ({"institution_id": "00000000-0000-4000-8000-000000000000"}, "/findings/0/institution_id"),
        ({"institution_id": "x"}, "/findings/0/institution_id"),
        ({"result": "guilty"}, "/findings/0/result"),
        ({"text": "  "}, "/findings/0/text"),
        ({"text": "a\x00"}, "/findings/0/text"),
        ({"verdict": "x"}, "/findings/0/verdict"),
    ],
)
def test_what_is_wrong_with_a_finding_is_named_and_nothing_is_written(bench, two, change, pointer):
    story, first, _second = two
    body = {"step": "record_findings", "findings": [{**finding(first), **change}]}
    answer = story.officer.post(f"/cases/{story.case_id}/steps", body)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert bench.scalar("SELECT count(*) FROM finding") == 0


@pytest.mark.parametrize("findings", ["Nuk u regjistrua.", [], {}, ["x"], None])
def test_findings_are_a_list_of_findings(two, findings):
    story, _first, _second = two
    answer = story.officer.post(f"/cases/{story.case_id}/steps", {"step": "record_findings", "findings": findings})
    assert answer.status_code == 422


def test_two_findings_on_one_pair_at_once_are_refused(two):
    story, first, _second = two
    body = {"step": "record_findings", "findings": [finding(first), finding(first, "withdrawn")]}
    answer = story.officer.post(f"/cases/{story.case_id}/steps", body)
    assert (answer.status_code, answer.json["code"]) == (422, "finding.twice")


def test_a_body_gets_a_recommendation_only_where_a_violation_by_it_was_found(two):
    story, first, second = two
    story.step("record_findings", findings=[finding(first), finding(second, "violation_not_found")])
    act = story.draft(second)
    refused = story.approver.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})
    assert (refused.status_code, refused.json["code"]) == (409, "act.no_violation_found")
    assert refused.json["legal"] == ["record_findings"]
    assert story.issue(first)["status"] == "issued"


def test_without_any_violation_found_nothing_is_recommended(two):
    story, first, _second = two
    story.step("record_findings", findings=[finding(first, "resolved_without_recommendation")])
    act = story.draft(first)
    refused = story.approver.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})
    assert (refused.status_code, refused.json["code"]) == (409, "case.no_violation")


def test_a_case_closes_as_its_findings_say_and_a_refusal_names_what_would_fit(bench, two):
    story, first, second = two
    path = f"/cases/{story.case_id}/steps"
    story.step("record_findings", findings=[finding(first), finding(second, "violation_not_found")])
    for outcome in ("resolved_without_recommendation", "no_violation", "withdrawn", "overtaken"):
        answer = story.approver.post(path, {"step": "close", "outcome": outcome})
        assert (answer.status_code, answer.json["code"], answer.json.get("legal", [])) == (
            409,
            "case.outcome_does_not_fit",
            [],
        )
        assert answer.json["detail"].startswith(f"to close a case as {outcome}: no court or prosecutor has it; ")
    story.step("record_findings", findings=[finding(first, "resolved_without_recommendation")])
    answer = story.approver.post(path, {"step": "close", "outcome": "no_violation"})
    assert answer.json["legal"] == ["resolved_without_recommendation"]
    closed = story.step("close", by=story.approver, outcome="resolved_without_recommendation")
    assert closed["outcome"] == "resolved_without_recommendation"
    [told] = bench.told(catalogue.CaseClosed)
    assert told["outcome"] == "resolved_without_recommendation"


def test_of_several_findings_on_a_pair_the_last_stands_and_a_general_one_stands_in_for_none():
    found = [
        Found("28", "a", Result.VIOLATION_FOUND),
        Found("28", None, Result.VIOLATION_FOUND),
        Found("28", "a", Result.VIOLATION_NOT_FOUND),
    ]
    assert [one.result for one in standing(found) if one.body == "a"] == [Result.VIOLATION_NOT_FOUND]
    assert not_found_against(standing(found), ["a", "b"]) == ("a",)
    assert not_found_against(standing([*found, Found("23", "a", Result.VIOLATION_FOUND)]), ["a", "b"]) == ()
    assert not_found_against((), ["b"]) == ("b",)
