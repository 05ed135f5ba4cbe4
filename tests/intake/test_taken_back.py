"""What was told of a body and no longer holds, in the words of the mailbox."""

from uuid import UUID

import pytest

from services.intake.data.wording import Facts, event_text
from tests.intake.test_consumers import box, stood


@pytest.mark.parametrize(
    ("by_child", "language", "says"),
    [
        (False, "sq", "Kjo nuk vlen më. Këtij institucioni nuk i ka kaluar asnjë afat"),
        (False, "en", "That no longer holds. No time limit for this body to answer"),
        (True, "sq", "Kjo nuk vlen më. Koha që kjo zyrë ka për të na kthyer përgjigje"),
        (True, "en", "That is not so any more. The time that this office has to answer us"),
    ],
)
def test_what_no_longer_holds_is_taken_back_in_plain_words(by_child, language, says):
    facts = Facts(state="awaiting_reply", corrects="no_reply", number="R-1", place=1, next="await")
    text = event_text("stood", facts, "Bashkia Shembull", language, by_child=by_child)
    assert says in text
    assert text.index("R-1") < text.index("Bashkia Shembull") < text.index(says)


@pytest.mark.parametrize("state", ["awaiting_reply", "not_delivered"])
@pytest.mark.parametrize("corrects", ["no_reply", "promise_broken"])
def test_each_correction_has_its_words_and_is_told_once(world, state, corrects):
    told = world.complain()
    one = stood(UUID(told["id"]), state=state, following="await", corrects=corrects)
    world.take(one, one)
    [message] = box(world, told)["messages"]
    assert "Kjo nuk vlen më." in message["text"]
