"""What officers do with a complaint: open its file, decide, mark a conflict."""

from marshmallow import fields, validate

from services.intake import data
from services.intake.models.tables import WHO
from shared.gate import Body, Flag, Id, Text


class Conflict(Body):
    """`who`: the complainant, the representative, or whichever of the two are the child's parents or guardians."""

    in_conflict = Flag(required=True)
    who = fields.String(load_default="submitter", validate=validate.OneOf(WHO))


class NewDecision(Body):
    """What each outcome needs stands in data/outcomes.yaml, what each ground needs in data/grounds.yaml.

    `ask_authority`: a court, a prosecutor or a judicial oversight body to ask for information about a barred matter.
    """

    outcome = fields.String(required=True, validate=validate.OneOf(list(data.outcomes())))
    ground = fields.String(load_default=None, validate=validate.OneOf(list(data.ground_entries())))
    summary = Text(4000, load_default=None)
    language = fields.String(load_default="sq", validate=validate.OneOf(["sq", "en"]))
    rights = fields.List(Text(10), load_default=list, validate=validate.Length(max=20))
    bodies = fields.List(Id(), load_default=list, validate=validate.Length(max=20))
    joined_to = Id(load_default=None)
    redirect_to = Id(load_default=None)
    ask_authority = Id(load_default=None)
    urgency = fields.String(load_default=None, validate=validate.OneOf(list(data.urgency_levels())))
    urgency_reason = Text(500, load_default=None)
