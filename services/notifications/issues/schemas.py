"""Bodies and answers of issues."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from shared.edges import Answer, Body
from shared.fields import Text

LONGEST_WORDS, LONGEST_REASON = 5_000, 2_000


@dataclass(frozen=True, kw_only=True)
class NewIssueBody(Body):
    """`until`: the last day that the issue tells of, by the calendar of Albania."""

    until: date


@dataclass(frozen=True, kw_only=True)
class IssueBody(Body):
    """The introductions, and which items are left out, all of them each time."""

    sq: Annotated[str, Text(LONGEST_WORDS)]
    en: Annotated[str, Text(LONGEST_WORDS)]
    left_out: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class IssueApprovalBody(Body):
    """`names_reason`: why the introductions may be read although they name somebody, or may."""

    names_reason: Annotated[str, Text(LONGEST_REASON, shortest=0)] = ""


@dataclass(frozen=True, kw_only=True)
class IssueWithdrawalBody(Body):
    """Why it is withdrawn; whoever looks for it reads this."""

    reason: Annotated[str, Text(LONGEST_REASON)]


@dataclass(frozen=True, kw_only=True)
class ItemAnswer(Answer):
    """An act or a publication. One that nobody may read any more has neither title nor what it is."""

    id: UUID
    kind: str
    public: bool
    left_out: bool
    title: str | None
    language: str | None
    about: str | None
    path: str | None


@dataclass(frozen=True, kw_only=True)
class IssueAnswer(Answer):
    """An issue as the office has it. Approved and not released, it waits to be compared with the sealed files; `stopped_at`: when its approval fell
    at that.
    """

    id: UUID
    number: int | None
    year: int | None
    since: date
    until: date
    state: str
    revision: int
    sq: str
    en: str
    items: tuple[ItemAnswer, ...]
    approved_at: datetime | None
    released_at: datetime | None
    stopped_at: datetime | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class IssueLine(Answer):
    id: UUID
    number: int | None
    year: int | None
    since: date
    until: date
    state: str
    released_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class IssueList(Answer):
    """The issues, the latest first; `waiting`: how much became public and was told by none."""

    items: tuple[IssueLine, ...]
    waiting: int


@dataclass(frozen=True, kw_only=True)
class PublicItem(Answer):
    title: str
    language: str
    about: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PublicSection(Answer):
    heading: str
    items: tuple[PublicItem, ...]


@dataclass(frozen=True, kw_only=True)
class PublicIssueText(Answer):
    """An issue in one language, as page, mail and feed have it."""

    language: str
    title: str
    words: str
    sections: tuple[PublicSection, ...]


@dataclass(frozen=True, kw_only=True)
class PublicIssue(Answer):
    """An issue in both languages; of one that was withdrawn when and why, and nothing that stood in it."""

    number: int
    year: int
    url: str
    since: date
    until: date
    released_at: datetime
    texts: tuple[PublicIssueText, ...]
    withdrawn_at: datetime | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class PublicIssues(Answer):
    licence: str
    items: tuple[PublicIssue, ...]
