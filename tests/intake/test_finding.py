"""Nothing can be found (S9): a citizen who telephones with a reference is found at once, and the officer sees what may be told."""

import re
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from shared.directory import KnownInstitution
from tests.intake.conftest import ADMISSIBLE, BASE, CHILD, MUNICIPALITY, SCHOOL, WORDS
from tests.intake.office import add_body

URL, PAGE = f"{BASE}/complaints", "/intake/staff/complaints"


def listed(world, query, role="intake_officer"):
    answer = world.client.get(f"{BASE}/complaints?{query}", headers=world.bearer(role))
    assert answer.status_code == 200, answer.get_json()
    return [one["reference"] for one in answer.get_json()["items"]]


@pytest.fixture
def two(world):
    """A complaint about the school in the municipality, taken down in Kukës; and one about nobody and nowhere."""
    with world.database.transaction() as session:
        for body in (MUNICIPALITY, SCHOOL):
            row = session.get_one(KnownInstitution, body)
            row.record = {**row.record, "municipality": "bashkia-shembull", "county_name": "Qarku Shembull"}
    first = world.complain()
    with world.database.transaction() as session:
        session.execute(text("UPDATE complaint SET regional_office = 'kukes' WHERE id = :id"), {"id": first["id"]})
    return first, world.complain(bodies=[], municipality=None)


class TestOnTheTelephone:
    @pytest.mark.parametrize("role", ["intake_officer", "case_officer", "commissioner"])
    def test_a_reference_is_answered_with_one_form_and_one_page(self, world, two, role):
        first, _second = two
        running = int(first["reference"].split("-")[2])
        asked = world.as_staff(role).get(
            "/intake/staff/complaints", query_string={"q": f"a-2026-{running}".replace("2026", first["reference"][2:6])}
        )
        assert (asked.status_code, asked.headers["Location"]) == (302, f"/intake/staff/complaints/{first['id']}")
        page = world.as_staff(role).get(asked.headers["Location"]).text
        assert "Nëse pyesin me telefon" in page
        assert "E kemi marrë ankesën." in page, "where it stands"
        assert "Vendimi jepet deri më" in page, "the next step"
        assert "tregoni gjendjen dhe hapin e radhës" in page, "what may be told"
        assert CHILD not in page and WORDS not in page

    def test_where_it_stands_is_told_to_who_says_more_than_the_number(self, world, two):
        """The number stands on letters: whoever found one has it."""
        first, second = two
        for complaint, question in ((first, "Për cilën bashki është? ("), (second, "Si erdhi te zyra? (")):
            page = world.as_staff("intake_officer").get(f"{PAGE}/{complaint['id']}").text
            asked, _, told = page.partition("Pyesni së pari")[2].partition("Gjendja")
            assert "Kur u dërgua ankesa? (" in asked and question in asked
            assert "E kemi marrë ankesën." in told, "after the question"
            assert "Nëse nuk i thotë, as që ka një ankesë të tillë." in told

    def test_the_number_of_its_case_leads_there_too_and_one_that_is_mistyped_is_said(self, world, two):
        first, second = two
        with world.database.transaction() as session:
            session.execute(
                text("UPDATE complaint SET case_number = 'C-2026-00001-8' WHERE id = :id"), {"id": first["id"]}
            )
        asked = world.as_staff("intake_officer").get(PAGE, query_string={"q": "c-2026-1"})
        assert (asked.status_code, asked.headers["Location"]) == (302, f"{PAGE}/{first['id']}")
        assert listed(world, urlencode({"q": "C-2026-00001-8"})) == [first["reference"]]
        assert second["reference"] not in listed(world, urlencode({"q": "C-2026-00001-8"}))
        wrong = world.as_staff("intake_officer").get(PAGE, query_string={"q": "C-2026-00001-7"})
        assert wrong.status_code == 200
        assert first["reference"] not in wrong.text

    def test_the_box_on_top_leads_there(self, world, two):
        page = world.as_staff("intake_officer").get(PAGE).text
        box = re.search(r'<form class="[^"]*besa-search__form".*?</form>', page, re.DOTALL)[0]
        assert f'action="{PAGE}"' in box and 'name="q"' in box and 'method="get"' in box

    def test_where_somebody_must_not_know_nothing_may_be_told(self, world):
        told = world.complain(conflict_with_guardian=True)
        page = world.as_staff("intake_officer").get(f"{PAGE}/{told['id']}").text
        assert "Asgjë, as që ka një ankesë të tillë" in page
        assert "E kemi marrë ankesën." not in page and "Hapi i radhës" not in page and "Pyesni së pari" not in page

    def test_after_the_decision_the_next_step_is_another(self, world):
        told = world.complain()
        assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
        page = world.as_staff("intake_officer").get(f"{PAGE}/{told['id']}").text
        assert "Hapet çështja." in page and "Vendimi jepet deri më" not in page

    def test_a_mistyped_reference_is_said_to_be_one(self, world, two):
        wrong = two[0]["reference"][:-1] + str((int(two[0]["reference"][-1]) + 1) % 10)
        page = world.as_staff("intake_officer").get("/intake/staff/complaints", query_string={"q": wrong})
        assert page.status_code == 200 and "shifra e fundit nuk përputhet" in page.text

    def test_with_another_filter_the_list_stays_a_list(self, world, two):
        query = urlencode({"q": two[0]["reference"], "status": "received"})
        assert world.as_staff("intake_officer").get(f"{PAGE}?{query}").status_code == 200


class TestFilters:
    @pytest.mark.parametrize(
        "query",
        [
            "/complaints?q=shkolla+SHEMBULL", "/complaints?q=kukes", "/complaints?q=zyra+rajonale+kukes", "/complaints?q=bashkia+shembull", "/complaints?institution=shkolla", f"/complaints?institution={SCHOOL}",
            "/complaints?municipality=bashkia-shembull", "/complaints?municipality=Shembull", "/complaints?municipality=qarku+shembull", "/complaints?life_area=school",
        ],
    )  # fmt: skip
    def test_a_complaint_is_found_by_office_place_body_and_area(self, world, query):
        first = world.complain(life_area="school")
        world.complain(bodies=[], municipality=None, life_area="violence")
        with world.database.transaction() as session:
            session.execute(text("UPDATE complaint SET regional_office = 'kukes' WHERE id = :id"), {"id": first["id"]})
            row = session.get_one(KnownInstitution, MUNICIPALITY)
            row.record = {**row.record, "county_name": "Qarku Shembull"}
        assert listed(world, query.partition("?")[2]) == [first["reference"]]
        page = world.as_staff("intake_officer").get(f"/intake/staff{query}").text
        assert first["reference"] in page and page.count("/intake/staff/complaints/") >= 1

    def test_a_complaint_is_found_by_its_reference_as_people_write_it(self, world, two):
        first, _second = two
        short = first["reference"][:-2].lower().replace("-", " ")
        answer = world.client.get(
            "/intake/api/v1/complaints", query_string={"reference": short}, headers=world.bearer("approver")
        )
        assert [one["reference"] for one in answer.get_json()["items"]] == [first["reference"]]

    def test_a_whole_article_holds_its_paragraphs(self, world, two):
        first, _second = two
        assert world.decide(first["id"], **ADMISSIBLE).status_code == 201
        for right, found in (("28", 1), ("28.2", 1), ("37", 1), ("3", 0), ("28.1", 0), ("2", 0)):
            answer = world.client.get(f"/intake/api/v1/complaints?right={right}", headers=world.bearer("approver"))
            assert len(answer.get_json()["items"]) == found, right
        assert first["reference"] in world.as_staff("approver").get("/intake/staff/complaints?right=28").text

    def test_a_complaint_passed_on_is_found_by_the_body_it_went_to(self, world, two):
        first, _second = two
        body = add_body(world, "health", "Spitali i Çerekut")
        with world.database.transaction() as session:
            session.execute(
                text("UPDATE complaint SET redirect_to = :to WHERE id = :id"), {"to": body, "id": first["id"]}
            )
        assert listed(world, "institution=spitali+cerekut") == [first["reference"]]

    @pytest.mark.parametrize("words", ["%", "_", "\\", "\u0308", "' OR 1=1 --", "Kanarina", "drejtori"])
    def test_what_is_sealed_is_found_by_nobody_and_wildcards_are_words(self, world, two, words):
        assert listed(world, urlencode({"q": words})) == []

    @pytest.mark.parametrize("words", ["a\0b", "x" * 201, "\u202egnihton"])
    def test_what_no_person_types_is_422(self, world, words):
        query = urlencode({"q": words})
        assert world.client.get(f"{URL}?{query}", headers=world.bearer("approver")).status_code == 422
        page = world.as_staff("intake_officer").get(f"{PAGE}?{query}")
        assert page.status_code == 422 and "Shkruani më pak fjalë" in page.text

    def test_whoever_is_walled_off_finds_nothing(self, world, two):
        first, _second = two
        by = world.staff["intake_officer"]
        made = (
            "INSERT INTO exclusion (id, staff_id, complaint_id, at) VALUES (gen_random_uuid(), :by, :complaint, now())"
        )
        with world.database.transaction() as session:
            session.execute(text(made), {"by": by, "complaint": first["id"]})
        for query in (urlencode({"q": first["reference"]}), "q=shkolla", f"reference={first['reference']}"):
            assert listed(world, query) == []
        page = world.as_staff("intake_officer").get("/intake/staff/complaints", query_string={"q": first["reference"]})
        assert page.status_code == 200 and first["id"] not in page.text
