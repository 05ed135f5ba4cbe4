"""Counselling: five answers out of closed lists and codes of the child, no name and no words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from services.intake import data
from services.intake.schemas.keys import Language, Municipality, keyed
from services.intake.schemas.profile import ChildProfile, NewProfile
from shared.edges import Answer, Body


@dataclass(frozen=True, kw_only=True)
class NewCounselling(Body):
    """`way_out` is the advice that was given, or `redirect_to` the body that the matter belongs to: one of the two.

    `institution_id` is the body that the person asked about, `profile` the child whom it was about.
    """

    channel: Annotated[str, keyed(data.staff_channels())]
    regional_office: Annotated[str, keyed(data.regional_offices())] | None = None
    role: Annotated[str, keyed(data.roles())]
    life_area: Annotated[str, keyed(data.life_areas())]
    municipality: Municipality | None = None
    institution_id: UUID | None = None
    way_out: Annotated[str, keyed(data.ways_out())] | None = None
    redirect_to: UUID | None = None
    profile: NewProfile | None = None
    language: Language = "sq"


@dataclass(frozen=True, kw_only=True)
class Counselling(Answer):
    """One contact that ended with advice."""

    id: UUID
    reference: str
    at: datetime
    channel: str
    regional_office: str | None
    role: str
    by_child: bool
    life_area: str
    municipality: str | None
    institution_id: UUID | None
    way_out: str | None
    redirect_to: UUID | None
    profile: ChildProfile
    language: str


@dataclass(frozen=True, kw_only=True)
class CounsellingList(Answer):
    """One page of counselling."""

    items: tuple[Counselling, ...]
    next: str | None
