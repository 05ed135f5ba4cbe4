"""What was told of a body and no longer holds, in the words of the mailbox."""

from datetime import date
from uuid import UUID

import pytest

from services.intake.data.wording import Facts, event_text
from tests.intake.test_consumers import answered, assessed, box, stood


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


@pytest.mark.parametrize(
    ("role", "language", "says"),
    [
        ("parent", "sq", "Më parë ju thamë se Shkolla Shembull e bëri atë që i kërkuam. Kjo nuk vlen më. Shkolla Shembull nuk e bëri"),
        ("parent", "en", "We told you before that Shkolla Shembull (en) did what we asked. That no longer holds. Shkolla Shembull (en) did not do"),
        ("child", "sq", "Më parë të thamë se Shkolla Shembull e vuri në vend. Kjo nuk vlen më. Shkolla Shembull nuk e ka rregulluar"),
        ("child", "en", "We told you before that Shkolla Shembull (en) has put it right. That is not so any more. Shkolla Shembull (en) has not put it right"),
    ],
)  # fmt: skip
def test_a_later_finding_says_that_the_earlier_one_no_longer_holds(world, role, language, says):
    told = world.complain(submitter={"role": role}, language=language)
    of = {"number": "R-2026-00001-1", "place": 1}
    world.take(assessed(UUID(told["id"]), next="nothing", **of))
    world.take(assessed(UUID(told["id"]), assessment="not", next="steps", corrects="implemented", **of))
    assert any(says in message["text"] for message in box(world, told)["messages"])


@pytest.mark.parametrize("corrects", ["overtaken", "not_assessable", "no_information"])
def test_each_finding_that_is_taken_back_has_its_words(world, corrects):
    told = world.complain()
    world.take(answered(UUID(told["id"]), corrects=corrects))
    [message] = box(world, told)["messages"]
    assert "Më parë" in message["text"] and "Kjo nuk vlen më." in message["text"]


@pytest.mark.parametrize(
    ("role", "language", "says", "never"),
    [
        ("parent", "sq", "nuk na u përgjigj brenda afatit", "Kjo nuk vlen më"),
        ("parent", "sq", "Pas kësaj zyra jonë i dha më shumë kohë, deri më 25 qershor 2027", "asnjë afat"),
        ("parent", "en", "After that our office gave it more time, until 25 June 2027", "No time limit"),
        ("child", "sq", "Pastaj ne i dhamë më shumë kohë, deri më 25 qershor 2027", "nuk ka kaluar"),
        ("child", "en", "Then we gave it more time, until 25 June 2027", "has not passed"),
    ],
)
def test_that_more_time_was_given_late_denies_no_term_that_passed(world, role, language, says, never):
    told = world.complain(submitter={"role": role}, language=language)
    given = {"corrects": "no_reply", "due": date(2027, 6, 25), "given": date(2027, 6, 25)}
    world.take(stood(UUID(told["id"]), state="awaiting_reply", following="await", **given))
    [message] = box(world, told)["messages"]
    assert says in message["text"]
    assert never not in message["text"]


def test_of_a_term_that_moved_otherwise_the_new_last_day_is_told(world):
    told = world.complain(language="en", submitter={"role": "parent"})
    moved = {"corrects": "no_reply", "due": date(2027, 6, 25)}
    world.take(stood(UUID(told["id"]), state="awaiting_reply", following="await", **moved))
    [message] = box(world, told)["messages"]
    assert "That no longer holds. The last day to answer on this item is 25 June 2027." in message["text"]


@pytest.mark.parametrize(
    ("by_child", "language", "says"),
    [
        (False, "sq", "thotë se e bëri atë që i kërkuam. Tani nuk e thotë më këtë. Bashkia Shembull e pranoi"),
        (False, "en", "says that it has done what we asked. It no longer says so. Bashkia Shembull accepted"),
        (True, "sq", "thotë se e rregulloi. Tani nuk e thotë më këtë. Bashkia Shembull tha"),
        (True, "en", "says that it put it right. It does not say so any more. Bashkia Shembull said"),
    ],
)
def test_that_a_body_says_no_more_that_it_is_done_is_told(by_child, language, says):
    facts = Facts(said="accepted", corrects="claimed", number="R-1", place=1, next="check", day=date(2027, 6, 25))
    assert says in event_text("answered", facts, "Bashkia Shembull", language, by_child=by_child)


@pytest.mark.parametrize(
    ("role", "language", "says"),
    [
        ("parent", "sq", "Presim që ta bëjë deri më 25 qershor 2027."),
        ("parent", "en", "We expect it to do it by 25 June 2027."),
        ("child", "sq", "Presim që ta rregullojë deri më 25 qershor 2027."),
        ("child", "en", "We expect it to put it right by 25 June 2027."),
    ],
)
def test_the_day_by_which_what_is_in_process_is_expected_is_told(world, role, language, says):
    told = world.complain(submitter={"role": role}, language=language)
    where = {"number": "R-2026-00001-1", "place": 2, "next": "check"}
    found = assessed(UUID(told["id"]), assessment="in_process", by=date(2027, 6, 25), **where)
    world.take(found)
    [message] = box(world, told)["messages"]
    assert says in message["text"]
