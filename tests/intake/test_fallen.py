"""A letter that counts no more, in the words of the mailbox: told once, to an adult and to a child, and never of a letter that is not told here."""

from uuid import UUID, uuid4

import pytest

from services.intake.data.wording import Facts, event_text
from shared.events.catalogue import RecommendationWithdrawn
from tests.intake.test_consumers import ACT, box, delivery, stood


def fell(*complaints, kind="law_change", sequence=1, **more):
    return delivery(RecommendationWithdrawn, ACT, sequence, recommendation_id=ACT, number="R-2026-00001-1", kind=kind,
                    complaints=complaints, **{"reason": "facts_changed", **more})  # fmt: skip


@pytest.mark.parametrize(
    ("by_child", "language", "says"),
    [
        (False, "sq", "nuk vlen më: e tërhoqëm"),
        (False, "en", "does not count any more: we have withdrawn it"),
        (True, "sq", "nuk vlen më: e morëm mbrapsht"),
        (True, "en", "does not count any more: we took it back"),
    ],
)
def test_that_it_counts_no_more_is_said_in_plain_words(by_child, language, says):
    text = event_text("act_fell", Facts(number="R-1"), "", language, by_child=by_child)
    assert says in text
    replaced = event_text("act_fell", Facts(number="R-1", replaced_by="R-2"), "", language, by_child=by_child)
    assert text.index("R-1") < text.index(says)
    assert replaced.index("R-1") < replaced.index("R-2")


@pytest.mark.parametrize("role", ["child", "parent"])
def test_it_stands_last_in_the_mailbox_and_is_told_once(world, role):
    told = world.complain(submitter={"role": role})
    who = UUID(told["id"])
    accused, one = stood(who, state="no_reply", following="steps"), fell(who)
    world.take(accused, one, one)
    messages = box(world, told)["messages"]
    assert [message["kind"] for message in messages] == ["stood", "act_fell"]
    assert "R-2026-00001-1" in messages[-1]["text"]


def test_what_took_its_place_is_named(world):
    told = world.complain()
    new = {"reason": "superseded", "superseded_by": uuid4(), "replaced_by": "R-2026-00002-9"}
    world.take(stood(UUID(told["id"]), state="no_reply", following="steps"), fell(UUID(told["id"]), **new))
    assert "R-2026-00002-9" in box(world, told)["messages"][-1]["text"]


def test_of_a_letter_of_which_the_mailbox_says_nothing_it_is_not_told_that_it_fell(world):
    told = world.complain()
    world.take(fell(UUID(told["id"]), kind="prosecution_referral"))
    assert box(world, told)["messages"] == []
