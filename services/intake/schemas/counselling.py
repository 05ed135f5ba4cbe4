"""Counselling: five answers out of closed lists, no name and no words."""

from marshmallow import Schema, fields, validate

from services.intake import data
from services.intake.schemas.complaints import MUNICIPALITY, keyed
from shared.fields import Id
from shared.gate import Body, PageQuery


class NewCounselling(Body):
    """`way_out` is the advice that was given, or `redirect_to` the body that the matter belongs to: one of the two.

    `institution_id` is the body that the person asked about.
    """

    channel = keyed(data.staff_channels(), required=True)
    regional_office = keyed(data.regional_offices(), load_default=None)
    role = keyed(data.roles(), required=True)
    life_area = keyed(data.life_areas(), required=True)
    municipality = fields.String(load_default=None, **MUNICIPALITY)
    institution_id = Id(load_default=None)
    way_out = keyed(data.ways_out(), load_default=None)
    redirect_to = Id(load_default=None)
    language = fields.String(load_default="sq", validate=validate.OneOf(["sq", "en"]))


class CounsellingQuery(PageQuery):
    """What a list of counselling may be narrowed to."""

    channel = keyed(data.staff_channels(), load_default=None)
    regional_office = keyed(data.regional_offices(), load_default=None)
    life_area = keyed(data.life_areas(), load_default=None)


class Counselling(Schema):
    """One contact that ended with advice."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    channel = fields.String(required=True)
    regional_office = fields.String(allow_none=True, required=True)
    role = fields.String(required=True)
    by_child = fields.Boolean(required=True)
    life_area = fields.String(required=True)
    municipality = fields.String(allow_none=True, required=True)
    institution_id = fields.UUID(allow_none=True, required=True)
    way_out = fields.String(allow_none=True, required=True)
    redirect_to = fields.UUID(allow_none=True, required=True)
    language = fields.String(required=True)


class CounsellingList(Schema):
    """One page of counselling."""

    items = fields.List(fields.Nested(Counselling), required=True)
    next = fields.String(allow_none=True, required=True)
