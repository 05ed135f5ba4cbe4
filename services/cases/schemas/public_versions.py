"""The public version of an act as JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate

from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE, MOST
from services.cases.schemas.checks import CheckAnswer
from shared.edges import Answer, Body
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class PublicVersionBody(Body):
    """The whole text that the public is to read; `items`: one for each item of the letter, in their order."""

    title: Annotated[str, Text(LONGEST_TITLE)]
    grounds: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""
    items: Annotated[tuple[Annotated[str, Text(LONGEST_TEXT)], ...], validate.Length(max=MOST)]


@dataclass(frozen=True, kw_only=True)
class VersionText(Answer):
    """One version; `authors`: everyone who wrote in it, of whom none approves it."""

    id: UUID
    title: str
    grounds: str
    items: tuple[str, ...]
    authors: tuple[str, ...]
    content_hash: str
    written_at: datetime
    approved_by: UUID | None
    approved_at: datetime | None
    withheld_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PublicVersionAnswer(Answer):
    """`draft` waits to be approved, `names_check` is the look at it; `shown` is what was approved last, `shown_check` the newest look
    at that: while it names someone without a reason (`withheld_at`), the public does not read it.
    """

    draft: VersionText | None
    names_check: CheckAnswer | None
    shown: VersionText | None
    shown_check: CheckAnswer | None
