"""Reports by forms and without a script: one that anybody reads, and one whose chapters are being written."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.browser.visitors import People, Visitor
from tests.waiting import wait_until

REPORTS = "/cases/staff/reports"


def report(people: People) -> None:
    writer, second, shower = people["case_officer"], people["approver"], people["publisher"]
    for title in ("Raporti që lexohet", "Raporti që shkruhet"):
        path = _begin(writer, title)
        if title.endswith("shkruhet"):
            _press(writer.plain, path, "reworking")
            continue
        _press(writer.plain, path, "proofreading")
        _approve(second, path)
        shower.plain.goto(f"{shower.url}{path}")
        _press(shower.plain, path, "publication")


def _begin(writer: Visitor, title: str) -> str:
    """A report of the last year, with its figures frozen; the path of its page."""
    page, year = writer.plain, str(datetime.now(ZoneInfo("Europe/Tirane")).year - 1)
    page.goto(f"{writer.url}{REPORTS}/new")
    page.check("input[name=kind][value=thematic]")
    for name in ("title_sq", "title_en"):
        page.fill(f"#{name}", title)
    for name, day, month in (("first", "1", "1"), ("last", "31", "12")):
        for part, value in (("day", day), ("month", month), ("year", year)):
            page.fill(f"[name={name}-{part}]", value)
    page.locator("main form button[type=submit]").last.click()
    path = page.url.removeprefix(writer.url)
    _press(page, path, "freezing")
    return path


def _approve(second: Visitor, path: str) -> None:
    button = f"form[action='{path}/approval'] button"

    def compared() -> bool:
        """With the sealed files, which another service holds."""
        second.plain.goto(f"{second.url}{path}")
        return second.plain.locator(button).count() > 0

    wait_until(compared, "the comparison of the report")
    second.plain.locator(button).click()
    assert second.plain.locator(f"a[href='{path}/files/sq/pdf']").count(), second.plain.locator("main").inner_text()


def _press(page: Page, path: str, step: str) -> None:
    button = page.locator(f"form[action='{path}/{step}'] button[type=submit], form[action='{path}/{step}'] button").last
    folded = page.locator("details:not([open]) > summary")
    if step == "reworking" and folded.count():
        folded.last.click()
    button.click()
    assert page.url.endswith(path), page.locator("main").inner_text()
