"""A word that may be the child's name is let go by somebody else than who wrote it, at every door by which a text leaves."""

import pytest

from services.cases import timers
from shared import clock
from shared.events.catalogue import ComplainantInformed, ObligationClarified
from tests.cases.ladder_world import Silence, after
from tests.cases.test_checks import acts_of, body_of, edited, page, two, write_to
from tests.cases.test_clarifications import asked, write
from tests.cases.test_gaps import a_gap

__all__ = ["asked", "page", "two"]
WORD = "ana"
REASON = {"names_reason": "Fjalë e zakonshme, jo emër"}


@pytest.fixture
def case(story):
    story.bench.doubted = (WORD,)
    return story.with_findings()


def held(case):
    return case.officer.get(f"/cases/{case.case_id}/held-messages").json["items"]


def request(case, text=f"Nga {WORD} e shkollës, sa nxënës mungojnë?"):
    case.step("request_information", institution_id=str(body_of(case).id), text=text)
    [line] = acts_of(case)
    return case.officer.get(f"/recommendations/{line['id']}").json


def send(bench):
    timers.send_checked(bench.platform, clock.utc_now())


class TestRequests:
    """A request for information, which one person drafts and issues."""

    def test_one_that_raises_a_question_stays_a_draft_and_its_writer_cannot_issue_it(self, case):
        act = request(case)
        check = act["names_check"]
        assert (act["status"], check["stops"], check["questions"], check["needs_reason"]) == ("draft", 0, 1, True)
        refused = case.officer.post(f"/recommendations/{act['id']}/issue")
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/names_reason")

    def test_a_second_person_says_why_and_it_leaves_by_itself(self, case, bench):
        act = request(case)
        seen = {"content_hash": act["content_hash"], **REASON}
        path = f"/recommendations/{act['id']}/names-reason"
        assert case.officer.post(path, seen).status_code == 403
        assert case.approver.post(path, seen).status_code == 200
        send(bench)
        assert [one["status"] for one in acts_of(case)] == ["issued"]
        assert bench.audited("text.named", act["id"]) == 1

    def test_reworded_it_leaves_without_anybody_else(self, case):
        act = request(case)
        items = [{"text": "Sa nxënës mungojnë?", "due": None, "evidence_expected": ""}]
        assert case.officer.patch(f"/recommendations/{act['id']}", {"items": items}).status_code == 200
        assert case.signatory(act).post(f"/recommendations/{act['id']}/issue").status_code == 200

    def test_a_second_person_who_issues_it_says_why_before(self, case):
        act = request(case)
        assert case.approver.post(f"/recommendations/{act['id']}/issue").status_code == 422

    def test_both_read_on_the_page_what_is_to_be_done(self, case, page):
        path = f"/cases/staff/recommendations/{request(case)['id']}"
        for person, writes in ((case.officer, False), (case.approver, True)):
            seen = page(person, path).text
            assert "një person i dytë shkruan pse mund të mbeten" in seen and f"<mark>{WORD}<span" in seen
            assert ("Ruaj arsyen" in seen) is writes


class TestClarifications:
    """The office's answer to a body that asked back."""

    def test_one_that_raises_a_question_waits_for_a_second_person(self, bench, story, asked):
        _act, _body, owed, _reply = asked
        bench.doubted = (WORD,)
        assert write(story.officer, owed, f"Fjala është për {WORD}n.").status_code == 201
        send(bench)
        assert bench.told(ObligationClarified) == []
        [waits] = held(story)
        assert waits["names_check"]["needs_reason"] is True
        assert story.approver.post(f"/held-messages/{waits['id']}/names-reason", REASON).status_code == 200
        send(bench)
        assert len(bench.told(ObligationClarified)) == 1


class TestMessages:
    """What complainants are told."""

    def test_one_that_raises_a_question_waits_for_a_second_person(self, case, bench, two, page):
        write_to(case, f"Na shkroi edhe {WORD}.")
        assert bench.told(ComplainantInformed) == []
        [waits] = held(case)
        path = f"/cases/staff/cases/{case.case_id}/held-messages"
        assert "Dërgoje me këtë arsye" in page(case.approver, path).text
        assert "Dërgoje me këtë arsye" not in page(case.officer, path).text
        assert case.approver.post(f"/held-messages/{waits['id']}/names-reason", REASON).status_code == 200
        assert len(bench.told(ComplainantInformed)) == len(two)


class TestReminders:
    """A reminder in a person's own words."""

    @pytest.fixture
    def silence(self, case, bench, commissioner):
        body = bench.body()
        act = case.issue(body, items=1)
        bench.deliver(act, body)
        return Silence(case, body, act, commissioner, bench.person("publisher"))

    def test_who_wrote_it_does_not_send_it_and_another_does(self, silence):
        with silence.on(after(silence.owed[0]["reply_due"])):
            path = edited(silence, f"Nga {WORD} juaj nuk pati përgjigje.")
            assert silence.send(silence.story.officer, "reminder").status_code == 422
            own = silence.send(silence.story.officer, "reminder", **REASON)
            assert (own.status_code, own.json["code"]) == (409, "check.own_work")
            assert silence.story.officer.get(path).json["state"] == "waiting"
            assert silence.send(silence.story.approver, "reminder").status_code == 422
            sent = silence.send(silence.story.approver, "reminder", **REASON)
            assert (sent.status_code, sent.json["state"]) == (201, "sent")


class TestGaps:
    """A gap, which the public reads once its act is public."""

    def test_who_entered_it_does_not_say_why_the_public_may_read_it(self, story, bench, approver):
        bench.doubted = (WORD,)
        entered = story.officer.post(
            "/gaps", a_gap(description=f"Nga {WORD} e ligjit.", cases=[str(story.case_id)])
        ).json
        path = f"/gaps/{entered['gap']['id']}"
        look = story.officer.get(path).json["names_check"]
        assert look["needs_reason"] is True
        seen = {"content_hash": look["content_hash"], **REASON}
        assert approver.post(f"{path}/names-reason", seen).status_code == 200
        assert story.officer.get(path).json["names_check"]["needs_reason"] is False


def test_who_approves_answers_a_question_with_a_reason_that_the_trail_keeps(case, bench):
    act = case.draft(body_of(case), grounds=f"Nga {WORD} e shkollës.")
    assert case.officer.get(f"/recommendations/{act['id']}").json["names_check"]["needs_reason"] is True
    path, approval = f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]}
    for no_reason in ({}, {"names_reason": "-"}, {"names_reason": " … ! 1"}):
        refused = case.approver.post(path, {**approval, **no_reason})
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/names_reason")
    assert case.approver.post(path, {**approval, **REASON}).json["status"] == "approved"
    assert bench.audited("text.named", act["id"]) == 1
    assert case.signatory(act).post(f"/recommendations/{act['id']}/issue").status_code == 200
