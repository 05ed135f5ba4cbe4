"""The register of gaps as JSON: what is entered, what the staff see, and what anyone may see."""

from marshmallow import Schema, fields, validate

from services.cases.gaps import data as practice
from services.cases.gaps.domain.gaps import GapStatus
from services.cases.register.schemas import PublicObligation
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE, MOST, NamedBody, word
from shared.gate import Body, Day, Id, PageQuery, Text
from shared.typed import schema_class

MOST_CASES = 200


def _rights(**options: bool) -> fields.List:
    return fields.List(Text(20), validate=validate.Length(min=1, max=MOST), **options)


class NewGapBody(Body):
    """`cases`: those that showed it."""

    kind = fields.String(required=True, validate=word(*practice.gap_kind_names()))
    title = Text(LONGEST_TITLE, required=True)
    description = Text(LONGEST_TEXT, required=True)
    provision = Text(1000, required=True)
    rights = _rights(required=True)
    bodies = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST))
    cases = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_CASES))


class GapChangeBody(Body):
    """What may be corrected; what is not sent stays."""

    title = Text(LONGEST_TITLE)
    description = Text(LONGEST_TEXT)
    provision = Text(1000)
    rights = _rights()
    bodies = fields.List(Id(), validate=validate.Length(max=MOST))


class GapCasesBody(Body):
    cases = fields.List(Id(), required=True, validate=validate.Length(min=1, max=MOST_CASES))


class GapActBody(Body):
    """Whom the act goes to; empty: whom the kind of gap names."""

    addressees = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST))


class GapOutcomeBody(Body):
    """How it ended, on which day, and where that can be read."""

    outcome = fields.String(required=True, validate=word(*practice.gap_outcome_names()))
    on = Day(required=True)
    source = Text(1000, required=True)


class GapQuery(PageQuery):
    kind = fields.String(load_default=None, validate=word(*practice.gap_kind_names()))
    cluster = Text(5, load_default=None)
    status = fields.String(load_default=None, validate=word(*GapStatus))


class ClusterAnswer(Schema):
    number = fields.String(required=True)
    name_sq = fields.String(required=True)
    name_en = fields.String(required=True)


class GapOutcomeAnswer(Schema):
    outcome = fields.String(required=True)
    on = fields.Date(required=True)
    source = fields.String(required=True)


class GapLineAnswer(Schema):
    """One gap in a list; `status` follows from its acts and its outcome, `clusters` from its articles."""

    id = fields.UUID(attribute="gap.id", required=True)
    number = fields.String(attribute="gap.number", required=True)
    kind = fields.String(attribute="gap.kind", required=True)
    title = fields.String(attribute="gap.title", required=True)
    provision = fields.String(attribute="gap.provision", required=True)
    rights = fields.List(fields.String(), attribute="gap.rights", required=True)
    clusters = fields.List(fields.Nested(ClusterAnswer), required=True)
    status = fields.String(required=True)
    outcome = fields.Nested(GapOutcomeAnswer, required=True, allow_none=True)
    opened_at = fields.AwareDateTime(attribute="gap.opened_at", required=True)


class GapList(Schema):
    items = fields.List(fields.Nested(GapLineAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class BehindAnswer(Schema):
    """A case that showed the gap and that the reader may see."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    status = fields.String(required=True)


class AskedAnswer(PublicObligation):
    """What one addressee owes on such an act. `outcome`: how it decided (adopted, repealed, …), where the act asks for that."""

    outcome = fields.String(attribute="obligation.outcome", required=True, allow_none=True)


class LinkedActAnswer(Schema):
    id = fields.UUID(attribute="act.id", required=True)
    case_id = fields.UUID(attribute="act.case_id", required=True)
    number = fields.String(attribute="act.number", required=True, allow_none=True)
    kind = fields.String(attribute="act.kind", required=True)
    status = fields.String(attribute="act.status", required=True)
    issued_on = fields.Date(attribute="act.issued_on", required=True, allow_none=True)
    obligations = fields.List(fields.Nested(AskedAnswer), required=True)


class GapAnswer(Schema):
    """One gap with the cases behind it, what was proposed, what was answered, and what came of it."""

    gap = fields.Nested(GapLineAnswer, attribute="line", required=True)
    description = fields.String(attribute="line.gap.description", required=True)
    version = fields.Integer(attribute="line.gap.version", required=True)
    bodies = fields.List(fields.Nested(schema_class(NamedBody)), required=True)
    cases = fields.List(fields.Nested(BehindAnswer), required=True)
    acts = fields.List(fields.Nested(LinkedActAnswer), required=True)
    outcomes = fields.List(fields.Nested(GapOutcomeAnswer), required=True)


class PublicActLine(Schema):
    number = fields.String(attribute="act.number", required=True)
    kind = fields.String(attribute="act.kind", required=True)
    status = fields.String(attribute="act.status", required=True)
    issued_on = fields.Date(attribute="act.issued_on", required=True)
    obligations = fields.List(fields.Nested(AskedAnswer), required=True)


class PublicBody(Schema):
    institution_id = fields.UUID(attribute="id", required=True)
    name_sq = fields.String(required=True)
    name_en = fields.String(required=True)


class PublicGapAnswer(Schema):
    """A gap as anyone may see it. `cases`: how many showed it; null where they are fewer than three."""

    number = fields.String(attribute="line.gap.number", required=True)
    kind = fields.String(attribute="line.gap.kind", required=True)
    title = fields.String(attribute="line.gap.title", required=True)
    description = fields.String(attribute="line.gap.description", required=True)
    provision = fields.String(attribute="line.gap.provision", required=True)
    rights = fields.List(fields.String(), attribute="line.gap.rights", required=True)
    clusters = fields.List(fields.Nested(ClusterAnswer), attribute="line.clusters", required=True)
    status = fields.String(attribute="line.status", required=True)
    outcome = fields.Nested(GapOutcomeAnswer, attribute="line.outcome", required=True, allow_none=True)
    bodies = fields.List(fields.Nested(PublicBody), required=True)
    cases = fields.Integer(required=True, allow_none=True)
    acts = fields.List(fields.Nested(PublicActLine), required=True)


class PublicGapList(Schema):
    items = fields.List(fields.Nested(PublicGapAnswer), required=True)
    next = fields.String(required=True, allow_none=True)
