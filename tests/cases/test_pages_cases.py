"""The pages of cases: who may open which, the list, one case with its steps."""

import re
from uuid import uuid4

import pytest

from services.cases.actions import complaints
from shared.clock import utc_now
from shared.events.catalogue import ComplaintDecided, ComplaintReceived, MessageReceived
from shared.principal import service
from tests.cases.frontend_words import ENGLISH_DEFAULTS
from tests.cases.pages_world import NOBODY, office, said, summary_links, world

__all__ = ["office", "world"]

ROLES = ("intake_officer", "case_officer", "approver", "commissioner", "monitor", "publisher", "auditor", "admin")
WORKING = {"case_officer", "approver", "commissioner"}


@pytest.fixture
def everything(world):
    return world.everything()


@pytest.fixture
def complaint(world):
    """An admissible complaint, and the case that it opened; nobody has taken it yet."""
    summary = world.platform.documents.put_json({"summary": "Një fëmijë mungon në shkollë sepse nuk ka ndihmës."})
    now, known = utc_now(), {"complaint_id": uuid4(), "reference": f"A-{uuid4().hex[:8]}", "by_child": False}
    received = ComplaintReceived(**known, channel="form", submitter_role="parent", urgency="normal", language="sq")
    decided = ComplaintDecided(
        **known,
        outcome="admissible",
        summary=summary,
        rights=("28",),
        bodies=(world.bodies["municipality"],),
        urgency="normal",
        conflict_with_guardian=False,
    )
    world.run(lambda session: complaints.receive(service("intake"), session, received, now=now))
    world.run(lambda session: complaints.decide(service("intake"), session, decided, now=now))
    page = world.client("approver").get("/cases/staff/cases").text
    row = page.split(received.reference)[0].rsplit('href="/cases/staff/cases/', 1)[1]
    return received, row.split('"')[0]


class TestWhoMayOpen:
    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize(
        ("page", "allowed"),
        [
            ("/cases/staff/cases", WORKING | {"auditor"}),
            ("/cases/staff/cases/{case}", WORKING),
            ("/cases/staff/cases/new", WORKING),
            ("/cases/staff/cases/{case}/recommendations/new", WORKING),
            ("/cases/staff/recommendations/{act}", WORKING | {"publisher"}),
            ("/cases/staff/recommendations/{draft}", WORKING),
            ("/cases/staff/recommendations/{draft}/edit", WORKING),
            ("/cases/staff/obligations", WORKING),
            ("/cases/staff/obligations/{obligation}", WORKING),
        ],
    )
    def test_a_page_opens_for_its_roles_and_for_no_other(self, world, everything, role, page, allowed):
        status = world.client(role).get(page.format(**everything)).status_code
        assert (status == 200) == (role in allowed), f"{role} got {status}"
        assert status in (200, 403, 404)

    @pytest.mark.parametrize(
        "page", ["/cases/", "/cases/staff/cases", "/cases/staff/cases/new", "/cases/staff/obligations"]
    )
    def test_nobody_gets_in_without_a_session(self, world, page):
        response = world.client().get(page)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/cases/login")

    @pytest.mark.parametrize(
        "action",
        [
            "cases/{case}/steps/suspend",
            "cases/{case}/messages",
            "cases/{case}/messages-read",
            "recommendations/{draft}/approval",
            "recommendations/{draft}/issue",
            "recommendations/{draft}/discard",
            "recommendations/{act}/withdrawal",
            "recommendations/{act}/publication",
            "obligations/{obligation}/assessments",
            "obligations/{obligation}/extensions",
            "obligations/{obligation}/escalations",
            "obligations/{obligation}/insufficiency",
            "obligations/{obligation}/confirmation",
        ],
    )
    @pytest.mark.parametrize("role", ["admin", "intake_officer", "auditor"])
    def test_whoever_does_not_work_on_cases_changes_nothing(self, world, everything, role, action):
        url = f"/cases/staff/{action.format(**everything)}"
        assert world.post(world.client(role), url, {}).status_code == 403

    def test_a_form_without_its_token_is_refused(self, world, everything):
        client = world.client("approver")
        assert client.post(f"/cases/staff/cases/{everything['case']}/steps/suspend").status_code == 400

    @pytest.mark.parametrize("what", ["cases", "recommendations", "obligations"])
    def test_what_is_not_there_is_not_found(self, world, what):
        assert world.client("commissioner").get(f"/cases/staff/{what}/{NOBODY}").status_code == 404
        assert world.client("commissioner").get(f"/cases/staff/{what}/x").status_code == 404


class TestList:
    def test_a_case_is_in_the_list_with_its_state_and_officer(self, world):
        world.case("Shembull: një titull për listën")
        words = said(world.client("case_officer").get("/cases/staff/cases").text)
        assert "Shembull: një titull për listën" in words
        assert "Me gjetje" in words
        assert "Shembull case_officer" in words

    def test_filters_keep_what_was_chosen_and_narrow_the_list(self, world):
        world.case("Shembull: e filtruar")
        page = world.client("case_officer").get("/cases/staff/cases?status=closed&assigned=me").text
        assert "Shembull: e filtruar" not in page
        assert 'value="closed" selected' in page

    def test_an_unknown_filter_is_said_with_a_link_to_it(self, world):
        response = world.client("approver").get("/cases/staff/cases?status=lost")
        assert response.status_code == 422
        assert summary_links(response.text) == ["status"]

    def test_a_long_list_has_a_next_page_and_a_way_back(self, world):
        for number in range(51):
            world.case(f"Shembull numër {number}", findings=False)
        client = world.client("case_officer")
        first = client.get("/cases/staff/cases?assigned=me").text
        address = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        second = client.get(address)
        assert second.status_code == 200
        assert "Nga fillimi" in said(second.text)

    def test_a_cursor_that_was_made_up_is_a_bad_request(self, world):
        assert world.client("approver").get("/cases/staff/cases?after=x").status_code == 400

    def test_an_auditor_sees_that_a_case_is_there_and_not_what_it_is_about(self, world):
        world.case("Shembull: jo për auditin")
        page = world.client("auditor").get("/cases/staff/cases").text
        assert "Shembull: jo për auditin" not in page
        assert "/cases/staff/cases/" not in page


class TestCase:
    def test_a_case_shows_what_is_known_of_it(self, world, complaint):
        received, case_id = complaint
        words = said(world.client("approver").get(f"/cases/staff/cases/{case_id}").text)
        assert received.reference in words
        assert "Një fëmijë mungon në shkollë sepse nuk ka ndihmës." in words
        assert "Neni 28: " in words
        assert "Bashkia Shembull" in words
        assert "Ende pa ekspert" in words
        assert "Çështja u hap" in words

    def test_reading_a_case_leaves_its_line_in_the_audit_trail(self, world):
        from sqlalchemy import select

        from shared.audit import AuditEntry

        case_id = world.case()
        world.client("approver").get(f"/cases/staff/cases/{case_id}")
        with world.platform.database.reading() as session:
            query = select(AuditEntry.actor).where(
                AuditEntry.object_id == str(case_id), AuditEntry.action == "case.read"
            )
            assert f"staff:{world.people['approver']}" in session.execute(query).scalars().all()

    def test_only_steps_that_are_open_stand_on_the_page(self, world, complaint):
        _received, case_id = complaint
        page = world.client("case_officer").get(f"/cases/staff/cases/{case_id}").text
        assert "steps/assign" in page
        assert "steps/suspend" in page
        assert "steps/record_findings" not in page
        assert "steps/reopen" not in page
        assert "steps/close" not in page, "an officer does not close"

    def test_steps_are_taken_one_after_the_other(self, world, complaint):
        _received, case_id = complaint
        client = world.client("case_officer")
        for step, data, shown in [
            ("assign", {"assign-assignee": str(world.people["case_officer"])}, "E caktuar"),
            ("investigate", {}, "Në hetim"),
            (
                "record_findings",
                {
                    "record_findings-rights": "28",
                    "record_findings-institution_id": str(world.bodies["municipality"]),
                    "record_findings-result": "violation_found",
                    "record_findings-text": "U gjet se mungon.",
                },
                "Me gjetje",
            ),
            (
                "suspend",
                {"suspend-reason": "Pritet gjykata.", "suspend-elsewhere": "pending_before_court"},
                "E pezulluar",
            ),
        ]:
            response = world.post(client, f"/cases/staff/cases/{case_id}/steps/{step}", data)
            assert response.status_code == 303, said(response.text)
            assert shown in said(client.get(response.headers["Location"]).text)

    def test_a_case_gets_its_title_when_the_investigation_begins(self, world, complaint):
        _received, case_id = complaint
        client = world.client("approver")
        data = {"assign-assignee": str(world.people["case_officer"])}
        world.post(client, f"/cases/staff/cases/{case_id}/steps/assign", data)
        data = {"investigate-title": "Shembull: pa ndihmës në klasë"}
        assert world.post(client, f"/cases/staff/cases/{case_id}/steps/investigate", data).status_code == 303
        page = client.get(f"/cases/staff/cases/{case_id}").text
        assert "<h1" in page
        assert "Shembull: pa ndihmës në klasë" in page.split("<h1")[1].split("</h1>")[0]

    def test_messages_of_the_complainant_are_marked_as_read(self, world, complaint):
        received, case_id = complaint
        message = MessageReceived(complaint_id=received.complaint_id, message_id=uuid4())
        world.run(lambda session: complaints.note_message(service("intake"), session, message, now=utc_now()))
        client = world.client("approver")
        assert "I kam lexuar mesazhet" in client.get(f"/cases/staff/cases/{case_id}").text
        assert world.post(client, f"/cases/staff/cases/{case_id}/messages-read", {}).status_code == 303
        assert "I kam lexuar mesazhet" not in client.get(f"/cases/staff/cases/{case_id}").text

    def test_a_step_without_its_reason_keeps_what_was_typed_and_says_what_is_missing(self, world):
        case_id = world.case()
        data = {"suspend-reason": "", "suspend-elsewhere": "pending_before_court"}
        response = world.post(world.client("case_officer"), f"/cases/staff/cases/{case_id}/steps/suspend", data)
        assert response.status_code == 422
        assert summary_links(response.text) == ["suspend-reason"]
        assert 'value="pending_before_court" checked' in response.text

    def test_a_step_that_is_not_legal_is_refused_with_what_is_legal(self, world):
        case_id = world.case()
        data = {"reopen-reason": "Prova të reja."}
        response = world.post(world.client("approver"), f"/cases/staff/cases/{case_id}/steps/reopen", data)
        assert response.status_code == 409
        words = said(response.text)
        assert "Ky hap nuk lejohet në gjendjen e tanishme të çështjes. Tani lejohet: " in words
        assert "Prova të reja." in response.text

    def test_a_case_with_open_obligations_does_not_close(self, world):
        act = world.issued()
        world.delivered(act)
        data = {"close-outcome": "violation_found_recommended"}
        response = world.post(world.client("approver"), f"/cases/staff/cases/{act.case_id}/steps/close", data)
        assert response.status_code == 409
        assert "Ka detyrime me të cilat çështja nuk mbyllet" in said(response.text)

    def test_over_a_refusal_a_case_closes_with_a_ground_and_a_reason_alone(self, world):
        act = world.issued()
        world.delivered(act)
        world.replied(act)
        client, url = world.client("approver"), f"/cases/staff/cases/{act.case_id}"
        assert "Arsyet e refuzimit pranohen" in client.get(url).text
        bare = said(world.post(client, f"{url}/steps/close", {}).text)
        for fault in ("si mbyllet çështja", "mbi çfarë mbyllet çështja", "mbyllet vetëm me arsye të shkruar"):
            assert fault in bare, "all that stands against it at once"
        data = {"close-outcome": "violation_found_recommended"}
        refused = world.post(client, f"{url}/steps/close", data)
        assert (refused.status_code, "Zgjidhni mbi çfarë mbyllet çështja" in said(refused.text)) == (409, True)
        data |= {"close-closing_ground": "refusal_reasoned"}
        refused = world.post(client, f"{url}/steps/close", data)
        words = said(refused.text)
        assert "çështja mbyllet vetëm me arsye të shkruar. Shkruani arsyen." in words
        assert "Zgjidhni mbi çfarë mbyllet çështja" not in words, "it is chosen"
        assert re.search(r"Tani lejohet: [^.]*mbyll çështjen", words)
        label = re.search(r'<label[^>]*for="close-reason"[^>]*>(.*?)</label>', refused.text, re.DOTALL)
        assert label and said(label.group(1)) == "Arsyeja", "it is not optional over a refusal"
        data |= {"close-reason": "Arsyet janë të bazuara."}
        assert world.post(client, f"{url}/steps/close", data).status_code == 303
        assert (
            "Arsyet e refuzimit pranohen" in said(client.get(url).text)
            or "Arsyet janë të bazuara." in client.get(url).text
        )

    @pytest.mark.parametrize("step", ["recommend", "monitor", "nonsense", "record_findings%00"])
    def test_a_step_that_nobody_takes_by_hand_has_no_address(self, world, step):
        case_id = world.case()
        response = world.post(world.client("approver"), f"/cases/staff/cases/{case_id}/steps/{step}", {})
        assert response.status_code == 404

    @pytest.mark.parametrize("assignee", ["", "x", NOBODY, "\x00", "a" * 10_000])
    def test_a_case_is_not_given_to_nobody(self, world, assignee):
        case_id = world.case()
        data = {"assign-assignee": assignee}
        response = world.post(world.client("approver"), f"/cases/staff/cases/{case_id}/steps/assign", data)
        assert response.status_code == 422
        assert summary_links(response.text) == ["assign-assignee"]

    def test_the_complainant_is_written_to_through_the_mailbox(self, world, complaint):
        received, case_id = complaint
        data = {"message-complaints": str(received.complaint_id), "message-text": "Ju shkruajmë se hetimi filloi."}
        client = world.client("approver")
        world.intake.intake_away = True
        response = world.post(client, f"/cases/staff/cases/{case_id}/messages", data)
        words = said(client.get(response.headers["Location"]).text)
        assert "sapo të jetë krahasuar me dosjet" in words
        assert "U njoftua ankuesi" not in words
        world.intake.intake_away = False
        world.intake.answer_checks()
        assert "U njoftua ankuesi" in said(client.get(response.headers["Location"]).text)

    @pytest.mark.parametrize(
        "data",
        [
            {"message-text": ""},
            {"message-text": "x" * 5001},
            {"message-text": "Po.", "message-complaints": NOBODY},
        ],
    )
    def test_a_message_that_cannot_be_sent_says_why(self, world, complaint, data):
        received, case_id = complaint
        data = {"message-complaints": str(received.complaint_id), **data}
        response = world.post(world.client("approver"), f"/cases/staff/cases/{case_id}/messages", data)
        assert response.status_code == 422
        assert summary_links(response.text)


@pytest.mark.parametrize(
    "page",
    [
        "/cases/login",
        "/cases/",
        "/cases/staff/cases",
        "/cases/staff/cases/{case}",
        "/cases/staff/cases/new",
        "/cases/staff/cases/{case}/recommendations/new",
        "/cases/staff/recommendations/{act}",
        "/cases/staff/recommendations/{draft}",
        "/cases/staff/obligations",
        "/cases/staff/obligations/{obligation}",
        "/cases/public",
        "/cases/public/compliance",
        "/cases/public/institutions/{body}",
    ],
)
def test_no_page_falls_back_to_the_english_of_its_components(world, everything, page):
    client = world.client(None if page == "/cases/login" else "commissioner")
    address = page.format(**everything, body=world.bodies["municipality"])
    response = client.get(address)
    assert response.status_code == 200
    assert [words for words in ENGLISH_DEFAULTS if words in response.text] == []
    assert client.get(f"{address}?lang=en").status_code == 200
