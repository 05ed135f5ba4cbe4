"""All that stands against a draft is told in one go: by the form, whatever is missing in it, by the API, and while it is still being written."""

from tests.cases.drafting import draft_body
from tests.cases.pages_world import office, said, summary_links, world
from tests.cases.test_findings import finding
from tests.cases.test_pages_acts import filled, new

__all__ = ["office", "world"]

NO_FINDING = (
    "Rekomandim i jepet vetëm një institucioni për të cilin u gjet shkelje. Shënoni më parë gjetjen."
    " Pa gjetje: Bashkia Shembull"
)

NUMBERS = "Ligji e kërkon. Nëna thirret në 069 123 4567, numri i saj është K12345678L."
SHOWN = "Urdhri, te dikush@shembull.al."
NUMBERS_TOLD = ("një numër telefoni.", "një numër identiteti.", "një adresë të postës elektronike.")


def assert_numbers_told(words):
    missing = [one for one in NUMBERS_TOLD if f"Këtu ka {one}" not in words]
    assert not missing, words


def codes(answer):
    return [one["code"] for one in answer.json["faults"]]


class TestOnThePage:
    def test_what_the_form_misses_and_what_the_rules_say_come_together(self, world):
        wrong = filled(world, title="", **{"items-0-evidence_expected": ""})
        page = world.post(world.client("case_officer"), new(world, world.case(findings=False)), wrong)
        assert page.status_code == 422
        assert {"title", "items-0-evidence_expected"} <= set(summary_links(page.text))
        assert NO_FINDING in said(page.text)

    def test_nothing_is_said_twice_of_one_field(self, world):
        empty = filled(world, title="", **{"items-0-text": ""})
        page = world.post(world.client("case_officer"), new(world), empty).text
        assert summary_links(page) == ["title", "items-0-text"]

    def test_what_only_the_case_lacks_is_told_while_bodies_are_still_added(self, world):
        start, body = new(world, world.case(findings=False)), str(world.bodies["municipality"])
        added = {"kind": "remedy", "title": "", "items-0-text": "", "do": f"add:{body}"}
        words = said(world.post(world.client("case_officer"), start, added).text)
        assert NO_FINDING in words
        assert "Shkruani titullin" not in words
        assert "Më parë duhet shënuar një gjetje që thotë se pati shkelje." in words

    def test_a_new_edit_of_a_draft_says_at_once_what_stands_against_it(self, world):
        client = world.client("case_officer")
        saved = world.post(client, new(world, world.case(findings=False)), filled(world))
        assert NO_FINDING in said(client.get(f"{saved.headers['Location']}/edit").text)

    def test_a_saved_draft_that_could_not_be_issued_is_not_said_to_go_to_a_second_person(self, world):
        client = world.client("case_officer")
        saved = world.post(client, new(world, world.case(findings=False)), filled(world))
        assert saved.status_code == 303, said(saved.text)
        words = said(client.get(saved.headers["Location"]).text)
        assert NO_FINDING in words
        assert "Projekti u ruajt. Që të miratohet, më parë duhet mënjanuar çfarë e pengon." in words
        assert "Tani e lexon dhe e miraton" not in words
        assert NO_FINDING in said(world.client("approver").get("/cases/").text)

    def test_a_draft_that_lacks_nothing_goes_to_the_second_person(self, world):
        client = world.client("case_officer")
        saved = world.post(client, new(world), filled(world))
        assert "Tani e lexon dhe e miraton një person tjetër." in said(client.get(saved.headers["Location"]).text)

    def test_numbers_of_people_are_told_with_all_that_the_form_misses(self, world):
        wrong = filled(world, title="", grounds=NUMBERS, **{"items-0-evidence_expected": SHOWN})
        page = world.post(world.client("case_officer"), new(world, world.case(findings=False)), wrong)
        assert page.status_code == 422
        assert {"title", "grounds", "items-0-evidence_expected"} <= set(summary_links(page.text))
        assert_numbers_told(said(page.text))
        assert NO_FINDING in said(page.text)

    def test_numbers_of_people_are_told_with_what_the_rules_refuse(self, world):
        wrong = filled(world, grounds=NUMBERS, **{"items-0-evidence_expected": SHOWN, "items-0-due-day": ""})
        wrong |= {"items-0-due-month": "", "items-0-due-year": ""}
        page = world.post(world.client("case_officer"), new(world), wrong)
        assert page.status_code == 422
        assert "Shkruani deri kur duhet zbatuar." in said(page.text)
        assert_numbers_told(said(page.text))

    def test_numbers_of_people_are_told_while_bodies_are_still_added_and_before_a_kind_is_chosen(self, world):
        start, body = new(world), str(world.bodies["municipality"])
        for pressed, kind in ((f"add:{body}", "remedy"), ("add_item", ""), ("search", "remedy")):
            typed = {"kind": kind, "grounds": NUMBERS, "items-0-evidence_expected": SHOWN, "do": pressed}
            words = said(world.post(world.client("case_officer"), start, typed).text)
            assert_numbers_told(words)
            assert "Shkruani titullin" not in words

    def test_who_looks_at_the_draft_anew_is_told_every_fault_of_it_at_once(self, world):
        typed = {"kind": "remedy", "title": "Titulli", "grounds": NUMBERS, "items-0-text": "Të caktohet ndihmës."}
        page = world.post(world.client("case_officer"), new(world), typed | {"do": "look"})
        assert page.status_code == 200
        links, words = summary_links(page.text), said(page.text)
        assert {"grounds", "items-0-evidence_expected"} <= set(links), links
        assert "Zgjidhni të paktën një institucion që duhet të përgjigjet." in words
        assert "Shkruani deri kur duhet zbatuar." in words
        assert "Këtu ka një numër telefoni." in words

    def test_who_searches_a_body_with_enter_is_not_told_that_a_field_is_empty(self, world):
        typed = {"kind": "remedy", "title": "", "items-0-text": "", "search": "bashkia", "do": "look"}
        assert "Shkruani titullin" not in said(world.post(world.client("case_officer"), new(world), typed).text)

    def test_the_address_of_an_office_is_asked_about_and_keeps_nothing(self, world):
        client = world.client("case_officer")
        typed = filled(world, grounds="Shkruani te info@arsimi.gov.al.")
        assert "duket se është e një zyre" in said(world.post(client, new(world), typed | {"do": "look"}).text)
        assert world.post(client, new(world), typed).status_code == 303


class TestByTheApi:
    def draft(self, story, wanted):
        return story.officer.post(f"/cases/{story.case_id}/recommendations", wanted)

    def test_a_text_that_is_refused_is_told_what_else_stands_against_it(self, bench, story):
        wrong = draft_body(bench.body(), items=[{"text": "Masa"}])
        answer = self.draft(story, wrong)
        assert answer.status_code == 422
        assert len(codes(answer)) >= 4
        assert {"case.no_violation", "act.no_violation_found"} <= set(codes(answer))

    def test_what_a_letter_needs_in_its_grounds_is_told_with_the_rest(self, bench, story):
        wrong = draft_body(kind="constitutional_review", items=[])
        wrong |= {"grounds": "Vetëm kaq.", "items": [{"text": "Shfuqizimi", "due": "2020-01-01"}]}
        answer = self.draft(story, wrong)
        assert "act.grounds_parts" in codes(answer), codes(answer)
        assert len(codes(answer)) > 1

    def test_the_bodies_by_which_no_violation_was_found_are_named_and_the_others_are_not(self, bench, story):
        found, other = bench.body(), bench.body()
        story.case_id = bench.admit(bench.complaint(), bodies=[found.id, other.id], rights=["28"])
        story.step("assign")
        story.step("investigate")
        story.step("record_findings", findings=[finding(found), finding(other, "violation_not_found")])
        [fault] = [one for one in story.draft(found, other)["faults"] if one["code"] == "act.no_violation_found"]
        assert other.key in fault["detail"]
        assert found.key not in fault["detail"]

    def test_numbers_of_people_in_a_text_that_is_refused_are_told_with_their_field_and_not_repeated(self, bench, story):
        wrong = draft_body(items=[{"text": "Masa", "evidence_expected": SHOWN}], grounds=NUMBERS)
        answer = self.draft(story, wrong)
        assert answer.status_code == 422
        told = {(one["code"], one["pointer"]) for one in answer.json["errors"]}
        assert {code for code, _pointer in told} <= set(codes(answer))
        assert {
            ("item.needs_due", "/items/0/due"),
            ("check.phone_number", "/grounds"),
            ("check.identity_number", "/grounds"),
            ("check.email_address", "/items/0/evidence_expected"),
        } <= told, told
        assert not [one for one in ("069", "K12345678L", "dikush@") if one in answer.text]

    def test_an_edit_that_is_refused_is_told_its_numbers_too(self, bench, story):
        act = story.draft(bench.body())
        wrong = draft_body(items=[{"text": "Masa"}], grounds=NUMBERS)
        answer = story.officer.patch(f"/recommendations/{act['id']}", wrong, act["version"])
        assert answer.status_code == 422
        assert {"item.needs_due", "check.phone_number"} <= set(codes(answer))

    def test_a_draft_that_lacks_nothing_else_is_kept_and_says_where_its_numbers_stand(self, bench, story):
        answer = self.draft(story, draft_body(bench.body(), grounds=NUMBERS))
        assert answer.status_code == 201
        assert [one["kind"] for one in answer.json["names_check"]["places"]] == ["number", "number"]
