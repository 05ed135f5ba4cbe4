"""Proposals to act on a pattern, as JSON."""

from marshmallow import Schema, fields

from services.cases.gaps.domain.patterns import ProposalState
from services.cases.gaps.schemas.gaps import BehindAnswer
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE, KnownComplaint, NamedBody, word
from shared.gate import Body, PageQuery, Text
from shared.typed import schema_class


class PatternQuery(PageQuery):
    state = fields.String(load_default=None, validate=word(*ProposalState))


class OpeningBody(Body):
    """Why the office acts, in the officer's words; the numbers stand before them in the memo."""

    words = Text(LONGEST_TEXT, required=True)
    title = Text(LONGEST_TITLE, load_default=None, allow_none=True)


class DismissalBody(Body):
    reason = Text(LONGEST_TEXT, required=True)


class PatternAnswer(Schema):
    """More cases about one body and one right than usual. Counts are of cases that began with a complaint; `expected`: what
    the baseline lets expect for so many days as the window has. `case_id`: what was opened of it, for who may see that.
    """

    id = fields.UUID(attribute="proposal.id", required=True)
    institution = fields.Nested(schema_class(NamedBody), required=True, allow_none=True)
    right = fields.String(attribute="proposal.right", required=True)
    window_days = fields.Integer(attribute="proposal.window_days", required=True)
    window_ends = fields.Date(attribute="proposal.window_ends", required=True)
    count = fields.Integer(attribute="proposal.counted", required=True)
    baseline_days = fields.Integer(attribute="proposal.baseline_days", required=True)
    baseline = fields.Integer(attribute="proposal.before", required=True)
    expected = fields.Method("a_number", required=True)
    state = fields.String(attribute="proposal.state", required=True)
    reason = fields.String(attribute="proposal.reason", required=True, allow_none=True)
    case_id = fields.UUID(attribute="opened", required=True, allow_none=True)
    proposed_at = fields.AwareDateTime(attribute="proposal.proposed_at", required=True)
    cases = fields.List(fields.Nested(BehindAnswer), required=True)
    complaints = fields.List(fields.Nested(KnownComplaint), required=True)

    def a_number(self, view: object) -> float:
        """With one decimal."""
        return float(view.expected)  # type: ignore[attr-defined]


class PatternList(Schema):
    items = fields.List(fields.Nested(PatternAnswer), required=True)
    next = fields.String(required=True, allow_none=True)
