"""The pages of commitments: brought by a file, entered by hand, both sides written and confirmed, tied, and what anybody reads."""

import csv
import io
import re
from uuid import uuid4

import pytest

from tests.cases import commitments_world
from tests.cases.bench import today
from tests.cases.commitments_world import (
    NUMBER,
    a_row,
    brought,
    claim,
    confirm,
    counts,
    finding,
    table,
    write,
)
from tests.cases.pages_world import said
from tests.cases.test_pages_visits import Browser, day

commitment = commitments_world.commitment

LIST = "/cases/staff/commitments"
PUBLIC = "/cases/public/commitments"


@pytest.fixture
def browser(officer):
    return Browser(officer)


@pytest.fixture
def second(approver):
    return Browser(approver)


def page_of(commitment):
    return f"{LIST}/{commitment['id']}"


class TestDesk:
    def test_the_list_leads_from_each_document_to_its_rows(self, browser, commitment):
        page = browser.get(LIST).text
        assert f"{LIST}?document={commitment['document_id']}" in page
        assert f'href="{page_of(commitment)}"' in page
        assert f"{NUMBER}, paragrafi 36" in page
        assert 'aria-label="Çfarë gjeti zyra, sipas dokumentit"' in page
        narrowed = browser.get(f"{LIST}?document={uuid4()}").text
        assert page_of(commitment) not in narrowed

    @pytest.mark.parametrize("query", ["assessed=late", "after=x", "cluster=%00", "document=x"])
    def test_an_address_that_asks_for_what_is_not_is_told_so(self, browser, query):
        assert browser.get(f"{LIST}?{query}").status_code in (400, 422)
        assert browser.get(f"{PUBLIC}?{query}").status_code in (400, 422)

    def test_one_is_entered_by_hand_and_corrected(self, bench, browser):
        town = bench.body("municipality")
        typed = {
            **{name: a_row()[name] for name in ("issuer", "number", "title", "item", "text_sq", "text_en", "address")},
            **day("issued_on", "7 12 2012"),
            "rights": "7.1, 8",
            "classes": ["ministry"],
            "bodies-0-institution_id": str(town.id),
            "do": "save",
        }
        seen = f"{LIST}/new"
        entered = browser.post(f"{LIST}/new", typed, seen)
        assert entered.status_code == 303, said(entered.text)
        page = browser.get(entered.headers["Location"]).text
        assert "pika 36" in page and "të gjitha: Ministri" in page
        twice = browser.post(f"{LIST}/new", typed, seen)
        assert (twice.status_code, "Kjo pikë e këtij dokumenti është në regjistër." in twice.text) == (422, True)
        edit = f"{entered.headers['Location']}/edit"
        assert a_row()["text_sq"] in browser.get(edit).text
        changed = browser.post(
            edit, {**typed, "paragraph": "36", "text_sq": "Falas kudo.", **day("due", "1 5 2031")}, edit
        )
        assert changed.status_code == 303, said(changed.text)
        page = browser.get(entered.headers["Location"]).text
        assert "Falas kudo." in page and "Si lexohej më parë" in page

    def test_what_no_commitment_can_be_is_said_at_its_field(self, browser):
        empty = browser.post(f"{LIST}/new", {"do": "save"}, f"{LIST}/new")
        assert (empty.status_code, "Shkruani çfarë kërkohet, anglisht" in empty.text) == (422, True)
        typed = {name: a_row()[name] for name in ("issuer", "number", "title", "item", "text_sq", "text_en")}
        typed |= {**day("issued_on", "7 12 2012"), "rights": "99", "do": "save"}
        unknown = browser.post(f"{LIST}/new", typed, f"{LIST}/new")
        assert (unknown.status_code, "Nuk ka nen të tillë: 99" in unknown.text) == (422, True)
        early = browser.post(f"{LIST}/new", {**typed, "rights": "12", **day("due", "1 1 2001")}, f"{LIST}/new")
        assert (early.status_code, "Kjo ditë është para ditës së dokumentit." in early.text) == (422, True)

    def test_a_file_is_compared_first_and_then_taken_over(self, second):
        address = f"{LIST}/import"
        token = re.search(r'name="csrf_token" value="([^"]+)"', second.get(address).text)[1]

        def sent(content, **more):
            data = {"csrf_token": token, "file": (io.BytesIO(content), "shembull.csv"), **more}
            return second.client.post(address, data=data)

        looked = sent(table(a_row()))
        assert "un_crc CRC/C/ALB/CO/2-4 36" in said(looked.text)
        seen = re.search(r'name="seen" value="([0-9a-f]{64})"', looked.text)[1]
        refused = sent(table(a_row(rights="99")), apply="y", seen=seen)
        assert refused.status_code == 422
        assert sent(table(a_row()), apply="y", seen=seen).status_code == 303
        exported = second.get(f"{LIST}/export?format=csv")
        assert exported.mimetype == "text/csv" and "36" in exported.text
        wrong = sent(table(a_row(item="2", rights="99")))
        assert "Nuk ka nen të tillë të Konventës." in wrong.text


class TestOne:
    def test_both_sides_are_written_and_confirmed_by_somebody_else(self, browser, second, commitment):
        page = page_of(commitment)
        of_state = {
            "state-word": "claimed:implemented",
            "state-source": "CRC/C/ALB/5-6",
            **day("state-since", "15 2 2021"),
        }
        assert browser.post(f"{page}/claims", of_state, page).status_code == 303
        found = {
            "found-word": "not",
            "found-text": "Bashkitë marrin tarifë.",
            "found-address": "https://shembull.al/tarifa",
            **day("found-seen_on", "1 3 2026"),
        }
        assert browser.post(f"{page}/findings", found, page).status_code == 303
        shown = browser.get(page).text
        assert "Pret një person të dytë" in shown and "Konfirmo" not in shown
        for _word in range(2):
            shown = second.get(page).text
            action = re.search(rf'action="({page}/words/[0-9a-f-]+/confirmation)"', shown)[1]
            digest = re.search(r'name="content_hash" value="([0-9a-f]{64})"', shown)[1]
            assert second.post(action, {"content_hash": digest}, page).status_code == 303
        words = said(second.get(page).text)
        assert "Shteti thotë E zbatoi Zyra gjeti E pazbatuar" in words

    def test_what_a_word_lacks_is_said_at_its_field(self, browser, commitment):
        page = page_of(commitment)
        nothing = browser.post(f"{page}/claims", {}, page)
        assert (nothing.status_code, "Zgjidhni çfarë thotë shteti" in nothing.text) == (422, True)
        promised = {"state-word": "claimed:in_process", "state-source": "x", **day("state-since", "15 2 2021")}
        assert browser.post(f"{page}/claims", promised, page).status_code == 422
        bare = browser.post(f"{page}/findings", {"found-word": "not", "found-text": "Jo."}, page)
        assert bare.status_code == 422
        assert "govuk-error-summary" in bare.text

    def test_it_is_tied_and_untied_by_number(self, browser, commitment):
        page = page_of(commitment)
        assert browser.post(f"{page}/links", {"tie-indicator": "birth60"}, page).status_code == 303
        assert "/cases/staff/indicators/birth60" in browser.get(page).text
        for field, value in (("tie-gap", "G-2026-00001-1"), ("tie-act", "R-2026-00001-1")):
            unknown = browser.post(f"{page}/links", {field: value}, page)
            assert (unknown.status_code, "Nuk ka asgjë me këtë numër." in unknown.text) == (422, True)
        untied = browser.post(f"{page}/links/removal", {"kind": "indicator", "ref": "birth60"}, page)
        assert untied.status_code == 303
        assert "/cases/staff/indicators/birth60" not in browser.get(page).text
        assert browser.post(f"{page}/links/removal", {"kind": "gap", "ref": "x"}, page).status_code == 404

    def test_what_is_not_kept_leads_to_a_gap(self, officer, approver, browser, commitment):
        page = page_of(commitment)
        assert "Shëno boshllëkun" not in browser.get(page).text
        counts(officer, approver, commitment, finding())
        assert "Shëno boshllëkun" in browser.get(page).text
        entered = browser.post(f"{page}/gaps", {"kind": "law_gap"}, page)
        assert entered.status_code == 303
        assert entered.headers["Location"].startswith("/cases/staff/gaps/")
        assert f"{NUMBER}, paragrafi 36" in browser.get(entered.headers["Location"]).text

    def test_a_word_is_set_aside_with_a_reason(self, officer, browser, commitment):
        word = write(officer, commitment, finding())
        page = page_of(commitment)
        path = f"{page}/words/{word['id']}/setting-aside"
        assert browser.post(path, {}, page).status_code == 422
        assert browser.post(path, {"reason": "Gabim."}, page).status_code == 303
        assert "E lënë mënjanë" in browser.get(page).text

    def test_who_brought_a_document_does_not_say_why_it_names_someone(self, bench, approver, second, commitment):
        bench.sealed = ("Zanafilla",)
        brought(approver, a_row(text_sq="Rasti i Zanafillas."))
        page = page_of(commitment)
        leading = Browser(bench.person("commissioner"))
        assert "<mark>" in leading.get(page).text
        digest = re.search(r'name="document-content_hash" value="([0-9a-f]{64})"', leading.get(page).text)[1]
        typed = {"document-content_hash": digest, "document-names_reason": "Emri i një ligji."}
        assert second.post(f"{page}/names-reason", typed, page).status_code == 409
        assert leading.post(f"{page}/names-reason", typed, page).status_code == 303

    def test_it_is_seen_as_it_stood_and_as_it_was_known(self, officer, approver, browser, commitment):
        counts(officer, approver, commitment, claim())
        page = page_of(commitment)
        assert "E zbatoi" in said(browser.get(f"{page}?on={today()}").text)
        for query in ("on=2099-01-01", "known=soon"):
            refused = browser.get(f"{page}?{query}")
            assert (refused.status_code, "govuk-warning-text" in refused.text) == (422, True)

    def test_a_monitor_writes_and_confirms_nothing(self, bench, officer, commitment):
        word = write(officer, commitment, finding())
        monitor = Browser(bench.person("monitor"))
        shown = monitor.get(page_of(commitment)).text
        assert "Ruaj vlerësimin" in shown and "Konfirmo" not in shown and "Shëno boshllëkun" not in shown
        assert confirm(officer, commitment, word).status_code == 403


class TestOrigins:
    def test_what_the_assembly_made_of_an_act_is_noted_at_the_task_or_in_the_list(self, story, bench, approver):
        story.with_findings()
        act, browser = story.issue(bench.body()), Browser(story.officer)
        task = brought(approver, a_row(issuer="assembly", number="Rezoluta 2026", item="4"))[0]
        page, origins = page_of(task), "/cases/staff/commitment-origins"
        typed = {"origin-act": act["number"], "origin-fidelity": "modified", "origin-source": "Rezoluta, pika 4"}
        assert browser.post(f"{page}/origins", typed, page).status_code == 303
        assert "E ndryshuar" in browser.get(page).text
        unknown = browser.post(f"{page}/origins", {**typed, "origin-act": "R-1"}, page)
        assert unknown.status_code == 422
        assert browser.post(origins, {"act": "R-1", "source": "x"}, origins).status_code == 422
        assert browser.post(origins, {"act": act["number"], "source": "Rezoluta"}, origins).status_code == 303
        shown = said(browser.get(origins).text)
        assert "Nuk u mor parasysh" in shown and act["number"] in shown
        assert browser.get(f"{origins}?fidelity=nothing").status_code == 422


class TestInPublic:
    @pytest.mark.parametrize("language", ["sq", "en"])
    def test_both_sides_stand_beside_each_other_for_anybody(self, bench, officer, approver, commitment, language):
        counts(officer, approver, commitment, claim(text="Shteti thotë se është falas."))
        counts(officer, approver, commitment, finding())
        client = bench.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        page = client.get(f"{PUBLIC}/{commitment['id']}")
        words = said(page.text)
        assert page.status_code == 200
        assert a_row()[f"text_{language}"] in words
        assert "Shteti thotë se është falas." in words and "Bashkitë marrin ende tarifë." in words
        assert client.get(f"{PUBLIC}/{uuid4()}").status_code == 404
        listed = client.get(PUBLIC).text
        assert f"{PUBLIC}/{commitment['id']}" in listed

    def test_a_number_leads_to_its_rows_and_to_its_method_and_stands_in_a_file(
        self, bench, officer, approver, commitment
    ):
        counts(officer, approver, commitment, claim())
        counts(officer, approver, commitment, finding())
        client = bench.app.test_client()
        page = client.get(f"{PUBLIC}/figures").text
        assert f"{PUBLIC}?document={commitment['document_id']}" in page
        assert "Njësia është zotimi" in page
        rows = list(csv.DictReader(io.StringIO(client.get(f"{PUBLIC}/figures.csv").text)))
        [whole, document] = rows[:2]
        assert (whole["group"], whole["total"]) == ("all", "1")
        assert (document["key"], document["claimed_implemented"], document["assessed_not"]) == (NUMBER, "1", "1")
        assert (document["contradicted"], document["late"]) == ("1", "0")

    @pytest.mark.parametrize("query", ["on=2099-01-01", "known=x"])
    def test_a_day_that_is_none_is_told_so(self, bench, commitment, query):
        client = bench.app.test_client()
        for path in (f"{PUBLIC}/figures", f"{PUBLIC}/{commitment['id']}"):
            refused = client.get(f"{path}?{query}")
            assert (refused.status_code, "govuk-warning-text" in refused.text) == (422, True)
        assert client.get(f"{PUBLIC}/figures.csv?{query}").status_code == 404

    def test_what_was_known_on_a_day_before_says_that_nothing_was(self, bench, commitment):
        page = bench.app.test_client().get(f"{PUBLIC}/figures?known=2020-01-01")
        assert (page.status_code, "Atë ditë nuk dihej asnjë zotim." in page.text) == (200, True)
