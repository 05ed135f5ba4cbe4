"""Commitments as JSON: what is written of one, what the office reads, and what anyone may read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate
from marshmallow.fields import String

from services.cases.commitments.domain.origins import Fidelity
from services.cases.commitments.domain.words import Fact
from services.cases.domain.obligations import Assessed, Claimed, Reply
from services.cases.gaps import data as gap_data
from services.cases.gaps.schemas.gaps import ClusterAnswer
from services.cases.schemas.cases import LONGEST_TEXT, word
from services.cases.schemas.checks import CheckAnswer
from services.cases.schemas.obligations import MOST_EVIDENCE, EvidenceBody, SourceAnswer, TimelinessAnswer
from shared.edges import Answer, Body, Query
from shared.fields import Text
from shared.typed import one_of

_Digest = Annotated[str, String(validate=validate.Regexp(r"[0-9a-f]{64}\Z"))]
_Reason = Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class AsOfQuery(Query):
    """`on`: as it stood on that day; `known`: as the office knew it at the end of that day. Today where they are left out."""

    on: date | None = None
    known: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewWordBody(Body):
    """What the State says, or what the office found. `since`: the day of the State's own word, left out of a finding, which holds from the day on
    which it is written; `source`: document and paragraph; `done_on`: when it was done, as the office found. Evidence of the kind `office_record`
    names `indicator:<key>`, `gap:<id>` or `act:<id>` of what the commitment is tied to, or `visit:<number>` of one that was concluded.
    """

    fact: Fact
    word: Annotated[str, Text(40)]
    since: date | None = None
    done_on: date | None = None
    promised_date: date | None = None
    next_check: date | None = None
    unassessable: Annotated[str, Text(60)] | None = None
    source: Annotated[str, Text(1000, shortest=0)] = ""
    text: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""
    evidence: Annotated[tuple[EvidenceBody, ...], validate.Length(max=MOST_EVIDENCE)] = ()


@dataclass(frozen=True, kw_only=True)
class WordConfirmationBody(Body):
    """The hash of exactly what was read; and why the public may read it, where it names someone."""

    content_hash: _Digest
    names_reason: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""


@dataclass(frozen=True, kw_only=True)
class WordSettingAsideBody(Body):
    reason: _Reason


@dataclass(frozen=True, kw_only=True)
class DocumentNamesBody(Body):
    """The hash of exactly the texts that were read, and why the public may read them although they name someone."""

    content_hash: _Digest
    names_reason: _Reason


@dataclass(frozen=True, kw_only=True)
class TieBody(Body):
    """One of the three: what measures it, what is in its way, what the office asked about it."""

    indicator: Annotated[str, Text(60)] | None = None
    gap_id: UUID | None = None
    act_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CommitmentGapBody(Body):
    """As which kind of gap it is entered."""

    kind: Annotated[str, String(validate=word(*gap_data.gap_kind_names()))]


@dataclass(frozen=True, kw_only=True)
class OriginBody(Body):
    """What the Assembly made of a recommendation; `commitment_id`: the task, none where it took up nothing."""

    act_id: UUID
    fidelity: Fidelity
    commitment_id: UUID | None = None
    source: Annotated[str, Text(1000)]


@dataclass(frozen=True, kw_only=True)
class OwedByAnswer(Answer):
    """Who owes it: a body, or all of a class, of which `key` is the code and the rest null."""

    key: str
    institution_id: UUID | None
    name_sq: str | None
    name_en: str | None


@dataclass(frozen=True, kw_only=True)
class CommitmentLineAnswer(Answer):
    """One commitment with where it stands. `reply` and `claimed` are the State's word (none, null: it said nothing), `assessed` is the office's."""

    id: UUID
    document_id: UUID
    issuer: str
    number: str
    title: str
    issued_on: date
    address: str | None
    item: str
    paragraph: str | None
    text_sq: str
    text_en: str
    rights: tuple[str, ...]
    clusters: tuple[ClusterAnswer, ...]
    bodies: tuple[OwedByAnswer, ...]
    due: date | None
    reply: Annotated[str, one_of(Reply)]
    claimed: Annotated[str, one_of(Claimed)] | None
    assessed: Annotated[str, one_of(Assessed)]
    timeliness: TimelinessAnswer

    def text(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_sq


@dataclass(frozen=True, kw_only=True)
class CommitmentList(Answer):
    items: tuple[CommitmentLineAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class CommitmentDocumentAnswer(Answer):
    """A document by which the State is asked. Nobody outside reads what it asks before `names_check` is back and clean, or explained."""

    id: UUID
    issuer: str
    number: str
    title: str
    issued_on: date
    address: str | None
    names_check: CheckAnswer | None


@dataclass(frozen=True, kw_only=True)
class CommitmentEditionAnswer(Answer):
    """How it read since that moment."""

    edition: int
    paragraph: str | None
    text_sq: str
    text_en: str
    rights: tuple[str, ...]
    bodies: tuple[str, ...]
    due: date | None
    known_at: datetime


@dataclass(frozen=True, kw_only=True)
class WordAnswer(Answer):
    """What one side says. It counts, in public too, once `decision` says that it is confirmed."""

    id: UUID
    fact: str
    word: str
    since: date
    done_on: date | None
    promised_date: date | None
    next_check: date | None
    unassessable: str | None
    source: str
    text: str
    evidence: tuple[SourceAnswer, ...]
    content_hash: str
    by: UUID
    at: datetime
    decision: str | None
    decided_by: UUID | None
    decided_at: datetime | None
    reason: str | None
    names_check: CheckAnswer | None


@dataclass(frozen=True, kw_only=True)
class TieAnswer(Answer):
    """What it is tied to: `kind` indicator, gap or act; `ref`: its key or id; `name`: its number, where it has one; `title`: what it is called."""

    kind: str
    ref: str
    name: str | None
    title: str


@dataclass(frozen=True, kw_only=True)
class CommitmentOriginAnswer(Answer):
    """What the Assembly made of a recommendation of the office."""

    id: UUID
    act_id: UUID
    act_number: str | None
    act_title: str
    commitment_id: UUID | None
    fidelity: str
    source: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CommitmentOriginList(Answer):
    items: tuple[CommitmentOriginAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class CommitmentAnswer(Answer):
    """One commitment with how it read, what was said of it and by whom, and what it is tied to, as far as the reader may see that."""

    commitment: CommitmentLineAnswer
    on: date
    known: date
    editions: tuple[CommitmentEditionAnswer, ...]
    words: tuple[WordAnswer, ...]
    links: tuple[TieAnswer, ...]
    origins: tuple[CommitmentOriginAnswer, ...]
    names_check: CheckAnswer | None


@dataclass(frozen=True, kw_only=True)
class PublicWordAnswer(Answer):
    """A confirmed word. `text` is null where it is compared again with the sealed files, or would name someone."""

    fact: str
    word: str
    since: date
    known_on: date
    done_on: date | None
    promised_date: date | None
    next_check: date | None
    unassessable: str | None
    source: str | None
    text: str | None
    sources: tuple[SourceAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class PublicOriginAnswer(Answer):
    act_number: str
    act_title: str
    fidelity: str


@dataclass(frozen=True, kw_only=True)
class PublicCommitmentAnswer(Answer):
    """A commitment as anyone may read it, with what the State says and what the office found, as it stood on `on` and as known on `known`; its
    wording is always that of today, which was compared with the sealed files.
    """

    commitment: CommitmentLineAnswer
    on: date
    known: date
    words: tuple[PublicWordAnswer, ...]
    links: tuple[TieAnswer, ...]
    origins: tuple[PublicOriginAnswer, ...]
