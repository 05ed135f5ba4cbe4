"""The mailbox behind a receipt code."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from marshmallow import fields

from services.intake import data
from services.intake.domain.sizes import LONGEST_MESSAGE
from services.intake.models.records import ANSWERS
from services.intake.schemas.keys import Language, keyed
from shared.edges import Answer, Body, Query
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class MailboxQuery(Query):
    """`?lang=` of the words; else those of the complaint."""

    lang: Language | None = None


@dataclass(frozen=True, kw_only=True)
class NewMessage(Body):
    text: Annotated[str, Text(LONGEST_MESSAGE)]


@dataclass(frozen=True, kw_only=True)
class NewAnswer(NewMessage):
    """What the office writes. `names_reason`: why it may go although it may name somebody of another file."""

    names_reason: Annotated[str, keyed(data.names_reasons())] | None = None


@dataclass(frozen=True, kw_only=True)
class Sent(Answer):
    id: UUID
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class StoredFile(Answer):
    """A file that was taken in, by the name under which it goes on."""

    id: UUID
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Status(Answer):
    code: str
    text: str
    text_sq: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class NextDate(Answer):
    """Until when the office must answer; `confirmed` is false until a lawyer has read the article."""

    date: dt.date
    text_sq: str
    text_en: str
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class MailboxMessage(Answer):
    """`text` is null for what the complainant wrote: the mailbox does not repeat it. `letter`: the same can be had as a PDF."""

    id: UUID
    at: dt.datetime
    sender: Annotated[str, fields.String(data_key="from")]
    kind: str
    text: str | None
    letter: bool = False


@dataclass(frozen=True, kw_only=True)
class MailboxFile(Answer):
    name: str
    at: dt.datetime
    size: int


@dataclass(frozen=True, kw_only=True)
class SeenOpening(Answer):
    """Who looked at the file: in which role, why and when; never a name. `checked`: it was not their work, and another person agreed."""

    at: dt.datetime
    role: str
    role_text: str
    reason: str
    reason_text: str
    checked: bool


@dataclass(frozen=True, kw_only=True)
class SeenRelease(Answer):
    """That a body was told something of an identity: when, which body, what."""

    at: dt.datetime
    institution: str
    data_text: str


@dataclass(frozen=True, kw_only=True)
class NewConfirmation(Body):
    """The answer to one question, given once."""

    question_id: UUID
    answer: Annotated[str, keyed(ANSWERS)]


@dataclass(frozen=True, kw_only=True)
class Question(Answer):
    """Whether what a body was asked to do was felt. `answer` is null until it is given; from `ended_at` on none is awaited."""

    id: UUID
    at: dt.datetime
    institution: str
    text: str
    answer: str | None
    ended_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class Mailbox(Answer):
    reference: str
    by_child: bool
    received_at: dt.datetime
    language: str
    status: Status
    next: NextDate | None
    messages: tuple[MailboxMessage, ...]
    questions: tuple[Question, ...]
    files: tuple[MailboxFile, ...]
    openings: tuple[SeenOpening, ...]
    releases: tuple[SeenRelease, ...]
