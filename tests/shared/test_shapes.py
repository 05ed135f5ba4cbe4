"""Shapes whose members may be left out but not be null."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import pytest
from marshmallow import ValidationError

from shared.edges import Answer, Body, Document
from shared.fields import Text
from shared.typed import UNSENT, Unsent, dump, load, schema_class


@dataclass(frozen=True, kw_only=True)
class Wish(Body):
    nullable: ClassVar[bool] = False

    words: Annotated[str, Text(20)] | None = None
    secret: bool = True


@dataclass(frozen=True, kw_only=True)
class Told(Answer):
    reason: str | Unsent | None = UNSENT


@dataclass(frozen=True, kw_only=True)
class Word(Document):
    text: str


def test_what_is_left_out_takes_its_default_and_openapi_says_which():
    assert load(Wish, {}) == Wish(words=None, secret=True)
    assert schema_class(Wish)().fields["secret"].load_default is True


def test_null_is_refused_and_never_written():
    with pytest.raises(ValidationError):
        load(Wish, {"words": None})
    assert dump(Wish()) == {"secret": True}


def test_what_says_nothing_is_not_written_and_null_is():
    assert (dump(Told()), dump(Told(reason=None))) == ({}, {"reason": None})


def test_several_values_are_one_document(documents):
    name = documents.keep_all([Word(text="po"), Word(text="jo")])
    assert documents.read_all(Word, name) == [Word(text="po"), Word(text="jo")]
