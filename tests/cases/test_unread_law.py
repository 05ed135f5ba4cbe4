"""What no lawyer has read: staff are told that it is not confirmed, and nothing that leaves the office says it."""

import pytest

from services.cases.data import entries
from shared.events import catalogue
from tests.cases.pages_world import office, said, world
from tests.contracts.data_files import KINDS

__all__ = ["office", "world"]


@pytest.fixture
def issued(bench, story):
    act = story.with_findings().issue(bench.body(), items=1)
    [told] = bench.told(catalogue.RecommendationIssued)
    return act, bench.platform.documents.get_json(told["addressees"][0]["rendering"])


def test_no_kind_and_no_law_of_a_letter_that_cites_article_21_is_confirmed():
    cited = [kind for kind in KINDS if "neni 21" in kind["legal_basis"]]
    assert len(cited) == 6 and not [kind["key"] for kind in cited if kind["confirmed"]]
    laws = [law for law in entries("letters", "laws") if "nenit 21" in law["name_sq"]]
    assert len(laws) == 6 and not [law["key"] for law in laws if law["confirmed"]]


def test_the_copy_that_a_body_reads_by_the_api_says_of_the_law_what_its_letter_says(issued):
    _, copy = issued
    assert "legal_basis" not in copy and "term_basis" not in copy["reply"]
    assert copy["reply"]["term"] == {"value": 30, "unit": "calendar_days"}
    said = str(copy)
    for doubt in ("confirmed", "neni 21", "neni 22", "article 21", "article 22"):
        assert doubt not in said, doubt


def test_staff_read_by_the_api_that_the_law_of_an_act_is_not_confirmed(story, issued):
    act, _ = issued
    basis = story.officer.get(f"/recommendations/{act['id']}").json["legal_basis"]
    assert (basis["en"], basis["confirmed"]) == ("Law 8454/1999, as amended, article 21(b)", False)


def test_the_list_of_kinds_says_of_each_law_whether_it_is_confirmed_and_who_gets_an_advice(world):
    path = f"/cases/staff/cases/{world.case()}/recommendations/new"
    client = world.client("case_officer")
    doubt = {"sq": "(për t'u konfirmuar nga juristët e zyrës)", "en": "(to be confirmed by the lawyers of the office)"}
    for language, stem in (("sq", "legal_basis"), ("en", "legal_basis_en")):
        page = said(client.get(f"{path}?lang={language}").text)
        for kind in KINDS:
            assert (f"{kind[stem]} {doubt[language]}" in page) is (not kind["confirmed"]), kind["key"]
        assert "ankuesit." not in page and "to the complainant." not in page
        assert {"sq": "I shkon personit të dëmtuar.", "en": "It goes to the injured person."}[language] in page


def test_staff_read_it_on_the_page_and_the_public_reads_no_law_that_is_not_confirmed(world):
    act = world.issued()
    world.delivered(act, days_ago=3)
    world.published(act)
    page = said(world.client("case_officer").get(f"/cases/staff/recommendations/{act.id}").text)
    assert "neni 21 shkronja b (për t'u konfirmuar nga juristët e zyrës)" in page
    for language in ("sq", "en"):
        public = world.client().get(f"/cases/public/recommendations/{act.number}?lang={language}").text
        assert act.number in public
        for law in ("shkronja", "article 21", "neni 21", "Baza ligjore", "Legal basis"):
            assert law not in public, law
