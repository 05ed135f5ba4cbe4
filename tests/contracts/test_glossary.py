"""docs/glossary.md: each noun once, with a table that exists and a page that is served; no table without a noun."""

import importlib
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.house import doors

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (Path(__file__).parents[2] / "docs" / "glossary.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith("| shqip")
]
TABLES = Counter(table for *_, tables, _page in ROWS for table in re.findall(r"`([^`]+)`", tables))
PAGES = {page.strip("`") for *_, page in ROWS if page}


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Of all four services."""
    apps = [doors.built(service, tmp_path_factory.mktemp("documents")) for service in doors.SERVICES]
    return {line.split()[1] for app in apps for line in doors.routes(app)}


def own_tables() -> set[str]:
    """Of the services; those that the platform gives to each of them are no noun of the house."""
    found = set()
    for service in doors.SERVICES:
        # Its app loads the tables of its wings too.
        importlib.import_module(f"services.{service}.app")
        tables = importlib.import_module(f"services.{service}.models").Base.metadata.tables
        found |= {f"{service}.{table}" for table in tables}
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_a_noun_has_both_languages_and_one_line_of_what_it_is(row):
    assert len(row) == 5
    assert all(row[:3])


def test_no_noun_is_explained_twice():
    assert [name for name, times in Counter(row[0] for row in ROWS).items() if times > 1] == []


def test_each_table_has_one_noun():
    assert own_tables() - TABLES.keys() == set(), "give the new table a noun in docs/glossary.md, or to its noun's row"
    assert [table for table, times in TABLES.items() if times > 1] == []


def test_each_named_table_exists():
    assert TABLES.keys() - own_tables() == set()


def test_each_named_page_is_served(routes):
    assert PAGES
    assert PAGES - routes == set()
