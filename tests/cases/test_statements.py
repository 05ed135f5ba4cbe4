"""How often the database is asked for one case: what is fetched with one question more costs every reader of every case."""

from tests.statements import asked


def asks(bench, person, path: str) -> int:
    assert person.get(path).status_code == 200
    with asked(bench.platform.database) as statements:
        assert person.get(path).status_code == 200
    return len(statements)


def test_a_case_costs_so_many_statements_however_much_belongs_to_it(bench, story):
    story.with_findings()
    story.issue(bench.body())
    assert asks(bench, story.officer, f"/cases/{story.case_id}") <= 19


def test_a_list_costs_as_many_for_many_cases_as_for_one(bench, story):
    one = asks(bench, story.officer, "/cases")
    for _ in range(3):
        bench.admit()
    assert asks(bench, story.officer, "/cases") == one <= 4


def test_the_figures_are_counted_with_one_statement_for_each_set_of_obligations(bench, story):
    body = bench.body()
    story.with_findings().issue(body)
    public = "/cases/api/v1/public"
    for path, most in ((f"{public}/compliance", 14), (f"{public}/institutions/{body.id}/compliance", 2)):
        assert bench.app.test_client().get(path).status_code == 200
        with asked(bench.platform.database) as statements:
            bench.app.test_client().get(path)
        assert len(statements) <= most, path
