"""What crosses an edge as a value: members that were not sent, and words of which only some will do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import pytest
from marshmallow import ValidationError

from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import UNSENT, Unsent, Word, changed, dump, load, sent


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


@dataclass(frozen=True, kw_only=True)
class Room(Body):
    name: Annotated[str, Text(20)]
    place: Annotated[str | None, Text(20)] = None


@dataclass(frozen=True, kw_only=True)
class RoomChange(Body):
    name: Annotated[str | Unsent, Text(20)] = UNSENT
    place: Annotated[str | Unsent | None, Text(20)] = UNSENT


def test_a_change_puts_what_was_sent_in_its_place_null_too_and_leaves_the_rest():
    room = Room(name="Salla", place="Tropojë")
    assert sent(load(RoomChange, {"place": None})) == {"place": None}
    assert changed(room, load(RoomChange, {"place": None})) == Room(name="Salla", place=None)
    assert changed(room, load(RoomChange, {"name": "Zyra"})) == Room(name="Zyra", place="Tropojë")
    assert changed(room, load(RoomChange, {})) == room
