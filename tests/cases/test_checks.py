"""A text leaves the office only after exactly it was compared with the sealed files (design, section 10, Names)."""

import re
from uuid import UUID

import pytest

from services.cases import timers
from services.cases.actions import drafts
from shared import clock
from shared.events.catalogue import ComplainantInformed, DraftOffered
from tests.cases.bench import soon
from tests.cases.ladder_world import Silence, after

NAME = "Zanafilla"


@pytest.fixture
def case(story):
    story.with_findings()
    return story


def body_of(story, **more):
    return story.bench.body(**more)


def approve(story, act, **more):
    return story.approver.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"], **more})


def read(story, act):
    return story.officer.get(f"/recommendations/{act['id']}").json


def item(text="Të kthehet në shkollë", evidence="Vendimi"):
    return {"text": text, "evidence_expected": evidence, "due": soon()}


@pytest.mark.parametrize(
    "where",
    [
        lambda: {"title": f"Kthimi i {NAME}s në shkollë"},
        lambda: {"grounds": f"Nxënëses {NAME} iu mohua mësimi."},
        lambda: {"items": [item(f"Të kthehet {NAME}")]},
        lambda: {"items": [item(evidence=f"Vendimi për {NAME}n")]},
    ],
    ids=["title", "grounds", "what is asked", "its evidence"],
)
def test_an_act_that_names_a_child_of_the_file_cannot_be_approved(case, where):
    case.bench.sealed = (NAME,)
    act = case.draft(body_of(case), **where())
    refused = approve(case, act)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/names_reason")
    assert NAME not in refused.text
    assert read(case, act)["status"] == "draft"
    assert read(case, act)["names_check"]["stops"] == 1


def test_a_reason_of_the_second_person_lets_it_leave_and_stays_in_the_trail(case):
    case.bench.sealed = (NAME,)
    act = case.draft(body_of(case), title=f"Kthimi i {NAME}s")
    assert approve(case, act, names_reason="Prindi e kërkoi me shkrim").status_code == 200
    check = read(case, act)["names_check"]
    assert (check["reason"], check["reason_by"]) == ("Prindi e kërkoi me shkrim", str(case.approver.id))
    assert case.bench.audited("text.named", act["id"]) == 1
    assert case.approver.post(f"/recommendations/{act['id']}/issue").status_code == 200


def test_a_reason_for_one_text_is_none_for_another(case):
    case.bench.sealed = (NAME,)
    act = case.draft(body_of(case), title=f"Kthimi i {NAME}s")
    assert approve(case, act, names_reason="Prindi e kërkoi").status_code == 200
    edited = case.officer.patch(f"/recommendations/{act['id']}", {"grounds": f"{NAME} mungon."}).json
    assert approve(case, edited).status_code == 422


def test_while_intake_is_away_approval_waits_and_says_so_and_goes_on_when_it_is_back(case):
    case.bench.intake_away = True
    act = case.draft(body_of(case))
    waiting = approve(case, act)
    assert (waiting.status_code, waiting.json["status"], waiting.json["approved_by"]) == (202, "draft", None)
    check = read(case, act)["names_check"]
    assert (check["state"], check["then"]) == ("waiting", "approve")
    case.bench.intake_away = False
    case.bench.answer_checks()
    approved = read(case, act)
    assert (approved["status"], approved["approved_by"]) == ("approved", str(case.approver.id))
    assert approved["names_check"]["then"] is None


def test_an_approval_that_waited_does_not_go_on_where_somebody_is_named_or_the_text_changed(case):
    case.bench.intake_away, case.bench.sealed = True, (NAME,)
    named, edited = case.draft(body_of(case), title=f"Kthimi i {NAME}s"), case.draft(body_of(case))
    for act in (named, edited):
        assert approve(case, act).json["status"] == "draft"
    assert case.officer.patch(f"/recommendations/{edited['id']}", {"grounds": "Tjetër arsye."}).status_code == 200
    case.bench.intake_away = False
    case.bench.answer_checks()
    for act in (named, edited):
        assert (read(case, act)["status"], read(case, act)["names_check"]["then"]) == ("draft", None)
    assert approve(case, named).status_code == 422


@pytest.mark.parametrize("found", ["sealed", "doubted"])
def test_whoever_approved_and_whoever_drafted_are_told_that_an_approval_that_waited_fell(case, page, found):
    case.bench.intake_away = True
    setattr(case.bench, found, (NAME,))
    act = case.draft(body_of(case), title=f"Kthimi i {NAME}s")
    assert approve(case, act).status_code == 202
    case.bench.intake_away = False
    case.bench.answer_checks()
    fell = read(case, act)
    assert (fell["status"], fell["approval_fell"]) == ("draft", "names_someone")
    assert (fell["names_check"]["then"], fell["names_check"]["fell"]) == (None, "approve")
    assert approve(case, act).json["code"] == "check.names_someone"
    for person in (case.approver, case.officer):
        assert "Miratimi i një projekti të kësaj çështjeje ra" in page(person, "/cases/").text
        assert "Miratimi ra, sepse" in page(person, f"/cases/staff/recommendations/{act['id']}").text
    history = [one["code"] for one in case.officer.get(f"/cases/{case.case_id}").json["history"]]
    assert history.count("act.approval_fell_names") == 1
    timers.send_checked(case.bench.platform, clock.utc_now())
    tasks = case.officer.get(f"/cases/{case.case_id}").json["tasks"]
    assert {one["assignee_id"] for one in tasks} == {str(case.approver.id), str(case.officer.id)}
    assert len(tasks) == 2, "each once"
    assert approve(case, act, names_reason="Familja e kërkoi").status_code == 200
    again = read(case, act)
    assert (again["status"], again["approval_fell"], again["names_check"]["fell"]) == ("approved", None, None)


def test_an_answer_about_an_earlier_text_says_nothing_of_the_present_one(case):
    case.bench.intake_away = True
    act = case.draft(body_of(case))
    edited = case.officer.patch(f"/recommendations/{act['id']}", {"grounds": "Tjetër arsye."}).json
    first = case.bench.told(DraftOffered, content_hash=act["content_hash"])
    assert len(first) == 1
    case.bench.answered |= {
        one["check_id"] for one in case.bench.told(DraftOffered, content_hash=edited["content_hash"])
    }
    case.bench.intake_away = False
    case.bench.answer_checks()
    assert approve(case, edited).json["status"] == "draft"


def test_a_complaint_that_joins_the_case_has_the_draft_compared_again(case):
    act = case.draft(body_of(case))
    bench = case.bench
    joined, leading = bench.complaint(reference="A-2026-00002-5"), bench.told(DraftOffered)[0]["complaints"][0]
    bench.hear_joined(joined, leading)
    bench.intake_away = True
    assert approve(case, act).status_code == 409
    timers.offer_drafts(bench.platform, clock.utc_now())
    assert {len(one["complaints"]) for one in bench.told(DraftOffered)} == {1, 2}
    bench.intake_away = False
    bench.answer_checks()
    assert approve(case, act).status_code == 200


def requested(bench, officer, words):
    """A request for information in a case that nobody complained about: its look, and how it stands."""
    opened = officer.post("/cases", own_initiative(bench))
    assert opened.status_code == 201, opened.json
    case_id = opened.json["id"]
    for step in ({"step": "assign"}, {"step": "investigate"}):
        assert officer.post(f"/cases/{case_id}/steps", step).status_code == 200
    request = {"step": "request_information", "institution_id": str(bench.body().id), "text": words}
    assert officer.post(f"/cases/{case_id}/steps", request).status_code == 200
    [act] = officer.get(f"/cases/{case_id}").json["recommendations"]
    return officer.get(f"/recommendations/{act['id']}").json


@pytest.mark.parametrize(
    "words",
    ["Telefononi 069 123 45 67.", "Nxënësi J51203045-k mungon.", f"Sa mungon {NAME}?"],
    ids=["number", "personal number", "name"],
)
def test_what_nobody_complained_about_is_compared_too_for_it_may_name_a_child_of_another_file(
    bench, officer, approver, words
):
    bench.sealed = (NAME,)
    act = requested(bench, officer, words)
    [offered] = bench.told(DraftOffered)
    assert (act["status"], act["names_check"]["stops"], offered["complaints"]) == ("draft", 1, [])
    reason = {"content_hash": act["content_hash"], "names_reason": "Numri i zyrës"}
    assert officer.post(f"/recommendations/{act['id']}/names-reason", reason).status_code == 403
    assert approver.post(f"/recommendations/{act['id']}/names-reason", reason).status_code == 200
    assert officer.post(f"/recommendations/{act['id']}/issue").status_code == 200


def test_what_nobody_complained_about_waits_for_intake_and_goes_on_when_it_is_back(bench, officer):
    bench.intake_away = True
    act = requested(bench, officer, "Sa nxënës mungojnë?")
    assert (act["status"], act["names_check"]["state"]) == ("draft", "waiting")
    bench.intake_away = False
    bench.answer_checks()
    assert officer.get(f"/recommendations/{act['id']}").json["status"] == "issued"


def test_a_request_that_was_edited_while_it_waited_does_not_leave_by_itself(case):
    case.bench.intake_away = True
    case.step("request_information", institution_id=str(body_of(case).id), text="Sa nxënës mungojnë?")
    [act] = case.officer.get(f"/cases/{case.case_id}").json["recommendations"]
    edited = case.officer.patch(f"/recommendations/{act['id']}", {"title": "Ende e papërfunduar"})
    assert edited.status_code == 200, edited.json
    case.bench.intake_away = False
    case.bench.answer_checks()
    assert read(case, act)["status"] == "draft"
    assert case.bench.audited("text.held", act["id"]) == 1


def test_a_request_for_information_leaves_by_itself_once_it_names_nobody(case):
    case.bench.intake_away = True
    case.step("request_information", institution_id=str(body_of(case).id), text="Sa nxënës mungojnë?")
    assert [one["status"] for one in acts_of(case)] == ["draft"]
    case.bench.intake_away = False
    case.bench.answer_checks()
    assert [one["status"] for one in acts_of(case)] == ["issued"]


def test_a_request_for_information_that_names_a_child_stays_a_draft(case):
    case.bench.sealed = (NAME,)
    case.step("request_information", institution_id=str(body_of(case).id), text=f"Ku është {NAME}?")
    assert [one["status"] for one in acts_of(case)] == ["draft"]


def acts_of(story):
    return story.officer.get(f"/cases/{story.case_id}").json["recommendations"]


def own_initiative(bench):
    return {
        "trigger": {"kind": "media", "source": "Gazeta Shembull"}, "memo": "Zyra vendosi.", "title": "Shembull", "rights": ["28"],
        "bodies": [str(bench.body().id)], "places": [],
    }  # fmt: skip


@pytest.fixture
def page(bench):
    """The pages as a person of a role sees them."""

    def see(person, path, data=None):
        client = bench.app.test_client()
        client.set_cookie("besa_staff", person.token)
        seen = client.get(path)
        if data is None:
            return seen
        token = re.search(r'name="csrf_token" value="([^"]+)"', seen.text)
        return client.post(f"{path}{data.pop('at')}", data={"csrf_token": token and token[1], **data})

    return see


def test_the_page_marks_what_names_someone_and_wants_a_reason(case, page):
    case.bench.sealed = (NAME,)
    act = case.draft(body_of(case), grounds=f"Nxënëses {NAME} iu mohua mësimi.\n\nShkolla heshti.")
    path = f"/cases/staff/recommendations/{act['id']}"
    seen = page(case.approver, path)
    assert f"<mark>{NAME}<span" in seen.text and "Vende në tekst që tregojnë një njeri: 1" in seen.text
    assert "Miratoje me këtë arsye" in seen.text and ">Miratoje këtë tekst<" not in seen.text
    refused = page(case.approver, path, {"at": "/approval", "content_hash": act["content_hash"], "names_reason": ""})
    assert refused.status_code == 422 and "ose shkruani pse duhet" in refused.text
    sent = {"at": "/approval", "content_hash": act["content_hash"], "names_reason": "Prindi e kërkoi me shkrim"}
    assert page(case.approver, path, sent).status_code == 303
    assert "Prindi e kërkoi me shkrim" in page(case.approver, path).text


def test_the_page_says_that_the_text_is_being_compared(case, page):
    case.bench.intake_away = True
    act = case.draft(body_of(case))
    seen = page(case.approver, f"/cases/staff/recommendations/{act['id']}")
    assert "Teksti po krahasohet me dosjen e mbyllur" in seen.text
    sent = {"at": "/approval", "content_hash": act["content_hash"]}
    path = f"/cases/staff/recommendations/{act['id']}"
    assert page(case.approver, path, sent).status_code == 303
    assert "Miratimi pret dhe kryhet vetë" in page(case.officer, path).text
    case.bench.intake_away = False
    case.bench.answer_checks()
    assert read(case, act)["status"] == "approved"


@pytest.fixture
def silence(case, bench, commissioner):
    body = bench.body()
    act = case.issue(body, items=1)
    bench.deliver(act, body)
    return Silence(case, body, act, commissioner, bench.person("publisher"))


def edited(silence, words):
    [letter] = silence.draft()
    path = f"/rung-letters/{letter['id']}"
    answer = silence.story.officer.patch(path, {"title": "Kujtesë", "text": words}, letter["version"])
    assert answer.status_code == 200, answer.json
    return path


def test_a_reminder_in_a_persons_own_words_that_names_a_child_is_not_sent(silence, page):
    silence.bench.sealed = (NAME,)
    with silence.on(after(silence.owed[0]["reply_due"])):
        path = edited(silence, f"Ju kujtojmë rastin e {NAME}s.")
        assert silence.send(silence.story.officer, "reminder").status_code == 422
        assert silence.story.officer.get(path).json["names_check"]["stops"] == 1
        own = silence.send(silence.story.officer, "reminder", names_reason="Duhet")
        assert (own.status_code, own.json["code"]) == (409, "check.own_work")
        seen = page(silence.story.officer, f"/cases/staff/rungs/{path.rsplit('/', 1)[-1]}")
        assert f"<mark>{NAME}<span" in seen.text and "Pse mund të mbeten" in seen.text
        sent = silence.send(silence.story.approver, "reminder", names_reason="Prindi e kërkoi")
        assert (sent.status_code, sent.json["state"]) == (200, "sent") or sent.status_code == 201


def test_a_reminder_in_a_persons_own_words_waits_for_intake(silence):
    silence.bench.intake_away = True
    with silence.on(after(silence.owed[0]["reply_due"])):
        edited(silence, "Ju presim sot.")
        waiting = silence.send(silence.story.officer, "reminder")
        assert (waiting.status_code, waiting.json["code"]) == (409, "check.waiting")
        silence.bench.intake_away = False
        silence.bench.answer_checks()
        assert silence.send(silence.story.officer, "reminder").status_code in {200, 201}


@pytest.fixture
def two(case, bench):
    """A case in which two complained; returns both complaints."""
    first = UUID(str(bench.scalar("SELECT id FROM complaint WHERE case_id = :id", id=case.case_id)))
    second = bench.complaint(reference="A-2026-00002-5")
    bench.hear_joined(second, first)
    return first, second


def write_to(story, text, *complaints):
    named = {"complaints": [str(one) for one in complaints]} if complaints else {}
    answer = story.officer.post(f"/cases/{story.case_id}/complainant-messages", {"text": text, **named})
    assert answer.status_code == 201, answer.json


def test_a_message_in_a_case_of_several_waits_to_be_compared_with_the_others(case, bench, two):
    bench.intake_away = True
    write_to(case, "Ju shkruajmë për çështjen.")
    assert bench.told(ComplainantInformed) == []
    bench.intake_away = False
    bench.answer_checks()
    assert {one["complaint_id"] for one in bench.told(ComplainantInformed)} == {str(one) for one in two}


def test_who_reads_a_message_alone_is_not_compared_with_their_own_file(case, bench, two):
    write_to(case, "Ju shkruajmë.", two[0])
    [offered] = bench.told(DraftOffered, kind="message")
    assert (offered["complaints"], offered["apart"]) == ([str(two[1])], [str(two[0])])


def test_a_message_that_names_another_is_held_until_a_second_person_says_why(case, bench, two, page):
    bench.sealed = (NAME,)
    write_to(case, f"Na shkroi edhe {NAME}.")
    assert bench.told(ComplainantInformed) == []
    [waits] = case.officer.get(f"/cases/{case.case_id}/held-messages").json["items"]
    assert waits["names_check"]["stops"] == 1
    seen = page(case.approver, f"/cases/staff/cases/{case.case_id}/held-messages")
    assert f"<mark>{NAME}<span" in seen.text and "Dërgoje me këtë arsye" in seen.text
    path = f"/held-messages/{waits['id']}/names-reason"
    assert case.approver.post(path, {"names_reason": "Të dy prindërit e dinë"}).status_code == 200
    assert len(bench.told(ComplainantInformed)) == 2
    assert case.officer.get(f"/cases/{case.case_id}/held-messages").json["items"] == []
    # Who wrote it and who let it go are one person each in history and trail, and both can be read.
    assert case.officer.get(f"/cases/{case.case_id}").status_code == 200
    assert page(case.approver, f"/cases/staff/cases/{case.case_id}").status_code == 200
    assert bench.person("auditor").get("/audit?limit=50").status_code == 200
    assert bench.scalar("SELECT count(*) FROM audit_entry WHERE actor LIKE 'staff:%:%'") == 0


def test_a_held_message_is_given_up_and_goes_to_nobody(case, bench, two):
    bench.sealed = (NAME,)
    write_to(case, f"Na shkroi edhe {NAME}.")
    [waits] = case.officer.get(f"/cases/{case.case_id}/held-messages").json["items"]
    assert case.officer.post(f"/held-messages/{waits['id']}/discard").status_code == 200
    assert case.approver.post(f"/held-messages/{waits['id']}/names-reason", {"names_reason": "Po"}).status_code == 404
    assert bench.told(ComplainantInformed) == []


def test_the_function_of_an_official_in_an_enclosed_letter_is_compared_too(case):
    """Another body is to read it now than the one to which a second person let it go."""
    documents = case.bench.platform.documents
    name = documents.put_json({"title": "T", "official_function": f"mësuesi i {NAME}s", "items": []})
    assert NAME in drafts._enclosed_words(documents, name)
