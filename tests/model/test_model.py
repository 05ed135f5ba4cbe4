"""The model of the protocol keeps its promises within small bounds, finds every bug that is planted, and each of its rules names code."""

import inspect
import re
from pathlib import Path

import pytest

from tests.model import consumer, publisher, steps
from tests.model.bounds import MADE_GOOD, PLANTED, PLANTED_DEEP, SMALL, Bounds, explored
from tests.model.rules import RULES, name_of
from tests.model.states import Left

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs/protocol-model.md"
MODELLED = [ROOT / "tests/model" / name for name in ("publisher.py", "consumer.py", "steps.py", "promises.py")]


@pytest.mark.parametrize("bounds", SMALL, ids=Bounds.told)
def test_nothing_is_lost_unnamed_applied_twice_or_numbered_twice_and_epochs_are_honoured(bounds):
    found = explored(bounds)
    assert found.wrong is None, found.told()
    assert f"| {bounds.told()} | {found.states:,} |" in DOCS.read_text(), "say so in the docs"


@pytest.mark.parametrize("bugs", PLANTED)
def test_a_rule_that_is_taken_away_is_missed(bugs):
    bounds, wrong = PLANTED[bugs]
    found = explored(bounds, bugs)
    assert found.wrong == wrong, found.told()
    without = explored(bounds)
    assert without.wrong is None, without.told()


def test_a_counterexample_is_told_step_by_step():
    assert explored(Bounds(Left(facts=2, copies=1, restores=1)), "restore_without_epoch").told().splitlines() == [
        "  1  the publisher is copied",
        "  2  fact 0 of subject 0 is written at (1, 1)",
        "  3  the publisher is set back to copy 0, ()",
        "  4  declared: epoch 1 into the file",
        "  5  declared: epoch 1 and a beat into the database, all is sent again",
        "  6  declared: the beat into the file",
        "  7  fact 1 of subject 0 is written at (1, 1)",
        "  →  one place for two facts (556 states)",
    ]


def test_a_relay_that_marks_and_a_consumer_that_acknowledges_too_early_are_made_good_by_the_accounts():
    for bugs in MADE_GOOD:
        found = explored(Bounds(Left(facts=2, crashes=1, wipes=1)), bugs)
        assert found.wrong is None, found.told()


def test_every_switch_of_the_model_is_planted():
    switches = {name for path in MODELLED for name in re.findall(r'"(\w+)" (?:not )?in bugs', path.read_text())}
    assert switches == {bug for bugs in PLANTED | PLANTED_DEEP for bug in bugs.split()}


def test_every_rule_of_the_model_names_the_code_that_it_stands_for_and_the_docs_name_both():
    rules = {
        each for part in (publisher, consumer) for _, each in inspect.getmembers(part, inspect.isfunction)
        if each.__module__ == part.__name__ and not each.__name__.startswith("_")
    }  # fmt: skip
    assert rules <= set(RULES)
    assert steps._beats in RULES
    docs = DOCS.read_text()
    told = {f"`{name_of(code)}`" for codes in RULES.values() for code in codes}
    told |= {f"`{rule.__name__}`" for rule in RULES} | {
        f"`{bug}`" for bugs in PLANTED | PLANTED_DEEP for bug in bugs.split()
    }
    assert not [name for name in told if name not in docs]
    assert not set(re.findall(r"`(shared\.[\w.]+)`", docs)) - {
        name_of(code) for codes in RULES.values() for code in codes
    }
