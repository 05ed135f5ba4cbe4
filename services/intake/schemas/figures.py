"""Figures: each says its unit, and of what it is a share."""

from typing import Any

from marshmallow import Schema, fields

from services.intake.domain.figures import Part as OnePart
from shared.fields import Day
from shared.gate import Body


class FiguresQuery(Body):
    """The days of the period, both included: from the first of January and to today, unless said otherwise."""

    first = Day(load_default=None, data_key="from")
    last = Day(load_default=None, data_key="to")


class Part(Schema):
    """A part of the whole. The percentages of all parts sum to 100; null where there is nothing to divide by."""

    key = fields.String(required=True)
    count = fields.Integer(required=True)
    percent = fields.Method("one_decimal", required=True, metadata={"type": ["number", "null"]})

    def one_decimal(self, part: OnePart) -> Any:
        return None if part.percent is None else float(part.percent)


class Figure(Schema):
    """`of_sq` and `of_en` say what the denominator counts."""

    key = fields.String(required=True)
    unit = fields.String(required=True)
    name_sq = fields.String(required=True)
    name_en = fields.String(required=True)
    of_sq = fields.String(required=True)
    of_en = fields.String(required=True)
    denominator = fields.Integer(required=True)
    parts = fields.List(fields.Nested(Part), required=True)


class Figures(Schema):
    """`final`: the period is over, so that the figures stay as they are."""

    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    final = fields.Boolean(required=True)
    figures = fields.List(fields.Nested(Figure), required=True)
