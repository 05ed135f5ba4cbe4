"""Taking a visit along and bringing it back on pages without a script."""

import io
import re

import pytest

from tests.cases.bench import today
from tests.cases.offline_device import PASSWORD, Device
from tests.cases.pages_world import said
from tests.cases.test_pages_visits import LIST, Browser
from tests.cases.test_visits import begun, conclude, give, planned, prepared, read


@pytest.fixture
def home(bench):
    return bench.body("social_care")


@pytest.fixture
def browser(officer):
    return Browser(officer)


def path_of(visit):
    return f"{LIST}/{visit['visit']['id']}"


def take(browser, visit, password=PASSWORD, again=PASSWORD):
    return browser.post(f"{path_of(visit)}/copies", {"password": password, "again": again})


def upload(browser, visit, content, **more):
    sent = {"file": (io.BytesIO(content.encode()), "besa.json")} if content else {}
    return browser.post(f"{path_of(visit)}/brought", {**sent, **more})


class TestCopies:
    def test_a_copy_is_made_under_a_password_and_saved_from_the_page(self, browser, officer, home):
        visit = prepared(officer, home)
        assert f"{path_of(visit)}/copies" in browser.get(path_of(visit)).text
        page = said(browser.get(f"{path_of(visit)}/copies").text)
        assert "nuk mban emra fëmijësh" in page
        assert "Askush nuk ka marrë ende kopje." in page
        made = take(browser, visit)
        assert (made.status_code, made.headers["Location"]) == (303, f"{path_of(visit)}/copies")
        [file] = re.findall(rf'href="({path_of(visit)}/copies/[0-9a-f-]+)"', browser.get(made.headers["Location"]).text)
        saved = browser.get(file)
        assert (saved.status_code, saved.mimetype) == (200, "text/html")
        assert saved.headers["Content-Disposition"].startswith('attachment; filename="besa-')
        assert "sandbox" in saved.headers["Content-Security-Policy"]
        assert home.key not in saved.text

    @pytest.mark.parametrize(
        ("password", "again", "words"),
        [
            ("", "", "Shkruani një fjalëkalim"),
            (PASSWORD, "tjetër", "Dy fjalëkalimet nuk janë të njëjta"),
            ("123", "123", "Fjalëkalimi ka të paktën"),
        ],
    )
    def test_what_is_wrong_with_a_password_is_said_at_its_field(self, browser, officer, home, password, again, words):
        visit = prepared(officer, home)
        refused = take(browser, visit, password, again)
        assert refused.status_code == 422
        assert words in said(refused.text)
        assert PASSWORD not in refused.text

    def test_of_what_is_not_prepared_and_of_what_others_make_there_is_none(self, bench, browser, officer, home):
        assert take(browser, planned(officer, home)).status_code == 409
        visit = begun(officer, home)
        other = Browser(bench.person("case_officer"))
        for place in ("copies", "brought"):
            assert other.get(f"{path_of(visit)}/{place}").status_code == 404
            assert f"{path_of(visit)}/{place}" not in other.get(path_of(visit)).text
        assert take(other, visit).status_code == 404
        assert upload(other, visit, "{}").status_code == 404


class TestBrought:
    def test_a_file_is_brought_and_brought_again(self, browser, officer, home):
        visit = begun(officer, home)
        device = Device(officer, visit)
        device.give("res.01", "met")
        file = device.file()
        for words in ("U ruajtën 1 përgjigje. Për të zgjedhur: 0. Janë sjellë më parë: 0.", "Janë sjellë më parë: 1."):
            brought = upload(browser, visit, file)
            assert (brought.status_code, brought.headers["Location"]) == (303, f"{path_of(visit)}/brought")
            assert words in said(browser.get(f"{path_of(visit)}/brought").text)

    def test_its_text_may_be_pasted_where_a_telephone_saves_no_file(self, browser, officer, home):
        visit = begun(officer, home)
        device = Device(officer, visit)
        device.give("res.01", "met")
        assert upload(browser, visit, "", pasted=device.file()).status_code == 303
        assert [one["value"] for one in read(officer, visit)["answers"]] == ["met"]

    @pytest.mark.parametrize("content", ["", "{", "[]"])
    def test_half_a_file_is_said_at_its_field_and_that_nothing_is_lost(self, browser, officer, home, content):
        refused = upload(browser, begun(officer, home), content)
        assert refused.status_code == 422
        assert "Përgjigjet janë ende në pajisje" in said(refused.text)

    @pytest.mark.parametrize(("take", "value"), [("brought", "not_met"), ("standing", "met")])
    def test_of_two_answers_a_person_sees_both_and_chooses_and_the_other_stays_there(
        self, browser, officer, home, take, value
    ):
        visit = begun(officer, home)
        device = Device(officer, visit)
        give(officer, visit, {"question": "res.01", "value": "met", "note": "Te vizita."})
        device.give("res.01", "not_met", "Nga kopja.")
        upload(browser, visit, device.file())
        assert "1 për të zgjedhur" in said(browser.get(path_of(visit)).text)
        assert "zgjidhni më parë" in said(browser.post(f"{path_of(visit)}/conclusion", {"draft": "y"}).text)
        page = browser.get(f"{path_of(visit)}/brought").text
        for words in ("Te vizita.", "Nga kopja.", "Nuk thotë njësoj si ajo që është"):
            assert words in said(page)
        [action] = re.findall(rf'action="({path_of(visit)}/brought/[0-9a-f-]+/choice)"', page)
        stale = browser.post(action, {"take": take, "version": "7"})
        assert (stale.status_code, "shihni të dyja përsëri" in said(stale.text)) == (409, True)
        for wrong in ({"take": take}, {"take": "neither", "version": "1"}, {"take": take, "version": "x"}):
            assert browser.post(action, wrong).status_code == 409
        assert browser.post(action, {"take": take, "version": "1"}).status_code == 303
        [one] = read(officer, visit)["answers"]
        assert one["value"] == value
        page = said(browser.get(f"{path_of(visit)}/brought").text)
        assert "Nga kopja." in page
        assert "Vlen ajo" not in page
        # The other answer is where the page says that it is.
        if take == "standing":
            assert "U zgjodh ajo te vizita. Ajo nga kopja mbetet më poshtë." in page
        else:
            assert "Ajo që ishte te vizita lexohet te “Çfarë ishte më parë”." in page
            assert "Çfarë ishte më parë: 1 Përmbushet Shembull" in page
            assert "Te vizita." in page

    def test_what_an_answer_was_before_is_read_beneath_it_with_who_and_when(self, bench, browser, officer, home):
        visit = begun(officer, home)
        give(officer, visit, {"question": "res.01", "value": "not_met", "note": "Fjalë të para."})
        give(officer, visit, {"question": "res.01", "value": "met", "note": "Fjalë të dyta.", "base": 1})
        for reader, over in ((browser, False), (Browser(bench.person("commissioner")), False), (browser, True)):
            if over:
                conclude(officer, visit)
            page = said(reader.get(f"{path_of(visit)}/sections/{visit['sections'][0]['key']}").text)
            was = page.split("Çfarë ishte më parë: 1", 1)[1]
            assert "Nuk përmbushet" in was
            assert "Fjalë të para." in was
            assert str(today().year) in was
        assert page.count("Çfarë ishte më parë") == 1

    def test_who_answered_on_the_copy_and_who_brought_it_are_both_named(self, bench, browser, officer, home):
        seer = bench.person("monitor", name="Shembull Pamësi")
        visit = begun(officer, home, team=[str(seer.id)])
        device = Device(seer, visit)
        give(officer, visit, ("res.02", "met"))
        device.give("res.01", "met")
        device.give("res.02", "not_met")
        upload(browser, visit, device.file())
        section = f"{path_of(visit)}/sections/{visit['sections'][0]['key']}"
        page = browser.get(f"{path_of(visit)}/brought").text
        assert "Shembull Pamësi, në kopje; e solli" in said(page)
        [action] = re.findall(rf'action="({path_of(visit)}/brought/[0-9a-f-]+/choice)"', page)
        browser.post(action, {"take": "brought", "version": "1"})
        assert conclude(officer, visit).status_code == 200
        assert said(browser.get(section).text).count("Shembull Pamësi, në kopje; e shënoi te vizita") == 2

    def test_words_that_were_taken_away_on_the_device_are_said_to_be(self, browser, officer, home):
        visit = begun(officer, home)
        device = Device(officer, visit)
        device.give("res.01", "not_met", "Nxënësi Shembull")
        device.bring()
        give(officer, visit, {"question": "res.01", "value": "not_met", "note": "Nxënësi Shembull!", "base": 1})
        device.give("res.01", "not_met", "")
        upload(browser, visit, device.file())
        assert "Shënimi u fshi në kopje." in said(browser.get(f"{path_of(visit)}/brought").text)

    def test_what_comes_after_the_conclusion_is_there_to_be_read(self, browser, officer, home):
        visit = begun(officer, home)
        device = Device(officer, visit)
        give(officer, visit, ("res.01", "met"))
        conclude(officer, visit)
        device.give("res.01", "not_met", "Vonë.")
        assert upload(browser, visit, device.file()).status_code == 303
        page = said(browser.get(f"{path_of(visit)}/brought").text)
        assert "Vonë." in page
        assert "Erdhi kur vizita nuk merrte më përgjigje" in page
