"""Reports as JSON: what is begun, written, frozen and approved, and what is read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow.fields import String

from services.cases.reports import data
from services.cases.reports.domain.life import State
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE, word
from services.cases.schemas.checks import CheckAnswer
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import one_of

LONGEST_DIGEST = 64


@dataclass(frozen=True, kw_only=True)
class NewReportBody(Body):
    """A report of a period, both days included; `county`: its key, for a kind that is about one."""

    kind: Annotated[str, String(validate=word(*data.kind_names()))]
    title_sq: Annotated[str, Text(LONGEST_TITLE)]
    title_en: Annotated[str, Text(LONGEST_TITLE)]
    first: date
    last: date
    county: Annotated[str, Text(40)] | None = None


@dataclass(frozen=True, kw_only=True)
class WordsBody(Body):
    """The words of one chapter in both languages; `[query.row]` stands for the figure of that name."""

    chapter: Annotated[str, Text(60)]
    words_sq: Annotated[str, Text(LONGEST_TEXT)]
    words_en: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class FreezeBody(Body):
    """As the figures stood at the end of `on`, as known on `known`: such days as the public may ask about."""

    on: date
    known: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReportApprovalBody(Body):
    """`digest`: of what was read; `names_reason`: why it may name someone, where the comparison found that."""

    digest: Annotated[str, Text(LONGEST_DIGEST)]
    names_reason: Annotated[str, Text(LONGEST_TEXT, shortest=0)] = ""


@dataclass(frozen=True, kw_only=True)
class ReportWithdrawalBody(Body):
    """Why it is taken back; the office alone reads this."""

    reason: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class ReportLineAnswer(Answer):
    id: UUID
    number: str
    state: Annotated[str, one_of(State)]
    kind: str
    kind_name_sq: str
    kind_name_en: str
    title_sq: str
    title_en: str
    first: date
    last: date
    county: str | None


@dataclass(frozen=True, kw_only=True)
class ReportList(Answer):
    items: tuple[ReportLineAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class NameAnswer(Answer):
    """A frozen figure, by the name that words give it. `numerator` null: it is small, or would tell what is."""

    name: str
    numerator: int | None
    denominator: int | None


@dataclass(frozen=True, kw_only=True)
class ChapterAnswer(Answer):
    key: str
    name_sq: str
    name_en: str
    words_sq: str
    words_en: str
    figures: tuple[NameAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class ChangedFigure(Answer):
    """What a freezing tells otherwise than the one before; null: not shown, or not there."""

    name: str
    name_sq: str
    name_en: str
    numerator_before: int | None
    denominator_before: int | None
    numerator: int | None
    denominator: int | None


@dataclass(frozen=True, kw_only=True)
class FreezeAnswer(Answer):
    edition: int
    on: date
    known: date
    at: datetime
    by: UUID
    changed: tuple[ChangedFigure, ...]


@dataclass(frozen=True, kw_only=True)
class FileAnswer(Answer):
    """`language`: `sq`, `en`, or `both` of data."""

    language: str
    form: str
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class FiledAnswer(Answer):
    """The case that was opened, and the draft in it by which the report goes to the Assembly."""

    case_id: UUID
    case_number: str
    act_id: UUID


@dataclass(frozen=True, kw_only=True)
class WholeReport(Answer):
    """`digest`: of all that it says as it stands, over which it is approved; null while nothing is frozen. `hands`: whoever wrote or froze anything
    of it, of whom none approves it. `steps`: what the caller may do with it.
    """

    report: ReportLineAnswer
    version: int
    template_version: int
    edition: int | None
    digest: str | None
    hands: tuple[str, ...]
    chapters: tuple[ChapterAnswer, ...]
    freezes: tuple[FreezeAnswer, ...]
    files: tuple[FileAnswer, ...]
    names_check: CheckAnswer | None
    steps: tuple[str, ...]
    approved_by: UUID | None
    filed: FiledAnswer | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class PublicFile(Answer):
    """A file of a report; `language`: `sq`, `en`, or `both` of data."""

    language: str
    form: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class PublicReport(Answer):
    """A published report; each file is at `/public/reports/<number>/<language>/<form>`."""

    number: str
    kind: str
    kind_name_sq: str
    kind_name_en: str
    title_sq: str
    title_en: str
    first: date
    last: date
    county: str | None
    published_at: datetime
    digest: str
    files: tuple[PublicFile, ...]


@dataclass(frozen=True, kw_only=True)
class PublicReportList(Answer):
    items: tuple[PublicReport, ...]
    next: str | None
