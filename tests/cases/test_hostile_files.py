"""What the office scans, and what it reads of a body: the rule of `shared.files` at each of these doors."""

import pytest

from shared.app import STAFF_COOKIE
from tests.cases.test_evidence import owed
from tests.cases.test_paper_replies import TestPage, office, upload, world
from tests.hostile_files import FILES, MARKS
from tests.hostile_files import office as word

__all__ = ["office", "owed", "world"]


def test_as_a_scan_over_the_api(story, bench):
    act = story.with_findings().issue(bench.body(), items=1)
    for what, hostile in FILES.items():
        answer = upload(story.officer, act, hostile.content, hostile.name)
        if answer.status_code == 201:
            assert "clean" in hostile.becomes, what
            shown = story.officer.get(f"/scans/{answer.json['id']}")
            assert shown.status_code == 200, what
            assert [mark for mark in MARKS if mark in shown.data] == [], what
        else:
            assert answer.status_code in (413, 415, 422), what
            assert hostile.becomes != "clean", what


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("garbage in a PDF", "Skedari është i dëmtuar"),
        ("PDF with a password", "Skedari kërkon fjalëkalim"),
        ("PNG of 20000 by 20000", "më shumë faqe, pamje ose hollësi"),
        ("HTML", "PDF, JPG ose PNG"),
    ],
)
def test_on_the_page_of_a_reply_on_paper_what_is_refused_says_why(world, what, words):
    act = world.issued()
    world.delivered(act)
    refused = TestPage().send(world, act, scan=(FILES[what].content, FILES[what].name))
    assert refused.status_code == 422
    assert words in refused.text


class TestABodysFile:
    def test_it_is_read_clean_whatever_was_put_into_the_store(self, story, bench, owed, monkeypatch):
        _act, one, name, _reply = owed
        hostile = FILES["PDF with a script"].content
        monkeypatch.setattr(type(bench.platform.documents), "get", lambda *_: hostile)
        shown = story.officer.get(f"/obligations/{one['id']}/files/{name}")
        assert shown.status_code == 200
        assert [mark for mark in MARKS if mark in shown.data] == []

    def test_one_that_has_no_clean_copy_is_opened_as_it_came_by_who_leads_alone_and_looked_at_afterwards(
        self, story, bench, owed, commissioner, monkeypatch
    ):
        _act, one, name, _reply = owed
        monkeypatch.setattr(type(bench.platform.documents), "get", lambda *_: word())
        path = f"/obligations/{one['id']}/files/{name}"
        refused = story.officer.get(path)
        assert (refused.status_code, refused.json["code"]) == (409, "file_kept")
        assert story.officer.get(f"{path}/original").status_code == 403
        opened = commissioner.get(f"{path}/original")
        assert (opened.status_code, opened.data) == (200, word())
        assert opened.headers["Content-Disposition"].startswith("attachment; ")
        assert bench.audited("evidence.read", one["id"]) == 2

    def test_one_that_has_a_clean_copy_is_opened_as_it_came_by_nobody(self, owed, commissioner):
        _act, one, name, _reply = owed
        refused = commissioner.get(f"/obligations/{one['id']}/files/{name}/original")
        assert (refused.status_code, refused.json["code"]) == (409, "file_clean")

    def test_on_the_page_who_leads_is_led_to_it_and_who_works_on_the_case_is_told_why(
        self, story, bench, owed, commissioner, monkeypatch
    ):
        _act, one, name, _reply = owed
        monkeypatch.setattr(type(bench.platform.documents), "get", lambda *_: word())
        path = f"/cases/staff/obligations/{one['id']}/files/{name}"
        refused = browser(bench, story.officer).get(path)
        assert (refused.status_code, "Ky skedar hapet vetëm siç erdhi, dhe vetëm" in refused.text) == (409, True)
        assert "/original" not in refused.text
        led = browser(bench, commissioner)
        assert f'href="{path}/original"' in led.get(path).text
        assert led.get(f"{path}/original").data == word()


def browser(bench, person):
    client = bench.app.test_client()
    client.set_cookie(STAFF_COOKIE, person.token)
    return client
