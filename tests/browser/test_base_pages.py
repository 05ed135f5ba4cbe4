"""The base pages in a real Chromium: accessible at both widths, whole without a script, silent toward the world."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shared.pages import catalogue
from tests.browser.kitchen_sink import create_app
from tests.browser.watching import DESKTOP, PHONE, only_loopback

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def sink(serve: Callable[..., str]) -> str:
    catalogue.compile_all()
    return serve(create_app()) + "/sink"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", ["/parts", "/complaint", "/login", "/nothing"])
def test_a_page_has_no_accessibility_fault(
    open_page: Open, axe: Axe, sink: str, path: str, size: tuple[int, int]
) -> None:
    assert axe(open_page(sink + path, size)) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_form_with_every_error_has_no_accessibility_fault(
    open_page: Open, axe: Axe, sink: str, size: tuple[int, int]
) -> None:
    page = open_page(sink + "/complaint", size)
    page.click("text=Vazhdo")
    expect(page).to_have_title("Gabim: Informacion")
    assert axe(page) == []


def test_axe_finds_a_planted_fault(open_page: Open, axe: Axe, sink: str) -> None:
    page = open_page(sink + "/login")
    page.evaluate("document.querySelector('label[for=username]').remove()")
    assert [line for line in axe(page) if line.startswith("label:")]


def test_the_error_summary_takes_the_focus_and_each_link_reaches_its_box(open_page: Open, sink: str) -> None:
    page = open_page(sink + "/complaint")
    page.click("text=Vazhdo")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    links = page.locator(".govuk-error-summary__list a")
    reached = []
    for position in range(links.count()):
        links.nth(position).click()
        reached.append(page.evaluate("document.activeElement.id"))
    assert reached == ["submitter", "narrative", "happened", "channels", "municipality", "secret"]


@pytest.mark.parametrize("path", ["/parts", "/complaint"])
def test_no_page_is_wider_than_a_phone(open_page: Open, sink: str, path: str) -> None:
    page = open_page(sink + path, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_a_wide_table_is_scrolled_by_keyboard(open_page: Open, sink: str) -> None:
    page = open_page(sink + "/parts", PHONE)
    region = page.get_by_role("region", name="Ankesa sipas qarkut")
    region.focus()
    page.keyboard.press("ArrowRight")
    expect(region).to_be_focused()
    # Not wait_for_function: it calls eval, which the page's policy refuses.
    for _ in range(40):
        if region.evaluate("region => region.scrollLeft"):
            break
        page.wait_for_timeout(50)
    assert region.evaluate("region => region.scrollLeft") > 0


def test_rows_that_became_cards_are_still_rows(open_page: Open, sink: str) -> None:
    page = open_page(sink + "/parts", PHONE)
    table = page.get_by_role("table", name="5 rekomandime")
    assert table.get_by_role("row").count() == 6
    assert table.get_by_role("columnheader").count() == 5
    assert table.get_by_role("rowheader", name="R-2026-00014-7").is_visible()


def test_without_a_script_everything_is_there(open_page: Open, sink: str) -> None:
    page = open_page(sink + "/complaint", PHONE, javascript=False)
    assert page.get_by_role("link", name="Përgjigjet tona").is_visible()
    assert page.get_by_role("link", name="English").is_visible()
    assert page.get_by_role("button", name="Dil nga kjo faqe").get_attribute("href") == "https://sq.wikipedia.org/"
    page.click("text=Vazhdo")
    assert page.get_by_role("link", name="Zgjidh kush je").get_attribute("href") == "#submitter"


def test_a_menu_and_the_languages_are_in_reach_on_a_phone(open_page: Open, sink: str) -> None:
    page = open_page(sink + "/parts", PHONE)
    expect(page.get_by_role("link", name="Përgjigjet tona")).to_be_hidden()
    page.get_by_role("button", name="Menyja").click()
    expect(page.get_by_role("link", name="Përgjigjet tona")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Menu")).to_be_visible()
    assert page.get_by_role("button", name="Menyja").count() == 0


def test_a_log_out_posts_and_says_so(open_page: Open, sink: str) -> None:
    page = open_page(sink + "/parts")
    page.get_by_role("button", name="Dil", exact=True).click()
    said = page.get_by_role("alert").filter(has_text="Keni dalë")
    said.wait_for()
    assert said.inner_text().splitlines()[-1] == "Keni dalë nga llogaria."


def test_three_presses_of_shift_leave_the_page(open_page: Open, sink: str) -> None:
    page = open_page(sink + "/complaint")
    page.evaluate("document.querySelector('.govuk-exit-this-page__button').href = '/sink/login'")
    for words in ("Shtypni Shift edhe dy herë për të dalë.", "Shtypni Shift edhe një herë për të dalë."):
        page.keyboard.press("Shift")
        expect(page.locator(".govuk-exit-this-page [role=status]")).to_have_text(words)
        assert page.url == sink + "/complaint"
    page.keyboard.press("Shift")
    page.wait_for_url("**/sink/login")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_further_question_appears_with_its_answer(open_page: Open, axe: Axe, sink: str, *, javascript: bool) -> None:
    page = open_page(sink + "/complaint", javascript=javascript)
    expect(page.get_by_label("Emri i organizatës")).to_be_hidden()
    page.get_by_label("Shkruaj në emër të një organizate").check()
    expect(page.get_by_label("Emri i organizatës")).to_be_visible()
    if javascript:
        assert axe(page) == []


def test_the_counter_speaks_albanian(open_page: Open, sink: str) -> None:
    page = open_page(sink + "/complaint")
    page.fill("#narrative", "x" * 1999)
    expect(page.locator(".govuk-character-count__status")).to_have_text("Mbetet 1 shkronjë")
    page.fill("#narrative", "x" * 2002)
    expect(page.locator(".govuk-character-count__status")).to_have_text("Keni 2 shkronja më shumë")
    assert len(page.input_value("#narrative")) == 2002, "what is too long is kept, and not cut"


def test_what_a_browser_may_not_ask_for_is_seen(browser: object, sink: str) -> None:
    """The guard itself: a request to another host is noted (the fixture would fail the test that made it)."""
    complaints: list[str] = []
    context = browser.new_context(bypass_csp=True)  # type: ignore[attr-defined]  # the fixture has no type
    context.route("**/*", lambda route: only_loopback(route, complaints))
    page = context.new_page()
    page.goto(sink + "/login")
    page.evaluate("fetch('https://example.org/x').catch(() => 'refused')")
    context.close()
    assert complaints == ["asked for https://example.org/x"]
