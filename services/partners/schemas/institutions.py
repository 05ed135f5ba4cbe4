"""Bodies and relations as JSON."""

from marshmallow import Schema, fields, validate

from services.partners.domain import CLASSES, POWERS, RELATIONS
from shared.gate import Body, Day, Flag, PageQuery, Text

_SLUG = validate.Regexp(r"[a-z][a-z0-9-]{1,62}\Z", error="Not a key.")
_LANGUAGES = ("sq", "en")
_DATE = {"format": "date"}


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


class RelationAnswer(Schema):
    id = fields.UUID()
    kind = fields.String(validate=validate.OneOf(RELATIONS))
    to = fields.UUID()
    valid_from = fields.String(allow_none=True, metadata=_DATE)
    valid_to = fields.String(allow_none=True, metadata=_DATE)
    source = fields.String()
    confirmed = fields.Boolean()


class SuccessionAnswer(Schema):
    """`to` is the other body, `from` the first day of the new order."""

    to = fields.UUID()
    name_sq = fields.String()
    name_en = fields.String()
    from_ = fields.String(data_key="from", attribute="from", metadata=_DATE)
    takes_letters = fields.Boolean()
    ground = fields.String(allow_none=True)
    source = fields.String()
    confirmed = fields.Boolean()


class InstitutionAnswer(Schema):
    """The record of a body; `confirmed: false` means that it rests on a source still to be confirmed."""

    id = fields.UUID()
    key = fields.String()
    class_ = fields.String(data_key="class", attribute="class", validate=validate.OneOf(CLASSES))
    name_sq = fields.String()
    short_sq = fields.String(allow_none=True)
    name_en = fields.String()
    aka = fields.List(fields.String())
    seat = fields.String(allow_none=True)
    municipality = fields.String(allow_none=True)
    municipality_name = fields.String(allow_none=True)
    county = fields.String(allow_none=True)
    county_name = fields.String(allow_none=True)
    languages = fields.List(fields.String())
    powers = fields.List(fields.String())
    replaces = fields.List(fields.String())
    mailbox = fields.String(allow_none=True)
    sample = fields.Boolean()
    active = fields.Boolean()
    valid_from = fields.String(allow_none=True, metadata=_DATE)
    valid_to = fields.String(allow_none=True, metadata=_DATE)
    source = fields.String()
    confirmed = fields.Boolean()
    version = fields.Integer()
    relations = fields.List(fields.Nested(RelationAnswer))
    predecessors = fields.List(fields.Nested(SuccessionAnswer))
    successors = fields.List(fields.Nested(SuccessionAnswer))


class InstitutionList(Schema):
    items = fields.List(fields.Nested(InstitutionAnswer))
    next = fields.String(allow_none=True)
