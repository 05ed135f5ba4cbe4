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
