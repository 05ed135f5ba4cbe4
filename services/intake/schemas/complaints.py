"""A complaint as it comes in, and as lists and staff see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate

from services.intake import data
from services.intake.domain.sizes import LONGEST_NARRATIVE
from services.intake.schemas.identity import Child, Representative, Submitter
from services.intake.schemas.keys import Language, Municipality, keyed
from shared.edges import Answer, Body
from shared.gate import Text

MOST_BODIES = 10


@dataclass(frozen=True, kw_only=True)
class NamedBody(Body):
    """A body complained about: one of the directory, or a name as people say it."""

    nullable: ClassVar[bool] = False

    institution_id: UUID | None = None
    name: Annotated[str, Text(200)] | None = None

    def check(self) -> None:
        if (self.institution_id is None) == (self.name is None):
            raise ValidationError("Either institution_id or name.")


@dataclass(frozen=True, kw_only=True)
class NewComplaint(Body):
    """What happened, in the words of whoever tells it. `urgency` holds the questions that were answered.

    `channel`, `regional_office` and `received_on` are for what staff enter; the last is the day from which the term counts.
    """

    nullable: ClassVar[bool] = False

    submitter: Submitter
    child: Child | None = None
    representative: Representative | None = None
    narrative: Annotated[str, Text(LONGEST_NARRATIVE)]
    wanted: Annotated[str, Text(2000)] | None = None
    bodies: Annotated[tuple[NamedBody, ...], validate.Length(max=MOST_BODIES)] = ()
    municipality: Municipality | None = None
    language: Language
    conflict_with_guardian: bool = False
    life_area: Annotated[str, keyed(data.life_areas())] | None = None
    urgency: Mapping[Annotated[str, keyed(data.urgency_questions())], bool] = field(default_factory=dict)
    channel: Annotated[str, keyed(data.channels())] | None = None
    regional_office: Annotated[str, keyed(data.regional_offices())] | None = None
    received_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Registered(Answer):
    """The receipt code is in this answer and nowhere else."""

    id: UUID
    reference: str
    receipt_code: str


@dataclass(frozen=True, kw_only=True)
class Receipt(Answer):
    """What the page after it shows of a complaint that was taken in, this once; `confirmed` is that of the term."""

    id: UUID
    reference: str
    code: str
    urgency: str
    due_on: date
    confirmed: bool
    by_staff: bool


class Listed(Schema):
    """A complaint in a list: no identity, no words."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    received_on = fields.Date(required=True)
    channel = fields.String(required=True)
    regional_office = fields.String(allow_none=True, required=True)
    submitter_role = fields.String(required=True)
    by_child = fields.Boolean(required=True)
    life_area = fields.String(allow_none=True)
    municipality = fields.String(allow_none=True)
    urgency = fields.String(required=True)
    urgency_due = fields.AwareDateTime(required=True)
    first_looked_at = fields.AwareDateTime(allow_none=True, required=True)
    first_look_late = fields.Boolean(required=True)
    anonymous = fields.Boolean(required=True)
    language = fields.String(required=True)
    status = fields.String(required=True)
    due_on = fields.Date(required=True)
    days_left = fields.Integer(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    wrote_after_decision = fields.Boolean(required=True)


class Complaints(Schema):
    """One page of complaints."""

    items = fields.List(fields.Nested(Listed), required=True)
    next = fields.String(allow_none=True, required=True)


class Opening(Schema):
    """That someone opened the file."""

    at = fields.AwareDateTime(required=True)
    by = fields.UUID(required=True)
    role = fields.String(required=True)
    reason = fields.String(required=True)


class Decision(Schema):
    """What was decided."""

    outcome = fields.String(required=True)
    ground = fields.String(allow_none=True)
    summary = fields.String(allow_none=True)
    rights = fields.List(fields.String(), required=True)
    bodies = fields.List(fields.String(), required=True)
    joined_to = fields.UUID(allow_none=True)
    redirect_to = fields.UUID(allow_none=True)
    decided_at = fields.AwareDateTime(required=True)
    decided_by = fields.UUID(required=True)


class KeptDecision(Decision):
    """A decision as it was made; `authority` is who was to be asked for information about the barred matter."""

    authority = fields.UUID(allow_none=True)


class Reopening(Schema):
    """That it was looked at again, and by when the complainant had to be told."""

    at = fields.AwareDateTime(required=True)
    by = fields.UUID(required=True)
    reason = fields.String(required=True)
    due_on = fields.Date(required=True)


class Redirect(Schema):
    """To whom a complaint was passed on, when and why; from `check_on` the complainant is asked whether it answered."""

    institution_id = fields.UUID(required=True)
    on = fields.Date(required=True)
    ground = fields.String(allow_none=True)
    check_on = fields.Date(required=True)
    asked_at = fields.AwareDateTime(allow_none=True)


class Joined(Schema):
    """A complaint that is joined to this one."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    status = fields.String(required=True)


class Case(Schema):
    """The case that a complaint became part of."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    outcome = fields.String(allow_none=True)


class Complaint(Listed):
    """One complaint for staff: what is known without opening its file."""

    registered_by = fields.UUID(allow_none=True)
    bodies = fields.List(fields.String(), required=True)
    named_bodies = fields.Boolean(required=True)
    keep_secret = fields.Boolean(required=True)
    conflict_with_guardian = fields.Boolean(required=True)
    submitter_in_conflict = fields.Boolean(required=True)
    representative_role = fields.String(allow_none=True, required=True)
    representative_in_conflict = fields.Boolean(required=True)
    can_be_told = fields.Boolean(required=True)
    contact_failing = fields.Boolean(required=True)
    messages = fields.Integer(required=True)
    files = fields.Integer(required=True)
    openings = fields.List(fields.Nested(Opening), required=True)
    decision = fields.Nested(Decision, allow_none=True)
    decisions = fields.List(fields.Nested(KeptDecision), required=True)
    reopenings = fields.List(fields.Nested(Reopening), required=True)
    redirect = fields.Nested(Redirect, allow_none=True)
    case = fields.Nested(Case, allow_none=True)
    joined = fields.List(fields.Nested(Joined), required=True)
    erased_at = fields.AwareDateTime(allow_none=True)
