"""Data on people that the office released to one body, as JSON."""

from marshmallow import Schema, fields


class Datum(Schema):
    key = fields.String(required=True)
    name_sq = fields.String(required=True)
    name_en = fields.String(required=True)
    value = fields.String(required=True)


class Release(Schema):
    """`erased`: the office erased the complaint since, and with it these data."""

    at = fields.AwareDateTime(required=True)
    erased = fields.Boolean(required=True)
    data = fields.List(fields.Nested(Datum), required=True)


class Releases(Schema):
    items = fields.List(fields.Nested(Release), required=True)
