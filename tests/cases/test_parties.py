"""Who takes part in a case, and which cases belong together: without names, without circles, without a way over the wall."""

from uuid import uuid4

import pytest

from services.cases.domain.parties import names_someone
from tests.cases.conftest import Story


def party(story, status=201, **body):
    answer = story.officer.post(f"/cases/{story.case_id}/parties", body)
    assert answer.status_code == status, answer.json
    return answer.json


def parties(story):
    return story.officer.get(f"/cases/{story.case_id}").json["parties"]


def test_parties_are_known_by_a_complaint_by_the_directory_or_by_a_neutral_label(bench, officer, approver):
    complaint, body = bench.complaint(), bench.body("school")
    story = Story(bench, bench.admit(complaint), officer, approver)
    party(story, role="complainant", complaint_id=str(complaint))
    party(story, role="body", institution_id=str(body.id))
    party(story, role="child", label="fëmija 1", note="Dëgjuar më 3 nëntor.")
    found = parties(story)
    assert [one["role"] for one in found] == ["complainant", "body", "child"]
    assert found[0]["reference"] == "A-2026-00001-7"
    assert found[1]["institution"]["key"] == body.key
    assert (found[2]["label"], found[2]["note"]) == ("fëmija 1", "Dëgjuar më 3 nëntor.")
    assert "Dëgjuar" not in bench.scalar("SELECT string_agg(row_to_json(case_party)::text, '') FROM case_party")
    assert bench.audited("party.added", story.case_id) == 3


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"role": "child", "label": "Besa Shembulli"}, "/label"),
        ({"role": "child", "label": "fëmija Besa"}, "/label"),
        ({"role": "witness", "label": "0691234567"}, "/label"),
        ({"role": "witness", "label": "dikush@example.org"}, "/label"),
        ({"role": "witness", "label": "x" * 61}, "/label"),
        ({"role": "witness", "label": ""}, "/label"),
        ({"role": "witness"}, "/label"),
        ({"role": "witness", "label": "dëshmitari", "institution_id": str(uuid4())}, "/label"),
        ({"role": "body", "label": "shkolla"}, "/institution_id"),
        ({"role": "body", "institution_id": str(uuid4())}, "/institution_id"),
        ({"role": "complainant", "label": "ankuesi"}, "/complaint_id"),
        ({"role": "complainant", "complaint_id": str(uuid4())}, "/complaint_id"),
        ({"role": "judge", "label": "x"}, "/role"),
        ({"label": "x"}, "/role"),
        ({"role": "witness", "label": "dëshmitari", "name": "x"}, "/name"),
    ],
)
def test_what_is_wrong_with_a_party_is_named(bench, story, body, pointer):
    answer = story.officer.post(f"/cases/{story.case_id}/parties", body)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert bench.scalar("SELECT count(*) FROM case_party") == 0


def test_the_author_of_another_cases_complaint_is_no_party(bench, story):
    other = bench.complaint()
    bench.admit(other)
    assert party(story, 422, role="complainant", complaint_id=str(other))["code"] == "complaint_unknown"


@pytest.mark.parametrize(
    ("label", "named"),
    [("fëmija 1", False), ("nëna e fëmijës 2", False), ("Ësht", True), ("çuni Ç", True), ("klasa 12", False)],
)
def test_a_label_has_no_capital(label, named):
    assert names_someone(label) is named


def test_a_party_is_ended_and_stays_in_the_record(bench, story):
    made = party(story, role="witness", label="dëshmitari 1")
    path = f"/cases/{story.case_id}/parties/{made['id']}"
    ended = story.officer.call("DELETE", path)
    assert ended.status_code == 200
    assert story.officer.call("DELETE", path).json == ended.json
    assert parties(story)[0]["ended_at"] is not None
    assert story.officer.call("DELETE", f"/cases/{story.case_id}/parties/{uuid4()}").status_code == 404
    other = bench.admit()
    assert story.officer.call("DELETE", f"/cases/{other}/parties/{made['id']}").status_code == 404
    with pytest.raises(Exception, match="permission denied"):
        bench.platform.database.run(lambda session: session.connection().exec_driver_sql("DELETE FROM case_party"))


def link(person, one, other, kind="related"):
    return person.post(f"/cases/{one}/links", {"case_id": str(other), "kind": kind})


def links(person, case_id):
    found = person.get(f"/cases/{case_id}").json["links"]
    return [(one["case_id"], one["kind"], one["outgoing"], one["ended_at"] is None) for one in found]


def test_both_ends_see_a_link_and_either_ends_it(bench, approver):
    one, two = bench.admit(), bench.admit()
    made = link(approver, one, two, "follows")
    assert made.status_code == 201
    assert links(approver, one) == [(str(two), "follows", True, True)]
    assert links(approver, two) == [(str(one), "follows", False, True)]
    assert approver.call("DELETE", f"/cases/{two}/links/{made.json['id']}").status_code == 200
    assert links(approver, one) == [(str(two), "follows", True, False)]
    assert link(approver, one, two, "follows").status_code == 201
    assert bench.audited("link.added", two) == 2


def test_a_case_is_never_a_part_of_itself_over_however_many(bench, approver):
    one, two, three = bench.admit(), bench.admit(), bench.admit()
    assert link(approver, one, one).json["code"] == "link.itself"
    assert link(approver, one, two, "part_of").status_code == 201
    assert link(approver, two, three, "part_of").status_code == 201
    refused = link(approver, three, one, "part_of")
    assert (refused.status_code, refused.json["code"]) == (409, "link.circle")
    assert link(approver, three, one, "follows").status_code == 201


def test_two_cases_are_linked_once_in_one_way(bench, approver):
    one, two = bench.admit(), bench.admit()
    link(approver, one, two, "same_facts")
    for pair in ((one, two), (two, one)):
        refused = link(approver, *pair, "same_facts")
        assert (refused.status_code, refused.json["code"]) == (409, "link.stands")
    assert link(approver, two, one, "related").status_code == 201


def test_a_case_of_others_is_linked_to_by_nobody_who_does_not_see_it(bench, officer, approver):
    mine, others = bench.admit(), bench.admit()
    colleague = bench.person("case_officer")
    approver.post(f"/cases/{others}/steps", {"step": "assign", "assignee": str(colleague.id)})
    for target in (others, uuid4()):
        refused = link(officer, mine, target)
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/case_id")


def test_a_link_to_a_case_behind_the_wall_is_not_there(bench, officer, approver, commissioner):
    mine, walled = bench.admit(), bench.admit()
    made = link(approver, mine, walled).json["id"]
    body = {"staff_id": str(officer.id), "excluded": True, "reason": "x"}
    assert approver.post(f"/cases/{walled}/exclusions", body).status_code == 201
    assert links(officer, mine) == []
    assert str(walled) not in officer.get(f"/cases/{mine}").text
    assert officer.call("DELETE", f"/cases/{mine}/links/{made}").status_code == 404
    assert len(links(commissioner, mine)) == 1


@pytest.mark.parametrize("body", [{}, {"case_id": "x", "kind": "related"}, {"kind": "cousin"}, [], {"case_id": None}])
def test_a_link_that_is_none_is_refused(bench, approver, body):
    assert approver.post(f"/cases/{bench.admit()}/links", body).status_code == 422
