"""Each of the twenty rules has a test by its number, and docs/rules.md lists it."""

from pathlib import Path

import pytest

from tests.rules import printed

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("number", "tests"), printed.tests_of().items())
def test_each_rule_has_a_test_by_its_number(number, tests):
    assert tests, f"write tests/rules/…::test_rule_{number:02}_…"


def test_docs_rules_is_what_the_tests_say():
    assert (DOCS / "rules.md").read_text() == printed.markdown(), "run `make docs`"
