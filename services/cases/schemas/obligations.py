"""Obligations as JSON: their separate facts, and what is said and done about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate

from services.cases.domain.obligations import Assessed, Claimed, Confirmed, Delivery, Reply
from services.cases.domain.timeliness import Timeliness
from services.cases.schemas.cases import LONGEST_TEXT, HistoryAnswer
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import Word, filled, one_of

MOST_EVIDENCE = 50
Reason = Annotated[str, Text(LONGEST_TEXT)]
#: Where it may be left out.
Remark = Annotated[str, Text(LONGEST_TEXT, shortest=0)]


@dataclass(frozen=True, kw_only=True)
class TimelinessAnswer(Answer):
    """`none`, `in_time`, `due_in` or `late`, with whole days."""

    word: str
    days: int


@dataclass(frozen=True, kw_only=True)
class BothTimeliness(Answer):
    reply: TimelinessAnswer
    implementation: TimelinessAnswer

    @classmethod
    def of(cls, reply: Timeliness, implementation: Timeliness) -> "BothTimeliness":
        return cls(reply=filled(TimelinessAnswer, reply), implementation=filled(TimelinessAnswer, implementation))


@dataclass(frozen=True, kw_only=True)
class ObligationAnswer(Answer):
    """One item, owed by one body: five stored facts, and the sixth as it is on the day of asking. `no_reply`: the term is over
    and no answer has come. `state`: where it stands (docs/states.md); `monitoring`: its case is closed and its ladder goes on.
    `sent_on`, `delivered_on`: the days of its letter; before the second nothing is late, but that a letter sent counts as delivered
    since `deemed_on` where its delivery never became known; before that day `reply_due` of a letter on its way is what follows if it
    will, and is told to nobody. `held_since`: a court or a prosecutor has
    the matter; nothing is due and no rung is sent while it does. `asked_again_on`: since when its body, which reads on paper alone, is asked again by a letter that has not
    arrived; nothing is due before it has. `moot_on`: since when nothing is asked on it, because what it presses for was settled
    at its root, or withdrawn: from that day it is neither silent nor late.

    A member that is a column of the row is filled by its name: a new one needs no other line but its own.
    """

    id: UUID
    item_id: UUID
    institution_id: UUID
    delivery: Annotated[str, one_of(Delivery)]
    sent_on: date | None
    delivered_on: date | None
    deemed_on: date | None
    reply: Annotated[str, one_of(Reply)]
    claimed: Annotated[str, one_of(Claimed)]
    assessed: Annotated[str, one_of(Assessed)]
    unassessable: str | None
    outcome: str | None
    state: str
    monitoring: bool
    ladder_ended_on: date | None
    refusal_left_on: date | None
    held_since: date | None
    asked_again_on: date | None
    moot_on: date | None
    confirmed: str
    timeliness: BothTimeliness
    reply_due: date | None
    asked_date: date | None
    noted_date: date | None
    no_reply: bool


@dataclass(frozen=True, kw_only=True)
class ObligationLine(ObligationAnswer):
    """One obligation in a list of many acts."""

    recommendation_id: UUID
    number: str | None


@dataclass(frozen=True, kw_only=True)
class ObligationList(Answer):
    items: tuple[ObligationLine, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class ReplyAnswer(Answer):
    """One version of what the body said of this obligation; `evidence`: how many pieces; `files`: their names (`/obligations/{id}/files/{name}`); `late_by` days, 0 for one in time or
    before there was a term.
    """

    id: UUID
    version: int
    channel: str
    received_at: datetime
    position: str
    word: str
    claimed: Annotated[str, one_of(Claimed)] | None
    promised_date: date | None
    evidence: int
    files: tuple[str, ...]
    competent_institution: UUID | None
    late_by: int
    scan_id: UUID | None
    document: str


@dataclass(frozen=True, kw_only=True)
class ClaimAnswer(Answer):
    """What the body reported after its reply; `evidence`: the names of its files (`/obligations/{id}/files/{name}`)."""

    at: datetime
    claimed: Annotated[str, one_of(Claimed)]
    promised_date: date | None
    document: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RequestAnswer(Answer):
    """A request for more time, and what became of it. `covers`: whether more time was given for this item; null as long as nobody decided
    and of one that was refused. `granted_until`: only of an item that it covers. `taken_back_until`, `taken_back_on`: until when it was granted by mistake, and
    when that was taken back; then it is asked again.
    """

    id: UUID
    until: date
    requested_at: datetime
    state: str
    granted_until: date | None
    taken_back_until: date | None
    taken_back_on: date | None
    covers: bool | None
    reasons: str


@dataclass(frozen=True, kw_only=True)
class SourceAnswer(Answer):
    """What backs a finding, by a key of evidence.yaml. `ref`: of a scan its id (`/scans/{ref}`), of a file of the body its name
    (`/obligations/{id}/files/{ref}`), of a reply its id; of a public source `address` and the day on which it was seen.
    """

    kind: str
    ref: str
    address: str
    seen_on: date | None


@dataclass(frozen=True, kw_only=True)
class AssessmentAnswer(Answer):
    """What the office found. `evidence`: words, of findings from before what backs one was something to open (`sources`)."""

    at: datetime
    by: UUID
    word: str
    outcome: str | None
    on: date | None
    evidence: tuple[str, ...]
    sources: tuple[SourceAnswer, ...]
    promised_date: date | None
    next_check: date | None
    unassessable: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswer(Answer):
    """What one complainant was asked, in which round after the finding of the day `since`, and what they said. `ended_at`: that finding stood
    no more; an answer that came after it confirms nothing.
    """

    id: UUID
    complaint_id: UUID
    round: str
    since: date
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReaddressingAnswer(Answer):
    """Whether the office followed a body that called another competent; `act_id`: the draft to that body."""

    accepted: bool
    institution_id: UUID | None
    act_id: UUID | None
    reason: str
    by: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ProposalAnswer(Answer):
    """A body says that it is not competent, or that it passed the letter on (`passed_on`): whom it names, and whether that one sent the
    same items on before.
    """

    reply_id: UUID
    passed_on: bool
    institution_id: UUID | None
    loop: bool
    decision: ReaddressingAnswer | None


@dataclass(frozen=True, kw_only=True)
class ClarificationAnswer(Answer):
    """What the office answers a body that asked back with the reply `reply_id`. `state`: waiting until it was compared with the sealed
    files, and if it names someone for a second person's reason (`/cases/{id}/held-messages`); then sent, that is handed over at
    `sent_at`, or discarded. `delivery`: what became of it since; `left_on`: the day on which it left, none while it has not.
    """

    id: UUID
    reply_id: UUID
    state: str
    text: str
    written_by: UUID
    written_at: datetime
    sent_at: datetime | None
    delivery: Annotated[str, one_of(Delivery)]
    left_on: date | None


@dataclass(frozen=True, kw_only=True)
class ClarificationBody(Body):
    """What the office answers."""

    text: Annotated[str, Text(LONGEST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class MootAnswer(Answer):
    """Since when nothing is asked on it, since what it presses for was `settled`, or `withdrawn`, at the act with that number; `stood`: where it stood until then,
    with the last day for its reply.
    """

    since: date
    cause: str
    root_act: UUID
    number: str
    stood: str
    due: date | None


@dataclass(frozen=True, kw_only=True)
class ObligationWhole(Answer):
    """One obligation with all that was said and done about it. `why_by`: why it is to be done by that day, by language; `attention`:
    the lists of what the office has to look at that it stands on (`?attention=`). `answered_on`: the day of the first answer, which
    ended the clock; `standing_answer_on`: that of the one that stands now.
    """

    obligation: ObligationLine
    answered_on: date | None
    standing_answer_on: date | None
    attention: tuple[str, ...]
    overdue_check: bool
    why_by: Mapping[str, str]
    moot: MootAnswer | None
    replies: tuple[ReplyAnswer, ...]
    claims: tuple[ClaimAnswer, ...]
    requests: tuple[RequestAnswer, ...]
    assessments: tuple[AssessmentAnswer, ...]
    questions: tuple[QuestionAnswer, ...]
    readdressing: ProposalAnswer | None
    clarifications: tuple[ClarificationAnswer, ...]
    history: tuple[HistoryAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceBody(Body):
    """One reference, of a kind of evidence.yaml, as `SourceAnswer` says it."""

    kind: Annotated[str, Text(60)]
    ref: Annotated[str, Text(200, shortest=0)] = ""
    address: Annotated[str, Text(2000, shortest=0)] = ""
    seen_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AssessmentBody(Body):
    """What the office found; which member a word needs, it says when it is refused. Of an act that asks for a decision:
    `outcome` (a key of outcomes.yaml), from which the word follows, and the day of the decision. `evidence`: what can be opened,
    and without which nothing is found to be done or not done. `unassessable`: why it cannot be assessed (standing.yaml).
    """

    assessment: Assessed | None = None
    outcome: Annotated[str, Text(60)] | None = None
    on: date | None = None
    evidence: Annotated[tuple[EvidenceBody, ...], validate.Length(max=MOST_EVIDENCE)] = field(default_factory=tuple)
    promised_date: date | None = None
    next_check: date | None = None
    unassessable: Annotated[str, Text(60)] | None = None
    reason: Remark = ""


@dataclass(frozen=True, kw_only=True)
class InsufficiencyBody(Body):
    """Why the reply is not enough."""

    reason: Reason


@dataclass(frozen=True, kw_only=True)
class LadderEndBody(Body):
    """Why the steps toward the body end here."""

    reason: Reason


@dataclass(frozen=True, kw_only=True)
class ConfirmationBody(Body):
    """What the child or the complainant says."""

    confirmed: Annotated[Confirmed, Word(Confirmed, only=(Confirmed.YES, Confirmed.PARTLY, Confirmed.NO))]


@dataclass(frozen=True, kw_only=True)
class ReaddressingBody(Body):
    """Follow the body or not; `institution_id` where it named nobody, or another than the one that is competent."""

    accept: bool
    institution_id: UUID | None = None
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class ExtensionBody(Body):
    """More time or not; with `request_id` for all that the body owes on the act and has not answered."""

    granted: bool
    until: date | None = None
    request_id: UUID | None = None
    reason: Remark = ""
