"""Limits on waits: one list, which docs and the variable WAITS follow."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from marshmallow import ValidationError

from shared.waits import Waits, parse

DOCS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()


def test_docs_list_every_wait_with_its_default():
    listed = {
        name: float(seconds)
        for name, seconds in re.findall(r"^\| `([a-z]+_[a-z]+)` \| ([\d.]+) \|", DOCS, re.MULTILINE)
    }
    assert listed == {field.name: field.default for field in fields(Waits)}


def test_the_answer_to_anybody_keeps_within_five_seconds():
    waits = Waits()
    assert max(waits.database_connect, waits.database_answer, waits.store_answer) < 5
    assert parse(["database_answer=6", " database_statement=5 "]) == Waits(database_answer=6, database_statement=5)


@pytest.mark.parametrize("changes", [["nothing=1"], ["store_answer"], ["store_answer=x"], ["store_answer=0"], ["database_answer=1"], ["relay_lock=3"]])  # fmt: skip
def test_a_wait_that_cannot_be_is_refused_at_start(changes):
    with pytest.raises(ValidationError):
        parse(changes)
