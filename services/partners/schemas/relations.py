"""Relations and successions of bodies, as they are sent."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from marshmallow import fields, validate

from services.partners.domain import RELATIONS
from services.partners.schemas.institutions import Source
from shared.edges import Body
from shared.fields import Text
from shared.typed import UNSENT, Unsent

_MOST_SUCCESSORS = 20
Kind = Annotated[str, fields.String(validate=validate.OneOf(RELATIONS))]


@dataclass(frozen=True, kw_only=True)
class NewRelation(Body):
    """A relation of the body in the path to another one."""

    kind: Kind
    to: UUID
    valid_from: date | None = None
    valid_to: date | None = None
    source: Source = "office"


@dataclass(frozen=True, kw_only=True)
class RelationEnd(Body):
    """The last day on which the relation holds."""

    valid_to: date


@dataclass(frozen=True, kw_only=True)
class RelationChange(Body):
    """What was entered wrongly of a relation; absent members stay."""

    kind: Kind | Unsent = UNSENT
    to: UUID | Unsent = UNSENT
    valid_from: date | Unsent | None = UNSENT
    valid_to: date | Unsent | None = UNSENT
    source: Source | Unsent = UNSENT
    confirmed: bool | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class NewSuccession(Body):
    """From `day` on others stand where the body in the path ended. `letters_to`: who answers for its letters.

    Of an only successor it is that one; of several it is nobody unless named. `carry_over`: who stood under the body stands
    under its only successor.
    """

    successors: Annotated[tuple[UUID, ...], validate.Length(min=1, max=_MOST_SUCCESSORS)]
    day: date
    ground: Annotated[str, Text(300)] | None = None
    source: Source = "office"
    letters_to: UUID | None = None
    carry_over: bool = False
