"""A notice whose letter says that a recommendation is still open names one that is."""

from dataclasses import replace

import pytest

from services.cases import data
from services.cases.data import acts as act_data
from tests.cases.bench import SEEN, today


@pytest.fixture
def case(bench, story):
    """A case about a municipality, with a finding against it: (case, municipality)."""
    body = bench.body()
    return replace(story, case_id=bench.admit(bodies=[body.id])).with_findings(), body


def notice(case, body, grounds, **more):
    return case.draft(body, kind="head_notice", grounds=grounds, items=[{"text": "Të zbatohet."}], **more)


def faults(case, draft):
    return [one["code"] for one in case.officer.get(f"/recommendations/{draft['id']}").json["faults"]]


def test_a_notice_that_names_no_recommendation_is_not_approved(case):
    case, body = case
    draft = notice(case, body, "E drejta për arsim nuk u respektua.")
    assert "act.names_no_recommendation" in faults(case, draft)
    path = f"/recommendations/{draft['id']}/approval"
    refused = case.approver.post(path, {"content_hash": draft["content_hash"]})
    assert refused.status_code in {409, 422}
    assert "act.names_no_recommendation" in refused.text


def test_one_that_names_what_is_open_goes_out_and_one_that_names_what_was_done_does_not(bench, case):
    case, body = case
    act = case.issue(body, items=1)
    named = f"Rekomandimi {act['number']} nuk u zbatua."
    assert "act.names_no_recommendation" not in faults(case, notice(case, body, named))
    bench.deliver(act, body)
    (owed,) = case.obligations(act, body)
    done = {"assessment": "implemented", "on": today().isoformat(), "evidence": [SEEN]}
    assert case.officer.post(f"/obligations/{owed['id']}/assessments", done).status_code == 201
    assert "act.names_no_recommendation" in faults(case, notice(case, body, named))


def test_every_kind_whose_letter_speaks_of_an_open_recommendation_says_so():
    for kind in data.kinds():
        opening = act_data.letter_entry(kind.letter, today()).get("opening_sq", "")
        assert kind.of_recommendation is ("rekomandimi që përmendet" in opening), kind.key
