"""What open data does not say: nothing that is not public, in no outlet; and that a set costs no more memory and no more questions for being large."""

from datetime import date

import pytest
from sqlalchemy import text

from shared import clock
from tests.cases.bench import soon
from tests.cases.open_data_world import enter, get, keep, monitor_on, outlets, rows, towns
from tests.cases.test_figures_children import counted, read
from tests.statements import asked

__all__ = ["counted"]

CANARY = "kanarina-askund"
#: Numbers that stand nowhere else: of the small place, and of its two neighbours, one of which is hidden beside it.
HIDDEN = {"bashkia-a": (3, 40127), "bashkia-b": (30071, 70313), "bashkia-c": (25083, 50929)}


@pytest.fixture
def told(bench, story):
    """An act that nobody may read beside one that anyone may, and figures of which some are hidden, doubted or of one home."""
    towns(bench)
    # No municipality: which of these there are anybody knows.
    open_body, secret_body = bench.body(), bench.body("agency", name_sq=f"Organi {CANARY}", name_en=f"Body {CANARY}")
    story.with_findings()
    items = [{"text": f"Masa {CANARY}", "due": soon(), "evidence_expected": "Vendimi"}]
    words = {"title": f"Letra {CANARY}", "grounds": f"Arsyet {CANARY}", "items": items}
    acts = [story.issue(one, **words) for one in (open_body, secret_body)]
    bench.deliver(acts[0], open_body, clock.utc_now())
    answer = bench.person("publisher").post(
        f"/recommendations/{acts[0]['id']}/publication", {"decision": "publish", "reason": CANARY}
    )
    assert answer.status_code == 200, answer.json
    home = bench.body("social_care", key=f"shtepia-{CANARY}")
    with monitor_on(bench, date(2025, 3, 10)) as monitor:
        for key, pair in HIDDEN.items():
            enter(monitor, key, *pair, citation=f"Fletorja {CANARY}")
        sums = [sum(pair[place] for pair in HIDDEN.values()) for place in (0, 1)]
        enter(monitor, "kukes", *sums)
        enter(monitor, "al", 60229, 80747, indicator="aid", period="2024", quality="contested")
        enter(monitor, home.key, 90173, 90199, indicator="review", period="2024-Q1")
    keep(bench, date(clock.utc_now().year + 1, 2, 1))
    return bench, acts


def test_nothing_that_is_not_public_is_in_any_outlet(told):
    bench, (public, secret) = told
    said = outlets(bench)
    assert len(said) > 10
    assert public["number"] in said[f"acts-{clock.utc_now().year}.csv"]
    shown = {one["area"] for one in rows(bench, "indicator-preschool") if one["state"] == "counted"}
    hidden = [str(number) for key, pair in HIDDEN.items() if key not in shown for number in pair if number > 9]
    case = bench.scalar(f"SELECT case_id::text FROM recommendation WHERE id = '{secret['id']}'")
    number = bench.scalar("SELECT number FROM case_file LIMIT 1")
    reference = bench.scalar("SELECT reference FROM complaint LIMIT 1")
    for word in (
        CANARY,
        reference,
        secret["number"],
        secret["id"],
        case,
        number,
        *hidden,
        "60229",
        "80747",
        "90173",
        "90199",
    ):
        assert [name for name, content in said.items() if word in content] == [], word
    assert len(hidden) == 3


def test_what_is_kept_holds_no_number_that_is_not_shown(told):
    bench, _acts = told
    kept = bench.scalar("SELECT string_agg(open_table::text, ' ') FROM open_table")
    shown = {one["area"] for one in rows(bench, "indicator-preschool") if one["state"] == "counted"}
    hidden = [str(number) for key, pair in HIDDEN.items() if key not in shown for number in pair if number > 9]
    assert hidden
    assert [number for number in hidden if number in kept] == []
    assert str(HIDDEN["bashkia-b"][0] + HIDDEN["bashkia-c"][0] + 3) in kept, "the sum is shown"


def test_the_children_of_a_year_are_told_as_the_page_tells_them(counted):
    keep(counted, date(2026, 4, 1))
    found = {(one["dimension"], one["code"], one["ending"]): one["count"] for one in rows(counted, "children")}
    told = read(counted)
    shown = {
        (dimension["key"], code["key"], one["key"]): "" if one["count"] is None else str(one["count"])
        for dimension in told["dimensions"]
        for code in dimension["codes"]
        for one in code["endings"]
    }
    assert {key: count for key, count in found.items() if key[0] != "all"} == shown
    assert "" in shown.values()


def many(bench, periods):
    """So many tables of two places, as they were published."""
    row = '["budget", 1, "x", "municipality", "a", "A", "A", "", null, null, "counted", 7, 9, 1.5, "checked", "2020-01-31"]'
    with bench.platform.database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO open_table SELECT 'indicator-budget', '2019/' || n, '2020-01-31', '2019-12-31', CAST(:rows AS jsonb), '{}',"
                " md5(n::text), now() FROM generate_series(1, :many) AS n"
            ),
            {"rows": f"[{row}, {row}]", "many": periods},
        )


@pytest.mark.parametrize("periods", [40, 400])
def test_a_large_set_is_read_a_few_tables_at_a_time_and_not_at_all_by_whoever_has_it(bench, periods):
    many(bench, periods)
    with asked(bench.platform.database) as statements:
        answer = get(bench, "indicator-budget.csv")
        begun = len(statements)
        assert answer.text.count("\r\n") == 2 * periods + 1
    assert begun < 10, "before the first row nothing is read but what there is"
    assert len(statements) - begun == periods / 20
    with asked(bench.platform.database) as statements:
        again = get(bench, "indicator-budget.csv", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert len(statements) < 10
