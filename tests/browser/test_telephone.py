"""Somebody telephones with a number: whoever takes the call types it on the home page, and reads the answer two clicks on at the most."""

import re

import pytest
from playwright.sync_api import Page

from deploy.story import words
from tests.browser.visitors import People

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(600)]

MOST_CLICKS = 2
CASES = "/cases/staff/cases"
CASE, COMPLAINT = re.compile(r"C-\d{4}-\d{5}-\d"), re.compile(r"A-\d{4}-\d{5}-\d")
ACT = re.compile(r"R-\d{4}-\d{5}-\d")


@pytest.fixture(scope="module")
def numbers(people: People) -> dict[str, str]:
    """Those of the story: of the complaint, its case, and the act that was sent by wire."""
    page = people["case_officer"].plain
    page.goto(people["case_officer"].address(f"{CASES}/<uuid:case_id>", (CASES,)))
    said = page.locator("main").inner_text()
    sent = page.locator("main table tr", has_text=words.TITLE).inner_text()
    found = [COMPLAINT.search(said), CASE.search(said), ACT.search(sent)]
    assert all(found), said
    return dict(zip(("complaint", "case", "act"), (one.group() for one in found if one), strict=True))


class Call:
    """One page from the home of whoever takes the call; counts what is clicked."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.clicks = page, 0
        page.goto(home)

    def ask(self, number: str) -> None:
        self.page.fill("#staff-search", number)
        self._click(".besa-search__button")

    def _click(self, what: str) -> None:
        self.page.locator(what).first.click()
        self.clicks += 1

    def open(self, path: str) -> None:
        """The hit, where the search has not led there at once."""
        if not re.search(rf"{path}[0-9a-f-]{{36}}$", self.page.url):
            self._click(f"a[href^='{path}']")

    @property
    def answer(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.mark.parametrize("number", ["complaint", "case", "act"])
def test_a_case_officer_says_where_it_stands_what_is_awaited_by_when_and_what_was_told_last(
    people: People, numbers: dict[str, str], number: str
) -> None:
    call = Call(people["case_officer"].plain, "/cases/")
    call.ask(numbers[number])
    call.open("/cases/staff/cases/")
    assert call.clicks <= MOST_CLICKS
    assert "Awaiting a reply" in call.answer
    awaited = re.search(r"A reply is awaited\s+(R-\S+), by (\d+ \w+ \d{4}): (.+)", call.answer)
    assert awaited is not None, call.answer
    assert (awaited[1], awaited[3].strip()) == (
        numbers["act"],
        "Local Police Directorate of Kukës (Asked for an extension)",
    )
    assert re.search(r"The letter has not arrived\s+R-\S+: Municipality of Kukës", call.answer)
    told = re.search(r"What the complainant was told last\s+\d+ \w+ \d{4}: (.+)", call.answer)
    # Also the timer tells them something: that a letter came back, where it ran since.
    assert told is not None, call.answer
    assert told[1].strip() == words.TO_COMPLAINANT or told[1].startswith("Letra jonë R-"), call.answer


@pytest.mark.parametrize("number", ["complaint", "case"])
def test_an_intake_officer_reads_what_may_be_said_by_either_number(
    people: People, numbers: dict[str, str], number: str
) -> None:
    call = Call(people["intake_officer"].plain, "/intake/staff/complaints")
    call.ask(numbers[number])
    call.open("/intake/staff/complaints/")
    assert call.clicks <= MOST_CLICKS
    assert numbers["complaint"] in call.answer
    told = call.answer.partition("If somebody telephones")[2]
    assert "We have asked in writing for what must be done." in told
    # Of each body what whoever complained was told last, of which item, and to whom else the letter goes; not to whom it is sent for information.
    assert re.search(r"Municipality of Tropojë: Item \d.+ We will check again\.", told), told
    [also] = re.findall(r"The letter is addressed also to: ([^.]+)\.", told)
    assert "Local Police Directorate of Kukës" in also
    assert "Ministry" not in also
