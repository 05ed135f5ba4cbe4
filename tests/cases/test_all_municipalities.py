"""One act goes to all municipalities at once, by API and by page."""

import csv
import io
from html.parser import HTMLParser

import pypdf
import pytest

from services.partners.data import FOLDER
from shared.app import STAFF_COOKIE
from shared.directory import MOST_BODIES
from tests.cases.pages_world import said
from tests.cases.test_letters import letter, text_of

COUNT = 61


class Form(HTMLParser):
    """What a browser would send back of a page that nobody changed."""

    def __init__(self, page):
        super().__init__()
        self.fields, self._select, self._area = {}, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name = found.get("name")
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found and self._select:
            self.fields[self._select] = found.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""
        elif tag == "input" and name and (found.get("type") not in {"radio", "checkbox"} or "checked" in found):
            self.fields[name] = found.get("value", "")

    def handle_data(self, data):
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag):
        self._area = None if tag == "textarea" else self._area


def test_no_bound_is_under_what_the_directory_has_with_every_ministry_besides():
    with (FOLDER / "institutions.csv").open() as file:
        classes = [row["class"] for row in csv.DictReader(file)]
    assert classes.count("municipality") == COUNT
    assert classes.count("municipality") + classes.count("ministry") <= MOST_BODIES


@pytest.fixture
def towns(bench):
    return [bench.body("municipality") for _ in range(COUNT)]


def test_all_municipalities_have_one_act_by_the_api(story, bench, towns):
    act = story.with_findings().issue(*towns, items=1)
    assert len(act["addressees"]) == len(act["obligations"]) == COUNT
    assert {one["institution_id"] for one in act["obligations"]} == {str(one.id) for one in towns}
    printed = letter(story.officer, act, towns[0])
    assert len(pypdf.PdfReader(io.BytesIO(printed)).pages) <= 3
    said = text_of(printed)
    assert all(one["name_sq"].upper().split("-")[-1] in said for one in act["addressees"]), "each is named"


def test_a_draft_to_all_of_them_is_shown_and_saved_by_its_page(story, bench, towns):
    act = story.with_findings().draft(*towns, items=1)
    officer = story.officer
    officer.client.set_cookie(STAFF_COOKIE, officer.token, path="/")
    path = f"/cases/staff/recommendations/{act['id']}/edit"
    shown = officer.client.get(path)
    assert shown.status_code == 200
    saved = officer.client.post(path, data=Form(shown.text).fields | {"title": "Titull i ri", "do": "save"})
    assert saved.status_code == 303, said(saved.text)
    after = officer.get(f"/recommendations/{act['id']}").json
    assert (after["title"], len(after["addressees"])) == ("Titull i ri", COUNT)


def test_a_case_is_about_all_of_them(story, bench, towns):
    changed = story.officer.patch(f"/cases/{story.case_id}", {"bodies": [str(one.id) for one in towns]})
    assert changed.status_code == 200, changed.json


def test_more_than_the_bound_is_refused_and_said_where(story, bench):
    many = [bench.body("municipality").id for _ in range(2)]
    asked = [{"institution_id": str(one), "role": "responsible"} for one in many * MOST_BODIES]
    refused = story.officer.post(f"/cases/{story.case_id}/recommendations", {"addressees": asked})
    assert refused.status_code == 422
    assert "/addressees" in [one["pointer"] for one in refused.json["errors"]]
