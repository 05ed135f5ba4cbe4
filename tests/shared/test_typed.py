"""What crosses an edge as a value: members that were not sent, and words of which only some will do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import pytest
from marshmallow import ValidationError

from shared.edges import Answer, Body
from shared.typed import UNSENT, Unsent, Word, dump, load


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


@dataclass(frozen=True, kw_only=True)
class Paint(Body):
    colour: Annotated[Colour, Word(Colour, only=(Colour.RED,))]


@dataclass(frozen=True, kw_only=True)
class Wall(Answer):
    name: str
    colour: str | Unsent = UNSENT
    place: str | None = None


def test_of_an_enumeration_the_words_that_will_do_are_loaded_as_members_and_the_others_refused_once():
    assert load(Paint, {"colour": "red"}).colour is Colour.RED
    for word in ("green", "blue"):
        with pytest.raises(ValidationError) as refused:
            load(Paint, {"colour": word})
        assert len(refused.value.messages["colour"]) == 1


def test_a_member_that_says_nothing_is_not_written_and_null_is():
    assert dump(Wall(name="a")) == {"name": "a", "place": None}
    assert dump(Wall(name="a", colour="red")) == {"name": "a", "colour": "red", "place": None}
