"""What officers do with a complaint: decide, go on alone, reopen, shut a person out."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from marshmallow import validate

from services.intake import data
from services.intake.models.tables import WHO
from services.intake.schemas.keys import Language, keyed
from shared.directory import MOST_BODIES
from shared.edges import Body
from shared.fields import Text

_Summary = Annotated[str, Text(4000)]
_Reason = Annotated[str, Text(500)]
_Right = Annotated[str, Text(10)]
_Bodies = Annotated[tuple[UUID, ...], validate.Length(max=MOST_BODIES)]
#: Why a summary may go although it may name somebody.
_NamesReason = Annotated[str, keyed(data.names_reasons())]
_Urgency = Annotated[str, keyed(data.urgency_levels())]


@dataclass(frozen=True, kw_only=True)
class NewDecision(Body):
    """What each outcome needs stands in data/outcomes.yaml, what each ground needs in data/grounds.yaml.

    `ask_authority`: a court, a prosecutor or a judicial oversight body to ask for information about a barred matter.
    """

    outcome: Annotated[str, keyed(data.outcomes())]
    ground: Annotated[str, keyed(data.ground_entries())] | None = None
    summary: _Summary | None = None
    language: Language = "sq"
    rights: Annotated[tuple[_Right, ...], validate.Length(max=20)] = ()
    bodies: _Bodies = ()
    joined_to: UUID | None = None
    redirect_to: UUID | None = None
    ask_authority: UUID | None = None
    urgency: _Urgency | None = None
    urgency_reason: _Reason | None = None
    names_reason: _NamesReason | None = None


@dataclass(frozen=True, kw_only=True)
class NewOwnInitiative(Body):
    """The neutral summary becomes the memo of the case."""

    summary: _Summary
    language: Language = "sq"
    rights: Annotated[tuple[_Right, ...], validate.Length(min=1, max=20)]
    bodies: _Bodies = ()
    urgency: _Urgency | None = None
    urgency_reason: _Reason | None = None
    names_reason: _NamesReason | None = None


@dataclass(frozen=True, kw_only=True)
class NewReopening(Body):
    """`note` stays in the sealed file."""

    reason: Annotated[str, keyed(data.reopening_reasons())]
    note: _Reason | None = None


@dataclass(frozen=True, kw_only=True)
class Conflict(Body):
    """`who`: the complainant, the representative, or whichever of the two are the child's parents or guardians."""

    in_conflict: bool
    who: Annotated[str, keyed(WHO)] = "submitter"
