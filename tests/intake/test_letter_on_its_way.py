"""Of a letter that has not arrived its complainant reads what is true of it: that it may arrive, that it never did, or that it is there."""

from datetime import date
from uuid import UUID

import pytest

from tests.intake.test_consumers import box, issued, stood

MAY, NEVER, THERE = "Letra mund", "letra jonë nuk arriti te", "nuk e kishte marrë letrën tonë. Tani"


@pytest.mark.parametrize("role", ["parent", "child"])
@pytest.mark.parametrize(
    ("told", "reads", "not_read"),
    [
        ({"state": "not_delivered", "following": "still_goes"}, MAY, NEVER),
        ({"state": "not_delivered", "following": "nothing"}, NEVER, MAY),
        ({"state": "moot", "following": "nothing", "corrects": "not_delivered"}, THERE, NEVER),
        (
            {"state": "awaiting_reply", "following": "await", "corrects": "asked_again", "due": date(2027, 1, 18)},
            THERE,
            MAY,
        ),
    ],
    ids=["may arrive", "never arrived", "arrived after all", "asked again"],
)
def test_of_a_letter_it_is_told_what_is_true(world, role, told, reads, not_read):
    mine = world.complain(submitter={"role": role})
    world.take(issued(UUID(mine["id"])), stood(UUID(mine["id"]), **told))
    text = box(world, mine)["messages"][-1]["text"]
    assert reads in text and not_read not in text
    assert ("18 janar 2027" in text) is ("due" in told)
