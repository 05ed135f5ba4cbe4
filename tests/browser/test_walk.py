"""Every page of the four services in a real Chromium, as the person it is for: accessible, whole without a script, in words.

One embedded installation with the story played, one browser; a page is loaded twice, and everything is asked of it then.
"""

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from tests.browser.judging import outline, with_script, without_script
from tests.browser.staging import (
    ACT,
    CASE,
    CASES,
    COMPLAINT,
    COMPLAINTS,
    INBOX,
    INCOMING,
    LETTER,
    OBLIGATION,
    SCAN,
    Staged,
    complain,
    stage,
)
from tests.browser.visitors import People, Visitor, belongs, log_in
from tests.browser.watching import DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.serial, pytest.mark.timeout(600)]

MATRIX = Path(__file__).parents[1] / "security" / "matrix.yaml"
RUNGS = "/cases/staff/rungs"
RUNG = f"{RUNGS}/<uuid:letter_id>"
TASK = "/cases/staff/tasks/<uuid:task_id>"
WORKLOAD = "/cases/staff/workload"
GAPS, PATTERNS, PUBLIC_GAPS = "/cases/staff/gaps", "/cases/staff/patterns", "/cases/public/gaps"
GAP = f"{GAPS}/<uuid:gap_id>"
BODIES = "/partners/staff/institutions"
BODY = f"{BODIES}/<uuid:institution_id>"
DONE = "/intake/complain/done"


class Stop(NamedTuple):
    """One page: who looks, the route as in the matrix, the routes whose links lead there, and which of the last one's links."""

    who: str
    route: str
    via: tuple[str, ...] = ()
    which: int = 0


WALK = [
    Stop("anyone", "/intake/"),
    Stop("anyone", "/intake/complain"),
    Stop("intake_officer", f"{COMPLAINTS}/new"),
    Stop("intake_officer", "/intake/staff/counselling"),
    Stop("intake_officer", "/intake/staff/figures"),
    Stop("anyone", DONE),
    Stop("anyone", "/intake/mine"),
    Stop("complainant", "/intake/mine"),
    Stop("intake_officer", COMPLAINTS),
    Stop("intake_officer", COMPLAINT, (COMPLAINTS,)),
    Stop("intake_officer", COMPLAINT, (COMPLAINTS,), -1),
    Stop("intake_officer", f"{COMPLAINT}/file"),
    Stop("intake_officer", f"{COMPLAINT}/releases"),
    Stop("approver", f"{COMPLAINT}/exclusions", (COMPLAINTS, COMPLAINT)),
    Stop("anyone", "/cases/login"),
    Stop("case_officer", "/cases/"),
    Stop("approver", "/cases/"),
    Stop("auditor", "/cases/"),
    Stop("case_officer", CASES),
    Stop("auditor", CASES),
    Stop("case_officer", f"{CASES}/new"),
    Stop("case_officer", CASE, (CASES,)),
    Stop("approver", CASE, (CASES,)),
    Stop("case_officer", f"{CASE}/edit", (CASES, CASE)),
    Stop("case_officer", "/cases/staff/tasks"),
    Stop("case_officer", TASK, ("/cases/staff/tasks",)),
    Stop("approver", "/cases/staff/rights", ("/cases/",)),
    Stop("approver", WORKLOAD),
    Stop("approver", f"{WORKLOAD}/<uuid:staff_id>/handover", (WORKLOAD,)),
    Stop("auditor", "/cases/staff/audit"),
    Stop("commissioner", "/cases/staff/audit"),
    Stop("case_officer", f"{CASE}/recommendations/new", (CASES, CASE)),
    Stop("approver", f"{ACT} (draft)"),
    Stop("case_officer", f"{ACT}/edit"),
    Stop("case_officer", ACT),
    Stop("publisher", ACT),
    Stop("publisher", "/cases/staff/publications"),
    Stop("case_officer", f"{ACT}/paper-reply", (ACT, OBLIGATION)),
    Stop("case_officer", "/cases/staff/obligations"),
    Stop("case_officer", OBLIGATION, (ACT,), 0),
    Stop("approver", OBLIGATION, (ACT,), 1),
    Stop("case_officer", OBLIGATION, (ACT,), 2),
    Stop("case_officer", RUNGS),
    Stop("publisher", RUNGS),
    Stop("case_officer", RUNG, (RUNGS,)),
    Stop("approver", RUNG, (RUNGS,)),
    Stop("commissioner", f"{ACT}/attachments/<string:document>", (RUNGS, RUNG, ACT)),
    Stop("approver", INCOMING),
    Stop("case_officer", f"{INCOMING}/<uuid:item_id>", (INCOMING,), 0),
    Stop("approver", f"{INCOMING}/<uuid:item_id>", (INCOMING,), 1),
    Stop("approver", f"{INCOMING}/import"),
    Stop("case_officer", GAPS),
    Stop("case_officer", f"{GAPS}/new"),
    Stop("case_officer", GAP, (GAPS,)),
    Stop("case_officer", f"{GAP}/edit", (GAPS, GAP)),
    Stop("case_officer", PATTERNS),
    Stop("case_officer", f"{PATTERNS}/<uuid:proposal_id>", (PATTERNS,)),
    Stop("anyone", PUBLIC_GAPS),
    Stop("anyone", f"{PUBLIC_GAPS}/<number>", (PUBLIC_GAPS,)),
    Stop("anyone", "/cases/public"),
    Stop("anyone", "/cases/public/recommendations/<number>", ("/cases/public",)),
    Stop("anyone", "/cases/public/compliance"),
    Stop("anyone", "/cases/public/institutions/<uuid:institution_id>", ("/cases/public/compliance",)),
    Stop("anyone", "/partners/login"),
    Stop("silent", INBOX),
    Stop("silent", LETTER, (INBOX,)),
    Stop("answered", LETTER, (INBOX,)),
    Stop("refused", LETTER, (INBOX,)),
    Stop("silent", f"{LETTER}/reply", (INBOX, LETTER)),
    Stop("superior", f"{LETTER}/enclosures/<string:name>", (INBOX, LETTER)),
    Stop("silent", f"{LETTER}/released", (INBOX, LETTER)),
    Stop("silent", f"{LETTER}/extension", (INBOX, LETTER)),
    Stop("case_officer", BODIES),
    Stop("case_officer", f"{BODIES}/<uuid:institution_id>", (BODIES,)),
    Stop("approver", BODIES),
    Stop("approver", BODY, (BODIES,)),
    Stop("approver", f"{BODIES}/new"),
    Stop("approver", f"{BODIES}/import"),
    Stop("case_officer", f"{BODIES}/contacts"),
    Stop("approver", f"{BODY}/edit", (BODIES, BODY)),
    Stop("approver", f"{BODY}/contacts", (BODIES, BODY)),
    Stop("case_officer", f"{BODY}/contacts", (BODIES, BODY)),
    Stop("approver", f"{BODY}/succession", (BODIES, BODY)),
    Stop("approver", f"{BODY}/relations/new", (BODIES, BODY)),
    Stop("approver", f"{BODY}/relations/<uuid:relation_id>", (BODIES, BODY)),
    Stop("silent", "/partners/contacts"),
    Stop("silent", "/partners/contacts/proposal"),
    Stop("silent", "/partners/people"),
    Stop("silent", "/partners/password"),
    Stop("admin", "/notifications/outbox"),
]
#: Letters as they are printed, opened in the browser.
PRINTED = [
    Stop("case_officer", f"{ACT}/letters/<uuid:institution_id>", (ACT,)),
    Stop("silent", f"{LETTER}/letter.pdf", (INBOX, LETTER)),
]
LEAD_ELSEWHERE = {"/intake", "/partners/"}
DOWNLOADS = [
    Stop("intake_officer", f"{COMPLAINT}/files/<uuid:evidence_id>"),
    Stop("answered", "/partners/files/<uuid:file_id>", (INBOX, LETTER)),
    Stop("case_officer", SCAN),
    Stop("case_officer", f"{BODIES}/export"),
    Stop("case_officer", f"{INCOMING}/export"),
]


@pytest.fixture(scope="module")
def staged(people: People) -> Staged:
    done = stage(people)
    people["case_officer"].addresses |= {ACT: done.act, f"{ACT}/edit": f"{done.draft}/edit"}
    people["publisher"].addresses[ACT] = done.act
    people["approver"].addresses |= {ACT: done.act, f"{ACT} (draft)": done.draft}
    return done


@pytest.mark.parametrize("stop", WALK, ids=lambda stop: f"{stop.who} {stop.route} {stop.which}")
def test_a_page_is_fit_for_everyone(people: People, staged: Staged, stop: Stop) -> None:
    visitor = people[stop.who]
    visitor.complaints.clear()
    visitor.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    if stop.route == DONE:
        complain(visitor.page)
        complain(visitor.plain)
    else:
        address = visitor.address(stop.route, stop.via, stop.which)
        for page in (visitor.page, visitor.plain):
            answer = page.goto(address)
            assert answer.status == 200 and page.url == visitor.url + address
    whole = outline(visitor.page)
    faults = [*with_script(visitor.page), *without_script(visitor.plain, whole)]
    assert [*faults, *visitor.complaints] == []


def test_what_is_wrong_with_a_page_is_seen(people: People) -> None:
    page = people["anyone"].page
    page.goto("/intake/complain")
    # Elements made one by one: the page's policy takes no mark-up from a script (Trusted Types).
    page.evaluate(
        """() => {
          const add = (name, words) => {
            const element = document.querySelector("main").appendChild(document.createElement(name));
            element.textContent = words;
            return element;
          };
          add("h1", "refused_with_reasons case.opened 2026-11-25 bashkia-tropoje");
          add("code", "is_a_code");
          add("p", "-").style.width = "800px";
          document.querySelector("label[for=narrative]").remove();
          document.documentElement.lang = "en";
        }"""
    )
    faults = "\n".join(with_script(page))
    for fault in (
        "refused_with_reasons",
        "case.opened",
        "2026-11-25",
        "bashkia-tropoje",
        "2 h1",
        "pixels wide",
        "label:",
        "lang",
    ):
        assert fault in faults
    assert "is_a_code" not in faults


def test_no_page_is_left_out() -> None:
    walked = {stop.route for stop in WALK} | {stop.route for stop in (*DOWNLOADS, *PRINTED)} | LEAD_ELSEWHERE
    routes = (line.split() for line in yaml.safe_load(MATRIX.read_text("utf-8")))
    for_machines = re.compile(r"/\w+/(api|oauth|static|livez|readyz|metrics)\b")
    pages = {path for method, path in routes if method == "GET" and not for_machines.match(path)}
    assert sorted(pages - walked) == [], "add these pages to WALK"


def test_what_is_no_page_leads_to_one_or_is_saved(people: People, staged: Staged) -> None:
    for path in LEAD_ELSEWHERE:
        assert people["anyone"].page.request.get(path, max_redirects=0).status in range(301, 309)
    for stop in DOWNLOADS:
        visitor = people[stop.who]
        answer = visitor.page.request.get(visitor.address(stop.route, stop.via))
        assert answer.headers["content-disposition"].startswith("attachment"), stop.route
    for stop in PRINTED:
        visitor = people[stop.who]
        answer = visitor.page.request.get(visitor.address(stop.route, stop.via))
        assert answer.headers["content-type"] == "application/pdf", stop.route
        assert answer.headers["content-disposition"].startswith("inline; filename="), stop.route


def test_a_complaint_and_a_draft_are_made_without_a_script(staged: Staged) -> None:
    assert re.fullmatch(r"A-\d{4}-\d{5}-\d", staged.reference)
    assert len(staged.code) > 15
    assert belongs(staged.draft, ACT)


@pytest.mark.parametrize("name", ["case_officer", "refused"])
def test_one_logs_in_without_a_script(people: People, name: str) -> None:
    page = people["anyone"].plain
    path, account = people.log_in(name)
    log_in(page, path, account)
    assert urlsplit(page.url).path.startswith(path.removesuffix("login"))
    page.context.clear_cookies()


@pytest.mark.parametrize("path", [COMPLAINTS, "/cases/", BODIES, "/notifications/outbox"])
def test_staff_log_out_from_every_service(browser: Browser, people: People, path: str) -> None:
    leaving = Visitor(browser, people.url, lambda page: log_in(page, *people.log_in("commissioner")))
    leaving.plain.goto(path)
    leaving.plain.locator("form[action='/cases/logout'] button").click()
    assert leaving.plain.goto(path).url.startswith(f"{people.url}/cases/login")
    leaving.close()


def test_a_wrong_password_is_said_on_the_page(people: People) -> None:
    page = people["anyone"].page
    page.goto("/partners/login")
    page.fill("#username", "askush")
    page.fill("#password", "gabim")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert with_script(page) == []


def test_the_complaint_form_is_done_by_keyboard(people: People) -> None:
    page = people["anyone"].page
    page.goto("/intake/complain")
    page.keyboard.press("Tab")
    assert _focused(page) == "#main-content"
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    page.goto("/intake/complain")
    reached = []
    while "submit" not in reached and len(reached) < 40:
        page.keyboard.press("Tab")
        reached.append(_focused(page))
    assert {"role", "narrative", "danger", "submit"} <= set(reached), reached


def test_counselling_is_noted_by_keyboard_alone_with_a_script_and_without(people: People) -> None:
    officer, noted = people["intake_officer"], []
    for page in (officer.page, officer.plain):
        page.goto("/intake/staff/counselling")
        page.locator("input[name=channel]").first.press("Space")
        for name in ("role", "life_area", "way_out"):
            page.locator(f"#{name}").press("ArrowDown")
        page.keyboard.press("Tab")
        assert _focused(page) == ""
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        noted += re.findall(r"K-\d{4}-\d{5}-\d", page.locator(".govuk-notification-banner").inner_text())
    assert len(set(noted)) == 2


def test_what_is_missing_in_a_complaint_is_one_press_away(people: People) -> None:
    page = people["anyone"].page
    page.goto("/intake/complain")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title().startswith("Gabim")
    reached = []
    for link in page.locator(".govuk-error-summary__list a").all():
        link.click()
        reached.append(_focused(page))
    assert reached == ["role", "narrative"]
    assert with_script(page) == []


def _focused(page: Page) -> str:
    """The name of the field that has the focus, "submit" for a form's last button, or where the link goes."""
    found: str = page.evaluate(
        "(({type, name, attributes}) => type === 'submit' ? 'submit' : name || attributes.href?.value || '')"
        "(document.activeElement)"
    )
    return found
