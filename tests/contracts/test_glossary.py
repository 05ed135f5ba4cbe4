"""docs/glossary.md: each noun once, with a table that exists and a page that is served; no table without a noun."""

import importlib
import re
from collections import Counter
from pathlib import Path

import pytest

from shared.settings import Settings
from shared.staff import new_signing_key

SERVICES = ("intake", "cases", "partners", "notifications")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (Path(__file__).parents[2] / "docs" / "glossary.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith("| shqip")
]
TABLES = Counter(table for *_, tables, _page in ROWS for table in re.findall(r"`([^`]+)`", tables))
PAGES = {page.strip("`") for *_, page in ROWS if page}


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Of all four services; no database is asked for them."""
    signing, verify = new_signing_key()
    found = set()
    for service in SERVICES:
        settings = Settings(
            service=service, database_url="postgresql+psycopg://nobody@127.0.0.1/nothing", broker_url="memory://",
            documents_url=tmp_path_factory.mktemp("documents").as_uri(), document_key=b"k" * 32, secret_key="s" * 32,
            staff_verify_key=verify, staff_signing_key=signing, sealing_key=b"e" * 32, receipt_pepper=b"p" * 32,
            mail_url=tmp_path_factory.mktemp("mail").as_uri(),
        )  # fmt: skip
        app = importlib.import_module(f"services.{service}.app").create_app(settings)
        found |= {rule.rule for rule in app.url_map.iter_rules()}
        app.extensions["besa"].database.dispose()
    return found


def own_tables() -> set[str]:
    """Of the services; those that the platform gives to each of them are no noun of the house."""
    return {
        f"{service}.{table}"
        for service in SERVICES
        for table in importlib.import_module(f"services.{service}.models").Base.metadata.tables
    }


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
