"""Joint acts as JSON: who signs besides the office, and who has."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import fields, validate

from services.cases.schemas.cases import LONGEST_TEXT
from shared.edges import Answer, Body
from shared.fields import Text

LONGEST_COSIGNER, MOST_COSIGNERS = 200, 20


@dataclass(frozen=True, kw_only=True)
class SignatureBody(Body):
    """That a cosigner signed exactly the content of that hash, on which day, and where that is seen: a number of the protocol, a file."""

    cosigner: Annotated[str, Text(LONGEST_COSIGNER)]
    content_hash: Annotated[str, fields.String(validate=validate.Regexp(r"[0-9a-f]{64}\Z"))]
    signed_on: date
    evidence: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class SignatureWithdrawalBody(Body):
    """Why a cosigner takes its signature back."""

    reason: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class SignatureAnswer(Answer):
    """`stands`: it was not taken back, and the act still says what was signed."""

    id: UUID
    cosigner: str
    content_hash: str
    signed_on: date
    evidence: str
    stands: bool
    withdrawn_at: datetime | None
    withdrawn_reason: str | None


@dataclass(frozen=True, kw_only=True)
class SignaturesAnswer(Answer):
    """`missing`: who has not signed what the act says now; with any of these it is not issued. `open`: whether signatures still come and go."""

    act_id: UUID
    title: str
    content_hash: str
    open: bool
    cosigners: tuple[str, ...]
    missing: tuple[str, ...]
    signatures: tuple[SignatureAnswer, ...]
