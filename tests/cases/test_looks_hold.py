"""For an hour a look holds of whatever arrives in other files, at every door by which a text leaves for good (an act: test_compared_at_issue)."""

import pytest

from tests.cases.ladder_world import Silence, after
from tests.cases.test_compared_at_issue import older
from tests.cases.test_gaps import a_gap
from tests.cases.test_looks_again import held

NAME = "Zanafilla"


def looks(bench, kind):
    return bench.scalar("SELECT count(*) FROM text_check WHERE kind = :kind", kind=kind)


def arrives_elsewhere(bench, minutes=61):
    """A look has lain for so long, and a complaint of somebody whom the text names came to another file."""
    older(bench, minutes=minutes)
    bench.complaint(reference="A-2026-00009-2")
    bench.sealed = (NAME,)


@pytest.fixture
def silence(story, bench, commissioner):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


@pytest.mark.parametrize(("minutes", "status", "many"), [(61, 422, 3), (59, 201, 2)])
def test_a_reminder_in_a_persons_own_words_is_compared_again(silence, minutes, status, many):
    bench, officer = silence.bench, silence.story.officer
    with silence.on(after(silence.owed[0]["reply_due"])):
        [letter] = silence.draft()
        words = {"title": "Kujtesë", "text": f"Ju kujtojmë rastin e {NAME}s."}
        assert officer.patch(f"/rung-letters/{letter['id']}", words, letter["version"]).status_code == 200
        arrives_elsewhere(bench, minutes)
        assert silence.send(officer, "reminder").status_code == status
        assert looks(bench, "rung_letter") == many


@pytest.mark.parametrize(("minutes", "status", "many"), [(61, 422, 2), (59, 200, 1)])
def test_what_the_public_reads_of_an_act_is_compared_again(story, bench, minutes, status, many):
    act = story.with_findings().issue(bench.body(), items=1)
    path = f"/recommendations/{act['id']}/public-version"
    words = {"title": "Kthimi", "grounds": f"Fëmija {NAME}.", "items": ["Të kthehet."]}
    seen = {"content_hash": story.officer.post(path, words).json["draft"]["content_hash"]}
    arrives_elsewhere(bench, minutes)
    assert story.approver.post(f"{path}/approval", seen).status_code == status
    assert looks(bench, "public_version") == many


def test_a_gap_is_compared_again_before_the_reason_for_it(story, bench):
    bench.sealed = (NAME,)
    gap = story.officer.post("/gaps", a_gap(cases=[str(story.case_id)], title=f"Rasti i {NAME}s")).json
    arrives_elsewhere(bench)
    reason = {"content_hash": gap["names_check"]["content_hash"], "names_reason": "Familja e kërkoi"}
    assert story.approver.post(f"/gaps/{gap['gap']['id']}/names-reason", reason).status_code == 200
    assert looks(bench, "gap") == 2


def test_a_message_that_waited_for_its_reason_is_compared_again_and_then_goes_on(story, bench):
    bench.sealed = (NAME,)
    sent = story.officer.post(f"/cases/{story.case_id}/complainant-messages", {"text": f"Edhe {NAME} na shkroi."})
    assert sent.status_code == 201
    [waits] = held(story)
    arrives_elsewhere(bench)
    reason = {"names_reason": "Prindi e di"}
    assert story.approver.post(f"/held-messages/{waits['id']}/names-reason", reason).status_code == 200
    assert looks(bench, "message") == 2
