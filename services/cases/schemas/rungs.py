"""The ladder of an obligation as JSON: rungs that were sent, that come next, and that wait to be sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from marshmallow import validate

from services.cases.domain.ladder import RungKey
from services.cases.schemas.obligations import Remark
from shared.edges import Answer, Body
from shared.fields import Text
from shared.typed import one_of


@dataclass(frozen=True, kw_only=True)
class SentRung(Answer):
    """A rung that a person sent `on` a day. `left_on`: the day from which the next is counted, none while its letter has not left;
    `answer_by`: the last day for the answer that it asks for, known once it was delivered.
    `act`: what it was issued as, with a clock of its own; `letter`: the letter that said it. `withdrawn_on`: that act was withdrawn, and the
    rung is open again. `early_known_on`: the day on which it became known that it was sent for a silence before the term was over, or rests on rungs of which none counts.
    """

    id: UUID
    rung: Annotated[str, one_of(RungKey)]
    on: date
    left_on: date | None
    answer_by: date | None
    to: UUID | None
    act: UUID | None
    letter: UUID | None
    withdrawn_on: date | None
    alternative: str | None
    term_due: date | None
    override_reason: str | None
    early_known_on: date | None
    by: UUID


@dataclass(frozen=True, kw_only=True)
class TakenRung(Answer):
    """`sent`; or `drafted`: a reminder is sent once it was read, a rung that is an act when `act` is approved and issued.
    `left_out`: of an act that was drafted anew, the words that people had written where something has changed.
    """

    id: UUID | None
    rung: Annotated[str, one_of(RungKey)]
    on: date | None
    to: UUID | None
    act: UUID | None
    letter: UUID
    alternative: str | None
    term_due: date | None
    override_reason: str | None
    by: UUID | None
    state: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OfferedRung(Answer):
    """A rung, its first day and, by language, why. With `no_superior` it cannot be sent, and `alternatives` are lawful instead."""

    rung: Annotated[str, one_of(RungKey)]
    on: date
    why: Mapping[str, str]
    sent_by: str
    no_superior: bool
    alternatives: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DraftedRung(Answer):
    """A rung that the system drafted: it is `waiting` for a person, `sent`, or `dropped` because its reason is gone. Of one that is an
    act: `to` whom, and the lawful way (`alternative`) where the body has no superior.
    """

    rung: Annotated[str, one_of(RungKey)]
    letter: UUID | None
    due_on: date
    no_superior: bool
    state: str
    drafted_at: datetime
    to: UUID | None = None
    alternative: str | None = None


@dataclass(frozen=True, kw_only=True)
class LadderAnswer(Answer):
    """`held_since`: a court or a prosecutor has the matter, and no rung is drafted or sent while it does. `waits_for`: the next rung waits until a
    second person looked at the `receipt` of the letter, or until the `letter` of the rung before has arrived; for `nothing` where what
    the act presses for was settled or withdrawn: no step follows.
    """

    never_pressed: bool
    held_since: date | None
    waits_for: Annotated[str, validate.OneOf(("receipt", "letter", "nothing"))] | None
    sent: tuple[SentRung, ...]
    offers: tuple[OfferedRung, ...]
    drafts: tuple[DraftedRung, ...]


@dataclass(frozen=True, kw_only=True)
class EscalationBody(Body):
    """A rung to be sent; `alternative` where there is no superior, `to` where there are several, `override_reason` by the
    commissioner alone. `seen`: of a reminder, the digest of the words that were read; without it, it is drafted and not sent.
    """

    rung: RungKey
    reason: Remark = ""
    override_reason: Remark = ""
    alternative: Annotated[str, Text(60)] | None = None
    to: UUID | None = None
    names_reason: Remark = ""
    seen: Annotated[str, Text(64)] | None = None
