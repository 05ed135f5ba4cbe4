"""A mailbox hears that a letter counts no more if it heard of that letter; what the Assembly answers is said as what it is."""

from uuid import UUID, uuid4

import pytest

from services.intake.data.wording import Facts, Known, event_text
from shared.events.catalogue import RecommendationIssued
from shared.events.catalogue.cases import IssuedAddressee, IssuedItem
from tests.intake.test_consumers import ACT, assessed, box, delivery
from tests.intake.test_fallen import fell

NUMBER = "R-2026-00001-1"


def sent(*complaints, kind="assembly_report", expects="debate", **more):
    to = IssuedAddressee(institution_id=uuid4(), role="responsible", expects=expects, rendering="0" * 64, **more)
    return delivery(
        RecommendationIssued, ACT, recommendation_id=ACT, case_id=uuid4(), number=NUMBER, kind=kind,
        content_hash="0" * 64, items=(IssuedItem(item_id=uuid4(), due=None),), addressees=(to,), complaints=complaints,
    )  # fmt: skip


def test_who_never_heard_of_a_letter_does_not_hear_that_it_fell(world):
    told, joined = world.complain(), world.complain()
    world.take(sent(UUID(told["id"])), fell(UUID(told["id"]), UUID(joined["id"]), kind="assembly_report", sequence=2))
    assert [message["kind"] for message in box(world, told)["messages"]] == ["act_sent", "act_fell"]
    assert box(world, joined)["messages"] == []


def test_that_the_answer_of_the_assembly_is_told_is_said_with_the_letter(world):
    told = world.complain()
    world.take(sent(UUID(told["id"]), answer_told=True))
    [message] = box(world, told)["messages"]
    assert "jua shkruajmë këtu" in message["text"] or "ta shkruajmë këtu" in message["text"]


@pytest.mark.parametrize("by_child", [True, False])
@pytest.mark.parametrize(
    ("kind", "facts", "sq", "en"),
    [
        ("answered", {"said": "accepted"}, "do ta diskutojë raportin", "will debate the report"),
        ("answered", {"said": "claimed"}, "thotë se e diskutoi raportin", "says that it debated the report"),
        ("stood", {"state": "refused"}, "nuk do ta diskutojë raportin", "will not debate the report"),
    ],
)
def test_an_answer_to_a_report_is_told_as_one(kind, facts, sq, en, by_child):
    known = Known(kinds={"R-1": "assembly_report"})
    about = Facts(number="R-1", place=1, next="nothing", **facts)
    for language, says in (("sq", sq), ("en", en)):
        text = event_text(kind, about, "Kuvendi", language, by_child=by_child, known=known)
        assert says in text


@pytest.mark.parametrize("role", ["child", "parent"])
@pytest.mark.parametrize(
    ("outcome", "word", "sq", "en"),
    [
        ("debated", "implemented", "e diskutoi raportin tonë", "debated our report"),
        ("not_debated", "not", "nuk e diskutoi raportin tonë në afat", "did not debate our report in time"),
    ],
)
def test_whether_the_assembly_debated_a_report_is_told(world, role, outcome, word, sq, en):
    for language, says in (("sq", sq), ("en", en)):
        told = world.complain(submitter={"role": role}, language=language)
        where = {"number": "R-2026-00001-1", "place": 1, "next": "nothing"}
        world.take(assessed(UUID(told["id"]), assessment=word, outcome=outcome, **where))
        [message] = box(world, told)["messages"]
        assert says in message["text"]
