"""Nothing can be found (S9): one search for the office, by number, name and place, and within what one may see."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from shared.app import STAFF_COOKIE
from shared.numbers import reference
from tests.cases.bench import today
from tests.cases.conftest import Story
from tests.cases.pages_world import said, summary_links
from tests.cases.test_incoming import a_row, taken
from tests.cases.test_wall_everywhere import admit

SEARCH, API = "/cases/staff/search", "/search"


def opened(bench, person, path, **options):
    """A page in the browser of that person."""
    browser = bench.app.test_client()
    browser.set_cookie(STAFF_COOKIE, person.token)
    return browser.get(path, **options)


def asked(person, words):
    answer = person.get(API, query_string={"q": words})
    assert answer.status_code == 200, answer.json
    return answer.json


def numbers(answer, group):
    return [one["number"] for one in answer[group]["items"]]


@pytest.fixture
def tropoja(bench):
    return bench.body(
        "municipality",
        key="bashkia-tropoje",
        name_sq="Bashkia Tropojë",
        name_en="Municipality of Tropoja",
        short_sq="Tropojë",
        aka=["Bashkia e Malësisë"],
        seat="Bajram Curri",
        municipality="bashkia-tropoje",
        municipality_name="Tropojë",
        county="kukes",
        county_name="Qarku Kukës",
    )


@pytest.fixture
def school(bench):
    return bench.body(
        "school",
        name_sq="Zyra Arsimore Çerem",
        name_en="Çerem School Office",
        seat="Çerem",
        municipality="bashkia-tropoje",
    )


#: The complaint of the case.
OURS = reference("A", 2026, 7)


@pytest.fixture
def story(bench, officer, approver):
    complaint = bench.complaint(reference=OURS)
    return Story(bench, bench.admit(complaint, reference=OURS), officer, approver)


@pytest.fixture
def known(bench, story, tropoja, school):
    """A case with a title, about the municipality, with an act to it and one to its school office."""
    story.with_findings()
    assert (
        story.officer.patch(
            f"/cases/{story.case_id}", {"title": "Mungon ndihmësi në Çerem", "bodies": [str(tropoja.id)]}
        ).status_code
        == 200
    )
    to_town = story.issue(tropoja, title="Të caktohet ndihmës mësues")
    to_school = story.issue(school, title="Të ndreqet çatia e shkollës")
    number = bench.scalar("SELECT number FROM case_file WHERE id = :id", id=story.case_id)
    return story, number, to_town, to_school


class TestByNumber:
    @pytest.mark.parametrize(
        "written", [str, str.lower, lambda one: one.replace("-", ""), lambda one: one[:-2], lambda one: f" {one} "]
    )
    def test_the_number_of_a_case_or_an_act_leads_there_however_it_is_written(self, bench, known, written):
        story, number, act, _other = known
        case, recommendation = f"/cases/staff/cases/{story.case_id}", f"/cases/staff/recommendations/{act['id']}"
        for typed, page, api in (
            (number, case, f"cases/{story.case_id}"),
            (act["number"], recommendation, f"recommendations/{act['id']}"),
        ):
            answer = opened(bench, story.officer, SEARCH, query_string={"q": written(typed)})
            assert (answer.status_code, answer.headers["Location"]) == (302, page)
            assert asked(story.officer, written(typed))["leads_to"] == f"/cases/api/v1/{api}"

    def test_a_reference_on_the_telephone_is_answered_in_two_clicks(self, bench, known):
        story, *_ = known
        first = opened(bench, story.officer, SEARCH, query_string={"q": "a-2026-7"})
        assert first.headers["Location"] == f"/cases/staff/cases/{story.case_id}"
        case = opened(bench, story.officer, first.headers["Location"]).text
        complaint = bench.scalar("SELECT id FROM complaint WHERE reference = :one", one=OURS)
        assert f'href="/intake/staff/complaints/{complaint}"' in case, "the second click: what may be told"

    def test_a_joined_complaint_leads_to_its_case_too(self, bench, known):
        story, *_ = known
        second = reference("A", 2026, 88)
        complaint = bench.complaint(reference=second)
        with bench.platform.database.transaction() as session:
            session.execute(
                text("UPDATE complaint SET case_id = :case WHERE id = :id"), {"case": story.case_id, "id": complaint}
            )
        assert asked(story.officer, "A-2026-88")["leads_to"] == f"/cases/api/v1/cases/{story.case_id}"
        found = story.officer.get("/cases?reference=A-2026-88").json["items"]
        assert [one["id"] for one in found] == [str(story.case_id)]

    @pytest.mark.parametrize("place", [88, 99])
    def test_a_reference_that_is_in_no_case_leads_to_intake_be_it_known_here_or_not(self, bench, officer, place):
        bench.complaint(reference=reference("A", 2026, 88))
        answer = opened(bench, officer, SEARCH, query_string={"q": f"A-2026-{place}"})
        assert answer.headers["Location"] == f"/intake/staff/complaints?q={reference('A', 2026, place)}"

    def test_a_number_without_its_series_is_shown_and_leads_nowhere_by_itself(self, bench, known):
        story, *_ = known
        answer = opened(bench, story.officer, SEARCH, query_string={"q": "2026-7"})
        assert answer.status_code == 200
        assert OURS in answer.text
        assert asked(story.officer, "2026-7")["leads_to"] is None

    def test_a_mistyped_number_is_said_to_be_one(self, bench, officer):
        answer = opened(bench, officer, SEARCH, query_string={"q": "A-2026-00007-9"})
        assert answer.status_code == 200
        assert "shifra e fundit nuk përputhet" in answer.text


class TestByWords:
    @pytest.mark.parametrize("words", ["ndihmësi ÇEREM", "cerem ndihmesi", "mungon", "Çer\u00adem"])
    def test_a_title_is_found_in_any_spelling(self, known, words):
        story, number, *_ = known
        assert numbers(asked(story.officer, words), "cases") == [number]

    @pytest.mark.parametrize(
        "words", ["tropoje", "TROPOJË", "bashkia e malesise", "bajram curri", "municipality of tropoja"]
    )
    def test_a_body_is_found_by_each_of_its_names_with_what_is_about_it(self, known, tropoja, words):
        story, number, to_town, _other = known
        answer = asked(story.officer, words)
        assert str(tropoja.id) in [body["id"] for body in answer["bodies"]["items"]]
        assert number in numbers(answer, "cases") and to_town["number"] in numbers(answer, "acts")
        assert {one["institution_id"] for one in answer["obligations"]["items"]} == {str(tropoja.id)}

    @pytest.mark.parametrize("words", ["Bashkisë së Tropojës", "bashkine e tropojes", "Bashkisë Tropojë"])
    def test_a_body_is_found_in_the_case_in_which_a_sentence_names_it(self, bench, known, tropoja, words):
        story, number, to_town, _other = known
        answer = asked(story.officer, words)
        assert [body["id"] for body in answer["bodies"]["items"]] == [str(tropoja.id)]
        assert number in numbers(answer, "cases") and to_town["number"] in numbers(answer, "acts")
        assert to_town["number"] in opened(bench, story.officer, SEARCH, query_string={"q": words}).text

    def test_a_letter_is_found_by_its_number_in_the_protocol_book_and_on_its_label(self, bench, known):
        story, _number, to_town, to_school = known
        protocol = "SELECT protocol FROM recommendation WHERE id = :id"
        papers = {act["number"]: bench.scalar(protocol, id=act["id"]) for act in (to_town, to_school)}
        for act in (to_town, to_school):
            paper = papers[act["number"]]
            for words in (paper, f"Nr. {paper} Prot."):
                found = asked(story.officer, words)
                assert act["number"] in numbers(found, "acts"), (paper, words)
                assert {one["number"] for one in found["obligations"]["items"]} >= {act["number"]}
        [fraction] = [paper for paper in papers.values() if "/" in paper]
        assert len(asked(story.officer, fraction)["acts"]["items"]) == 1
        assert asked(bench.person("case_officer"), fraction)["acts"]["items"] == []
        with bench.platform.database.transaction() as session:
            labelled = {"label": "RR123AL", "id": to_town["id"]}
            session.execute(text("UPDATE act_addressee SET tracking = :label WHERE recommendation_id = :id"), labelled)
        assert numbers(asked(story.officer, "rr123al"), "acts") == [to_town["number"]]

    def test_what_is_owed_is_found_by_the_title_of_its_letter(self, known):
        story, _number, _to_town, to_school = known
        found = asked(story.officer, "ndreqet çatia")["obligations"]["items"]
        assert {one["recommendation_id"] for one in found} == {to_school["id"]}

    def test_a_place_is_found_with_its_county_and_narrows_the_lists(self, bench, known):
        story, number, to_town, to_school = known
        places = asked(story.officer, "kukes")["places"]
        assert [one["name_sq"] for one in places] == ["Qarku Kukës"]
        page = opened(bench, story.officer, SEARCH, query_string={"q": "tropoje"}).text
        assert "/cases/staff/recommendations?municipality=bashkia-tropoje" in page
        for place in ("bashkia-tropoje", "Tropoja", "tropoje", "qarku kukes"):
            acts = story.officer.get("/recommendations", query_string={"municipality": place}).json["items"]
            assert {act["number"] for act in acts} == {to_town["number"], to_school["number"]}, place
            assert [
                one["number"] for one in story.officer.get("/cases", query_string={"municipality": place}).json["items"]
            ] == [number]

    def test_each_group_is_short_and_leads_to_its_list_with_the_same_words(self, bench, officer, school):
        for running in range(11, 18):
            admit(bench, school, running)
        answer = asked(officer, "cerem")
        assert len(answer["cases"]["items"]) == 5
        rest = officer.get("/cases", query_string={"q": "cerem", "after": answer["cases"]["next"]}).json
        assert len(rest["items"]) == 2 and rest["next"] is None
        assert 'href="/cases/staff/cases?q=cerem"' in opened(bench, officer, SEARCH, query_string={"q": "cerem"}).text

    @pytest.mark.parametrize(
        "words", ["ccpr/c/alb", "raporti i dyte", "te drejtat e njeriut", "human rights committee"]
    )
    def test_what_is_asked_of_the_office_is_found_by_number_title_and_giver(self, bench, officer, approver, words):
        taken(approver, a_row(), a_row(issuer="un_ccpr", number="CCPR/C/ALB/CO/2", title="Raporti i dytë"))
        found = asked(officer, words)["incoming"]["items"]
        assert [one["number"] for one in found] == ["CCPR/C/ALB/CO/2"]
        assert len(officer.get("/incoming?q=alb").json["items"]) == 2
        page = opened(bench, officer, f"/cases/staff/incoming?q={words}").text
        assert "CCPR/C/ALB/CO/2" in page and "CRC/C/ALB/CO/5-6" not in page


class TestWithinWhatOneMaySee:
    def test_an_officer_finds_nothing_of_a_case_of_somebody_else(self, bench, known):
        _story, number, act, _other = known
        stranger = bench.person("case_officer")
        for words in (number, act["number"], OURS, "ndihmësi", "Çerem", "tropoje"):
            answer = asked(stranger, words)
            assert (
                answer["cases"]["items"],
                answer["acts"]["items"],
                answer["obligations"]["items"],
                answer["complaints"],
            ) == ([], [], [], [])
            assert "/cases/api/v1/" not in (answer["leads_to"] or "")
        # As for a complaint that nobody ever sent.
        assert asked(stranger, OURS)["leads_to"] == f"/intake/api/v1/complaints?q={OURS}"

    def test_an_auditor_is_not_told_by_a_filter_what_no_list_shows_them(self, bench, known):
        story, number, *_ = known
        auditor = bench.person("auditor")
        assert [one["number"] for one in auditor.get(f"/cases?q={number}").json["items"]] == [number]
        for query in ("q=ndihmësi", "q=tropoje", "institution=tropoje", "municipality=tropoje", "right=28"):
            assert auditor.get(f"/cases?{query}").json["items"] == [], query
            assert story.officer.get(f"/cases?{query}").json["items"], query
        assert auditor.get(f"{API}?q=ndihmësi").status_code == 403

    def test_searching_is_not_opening(self, bench, known):
        story, *_ = known
        before = bench.scalar("SELECT count(*) FROM audit_entry")
        asked(story.officer, "ndihmësi")
        assert bench.scalar("SELECT count(*) FROM audit_entry") == before


class TestBadInput:
    @pytest.mark.parametrize(
        "words",
        [
            "a\0b",
            "x" * 201,
            "\u202egnihton",
            "\u200f",
            "",
            "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace") * 300,
        ],
    )
    def test_what_no_person_types_is_refused_with_words(self, bench, officer, words):
        assert officer.get(API, query_string={"q": words}).status_code == 422
        if words:
            answer = opened(bench, officer, SEARCH, query_string={"q": words})
            assert answer.status_code == (200 if words == "\u200f" and not words.strip() else 422)
            assert summary_links(answer.text) == ["staff-search"]

    @pytest.mark.parametrize("words", ["%", "_", "%%%", "\\", "/", "' OR 1=1 --", "\u0308", "*", "a%b"])
    def test_what_means_something_to_a_database_means_nothing_here(self, bench, known, words):
        story, *_ = known
        answer = asked(story.officer, words)
        found = [answer[group]["items"] for group in ("cases", "acts", "obligations", "incoming", "bodies")]
        assert found == [[], [], [], [], []] and answer["places"] == []
        assert opened(bench, story.officer, SEARCH, query_string={"q": words}).status_code == 200

    def test_the_page_without_words_says_what_can_be_asked(self, bench, officer):
        answer = opened(bench, officer, SEARCH)
        assert answer.status_code == 200
        assert "A-2026-7" in said(answer.text)

    def test_what_was_asked_is_shown_and_runs_nowhere(self, bench, officer):
        page = opened(bench, officer, SEARCH, query_string={"q": "<script>alert(1)</script>"}).text
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


class TestTheBox:
    @pytest.mark.parametrize(
        ("role", "path", "leads"),
        [
            ("case_officer", "/cases/", SEARCH),
            ("commissioner", "/cases/staff/cases", SEARCH),
            ("intake_officer", "/cases/staff/cases", "/intake/staff/complaints"),
            ("auditor", "/cases/staff/cases", "/cases/staff/cases"),
            ("admin", "/cases/", "/partners/staff/institutions"),
            ("publisher", "/cases/staff/publications", "/partners/staff/institutions"),
        ],
    )
    def test_it_stands_on_every_page_of_staff_and_leads_where_they_may_go(self, bench, role, path, leads):
        """Also on the page that says that one may not go there."""
        page = opened(bench, bench.person(role), path).text
        assert f'action="{leads}"' in page
        assert '<label class="govuk-label besa-search__label" for="staff-search">' in page

    def test_nobody_else_gets_one(self, bench):
        assert "staff-search" not in bench.app.test_client().get("/cases/public").text


def test_all_letters_to_one_municipality_this_year_are_one_list(bench, known, tropoja, databases):
    story, _number, to_town, to_school = known
    earlier = {"day": today() - timedelta(days=400), "id": to_school["id"]}
    databases.rewrite("cases", "UPDATE recommendation SET issued_on = %(day)s WHERE id = %(id)s", earlier)
    year = f"{today().year}-01-01"
    query = f"municipality=bashkia-tropoje&issued_from={year}&issued_to={today()}"
    answer = story.officer.get(f"/recommendations?{query}").json["items"]
    assert [act["number"] for act in answer] == [to_town["number"]]
    assert answer[0]["addressees"] == [
        {"institution_id": str(tropoja.id), "name_sq": "Bashkia Tropojë", "name_en": "Municipality of Tropoja"}
    ]
    page = opened(bench, story.officer, f"/cases/staff/recommendations?{query}").text
    assert to_town["number"] in page and to_school["number"] not in page
