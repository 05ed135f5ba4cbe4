"""A delivery that was recorded by mistake and then truly takes place: the term runs from the true day, be it the same one."""

from datetime import timedelta

import pytest

from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_delivery import act, arrive, body, leave, post, silence, start_of

__all__ = ["act", "body", "silence"]


def due(silence):
    return {one["reply_due"] for one in silence.owed}


@pytest.mark.parametrize("later", [0, 3])
@pytest.mark.parametrize("posted", [False, True])
def test_the_term_runs_from_the_true_day_also_where_the_mistake_named_the_same_one(silence, posted, later):
    day = after(today(), 6)
    with silence.on(day):
        arrive(silence, day)
        first = due(silence)
        post(silence, "to_post", mistaken=True)
        assert due(silence) == {None}
        if posted:
            leave(silence, day)
    with silence.on(true := day + timedelta(days=later)):
        arrive(silence, true)
        assert start_of(silence) == true
        assert None not in due(silence)
        assert (due(silence) == first) is (later == 0)
