"""What form, heading, method and API say of the days and the acts of public figures is what the figures are."""

from datetime import date

from services.cases import data
from services.cases.domain.timeliness import local_date
from services.cases.register.queries import windows
from shared import clock
from shared.clock_words import day_words
from tests.cases import test_figures_unpublished as unpublished
from tests.cases.bench import today
from tests.cases.pages_world import said
from tests.cases.test_figures_unpublished import API, next_month

OTHERS = "Shumat përfshijnë edhe aktet e tjera"
UNREAD = "aktet që publiku nuk mund t'i lexojë numërohen siç qëndronin, dhe siç dihej, në fund të ditës"


def last_end():
    return windows.public_days().last_before(local_date(clock.utc_now()))


def page(bench, path="/cases/public/compliance", reader=None):
    return said((reader or bench.app.test_client()).get(path).text)


def school_of(bench, story, commissioner):
    """A school with ten items in five letters that anyone may read."""
    body = bench.body("school")
    story.with_findings()
    for _letter in range(data.small_number()):
        unpublished.TestDoors.owe(bench, story, body, 2, commissioner)
    return body


class TestTheDayAsKnown:
    def test_the_form_says_as_known_when_where_nothing_is_said(self, bench):
        end = day_words(last_end(), "sq")
        assert f"Bosh: për një ditë të shkuar, siç dihej më {end}" in page(bench)

    def test_page_and_api_answer_as_the_form_says(self, bench):
        end = last_end()
        asked = f"?on={end}"
        assert bench.app.test_client().get(f"{API}/public/compliance{asked}").json["known"] == str(end)
        assert f"siç dihej më {day_words(end, 'sq')}" in page(bench, f"/cases/public/compliance{asked}")

    def test_the_office_reads_as_known_now_and_its_form_says_so(self, bench, officer):
        officer.client.set_cookie("besa_staff", officer.token)
        words = page(bench, "/cases/staff/compliance", officer.client)
        assert "Bosh: siç dihet sot." in words
        assert officer.get(f"/compliance?on={last_end()}").json["known"] == str(today())

    def test_the_method_says_it_in_both_languages(self, bench):
        method = bench.app.test_client().get(f"{API}/public/compliance").json["method"]
        assert "publikut i jepet siç dihej në fund të muajit të fundit" in method["sq"]
        assert "the public is told as known at the end of the last month" in method["en"]


class TestNothingCounted:
    def test_of_a_past_day_it_is_said_that_what_was_published_later_is_not_counted(self, bench, story, commissioner):
        body = school_of(bench, story, commissioner)
        end = last_end()
        for path in ("/cases/public/compliance", f"/cases/public/institutions/{body.id}"):
            words = page(bench, f"{path}?on={end}")
            assert "Ende nuk ka asgjë për të numëruar" not in words
            assert (
                f"më {day_words(end, 'sq')} publiku nuk mund të lexonte asnjë akt në fuqi me afat përgjigjeje" in words
            )
            assert "Çfarë u publikua më vonë nuk numërohet për atë ditë" in words

    def test_today_it_is_said_of_what_anyone_may_read(self, bench, story):
        body = bench.body("school")
        unpublished.TestDoors.owe(bench, story.with_findings(), body, 2)
        for path in ("/cases/public/compliance", f"/cases/public/institutions/{body.id}"):
            assert "Nuk ka asnjë akt në fuqi me afat përgjigjeje që publiku mund ta lexojë." in page(bench, path)

    def test_the_office_reads_that_there_was_none(self, bench, officer):
        officer.client.set_cookie("besa_staff", officer.token)
        words = page(bench, f"/cases/staff/compliance?on={date(1999, 6, 30)}", officer.client)
        assert "nuk kishte asnjë akt në fuqi me afat përgjigjeje" in words
        assert "publikua më vonë" not in words


class TestTheSums:
    def test_where_the_register_alone_is_counted_no_text_says_otherwise(self, bench, story, commissioner):
        school_of(bench, story, commissioner)
        words = page(bench)
        assert "Numërohen vetëm aktet që publiku mund t'i lexojë" in words
        assert OTHERS not in words and UNREAD not in words
        assert bench.app.test_client().get(f"{API}/public/compliance").json["unread_as_of"] is None

    def test_where_others_are_counted_too_it_is_said_as_of_which_day(self, bench, story, commissioner):
        body = school_of(bench, story, commissioner)
        for _letter in range(data.small_number()):
            unpublished.TestDoors.owe(bench, story, body, 2)
        with next_month():
            end = last_end()
            answer = bench.app.test_client().get(f"{API}/public/compliance").json
            assert (answer["scope"], answer["unread_as_of"]) == ("all", str(end))
            assert f"{UNREAD} {day_words(end, 'sq')}" in page(bench)
            past = f"?on={end}"
            assert bench.app.test_client().get(f"{API}/public/compliance{past}").json["unread_as_of"] is None
            assert UNREAD not in page(bench, f"/cases/public/compliance{past}")
            assert OTHERS not in page(bench, f"/cases/public/institutions/{body.id}")

    def test_the_office_counts_all_of_them_as_of_now(self, bench, story, officer):
        unpublished.TestDoors.owe(bench, story.with_findings(), bench.body("school"), 2)
        officer.client.set_cookie("besa_staff", officer.token)
        assert UNREAD not in page(bench, "/cases/staff/compliance", officer.client)
        assert officer.get("/compliance").json["unread_as_of"] is None
