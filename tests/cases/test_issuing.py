"""The issue of an act is a sequence: each step comes after those that it rests on."""

from itertools import pairwise

import pytest

from services.cases.actions import issuing
from services.cases.actions.issuing import IssueStep, in_order

NAMES = [step.do.__name__ for step in issuing.STEPS]


def test_an_issue_freezes_signs_obliges_moves_the_case_and_only_then_tells_anybody():
    told = ("_announce", "_tell_complainants", "_send_rung")
    assert NAMES[:4] == ["_freeze", "_sign", "_oblige", "_move_case"]
    assert min(NAMES.index(name) for name in told) > NAMES.index("_move_case")


@pytest.mark.parametrize(
    ("first", "second"), [(one, two) for one, two in pairwise(issuing.STEPS) if one.do in two.after]
)
def test_a_step_before_what_it_rests_on_is_named_before_any_act_is_issued(first: IssueStep, second: IssueStep):
    swapped = [second if step is first else first if step is second else step for step in issuing.STEPS]
    with pytest.raises(TypeError, match=f"{second.do.__name__} rests on {first.do.__name__}"):
        in_order(*swapped)


def test_a_step_that_is_left_out_is_named():
    with pytest.raises(TypeError, match="rests on _oblige"):
        in_order(*(step for step in issuing.STEPS if step.do.__name__ != "_oblige"))
