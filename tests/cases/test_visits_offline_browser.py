"""The file of a visit in a real Chromium on a phone's screen, with the network off: opened, filled in, kept, taken out, and brought back."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.watching import PHONE, violations
from tests.cases.offline_device import PASSWORD, aside, bring, outcomes, stands, take
from tests.cases.test_visits import begun, give, prepared, read

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
OPENED = "#visit:not([hidden]) #section"


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def home(bench):
    return bench.body("social_care")


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


class Telephone:
    """A browser of its own, without network. Every request that a page makes, and every line of its console, is kept."""

    def __init__(self, chromium, person, visit, folder, copy=None):
        path = f"/visits/{visit['visit']['id']}"
        self.copy = copy or take(person, visit).json["id"]
        self.person, self.path = person, path
        self.place = folder / f"{self.copy}.html"
        if not self.place.exists():
            answer = person.get(f"{path}/copies/{self.copy}", headers={"Accept-Language": "sq"})
            self.place.write_bytes(answer.data)
        self.context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, accept_downloads=True)
        self.context.set_offline(True)
        self.asked, self.said = [], []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.context.on("console", lambda message: self.said.append(message.text))
        self.context.on("weberror", lambda error: self.said.append(str(error.error)))
        self.page = self.context.new_page()

    def open(self, password=PASSWORD, page=None):
        page = page or self.page
        page.goto(self.place.as_uri())
        page.fill("#password", password)
        page.click("#lock button[type=submit]")
        return page

    def opened(self):
        page = self.open()
        expect(page.locator(OPENED)).to_be_visible()
        return page

    def answer(self, question, value, page=None):
        page = page or self.page
        page.locator(f"[id='value-{question}-{value}']").check()
        expect(page.locator("#status")).to_contain_text("U ruajt në këtë pajisje")

    def take_out(self, button="#take-out"):
        with self.page.expect_download() as waited:
            self.page.click(button)
        assert re.fullmatch(rf"besa-{self.copy[:8]}-\d+\.json", waited.value.suggested_filename)
        return waited.value.path().read_bytes()

    def bring(self, content):
        return bring(self.person, self.path, content)

    def close(self):
        """Nothing was asked for but the file itself and what it gives out, and nothing went wrong."""
        self.context.close()
        assert {url for url in self.asked if not url.startswith(("file:", "blob:"))} == set()
        assert self.said == []


@pytest.fixture
def telephone(chromium, tmp_path):
    made = []

    def of(*who, **more):
        made.append(Telephone(chromium, *who, tmp_path, **more))
        return made[-1]

    yield of
    for one in made:
        one.close()


def fill_in(phone, page):
    """Three questions of two sections."""
    phone.answer("res.03", "not_met")
    page.fill("[id='number-res.03']", "2")
    page.check("[id='sources-res.03-seen']")
    page.check("[id='sources-res.03-staff']")
    page.fill("[id='note-res.03']", "Dy foshnje në dhomën e parë: “ë, ç” 👶")
    phone.answer("res.01", "met")
    page.click(".bar button:not(.second)")
    expect(page.locator("#section")).to_be_focused()
    phone.answer("res.05", "partly")


def test_a_visit_is_filled_in_without_network_and_comes_back_whole(telephone, monitor, home):
    visit = prepared(monitor, home, announced=False)
    phone = telephone(monitor, visit)
    page = phone.opened()
    assert home.key in page.inner_text("#visit h1")
    assert "nuk mban emra fëmijësh" in page.inner_text("#visit")
    assert "Përgjigje në këtë kopje: 0 nga 42" in page.inner_text("#count")
    assert "Pjesa 1 nga" in page.inner_text("#part")
    fill_in(phone, page)
    # The battery ends: opened again, everything is there.
    page.close()
    phone.page = phone.context.new_page()
    page = phone.opened()
    assert "3 nga 42" in page.inner_text("#count")
    assert page.is_checked("[id='value-res.03-not_met']")
    assert page.input_value("[id='number-res.03']") == "2"
    assert page.input_value("[id='note-res.03']").startswith("Dy foshnje")
    content = phone.take_out()
    assert "Dy foshnje" not in content.decode() and "res.03" not in content.decode()
    monitor.post(f"{phone.path}/beginning")
    assert outcomes(phone.bring(content)) == {"res.03": "taken", "res.01": "taken", "res.05": "taken"}
    assert phone.bring(content).json["again"] == 3
    [three] = [one for one in read(monitor, visit)["answers"] if one["question"] == "res.03"]
    assert (three["value"], three["number"]) == ("not_met", 2)
    assert (three["sources"], three["note"]) == (["staff", "seen"], "Dy foshnje në dhomën e parë: “ë, ç” 👶")


def test_without_the_password_nothing_is_read_and_what_is_kept_comes_out_all_the_same(telephone, monitor, home):
    visit = begun(monitor, home)
    phone = telephone(monitor, visit)
    page = phone.open("një fjalëkalim tjetër")
    expect(page.locator("#fault")).to_have_text("Ky fjalëkalim nuk e hap skedarin.")
    assert page.locator("#visit").inner_text() == ""
    assert page.locator("#forgotten").is_hidden()
    phone.opened()
    phone.answer("res.01", "met")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "met" not in kept and "res.01" not in kept
    page.reload()
    assert outcomes(phone.bring(phone.take_out("#forgotten button"))) == {"res.01": "taken"}


def test_a_password_typed_with_a_blank_and_signs_apart_opens_it(telephone, monitor, home):
    phone = telephone(monitor, begun(monitor, home))
    apart = PASSWORD.replace("ë", "e" + chr(0x308))
    assert apart != PASSWORD
    page = phone.open(f" {apart} ")
    expect(page.locator(OPENED)).to_be_visible()
    assert page.locator("#lock").is_hidden()


def test_two_telephones_crosswise_conflict_and_one_that_goes_on_does_not(telephone, monitor, home):
    visit = begun(monitor, home)
    one = telephone(monitor, visit)
    other = telephone(monitor, visit, copy=one.copy)
    for phone, value in ((one, "met"), (other, "not_met")):
        phone.opened()
        phone.answer("res.01", value)
    first, second = one.take_out(), other.take_out()
    assert json.loads(first)["copy"] == json.loads(second)["copy"]
    assert outcomes(one.bring(first)) == {"res.01": "taken"}
    assert outcomes(other.bring(second)) == {"res.01": "conflict"}
    one.answer("res.01", "partly")
    assert outcomes(one.bring(one.take_out())) == {"res.01": "taken"}
    assert stands(monitor, visit) == {"res.01": ("partly", "")}
    assert [(left["value"], left["waits"]) for left in aside(monitor, visit)] == [("not_met", True)]


def test_what_stands_in_the_office_is_shown_without_its_words_and_may_be_answered_anew(telephone, monitor, home):
    visit = begun(monitor, home)
    give(monitor, visit, {"question": "res.03", "value": "met", "number": 4, "note": "Në zyrë."})
    phone = telephone(monitor, visit)
    page = phone.opened()
    assert "Në zyrë është shënuar: Përmbushet" in page.inner_text("[id='question-res.03']")
    assert page.input_value("[id='note-res.03']") == ""
    page.fill("[id='number-res.03']", "shumë")
    expect(page.locator("[id='number-res.03-fault']")).to_contain_text("Ky nuk u ruajt")
    page.click("#take-out")
    expect(page.locator("#status")).to_have_text("Ende nuk ka asnjë përgjigje për të nxjerrë.")
    page.fill("[id='number-res.03']", "7")
    assert outcomes(phone.bring(phone.take_out())) == {"res.03": "taken"}
    [three] = read(monitor, visit)["answers"]
    assert (three["value"], three["number"], three["note"]) == ("met", 7, "Në zyrë.")


def test_what_stood_on_the_visit_before_is_there_to_be_compared_with(telephone, officer, home):
    first = begun(officer, home)
    give(officer, first, ("res.01", "not_met"))
    visit = begun(officer, home, kind="follow_up", follows=first["visit"]["id"])
    page = telephone(officer, visit).opened()
    assert "Herën e kaluar: Nuk përmbushet" in page.inner_text("[id='question-res.01']")
    assert "Herën e kaluar" not in page.inner_text("[id='question-res.02']")


def test_a_second_window_does_not_write_over_the_first(telephone, monitor, home):
    visit = begun(monitor, home)
    phone = telephone(monitor, visit)
    first, second = phone.opened(), phone.context.new_page()
    phone.open(page=second)
    expect(second.locator(OPENED)).to_be_visible()
    phone.answer("res.01", "met", second)
    expect(first.locator("#visit")).to_contain_text("e hapur edhe në një dritare tjetër")
    assert first.locator("input").count() == first.locator("#lock input").count()


def test_a_device_that_keeps_nothing_says_so_and_gives_its_file(telephone, monitor, home):
    visit = begun(monitor, home)
    phone = telephone(monitor, visit)
    phone.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    page = phone.opened()
    expect(page.locator("#status")).to_contain_text("Kjo pajisje nuk ruan asgjë")
    page.locator("[id='value-res.01-met']").check()
    expect(page.locator("#status")).to_contain_text("Kjo pajisje nuk ruan asgjë")
    assert outcomes(phone.bring(phone.take_out())) == {"res.01": "taken"}
    # Where no file can be saved the same stands there as text.
    assert phone.bring(page.input_value("#as-text")).json["again"] == 1


def test_what_was_taken_out_is_deleted_from_the_device_only_when_that_is_asked_for(telephone, monitor, home):
    phone = telephone(monitor, begun(monitor, home))
    page = phone.opened()
    phone.answer("res.01", "met")
    phone.take_out()
    page.on("dialog", lambda dialog: dialog.accept())
    phone.answer("res.02", "met")
    page.click("#taken button")
    assert "U fshinë" not in page.inner_text("#visit")
    assert page.evaluate("localStorage.length") == 1
    phone.take_out()
    page.click("#taken button")
    expect(page.locator("#visit")).to_have_text("Përgjigjet u fshinë nga kjo pajisje.")
    assert page.evaluate("localStorage.length") == 0


def test_its_page_can_be_used_by_everybody_and_by_a_thumb(telephone, monitor, home):
    phone = telephone(monitor, begun(monitor, home))
    phone.page.goto(phone.place.as_uri())
    assert violations(phone.page) == []
    page = phone.opened()
    phone.answer("res.03", "not_met")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    small = page.evaluate(
        "[...document.querySelectorAll('#visit button, .choice')].filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 44).length"
    )
    assert small == 0
    assert float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('legend')).fontSize)")) >= 19
