"""Forty wordings of real letters, through the door by which a draft is offered: none leaves by one person's word."""

from itertools import cycle

import pytest

from tests.intake.test_comparing import KINDS, offer
from tests.intake.wordings_own import OTHERS, OWN, RELATED, TOLD, WORDINGS


@pytest.fixture
def mine(world):
    world.complain(submitter={"role": "parent"}, child={"name": "Klevis Marku", "age": 12})
    return world.complain(
        submitter={"role": "child", "name": "Elira Hoxha"}, child={"name": "Elira Hoxha"}, narrative=TOLD
    )


def slipped(world, mine, wordings, of):
    """Those of which too little is found; `of` counts it."""
    told = []
    for wording, kind in zip(wordings, cycle(KINDS), strict=False):
        parts = (wording,) if isinstance(wording, str) else wording
        if not of(offer(world, [mine["id"]], *parts, kind=kind)):
            told.append(wording)
    return told


def test_there_are_forty_and_no_wording_comes_twice():
    assert len(WORDINGS) == len(set(WORDINGS)) == 40


def test_no_wording_takes_the_child_of_the_file_out_of_the_office(world, mine):
    assert slipped(world, mine, OWN, lambda told: told["stops"]) == []


def test_none_takes_the_child_of_another_file_out(world, mine):
    assert slipped(world, mine, OTHERS, lambda told: told["stops"]) == []


def test_none_takes_a_relative_of_whom_the_narrative_tells_out_unasked(world, mine):
    assert slipped(world, mine, RELATED, lambda told: told["stops"] + told["questions"]) == []
