"""What stands against a draft is said of it at once, and it is not issued before."""

from tests.cases.test_kinds_matrix import against, bodies, case, content, visited

__all__ = ["bodies", "case"]


def test_everything_that_is_wrong_with_a_text_is_said_at_once_each_thing_at_its_field(bench, story):
    court = bench.body("court")
    wrong = {
        **content("remedy", court),
        "grounds": "",
        "official_function": "drejtor",
        "items": [{"text": "Masa", "due": "2026-01-05"}],
    }
    answer = story.officer.post(f"/cases/{story.case_id}/recommendations", wrong)
    assert answer.status_code == 422
    assert {(one["pointer"], one["code"]) for one in answer.json["errors"]} == {
        ("/grounds", "act.needs_grounds"),
        ("/official_function", "act.no_official_function"),
        ("/items/0/evidence_expected", "item.needs_evidence_expected"),
        ("/items/0/due", "item.due_past"),
        ("/addressees/0/institution_id", "addressee.court"),
    }
    assert {"case.no_violation", "act.no_violation_found"} <= set(against(answer))


def test_a_letter_that_says_it_visited_is_of_a_visit(bench, case, bodies):
    school = bodies[0]["school"]
    draft = case.officer.post(f"/cases/{case.case_id}/recommendations", content("finding_corrections", school)).json
    assert "act.no_visit" in {one["code"] for one in draft["faults"]}
    refused = case.signatory(draft).post(f"/recommendations/{draft['id']}/issue")
    assert (refused.status_code, refused.json["code"]) == (409, "act.no_visit")
    visited(bench, case, school)
    assert case.officer.get(f"/recommendations/{draft['id']}").json["faults"] == []
