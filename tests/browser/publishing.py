"""A library with something in it, by forms and without a script."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from deploy.servers.processes import wait_until
from tests.browser.visitors import Visitor
from tests.sample_files import PDF


def publish(writer: Visitor, second: Visitor) -> None:
    """A publication that anybody reads, and the draft of another."""
    page = writer.plain
    for title in ("Fletëpalosja shembull", "Udhëzuesi shembull"):
        page.goto(f"{writer.url}/notifications/staff/library/new")
        page.fill("#title", title)
        page.fill("#summary", "Të drejtat e tua, me fjalë të thjeshta.")
        for name, value in (("kind", "leaflet"), ("audience", "child_7_11"), ("topics", "8")):
            page.check(f"input[name={name}][value='{value}']")
        page.locator("main form button[type=submit]").last.click()
        path = page.url.removeprefix(writer.url)
        page.set_input_files("#file-file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF})
        page.locator(f"form[action='{path}/files'] button").click()
        if title.startswith("Fletëpalosja"):
            _approve(second, path, f"form[action='{path}/versions']")


def tell(writer: Visitor, second: Visitor) -> None:
    """An issue of the bulletin that is out."""
    page = writer.plain
    page.goto(f"{writer.url}/notifications/staff/issues")
    today = datetime.now(ZoneInfo("Europe/Tirane"))
    for part in ("day", "month", "year"):
        page.fill(f"[name=until-{part}]", str(getattr(today, part)))
    page.locator("main form button[type=submit]").last.click()
    path = page.url.removeprefix(writer.url)
    page.fill("#sq", "Këtë muaj zyra foli për shkollat.")
    page.fill("#en", "This month the office spoke of schools.")
    page.locator(f"form[action='{path}'] button").click()
    _approve(second, path, "main a[href*='/notifications/bulletins/']")


def meet(writer: Visitor, second: Visitor) -> None:
    """An activity that is planned, and one that was announced and held, of which numbers are told."""
    _plan(writer, "Ditë e hapur shembull", "Sample open day")
    path = _plan(writer, "Orë mësimi shembull", "Sample lesson")
    page = writer.plain
    _press(second, path, "announcement", f"form[action='{path}/retraction']")
    page.goto(f"{writer.url}{path}/holding")
    _fill_in_today(writer, "held_on")
    page.fill("[name=count_from_6_to_9_female]", "12")
    page.locator("main form button[type=submit]").last.click()
    assert page.url.removeprefix(writer.url) == path, page.locator("main").inner_text()


def agree(writer: Visitor, second: Visitor) -> None:
    """An agreement that nobody has signed, and one that is: an organisation took something on in it."""
    page = writer.plain
    page.goto(f"{writer.url}/partners/staff/actors/new")
    page.locator("input[name=kind]").first.check()
    page.fill("#name_sq", "Organizata shembull")
    page.locator("main form button[type=submit]").last.click()
    _draft_agreement(writer, "Marrëveshje shembull")
    path = _draft_agreement(writer, "Marrëveshje e nënshkruar shembull")
    page.select_option("[name=party-party]", label="Organizata shembull")
    page.locator(f"form[action='{path}/parties'] button").click()
    page.select_option("[name=clause-owed_by]", label="Organizata shembull")
    page.fill("[name=clause-text]", "Hap një linjë telefoni.")
    page.fill("[name=clause-evidence]", "Raporti")
    _fill_in(page, "clause-due", datetime.now(ZoneInfo("Europe/Tirane")) + timedelta(days=60))
    page.locator(f"form[action='{path}/clauses'] button").click()
    signs = second.plain
    signs.goto(f"{second.url}{path}")
    _fill_in(signs, "sign-signed_on", datetime.now(ZoneInfo("Europe/Tirane")))
    signs.locator(f"form[action='{path}/signing'] button").click()
    assert signs.locator(f"main a[href='{path.replace('/partners/', '/cases/')}']").count() > 0 or (
        signs.locator(f"form[action='{path}/signing']").count() == 0
    ), signs.locator("main").inner_text()


def _draft_agreement(writer: Visitor, title: str) -> str:
    """The path of its page, which is open."""
    page = writer.plain
    page.goto(f"{writer.url}/partners/staff/agreements/new")
    page.fill("#title", title)
    page.locator("input[name=clusters]").first.check()
    page.locator("main form button[type=submit]").last.click()
    assert page.locator("h1").inner_text() == title, page.locator("main").inner_text()
    return page.url.removeprefix(writer.url)


def _plan(writer: Visitor, albanian: str, english: str) -> str:
    """The path of the activity."""
    page = writer.plain
    page.goto(f"{writer.url}/partners/staff/activities/new")
    page.fill("#title_sq", albanian)
    page.fill("#title_en", english)
    for name, value in (("kind", "school_lesson"), ("clusters", "8"), ("lead", "me")):
        page.check(f"input[name={name}][value='{value}']")
    _fill_in_today(writer, "planned_on")
    page.locator("main form button[type=submit]").last.click()
    return page.url.removeprefix(writer.url)


def _fill_in_today(writer: Visitor, field: str) -> None:
    _fill_in(writer.plain, field, datetime.now(ZoneInfo("Europe/Tirane")))


def _fill_in(page: Page, field: str, day: date) -> None:
    for part in ("day", "month", "year"):
        page.fill(f"[name={field}-{part}]", str(getattr(day, part)))


def _approve(second: Visitor, path: str, once_out: str) -> None:
    _press(second, path, "approval", once_out)


def _press(second: Visitor, path: str, step: str, once_out: str) -> None:
    """As soon as intake has compared the words, and out as soon as it has again. `once_out`: what the page has then."""
    page = second.plain

    def approved() -> bool:
        page.goto(f"{second.url}{path}")
        button = page.locator(f"form[action='{path}/{step}'] button")
        if button.count() > 0:
            # Its sample is an empty page, of which nothing can be read.
            for box in page.locator("input[name$=read_myself]").all():
                box.check()
            button.click()
        return page.locator(once_out).count() > 0

    assert wait_until(approved, 60), page.locator("main").inner_text()
