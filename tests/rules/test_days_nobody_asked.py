"""A body reads at its own doors by how many days it is late, and they are the office's: without those on which the office itself asked for nothing."""

import re
from datetime import date, time
from html import unescape

import pytest

from services.partners.actions import people
from shared.clock import utc_now
from shared.events.catalogue import ObligationClocked, ObligationDated
from tests.partners.bench import sign_in
from tests.rules import office
from tests.rules.office import SEEN
from tests.rules.world import PASSWORD, TESTER

TROPOJE = "bashkia-tropoje"
ISSUED, DUE = date(2026, 3, 2), date(2026, 4, 1)
LATE, ENDED, BACK = date(2026, 4, 12), date(2026, 4, 13), date(2026, 5, 25)
ACCEPTED = {"position": "accepted", "promised_date": "2026-12-15", "reasons": "Po e bëjmë."}


def late_words(text):
    """By how many days something is late, as often as the text says so."""
    return [int(days) for days in re.findall(r"(\d+) ditë me vonesë", text)]


def of_office(world, act):
    owed = office.obligations(world, act["id"], TROPOJE)
    found = [one["timeliness"]["reply"] for one in owed]
    return [one["days"] if one["word"] == "late" else 0 for one in found]


def of_portal(world, act):
    return [one["days_late"] for one in office.letter(world, TROPOJE, act["number"])["reply_dues"]]


class Reader:
    """Somebody of the body, at the pages of the portal."""

    def __init__(self, world):
        self.world, self.name = world, "shembull.lexuesi"
        world.platform("partners").database.run(
            lambda session: people.add_user(
                TESTER, session, TROPOJE, self.name, "partner_user", PASSWORD, now=utc_now()
            )
        )

    def page(self, path):
        browser = self.world.apps["partners"].test_client()
        assert sign_in(browser, self.name).status_code == 303
        answer = browser.get(path)
        assert answer.status_code == 200, answer.text
        return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.text)).split())

    def inbox(self):
        return late_words(self.page("/partners/inbox"))

    def letter(self, act):
        received = office.letter(self.world, TROPOJE, act["number"])
        return late_words(self.page(f"/partners/dispatches/{received['id']}"))


def ends_and_begins_again(world, act, place=0):
    """An item is found overtaken, and 42 days later that is taken back."""
    one = office.obligations(world, act["id"], TROPOJE)[place]
    with world.on(ENDED):
        office.assess(world, one["id"], assessment="overtaken", reason="Masa nuk duhet më.", evidence=[SEEN])
        world.tick()
    with world.on(BACK, time(10)):
        office.assess(world, one["id"], assessment="not_assessed", reason="U gjet gabim.")


@pytest.fixture
def act(world):
    with world.on(ISSUED):
        return office.act_to(world, TROPOJE, items=1)


@pytest.fixture
def reader(world):
    with world.on(ISSUED):
        return Reader(world)


@pytest.mark.parametrize(("day", "days"), [(LATE, 11), (BACK, 12), (date(2026, 5, 26), 13)])
def test_office_api_portal_api_and_page_name_the_same_days_before_on_and_after(world, act, reader, day, days):
    if day >= BACK:
        ends_and_begins_again(world, act)
    with world.on(day, time(11)):
        assert of_office(world, act) == [days]
        assert of_portal(world, act) == [days]
        assert reader.inbox() == [days]
        assert reader.letter(act) == [days, days], "beside the last day of the letter, and at its item"


def test_the_portal_knows_at_once_and_needs_no_timer_to_run(world, act):
    ends_and_begins_again(world, act)
    free = [{"since": "2026-04-14", "until": "2026-05-26"}]
    assert [one.get("free") for one in world.told(ObligationClocked)] == [[], [], free]
    with world.on(BACK, time(11)):
        feed = world.machine(TROPOJE).get("/partners/api/v1/dispatches", limit=200)["items"]
        clocked = [one["details"]["free"] for one in feed if one["type"] == "obligation.clocked"]
        assert clocked == [[], [], free]


def test_of_several_items_each_has_its_own_days_and_the_letter_those_of_the_latest(world, reader):
    with world.on(ISSUED):
        act = office.act_to(world, TROPOJE, items=3)
    ends_and_begins_again(world, act, place=1)
    with world.on(BACK, time(11)):
        assert of_office(world, act) == of_portal(world, act) == [54, 12, 54]
        assert reader.inbox() == [54]
        assert reader.letter(act) == [54, 54, 12, 54]


def test_an_answer_after_such_days_stays_late_by_the_same_days_at_every_door(world, act, reader):
    ends_and_begins_again(world, act)
    with world.on(date(2026, 5, 27)):
        office.reply(world, TROPOJE, act["number"], ACCEPTED)
    for day in (date(2026, 5, 27), date(2026, 6, 30)):
        with world.on(day, time(11)):
            [owed] = office.obligations(world, act["id"], TROPOJE)
            [kept] = office.obligation(world, owed["id"])["replies"]
            assert of_office(world, act) == of_portal(world, act) == [kept["late_by"]] == [14]
            assert reader.letter(act) == [14]
            assert reader.inbox() == [], "nothing is asked any more"


def test_days_of_a_court_and_days_on_which_nothing_was_asked_count_once(world, act, reader):
    ends_and_begins_again(world, act)
    case = office.act(world, act["id"])["case_id"]
    court = {"elsewhere": "pending_before_court", "reason": "Gjykata e ka çështjen."}
    with world.on(date(2026, 5, 25), time(12)):
        office.step(world, case, "suspend", **court)
    with world.on(date(2026, 6, 4)):
        office.step(world, case, "resume", elsewhere="none")
    with world.on(date(2026, 6, 10), time(11)):
        [days] = of_office(world, act)
        assert of_portal(world, act) == [days]
        assert reader.inbox() == [days]
        # 70 days after the last one, without those from 14 April to 3 June, each of them once.
        assert days == 70 - 51


def test_of_a_measure_too_the_days_are_those_of_the_office(world, act, reader):
    with world.on(date(2026, 3, 20)):
        office.reply(world, TROPOJE, act["number"], ACCEPTED | {"promised_date": "2026-04-01"})
    ends_and_begins_again(world, act)
    with world.on(BACK, time(11)):
        world.tick()
        [one] = office.obligations(world, act["id"], TROPOJE)
        assert one["timeliness"]["implementation"] == {"word": "late", "days": 12}
        assert world.told(ObligationDated)[-1]["free"] == [{"since": "2026-04-14", "until": "2026-05-26"}]
        assert reader.inbox() == [12]
