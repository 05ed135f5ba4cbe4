"""What is printed from the code is what lies in docs/, and what docs promise names a test that exists."""

import re
from pathlib import Path

import pytest

from services.cases.printed import checklists, indicators
from services.cases.printed import document as states
from shared.events import printed

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def test_docs_events_is_what_the_catalogue_prints():
    text = (DOCS / "events.md").read_text()
    assert text == printed.markdown(printed.frozen_samples(text)), "run `make docs`"


def test_docs_states_is_what_the_tables_and_the_data_files_print():
    assert (DOCS / "states.md").read_text() == states.whole(), "run `make docs`"


def test_docs_checklists_is_what_the_data_files_print():
    assert (DOCS / "checklists.md").read_text() == checklists.whole(), "run `make docs`"


def test_docs_indicators_is_what_the_data_file_prints():
    assert (DOCS / "indicators.md").read_text() == indicators.whole(), "run `make docs`"


def all_test_names() -> set[str]:
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        found |= set(re.findall(r"def (test_\w+)", path.read_text()))
    return found


PROMISED = sorted(
    {
        name
        for path in [*DOCS.rglob("*.md"), ROOT / "README.md"]
        for name in re.findall(r"`(test_[a-z0-9_]+)`", path.read_text())
    }
)


@pytest.mark.parametrize("name", PROMISED)
def test_a_test_that_docs_name_exists(name):
    assert name in all_test_names()


def test_the_guarantees_name_their_tests():
    assert len(PROMISED) >= 10


def test_what_the_threat_model_says_holds_is_shown_by_a_test():
    held = (DOCS / "threats.md").read_text().partition("## What holds\n")[2].partition("\n## ")[0]
    rows = [line for line in held.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 25
    for row in rows:
        assert re.search(r"`test_\w+` \|$", row), row
