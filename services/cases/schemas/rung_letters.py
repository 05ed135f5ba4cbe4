"""The letters of rungs as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from marshmallow import validate

from services.cases.domain.ladder import RungKey
from services.cases.domain.recommendation import ActStatus
from services.cases.schemas.cases import LONGEST_TITLE, MOST
from services.cases.schemas.checks import CheckAnswer
from services.cases.schemas.obligations import Reason
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import UNSENT, Unsent, one_of


@dataclass(frozen=True, kw_only=True)
class LetterText(Answer):
    """The words of a reminder, as the body will read them."""

    title: str
    text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class ChangedWords(Answer):
    """What was so, and what is so in its place; one of them is empty where something came or went."""

    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class ChangesAnswer(Answer):
    """What changed beneath a draft. Of a reminder: the words that the system has for it `today`; a person's changes laid over those
    (`proposal`), and the words of theirs that stood where something changed (`left_out`).
    """

    changed: tuple[ChangedWords, ...]
    today: LetterText | None
    proposal: LetterText | None
    left_out: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LetterAnswer(Answer):
    """A rung that is due: `text` to be read and edited; or `act`, the draft to be approved and issued; or `alternatives`,
    where there is no superior, with the bodies to which each of these `ways` goes (none: nobody is turned to), and the `alternative`
    that was chosen; or several `superiors` to choose from. `relation_confirmed`: whether a person has read how `to` stands to the body, which the letter says
    only then; null without a relation. `blocked`: the code of the rule that forbids the act, or of one that was dropped, why it is open no more. `unanswered`: those of the `obligations` on which
    the body asked what is meant, and waits for the office.

    The words of a reminder that waits are those of today, and so is its `version`. `seen`: their digest, by which whoever sends it says what they read. `stale`: what
    is so has changed since a person wrote in it, or since its act was drafted; it is not sent before somebody has looked again.
    """

    id: UUID
    rung: Annotated[str, one_of(RungKey)]
    state: str
    due_on: date
    sent_by: str
    number: str
    recommendation_id: UUID
    institution_id: UUID
    obligations: tuple[UUID, ...]
    unanswered: tuple[UUID, ...] = ()
    text: LetterText | None
    act: UUID | None
    act_status: Annotated[str, one_of(ActStatus)] | Unsent = UNSENT
    to: UUID | None
    no_superior: bool
    superiors: tuple[UUID, ...]
    relation_confirmed: bool | None
    alternatives: tuple[str, ...]
    alternative: str | None
    ways: Mapping[str, tuple[UUID, ...]]
    override_reason: str | None
    blocked: str | None
    seen: str | None = None
    stale: bool = False
    version: str


@dataclass(frozen=True, kw_only=True)
class LetterWhole(LetterAnswer):
    """One rung read alone. `why`: in both languages, why it may be sent from its day on; empty once it does not wait, and
    where the commissioner lifted the waiting. `names_check`: of a person's own words, title and text. `changes`: of one that is stale.
    `before`: the letter that was dropped with a person's words in it, in whose place this one was drafted and whose words it took over.
    `instead_of`: the reminder that was taken back before it left, in whose place this one was written.
    """

    why: Mapping[str, str]
    names_check: CheckAnswer | None
    changes: ChangesAnswer | None = None
    before: UUID | None = None
    instead_of: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class LetterList(Answer):
    items: tuple[LetterAnswer, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class LetterChangeBody(Body):
    """Other words for a reminder."""

    title: Annotated[str, Text(LONGEST_TITLE)]
    text: Reason


@dataclass(frozen=True, kw_only=True)
class ReportBody(Body):
    """One report to the Assembly for these rungs that wait, with the measures that the office proposes, each an item."""

    letters: Annotated[tuple[UUID, ...], validate.Length(min=1, max=MOST)]
    title: Annotated[str, Text(LONGEST_TITLE)]
    measures: Annotated[tuple[Reason, ...], validate.Length(min=1, max=MOST)]


@dataclass(frozen=True, kw_only=True)
class ReportAnswer(Answer):
    """The draft, to be approved and issued, and the rungs that its issue sends."""

    act: UUID
    letters: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class AttachmentAnswer(Answer):
    """One enclosure; `content` is the document as it is frozen."""

    title_sq: str
    title_en: str
    document: str
    content: object
