"""What backs a finding can be opened by somebody else later (truth.md S11): never words alone."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest

from shared.app import STAFF_COOKIE
from shared.clock import utc_now
from shared.events.catalogue import ProgressItem, ProgressReported
from tests.cases.bench import SEEN, today
from tests.cases.pages_world import said
from tests.sample_files import PDF


@pytest.fixture
def owed(bench, story):
    """(act, body, obligation): the body replied with a file."""
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    [one] = story.obligations(act, body)
    name = bench.platform.documents.put(PDF)
    record = {
        "items": [{"evidence": [{"document": name, "media_type": "application/pdf", "name": "Urdhri i caktimit.pdf"}]}]
    }
    answered = {"item_id": one["item_id"], "position": "accepted", "claimed": "implemented", "evidence": [name]}
    reply_id = bench.reply(act, body, answered, reply=bench.platform.documents.put_json(record))
    return act, one, name, reply_id


def assess(story, one, word="implemented", *evidence):
    found = {"assessment": word, "on": str(today()), "evidence": list(evidence)}
    return story.officer.post(f"/obligations/{one['id']}/assessments", found)


@pytest.mark.parametrize("word", ["implemented", "partly", "not"])
def test_words_alone_back_nothing_and_what_was_found_needs_something_that_can_be_opened(story, owed, word):
    for wrong in ([], ["."]):
        refused = story.officer.post(
            f"/obligations/{owed[1]['id']}/assessments", {"assessment": word, "on": str(today()), "evidence": wrong}
        )
        assert refused.status_code == 422
        assert refused.json["errors"][0]["pointer"].startswith("/evidence")
    assert assess(story, owed[1], word, SEEN).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"kind": "wish", "ref": "x"}, "evidence.unknown_kind", "kind"),
        ({"kind": "body_file", "ref": "."}, "evidence.not_there", "ref"),
        ({"kind": "scan", "ref": str(uuid4())}, "evidence.not_there", "ref"),
        ({"kind": "confirmation"}, "evidence.not_there", "ref"),
        ({**SEEN, "address": "."}, "evidence.no_address", "address"),
        ({**SEEN, "address": "javascript:alert(1)"}, "evidence.no_address", "address"),
        ({**SEEN, "address": "http://[a.b"}, "evidence.no_address", "address"),
        ({**SEEN, "address": "http://exa℀mple.al"}, "evidence.no_address", "address"),
        ({**SEEN, "seen_on": None}, "evidence.no_day", "seen_on"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_reference_that_opens_nothing_is_refused_at_its_place(story, owed, wrong, code, field):
    refused = assess(story, owed[1], "partly", SEEN, wrong)
    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert refused.json["errors"][0]["pointer"] == f"/evidence/1/{field}"


def test_a_source_was_not_seen_on_a_day_that_has_not_come(story, owed):
    refused = assess(story, owed[1], "partly", SEEN, {**SEEN, "seen_on": str(today() + timedelta(days=1))})
    assert (refused.status_code, refused.json["code"]) == (422, "evidence.no_day")
    assert refused.json["errors"][0]["pointer"] == "/evidence/1/seen_on"


def test_what_a_body_says_of_itself_shows_that_it_was_not_done_and_never_that_it_was(story, owed):
    reply = {"kind": "reply", "ref": str(owed[3])}
    assert assess(story, owed[1], "implemented", reply).json["code"] == "evidence.proves_other"
    assert assess(story, owed[1], "not", reply).status_code == 201


def test_the_bodys_file_is_opened_from_the_finding_by_who_sees_the_case_and_the_opening_is_noted(bench, story, owed):
    _act, one, name, _reply = owed
    assert assess(story, one, "implemented", {"kind": "body_file", "ref": name}).status_code == 201
    whole = story.officer.get(f"/obligations/{one['id']}").json
    assert whole["replies"][0]["files"] == [name]
    [source] = whole["assessments"][0]["sources"]
    assert (source["kind"], source["ref"]) == ("body_file", name)
    path = f"/obligations/{one['id']}/files/{name}"
    opened = story.officer.get(path)
    assert (opened.data[:5], opened.mimetype) == (b"%PDF-", "application/pdf")
    assert bench.audited("evidence.read", one["id"]) == 1
    assert bench.person("case_officer").get(path).status_code == 404
    assert story.officer.get(f"/obligations/{one['id']}/files/{'0' * 64}").status_code == 404


def test_a_file_of_a_later_report_is_evidence_too(bench, story, owed):
    act, one, _name, _reply = owed
    name = bench.platform.documents.put(PDF + b"\n")
    bench.hear(
        ProgressReported,
        uuid4(),
        report_id=uuid4(),
        dispatch_id=uuid4(),
        recommendation_id=act["id"],
        institution_id=one["institution_id"],
        at=utc_now(),
        items=(ProgressItem(item_id=one["item_id"], claimed="implemented", evidence=(name,)),),
        report=bench.platform.documents.put_json({"items": []}),
    )
    assert assess(story, one, "implemented", {"kind": "body_file", "ref": name}).status_code == 201
    assert story.officer.get(f"/obligations/{one['id']}/files/{name}").data.startswith(b"%PDF-")


def test_the_childs_confirmation_backs_a_finding_once_it_was_given(story, owed):
    said_so = {"kind": "confirmation"}
    assert assess(story, owed[1], "implemented", said_so).status_code == 422
    story.officer.post(f"/obligations/{owed[1]['id']}/confirmation", {"confirmed": "yes"})
    assert assess(story, owed[1], "implemented", said_so).status_code == 201


def test_a_scan_of_this_act_backs_a_finding_and_one_of_another_does_not(bench, story, owed):
    act, one, _name, _reply = owed
    other = story.issue(bench.body(), items=1)
    ids = [
        story.officer.post(f"/recommendations/{each['id']}/scans", data={"file": (io.BytesIO(PDF), "shenim.pdf")}).json[
            "id"
        ]
        for each in (act, other)
    ]
    mine, foreign = ({"kind": "scan", "ref": scan} for scan in ids)
    assert assess(story, one, "partly", foreign).json["code"] == "evidence.not_there"
    assert assess(story, one, "partly", mine).status_code == 201
    assert story.officer.get(f"/scans/{ids[0]}").data.startswith(b"%PDF-")


def test_what_another_body_of_the_act_sent_on_paper_backs_nothing_about_this_one(bench, story):
    mine, other = bench.body(), bench.body()
    act = story.with_findings().issue(mine, other, items=1)
    bench.deliver(act, mine)
    scan = story.officer.post(
        f"/recommendations/{act['id']}/scans", data={"file": (io.BytesIO(PDF), "letra.pdf")}
    ).json["id"]
    letter = {
        "institution_id": str(other.id),
        "received_on": str(today()),
        "text": "Shkresa nr. 7.",
        "scan_id": scan,
        "items": [{"item_id": act["items"][0]["id"], "position": "accepted", "claimed": "implemented"}],
    }
    assert story.officer.post(f"/recommendations/{act['id']}/paper-replies", letter).status_code == 201
    by_body = {body: story.obligations(act, body)[0] for body in (mine, other)}
    backed = {"kind": "scan", "ref": scan}
    assert assess(story, by_body[mine], "implemented", backed).json["code"] == "evidence.not_there"
    assert assess(story, by_body[other], "not", backed).status_code == 201


def test_on_the_page_evidence_is_ticked_or_added_without_a_script_and_shown_with_links_that_open(bench, story, owed):
    _act, one, name, _reply = owed
    client, url = story.officer.client, f"/cases/staff/obligations/{one['id']}"
    client.set_cookie("besa_staff", story.officer.token)
    page = client.get(url).text
    assert f'value="body_file:{name}"' in page and f"{url}/files/{name}" in page
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    day = today()
    sent = {
        "csrf_token": token,
        "assessment-assessment": "implemented",
        "assessment-on-day": day.day,
        "assessment-on-month": day.month,
        "assessment-on-year": day.year,
        "assessment-sources": [f"body_file:{name}"],
        "assessment-scan": (io.BytesIO(PDF), "vizita.pdf"),
    }
    done = client.post(f"{url}/assessments", data=sent)
    assert done.status_code == 303, said(done.text)
    shown = client.get(url).text
    [found] = story.officer.get(f"/obligations/{one['id']}").json["assessments"]
    scan, file = found["sources"]
    assert (scan["kind"], file["ref"]) == ("scan", name)
    assert f"/cases/staff/scans/{scan['ref']}" in shown
    assert client.get(f"/cases/staff/scans/{scan['ref']}").data.startswith(b"%PDF-")
    assert client.get(f"{url}/files/{name}").data.startswith(b"%PDF-")


def test_what_backs_a_finding_is_shown_under_the_name_that_it_was_given(bench, story, owed):
    _act, one, name, _reply = owed
    assert assess(story, one, "implemented", {"kind": "body_file", "ref": name}).status_code == 201
    story.officer.client.set_cookie(STAFF_COOKIE, story.officer.token, path="/")
    page = said(story.officer.client.get(f"/cases/staff/obligations/{one['id']}").text)
    assert "Urdhri i caktimit.pdf" in page
    assert f"({name[:8]})" not in page
