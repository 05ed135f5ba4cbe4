"""A complaint as it comes in, and as lists and staff see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from marshmallow import ValidationError, validate

from services.intake import data
from services.intake.domain.sizes import LONGEST_NARRATIVE
from services.intake.schemas.identity import Child, Representative, Submitter
from services.intake.schemas.keys import Language, Municipality, keyed
from services.intake.schemas.profile import ChildProfile, NewProfile
from shared.edges import Answer, Body
from shared.fields import Text

MOST_NAMED = 10


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
    profile: NewProfile | None = None
    narrative: Annotated[str, Text(LONGEST_NARRATIVE)]
    wanted: Annotated[str, Text(2000)] | None = None
    bodies: Annotated[tuple[NamedBody, ...], validate.Length(max=MOST_NAMED)] = ()
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
    """What the page after it shows of a complaint that was taken in, this once; `confirmed` is that of the term, for staff alone.
    `by_child`: a child is spoken to.
    """

    id: UUID
    reference: str
    code: str
    urgency: str
    due_on: date
    confirmed: bool
    by_staff: bool
    by_child: bool = False


@dataclass(frozen=True, kw_only=True)
class Listed(Answer):
    """A complaint in a list: no identity, no words. `days_left` until the complainant must have been told, while nothing is
    decided; by `urgency_due` somebody must have looked at it.
    """

    id: UUID
    reference: str
    received_at: datetime
    received_on: date
    channel: str
    regional_office: str | None
    submitter_role: str
    by_child: bool
    life_area: str | None
    municipality: str | None
    urgency: str
    urgency_due: datetime
    first_looked_at: datetime | None
    first_look_late: bool
    anonymous: bool
    language: str
    status: str
    due_on: date
    days_left: int | None
    decided_at: datetime | None
    wrote_after_decision: bool


@dataclass(frozen=True, kw_only=True)
class Complaints(Answer):
    """One page of complaints."""

    items: tuple[Listed, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class Opening(Answer):
    """That someone opened the file."""

    at: datetime
    by: UUID
    role: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Decision(Answer):
    """What was decided."""

    outcome: str
    ground: str | None
    summary: str | None
    rights: tuple[str, ...]
    bodies: tuple[str, ...]
    joined_to: UUID | None
    redirect_to: UUID | None
    decided_at: datetime
    decided_by: UUID


@dataclass(frozen=True, kw_only=True)
class KeptDecision(Decision):
    """A decision as it was made; `authority` is who was to be asked for information about the barred matter."""

    authority: UUID | None


@dataclass(frozen=True, kw_only=True)
class Reopening(Answer):
    """That it was looked at again, and by when the complainant had to be told."""

    at: datetime
    by: UUID
    reason: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Redirect(Answer):
    """To whom a complaint was passed on, when and why; from `check_on` the complainant is asked whether it answered."""

    institution_id: UUID
    on: date
    ground: str | None
    check_on: date
    asked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Joined(Answer):
    """A complaint that is joined to this one."""

    id: UUID
    reference: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Case(Answer):
    """The case that a complaint became part of."""

    id: UUID
    number: str
    outcome: str | None


@dataclass(frozen=True, kw_only=True)
class NextTold(Answer):
    """What whoever complained was told last that the office does next toward a body: `key` of the words, none where its answer is awaited
    and nothing was told yet. `institution_id`: none of an older notice. Of which item of which letter it was told, with its `kind` and what it asks for
    in the words that the public may read (`asked`, empty where it may not). `before_number`, `before_place`: the item of an earlier letter that it is about.
    """

    institution_id: UUID | None
    key: str | None
    number: str | None = None
    place: int | None = None
    kind: str | None = None
    asked: str = ""
    before_number: str | None = None
    before_place: int | None = None


@dataclass(frozen=True, kw_only=True)
class Complaint(Listed):
    """One complaint for staff: what is known without opening its file. `standing`: where it stands, as whoever complained reads it; `next_told`:
    what of its letters comes next.
    """

    standing: str
    next_told: tuple[NextTold, ...]
    registered_by: UUID | None
    profile: ChildProfile
    bodies: tuple[str, ...]
    named_bodies: bool
    keep_secret: bool
    conflict_with_guardian: bool
    submitter_in_conflict: bool
    representative_role: str | None
    representative_in_conflict: bool
    can_be_told: bool
    contact_failing: bool
    messages: int
    files: int
    openings: tuple[Opening, ...]
    decision: Decision | None
    decisions: tuple[KeptDecision, ...]
    reopenings: tuple[Reopening, ...]
    redirect: Redirect | None
    case: Case | None
    joined: tuple[Joined, ...]
    erased_at: datetime | None

    @property
    def tip(self) -> bool:
        """Anonymous and not from a child."""
        return self.anonymous and not self.by_child
