"""The public register is searched and narrowed by what the public may read of acts, through page and API alike, and by nothing else."""

import pytest
from sqlalchemy import text

from services.cases import data
from tests.cases import test_search
from tests.cases.bench import today

API, PAGE = "/cases/api/v1/public/recommendations", "/cases/public"
WORDS = {
    "title": "Ndihmës mësues për nxënësit",
    "grounds": "Shkollat e fshatit janë pa të.",
    "items": ["Të caktohet një ndihmës."],
}
#: Words of the letter alone.
LETTER = "Xanthippe"
tropoja = test_search.tropoja


def published(person, act, decision="publish"):
    answer = person.post(f"/recommendations/{act['id']}/publication", {"decision": decision, "reason": "x"})
    assert answer.status_code == 200, answer.json


@pytest.fixture
def act(bench, story, commissioner, tropoja):
    """One to a municipality, with words for the public that are not those of its letter."""
    issued = story.with_findings().issue(tropoja, items=1, title=f"{LETTER} mungon")
    story.shown(issued, **WORDS)
    bench.deliver(issued, tropoja)
    published(commissioner, issued)
    return issued


@pytest.fixture
def other(bench, story, commissioner, act):
    """Another, without words for the public yet, to a body elsewhere."""
    body = bench.body("health", name_sq="Spitali Shembull", municipality="bashkia-vlore")
    issued = story.issue(body, items=1)
    bench.deliver(issued, body)
    published(commissioner, issued)
    return issued


def found(bench, query):
    """The numbers of the acts that both doors list; they list the same."""
    client = bench.app.test_client()
    answer, page = client.get(f"{API}?{query}"), client.get(f"{PAGE}?{query}")
    assert (answer.status_code, page.status_code) == (200, 200), answer.json
    numbers = [one["number"] for one in answer.json["items"]]
    for number in numbers:
        assert f"/cases/public/recommendations/{number}" in page.text
    assert page.text.count("/cases/public/recommendations/") == len(numbers)
    return numbers


def cluster_of(bench, act):
    return bench.app.test_client().get(f"{API}/{act['number']}").json["clusters"][0]


class TestFound:
    @pytest.mark.parametrize(
        "query", ["q=ndihmes+mesuesi", "q=FSHATIT", "q=caktohet", "q=tropoje", "q={number}", "q={bare}", "municipality=tropoj%C3%AB", "municipality=bashkia-tropoje", "municipality=Qarku+Kuk%C3%ABs", "cluster={cluster}", "cluster={cluster}&year={year}&municipality=tropoje&q=ndihmes"],
    )  # fmt: skip
    def test_an_act_is_found_by_its_words_its_number_its_body_its_place_and_its_right(self, bench, act, other, query):
        bare = act["number"].replace("-", "").lower()
        filled = query.format(number=act["number"], bare=bare, cluster=cluster_of(bench, act), year=today().year)
        assert found(bench, filled) == [act["number"]]

    def test_of_a_year_are_those_that_were_issued_in_it(self, bench, act, other):
        assert sorted(found(bench, f"year={today().year}")) == sorted([act["number"], other["number"]])
        assert found(bench, f"year={today().year - 1}") == []

    def test_filters_go_on_to_the_next_page(self, bench, act, other):
        client = bench.app.test_client()
        first = client.get(f"{API}?year={today().year}&limit=1").json
        second = client.get(f"{API}?year={today().year}&limit=1&after={first['next']}").json
        assert {first["items"][0]["number"], second["items"][0]["number"]} == {act["number"], other["number"]}
        assert client.get(f"{API}?limit=1&after={first['next']}").status_code == 400

    def test_who_only_learns_of_an_act_is_no_place_of_it(self, bench, story, commissioner, act, tropoja):
        elsewhere = bench.body("health", municipality="bashkia-vlore")
        told = [
            {"institution_id": str(elsewhere.id), "role": "responsible"},
            {"institution_id": str(tropoja.id), "role": "for_information"},
        ]
        issued = story.issue(elsewhere, items=1, addressees=told)
        bench.deliver(issued, elsewhere)
        bench.deliver(issued, tropoja)
        published(commissioner, issued)
        assert found(bench, "municipality=tropoje") == [act["number"]]


class TestNotFound:
    @pytest.mark.parametrize("word", [LETTER, "Vendimi", "%22", "%5B", "%22,"])
    def test_nothing_is_found_by_words_that_the_public_may_not_read(self, bench, act, other, word):
        assert found(bench, f"q={word}") == []

    def test_an_act_without_words_stands_under_no_right_and_is_found_by_its_number(self, bench, act, other):
        assert other["number"] not in found(bench, f"cluster={cluster_of(bench, act)}")
        assert found(bench, f"q={other['number']}") == [other["number"]]

    def test_words_that_were_replaced_find_it_no_more(self, bench, story, act):
        story.shown(act, title="Tjetër titull", grounds="Tjetër tekst.", items=["Tjetër kërkesë."])
        assert found(bench, "q=fshatit") == []
        assert found(bench, "q=tjeter+titull") == [act["number"]]

    def test_a_draft_of_new_words_finds_nothing(self, bench, story, act):
        written = story.officer.post(f"/recommendations/{act['id']}/public-version", {**WORDS, "title": "Papagalli"})
        assert written.status_code == 201
        assert found(bench, "q=papagalli") == []
        assert found(bench, "q=fshatit") == [act["number"]]

    def test_what_is_withheld_again_is_found_by_nothing(self, bench, commissioner, act):
        cluster = cluster_of(bench, act)
        published(commissioner, act, "withhold")
        for query in (
            "q=fshatit",
            f"q={act['number']}",
            "municipality=tropoje",
            f"cluster={cluster}",
            f"year={today().year}",
        ):
            assert found(bench, query) == []

    def test_words_that_turn_out_to_name_someone_find_it_no_more(self, bench, act):
        with bench.platform.database.transaction() as session:
            session.execute(
                text("UPDATE text_check SET stops = 1, reason = NULL WHERE text_id IN (SELECT id FROM public_version)")
            )
        assert found(bench, "q=fshatit") == []
        assert found(bench, f"q={act['number']}") == [act["number"]]

    def test_the_page_says_that_none_is_such_and_not_that_there_is_none(self, bench, act):
        page = bench.app.test_client().get(f"{PAGE}?q=papagalli").text
        assert "Asnjë akt i publikuar nuk është i tillë." in page
        assert "nuk është publikuar ende" not in page


class TestRefused:
    @pytest.mark.parametrize(
        ("query", "field", "says"),
        [
            ("cluster=XX", "cluster", "Zgjidhni një nga vlerat e listës."),
            ("year=1998", "year", "Zgjidhni një nga vlerat e listës."),
            ("year=2999", "year", "Zgjidhni një nga vlerat e listës."),
            ("year=x", "year", "Zgjidhni një nga vlerat e listës."),
            ("municipality=Atlantida", "municipality", "Nuk njihet asnjë bashki ose qark me këtë emër."),
            ("municipality=%00", "municipality", None),
            (f"q={'a' * 300}", "q", None),
            ("institution=x", "institution", None),
        ],
    )
    def test_what_is_unknown_is_refused_by_both_doors(self, bench, act, query, field, says):
        client = bench.app.test_client()
        answer, page = client.get(f"{API}?{query}"), client.get(f"{PAGE}?{query}")
        assert (answer.status_code, page.status_code) == (422, 422)
        assert answer.mimetype == "application/problem+json"
        assert field in answer.text
        assert act["number"] not in page.text
        assert says is None or says in page.text

    def test_the_form_offers_the_rights_and_the_years_of_the_office(self, bench):
        page = bench.app.test_client().get(f"{PAGE}?lang=en").text
        assert f'<option value="{data.FIRST_YEAR}"' in page
        assert f'<option value="{today().year}"' in page
        assert 'name="cluster"' in page and 'name="municipality"' in page and 'name="q"' in page


def test_the_page_of_a_right_or_a_body_leads_to_its_feed(bench, act, tropoja):
    client, cluster = bench.app.test_client(), cluster_of(bench, act)
    assert (
        f'href="/notifications/feeds/sq/clusters/{cluster}/acts.atom"' in client.get(f"{PAGE}?cluster={cluster}").text
    )
    assert (
        f'href="/notifications/feeds/en/bodies/{tropoja.id}/acts.atom"'
        in client.get(f"{PAGE}?institution={tropoja.id}&lang=en").text
    )
    assert 'href="/notifications/feeds/sq/acts.atom"' in client.get(f"{PAGE}?lang=sq").text
