"""Every name of the directory reads as English in a sentence."""

import csv
from pathlib import Path

import pytest

from shared.english import in_sentences, opening_with_the, with_the

ROOT = Path(__file__).parents[2]
DIRECTORY = (ROOT / "services/partners/data/institutions.csv").read_text("utf-8")
NAMES = [row["name_en"] for row in csv.DictReader(DIRECTORY.splitlines())]


def test_every_name_of_the_directory_takes_its_article_once():
    assert NAMES
    assert [name for name in NAMES if with_the(name) != f"the {name}"] == []


@pytest.mark.parametrize(
    ("name", "inside", "first"),
    [
        ("Municipality of Fier", "the Municipality of Fier", "The Municipality of Fier"),
        ("The Municipality of Fier", "the Municipality of Fier", "The Municipality of Fier"),
        ("the body", "the body", "The body"),
        ("School “The Court”", "the School “The Court”", "The School “The Court”"),
        ("Shembull sh.p.k.", "Shembull sh.p.k.", "Shembull sh.p.k."),
    ],
)
def test_a_name_brings_its_article_or_takes_none(name, inside, first):
    assert (with_the(name), opening_with_the(name)) == (inside, first)


def test_albanian_has_its_article_in_the_noun():
    assert in_sentences("body", "Bashkia Fier", "sq") == {"the_body": "Bashkia Fier", "The_body": "Bashkia Fier"}
