"""Whoever complained reads what an item asks for in the words that the public may read, as long as it may; and otherwise which item of which letter it is."""

from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import PublicActChanged
from tests.intake.conftest import SCHOOL, delivery
from tests.intake.test_consumers import answered, box, closed, issued, left, opened, stood

NUMBER = "R-2026-00001-1"
ACT = uuid4()


def public(world, *items, state="readable", sequence=1):
    """The public reads these items of the letter from now on."""
    said = {"title": "Ndihmësi", "grounds": "", "number": NUMBER, "kind": "Rekomandim", "words_language": "sq"}
    kept = world.platform.documents.put_json({**said, "items": items, "bodies": [], "clusters": []})
    words = {"text_sq": kept, "text_en": kept} if state == "readable" else {}
    return delivery(PublicActChanged, ACT, sequence, act_id=ACT, number=NUMBER, state=state, **words)


def told(world, receipt, kind):
    return [message["text"] for message in box(world, receipt)["messages"] if message["kind"] == kind]


@pytest.fixture
def parent(world):
    return world.complain(submitter={"role": "parent"})


def test_an_item_is_named_by_its_words_once_the_public_may_read_them_and_no_longer(world, parent):
    world.take(opened(one := UUID(parent["id"])), issued(one, to=(SCHOOL,)), stood(one, place=2))
    [before] = told(world, parent, "stood")
    assert before.startswith(
        f"Pika 2 e letrës {NUMBER}, ku kërkuam të vihet në vend e drejta: Shkolla Shembull refuzoi"
    )
    world.take(public(world, "Të regjistrohet fëmija.", "Të caktohet ndihmës mësues."))
    [with_words] = told(world, parent, "stood")
    assert with_words.startswith(f"Pika 2 (“Të caktohet ndihmës mësues.”) e letrës {NUMBER}, ku kërkuam")
    world.take(public(world, state="withheld", sequence=2))
    assert told(world, parent, "stood") == [before]


def test_the_end_of_a_case_and_what_a_body_said_name_it_too(world, parent):
    one, words = UUID(parent["id"]), public(world, "Të regjistrohet.", "Të caktohet ndihmës.", "Të njoftohet prindi.")
    ended = closed(one, outcome="violation_found_recommended", items=[left(3, "refused", "nothing")])
    world.take(opened(one), words, answered(one, place=1), ended)
    assert "Pika 1 (“Të regjistrohet.”)" in told(world, parent, "answered")[0]
    assert "Pika 3 (“Të njoftohet prindi.”)" in told(world, parent, "case_closed")[0]


def test_a_long_item_is_told_by_its_beginning(world, parent):
    world.take(opened(one := UUID(parent["id"])), public(world, "Fillimi " + "fjalë " * 100), stood(one, place=1))
    [text] = told(world, parent, "stood")
    assert "Pika 1 (“Fillimi fjalë" in text
    assert len(text) < 500
    assert " …”)" in text
