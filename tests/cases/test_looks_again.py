"""What was compared is compared again when the sealed files hold more; and nobody explains a name in what they wrote themselves."""

import re
from uuid import UUID, uuid4

import pytest

from services.cases import timers
from services.cases.gaps import timers as gap_timers
from shared import clock
from shared.events.catalogue import ComplainantInformed, DraftOffered, MessageReceived, RecommendationIssued
from tests.cases.ladder_world import Silence, after
from tests.cases.test_checks import body_of, write_to
from tests.cases.test_gaps import a_gap
from tests.cases.test_public_versions import public

NAME = "Zanafilla"


@pytest.fixture
def case(story):
    story.with_findings()
    return story


def first_complaint(case):
    return UUID(
        str(case.bench.scalar("SELECT id FROM complaint WHERE case_id = :id ORDER BY received_at", id=case.case_id))
    )


def join(case):
    """Another complaint joins the case; returns it."""
    leading, joined = first_complaint(case), case.bench.complaint(reference="A-2026-00002-5")
    case.bench.hear_joined(joined, leading)
    return joined


def somebody_writes(case):
    complaint = first_complaint(case)
    case.bench.hear(MessageReceived, complaint, complaint_id=complaint, message_id=uuid4())


def tick(bench):
    """What is due by the clock about texts, until intake has answered."""
    for _turn in range(2):
        timers.offer_drafts(bench.platform, clock.utc_now())
        gap_timers.offer_gaps(bench.platform, clock.utc_now())
        bench.answer_checks()


def held(case):
    return case.officer.get(f"/cases/{case.case_id}/held-messages").json["items"]


class TestMessages:
    """To whoever complained."""

    def test_one_to_the_only_complainant_is_compared_with_whatever_is_joined_to_theirs(self, case, bench):
        write_to(case, "Ju shkruajmë.")
        complaint = str(first_complaint(case))
        [offered] = bench.told(DraftOffered, kind="message")
        assert (offered["complaints"], offered["apart"]) == ([], [complaint])
        assert len(bench.told(ComplainantInformed, complaint_id=complaint)) == 1

    def test_one_that_names_somebody_of_another_file_is_held_in_a_case_of_one_too(self, case, bench):
        bench.sealed = (NAME,)
        write_to(case, f"Edhe {NAME} na shkroi.")
        assert bench.told(ComplainantInformed) == [] and len(held(case)) == 1

    def test_a_complaint_that_joins_between_the_look_and_the_delivery_holds_it_until_the_next_look(self, case, bench):
        bench.intake_away = True
        write_to(case, "Ju shkruajmë për çështjen.")
        joined = join(case)
        bench.intake_away = False
        bench.answer_checks()
        looks = bench.told(DraftOffered, kind="message")
        assert [one["complaints"] for one in looks] == [[], [str(joined)]]
        assert len(bench.told(ComplainantInformed)) == 1 and held(case) == []

    def test_what_the_next_look_finds_holds_it_although_the_first_found_nobody(self, case, bench):
        bench.intake_away = True
        write_to(case, f"Edhe {NAME} na shkroi.")
        join(case)
        first = bench.told(DraftOffered, kind="message")[0]
        bench.answered.add(first["check_id"])
        bench._answer(first)
        bench.sealed, bench.intake_away = (NAME,), False
        bench.answer_checks()
        assert bench.told(ComplainantInformed) == []
        [waits] = held(case)
        assert waits["names_check"]["stops"] == 1

    def test_a_reason_for_those_of_before_sends_nothing_when_another_joined_since(self, case, bench):
        bench.sealed = (NAME,)
        write_to(case, f"Edhe {NAME} na shkroi.")
        [waits] = held(case)
        join(case)
        reason = {"names_reason": "Prindi e di"}
        assert case.approver.post(f"/held-messages/{waits['id']}/names-reason", reason).status_code == 200
        assert bench.told(ComplainantInformed) == []
        [again] = held(case)
        assert again["id"] != waits["id"]
        assert case.approver.post(f"/held-messages/{again['id']}/names-reason", reason).status_code == 200
        assert len(bench.told(ComplainantInformed)) == 1

    def test_one_that_waits_for_a_reason_is_compared_again_by_the_clock(self, case, bench):
        bench.sealed = (NAME,)
        write_to(case, f"Edhe {NAME} na shkroi.")
        join(case)
        bench.sealed = ()
        tick(bench)
        assert len(bench.told(ComplainantInformed)) == 1 and held(case) == []


class TestActs:
    """Drafts, approved acts and requests."""

    def test_a_message_of_the_complainant_has_a_draft_compared_again(self, case, bench):
        act = case.draft(body_of(case), title=f"Kthimi i {NAME}s")
        bench.sealed = (NAME,)
        somebody_writes(case)
        seen = {"content_hash": act["content_hash"]}
        assert case.approver.post(f"/recommendations/{act['id']}/approval", seen).status_code == 409
        tick(bench)
        assert case.approver.post(f"/recommendations/{act['id']}/approval", seen).status_code == 422

    def test_a_reason_holds_on_when_somebody_wrote_and_nobody_new_is_named(self, case, bench):
        bench.sealed = (NAME,)
        act = case.draft(body_of(case), title=f"Kthimi i {NAME}s")
        seen = {"content_hash": act["content_hash"], "names_reason": "Prindi e kërkoi"}
        assert case.approver.post(f"/recommendations/{act['id']}/approval", seen).status_code == 200
        somebody_writes(case)
        tick(bench)
        assert case.approver.post(f"/recommendations/{act['id']}/issue").status_code == 200

    def test_an_approval_falls_when_a_complaint_joins_and_counts_again_once_it_was_given_anew(self, case, bench):
        act = case.draft(body_of(case))
        seen, path = {"content_hash": act["content_hash"]}, f"/recommendations/{act['id']}"
        assert case.approver.post(f"{path}/approval", seen).status_code == 200
        join(case)
        tick(bench)
        assert case.approver.post(f"{path}/issue").status_code == 409
        fell = case.officer.get(path).json
        assert (fell["status"], fell["approved_by"]) == ("draft", None)
        assert "act.approval_fell" in [
            one["code"] for one in case.officer.get(f"/cases/{case.case_id}").json["history"]
        ]
        assert case.approver.post(f"{path}/approval", seen).status_code == 200
        assert case.approver.post(f"{path}/issue").status_code == 200
        assert len(bench.told(RecommendationIssued)[-1]["complaints"]) == 2

    def test_a_request_that_another_complaint_overtook_goes_on_by_itself_after_the_next_look(self, case, bench):
        bench.intake_away = True
        case.step("request_information", institution_id=str(body_of(case).id), text="Sa nxënës mungojnë?")
        join(case)
        bench.intake_away = False
        bench.answer_checks()
        bench.answer_checks()
        [act] = case.officer.get(f"/cases/{case.case_id}").json["recommendations"]
        assert act["status"] == "issued"


@pytest.fixture
def published(case, bench, commissioner):
    """An act whose public version was approved and is read."""
    body = bench.body()
    act = case.issue(body, items=1)
    bench.deliver(act, body)
    decision = {"decision": "publish", "reason": "Me interes publik"}
    assert commissioner.post(f"/recommendations/{act['id']}/publication", decision).status_code == 200
    words = {"title": "Kthimi në shkollë", "grounds": f"Fëmija {NAME} mungon.", "items": ["Të kthehet."]}
    path = f"/recommendations/{act['id']}/public-version"
    written = case.officer.post(path, words).json["draft"]
    assert case.approver.post(f"{path}/approval", {"content_hash": written["content_hash"]}).status_code == 200
    assert NAME in public(bench, act)[1].text
    return act, written


class TestPublicVersion:
    """What the public reads already."""

    @pytest.mark.parametrize("found", ["sealed", "doubted"])
    @pytest.mark.parametrize("happens", [join, somebody_writes])
    def test_it_is_taken_back_when_the_files_hold_more_and_the_second_person_is_called(
        self, case, bench, published, happens, found
    ):
        """Also where it is only asked whether somebody is meant: nobody has answered that."""
        act, _written = published
        setattr(bench, found, (NAME,))
        happens(case)
        tick(bench)
        as_data, page, _listed = public(bench, act)
        assert as_data.json["withheld"] and NAME not in as_data.text + page.text
        assert "u hoq përkohësisht" in page.text
        [task] = case.officer.get(f"/cases/{case.case_id}").json["tasks"]
        assert act["number"] in task["text"] and task["assignee_id"] == str(case.approver.id)
        tick(bench)
        assert bench.audited("public_version.withheld", act["id"]) == 1

    def test_it_stays_while_the_look_waits_and_when_nobody_is_found(self, case, bench, published):
        act, _written = published
        bench.intake_away = True
        join(case)
        tick(bench)
        assert NAME in public(bench, act)[1].text
        bench.intake_away = False
        tick(bench)
        assert NAME in public(bench, act)[1].text
        assert bench.audited("public_version.withheld", act["id"]) == 0

    @pytest.mark.parametrize("found", ["sealed", "doubted"])
    def test_it_is_read_again_with_the_reason_of_somebody_who_did_not_write_it(self, case, bench, published, found):
        act, written = published
        setattr(bench, found, (NAME,))
        join(case)
        tick(bench)
        path = f"/recommendations/{act['id']}/public-version"
        seen = {"content_hash": written["content_hash"], "names_reason": "Familja e kërkoi"}
        assert case.officer.post(f"{path}/names-reason", seen).status_code == 403
        shown = case.approver.get(path).json
        assert shown["shown"]["withheld_at"] and shown["shown_check"]["needs_reason"]
        assert case.approver.post(f"{path}/names-reason", seen).status_code == 200
        assert NAME in public(bench, act)[1].text
        assert case.approver.post(f"{path}/names-reason", seen).json["code"] == "version.not_withheld"

    def test_another_text_that_is_approved_is_read_in_its_place(self, case, bench, published):
        act, _written = published
        bench.sealed = (NAME,)
        join(case)
        tick(bench)
        path = f"/recommendations/{act['id']}/public-version"
        words = {"title": "Kthimi në shkollë", "grounds": "Një fëmijë mungon.", "items": ["Të kthehet."]}
        again = case.officer.post(path, words).json["draft"]
        assert public(bench, act)[0].json["withheld"]
        assert case.approver.post(f"{path}/approval", {"content_hash": again["content_hash"]}).status_code == 200
        assert public(bench, act)[0].json["grounds"] == "Një fëmijë mungon."

    def test_the_page_of_the_office_says_so_and_takes_the_reason(self, case, bench, published):
        act, written = published
        bench.sealed = (NAME,)
        join(case)
        tick(bench)
        client, path = bench.app.test_client(), f"/cases/staff/recommendations/{act['id']}/public-version"
        client.set_cookie("besa_staff", case.approver.token)
        page = client.get(path).text
        assert "Publiku nuk e lexon këtë tekst" in page and f"<mark>{NAME}<span" in page
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        sent = {
            "csrf_token": token and token[1],
            "content_hash": written["content_hash"],
            "names_reason": "Familja e kërkoi",
        }
        assert client.post(f"{path}/names-reason", data=sent).status_code == 303
        assert "Publiku nuk e lexon këtë tekst" not in client.get(path).text


class TestGap:
    """The register of gaps."""

    def test_a_gap_whose_first_look_was_not_explained_is_shown_after_the_reason_for_the_next(self, case, bench):
        bench.sealed = (NAME,)
        gap = case.officer.post("/gaps", a_gap(cases=[str(case.case_id)], title=f"Rasti i {NAME}s")).json
        somebody_writes(case)
        tick(bench)
        seen = case.approver.get(f"/gaps/{gap['gap']['id']}").json["names_check"]
        reason = {"content_hash": seen["content_hash"], "names_reason": "Familja e kërkoi"}
        assert case.approver.post(f"/gaps/{gap['gap']['id']}/names-reason", reason).status_code == 200
        rows = "SELECT count(*) FROM text_check WHERE text_id = :id"
        assert bench.scalar(rows, id=gap["gap"]["id"]) == 2
        again = case.approver.get(f"/gaps/{gap['gap']['id']}").json["names_check"]
        assert again["reason"] == "Familja e kërkoi"


class Doors:
    """Each door where a text that names someone is let out with a reason: `write` as a person who may also explain, then `explain`."""

    def __init__(self, case, commissioner):
        self.case, self.bench, self.commissioner = case, case.bench, commissioner

    def act(self, writer, explainer):
        act = self.case.draft(body_of(self.case), title="Kthimi në shkollë")
        edited = writer.patch(f"/recommendations/{act['id']}", {"title": f"Kthimi i {NAME}s"}).json
        seen = {"content_hash": edited["content_hash"], "names_reason": "Duhet"}
        return explainer.post(f"/recommendations/{act['id']}/approval", seen)

    def request(self, writer, explainer):
        self.case.step("request_information", institution_id=str(body_of(self.case).id), text=f"Ku është {NAME}?")
        act = self.case.officer.get(f"/cases/{self.case.case_id}").json["recommendations"][-1]
        edited = writer.patch(f"/recommendations/{act['id']}", {"grounds": f"Ku është tani {NAME}?"}).json
        seen = {"content_hash": edited["content_hash"], "names_reason": "Duhet"}
        return explainer.post(f"/recommendations/{act['id']}/names-reason", seen)

    def gap(self, writer, explainer):
        gap = self.case.officer.post("/gaps", a_gap(cases=[str(self.case.case_id)])).json["gap"]
        edited = writer.patch(f"/gaps/{gap['id']}", {"title": f"Rasti i {NAME}s"})
        assert edited.status_code == 200, edited.json
        # Whoever entered it corrects it afterwards: the one in between is not out of it.
        later = self.case.officer.patch(f"/gaps/{gap['id']}", {"description": "Ligji hesht."}).json
        seen = {"content_hash": later["names_check"]["content_hash"], "names_reason": "Duhet"}
        return explainer.post(f"/gaps/{gap['id']}/names-reason", seen)

    def message(self, writer, explainer):
        path = f"/cases/{self.case.case_id}/complainant-messages"
        assert writer.post(path, {"text": f"Edhe {NAME} na shkroi."}).status_code == 201
        [waits] = held(self.case)
        return explainer.post(f"/held-messages/{waits['id']}/names-reason", {"names_reason": "Duhet"})

    def public_version(self, writer, explainer):
        path = self._issued()
        words = {"title": "Kthimi", "grounds": "Një fëmijë.", "items": ["Të kthehet."]}
        self.case.officer.post(path, words)
        edited = writer.post(path, words | {"grounds": f"Fëmija {NAME}."}).json["draft"]
        return explainer.post(f"{path}/approval", {"content_hash": edited["content_hash"], "names_reason": "Duhet"})

    def taken_back(self, writer, explainer):
        path = self._issued()
        self.bench.sealed = ()
        words = {"title": "Kthimi", "grounds": f"Fëmija {NAME}.", "items": ["Të kthehet."]}
        seen = {"content_hash": writer.post(path, words).json["draft"]["content_hash"]}
        second = self.case.approver if writer is self.commissioner else self.commissioner
        assert second.post(f"{path}/approval", seen).status_code == 200
        self.bench.sealed = (NAME,)
        somebody_writes(self.case)
        tick(self.bench)
        return explainer.post(f"{path}/names-reason", seen | {"names_reason": "Duhet"})

    def reminder(self, writer, explainer):
        body = self.bench.body()
        act = self.case.issue(body, items=1)
        self.bench.deliver(act, body)
        silence = Silence(self.case, body, act, self.commissioner, self.bench.person("publisher"))
        with silence.on(after(silence.owed[0]["reply_due"])):
            [letter] = silence.draft()
            words = {"title": "Kujtesë", "text": f"Rasti i {NAME}s."}
            edited = writer.patch(f"/rung-letters/{letter['id']}", words, letter["version"]).json
            again = {"title": "Kujtesë", "text": f"Prapë rasti i {NAME}s."}
            assert self.case.officer.patch(f"/rung-letters/{letter['id']}", again, edited["version"]).status_code == 200
            return silence.send(explainer, "reminder", names_reason="Duhet")

    def _issued(self):
        act = self.case.issue(self.bench.body(), items=1)
        return f"/recommendations/{act['id']}/public-version"


DOORS = ("act", "request", "gap", "message", "public_version", "taken_back", "reminder")


@pytest.mark.parametrize("door", DOORS)
def test_nobody_explains_a_name_in_what_they_wrote_themselves_at_any_door(case, bench, commissioner, door):
    bench.sealed = (NAME,)
    refused = getattr(Doors(case, commissioner), door)(commissioner, commissioner)
    assert refused.status_code == 409, refused.json
    assert refused.json["code"] in {"check.own_work", "approval.own_work"}
    assert bench.scalar("SELECT count(*) FROM text_check WHERE reason IS NOT NULL") == 0


@pytest.mark.parametrize("door", DOORS)
def test_a_second_person_who_wrote_nothing_of_it_may_at_every_door(case, bench, commissioner, door):
    bench.sealed = (NAME,)
    allowed = getattr(Doors(case, commissioner), door)(commissioner, case.approver)
    assert allowed.status_code in {200, 201}, allowed.json
    assert bench.scalar("SELECT count(*) FROM text_check WHERE reason IS NOT NULL") == 1
