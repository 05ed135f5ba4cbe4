"""A joint act is issued only when all have signed exactly its text: by every door, and also where it would go out by itself."""

import html
import re
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from services.cases.domain import joint
from services.cases.domain.joint import Signature
from services.cases.models import Recommendation
from shared import clock
from shared.events.catalogue import DraftOffered
from shared.rules import RuleViolation
from shared.staff import issue_token
from tests.cases.bench import SIGNING, STAFF_COOKIE, today
from tests.cases.conftest import draft_body

FIRST, SECOND = "Komisioneri për Mbrojtjen nga Diskriminimi", "UNICEF Shqipëri"
HASH, OTHER = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("signatures", "missing"),
    [
        ([], (FIRST, SECOND)),
        ([Signature(FIRST, HASH, False)], (SECOND,)),
        ([Signature(FIRST, HASH, False), Signature(SECOND, OTHER, False)], (SECOND,)),
        ([Signature(FIRST, HASH, False), Signature(SECOND, HASH, True)], (SECOND,)),
        ([Signature(FIRST, HASH, False), Signature(SECOND, HASH, True), Signature(SECOND, HASH, False)], ()),
    ],
    ids=["nobody", "one", "another text", "taken back", "signed again"],
)
def test_who_has_not_signed(signatures, missing):
    assert joint.unsigned((FIRST, SECOND), signatures, HASH) == missing
    refused = None
    try:
        joint.check_issue((FIRST, SECOND), signatures, HASH)
    except RuleViolation as error:
        refused = error.code
    assert refused == ("issue.unsigned" if missing else None)


@pytest.fixture
def home(bench):
    return bench.body("municipality")


@pytest.fixture
def act(story, home):
    """A joint act that was approved and that nobody has signed besides."""
    story.with_findings()
    made = story.draft(home, cosigners=[FIRST, SECOND])
    answer = story.approver.post(f"/recommendations/{made['id']}/approval", {"content_hash": made["content_hash"]})
    assert answer.status_code == 200, answer.json
    return answer.json


def sign(person, act, cosigner, **more):
    body = {"cosigner": cosigner, "content_hash": act["content_hash"], "signed_on": today().isoformat(), **more}
    return person.post(f"/recommendations/{act['id']}/signatures", {"evidence": "Prot. 12", **body})


def issue(person, act):
    return person.post(f"/recommendations/{act['id']}/issue")


def test_it_is_issued_only_when_all_have_signed(story, act):
    for cosigner in (FIRST, SECOND):
        refused = issue(story.approver, act)
        assert (refused.status_code, refused.json["code"]) == (409, "issue.unsigned")
        signed = sign(story.officer, act, cosigner)
        assert signed.status_code == 201, signed.json
    assert signed.json["missing"] == []
    issued = issue(story.approver, act)
    assert (issued.status_code, issued.json["status"], issued.json["cosigners"]) == (200, "issued", [FIRST, SECOND])


def test_a_signature_taken_back_before_the_issue_stops_it_and_none_is_taken_back_after(story, act):
    path = f"/recommendations/{act['id']}/signatures"
    sign(story.officer, act, FIRST)
    rows = sign(story.officer, act, SECOND).json["signatures"]
    back = story.officer.post(f"{path}/{rows[1]['id']}/withdrawal", {"reason": "Bordi nuk e miratoi."})
    assert (back.status_code, back.json["missing"], len(back.json["signatures"])) == (200, [SECOND], 2)
    again = story.officer.post(f"{path}/{rows[1]['id']}/withdrawal", {"reason": "x"})
    assert (again.status_code, again.json["code"]) == (409, "joint.taken_back")
    assert issue(story.approver, act).json["code"] == "issue.unsigned"
    sign(story.officer, act, SECOND)
    assert issue(story.approver, act).status_code == 200
    late = story.officer.post(f"{path}/{rows[0]['id']}/withdrawal", {"reason": "x"})
    assert (late.status_code, late.json["code"]) == (409, "joint.not_open")
    assert sign(story.officer, act, FIRST).json["code"] == "joint.not_open"


def test_another_text_asks_all_to_sign_anew(story, act, home):
    sign(story.officer, act, FIRST)
    sign(story.officer, act, SECOND)
    path = f"/recommendations/{act['id']}"
    changed = story.officer.patch(path, {"title": "Një titull tjetër"})
    assert changed.status_code == 200, changed.json
    found = story.officer.get(f"{path}/signatures").json
    assert (found["missing"], [one["stands"] for one in found["signatures"]]) == ([FIRST, SECOND], [False, False])
    stale = sign(story.officer, act, FIRST)
    assert (stale.status_code, stale.json["code"]) == (409, "joint.other_text")


def test_who_signs_is_part_of_what_was_approved(story, act):
    changed = story.officer.patch(f"/recommendations/{act['id']}", {"cosigners": [FIRST]})
    assert (changed.status_code, changed.json["status"], changed.json["cosigners"]) == (200, "draft", [FIRST])
    assert changed.json["content_hash"] != act["content_hash"]


def test_a_request_that_would_go_out_by_itself_waits_for_its_cosigners_too(bench, story, home):
    story.step("assign")
    asked = draft_body(home, kind="information_request", cosigners=[FIRST])
    draft = story.officer.post(f"/cases/{story.case_id}/recommendations", asked).json
    bench.answer_checks()
    assert issue(story.officer, draft).json["code"] == "issue.unsigned"
    bench.answer_checks()
    assert story.officer.get(f"/recommendations/{draft['id']}").json["status"] == "draft"
    sign(story.officer, draft, FIRST)
    assert issue(story.officer, draft).json["status"] == "issued"


@pytest.mark.parametrize(
    ("bad", "pointer"),
    [
        ({"cosigner": "Dikush"}, "/cosigner"),
        ({"signed_on": "2099-01-01"}, "/signed_on"),
        ({"signed_on": "2019-01-01"}, "/signed_on"),
        ({"evidence": " "}, "/evidence"),
        ({"evidence": "."}, "/evidence"),
    ],
    ids=["a stranger", "to come", "before there was a text", "no evidence", "no words"],
)
def test_what_cannot_be_is_refused_at_its_field(story, act, bad, pointer):
    body = {"cosigner": FIRST, **bad}
    answer = sign(story.officer, act, body.pop("cosigner"), **body)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_one_signs_one_text_once(story, act):
    sign(story.officer, act, FIRST)
    assert sign(story.officer, act, FIRST).json["code"] == "joint.signed"
    assert (
        story.officer.post(f"/recommendations/{act['id']}/signatures/{uuid4()}/withdrawal", {"reason": "x"}).status_code
        == 404
    )


def test_the_letter_names_who_signs_it_besides_the_office(bench, story, act, home):
    sign(story.officer, act, FIRST)
    sign(story.officer, act, SECOND)
    issue(story.approver, act)
    name = bench.scalar("SELECT rendering FROM act_addressee WHERE recommendation_id = :id", id=act["id"])
    assert bench.platform.documents.get_json(name)["cosigners"] == [FIRST, SECOND]


def test_a_text_is_signed_from_the_day_on_which_it_was_written_last(story, act):
    path, wrote = f"/recommendations/{act['id']}", today()
    with on(wrote + timedelta(days=3), story.officer):
        # The same text saved anew is no other.
        same = story.officer.patch(path, {"title": act["title"]}).json
        assert same["content_hash"] == act["content_hash"]
        assert sign(story.officer, same, FIRST, signed_on=str(wrote)).status_code == 201
        changed = story.officer.patch(path, {"title": "Një titull tjetër"}).json
        early = sign(story.officer, changed, FIRST, signed_on=str(wrote + timedelta(days=2)))
        assert (early.status_code, early.json["code"]) == (422, "joint.before_the_text")
        assert sign(story.officer, changed, FIRST, signed_on=str(wrote + timedelta(days=3))).status_code == 201


def publish(bench, issued):
    with bench.platform.database.transaction() as session:
        act = session.get_one(Recommendation, UUID(issued["id"]))
        act.published, act.shown_from = True, today()


@contextmanager
def on(day, person):
    clock.travel_to(datetime.combine(day, time(9), UTC))
    person.token = issue_token(SIGNING, person.id)
    try:
        yield
    finally:
        clock.travel_to(None)
        person.token = issue_token(SIGNING, person.id)


def joint_in_public(bench, story, act, home):
    """It is issued, arrived, and its words were approved for the public."""
    for cosigner in (FIRST, SECOND):
        sign(story.officer, act, cosigner)
    issued = issue(story.approver, act).json
    bench.deliver(issued, home)
    return issued


def test_the_public_reads_who_signed_it_only_where_it_reads_its_words(bench, story, act, home):
    issued, public = joint_in_public(bench, story, act, home), bench.app.test_client()
    publish(bench, issued)
    at = f"public/recommendations/{issued['number']}"
    assert public.get(f"/cases/api/v1/{at}").json["cosigners"] == []
    assert SECOND not in html.unescape(public.get(f"/cases/{at}").text)
    story.shown(issued)
    [*_of_the_act, compared] = bench.told(DraftOffered)
    assert public.get(f"/cases/api/v1/{at}").json["cosigners"] == [FIRST, SECOND]
    assert f"{FIRST}; {SECOND}" in html.unescape(public.get(f"/cases/{at}").text)
    page = html.unescape(
        browser(story.approver).get(f"/cases/staff/recommendations/{issued['id']}/public-version").text
    )
    assert f"{FIRST}; {SECOND}" in page
    said = bench.platform.documents.get_json(compared["text"])
    assert compared["kind"] == "public_version" and {FIRST, SECOND} <= {one["text"] for one in said["parts"]}


def press(browser, path, at, data):
    page = browser.get(at).text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    kept = {name: value for name, value in hidden.items() if "hash" in name or name == "csrf_token"}
    return browser.post(path, data={**kept, **data})


def browser(person):
    person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
    person.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {person.token}"
    return person.client


def test_the_page_of_the_act_does_not_issue_it_either(story, act):
    office, at = browser(story.approver), f"/cases/staff/recommendations/{act['id']}"
    refused = press(office, f"{at}/issue", at, {})
    assert (refused.status_code, "nënshkruar të gjithë" in html.unescape(refused.text)) == (409, True)
    for cosigner in (FIRST, SECOND):
        sign(story.officer, act, cosigner)
    assert press(office, f"{at}/issue", at, {}).status_code == 303


def test_the_page_notes_a_signature_takes_it_back_and_says_who_is_missing(story, act):
    office, at = browser(story.officer), f"/cases/staff/recommendations/{act['id']}/signatures"
    assert at in office.get(f"/cases/staff/recommendations/{act['id']}").text
    day = today()
    typed = {"sign-signed_on-day": day.day, "sign-signed_on-month": day.month, "sign-signed_on-year": day.year}
    typed |= {"sign-cosigner": FIRST, "sign-evidence": "Prot. 77"}
    assert press(office, at, at, {**typed, "sign-evidence": ""}).status_code == 422
    assert press(office, at, at, typed).status_code == 303
    page = html.unescape(office.get(at).text)
    assert "Prot. 77" in page and "Nuk ka nënshkruar" in page
    [signature] = office.get(f"/cases/api/v1/recommendations/{act['id']}/signatures").json["signatures"]
    back = f"{at}/{signature['id']}/withdrawal"
    assert press(office, back, at, {f"{signature['id']}-reason": ""}).status_code == 422
    assert press(office, back, at, {f"{signature['id']}-reason": "Bordi e refuzoi"}).status_code == 303
    assert "Bordi e refuzoi" in html.unescape(office.get(at).text)


def test_an_act_that_the_office_signs_alone_has_no_such_page(bench, story, home):
    alone = story.with_findings().draft(home)
    assert bench.office().get(f"/cases/staff/recommendations/{alone['id']}/signatures").status_code == 404
    assert alone["cosigners"] == []
