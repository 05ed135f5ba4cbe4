"""The pages of an act: a draft that grows without a script, four eyes, issue, withdrawal, the decision to publish."""

import re
from datetime import date

import pytest

from services.cases import data
from tests.cases.bench import soon, today
from tests.cases.pages_world import NOBODY, office, said, summary_links, world
from tests.error_summaries import unlinked

__all__ = ["office", "world"]


def filled(world, **other):
    return {
        "do": "save",
        "kind": "remedy",
        "title": "Shembull: të caktohet ndihmës",
        "grounds": "Ligji e kërkon.",
        "items-0-text": "Të caktohet ndihmës.",
        "items-0-evidence_expected": "Urdhri.",
        **in_two_months("items-0-due"),
        "addressees-0-institution_id": str(world.bodies["municipality"]),
        "addressees-0-role": "responsible",
        **other,
    }


def in_two_months(name):
    day = date.fromisoformat(soon())
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


INFORMED = {"addressees-0-role": "for_information"}


def chosen_roles(page):
    """The role that stands chosen for each body on the form."""
    lists = re.findall(r'<select[^>]*name="addressees-\d+-role".*?</select>', page, re.DOTALL)
    assert lists
    return [re.search(r'<option value="([^"]*)" selected', one)[1] for one in lists]


def new(world, case_id=None):
    return f"/cases/staff/cases/{case_id or world.case()}/recommendations/new"


class TestDraft:
    def test_a_whole_draft_is_saved_and_shown_as_it_will_be_issued(self, world):
        client = world.client("case_officer")
        response = world.post(client, new(world), filled(world))
        assert response.status_code == 303, said(response.text)
        words = said(client.get(response.headers["Location"]).text)
        for part in ("Shembull: të caktohet ndihmës", "Ligji e kërkon.", "Të caktohet ndihmës.", "Bashkia Shembull"):
            assert part in words
        assert "Këtë tekst e keni shkruar ju, prandaj duhet ta miratojë një person tjetër." in words

    def test_a_body_that_is_added_has_a_role_that_the_kind_allows(self, world):
        client, body, start = world.client("case_officer"), str(world.bodies["municipality"]), new(world)
        kinds = {key: one for key, one in data.kind_entries(today()).items() if one["roles"]}
        assert len(kinds) > 5
        for kind, entry in kinds.items():
            added = {"kind": kind, "items-0-text": "", "do": f"add:{body}"}
            page = world.post(client, f"{start}?kind={kind}", added).text
            assert set(chosen_roles(page)) <= set(entry["answering_roles"]), (kind, chosen_roles(page))

    def test_a_role_is_open_until_a_kind_is_chosen_and_follows_it_then(self, world):
        client, body = world.client("case_officer"), str(world.bodies["municipality"])
        path = new(world)
        page = world.post(client, path, {"items-0-text": "", "do": f"add:{body}"}).text
        assert chosen_roles(page) == [""]
        kept = {"kind": "superior_notice", "addressees-0-institution_id": body, "addressees-0-role": ""}
        page = world.post(client, path, {**kept, "items-0-text": "", "do": "look"}).text
        assert chosen_roles(page) == ["superior"]
        saved = world.post(client, path, filled(world, **{"addressees-0-role": ""}))
        assert saved.status_code == 303, said(saved.text)
        assert chosen_roles(client.get(f"{saved.headers['Location']}/edit").text) == ["responsible"]

    def test_a_role_that_somebody_chose_stays(self, world):
        page = world.post(world.client("case_officer"), new(world), filled(world, do="look", **INFORMED)).text
        assert chosen_roles(page) == ["for_information"]

    def test_that_a_body_is_to_be_chosen_leads_to_the_field_by_which_it_is(self, world):
        data = {key: value for key, value in filled(world).items() if not key.startswith("addressees")}
        page = world.post(world.client("case_officer"), new(world), data)
        assert page.status_code == 422
        assert summary_links(page.text)[-1] == "search"
        assert unlinked(page.text) == []
        assert 'id="search-error"' in page.text, "the field says it too"

    def test_a_second_item_is_added_and_the_first_stays_as_it_was_typed(self, world):
        data = filled(world, do="add_item", **{"items-0-due-day": "31", "items-0-due-month": ""})
        page = world.post(world.client("case_officer"), new(world), data)
        assert page.status_code == 200
        assert 'name="items-1-text"' in page.text
        assert "Të caktohet ndihmës." in page.text
        assert re.search(r'name="items-0-due-day"[^>]*value="31"', page.text)
        assert "govuk-error-summary" not in page.text

    def test_the_first_of_two_items_is_taken_away_and_the_second_stays(self, world):
        data = filled(world, do="remove:items:0", **{"items-1-text": "E dyta.", "items-1-evidence_expected": "Po."})
        page = world.post(world.client("case_officer"), new(world), data).text
        assert "E dyta." in page
        assert "Të caktohet ndihmës." not in page
        assert 'name="items-1-text"' not in page

    def test_the_last_item_stays(self, world):
        page = world.post(world.client("case_officer"), new(world), filled(world, do="remove:items:0")).text
        assert "Të caktohet ndihmës." in page

    def test_there_is_an_end_to_items(self, world):
        many = {f"items-{place}-text": "Pikë" for place in range(20)}
        page = world.post(world.client("case_officer"), new(world), filled(world, do="add_item", **many)).text
        assert 'name="items-20-text"' not in page
        assert "Shto një pikë tjetër" not in page

    def test_a_body_is_searched_added_and_taken_away_without_a_script(self, world):
        client, url = world.client("case_officer"), new(world)
        asked = filled(world, do="search", search=f"ministria {world.suffix}")
        page = world.post(client, url, asked).text
        assert f'value="add:{world.bodies["ministry"]}"' in page
        page = world.post(client, url, filled(world, do=f"add:{world.bodies['ministry']}")).text
        assert 'name="addressees-1-role"' in page
        two = {"addressees-1-institution_id": str(world.bodies["ministry"]), "addressees-1-role": "for_information"}
        page = world.post(client, url, filled(world, do="remove:addressees:0", **two)).text
        assert f'name="addressees-0-institution_id" value="{world.bodies["ministry"]}"' in page
        assert 'value="for_information" selected' in page

    def test_a_search_that_finds_nothing_says_so(self, world):
        page = world.post(world.client("case_officer"), new(world), filled(world, do="search", search="zzzz")).text
        assert "Nuk u gjet asnjë institucion." in page

    def test_enter_in_a_field_neither_saves_nor_removes(self, world):
        page = world.client("case_officer").get(new(world)).text
        first = re.search(r'<button type="submit" name="do" value="([^"]+)"', page)
        assert first[1] == "look"

    def test_an_empty_draft_names_every_field_that_is_missing(self, world):
        response = world.post(world.client("case_officer"), new(world), {"do": "save"})
        assert response.status_code == 422
        assert summary_links(response.text) == ["kind", "title", "items-0-text"]

    def test_what_the_kind_of_act_asks_for_is_said_at_its_field(self, world):
        response = world.post(
            world.client("case_officer"), new(world), filled(world, **{"items-0-evidence_expected": ""})
        )
        assert response.status_code == 422
        assert summary_links(response.text) == ["items-0-evidence_expected"]
        assert "<title>\n  Gabim: " in response.text or "Gabim:" in response.text.split("</title>")[0]

    def test_everything_that_is_wrong_is_said_at_once_each_thing_at_its_field(self, world):
        wrong = {
            "grounds": "",
            "official_function": "drejtor",
            "items-0-evidence_expected": "",
            "addressees-0-institution_id": str(world.bodies["prosecution"]),
        }
        response = world.post(
            world.client("case_officer"), new(world, world.case(findings=False)), filled(world, **wrong)
        )
        assert response.status_code == 422
        fields = ["grounds", "official_function", "items-0-evidence_expected", "addressees-0-role"]
        assert [link for link in summary_links(response.text) if link in fields] == fields
        assert "Nuk është shënuar ende" in said(response.text) or "shkelje" in said(response.text)

    def test_a_draft_that_could_not_be_issued_says_why_and_is_offered_to_nobody_for_approval(self, world):
        response = world.post(world.client("case_officer"), new(world, world.case(findings=False)), filled(world))
        page, home = response.headers["Location"], "/cases/"
        for role in ("case_officer", "approver"):
            words = said(world.client(role).get(page).text)
            assert "Çfarë pengon që ky akt të miratohet dhe të lëshohet" in words
            assert "Më parë duhet shënuar një gjetje që thotë se pati shkelje." in words
            assert "Miratoje këtë tekst" not in words
        listed = said(world.client("approver").get(home).text)
        assert "Më parë duhet shënuar një gjetje që thotë se pati shkelje." in listed
        english = said(world.client("approver").get(f"{page}?lang=en").text)
        assert "What stands in the way of approving and issuing this act" in english

    def test_a_body_that_such_an_act_does_not_go_to_is_said_at_that_body(self, world):
        data = filled(world, **{"addressees-0-institution_id": str(world.bodies["prosecution"])})
        response = world.post(world.client("case_officer"), new(world), data)
        assert response.status_code == 422
        assert summary_links(response.text) == ["addressees-0-role"]
        assert "Ky lloj akti nuk i drejtohet një institucioni të tillë." in response.text

    def test_an_act_without_anybody_to_answer_is_said_for_the_whole_draft(self, world):
        data = {key: value for key, value in filled(world).items() if not key.startswith("addressees")}
        response = world.post(world.client("case_officer"), new(world), data)
        assert response.status_code == 422
        assert "Zgjidhni të paktën një institucion që duhet të përgjigjet." in response.text

    def test_a_matter_before_a_court_bars_the_act(self, world):
        case_id = world.case()
        client = world.client("case_officer")
        data = {"suspend-reason": "Gjykata e ka.", "suspend-elsewhere": "pending_before_court"}
        world.post(client, f"/cases/staff/cases/{case_id}/steps/suspend", data)
        response = world.post(client, new(world, case_id), filled(world))
        assert response.status_code == 409
        assert "Çështja është para gjykatës: ky lloj akti nuk lejohet." in response.text
        assert "Ligji e kërkon." in response.text

    @pytest.mark.parametrize(
        "wrong",
        [
            {"kind": "decree"},
            {"title": "x" * 201},
            {"grounds": "x" * 20_001},
            {"items-0-due-day": "31", "items-0-due-month": "2", "items-0-due-year": "2027"},
            {"items-0-due-month": ""},
            {"judicial_matter": "judge"},
            {"judicial_matter": "moon"},
            {"language": "fr"},
            {"supersedes": "x"},
            {"supersedes": NOBODY},
            {"items-0-due-day": "1", "items-0-due-month": "1", "items-0-due-year": "2020"},
            {"items-0-text": "\x00"},
            {"addressees-0-role": "king"},
            {"addressees-0-institution_id": "x"},
            {"addressees-0-institution_id": NOBODY},
            {"addressees-0-institution_id": ""},
            {"do": "remove:items:9999999999999999999"},
            {"do": "remove:csrf_token:0"},
            {"do": "add:"},
        ],
    )
    def test_strange_input_saves_nothing_and_is_never_a_fault(self, world, wrong):
        case_id = world.case()
        response = world.post(world.client("case_officer"), new(world, case_id), filled(world, **wrong))
        assert response.status_code in (404, 422) or (response.status_code == 200 and "do" in wrong)
        page = world.client("case_officer").get(f"/cases/staff/cases/{case_id}").text
        assert "Asnjë akt nuk është hartuar ende." in page

    def test_an_edit_starts_from_the_text_and_keeps_the_items(self, world):
        act = world.draft(world.case())
        client, url = world.client("case_officer"), f"/cases/staff/recommendations/{act.id}/edit"
        page = client.get(url).text
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        data = filled(world, **{"version": fields["version"], "items-0-item_id": fields["items-0-item_id"]})
        response = world.post(client, url, data)
        assert response.status_code == 303, said(response.text)
        words = said(client.get(response.headers["Location"]).text)
        assert "Shembull: të caktohet ndihmës" in words
        assert "Të shqyrtohen rastet e ngjashme." not in words

    @pytest.mark.parametrize("item_id", ["x", NOBODY])
    def test_an_item_that_the_draft_never_had_is_refused(self, world, item_id):
        act = world.draft(world.case())
        data = filled(world, **{"version": str(act.version), "items-0-item_id": item_id})
        response = world.post(world.client("case_officer"), f"/cases/staff/recommendations/{act.id}/edit", data)
        assert response.status_code in (404, 422)

    def test_an_edit_of_a_text_that_changed_meanwhile_is_refused_and_keeps_what_was_typed(self, world):
        act = world.draft(world.case())
        url = f"/cases/staff/recommendations/{act.id}/edit"
        response = world.post(world.client("case_officer"), url, filled(world, version="77", title="Titull i ri"))
        assert response.status_code == 409
        assert "Dikush tjetër e ka ndryshuar ndërkohë." in response.text
        assert "Titull i ri" in response.text


class TestFourEyes:
    def at(self, act, action=""):
        return f"/cases/staff/recommendations/{act.id}{action}"

    def test_a_second_person_approves_what_they_read_and_then_issues_it(self, world):
        act, client = world.draft(world.case()), world.client("approver")
        page = client.get(self.at(act)).text
        assert f'name="content_hash" value="{act.content_hash}"' in page
        response = world.post(client, self.at(act, "/approval"), {"content_hash": act.content_hash})
        assert response.status_code == 303, said(response.text)
        assert "Shembull approver" in said(client.get(self.at(act)).text)
        response = world.post(client, self.at(act, "/issue"), {"content_hash": act.content_hash})
        assert response.status_code == 303, said(response.text)
        words = said(client.get(self.at(act)).text)
        assert "E nënshkroi Përgjegjës seksioni, Shembull approver" in words and "Komisioner" not in words
        assert re.search(r"R-20\d\d-\d{5}-\d", words)
        assert "Çfarë është bërë" in words

    def test_nobody_approves_what_they_wrote(self, world):
        case_id = world.case()
        client = world.client("approver")
        response = world.post(client, new(world, case_id), filled(world))
        url = response.headers["Location"]
        page = client.get(url).text
        assert "Miratoje këtë tekst" not in page
        content_hash = re.search(r"Shenja e këtij teksti: ([0-9a-f]{12})", page)[1]
        response = world.post(client, f"{url}/approval", {"content_hash": content_hash.ljust(64, "0")})
        assert response.status_code == 409
        assert "Askush nuk e miraton atë që ka shkruar vetë." in said(response.text)

    def test_a_text_that_changed_since_it_was_read_is_not_approved(self, world):
        act = world.draft(world.case())
        response = world.post(world.client("approver"), self.at(act, "/approval"), {"content_hash": "0" * 64})
        assert response.status_code == 409
        assert "Teksti ka ndryshuar që kur e lexuat." in said(response.text)

    @pytest.mark.parametrize("content_hash", ["", "x", "a" * 10_000, "\x00" * 64])
    def test_an_approval_of_nothing_is_refused(self, world, content_hash):
        act = world.draft(world.case())
        response = world.post(world.client("approver"), self.at(act, "/approval"), {"content_hash": content_hash})
        assert response.status_code == 422

    def test_a_draft_is_not_issued(self, world):
        act = world.draft(world.case())
        response = world.post(world.client("approver"), self.at(act, "/issue"), {"content_hash": act.content_hash})
        assert response.status_code == 409
        assert "Tani lejohet: " in said(response.text)

    def test_an_officer_neither_approves_nor_issues(self, world):
        act, client = world.draft(world.case()), world.client("case_officer")
        for action in ("/approval", "/issue", "/withdrawal", "/publication"):
            sent = {"content_hash": act.content_hash}
            assert world.post(client, self.at(act, action), sent).status_code == 403

    def test_a_draft_that_is_given_up_stays_in_the_record(self, world):
        act, client = world.draft(world.case()), world.client("case_officer")
        assert world.post(client, self.at(act, "/discard"), {}).status_code == 303
        words = said(client.get(self.at(act)).text)
        assert "I hedhur poshtë" in words
        assert "Ndrysho tekstin" not in words

    def test_a_withdrawal_gives_its_reason(self, world):
        act, client = world.issued(), world.client("approver")
        response = world.post(client, self.at(act, "/withdrawal"), {"withdrawal-ground": "facts_changed"})
        assert response.status_code == 422
        assert summary_links(response.text) == ["withdrawal-reason"]
        assert 'value="facts_changed" checked' in response.text
        data = {"withdrawal-ground": "facts_changed", "withdrawal-reason": "U gjet zgjidhje."}
        assert world.post(client, self.at(act, "/withdrawal"), data).status_code == 303
        assert "I tërhequr" in said(client.get(self.at(act)).text)

    def test_a_publisher_decides_what_is_shown_to_the_public(self, world):
        act, client = world.issued(), world.client("publisher")
        response = world.post(client, self.at(act, "/publication"), {"publication-decision": "publish"})
        assert response.status_code == 422
        assert summary_links(response.text) == ["publication-reason"]
        data = {"publication-decision": "publish", "publication-reason": "Me interes publik."}
        assert world.post(client, self.at(act, "/publication"), data).status_code == 303
        assert "Jo derisa t'u dorëzohet të gjithëve" in said(client.get(self.at(act)).text)
