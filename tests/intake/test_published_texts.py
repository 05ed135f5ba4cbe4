"""What the office is to publish is of no case: it is compared with the full names in all files, and only places go back."""

from uuid import uuid4

import pytest

from shared.events.catalogue import ActivityTextChecked, ActivityTextOffered, TextChecked, TextOffered
from shared.events.documents.cases import OfferedPart, OfferedText
from tests.intake.conftest import CHILD, delivery

FIRST, FAMILY = CHILD.split()


def offer(world, *texts):
    check, text = uuid4(), OfferedText(parts=tuple(OfferedPart(name=f"part.{n}", text=t) for n, t in enumerate(texts)))
    offered = {"check_id": check, "text_id": uuid4(), "kind": "publication", "content_hash": "a" * 64}
    world.take(delivery(TextOffered, check, **offered, text=world.documents.keep(text)))
    [told] = [one for one in world.outbox(TextChecked) if one["check_id"] == str(check)]
    return told


@pytest.mark.parametrize(
    "text",
    [f"Çfarë ndodhi me {FIRST} {FAMILY}", f"Historia e {FAMILY}t, {FIRST}s", f"{FIRST}\n{FAMILY}", "Tel. 069 234 5678", "NID K10525045L"],
    ids=["plain", "declined", "split", "telephone", "identity"],
)  # fmt: skip
def test_a_full_name_of_any_file_and_any_number_stop(world, text):
    world.complain()
    told = offer(world, "Udhëzues për shkollat", text)
    assert told["stops"] >= 1 and {one["part"] for one in told["places"] if one["severity"] == "stop"} == {1}
    assert FIRST.lower() not in str(told).lower()


def test_a_name_that_is_written_over_title_and_summary_stops(world):
    world.complain()
    assert offer(world, f"Letra e {FIRST}s", f"{FAMILY} na shkroi.")["stops"] >= 1


def test_the_words_of_an_activity_are_compared_in_the_same_way_and_answered_to_partners(world):
    world.complain()
    words = (f"Takim me nxënësen {FIRST} {FAMILY}, tel. 069 234 5678", "Meeting", f"Te banesa e {FIRST} {FAMILY}")
    check, activity = uuid4(), uuid4()
    text = OfferedText(parts=tuple(OfferedPart(name=f"part.{n}", text=t) for n, t in enumerate(words)))
    offered = {"check_id": check, "text_id": activity, "kind": "activity", "content_hash": "a" * 64}
    world.take(delivery(ActivityTextOffered, activity, **offered, text=world.documents.keep(text)))
    [told] = [one for one in world.outbox(ActivityTextChecked) if one["check_id"] == str(check)]
    assert (told["text_id"], told["kind"]) == (str(activity), "activity")
    assert {one["part"] for one in told["places"] if one["severity"] == "stop"} == {0, 2}
    assert FIRST.lower() not in str(told).lower() and world.outbox(TextChecked) == []


@pytest.mark.parametrize(
    "text",
    ["Të drejtat e tua, me fjalë të thjeshta.", "Shkolla u hap; ALO 116 111 është falas.", f"Dita e {FIRST.lower()}ve"],
    ids=["plain", "helpline", "word"],
)  # fmt: skip
def test_words_that_name_nobody_do_not_stop(world, text):
    world.complain()
    assert offer(world, text)["stops"] == 0


def test_a_text_that_comes_twice_is_answered_twice_with_the_same(world):
    world.complain()
    first, second = (offer(world, f"{FIRST} {FAMILY}") for _time in range(2))
    assert first["places"] == second["places"] and first["stops"] == second["stops"] >= 1
