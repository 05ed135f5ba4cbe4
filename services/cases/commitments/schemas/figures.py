"""Figures of commitments as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.edges import Answer


@dataclass(frozen=True, kw_only=True)
class CommitmentCountsAnswer(Answer):
    """Each number is a part of `total`. `contradicted`: the State says that it is done, and the office looked since and found otherwise."""

    key: str
    name_sq: str
    name_en: str
    total: int
    replies: Mapping[str, int]
    claimed: Mapping[str, int]
    assessed: Mapping[str, int]
    contradicted: int
    late: int

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True, kw_only=True)
class DocumentCountsAnswer(CommitmentCountsAnswer):
    document_id: UUID
    issuer: str
    issued_on: date


@dataclass(frozen=True, kw_only=True)
class CommitmentFigures(Answer):
    """As they stood on `on`, as known on `known`. `origins`: what the Assembly made of recommendations of the office, by word."""

    unit: str
    on: date
    known: date
    whole: CommitmentCountsAnswer
    documents: tuple[DocumentCountsAnswer, ...]
    clusters: tuple[CommitmentCountsAnswer, ...]
    origins: Mapping[str, int]
