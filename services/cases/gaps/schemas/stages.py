"""The stages of a proposal outside the office as JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from marshmallow.fields import String

from services.cases.gaps import data
from services.cases.schemas.cases import word
from shared.edges import Answer, Body
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class GapStageBody(Body):
    """`until`: the last day of a consultation; `number`: under which it is found there (of the consultation, of the docket, of the decision); `source`:
    where it was read; `corrects`: the stage that was recorded wrongly.
    """

    stage: Annotated[str, String(validate=word(*data.gap_stage_names()))]
    on: date
    until: date | None = None
    number: Annotated[str, Text(100, shortest=0)] = ""
    source: Annotated[str, Text(1000)]
    corrects: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PublicStage(Answer):
    """One stage as anyone reads it; `until`: of what lasts, its last day; `number`: empty where it has none."""

    stage: str
    on: date
    until: date | None
    number: str
    source: str


@dataclass(frozen=True, kw_only=True)
class StageAnswer(PublicStage):
    """`corrects`: the stage in whose place it stands; `stands`: no other stands in its place."""

    id: UUID
    corrects: UUID | None
    stands: bool
