"""Many letters of the post book at once, each named once."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from services.partners.domain import RETURN_REASONS, WAYS

MOST_AT_ONCE = 200
_AT_ONCE = validate.Length(min=1, max=MOST_AT_ONCE)


def _each_once(entries: Sequence[UUID | Mapping[str, object]]) -> None:
    """Refuses a letter that is named twice, at its second place: what holds of it would be said twice."""
    named: set[object] = set()
    for place, entry in enumerate(entries):
        letter = entry if isinstance(entry, UUID) else getattr(entry, "id", None)
        if letter in named:
            raise ValidationError({place: ["Named twice."]})
        named.add(letter)


ONCE_EACH = validate.And(_AT_ONCE, _each_once)
Reason = Annotated[str, fields.String(validate=validate.OneOf(RETURN_REASONS))]
Way = Annotated[str, fields.String(validate=validate.OneOf(WAYS))]
