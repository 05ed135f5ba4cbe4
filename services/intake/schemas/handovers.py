"""Handing a redirected matter to its body."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate

from services.intake import data as lists
from services.intake.schemas.keys import Language, keyed
from shared.edges import Answer, Body
from shared.fields import Text

LONGEST_ACCOUNT = 4000


@dataclass(frozen=True, kw_only=True)
class NewHandover(Body):
    """What the body may know. `data` of an identity goes along only if those whose it is `agreed`; `agreement`: how and when they did.
    `names_stay`: the account seems to name somebody and is meant so; only a second person may say why it goes all the same.
    """

    account: Annotated[str, Text(LONGEST_ACCOUNT)]
    language: Language = "sq"
    data: Annotated[tuple[Annotated[str, keyed(lists.releasable())], ...], validate.Length(max=20)] = ()
    agreed: Annotated[tuple[Annotated[str, keyed(lists.agreed())], ...], validate.Length(max=3)] = ()
    agreement: Annotated[str, Text(500)] | None = None
    names_stay: bool = False


@dataclass(frozen=True, kw_only=True)
class HandoverDecision(Body):
    """The second person's word. `names_reason`: why an account goes that seems to name somebody."""

    approve: bool
    names_reason: Annotated[str, Text(500)] | None = None


@dataclass(frozen=True, kw_only=True)
class Handover(Answer):
    """`named`: whom the account seems to name, in codes of handover.yaml. `standing`: how far the letter came; it is handed over once it is `delivered`. What was said in words is gone once the file
    was erased.
    """

    id: UUID
    institution_id: UUID
    account: str | None
    language: str
    data: tuple[str, ...]
    agreed: tuple[str, ...]
    agreement: str | None
    stops: int
    named: tuple[str, ...]
    names_reason: str | None
    asked_by: UUID
    asked_at: datetime
    state: str
    decided_by: UUID | None
    decided_at: datetime | None
    standing: str | None
    delivered_at: datetime | None
    confirmed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Handovers(Answer):
    items: tuple[Handover, ...]
