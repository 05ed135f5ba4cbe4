"""Relations and successions of bodies as JSON."""

from marshmallow import fields, validate

from services.partners.domain import RELATIONS
from shared.fields import Day, Flag, Id, Text
from shared.gate import Body

_MOST_SUCCESSORS = 20


class NewRelation(Body):
    """A relation of the body in the path to another one."""

    kind = fields.String(required=True, validate=validate.OneOf(RELATIONS))
    to_id = Id(data_key="to", required=True)
    valid_from = Day(allow_none=True, load_default=None)
    valid_to = Day(allow_none=True, load_default=None)
    source = Text(100, load_default="office")


class RelationEnd(Body):
    """The last day on which the relation holds."""

    valid_to = Day(required=True)


class RelationChange(Body):
    """What was entered wrongly of a relation; absent members stay."""

    kind = fields.String(validate=validate.OneOf(RELATIONS))
    to_id = Id(data_key="to")
    valid_from = Day(allow_none=True)
    valid_to = Day(allow_none=True)
    source = Text(100)
    confirmed = Flag()


class NewSuccession(Body):
    """From `day` on others stand where the body in the path ended. `letters_to`: who answers for its letters.

    Of an only successor it is that one; of several it is nobody unless named. `carry_over`: who stood under the body stands
    under its only successor.
    """

    successors = fields.List(Id(), required=True, validate=validate.Length(min=1, max=_MOST_SUCCESSORS))
    day = Day(required=True)
    ground = Text(300, allow_none=True, load_default=None)
    source = Text(100, load_default="office")
    letters_to = Id(allow_none=True, load_default=None)
    carry_over = Flag(load_default=False)
