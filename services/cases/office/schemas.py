"""Shapes of the figures by right."""

from datetime import date

from marshmallow import Schema, ValidationError, fields, validates_schema

from services.cases.gaps.schemas.gaps import ClusterAnswer
from shared.fields import Day


class RightsQuery(Schema):
    """Both days included; without them the present year until today."""

    since = Day(data_key="from", load_default=None)
    until = Day(data_key="to", load_default=None)

    @validates_schema
    def ordered(self, data: dict[str, date | None], **_options: object) -> None:
        """Refuses an end before its beginning."""
        if data["since"] and data["until"] and data["since"] > data["until"]:
            raise ValidationError("Not before `from`.", "to")


class ClusterCountAnswer(ClusterAnswer):
    cases = fields.Integer(required=True)


class RightsAnswer(Schema):
    """`cases`: all of the period, each once; `clusters` sum to more where a case is about several."""

    since = fields.Date(data_key="from", required=True)
    until = fields.Date(data_key="to", required=True)
    taxonomy_day = fields.Date(required=True)
    cases = fields.Integer(required=True)
    clusters = fields.List(fields.Nested(ClusterCountAnswer), required=True)
