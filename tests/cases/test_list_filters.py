"""Nothing can be found (S9): by what the lists of cases, acts and obligations are narrowed, through both doors."""

import pytest
from sqlalchemy import event, text

from tests.cases.bench import today
from tests.cases.drafting import draft_body
from tests.cases.test_search import OURS, known, opened, school, story, tropoja
from tests.databases import owning

#: The fixtures of the search, on which these lists stand.
__all__ = ["known", "school", "story", "tropoja"]


@pytest.fixture
def other(bench, known):
    """Another case of the same officer: another right, another place, another body, and a draft in it."""
    story, *_ = known
    body = bench.body("health", name_sq="Spitali Shembull", municipality="bashkia-vlore")
    new = {
        "trigger": {"kind": "media", "source": "Gazeta Shembull"},
        "memo": "Zyra vendosi të veprojë.",
        "title": "Mungojnë vaksinat",
        "rights": ["24.2"],
        "bodies": [str(body.id)],
    }
    opened = story.officer.post("/cases", new).json
    for step in ("assign", "investigate"):
        assert story.officer.post(f"/cases/{opened['id']}/steps", {"step": step}).status_code == 200
    request = draft_body(body, kind="information_request", items=1, title="Sa vaksina ka")
    act = story.officer.post(f"/cases/{opened['id']}/recommendations", request)
    assert act.status_code == 201, act.json
    return opened, act.json, body


def both(bench, person, address):
    """What the API lists, and the words of the page that shows the same."""
    answer = person.get(address)
    assert answer.status_code == 200, answer.json
    page = opened(bench, person, f"/cases/staff{address}")
    assert page.status_code == 200
    return answer.json["items"], page.text


class TestCases:
    @pytest.mark.parametrize(
        "query",
        [
            "/cases?q=ndihmesi+cerem", "/cases?q=tropoje", "/cases?number={number}", "/cases?number={bare}", f"/cases?reference={OURS}", "/cases?reference=a2026-7",
            "/cases?institution={body}", "/cases?institution=bashkia+tropoje", "/cases?municipality=tropoje", "/cases?municipality=Qarku+Kuk%C3%ABs",
            "/cases?right=28", "/cases?status=pending_reply&right=28",
        ],
    )  # fmt: skip
    def test_a_case_is_found_by_number_reference_body_place_and_right(self, bench, known, other, tropoja, query):
        story, number, *_ = known
        filled = query.format(number=number.lower(), bare=number.replace("-", ""), body=tropoja.id)
        listed, page = both(bench, story.officer, filled)
        assert [case["number"] for case in listed] == [number]
        assert number in page and other[0]["number"] not in page

    def test_a_whole_article_holds_its_paragraphs_and_a_paragraph_not_the_article(self, known, other):
        story, *_ = known
        asked = {right: story.officer.get(f"/cases?right={right}").json["items"] for right in ("24", "24.2", "24.1")}
        assert [len(cases) for cases in asked.values()] == [1, 1, 0]

    def test_a_case_is_found_by_its_officer_in_any_spelling(self, bench, known, commissioner):
        _story, number, *_ = known
        listed, page = both(bench, commissioner, "/cases?officer=shembull+EKSPERTI")
        assert number in [case["number"] for case in listed] and number in page
        assert commissioner.get("/cases?officer=askush").json["items"] == []

    def test_a_case_is_found_by_the_day_on_which_it_was_opened_in_albania(self, bench, known):
        story, number, *_ = known
        for moment, day in (("2026-03-01 22:59+00", "2026-03-01"), ("2026-03-01 23:01+00", "2026-03-02")):
            with bench.platform.database.transaction() as session:
                session.execute(
                    text("UPDATE case_file SET opened_at = :at WHERE number = :n"), {"at": moment, "n": number}
                )
            listed, page = both(bench, story.officer, f"/cases?opened_from={day}&opened_to={day}")
            assert [case["number"] for case in listed] == [number] and number in page


class TestActs:
    @pytest.mark.parametrize(
        "query",
        [
            "/recommendations?q=ndihmes+mesues", "/recommendations?q=bajram+curri&kind=remedy&number={number}", "/recommendations?number={number}", "/recommendations?number={bare}", "/recommendations?kind=remedy&institution={body}",
            "/recommendations?institution=bashkia+tropoje", "/recommendations?status=issued&q=ndihmes", "/recommendations?municipality=bashkia-tropoje&q=ndihmes",
            "/recommendations?right=28&q=ndihmes", "/recommendations?case={case}&q=ndihmes", "/recommendations?case={case_number}&q=ndihmes", "/recommendations?issued_from={day}&issued_to={day}&q=ndihmes",
        ],
    )  # fmt: skip
    def test_an_act_is_found_by_number_body_place_right_case_and_day(self, bench, known, other, tropoja, query):
        story, case_number, act, second = known
        number = act["number"].lower()
        values = {"number": number, "bare": number.replace("-", ""), "body": tropoja.id, "day": today()}
        listed, page = both(
            bench,
            story.officer,
            query.format(**values, case=story.case_id, case_number=case_number),
        )
        assert [one["number"] for one in listed] == [act["number"]]
        assert act["title"] in page and second["title"] not in page

    def test_drafts_stand_among_them_and_have_no_number(self, bench, known, other):
        story, *_ = known
        _case, draft, _body = other
        listed, page = both(bench, story.officer, "/recommendations?status=draft")
        assert [(one["id"], one["number"]) for one in listed] == [(draft["id"], None)]
        assert draft["title"] in page

    def test_page_two_goes_on_with_the_same_filters(self, known):
        story, _number, first, second = known
        one = story.officer.get("/recommendations?municipality=tropoje&limit=1").json
        two = story.officer.get(f"/recommendations?municipality=tropoje&limit=1&after={one['next']}").json
        assert [act["number"] for act in (*one["items"], *two["items"])] == [second["number"], first["number"]]
        assert story.officer.get(f"/recommendations?limit=1&after={one['next']}").status_code == 400

    def test_acts_of_a_case_that_one_may_not_see_are_not_listed(self, bench, known):
        stranger = bench.person("case_officer")
        assert stranger.get("/recommendations").json["items"] == []

    @pytest.mark.parametrize(
        "query", ["/recommendations?right=99", "/recommendations?kind=letter", "/recommendations?status=lost", "/recommendations?issued_from=yesterday", "/recommendations?q=%00", "/recommendations?q=" + "x" * 201, "/recommendations?municipality=" + "x" * 101, "/recommendations?number="]
    )  # fmt: skip
    def test_what_the_list_does_not_know_is_422(self, bench, officer, query):
        assert officer.get(query).status_code == 422
        if not query.endswith("="):
            page = opened(bench, officer, f"/cases/staff{query}")
            assert page.status_code == 422 and "govuk-error-summary" in page.text


class TestObligations:
    @pytest.mark.parametrize(
        "query",
        [
            "/obligations?number={number}",
            "/obligations?municipality=bashkia-tropoje&q=bashkia",
            "/obligations?right=28&q=bashkia",
        ],
    )
    def test_an_obligation_is_found_by_number_place_and_right(self, bench, known, tropoja, query):
        story, _case, act, _second = known
        listed, page = both(bench, story.officer, query.format(number=act["number"].lower()))
        assert {one["institution_id"] for one in listed} == {str(tropoja.id)} and listed
        assert act["number"] in page
        assert story.officer.get("/obligations?right=24").json["items"] == []


#: Twenty years of cases about other rights.
MANY = """
INSERT INTO case_file (id, number, status, origin, memo, rights, places, elsewhere, opened_at, unread_messages, version)
SELECT gen_random_uuid(), 'C-2007-' || n, 'closed', 'own_initiative', 'x', '["19"]', '["bashkia-berat"]', 'none',
    now() - n * interval '1 hour', 0, 1 FROM generate_series(1, 6000) AS n
"""


def test_the_lists_are_read_from_indexes_where_few_rows_answer(bench, known, tropoja, commissioner):
    """Of acts to one body and of cases about one right or place: an office of twenty years is not read row by row."""
    statements = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        statements.append((statement, parameters))

    with bench.platform.database.transaction() as session:
        session.execute(text(MANY))
    with owning(bench.platform.settings.database_url) as owner:
        owner.execute("ANALYZE case_file")
    event.listen(bench.platform.database.engine, "before_cursor_execute", note)
    try:
        for path in (f"/recommendations?institution={tropoja.id}", "/cases?right=24", "/cases?municipality=tropoje"):
            assert commissioner.get(path).status_code == 200
    finally:
        event.remove(bench.platform.database.engine, "before_cursor_execute", note)
    plans = []
    with bench.platform.database.engine.begin() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, parameters in statements:
            if "act_addressee.institution_id IN" in statement or "?|" in statement:
                plans.append("\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars()))
    indexes = ("ix_act_addressee_institution_id", "ix_case_file_rights", "ix_case_file_places")
    assert [index for index, plan in zip(indexes, plans, strict=True) if index not in plan] == []
