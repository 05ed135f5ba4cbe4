"""Each fault that is told has tests that are there, and docs/faults.md is what is told."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.faults import printed

ROOT = Path(__file__).parents[2]


@cache
def names(file: str) -> set[str]:
    tree = ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
    return {node.name for node in tree if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("one", printed.FAULTS, ids=lambda one: one["key"])
def test_each_test_of_a_fault_is_there(one):
    assert one["tests"]
    for test in one["tests"]:
        file, _, name = test.partition("::")
        assert name.startswith("test_") and name in names(file), test


def test_docs_faults_is_what_is_told():
    assert (ROOT / "docs" / "faults.md").read_text() == printed.markdown(), "run `make docs`"
