"""A reply on paper with its scan: over the API and on its page it does what a reply from the portal does."""

import io
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.cases.bench import today
from tests.cases.pages_world import office, said, summary_links, world
from tests.cases.test_pages_obligations import at, day
from tests.intake.files import DOCX, EXE, JPG, PDF, PNG, ZIP

__all__ = ["office", "world"]


def upload(person, act, content=PDF, name="letra.pdf"):
    path = f"/recommendations/{act['id']}/scans"
    return person.call("POST", path, data={"file": (io.BytesIO(content), name)})


def record(person, act, item, received_on=None, **more):
    body = {
        "institution_id": act["addressees"][0]["institution_id"],
        "received_on": (received_on or today()).isoformat(),
        "text": "Shkresa nr. 7.",
        "scan_id": upload(person, act).json["id"],
        "items": [{"item_id": act["items"][0]["id"], **item}],
        **more,
    }
    return person.post(f"/recommendations/{act['id']}/paper-replies", body)


def whole(person, act):
    [owed] = [one for one in act["obligations"] if one["item_id"] == act["items"][0]["id"]]
    return person.get(f"/obligations/{owed['id']}").json


class TestScans:
    @pytest.mark.parametrize(
        ("content", "media_type"), [(PDF, "application/pdf"), (JPG, "image/jpeg"), (PNG, "image/png")]
    )
    def test_a_scan_is_known_by_its_content_and_given_back_clean(self, story, bench, content, media_type):
        act = story.with_findings().issue(bench.body(), items=1)
        answer = upload(story.officer, act, content, "skanim")
        assert (answer.status_code, answer.json["media_type"], answer.json["size"]) == (201, media_type, len(content))
        back = story.officer.get(f"/scans/{answer.json['id']}")
        assert (back.data[:3], back.mimetype) == (content[:3], media_type)
        assert back.headers["Content-Disposition"].startswith("attachment; ")
        stranger = bench.person("case_officer")
        assert stranger.get(f"/scans/{answer.json['id']}").status_code == 404
        assert upload(stranger, act).status_code == 404
        assert story.officer.get(f"/scans/{uuid4()}").status_code == 404

    @pytest.mark.parametrize(
        ("content", "name", "status"),
        [
            (EXE, "a.pdf", 415),
            (DOCX, "a.docx", 415),
            (ZIP, "a.pdf", 415),
            (PDF, "a.jpg", 415),
            (b"hello", "a.txt", 415),
            (b"", "a.pdf", 422),
        ],
    )
    def test_anything_else_is_refused_and_not_kept(self, story, bench, content, name, status):
        act = story.with_findings().issue(bench.body(), items=1)
        assert upload(story.officer, act, content, name).status_code == status
        assert bench.scalar("SELECT count(*) FROM scan") == 0

    def test_the_scan_of_another_act_does_not_count(self, story, bench):
        story.with_findings()
        act, other = (story.issue(bench.body(), items=1) for _ in range(2))
        scan = upload(story.officer, other).json["id"]
        answer = record(story.officer, act, {"position": "accepted"}, scan_id=scan)
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/scan_id")


class TestVersions:
    @pytest.fixture
    def act(self, story, bench, databases):
        body = bench.body()
        act = story.with_findings().issue(body, items=1)
        for table in ("obligation", "recommendation"):
            databases.rewrite("cases", f"UPDATE {table} SET issued_on = issued_on - 60")
        bench.deliver(act, body, at=datetime.now(UTC) - timedelta(days=55))
        act["body"] = body
        return act

    def test_a_late_letter_is_taken_and_marked_by_how_much_and_a_second_one_is_version_2(self, story, act):
        late = datetime.fromisoformat(whole(story.officer, act)["obligation"]["reply_due"]).date() + timedelta(days=5)
        first = record(story.officer, act, {"position": "refused", "reasons": True}, received_on=late)
        assert first.status_code == 201
        other = upload(story.officer, act, JPG, "letra.jpg").json["id"]
        second = record(story.officer, act, {"position": "accepted"}, scan_id=other)
        assert second.status_code == 201
        found = whole(story.officer, act)
        assert [(one["version"], one["word"], one["late_by"]) for one in found["replies"]] == [
            (1, "refused_with_reasons", 5),
            (2, "accepted", 5 + (today() - late).days),
        ]
        assert all(one["scan_id"] for one in found["replies"])
        assert found["obligation"]["reply"] == "accepted"
        assert found["obligation"]["timeliness"]["reply"] == {"word": "late", "days": 5}

    def test_a_letter_that_lay_in_the_post_room_counts_from_the_day_on_which_it_came(self, story, bench, act):
        item = act["items"][0]["id"]
        due = datetime.fromisoformat(whole(story.officer, act)["obligation"]["reply_due"]).date()
        late = datetime.combine(due + timedelta(days=3), datetime.min.time(), tzinfo=UTC)
        bench.reply(act, act["body"], {"item_id": item, "position": "accepted"}, received_at=late)
        assert whole(story.officer, act)["obligation"]["timeliness"]["reply"] == {"word": "late", "days": 3}
        refused = {"position": "refused", "reasons": True}
        assert record(story.officer, act, refused, received_on=due).status_code == 201
        found = whole(story.officer, act)
        assert [(one["version"], one["late_by"]) for one in found["replies"]] == [(2, 0), (1, 3)]
        assert found["obligation"]["reply"] == "accepted"
        assert found["obligation"]["timeliness"]["reply"] == {"word": "in_time", "days": 0}
        assert found["obligation"]["reply_due"] == due.isoformat()
        clock = story.officer.get(f"/obligations/{found['obligation']['id']}/clock").json
        assert [one["effective"] for one in clock["ledger"] if one["kind"] == "closed"][-1] == due.isoformat()

    def test_portal_and_paper_share_the_count_of_versions_and_overwrite_nothing(self, story, bench, act):
        bench.reply(act, act["body"], {"item_id": act["items"][0]["id"], "position": "refused"})
        assert record(story.officer, act, {"position": "accepted"}).status_code == 201
        answer = bench.reply(act, act["body"], {"item_id": act["items"][0]["id"], "position": "accepted"}, version=2)
        found = whole(story.officer, act)["replies"]
        said_in_turn = sorted((one["version"], one["channel"], one["word"]) for one in found)
        assert said_in_turn == [
            (1, "portal", "refused_without_reasons"),
            (2, "paper", "accepted"),
            (3, "portal", "accepted"),
        ]
        assert str(answer) in {one["id"] for one in found}
        assert bench.scalar("SELECT count(*) FROM reply_item") == 3

    @pytest.mark.parametrize("named", ["known", "unknown", "itself", "position"])
    def test_who_is_competent_instead_is_another_known_body(self, story, bench, act, named):
        ministry = bench.body("ministry")
        said = {"position": "not_competent", "competent_institution_id": str(ministry.id)}
        if named == "unknown":
            said["competent_institution_id"] = str(uuid4())
        elif named == "itself":
            said["competent_institution_id"] = str(act["body"].id)
        elif named == "position":
            said["position"] = "accepted"
        answer = record(story.officer, act, said)
        if named == "known":
            assert answer.status_code == 201
            [reply] = whole(story.officer, act)["replies"]
            assert reply["competent_institution"] == str(ministry.id)
        else:
            assert answer.status_code == 422
            assert answer.json["errors"][0]["pointer"] == "/items/0/competent_institution_id"


class TestPage:
    def send(self, world, act, **changes):
        form = {
            "institution": str(world.bodies["municipality"]),
            **day("received_on", today()),
            "text": "Shkresa nr. 7: pranohet.",
            "item_0-position": "accepted",
            "item_1-position": "refused",
            **changes,
        }
        content, name = form.pop("scan", (PDF, "letra.pdf"))
        form["scan"] = (io.BytesIO(content), name)
        path = f"/cases/staff/recommendations/{act.id}/paper-reply"
        return world.post(world.client("case_officer"), path, form, content_type="multipart/form-data")

    def test_a_letter_is_entered_with_its_scan_and_both_stand_on_the_obligation(self, world):
        act = world.issued()
        world.delivered(act)
        client = world.client("case_officer")
        owed = world.obligations(act)[0].obligation
        assert "Asgjë për zbatimin ende" in said(client.get(at(owed.id)).text)
        assert f"paper-reply?institution={owed.institution_id}" in client.get(at(owed.id)).text
        answer = self.send(world, act, **{"item_0-claimed": "not_started", "item_0-reasons": "y"})
        assert answer.status_code == 303, said(answer.text)
        page = client.get(at(owed.id)).text
        assert "Shkresa nr. 7: pranohet." in said(page)
        assert "Nuk ka filluar" in said(page)
        assert "Asgjë për zbatimin ende" not in said(page)
        scan = page.split("/cases/staff/scans/")[1][:36]
        back = client.get(f"/cases/staff/scans/{scan}")
        assert (back.data[:5], back.headers["Content-Disposition"][:11]) == (b"%PDF-", "attachment;")
        assert world.client("approver").get(f"/cases/staff/scans/{uuid4()}").status_code == 404

    @pytest.mark.parametrize(
        ("changes", "said_there"),
        [
            ({"scan": (b"", "")}, "Zgjidhni letrën e skanuar."),
            ({"scan": (EXE, "letra.pdf")}, "PDF, JPG ose PNG"),
            ({"text": ""}, "Shkruani çfarë thotë letra"),
            ({"item_0-position": "", "item_1-position": ""}, "për të paktën një pikë"),
            ({"item_1-claimed": "in_process"}, "Kush thotë se është në proces"),
            ({"item_0-position": "not_competent", "item_0-competent": "zzzz"}, "Shkruani emrin e plotë."),
            ({"received_on-year": "2020"}, "Dita e marrjes është mes"),
            ({"institution": str(uuid4())}, ""),
        ],
        ids=lambda value: value if isinstance(value, str) else None,
    )
    def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(self, world, changes, said_there):
        act = world.issued()
        answer = self.send(world, act, **changes)
        assert answer.status_code == 422
        assert summary_links(answer.text)
        assert said_there in said(answer.text)
        assert world.obligations(act)[0].obligation.reply == "none"

    def test_a_body_that_is_called_competent_is_found_by_its_name(self, world):
        act = world.issued()
        name = f"Ministria Shembull {world.suffix}"
        answer = self.send(world, act, **{"item_0-position": "not_competent", "item_0-competent": name})
        assert answer.status_code == 303
        assert world.obligations(act)[0].obligation.reply == "not_competent"


def test_a_letter_that_sends_information_is_entered_in_words_of_its_own_and_without_a_day(world):
    officer = world.client("case_officer")
    act = world.draft(world.case(findings=False), kind="information_request")
    issued = world.post(officer, f"/cases/staff/recommendations/{act.id}/issue", {"content_hash": act.content_hash})
    assert issued.status_code == 303
    path = f"/cases/staff/recommendations/{act.id}/paper-reply"
    page = officer.get(path).text
    assert "E dërgon informacionin" in page and "E pranon" not in page
    assert "Deri kur premton" not in page and "Ku thotë se është me zbatimin" not in page
    assert "It sends the information" in officer.get(f"{path}?lang=en").text
    today_ = day("received_on", today())
    filled = {
        "institution": str(world.bodies["municipality"]),
        **today_,
        "text": "Shkresa nr. 3.",
        "item_0-position": "accepted",
    }
    unknown = world.post(officer, path, {**filled, "item_0-position": "moon", "scan": (io.BytesIO(PDF), "a.pdf")})
    assert unknown.status_code == 422
    done = world.post(officer, path, {**filled, "scan": (io.BytesIO(PDF), "a.pdf")})
    assert done.status_code == 303, said(done.text)
    case = said(officer.get(f"/cases/staff/cases/{act.case_id}?lang=sq").text)
    assert ("Erdhi përgjigje" in case, "ora 12:00" in case) == (True, False)
