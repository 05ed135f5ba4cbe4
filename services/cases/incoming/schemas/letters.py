"""Recommendations to the office as JSON: what is asked, reported and found, and what is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from services.cases.domain.obligations import Assessed, Claimed, Delivery, Reply
from services.cases.domain.replies import Position
from services.cases.schemas.cases import LONGEST_TEXT
from services.cases.schemas.obligations import BothTimeliness
from shared.edges import Answer, Body, Document, Query
from shared.fields import Text
from shared.typed import one_of


@dataclass(frozen=True, kw_only=True)
class ImportQuery(Query):
    """Without `apply` nothing is written: the answer says what would be."""

    apply: bool = False


@dataclass(frozen=True, kw_only=True)
class ExportQuery(Query):
    format: Literal["csv", "json"] = "json"


@dataclass(frozen=True, kw_only=True)
class IncomingReportBody(Body):
    """What the office says of an item: a reply takes a `position`, a report of progress `claimed` alone."""

    position: Position | None = None
    reasons: bool = False
    claimed: Claimed | None = None
    promised_date: date | None = None
    text: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class IncomingFindingBody(Body):
    """What the issuer found, as its document says; which member a word needs, it says when it is refused."""

    assessment: Assessed
    on: date | None = None
    promised_date: date | None = None
    next_check: date | None = None
    text: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class ReportWords(Document):
    """The words of one report or finding, as they are kept."""

    text: str


@dataclass(frozen=True, kw_only=True)
class IncomingAnswer(Answer):
    """One item that is asked of the office: the five stored facts, and the sixth as it is on the day of asking."""

    id: UUID
    issuer: str
    number: str
    title: str
    issued_on: date
    received_on: date
    item: str
    text: str
    due: date | None
    term: str | None
    delivery: Annotated[str, one_of(Delivery)]
    reply: Annotated[str, one_of(Reply)]
    claimed: Annotated[str, one_of(Claimed)]
    assessed: Annotated[str, one_of(Assessed)]
    confirmed: str
    timeliness: BothTimeliness
    reply_due: date | None


@dataclass(frozen=True, kw_only=True)
class IncomingList(Answer):
    items: tuple[IncomingAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class IncomingReportAnswer(Answer):
    """What the office reported, or the issuer found."""

    at: datetime
    by: UUID
    position: str | None
    claimed: Annotated[str, one_of(Claimed)] | None
    assessed: Annotated[str, one_of(Assessed)] | None
    on: date | None
    promised_date: date | None
    text: str


@dataclass(frozen=True, kw_only=True)
class IncomingWhole(Answer):
    """One item with all that was reported of it, and why it is due on that day (empty without a term of the law)."""

    item: IncomingAnswer
    reports: tuple[IncomingReportAnswer, ...]
    clock: Mapping[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class IncomingFigures(Answer):
    """Items asked of the office, by issuer: how many, and how many of each word; in no figure of what the office asks of others."""

    issuer: str
    items: int
    answered: int
    late: int
    claimed: Mapping[str, int]
    assessed: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class IncomingFiguresList(Answer):
    unit: str
    issuers: tuple[IncomingFigures, ...]
