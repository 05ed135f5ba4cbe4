"""What people do before the walk so that every page has something to show: all of it by forms, without a script."""

from typing import NamedTuple

from playwright.sync_api import Page

from deploy.story.words import picture
from tests.browser.visitors import People, Visitor, links_to

COMPLAINTS = "/intake/staff/complaints"
COMPLAINT = f"{COMPLAINTS}/<uuid:complaint_id>"
CASES = "/cases/staff/cases"
CASE = f"{CASES}/<uuid:case_id>"
ACT = "/cases/staff/recommendations/<uuid:act_id>"
INBOX = "/partners/inbox"
LETTER = "/partners/dispatches/<uuid:dispatch_id>"
NARRATIVE = "Mësuesi shembull nuk e lë motrën time të hyjë në klasë."


class Staged(NamedTuple):
    """What the steps led to."""

    reference: str
    code: str
    draft: str
    act: str


def stage(people: People) -> Staged:
    """A complaint with a picture, opened by an officer who writes back; a body's answer with evidence; a draft in the story's case."""
    reference, code = complain(people["anyone"].plain)
    _come_back(people["complainant"], code)
    _open(people["intake_officer"], reference)
    act = people["case_officer"].address(ACT, (CASES, CASE))
    _complete_reply(people["answered"])
    return Staged(reference, code, draft=_draft(people["case_officer"]), act=act)


def complain(page: Page) -> tuple[str, str]:
    """Fill in and send the form; the reference and the code on the page that answers."""
    page.goto("/intake/complain")
    page.check("input[name=role][value=child]")
    page.fill("#narrative", NARRATIVE)
    page.locator("main form button[type=submit]").click()
    assert page.url.endswith("/intake/complain/done"), page.locator("main").inner_text()
    body = page.locator(".govuk-panel__body").inner_text()
    return body.split()[-1], page.locator("#receipt-code").inner_text().strip()


def _come_back(complainant: Visitor, code: str) -> None:
    for page in (complainant.page, complainant.plain):
        page.goto("/intake/mine")
        page.fill("#code", code)
        page.locator("main form button[type=submit]").first.click()
        page.locator("form[action='/intake/mine/messages']").wait_for()
    page = complainant.plain
    page.set_input_files("input[type=file]", {"name": "klasa.png", "mimeType": "image/png", "buffer": picture(seed=7)})
    page.locator("form[action='/intake/mine/files'] button").click()
    page.fill("#text", "Sot ndodhi përsëri.")
    page.locator("form[action='/intake/mine/messages'] button").click()


def _open(officer: Visitor, reference: str) -> None:
    page = officer.plain
    page.goto(COMPLAINTS)
    page.get_by_role("link", name=reference).click()
    path = page.url.removeprefix(officer.url)
    page.fill("#text", "E lexuam. Do t'i shkruajmë shkollës.")
    page.locator(f"form[action='{path}/messages'] button").click()
    page.check("input[name=reason] >> nth=0")
    page.locator(f"form[action='{path}/openings'] button").click()
    officer.addresses[f"{COMPLAINT}/file"] = page.url.removeprefix(officer.url)
    officer.addresses[f"{COMPLAINT}/files/<uuid:evidence_id>"] = links_to(
        page, f"{COMPLAINT}/files/<uuid:evidence_id>"
    )[0]


def _complete_reply(body: Visitor) -> None:
    page = body.plain
    page.goto(body.address(f"{LETTER}/reply", (INBOX, LETTER)))
    for item in ("item_0", "item_1"):
        page.check(f"input[name={item}-position][value=accepted]")
        page.select_option(f"[name={item}-claimed]", "implemented")
    page.set_input_files(
        "[name=item_0-evidence]", {"name": "urdhri.png", "mimeType": "image/png", "buffer": picture(seed=9)}
    )
    page.fill("#name", "Shembull Sekretari")
    page.fill("#function", "Sekretar")
    page.locator("main form button[type=submit]").last.click()
    assert not page.url.endswith("/reply"), page.locator("main").inner_text()


def _draft(officer: Visitor) -> str:
    """Draft an act as one does without a script: each button sends the form and gets it back. The path of its page."""
    page = officer.plain
    page.goto(officer.address(f"{CASE}/recommendations/new", (CASES, CASE)))
    page.check("input[name=kind][value=remedy]")
    page.fill("#title", "Çdo fëmijë hyn në klasë")
    page.fill("#grounds", "Neni 28 i Konventës. Shkolla nuk e lejoi fëmijën të hyjë.")
    page.fill("#items-0-text", "Të ndryshohet rregullorja e shkollës.")
    page.fill("#items-0-evidence_expected", "Rregullorja e re.")
    page.fill("#search", "Lezhe")
    page.locator("button[value=search]").click()
    page.locator("button[value^='add:']").first.click()
    page.locator("button[value=save]").click()
    path = page.url.removeprefix(officer.url)
    assert path.startswith("/cases/staff/recommendations/"), page.locator("main").inner_text()
    return path
