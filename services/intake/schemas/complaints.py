"""A complaint as it comes in, and as lists and staff see it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.intake import data
from services.intake.domain.sizes import LONGEST_NARRATIVE
from shared.fields import Day, Flag, Id, Text, Whole
from shared.gate import Body

MOST_BODIES = 10
_PHONE = validate.Regexp(r"\+?[0-9][0-9 ()./-]{4,24}\Z", error="Not a valid telephone number.")
_TIME = validate.Regexp(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z", error="Not a valid time.")
#: How a field for the key of a municipality is checked, before the directory is asked.
MUNICIPALITY: dict[str, Any] = {
    "validate": validate.Regexp(r"[a-z0-9][a-z0-9_.-]{0,63}\Z"),
    "metadata": {"pattern": r"^[a-z0-9][a-z0-9_.-]{0,63}$"},
}


def keyed(entries: Mapping[str, Any], **options: Any) -> fields.String:
    """One key of a closed list."""
    return fields.String(validate=validate.OneOf(list(entries)), **options)


class Hours(Body):
    """When a message may arrive, in Tirana's time; it may pass midnight."""

    begin = fields.String(required=True, validate=_TIME, data_key="from")
    end = fields.String(required=True, validate=_TIME, data_key="to")


class ContactParts(Body):
    """How to reach someone. Nothing is ever sent unless `safe` says that nobody else reads it."""

    email = fields.Email(validate=validate.Length(max=254))
    phone = fields.String(validate=_PHONE)
    address = Text(300)
    safe = Flag(load_default=False)
    hours = fields.Nested(Hours)

    @validates_schema
    def check(self, value: dict[str, Any], **_: Any) -> None:
        if value.get("safe") and not (value.get("email") or value.get("phone")):
            raise ValidationError("A safe contact needs an e-mail address or a telephone number.", "safe")


class Contact(fields.Field[dict[str, Any]]):
    """Parts, or one loose text as it was said on the telephone: that is kept for the officer and never written to."""

    def __init__(self, **options: Any) -> None:
        parts = fields.Nested(ContactParts)
        self._parts, self._text = parts, Text(300)
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> dict[str, Any]:
        if isinstance(value, str):
            return {"other": self._text.deserialize(value), "safe": False}
        loaded: dict[str, Any] = self._parts.deserialize(value, attr, data)
        if "hours" in loaded:
            loaded["hours"] = {"from": loaded["hours"]["begin"], "to": loaded["hours"]["end"]}
        return loaded


_CONTACT = {
    "oneOf": [
        {"type": "string", "minLength": 1, "maxLength": 300},
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "email": {"type": "string", "format": "email", "maxLength": 254},
                "phone": {"type": "string", "pattern": r"^\+?[0-9][0-9 ()./-]{4,24}$"},
                "address": {"type": "string", "minLength": 1, "maxLength": 300},
                "safe": {"type": "boolean", "default": False},
                "hours": {
                    "type": "object",
                    "required": ["from", "to"],
                    "additionalProperties": False,
                    "properties": {
                        "from": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
                        "to": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
                    },
                },
            },
        },
    ]
}


class Submitter(Body):
    """Who complains. Nothing but the role is needed."""

    role = keyed(data.roles(), required=True)
    name = Text(200)
    contact = Contact(metadata=_CONTACT)
    keep_secret = Flag(load_default=True)


class Representative(Body):
    """Who acts for the child or for who complains, if someone does: another person than both."""

    role = keyed(data.representative_roles(), required=True)
    name = Text(200, required=True)
    contact = Contact(metadata=_CONTACT)


class Child(Body):
    """The child concerned, as far as it is told."""

    name = Text(200)
    age = Whole(0, 120)
    sex = fields.String(validate=validate.OneOf(["female", "male", "other"]))


class NamedBody(Body):
    """A body complained about: one of the directory, or a name as people say it."""

    institution_id = Id()
    name = Text(200)

    @validates_schema
    def check(self, value: dict[str, Any], **_: Any) -> None:
        if len(value) != 1:
            raise ValidationError("Either institution_id or name.")


class NewComplaint(Body):
    """What happened, in the words of whoever tells it. `urgency` holds the questions that were answered.

    `channel`, `regional_office` and `received_on` are for what staff enter; the last is the day from which the term counts.
    """

    submitter = fields.Nested(Submitter, required=True)
    child = fields.Nested(Child)
    representative = fields.Nested(Representative)
    narrative = Text(LONGEST_NARRATIVE, required=True)
    wanted = Text(2000)
    bodies = fields.List(fields.Nested(NamedBody), load_default=list, validate=validate.Length(max=MOST_BODIES))
    municipality = fields.String(**MUNICIPALITY)
    language = fields.String(required=True, validate=validate.OneOf(["sq", "en"]))
    conflict_with_guardian = Flag(load_default=False)
    life_area = keyed(data.life_areas())
    urgency = fields.Dict(keys=keyed(data.urgency_questions()), values=Flag())
    channel = keyed(data.channels())
    regional_office = keyed(data.regional_offices())
    received_on = Day()


class Registered(Schema):
    """The receipt code is in this answer and nowhere else."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    receipt_code = fields.String(required=True)


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
