"""The pages of visits in a browser without a script: planned at a desk, filled in a section at a time, concluded in a few clicks."""

import re

import pytest

from shared.app import STAFF_COOKIE
from tests.cases.pages_world import said
from tests.cases.test_visits import begun, give, planned, prepare, read
from tests.cases.test_visits_concluded import SIX

LIST = "/cases/staff/visits"


class Browser:
    """One person with a cookie, whose forms carry their token."""

    def __init__(self, person):
        self.client, self.roles = person.client, person.roles
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "sq"
        self.client.set_cookie(STAFF_COOKIE, person.token, path="/")

    def get(self, path):
        return self.client.get(path)

    def post(self, path, data=None, seen=None):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(seen or f"{LIST}/new").text)
        return self.client.post(path, data={"csrf_token": token[1], **(data or {})})


@pytest.fixture
def home(bench):
    return bench.body("social_care")


@pytest.fixture
def browser(officer):
    return Browser(officer)


def day(name, on="27 3 2027"):
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), on.split(), strict=True))


def section_of(page):
    """What the form of a section holds, as a browser would send it back untouched."""
    hidden = re.findall(r'<input type="hidden" name="(answers-[^"]+)" value="([^"]*)"', page)
    chosen = re.findall(r'name="(answers-[^"]+)" type="radio" value="([^"]+)" checked', page)
    return dict([*hidden, *chosen])


def place_of(page, question):
    return re.search(rf'name="answers-(\d+)-question" value="{re.escape(question)}"', page)[1]


class TestDesk:
    def test_a_visit_is_planned_prepared_begun_and_called_by_its_number(self, browser, officer, home):
        page = browser.get(f"{LIST}/new?institution={home.id}").text
        assert home.key in page
        wanted = {
            "bodies-0-institution_id": str(home.id),
            "kind": "full",
            "announced": "no",
            "basis": "law_8454_19",
            "lead": str(officer.id),
            "do": "save",
            **day("planned_on"),
        }
        made = browser.post(f"{LIST}/new", wanted)
        assert made.status_code == 303, said(made.text)
        visit = made.headers["Location"]
        assert "E planifikuar" in said(browser.get(visit).text)
        form = browser.get(f"{visit}/preparation").text
        version = re.search(r'name="version" value="(\d+)"', form)[1]
        kept = browser.post(
            f"{visit}/preparation",
            {"checklist": "residential:1", "lead": str(officer.id), "version": version, **day("planned_on")},
        )
        assert kept.status_code == 303, said(kept.text)
        assert browser.post(f"{visit}/beginning").status_code == 303
        page = said(browser.get(visit).text)
        assert "VZ-" in page
        assert "0 nga 42" in page

    def test_what_is_not_filled_in_is_said_at_its_field(self, browser):
        answer = browser.post(f"{LIST}/new", {"do": "save"})
        assert answer.status_code == 422
        page = said(answer.text)
        for words in ("Zgjidhni institucionin", "Zgjidhni llojin", "Shkruani ditën"):
            assert words in page

    def test_two_who_prepare_at_once_do_not_write_over_each_other(self, browser, officer, home):
        visit = planned(officer, home)
        path = f"{LIST}/{visit['visit']['id']}/preparation"
        wanted = {"checklist": "residential:1", "lead": str(officer.id), **day("planned_on")}
        assert browser.post(path, {**wanted, "version": "1"}).status_code == 303
        assert browser.post(path, {**wanted, "version": "1"}).status_code == 409

    def test_it_is_called_off_with_a_reason(self, browser, officer, home):
        path = f"{LIST}/{planned(officer, home)['visit']['id']}"
        refused = browser.post(f"{path}/cancellation", {"reason": ""})
        assert refused.status_code == 422
        assert browser.post(f"{path}/cancellation", {"reason": "Rruga është e bllokuar."}).status_code == 303
        page = said(browser.get(path).text)
        assert "E anuluar" in page
        assert "Rruga është e bllokuar." in page

    def test_who_is_not_of_the_team_is_offered_nothing(self, bench, officer, home):
        visit = begun(officer, home)
        page = Browser(bench.person("monitor")).get(f"{LIST}/{visit['visit']['id']}").text
        assert f"{visit['visit']['id']}/conclusion" not in page
        assert "Anulo vizitën" not in page

    def test_a_monitor_begins_at_the_visits(self, bench):
        answer = Browser(bench.person("monitor")).get("/cases/")
        assert (answer.status_code, answer.headers["Location"]) == (303, LIST)


class TestPhone:
    def test_a_section_is_kept_as_one_goes_and_leads_to_the_next(self, browser, officer, home):
        visit = begun(officer, home)
        path = f"{LIST}/{visit['visit']['id']}"
        page = browser.get(f"{path}/sections/decision").text
        assert "Pjesa 1 nga" in said(page)
        at = place_of(page, "res.03")
        given = {f"answers-{at}-value": "not_met", f"answers-{at}-number": "2", f"answers-{at}-note": "Dy foshnje."}
        kept = browser.post(f"{path}/sections/decision", {**section_of(page), **given, "do": "next"})
        assert kept.status_code == 303, said(kept.text)
        assert kept.headers["Location"].endswith("/sections/safety#main-content")
        [one] = read(officer, visit)["answers"]
        assert (one["question"], one["value"], one["number"], one["note"]) == ("res.03", "not_met", 2, "Dy foshnje.")
        again = browser.get(f"{path}/sections/decision").text
        assert section_of(again)[f"answers-{at}-value"] == "not_met"
        assert "Përgjigje: 1 nga 7" in said(again)

    def test_what_was_typed_is_there_after_a_log_out_and_is_kept_once_when_it_is_sent_twice(
        self, bench, browser, officer, home
    ):
        visit = begun(officer, home)
        path = f"{LIST}/{visit['visit']['id']}/sections/decision"
        page = browser.get(path).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        sent = {**section_of(page), f"answers-{place_of(page, 'res.01')}-value": "not_met", "csrf_token": token}
        browser.client.delete_cookie(STAFF_COOKIE, path="/")
        out = browser.client.post(path, data=sent)
        assert (out.status_code, "mos e mbyllni" in said(out.text)) == (401, True)
        assert 'href="/cases/login" target="_blank"' in out.text
        # Signed in again in another tab, the browser sends the same once more; and a thumb presses twice.
        browser.client.set_cookie(STAFF_COOKIE, officer.token, path="/")
        assert [browser.client.post(path, data=sent).status_code for _twice in range(2)] == [303, 303]
        assert bench.scalar("SELECT count(*) FROM visit_answer") == 1

    def test_what_collides_is_shown_beside_what_was_typed_and_the_rest_is_kept(self, bench, officer, home, browser):
        other = bench.person("monitor", name="Shembull Tjetri")
        visit = prepare(officer, planned(officer, home, team=[str(other.id)]))
        officer.post(f"/visits/{visit['visit']['id']}/beginning")
        path = f"{LIST}/{visit['visit']['id']}/sections/decision"
        page = browser.get(path).text
        give(other, visit, {"question": "res.01", "value": "met", "note": "E pashë regjistrin."})
        first, second = place_of(page, "res.01"), place_of(page, "res.02")
        sent = {**section_of(page), f"answers-{first}-value": "not_met", f"answers-{second}-value": "met"}
        answer = browser.post(path, sent)
        assert answer.status_code == 409
        assert "Shembull Tjetri u përgjigj ndërkohë" in said(answer.text)
        assert "E pashë regjistrin." in said(answer.text)
        stands = {one["question"]: one["value"] for one in read(officer, visit)["answers"]}
        assert stands == {"res.01": "met", "res.02": "met"}
        # What was typed is still there, now beside the other's version: saved again it stands on top of it.
        typed = section_of(answer.text)
        assert typed[f"answers-{first}-value"] == "not_met"
        assert browser.post(path, typed).status_code == 303
        versions = {one["question"]: (one["value"], one["version"]) for one in read(officer, visit)["answers"]}
        assert versions["res.01"] == ("not_met", 2)

    @pytest.mark.parametrize("wrong", [{"value": "perhaps"}, {"number": "-1"}, {"sources": "rumour"}])
    def test_bad_input_is_said_and_nothing_is_kept(self, bench, browser, officer, home, wrong):
        visit = begun(officer, home)
        path = f"{LIST}/{visit['visit']['id']}/sections/decision"
        page = browser.get(path).text
        at = place_of(page, "res.03")
        sent = {f"answers-{at}-value": "met", **{f"answers-{at}-{name}": value for name, value in wrong.items()}}
        assert browser.post(path, {**section_of(page), **sent}).status_code == 422
        assert bench.scalar("SELECT count(*) FROM visit_answer") == 0

    @pytest.mark.parametrize("section", ["none", "decisions", "%00"])
    def test_a_section_that_is_not_there_is_not_found(self, browser, officer, home, section):
        visit = begun(officer, home)
        assert browser.get(f"{LIST}/{visit['visit']['id']}/sections/{section}").status_code == 404

    def test_an_unconfirmed_norm_is_shown_as_one(self, browser, officer, home):
        page = said(browser.get(f"{LIST}/{begun(officer, home)['visit']['id']}/sections/decision").text)
        assert "Norma: për t'u konfirmuar: AC 57, V425." in page


class TestConclusion:
    def test_within_three_clicks_one_remedy_is_drafted(self, browser, officer, home):
        visit = begun(officer, home)
        give(officer, visit, *((one, "not_met") for one in SIX))
        path = f"{LIST}/{visit['visit']['id']}"
        page = browser.get(f"{path}/conclusion").text
        assert said(page).count("Brenda") == 6
        ended = browser.post(f"{path}/conclusion", {"draft": "y"})
        assert ended.status_code == 303, said(ended.text)
        page = browser.get(path).text
        act = re.search(r'href="(/cases/staff/recommendations/[^"]+)"', page)[1]
        assert browser.get(act).status_code == 200
        assert "Planifiko një vizitë ndjekjeje" in page
        follow = browser.get(f"{LIST}/new?follows={visit['visit']['id']}").text
        assert home.key in follow

    def test_what_was_answered_is_read_once_it_is_concluded(self, browser, officer, home):
        visit = begun(officer, home)
        give(officer, visit, {"question": "res.01", "value": "not_met", "note": "Mungon vendimi."})
        path = f"{LIST}/{visit['visit']['id']}"
        assert browser.post(f"{path}/conclusion").status_code == 303
        page = browser.get(f"{path}/sections/decision").text
        assert "Mungon vendimi." in page
        assert 'type="radio"' not in page
        assert (
            browser.post(
                f"{path}/sections/decision", {"answers-0-question": "res.01", "answers-0-value": "met"}
            ).status_code
            == 409
        )

    def test_nothing_answered_is_said(self, browser, officer, home):
        path = f"{LIST}/{begun(officer, home)['visit']['id']}/conclusion"
        refused = browser.post(path)
        assert refused.status_code == 409
        assert "Ende nuk është përgjigjur asnjë pyetje." in said(refused.text)


class TestCorrections:
    def test_draft_findings_are_sent_and_a_correction_is_answered_on_its_page(self, bench, browser, officer, home):
        visit = begun(officer, home)
        give(officer, visit, ("res.01", "not_met"))
        path = f"{LIST}/{visit['visit']['id']}"
        question = "res.01"
        assert f"{path}/draft-findings" in browser.get(f"{path}/conclusion").text
        assert browser.post(f"{path}/draft-findings").status_code == 303
        assert browser.post(f"{path}/draft-findings").status_code == 409
        page = said(browser.get(f"{path}/corrections").text)
        assert "Letra nuk ka mbërritur ende." in page
        assert "Nuk ka thënë ende asgjë" in page
        act = officer.get(f"/recommendations/{read(officer, visit)['sent']['act_id']}").json
        bench.deliver(act, home)
        bench.reply(act, home, {"item_id": act["items"][0]["id"], "position": "refused", "has_reasons": True})
        assert "1 presin përgjigje" in said(browser.get(path).text)
        page = browser.get(f"{path}/corrections").text
        assert 'name="res.01-verdict"' in page
        wrong = browser.post(
            f"{path}/corrections/res.01",
            {"res.01-verdict": "correction_taken", "res.01-words": "Po.", "res.01-value": ""},
        )
        assert wrong.status_code == 422
        assert "Zgjidhni si përgjigjet tani kjo pyetje." in said(wrong.text)
        refused = browser.post(f"{path}/conclusion", {"draft": "y"})
        assert (refused.status_code, "Ka saktësime pa përgjigje" in said(refused.text)) == (409, True)
        assert browser.post(f"{path}/corrections/%00", {"%00-words": "x"}).status_code in (404, 422)
        given = {"res.01-verdict": "correction_taken", "res.01-words": "Po.", "res.01-value": "met"}
        assert browser.post(f"{path}/corrections/{question}", given).status_code == 303
        page = said(browser.get(f"{path}/corrections").text)
        for words in ("Saktësimi u mor parasysh", "Thotë se gjetja nuk është e saktë", "Përmbushet"):
            assert words in page
        assert 'name="res.01-verdict"' not in page
        assert browser.get(f"{LIST}/{begun(officer, home)['visit']['id']}/corrections").status_code == 404
