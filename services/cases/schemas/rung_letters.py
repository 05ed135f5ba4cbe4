"""The letters of rungs as JSON."""

from marshmallow import Schema, fields

from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE
from shared.fields import Text
from shared.gate import Body

IDS = {"type": "array", "items": {"type": "string", "format": "uuid"}}


class LetterText(Schema):
    """The words of a reminder, as the body will read them."""

    title = fields.String(required=True)
    text = fields.String(required=True)
    language = fields.String(required=True)


class LetterAnswer(Schema):
    """A rung that is due: `text` to be read and edited; or `act`, the draft to be approved and issued; or `alternatives`,
    where there is no superior; or several `superiors` to choose from. `blocked`: the code of the rule that forbids the act.
    """

    id = fields.UUID(attribute="letter.id", required=True)
    rung = fields.String(attribute="letter.rung", required=True)
    state = fields.String(attribute="letter.state", required=True)
    due_on = fields.Date(attribute="letter.due_on", required=True)
    sent_by = fields.String(attribute="rung.sent_by", required=True)
    number = fields.String(attribute="act.number", required=True)
    recommendation_id = fields.UUID(attribute="act.id", required=True)
    institution_id = fields.UUID(attribute="letter.institution_id", required=True)
    obligations = fields.Function(lambda view: [str(one.id) for one in view.owed], required=True, metadata=IDS)
    text = fields.Nested(LetterText, required=True, allow_none=True)
    act = fields.UUID(attribute="letter.act_id", required=True, allow_none=True)
    act_status = fields.String(attribute="draft.status", allow_none=True)
    to = fields.UUID(attribute="letter.to", required=True, allow_none=True)
    no_superior = fields.Boolean(attribute="letter.no_superior", required=True)
    superiors = fields.Function(lambda view: [str(one.id) for one in view.superiors], required=True, metadata=IDS)
    alternatives = fields.List(fields.String(), required=True)
    override_reason = fields.String(attribute="letter.override_reason", required=True, allow_none=True)
    blocked = fields.String(attribute="letter.blocked", required=True, allow_none=True)
    version = fields.Integer(attribute="letter.version", required=True)


class LetterWhole(LetterAnswer):
    """One rung read alone. `why`: in both languages, why it may be sent from its day on; empty once it does not wait, and
    where the commissioner lifted the waiting.
    """

    why = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class LetterList(Schema):
    items = fields.List(fields.Nested(LetterAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class LetterChangeBody(Body):
    """Other words for a reminder."""

    title = Text(LONGEST_TITLE, required=True)
    text = Text(LONGEST_TEXT, required=True)


class AttachmentAnswer(Schema):
    """One enclosure; `content` is the document as it is frozen."""

    title_sq = fields.String(required=True)
    title_en = fields.String(required=True)
    document = fields.String(required=True)
    content = fields.Raw(required=True)
