"""Visits in several states, for the walk through every page."""

from tests.browser.visitors import Visitor, belongs

VISITS = "/cases/staff/visits"
VISIT = f"{VISITS}/<uuid:visit_id>"
BEGUN = "begun"
WITH_BODY = "with_body"


def visit(officer: Visitor, institution: str) -> None:
    """A visit whose draft findings are with the body, one that has begun, and one that is prepared for."""
    page = officer.plain
    for state in (WITH_BODY, BEGUN, "planned"):
        page.goto(f"{officer.url}{VISITS}/new?institution={institution}")
        for name, value in (("kind", "full"), ("announced", "yes")):
            page.check(f"input[name={name}][value={value}]")
        page.locator("input[name=basis]").first.check()
        page.locator("button[value=save]").click()
        path = page.url.removeprefix(officer.url)
        assert belongs(path, VISIT), page.locator("main").inner_text()
        if state in (WITH_BODY, BEGUN):
            page.locator(f"a[href='{path}/preparation']").first.click()
            page.locator("input[name=checklist]").first.check()
            page.locator("main form button[type=submit]").last.click()
            page.locator(f"form[action='{path}/beginning'] button").click()
            assert page.url.removeprefix(officer.url) == path, page.locator("main").inner_text()
        if state == BEGUN:
            page.goto(f"{officer.url}{path}/copies")
            for name in ("password", "again"):
                page.fill(f"input[name={name}]", "tri mollë blu mbi tavolinë")
            page.locator("main form button[type=submit]").click()
            assert page.locator(f"a[href^='{path}/copies/']").count(), page.locator("main").inner_text()
        if state == WITH_BODY:
            page.locator(f"a[href^='{path}/sections/']").first.click()
            page.locator("input[value=not_met]").first.check()
            page.locator("button[value=save]").click()
            page.goto(f"{officer.url}{path}/conclusion")
            page.locator(f"form[action='{path}/draft-findings'] button").click()
            assert page.locator(f"a[href='{path}/corrections']").count(), page.locator("main").inner_text()
