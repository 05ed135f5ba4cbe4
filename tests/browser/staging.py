"""What people do before the walk so that every page has something to show: all of it by forms, without a script."""

from datetime import datetime
from typing import NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import Page
from sqlalchemy import create_engine, text

from deploy.story.words import picture
from shared.db import Database
from tests.browser import visiting
from tests.browser.publishing import agree, meet, publish, tell
from tests.browser.reporting import report
from tests.browser.visitors import People, Visitor, belongs, links_to
from tests.security.conftest import SERVICES
from tests.shared.stuck import plant, stream_heard_by
from tests.waiting import wait_until

COMPLAINTS = "/intake/staff/complaints"
COMPLAINT = f"{COMPLAINTS}/<uuid:complaint_id>"
CASES = "/cases/staff/cases"
CASE = f"{CASES}/<uuid:case_id>"
HELD = f"{CASE}/held-messages"
ACT = "/cases/staff/recommendations/<uuid:act_id>"
INBOX = "/partners/inbox"
LETTER = "/partners/dispatches/<uuid:dispatch_id>"
OBLIGATION = "/cases/staff/obligations/<uuid:obligation_id>"
INCOMING = "/cases/staff/incoming"
FIGURE_REQUESTS = "/cases/staff/figure-requests"
RUNGS = "/cases/staff/rungs"
POST = "/partners/staff/post-book"
#: Where the links in mails lead. The page is the same for every link, so that one that opens nothing shows it too.
LINKS = (
    "/partners/link/<string:token>",
    "/notifications/bulletins/confirm/<string:token>",
    "/notifications/bulletins/end/<string:token>",
)
PROOF = f"{POST}/proofs/<uuid:proof_id>"
SCAN = "/cases/staff/scans/<uuid:scan_id>"
REPLY_FILE = f"{OBLIGATION}/files/<string:document>"
ASKED_OF_THE_OFFICE = """issuer,number,title,issued_on,received_on,item,text,due,term
un_crc,CRC/C/ALB/CO/5-6,Vërejtje përfundimtare,2025-01-10,2025-01-15,12,Të forcohet seksioni për fëmijët.,2025-12-31,
assembly,Rezoluta 7,Rezolutë për punën e Avokatit të Popullit,2025-05-05,2025-05-12,1,Të raportohet çdo vit.,,assembly_debate
"""
#: A pattern is counted of whole days that are over: the installation is too young for one.
PATTERN = (
    "WITH one AS (SELECT c.id, b.institution_id FROM case_file c JOIN case_body b ON b.case_id = c.id"
    " WHERE c.origin = 'complaint' LIMIT 1), proposed AS ("
    ' INSERT INTO pattern_proposal (id, institution_id, "right", window_days, window_ends, baseline_days, counted, before,'
    " state, proposed_at) SELECT gen_random_uuid(), institution_id, '28', 90, current_date - 1, 365, 4, 3, 'proposed', now()"
    " FROM one RETURNING id) INSERT INTO pattern_case SELECT proposed.id, one.id FROM proposed, one"
)
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
    people["anyone"].addresses |= {link: link.replace("<string:token>", "asgje") for link in LINKS}
    _come_back(people["complainant"], code)
    _open(people["intake_officer"], reference)
    _release(people, to="silent")
    act = people["case_officer"].address(ACT, (CASES, CASE))
    _complete_reply(people["answered"])
    _read_its_file(people["case_officer"], act)
    _add_task(people["case_officer"])
    # The link to it is there only where several complained; it is another page of the same case.
    people["case_officer"].addresses[HELD] = f"{people['case_officer'].address(CASE, (CASES,))}/held-messages"
    _propose_a_law(people["case_officer"], people["commissioner"])
    _post_what_no_wire_brings(people["case_officer"])
    _repeat_itself(people.database)
    _stop_a_subject(people.database)
    _turn_to_the_superior(people, _come_to_a_rung(people["approver"], act))
    _come_to_a_rung(people["approver"], act)
    _enter_a_letter(people["case_officer"], act, people.body("answered")["institution_id"])
    _take_in_what_is_asked_of_the_office(people["approver"])
    visiting.visit(people["case_officer"], people.body("answered")["institution_id"])
    _ask_for_figures(people["case_officer"], people["answered"])
    publish(people["publisher"], people["commissioner"])
    tell(people["publisher"], people["commissioner"])
    meet(people["publisher"], people["commissioner"])
    agree(people["case_officer"], people["approver"])
    report(people)
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


def _release(people: People, *, to: str) -> None:
    """The child's age goes to one body. Of the story's complaint, which is the oldest: only one with a case has letters."""
    officer, second, route = people["intake_officer"], people["commissioner"], f"{COMPLAINT}/releases"
    # Who works on the case asks; the intake officer finds the page and may not.
    page, deciding = people["case_officer"].plain, second.plain
    page.goto(officer.address(COMPLAINT, (COMPLAINTS,), -1))
    officer.addresses[route] = links_to(page, route)[0]
    page.goto(officer.addresses[route])
    letter = page.locator(f"[name=letter] option[value$='{people.body(to)['institution_id']}']").first
    page.select_option("[name=letter]", letter.get_attribute("value"))
    page.check("input[name=data_keys][value=child_age]")
    page.fill("#reason", "Pa moshën nuk dihet cila klasë është.")
    page.locator(f"form[action='{officer.addresses[route]}'] button").click()
    deciding.goto(officer.addresses[route])
    deciding.locator("button[name=release][value=yes]").click()


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
    page.locator("main form button[type=submit]:not([name=keep])").last.click()
    assert not page.url.endswith("/reply"), page.locator("main").inner_text()


def _read_its_file(officer: Visitor, act: str) -> None:
    page = officer.plain
    page.goto(act)
    obligations = links_to(page, OBLIGATION)

    def come() -> bool:
        for obligation in obligations:
            page.goto(obligation)
            if page.locator("a[href*='/files/']").count():
                officer.addresses[REPLY_FILE] = links_to(page, REPLY_FILE)[0]
                return True
        return False

    wait_until(come, "the file of a reply")


def _add_task(officer: Visitor) -> None:
    page = officer.plain
    page.goto(officer.address(CASE, (CASES,)))
    page.locator("details:has(form[action$='/file/task']) > summary").click()
    form = page.locator("form[action$='/file/task']")
    form.locator("[name=task-text]").fill("Thirr shkollën dhe pyet për regjistrin.")
    for part, value in (("day", "3"), ("month", "11"), ("year", "2099")):
        form.locator(f"[name=task-due-{part}]").fill(value)
    form.locator("button[type=submit]").click()
    page.get_by_text("Thirr shkollën dhe pyet për regjistrin.").first.wait_for()


def _propose_a_law(officer: Visitor, leading: Visitor) -> None:
    """A gap that the story's case showed, with the proposal to the Assembly, issued."""
    page, approving = officer.plain, leading.plain
    page.goto(officer.address(CASE, (CASES,)))
    page.locator("a[href*='/staff/gaps/new']").click()
    page.check("input[name=kind][value=law_gap]")
    page.fill("#title", "Transporti i nxënësve nuk është e drejtë")
    page.fill("#provision", "Ligji nr. 69/2012, neni 63")
    page.fill("#description", "Ligji nuk thotë kush e siguron transportin.")
    page.fill("#rights", "28.1")
    page.locator("button[value=save]").click()
    page.locator("form[action$='/acts'] button").click()
    act = page.url.removeprefix(officer.url).removesuffix("/edit")
    assert belongs(act, ACT), page.locator("main").inner_text()
    for step in ("approval", "issue"):
        _press_once_compared(approving, act, step)


def _post_what_no_wire_brings(officer: Visitor) -> None:
    """Everything in the post book leaves and arrives, with one proof for all; by that the proposal to the Assembly may be public."""
    page, today = officer.plain, datetime.now(ZoneInfo("Europe/Tirane")).date()

    def waits() -> bool:
        page.goto(POST)
        return page.locator("[name=entries]").count() > 0

    wait_until(waits, "a letter in the post book")
    for address, what in ((POST, "send"), (f"{POST}?state=sent", "deliver")):
        page.goto(address)
        for box in page.locator("[name=entries]").all():
            box.check()
        for part, value in (("day", today.day), ("month", today.month), ("year", today.year)):
            page.fill(f"[name=day-{part}]", str(value))
        if what == "send":
            # By hand: the sample bodies have no postal address, without which nothing is posted.
            page.locator("select[name=way]").last.select_option("hand")
        else:
            proof = {"name": "fletemarrja.png", "mimeType": "image/png", "buffer": picture(seed=11)}
            page.set_input_files("[name=proof]", proof)
        page.locator(f"button[value={what}]").click()
        assert not page.locator(".govuk-error-summary").count(), page.locator("main").inner_text()
    page.goto(f"{POST}?state=delivered")
    officer.addresses[PROOF] = links_to(page, PROOF)[0]


def _press_once_compared(page: Page, act: str, step: str) -> None:
    """The button is there as soon as the text was compared with the sealed files."""
    button = page.locator(f"form[action$='/{step}'] button")

    def there() -> bool:
        page.goto(act)
        return button.count() > 0

    wait_until(there, f"the button of {step}")
    button.click()


def _repeat_itself(database: str) -> None:
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text(PATTERN))
    engine.dispose()


def _stop_a_subject(database: str) -> None:
    """In each service, what its page of stuck subjects has to show."""
    for service in SERVICES:
        its = Database(f"{database.rpartition('/')[0]}/besa_{service}")
        plant(its, service, stream_heard_by(service), uuid4())
        its.dispose()


def _come_to_a_rung(leading: Visitor, act: str) -> str:
    """The notice to the superior of a body that refused, or whose answer is found to answer nothing: drafted, and waits.
    The address of the obligation.
    """
    page = leading.plain
    page.goto(act)
    for obligation in links_to(page, OBLIGATION):
        page.goto(obligation)
        steps, poor = page.locator("form[action$='/escalations']"), page.locator("form[action$='/insufficiency']")
        if not steps.count() and not page.locator(f"a[href^='{RUNGS}/']").count() and poor.count():
            page.locator("details:has(form[action$='/insufficiency']) > summary").click()
            poor.locator("textarea").fill("Nuk thotë çfarë do të bëhet.")
            poor.locator("button[type=submit]").click()
        form = page.locator("form[action$='/escalations']:not(:has(input[type=radio]))")
        if form.count() == 1:
            form.locator("button[type=submit]").click()
            assert not page.locator(".govuk-error-summary").count(), page.locator("main").inner_text()
            return obligation
    raise AssertionError("no obligation has come to a rung")


def _turn_to_the_superior(people: People, obligation: str) -> None:
    """The act that the rung is, approved by one and issued by another; it encloses what it speaks of."""
    approving, issuing = people["approver"].plain, people["commissioner"].plain
    approving.goto(obligation)
    approving.locator(f"a[href^='{RUNGS}/']").click()
    act = links_to(approving, ACT)[0]
    for page, step in ((approving, "approval"), (issuing, "issue")):
        _press_once_compared(page, act, step)


def _enter_a_letter(officer: Visitor, act: str, institution: str) -> None:
    """What a body answered on paper too, with its scan."""
    page, today = officer.plain, datetime.now(ZoneInfo("Europe/Tirane"))
    page.goto(f"{act}/paper-reply?institution={institution}")
    for part in ("day", "month", "year"):
        page.fill(f"[name=received_on-{part}]", str(getattr(today, part)))
    page.set_input_files("[name=scan]", {"name": "letra.png", "mimeType": "image/png", "buffer": picture(seed=8)})
    page.select_option("[name=item_0-position]", "accepted")
    page.select_option("[name=item_0-claimed]", "implemented")
    page.fill("#text", "Shkresa nr. 1: kontrata u lidh.")
    page.locator("main form button[type=submit]").last.click()
    assert page.url.endswith(act), page.locator("main").inner_text()
    for obligation in links_to(page, OBLIGATION):
        page.goto(obligation)
        if page.locator("a[href*='/staff/scans/']").count():
            officer.addresses[SCAN] = links_to(page, SCAN)[0]


def _take_in_what_is_asked_of_the_office(leading: Visitor) -> None:
    page = leading.plain
    page.goto(f"{INCOMING}/import")
    for looked in (False, True):
        file = {"name": "kuvendi.csv", "mimeType": "text/csv", "buffer": ASKED_OF_THE_OFFICE.encode()}
        page.set_input_files("[name=file]", file)
        page.set_checked("[name=apply]", looked)
        page.locator("main form button[type=submit]").click()
    assert page.url.endswith(INCOMING), page.locator("main").inner_text()


def _ask_for_figures(officer: Visitor, body: Visitor) -> None:
    """A request for figures that has reached a body, whose table waits to be filled in."""
    page = officer.plain
    page.goto(f"{officer.url}{FIGURE_REQUESTS}/new")
    page.fill("#period", str(datetime.now(ZoneInfo("Europe/Tirane")).year - 1))
    page.check("input[name=indicators][value=pmf]")
    page.select_option("[name=county]", "kukes")
    for part, value in (("day", "3"), ("month", "11"), ("year", "2099")):
        page.fill(f"[name=accepted_until-{part}]", value)
    page.locator("main form button[type=submit]").last.click()
    assert belongs(page.url.removeprefix(officer.url), f"{FIGURE_REQUESTS}/<uuid:request_id>"), page.locator(
        "main"
    ).inner_text()

    def arrived() -> bool:
        """It is compared with the sealed files, issued and delivered first, each by an event."""
        body.plain.goto(f"{body.url}{INBOX}")
        body.plain.goto(links_to(body.plain, LETTER)[0])
        return body.plain.locator("a[href$='/figures']").count() > 0

    wait_until(arrived, "the request for figures")


def _draft(officer: Visitor) -> str:
    """Draft an act as one does without a script: each button sends the form and gets it back. The path of its page."""
    page = officer.plain
    page.goto(officer.address(f"{CASE}/recommendations/new", (CASES, CASE)))
    page.check("input[name=kind][value=remedy]")
    page.fill("#title", "Çdo fëmijë hyn në klasë")
    page.fill("#grounds", "Neni 28 i Konventës. Shkolla nuk e lejoi fëmijën të hyjë.")
    page.fill("#items-0-text", "Të ndryshohet rregullorja e shkollës.")
    page.fill("#items-0-evidence_expected", "Rregullorja e re.")
    for part, value in (("day", "3"), ("month", "11"), ("year", "2099")):
        page.fill(f"[name=items-0-due-{part}]", value)
    page.fill("#cosigners", "Këshilli Shembull i Fëmijëve")
    page.fill("#search", "Lezhe")
    page.locator("button[value=search]").click()
    page.locator("button[value^='add:']").first.click()
    page.locator("button[value=save]").click()
    path = page.url.removeprefix(officer.url)
    assert path.startswith("/cases/staff/recommendations/"), page.locator("main").inner_text()
    return path
