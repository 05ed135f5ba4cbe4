"""The figures of children: counted once a year, by one thing at a time, and no small number is found from everything that is published."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import unescape
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from services.cases.register import timers
from services.cases.register.domain.children import Children, Ending, children

API = "/cases/api/v1/public/children"
LEAST = 5
A, B = Ending.OPEN, Ending.NO_VIOLATION
MARCH = datetime(2026, 3, 15, 9, tzinfo=UTC)
Cells = tuple[tuple[int, int], ...]


def table(cells: Sequence[Sequence[int]]) -> dict[str, dict[Ending, int]]:
    return {str(place): {A: row[0], B: row[1]} for place, row in enumerate(cells)}


def shown(*tables: Sequence[Sequence[int]], least: int = LEAST, order: Sequence[str] = ()) -> Children:
    """`order`: that in which chance brings the rows; without it as they stand."""
    return children({f"d{place}": table(one) for place, one in enumerate(tables)}, least, lambda codes: order or codes)


def numbers(found: Children) -> list[int | None]:
    rows = [row for one in found.tables.values() for row in one.values()]
    return [found.whole, *found.endings.values(), *(count for row in rows for count in row.values())]


cells = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6)


@given(cells)
def test_no_small_number_is_shown(rows: Cells) -> None:
    assert not [count for count in numbers(shown(rows)) if count is not None and 0 < count < LEAST]


@given(cells)
def test_what_is_not_shown_sums_to_no_small_number_either(rows: Cells) -> None:
    found = shown(rows)
    for ending in (A, B):
        left = sum(row[ending] for code, row in table(rows).items() if found.tables["d0"][code][ending] is None)
        assert left == 0 or left >= LEAST or found.endings[ending] is None


def test_who_knows_the_rule_and_tries_every_table_finds_no_small_number() -> None:
    """Every table of three codes and two endings up to four, in every order that chance may bring, with the border at three: of those that
    look alike no small number is the same in all. The border of five was not tried so.
    """
    alike: dict[tuple[object, ...], list[Cells]] = {}
    for numbers_of in product(range(5), repeat=6):
        rows: Cells = tuple(zip(numbers_of[::2], numbers_of[1::2], strict=True))
        sums = sum(numbers_of[::2]), sum(numbers_of[1::2])
        # Of larger sums not every table was tried, and what is alike would be missing.
        if max(sums) <= 4:
            for published in {str(shown(rows, least=3, order=order)) for order in permutations("012")}:
                alike.setdefault((*sums, published), []).append(rows)
    found = [
        (worlds[0], place, column)
        for (first, second, _published), worlds in alike.items()
        for place, column in product(range(3), range(2))
        if len({one[place][column] for one in worlds}) == 1
        and 0 < worlds[0][place][column] < 3
        and shown(worlds[0], least=3).endings[(A, B)[column]] is not None
    ]
    assert len(alike) > 50
    assert found == []


def test_who_sees_two_dimensions_learns_no_more_than_from_each() -> None:
    both = shown([(20, 9), (3, 8), (7, 6)], [(30, 23)])
    alone = shown([(20, 9), (3, 8), (7, 6)])
    assert both.tables["d0"] == alone.tables["d0"]
    assert both.endings == alone.endings, "what they have in common is shown of both in the same way"


def test_of_fewer_than_five_children_nothing_is_shown() -> None:
    assert set(numbers(shown([(2, 1), (1, 0)]))) == {None}


@pytest.fixture
def counted(bench):
    """Cases of 2025: twelve girls and nine boys of Tirana, two of whom are told to be Roma; one case of 2026."""
    profiles = [("girl", "not_said")] * 12 + [("boy", "not_said")] * 7 + [("boy", "roma")] * 2
    for place, (sex, minority) in enumerate(profiles):
        _complaint(bench, f"2025-0{place % 9 + 1}-10T09:00Z", sex, minority)
    _complaint(bench, "2026-01-10T09:00Z", "girl", "roma")
    timers.keep_children(bench.platform, MARCH)
    return bench


def _complaint(bench, opened_at, sex, minority):
    case_id = bench.admit()
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE case_file SET opened_at = :at WHERE id = :id"), {"at": opened_at, "id": case_id})
        session.execute(
            text(
                "INSERT INTO complaint_profile SELECT id, 'not_said', :sex, 'not_said', :minority, 'not_said', 'not_said', now()"
                " FROM complaint WHERE case_id = :id ON CONFLICT (complaint_id) DO UPDATE SET sex = :sex, minority = :minority"
            ),
            {"sex": sex, "minority": minority, "id": case_id},
        )


def read(bench, query=""):
    answer = bench.app.test_client().get(f"{API}{query}")
    assert answer.status_code == 200, answer.json
    return answer.json


def codes(told: Mapping, dimension: str) -> dict[str, int | None]:
    [found] = [one for one in told["dimensions"] if one["key"] == dimension]
    return {one["key"]: one["total"] for one in found["codes"]}


def test_a_year_is_told_by_each_code_and_the_two_are_not_found(counted):
    told = read(counted)
    assert (told["year"], told["whole"], told["years"], told["counted_on"]) == (2025, 21, [2025], "2026-03-15")
    sexes = codes(told, "sex")
    assert (sexes["girl"], sexes["boy"]) == (12, 9)
    minorities = codes(told, "minority")
    assert (minorities["roma"], minorities["not_said"]) == (None, None), "19 of 21 would tell the two"


def test_page_api_and_file_say_the_same(counted):
    told, client = read(counted), counted.app.test_client()
    lines = list(csv.DictReader(io.StringIO(client.get("/cases/api/v1/public/children.csv").text)))
    from_file = {(one["dimension"], one["code"], one["ending"]): one["count"] for one in lines}
    from_api = {("all", "all", one["key"]): mark(one["count"]) for one in told["endings"]}
    expected = []
    for dimension in told["dimensions"]:
        for code in dimension["codes"]:
            counts = [mark(one["count"]) for one in code["endings"]]
            from_api |= {(dimension["key"], code["key"], one["key"]): mark(one["count"]) for one in code["endings"]}
            expected.append([code["name_sq"], mark(code["total"]), *counts])
    assert from_file == from_api
    page = client.get("/cases/public/children").text
    assert on_page(page)[1:] == expected


def mark(count: int | None) -> str:
    return "*" if count is None else str(count)


def on_page(page: str) -> list[list[str]]:
    """The cells of every row of the tables, below their heads."""
    rows = [
        row
        for body in re.findall(r"<tbody.*?</tbody>", page, flags=re.DOTALL)
        for row in re.findall(r"<tr.*?</tr>", body, flags=re.DOTALL)
    ]
    return [[_text(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in rows]


def _text(cell: str) -> str:
    # On a phone each cell carries the name of its column, hidden from the rest.
    words = re.sub(r'<span class="besa-cell__label".*?</span>', "", cell, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", words)).strip()


def test_a_year_is_counted_once_so_that_no_two_days_can_be_compared(counted):
    before = read(counted)
    _complaint(counted, "2025-11-10T09:00Z", "girl", "roma")
    with counted.platform.database.transaction() as session:
        session.execute(text("UPDATE complaint_profile SET sex = 'boy' WHERE sex = 'girl'"))
    timers.keep_children(counted.platform, datetime(2026, 9, 1, tzinfo=UTC))
    assert read(counted) == before
    assert counted.app.test_client().get(f"{API}?on=2025-12-31").status_code == 422, "a day cannot be asked about"


def test_whoever_has_a_year_is_not_sent_it_again(counted):
    had = {"If-None-Match": counted.app.test_client().get(API).headers["ETag"]}
    assert counted.app.test_client().get(API, headers=had).status_code == 304


def test_what_is_kept_holds_no_small_number(counted):
    kept = counted.scalar("SELECT figures::text FROM children_kept")
    assert not {int(one) for one in re.findall(r": (\d+)", kept)} & set(range(1, LEAST))


def test_a_year_that_was_not_counted_is_refused_in_words(counted):
    client = counted.app.test_client()
    refused = client.get(f"{API}?year=2026")
    assert (refused.status_code, refused.json["code"]) == (422, "children.year_not_counted")
    assert client.get("/cases/api/v1/public/children.csv?year=2026").json["code"] == "children.year_not_counted"
    assert client.get("/cases/api/v1/public/children.csv?year=x").status_code == 422
    page = client.get("/cases/public/children?year=2026")
    assert page.status_code == 422
    assert "Ai vit nuk është numëruar." in page.text
    assert client.get("/cases/public/children?year=x").status_code == 404


def test_before_any_year_was_counted_all_doors_say_so(bench):
    assert read(bench)["year"] is None
    client = bench.app.test_client()
    assert client.get(f"{API}.csv").text.splitlines() == ["year,dimension,code,name_sq,name_en,ending,count"]
    assert "Ende nuk është numëruar asnjë vit." in client.get("/cases/public/children").text
