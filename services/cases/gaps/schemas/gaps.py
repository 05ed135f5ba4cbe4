"""The register of gaps as JSON: what is entered, what the staff see, and what anyone may see."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import String

from services.cases.gaps import data
from services.cases.gaps.schemas.stages import PublicStage, StageAnswer
from services.cases.register.schemas import PublicObligation
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE, MOST, NamedBody, word
from services.cases.schemas.checks import CheckAnswer
from shared.directory import MOST_BODIES, KnownInstitution
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import UNSENT, Unsent, filled

MOST_CASES = 200

Title = Annotated[str, Text(LONGEST_TITLE)]
Words = Annotated[str, Text(LONGEST_TEXT)]
Provision = Annotated[str, Text(1000)]
Rights = Annotated[tuple[Annotated[str, Text(20)], ...], validate.Length(min=1, max=MOST)]
Bodies = Annotated[tuple[UUID, ...], validate.Length(max=MOST_BODIES)]


@dataclass(frozen=True, kw_only=True)
class NewGapBody(Body):
    """`provision`: the article, or the practice, that is wrong or missing; `cases`: those that showed it."""

    kind: Annotated[str, String(validate=word(*data.gap_kind_names()))]
    title: Title
    description: Words
    provision: Provision
    rights: Rights
    bodies: Bodies = ()
    cases: Annotated[tuple[UUID, ...], validate.Length(max=MOST_CASES)] = ()


@dataclass(frozen=True, kw_only=True)
class GapChangeBody(Body):
    """What may be corrected; what is not sent stays."""

    title: Title | Unsent = UNSENT
    description: Words | Unsent = UNSENT
    provision: Provision | Unsent = UNSENT
    rights: Rights | Unsent = UNSENT
    bodies: Bodies | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class GapCasesBody(Body):
    cases: Annotated[tuple[UUID, ...], validate.Length(min=1, max=MOST_CASES)]


@dataclass(frozen=True, kw_only=True)
class GapActBody(Body):
    """Whom the act goes to; empty: whom the kind of gap names."""

    addressees: Bodies = ()


@dataclass(frozen=True, kw_only=True)
class GapNamesReasonBody(Body):
    """The hash of exactly the texts that were read, and why the public may read them although they name someone."""

    content_hash: Annotated[str, String(validate=validate.Regexp(r"[0-9a-f]{64}\Z"))]
    names_reason: Words


@dataclass(frozen=True, kw_only=True)
class GapOutcomeBody(Body):
    """How it ended, on which day, and where that can be read."""

    outcome: Annotated[str, String(validate=word(*data.gap_outcome_names()))]
    on: date
    source: Annotated[str, Text(1000)]


@dataclass(frozen=True, kw_only=True)
class ClusterAnswer(Answer):
    """A cluster of the Convention."""

    number: str
    name_sq: str
    name_en: str

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class GapOutcomeAnswer(Answer):
    outcome: str
    on: date
    source: str


@dataclass(frozen=True, kw_only=True)
class GapLineAnswer(Answer):
    """One gap in a list; `status` follows from its acts and its outcome, `clusters` from its articles."""

    id: UUID
    number: str
    kind: str
    title: str
    provision: str
    rights: tuple[str, ...]
    clusters: tuple[ClusterAnswer, ...]
    status: str
    outcome: GapOutcomeAnswer | None
    opened_at: datetime


@dataclass(frozen=True, kw_only=True)
class GapList(Answer):
    items: tuple[GapLineAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class BehindAnswer(Answer):
    """A case that showed the gap and that the reader may see. `monitoring`: as of a case in a list."""

    id: UUID
    number: str
    status: str
    monitoring: bool


@dataclass(frozen=True, kw_only=True)
class AskedAnswer(PublicObligation):
    """What one addressee owes on such an act. `outcome`: how it decided (adopted, repealed, …), where the act asks for that."""

    outcome: str | None


@dataclass(frozen=True, kw_only=True)
class LinkedActAnswer(Answer):
    id: UUID
    case_id: UUID
    number: str | None
    kind: str
    status: str
    issued_on: date | None
    obligations: tuple[AskedAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class GapAnswer(Answer):
    """One gap with the cases behind it, what was proposed, what was answered, and what came of it."""

    gap: GapLineAnswer
    description: str
    version: int
    bodies: tuple[NamedBody, ...]
    cases: tuple[BehindAnswer, ...]
    acts: tuple[LinkedActAnswer, ...]
    stages: tuple[StageAnswer, ...]
    outcomes: tuple[GapOutcomeAnswer, ...]
    names_check: CheckAnswer | None


@dataclass(frozen=True, kw_only=True)
class PublicActLine(Answer):
    number: str
    kind: str
    status: str
    issued_on: date
    obligations: tuple[AskedAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class PublicBody(Answer):
    institution_id: UUID
    name_sq: str
    name_en: str

    @classmethod
    def of(cls, body: KnownInstitution) -> "PublicBody":
        return filled(cls, body, institution_id=body.id)


@dataclass(frozen=True, kw_only=True)
class PublicGapAnswer(Answer):
    """A gap as anyone may see it. `cases`: how many showed it; null where they are fewer than three."""

    number: str
    kind: str
    title: str
    description: str
    provision: str
    rights: tuple[str, ...]
    clusters: tuple[ClusterAnswer, ...]
    status: str
    outcome: GapOutcomeAnswer | None
    bodies: tuple[PublicBody, ...]
    cases: int | None
    acts: tuple[PublicActLine, ...]
    stages: tuple[PublicStage, ...]


@dataclass(frozen=True, kw_only=True)
class PublicGapList(Answer):
    items: tuple[PublicGapAnswer, ...]
    next: str | None
