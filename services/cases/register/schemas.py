"""The public register and the figures of compliance, each figure with method, unit and denominator."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields

from services.cases.schemas.obligations import BothTimeliness
from shared.gate import Body, Day, Id, PageQuery
from shared.typed import schema_of


class PublicQuery(PageQuery):
    institution = Id(load_default=None)


class ComplianceQuery(Body):
    """`on`: a past day."""

    on = Day(load_default=None)


class ReportQuery(ComplianceQuery):
    """`issued_from`, `issued_to`: of the acts that were issued on those days and between them alone."""

    issued_from = Day(load_default=None)
    issued_to = Day(load_default=None)


class PublicAddressee(Schema):
    institution_id = fields.UUID(required=True)
    name_sq = fields.String(required=True)
    name_en = fields.String(required=True)
    role = fields.String(required=True)


class PublicObligation(Schema):
    institution_id = fields.UUID(attribute="obligation.institution_id", required=True)
    reply = fields.String(attribute="obligation.reply", required=True)
    claimed = fields.String(attribute="obligation.claimed", required=True)
    assessed = fields.String(attribute="obligation.assessed", required=True)
    reply_due = fields.Date(attribute="obligation.reply_due", required=True, allow_none=True)
    timeliness = fields.Method("both", required=True)

    def both(self, view: object) -> dict[str, Any]:
        """Timeliness of the reply and of the implementation."""
        parts = {name: getattr(view, name) for name in ("reply", "implementation")}
        found: dict[str, Any] = schema_of(BothTimeliness).dump(parts)
        return found


class PublicItem(Schema):
    number = fields.Integer(required=True)
    text = fields.String(required=True)
    due = fields.Date(required=True, allow_none=True)
    obligations = fields.List(fields.Nested(PublicObligation), required=True)


class PublicRecommendation(Schema):
    """An act as the public sees it. No id of a case, a complaint or a person. `withheld`: its words speak of one official
    and stay back; the title is that of its kind, and grounds and items have no text.
    """

    number = fields.String(attribute="act.number", required=True)
    kind = fields.String(attribute="act.kind", required=True)
    kind_name_sq = fields.String(attribute="entry.name_sq", required=True)
    kind_name_en = fields.String(attribute="entry.name_en", required=True)
    status = fields.String(attribute="act.status", required=True)
    issued_on = fields.Date(attribute="act.issued_on", required=True)
    language = fields.String(attribute="act.language", required=True)
    withheld = fields.Boolean(required=True)
    title = fields.String(required=True)
    grounds = fields.String(required=True)
    addressees = fields.List(fields.Nested(PublicAddressee), required=True)
    items = fields.Method("with_states", required=True)

    def with_states(self, found: Any) -> list[dict[str, Any]]:
        """Each item with where it stands at each body."""
        return [
            PublicItem().dump(
                {
                    "number": item.place + 1,
                    "text": found.text_of(item),
                    "due": item.due,
                    "obligations": [one for one in found.obligations if one.item.id == item.id],
                }
            )
            for item in found.items
        ]


class PublicList(Schema):
    items = fields.List(fields.Nested(PublicRecommendation), required=True)
    next = fields.String(required=True, allow_none=True)


class FigureAnswer(Schema):
    """A part of a whole; `percent` is null where there is nothing to divide by."""

    key = fields.String(required=True)
    unit = fields.String(required=True)
    numerator = fields.Integer(required=True)
    denominator = fields.Integer(required=True)
    percent = fields.Method("one_decimal", required=True)

    def one_decimal(self, figure: Any) -> float | None:
        """As a JSON number with one decimal."""
        return None if figure.percent is None else float(figure.percent)


class SplitAnswer(Schema):
    """The four shares of one unit; their percentages sum to 100. `left_out`: overtaken or not assessable."""

    unit = fields.String(required=True)
    denominator = fields.Integer(required=True)
    left_out = fields.Integer(required=True)
    shares = fields.List(fields.Nested(FigureAnswer), required=True)


class FiguresAnswer(Schema):
    letters = fields.Integer(required=True)
    items = fields.Integer(required=True)
    obligations = fields.Integer(required=True)
    splits = fields.List(fields.Nested(SplitAnswer), required=True)
    answered = fields.Nested(FigureAnswer, required=True)
    answered_late = fields.Nested(FigureAnswer, required=True)
    refused_without_reasons = fields.Nested(FigureAnswer, required=True)
    median_days = fields.Method("days", required=True)

    def days(self, figures: Any) -> float | None:
        """From the start of the clock to the reply."""
        found: Decimal | None = figures.median_days
        return None if found is None else float(found)


class MethodAnswer(Schema):
    """How it was counted, in both languages."""

    sq = fields.String(required=True)
    en = fields.String(required=True)


class ComplianceAnswer(Schema):
    """The figures of one body."""

    institution_id = fields.UUID(required=True)
    name_sq = fields.String(required=True)
    name_en = fields.String(required=True)
    day = fields.Date(required=True)
    method = fields.Nested(MethodAnswer, required=True)
    figures = fields.Nested(FiguresAnswer, required=True)


class BodyComplianceAnswer(Schema):
    institution_id = fields.UUID(attribute="body.id", required=True)
    name_sq = fields.String(attribute="body.name_sq", required=True)
    name_en = fields.String(attribute="body.name_en", required=True)
    class_ = fields.String(attribute="body.institution_class", data_key="class", required=True)
    figures = fields.Nested(FiguresAnswer, required=True)


class AllComplianceAnswer(Schema):
    """The figures of all bodies together and of each."""

    day = fields.Date(required=True)
    method = fields.Nested(MethodAnswer, required=True)
    figures = fields.Nested(FiguresAnswer, required=True)
    bodies = fields.List(fields.Nested(BodyComplianceAnswer), required=True)
