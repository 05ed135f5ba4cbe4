"""Bodies and relations as JSON."""

from dataclasses import dataclass
from typing import Annotated

from marshmallow import fields, validate

from services.partners.domain import CLASSES, POWERS, RELATIONS
from shared.edges import Answer
from shared.events.documents.partners import InstitutionRecord, RelationRecord, SuccessionRecord
from shared.gate import Body, Day, Flag, PageQuery, Text

_SLUG = validate.Regexp(r"[a-z][a-z0-9-]{1,62}\Z", error="Not a key.")
_LANGUAGES = ("sq", "en")


def _words(*allowed: str) -> fields.List:
    return fields.List(
        fields.String(validate=validate.OneOf(allowed)), validate=validate.Length(max=len(allowed)), load_default=list
    )


class InstitutionQuery(PageQuery):
    """Filters of the list of bodies."""

    q = Text(100, load_default=None)
    class_ = fields.String(data_key="class", validate=validate.OneOf(CLASSES), load_default=None)
    active = fields.Boolean(load_default=None)
    county = fields.String(validate=_SLUG, load_default=None)
    on = Day(load_default=None)


class InstitutionDayQuery(Body):
    """`on`: the body as that day saw it."""

    on = Day(load_default=None)


class _Changeable(Body):
    short_sq = Text(200, allow_none=True)
    aka = fields.List(Text(200), validate=validate.Length(max=20))
    seat = Text(200, allow_none=True)
    municipality = fields.String(validate=_SLUG, allow_none=True)
    county = fields.String(validate=_SLUG, allow_none=True)
    mailbox = fields.Email(validate=validate.Length(max=254), allow_none=True)
    valid_from = Day(allow_none=True)
    valid_to = Day(allow_none=True)


class NewInstitution(_Changeable):
    """A body that the office adds."""

    key = fields.String(required=True, validate=_SLUG)
    institution_class = fields.String(data_key="class", required=True, validate=validate.OneOf(CLASSES))
    name_sq = Text(300, required=True)
    name_en = Text(300, required=True)
    short_sq = Text(200, allow_none=True, load_default=None)
    aka = fields.List(Text(200), validate=validate.Length(max=20), load_default=list)
    seat = Text(200, allow_none=True, load_default=None)
    municipality = fields.String(validate=_SLUG, allow_none=True, load_default=None)
    county = fields.String(validate=_SLUG, allow_none=True, load_default=None)
    languages = _words(*_LANGUAGES)
    powers = _words(*POWERS)
    mailbox = fields.Email(validate=validate.Length(max=254), allow_none=True, load_default=None)
    valid_from = Day(allow_none=True, load_default=None)
    valid_to = Day(allow_none=True, load_default=None)
    source = Text(100, load_default="office")


class InstitutionChange(_Changeable):
    """What the office may change of a body; absent members stay."""

    name_sq = Text(300)
    name_en = Text(300)
    languages = fields.List(fields.String(validate=validate.OneOf(_LANGUAGES)), validate=validate.Length(min=1, max=2))
    powers = fields.List(fields.String(validate=validate.OneOf(POWERS)), validate=validate.Length(max=len(POWERS)))
    source = Text(100)
    confirmed = Flag()
    active = Flag()


@dataclass(frozen=True, kw_only=True)
class RelationAnswer(RelationRecord):
    kind: Annotated[str, validate.OneOf(RELATIONS)]


@dataclass(frozen=True, kw_only=True)
class SuccessionAnswer(SuccessionRecord):
    """`to` is the other body, `from` the first day of the new order."""


@dataclass(frozen=True, kw_only=True)
class InstitutionAnswer(InstitutionRecord):
    """The record of a body; `confirmed: false` means that it rests on a source still to be confirmed."""

    class_: Annotated[str, validate.OneOf(CLASSES)]
    relations: tuple[RelationAnswer, ...]
    predecessors: tuple[SuccessionAnswer, ...]
    successors: tuple[SuccessionAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class InstitutionList(Answer):
    items: tuple[InstitutionAnswer, ...]
    next: str | None
