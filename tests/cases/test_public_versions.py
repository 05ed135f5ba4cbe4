"""What the public reads of an act is a text of its own, never the letter (design, section 10, Names)."""

import re
from uuid import UUID

import pytest

from shared.events.catalogue import DraftChecked, DraftOffered

NAME = "Zanafilla"
REGISTER = "/cases/api/v1/public/recommendations"


@pytest.fixture
def act(story, bench, commissioner):
    """An act that names a child to the body with a reason, was delivered, and is to be shown."""
    bench.sealed = (NAME,)
    body = bench.body()
    story.with_findings()
    draft = story.draft(body, title=f"Kthimi i {NAME}s", grounds=f"{NAME} mungon.", items=1)
    seen = {"content_hash": draft["content_hash"], "names_reason": "Shkolla e njeh"}
    assert story.approver.post(f"/recommendations/{draft['id']}/approval", seen).status_code == 200
    issued = story.approver.post(f"/recommendations/{draft['id']}/issue").json
    bench.deliver(issued, body)
    decision = {"decision": "publish", "reason": "Me interes publik"}
    assert commissioner.post(f"/recommendations/{issued['id']}/publication", decision).status_code == 200
    return issued


def public(bench, act):
    client = bench.app.test_client()
    return (
        client.get(f"{REGISTER}/{act['number']}"),
        client.get(f"/cases/public/recommendations/{act['number']}"),
        client.get("/cases/public"),
    )


def version(story, act, **more):
    words = {
        "title": "Kthimi i një fëmije në shkollë",
        "grounds": "Një fëmijë mungon.",
        "items": ["Të kthehet fëmija."],
        **more,
    }
    return story.officer.post(f"/recommendations/{act['id']}/public-version", words)


def approve(story, act, written, by=None, **more):
    seen = {"content_hash": written.json["draft"]["content_hash"], **more}
    return (by or story.approver).post(f"/recommendations/{act['id']}/public-version/approval", seen)


def test_the_letter_is_never_shown_to_the_public(bench, act):
    for answer in public(bench, act):
        assert answer.status_code == 200
        assert NAME not in answer.text and act["items"][0]["text"] not in answer.text
    shown = public(bench, act)[0].json
    assert (shown["withheld"], shown["grounds"], shown["items"][0]["text"]) == (True, "", "")


def test_what_a_second_person_approved_is_shown_in_its_place(story, bench, act):
    assert approve(story, act, version(story, act)).status_code == 200
    as_data, page, listed = public(bench, act)
    assert (as_data.json["title"], as_data.json["items"][0]["text"]) == (
        "Kthimi i një fëmije në shkollë",
        "Të kthehet fëmija.",
    )
    assert "Një fëmijë mungon." in page.text and "Kthimi i një fëmije" in listed.text
    assert NAME not in as_data.text + page.text + listed.text


def test_a_public_version_that_names_a_child_is_not_approved(story, bench, act):
    refused = approve(story, act, version(story, act, grounds=f"{NAME} mungon."))
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/names_reason")
    assert public(bench, act)[0].json["withheld"]


def test_nobody_approves_a_public_version_that_they_wrote(story, act):
    written = story.approver.post(
        f"/recommendations/{act['id']}/public-version", {"title": "Titull", "grounds": "", "items": ["Një."]}
    )
    assert approve(story, act, written).json["code"] == "approval.own_work"


def test_an_edit_waits_for_its_own_approval_while_the_approved_words_stay(story, bench, act):
    first = version(story, act)
    assert approve(story, act, first).status_code == 200
    second = version(story, act, title="Titull i ri")
    assert approve(story, act, first).status_code == 409
    assert public(bench, act)[0].json["title"] == "Kthimi i një fëmije në shkollë"
    assert approve(story, act, second).status_code == 200
    assert public(bench, act)[0].json["title"] == "Titull i ri"


def test_a_public_version_waits_while_intake_is_away(story, bench, act):
    bench.intake_away = True
    written = version(story, act)
    waiting = approve(story, act, written)
    assert (waiting.status_code, waiting.json["shown"], waiting.json["names_check"]["then"]) == (202, None, "approve")
    bench.intake_away = False
    bench.answer_checks()
    seen = story.approver.get(f"/recommendations/{act['id']}/public-version").json
    assert (seen["draft"], seen["shown"]["approved_by"]) == (None, str(story.approver.id))


def test_an_approval_that_waited_and_fell_is_told_to_who_approved_and_who_wrote(story, bench, act):
    bench.intake_away, bench.doubted = True, (NAME,)
    written = version(story, act, grounds=f"{NAME} mungon.").json["draft"]
    path = f"/recommendations/{act['id']}/public-version"
    waits = story.approver.post(f"{path}/approval", {"content_hash": written["content_hash"]})
    assert waits.status_code == 202
    bench.intake_away = False
    bench.answer_checks()
    look = story.officer.get(path).json["names_check"]
    assert (look["needs_reason"], look["then"], look["fell"]) == (True, None, "approve")
    tasks = story.officer.get(f"/cases/{story.case_id}").json["tasks"]
    assert {one["assignee_id"] for one in tasks} == {str(story.approver.id), str(story.officer.id)}
    assert all("Miratimi i tekstit për publikun ra" in one["text"] for one in tasks)


def test_a_draft_has_no_public_version_and_a_version_has_all_items(story, bench, act):
    assert version(story, act, items=["Një.", "Dy."]).status_code == 422
    draft = story.draft(bench.body())
    assert version(story, draft).json["code"] == "act.not_issued"


def test_the_page_starts_with_the_letter_marks_names_and_lets_a_second_person_approve(story, bench, act):
    path = f"/cases/staff/recommendations/{act['id']}/public-version"

    def client(person):
        made = bench.app.test_client()
        made.set_cookie("besa_staff", person.token)
        return made

    officer, approver = client(story.officer), client(story.approver)
    first = officer.get(path).text
    assert f"Kthimi i {NAME}s" in first
    token = re.search(r'name="csrf_token" value="([^"]+)"', first)[1]
    data = {"csrf_token": token, "title": "Titull", "grounds": f"Rasti i {NAME}s.", "items-0": "Të kthehet."}
    assert officer.post(path, data=data).status_code == 303
    seen = approver.get(path).text
    assert f"<mark>{NAME}<span" in seen and "Pse mund të mbeten" in seen
    again = officer.post(path, data=data | {"grounds": "Rasti i një fëmije."})
    assert again.status_code == 303
    seen = approver.get(path).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', seen)[1]
    digest = re.search(r'name="content_hash" value="([^"]+)"', seen)[1]
    assert approver.post(f"{path}/approval", data={"csrf_token": token, "content_hash": digest}).status_code == 303
    assert public(bench, act)[0].json["grounds"] == "Rasti i një fëmije."


def test_a_description_is_asked_about_on_the_page_and_wants_a_reason_of_who_approves(story, bench, act):
    bench.intake_away = True
    written = version(story, act, grounds="Nxënësi i klasës VII-B mungon në shkollë.")
    offered = bench.told(DraftOffered)[-1]
    place = {"part": 1, "start": 10, "end": 22, "kind": "description", "severity": "question"}
    told = {name: offered[name] for name in ("check_id", "text_id", "kind", "content_hash")}
    bench.hear(DraftChecked, UUID(offered["text_id"]), **told, stops=0, questions=1, places=(place,))
    reader = bench.app.test_client()
    reader.set_cookie("besa_staff", story.approver.token)
    page = reader.get(f"/cases/staff/recommendations/{act['id']}/public-version").text
    assert "<mark>klasës VII-B<span" in page and "do ta njihte fëmijën" in page
    assert "Fjalët e shënuara më poshtë e përshkruajnë fëmijën" in page
    assert "Kush e njeh vendin mund ta kuptojë cili fëmijë është" in page
    refused = approve(story, act, written)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/names_reason")
    assert "Pse mund të mbeten" in page
    assert approve(story, act, written, names_reason="Pa klasën masa nuk kuptohet").status_code == 200
    assert bench.audited("text.named", written.json["draft"]["id"]) == 1
