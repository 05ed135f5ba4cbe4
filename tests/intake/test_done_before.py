"""What was done before its letter arrived, in the words of the mailbox: nobody is said to have done what we asked who was not asked."""

from uuid import UUID

import pytest

from services.intake.data.wording import LANGUAGES, Facts, event_text
from tests.intake.test_consumers import assessed, box


@pytest.mark.parametrize("assessment", ["implemented", "in_process"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by_child", [True, False])
def test_it_is_said_that_the_letter_had_not_arrived(by_child, language, assessment):
    facts = Facts(assessment=assessment, undelivered=True, number="R-1", place=1)
    text = event_text("assessed", facts, "Bashkia Shembull", language, by_child=by_child)
    assert "Bashkia Shembull" in text
    assert ("letra jonë" if language == "sq" else "our letter") in text.lower()
    assert "atë që i kërkuam" not in text
    assert "what we asked" not in text


def test_the_mailbox_tells_it_in_these_words_and_of_a_letter_that_arrived_as_before(world):
    for undelivered, says in ((True, "para se t’i mbërrinte letra jonë"), (False, "e bëri atë që i kërkuam")):
        told = world.complain(submitter={"role": "parent"})
        world.take(assessed(UUID(told["id"]), undelivered=undelivered))
        [message] = box(world, told)["messages"]
        assert says in message["text"]
