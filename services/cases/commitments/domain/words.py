"""What the State says of a commitment, what the office found of it, and where it stands: the same facts as of an obligation.

What the State says is never what the office found. Each word counts once a second person has confirmed it, and what counted on a day is the
same for ever: `since` is the day from which a word holds, and when it was confirmed is when it became known.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.cases.domain.assessments import LOOKED, Assessment, assessment_faults
from services.cases.domain.bodies import Id
from services.cases.domain.evidence import EvidenceKind, Openable, Reference, reference_faults
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Claimed, Delivery, Facts, Reply
from services.cases.domain.replies import check_claim
from services.cases.domain.timeliness import Timeliness, implementation_timeliness
from shared.rules import ContentViolation, RuleViolation


class Fact(StrEnum):
    """Of which fact a word is: whether the State accepts it, what it reports, what the office found."""

    REPLY = "reply"
    CLAIMED = "claimed"
    ASSESSED = "assessed"


class Decision(StrEnum):
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"


#: Of a State that answers a review "notes" are a refusal, with or without reasons.
WORDS: Mapping[Fact, tuple[str, ...]] = {
    Fact.REPLY: (
        Reply.ACCEPTED,
        Reply.ACCEPTED_IN_PART,
        Reply.REFUSED_WITH_REASONS,
        Reply.REFUSED_WITHOUT_REASONS,
    ),
    Fact.CLAIMED: tuple(Claimed),
    Fact.ASSESSED: tuple(one for one in Assessed if one is not Assessed.NOT_ASSESSED),
}
#: By these the office drafts what would have it kept.
NOT_KEPT = frozenset({Assessed.NOT, Assessed.PARTLY})


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word of one side. `since`: the day from which it holds; `done_on`: on which it was done, as the office found."""

    fact: Fact
    word: str
    since: date
    done_on: date | None = None
    promised_date: date | None = None
    next_check: date | None = None
    unassessable: str | None = None


#: Of a State that has said nothing; that it has not begun would be its own word.
SAID_NOTHING = "none"


@dataclass(frozen=True)
class Stood:
    """Where a commitment stood. `claimed`: the State's own word, None where it has said nothing; `looked`: the office looked since the State
    began to say so.
    """

    facts: Facts
    claimed: str | None = None
    looked: bool = False

    @property
    def contradicted(self) -> bool:
        """The State says that it is done, and the office looked since and found otherwise; of a newer claim nobody knows yet."""
        return self.looked and self.facts.claimed is Claimed.IMPLEMENTED and self.facts.assessed in LOOKED


def stood(words: Iterable[Word]) -> Stood:
    """Where it stood after these words, in the order in which they hold. What is asked of the State in public has reached it."""
    facts, claimed, looked = Facts(delivery=Delivery.DELIVERED), None, False
    for one in words:
        facts = _after(facts, one)
        if one.fact is Fact.CLAIMED:
            looked = looked and claimed == one.word
            claimed = one.word
        looked = looked or one.fact is Fact.ASSESSED
    return Stood(facts, claimed, looked)


def _after(facts: Facts, one: Word) -> Facts:
    if one.fact is Fact.REPLY:
        answered = one.since if Reply(one.word) in SUBSTANTIVE else None
        return replace(facts, reply=Reply(one.word), answered_on=facts.answered_on or answered)
    if one.fact is Fact.CLAIMED:
        claimed = Claimed(one.word)
        first = (facts.claimed_on or one.since) if claimed is Claimed.IMPLEMENTED else None
        return replace(facts, claimed=claimed, claimed_on=first, promised_date=one.promised_date)
    assessed = Assessed(one.word)
    return replace(
        facts,
        assessed=assessed,
        implemented_on=one.done_on,
        noted_date=one.promised_date,
        next_check=one.next_check,
        unassessable=one.unassessable,
        claimed_on=None if assessed in LOOKED else facts.claimed_on,
    )


def timeliness(facts: Facts, due: date | None, today: date) -> Timeliness:
    """Whether the State is in time with it; who reported in time that it is done is not late before the office looked."""
    return implementation_timeliness(facts, due, today)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a word is judged by. `asked_on`: the day of the document; `openable`: what the commitment is tied to."""

    facts: Facts
    asked_on: date
    today: date
    by: Id
    kinds: Mapping[str, EvidenceKind]
    openable: Openable
    reasons: Iterable[str]


def faults(
    one: Word, text: str, source: str, references: tuple[Reference, ...], to: Setting
) -> Iterator[RuleViolation]:
    """All that stands against a word. Of the State's it is named where it can be read; what the office found rests on what can be opened."""
    if one.word not in WORDS[one.fact]:
        yield ContentViolation("no word of this side", code="commitment.no_such_word", field="word")
        return
    if not to.asked_on <= one.since <= to.today:
        yield ContentViolation(
            "from the day on which it was asked until today", code="commitment.bad_day", field="since"
        )
    if one.fact is Fact.ASSESSED:
        yield from _of_office(one, text, references, to)
    else:
        yield from _of_state(one, source, references)


def _of_office(one: Word, text: str, references: tuple[Reference, ...], to: Setting) -> Iterator[RuleViolation]:
    word = Assessed(one.word)
    found = Assessment(
        word=word,
        on=one.done_on,
        verifier=to.by,
        evidence=len(references),
        promised_date=one.promised_date,
        next_check=one.next_check,
        reason=text,
        unassessable=one.unassessable,
    )
    yield from assessment_faults(to.facts, found, today=to.today)
    yield from reference_faults(references, word, to.kinds, to.openable, today=to.today)
    if one.unassessable is not None and one.unassessable not in to.reasons:
        yield ContentViolation("no such reason", code="assessment.no_such_reason", field="unassessable")
    if not text.strip():
        yield ContentViolation("why the office finds so", code="commitment.no_words", field="text")


def _of_state(one: Word, source: str, references: tuple[Reference, ...]) -> Iterator[RuleViolation]:
    if not source.strip():
        yield ContentViolation("where the State says it", code="commitment.no_source", field="source")
    if references or one.done_on or one.next_check or one.unassessable:
        yield ContentViolation("only what the office finds has that", code="commitment.not_of_state", field="word")
    if one.fact is Fact.CLAIMED:
        try:
            check_claim(Claimed(one.word), one.promised_date)
        except ContentViolation as error:
            yield error


def check_not_kept(assessed: str) -> None:
    """Refuses to draft what would have a commitment kept before the office found, and confirmed, that it is not."""
    if assessed not in NOT_KEPT:
        raise RuleViolation(
            "found not kept, or kept in part", code="commitment.not_found_open", legal=tuple(sorted(NOT_KEPT))
        )
