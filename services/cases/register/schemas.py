"""The public register and the figures of compliance, each figure with method, unit and denominator."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar
from uuid import UUID

from marshmallow.fields import Float, Integer
from marshmallow.validate import Range

from services.cases.domain.bodies import BodyClass, Role
from services.cases.domain.obligations import Assessed, Claimed, Reply
from services.cases.register.domain.compliance import Scope
from services.cases.schemas.obligations import BothTimeliness
from shared.edges import Answer, Query
from shared.fields import Text
from shared.typed import one_of

#: Who of the office counts also what the public may not read.
COUNTING = ("case_officer", "approver", "commissioner", "publisher", "auditor")
#: A number with decimals that is counted exactly and given as a JSON number.
Exact = Annotated[Decimal | None, Float()]


@dataclass(frozen=True, kw_only=True)
class ComplianceQuery(Query):
    """`on`: a past day; `known`: as known at the end of which day, not before it. Where it is not said, of a past day the public is told as known at the
    end of the last month, the office as known now, and where there are very many obligations both as known on the day itself.
    """

    on: date | None = None
    known: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReportQuery(ComplianceQuery):
    """`issued_from`, `issued_to`: of the acts that were issued on those days and between them alone."""

    issued_from: date | None = None
    issued_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class PublicAddressee(Answer):
    institution_id: UUID
    name_sq: str
    name_en: str
    role: Annotated[str, one_of(Role)]


@dataclass(frozen=True, kw_only=True)
class PublicAfterwards(Answer):
    """What became of an item (`number`) at a body after the act was made public on `published_on` as the last step: `answered`, `had_answered` (without that
    being known then), `claimed` (it says that it did it), `implemented`, `partly`, `not`, `not_assessable` or `overtaken` (the office found so), `taken_back` (what it
    had found holds no more), `elsewhere` (a court or a prosecutor has it). `in_error`: the office made it public before the term for the reply was
    over; what became of it since stands in a line of its own.
    """

    institution_id: UUID
    number: int
    published_on: date
    word: str
    on: date


@dataclass(frozen=True, kw_only=True)
class PublicObligation(Answer):
    """`state`: where it stands, as it is counted (docs/states.md); `withdrawn` or `superseded` where its act stands no more. `implementation_due`: by when it
    is to be done as the office counts it, from which its lateness runs: that of the item, or the one that its body promised. `outcome`: what was decided, a key of outcomes.yaml, of an act that asks for a
    decision and not for measures; `assessed` is the word that follows from it.
    """

    institution_id: UUID
    state: str
    reply: Annotated[str, one_of(Reply)]
    claimed: Annotated[str, one_of(Claimed)]
    assessed: Annotated[str, one_of(Assessed)]
    outcome: str | None
    reply_due: date | None
    implementation_due: date | None
    timeliness: BothTimeliness


@dataclass(frozen=True, kw_only=True)
class PublicItem(Answer):
    number: int
    text: str
    due: date | None
    obligations: tuple[PublicObligation, ...]


@dataclass(frozen=True, kw_only=True)
class PublicRecommendation(Answer):
    """An act as the public sees it. No id of a case, a complaint or a person. `withheld`: there are no words for the
    public (yet, or since they speak of one official); the title is that of its kind, and grounds and items have no text. `clusters`: of
    the Convention, by number, under which its words stand. `cosigners`: who signed it besides the office.
    """

    number: str
    kind: str
    kind_name_sq: str
    kind_name_en: str
    status: str
    issued_on: date
    language: str
    withheld: bool
    title: str
    grounds: str
    clusters: tuple[str, ...]
    addressees: tuple[PublicAddressee, ...]
    cosigners: tuple[str, ...]
    items: tuple[PublicItem, ...]
    afterwards: tuple[PublicAfterwards, ...]


@dataclass(frozen=True, kw_only=True)
class PublicList(Answer):
    items: tuple[PublicRecommendation, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class FigureAnswer(Answer):
    """A part of a whole. `percent`: whole per cents of fewer than a hundred, one decimal from there on, each rounded by itself, so that
    those of a whole need not sum to 100; null where there is nothing to divide by. Beside the name of a body, a number that is small and
    what would give it away is null.
    """

    key: str
    unit: str
    numerator: int | None
    denominator: int | None
    percent: Exact


@dataclass(frozen=True, kw_only=True)
class BesideAnswer(Answer):
    """How many stand beside the shares for one reason: not delivered, not competent, overtaken, before a court or a prosecutor, …"""

    key: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class SplitAnswer(Answer):
    """The shares of one unit; their counts sum to the denominator. `left_out`: how many stand beside them, `beside` by which name.
    `historical_2021`: the same counts in the four words of the report on 2021, with percentages as those of the shares.
    """

    unit: str
    denominator: int | None
    left_out: int | None
    shares: tuple[FigureAnswer, ...]
    beside: tuple[BesideAnswer, ...]
    historical_2021: tuple[FigureAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class AgeAnswer(Answer):
    """How many have been late for so many days, both included; `to_days` null: and longer."""

    key: str
    name_sq: str
    name_en: str
    from_days: int
    to_days: int | None
    count: int | None


@dataclass(frozen=True, kw_only=True)
class LateAnswer(Answer):
    """What is late in one of the states `no_reply`, `day_passed` and `promise_broken`, in obligations, by how long."""

    state: str
    ages: tuple[AgeAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class FiguresAnswer(Answer):
    """First what was delivered, answered in time, answered late, accepted and verified as implemented; then the shares.

    `delivered`: of all. `answered_in_time`, `answered_late`: of those that were answered or are past their term. `accepted` (be it in
    part), `refused_without_reasons`: of the answered. `median_days`: from the start of the clock to the reply, without the days on which
    it stood.
    """

    letters: int | None
    items: int | None
    obligations: int | None
    delivered: FigureAnswer
    answered_in_time: FigureAnswer
    answered_late: FigureAnswer
    accepted: FigureAnswer
    implemented: FigureAnswer
    splits: tuple[SplitAnswer, ...]
    refused_without_reasons: FigureAnswer
    median_days: Exact
    late: tuple[LateAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class MethodAnswer(Answer):
    """How it was counted, in both languages."""

    sq: str
    en: str


@dataclass(frozen=True, kw_only=True)
class ComplianceAnswer(Answer):
    """The figures of one body, of acts that the public may see. `day`: the one asked about; `known`: as known on which. `method_2021`: of
    `historical_2021` alone.
    """

    institution_id: UUID
    name_sq: str
    name_en: str
    day: date
    known: date
    method: MethodAnswer
    method_2021: MethodAnswer
    figures: FiguresAnswer


@dataclass(frozen=True, kw_only=True)
class BodyComplianceAnswer(Answer):
    """`public`: where `figures` are whole, what anyone is shown of them, null in the place of what is not shown."""

    institution_id: UUID
    name_sq: str
    name_en: str
    class_: Annotated[str, one_of(BodyClass)]
    figures: FiguresAnswer
    public: FiguresAnswer | None = None


@dataclass(frozen=True, kw_only=True)
class AllComplianceAnswer(Answer):
    """The figures of all bodies together; and of each body that is an addressee of an act that the public may see, of those acts alone.
    `day`: the one asked about; `known`: as known on which. `scope`: `all`, of every act that counts; `register`, of those that the public
    may see, where there are no others or so few that the difference would tell a small number. `public`: where `figures` are whole, what
    anyone is shown of the same, in the scope `public_scope`. `unread_as_of`: the day as of whose end acts that the public cannot read are
    counted in figures of today for the public; null where `day` is that of all.
    """

    day: date
    known: date
    scope: Annotated[str, one_of(Scope)]
    unread_as_of: date | None = None
    method: MethodAnswer
    method_2021: MethodAnswer
    figures: FiguresAnswer
    public: FiguresAnswer | None = None
    public_scope: Annotated[str | None, one_of(Scope)] = None
    bodies: tuple[BodyComplianceAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class ChildrenQuery(Query):
    """`year`: that of the opening of the cases; the newest that was counted where it is not said."""

    year: Annotated[int | None, Integer(validate=Range(min=1999, max=2999))] = None


@dataclass(frozen=True, kw_only=True)
class EndingAnswer(Answer):
    """How many complaints ended so; `open`: the case was not closed. Null: a small number, or what would give one away."""

    key: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class CodeAnswer(Answer):
    """One code of a dimension. `total`: null where a number of the row is."""

    key: str
    name_sq: str
    name_en: str
    total: int | None
    endings: tuple[EndingAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class DimensionAnswer(Answer):
    key: str
    name_sq: str
    name_en: str
    codes: tuple[CodeAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class ChildrenAnswer(Answer):
    """The complaints about children behind the cases that were opened in `year`, and those of these cases that the office opened on its own
    initiative about certain children, as counted once on `counted_on`; `years`: those that can be asked about. All null and empty while no year was counted. Each dimension by itself, never two together.
    """

    year: int | None
    counted_on: date | None
    years: tuple[int, ...]
    method: MethodAnswer
    least: int
    whole: int | None
    endings: tuple[EndingAnswer, ...]
    dimensions: tuple[DimensionAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class LetterCheckQuery(Query):
    """What stands on a letter; `sha256`: of the PDF that somebody has."""

    number: Annotated[str, Text(40)]
    code: Annotated[str, Text(40)]
    sha256: Annotated[str | None, Text(64)] = None


@dataclass(frozen=True, kw_only=True)
class LetterCheckAnswer(Answer):
    """Whether the office issued such a letter. Of an act that the public may not see, only on which day, and where it fell; `stands`:
    it was neither withdrawn nor superseded; `same_file`: whether the PDF is the one that was issued.
    """

    nullable: ClassVar[bool] = False

    genuine: bool
    issued_on: date | None = None
    kind: str | None = None
    kind_name_sq: str | None = None
    kind_name_en: str | None = None
    addressee_class: Annotated[str, one_of(BodyClass)] | None = None
    stands: bool | None = None
    same_file: bool | None = None
