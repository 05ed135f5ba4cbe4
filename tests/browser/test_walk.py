"""Every page of the four services in a real Chromium, as the person it is for: accessible, whole without a script, in words.

One embedded installation with the story played, one browser; a page is loaded twice, and everything is asked of it then.
"""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.judging import outline, with_script, without_script
from tests.browser.places import PAGES, Guide
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
    Staged,
    complain,
    stage,
)
from tests.browser.visitors import People, Visitor, belongs, log_in
from tests.browser.watching import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(600)]

#: A file to keep, or a letter as it is printed, opened in the browser.
SAVED_OR_PRINTED = re.compile(r"\S+(?:; charset=utf-8)? attachment\b|application/pdf inline; filename=")
#: Bytes on the wire, with headers, of somebody who has never been here: what a poor telephone line carries in a few seconds.
FIRST_VISIT = 60_000
RUNGS = "/cases/staff/rungs"
RUNG = f"{RUNGS}/<uuid:letter_id>"
BODIES = "/partners/staff/institutions"
BODY = f"{BODIES}/<uuid:institution_id>"


class Stop(NamedTuple):
    """Another look at a page: who, the route as in the matrix, the routes whose links lead there, and which of the last one's links."""

    who: str
    route: str
    via: tuple[str, ...] = ()
    which: int = 0


#: Pages that are another page for another reader, or of another state. Each page is looked at once without standing here.
AGAIN = [
    Stop("complainant", "/intake/mine"),
    Stop("intake_officer", COMPLAINT, (COMPLAINTS,)),
    Stop("intake_officer", COMPLAINT, (COMPLAINTS,), -1),
    Stop("approver", "/cases/"),
    Stop("auditor", "/cases/"),
    Stop("auditor", CASES),
    Stop("approver", CASE, (CASES,)),
    Stop("commissioner", "/cases/staff/audit"),
    Stop("approver", f"{ACT} (draft)"),
    Stop("case_officer", ACT),
    Stop("publisher", ACT),
    Stop("publisher", "/cases/staff/publications"),
    Stop("case_officer", OBLIGATION, (ACT,), 0),
    Stop("approver", OBLIGATION, (ACT,), 1),
    Stop("case_officer", OBLIGATION, (ACT,), 2),
    Stop("publisher", RUNGS),
    Stop("approver", RUNG, (RUNGS,)),
    Stop("approver", INCOMING),
    Stop("case_officer", f"{INCOMING}/<uuid:item_id>", (INCOMING,), 0),
    Stop("approver", f"{INCOMING}/<uuid:item_id>", (INCOMING,), 1),
    Stop("answered", LETTER, (INBOX,)),
    Stop("answered", LETTER, (INBOX,), 1),
    Stop("refused", LETTER, (INBOX,)),
    Stop("approver", BODIES),
    Stop("approver", BODY, (BODIES,)),
    Stop("approver", f"{BODY}/contacts", (BODIES, BODY)),
    Stop("admin", "/notifications/outbox"),
]
#: What is on no page by itself: it is the answer to a form.
ANSWERS = {"/intake/complain/done": complain}
LEAD_ELSEWHERE = {
    "/intake", "/partners/", "/cases/login/code", "/cases/login/password", "/cases/login/second-factor", "/partners/login/password",
    "/partners/login/code", "/partners/login/second-factor", "/cases/login/provider", "/cases/login/provider/back", "/cases/staff/account/provider",
}  # fmt: skip


@pytest.fixture(scope="module")
def staged(people: People) -> Staged:
    done = stage(people)
    people["case_officer"].addresses |= {
        ACT: done.act,
        f"{ACT}/edit": f"{done.draft}/edit",
        f"{ACT}/signatures": f"{done.draft}/signatures",
    }
    people["publisher"].addresses[ACT] = done.act
    people["approver"].addresses |= {ACT: done.act, f"{ACT} (draft)": done.draft}
    return done


@pytest.fixture(scope="module")
def guide(people: People, staged: Staged) -> Guide:
    return Guide(people)


@pytest.mark.parametrize("route", PAGES)
def test_a_page_is_fit_for_everyone(people: People, guide: Guide, route: str) -> None:
    if send := ANSWERS.get(route):
        assert faults_of(people["anyone"], send) == []
        return
    visitor, address = guide.to(route)
    answer = visitor.page.request.get(address, max_redirects=0)
    kept = answer.headers.get("content-disposition", "").startswith("attachment")
    if route in LEAD_ELSEWHERE:
        assert answer.status in range(301, 309)
    elif answer.headers["content-type"].startswith("text/html") and not kept:
        assert faults_of(visitor, opening(address)) == []
    else:
        assert answer.status == 200
        assert SAVED_OR_PRINTED.match(
            " ".join(answer.headers[name] for name in ("content-type", "content-disposition"))
        )


def test_a_page_that_no_link_leads_to_is_named(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = "/cases/staff/cases/<uuid:case_id>/hidden"
    monkeypatch.setitem(PAGES, hidden, ["auditor"])
    with pytest.raises(AssertionError, match=re.escape(hidden)):
        Guide(people).to(hidden)


@pytest.mark.parametrize("stop", AGAIN, ids=lambda stop: f"{stop.who} {stop.route} {stop.which}")
def test_a_page_is_fit_for_another_reader_and_in_another_state(people: People, staged: Staged, stop: Stop) -> None:
    visitor = people[stop.who]
    assert faults_of(visitor, opening(visitor.address(stop.route, stop.via, stop.which))) == []


def opening(address: str) -> Callable[[Page], None]:
    def goto(page: Page) -> None:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address}: {answer.status}"
        assert page.url.endswith(address), f"{address} led to {page.url}"

    return goto


def faults_of(visitor: Visitor, get: Callable[[Page], object]) -> list[str]:
    """What is wrong with what the visitor gets to by `get`, with a script and without one."""
    visitor.complaints.clear()
    visitor.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    get(visitor.page)
    get(visitor.plain)
    whole = outline(visitor.page)
    return [*with_script(visitor.page), *without_script(visitor.plain, whole), *visitor.complaints]


def test_setting_up_a_second_factor_is_fit_for_everyone(people: People) -> None:
    def offer(page: Page) -> None:
        page.goto("/cases/staff/account/second-factor")
        # Offered once, it waits for its code: the second browser finds it so.
        main = page.locator("main")
        if not main.locator("[role=img]").count():
            main.get_by_role("button").click()
        expect(main.locator("[role=img]")).to_be_visible()

    assert faults_of(people["auditor"], offer) == []


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
        # What is told of the child, and what else: each is folded away until somebody opens it.
        for _fold in range(2):
            page.keyboard.press("Tab")
            assert _focused(page) == ""
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        noted += re.findall(r"K-\d{4}-\d{5}-\d", page.locator(".govuk-notification-banner").inner_text())
    assert len(set(noted)) == 2


@pytest.mark.parametrize("path", ["/intake/", "/intake/complain"])
def test_a_first_visit_is_light(browser: Browser, people: People, path: str) -> None:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="sq")
    requests: list[Request] = []
    page = context.new_page()

    def note(request: Request) -> None:
        requests.append(request)

    page.on("requestfinished", note)
    page.goto(people.url + path, wait_until="networkidle")
    sizes = {request.url: _on_the_wire(request) for request in requests}
    context.close()
    assert all(any(name in url for url in sizes) for name in ("besa.css", "govuk-frontend", ".woff2")), sizes
    assert sum(sizes.values()) <= FIRST_VISIT, sizes


def _on_the_wire(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


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
