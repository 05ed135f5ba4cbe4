"""What a body says, turned into facts. Nothing here touches what the office found or what the child says."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.cases.domain.by_when import ByWhen
from services.cases.domain.obligations import SUBSTANTIVE, Claimed, Delivery, Facts, Reply, apply_delivery
from services.cases.domain.standing import REFUSALS
from shared.rules import ContentViolation


class Position(StrEnum):
    """The body's position on one item, as it stands in a reply."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    REFUSED = "refused"
    NOT_COMPETENT = "not_competent"
    FORWARDED = "forwarded"
    ASKS_CLARIFICATION = "asks_clarification"


class Notice(StrEnum):
    """What a body may send that is no reply."""

    ACKNOWLEDGEMENT = "acknowledgement"
    EXTENSION_REQUEST = "extension_request"
    FORWARDED = "forwarded"


@dataclass(frozen=True)
class ItemReply:
    """The part of a reply that concerns one item. `reasons`: whether any were given; the words are a document."""

    position: Position
    received_on: date
    reasons: bool = False
    claimed: Claimed | None = None
    promised_date: date | None = None


#: Positions with which a body may name another: that is competent, or that has the letter now.
NAMES_ANOTHER = frozenset({Position.NOT_COMPETENT, Position.FORWARDED})

#: (position, reasons given) → the reply. Reasons make a difference only to a refusal.
REPLIES: dict[tuple[Position, bool], Reply] = {
    (Position.ACCEPTED, False): Reply.ACCEPTED,
    (Position.ACCEPTED, True): Reply.ACCEPTED,
    (Position.ACCEPTED_IN_PART, False): Reply.ACCEPTED_IN_PART,
    (Position.ACCEPTED_IN_PART, True): Reply.ACCEPTED_IN_PART,
    (Position.REFUSED, False): Reply.REFUSED_WITHOUT_REASONS,
    (Position.REFUSED, True): Reply.REFUSED_WITH_REASONS,
    (Position.NOT_COMPETENT, False): Reply.NOT_COMPETENT,
    (Position.NOT_COMPETENT, True): Reply.NOT_COMPETENT,
    (Position.FORWARDED, False): Reply.FORWARDED,
    (Position.FORWARDED, True): Reply.FORWARDED,
    (Position.ASKS_CLARIFICATION, False): Reply.ASKS_CLARIFICATION,
    (Position.ASKS_CLARIFICATION, True): Reply.ASKS_CLARIFICATION,
}
#: By the word of a reply, the position that it took.
SAID_BY_WORD: dict[Reply, Position] = {word: position for (position, _reasons), word in REPLIES.items()}


def stops_clock(reply: Reply) -> bool:
    """Whether this reply ends the term for replying (law 8454, art. 22: reasoned explanations and measures)."""
    return reply in SUBSTANTIVE


def check_claim(claimed: Claimed | None, promised_date: date | None) -> None:
    """Refuses "in process" without a date: half of all recommendations sat in that word for years."""
    if claimed is Claimed.IN_PROCESS and promised_date is None:
        raise ContentViolation(
            "a body that says it is in process says by when", code="reply.needs_promised_date", field="promised_date"
        )


def apply_reply(
    facts: Facts,
    reply: ItemReply,
    by: ByWhen | None = None,
    *,
    overtaken: bool = False,
    again: bool = False,
    reach: int | None = None,
) -> Facts:
    """The facts after a reply on this item.

    The day of the earliest substantive reply counts, so that a second, different reply cannot make a punctual body late,
    and a letter that lay in the post room until it was entered does not make its body late either. A question back does not
    take away an answer. A refusal takes back what was promised before it, and the day that was asked for. `by`: by when it is to be done so far. `overtaken`: a reply that came after this one is known already, and its words stand.
    `again`, `reach`: as `moves_the_day` takes them.
    """
    check_claim(reply.claimed, reply.promised_date)
    # Who answers a letter has it, however it came.
    facts = apply_delivery(facts, Delivery.DELIVERED)
    word = REPLIES[reply.position, reply.reasons]
    answers, answered = stops_clock(word), stops_clock(facts.reply)
    if answers:
        facts = replace(facts, answered_on=min(facts.answered_on or reply.received_on, reply.received_on))
    stands = (answered or not answers) if overtaken else (answered and not answers)
    said = facts if stands else replace(facts, reply=word)
    if word in REFUSALS:
        said = _taken_back(said, reply.received_on, overtaken=overtaken)
    if overtaken:
        return said
    return apply_claim(said, reply.claimed, reply.promised_date, reply.received_on, by, again=again, reach=reach)


def _taken_back(facts: Facts, on: date, *, overtaken: bool) -> Facts:
    if overtaken and (facts.promised_on is None or facts.promised_on >= on):
        return facts
    asked = facts.asked_date if overtaken else None
    return replace(facts, promised_date=None, promised_on=None, asked_date=asked)


def apply_claim(
    facts: Facts,
    claimed: Claimed | None,
    promised_date: date | None,
    on: date,
    by: ByWhen | None = None,
    *,
    again: bool = False,
    reach: int | None = None,
) -> Facts:
    """The facts after a report of progress on that day; a report that claims nothing and promises nothing changes nothing. `by`: by when
    it is to be done so far. Who refuses promises nothing: a day that is named with a refusal, or while one stands, is kept with what was said.
    """
    check_claim(claimed, promised_date)
    if claimed is not None:
        claimed_on = (facts.claimed_on or on) if claimed is Claimed.IMPLEMENTED else None
        facts = replace(facts, claimed=claimed, claimed_on=claimed_on, asked_date=None)
    if promised_date is None or facts.reply in REFUSALS:
        return facts
    if not moves_the_day(by, promised_date, on, again=again, reach=reach):
        return replace(facts, asked_date=promised_date)
    return replace(facts, promised_date=promised_date, promised_on=on, noted_date=None, noted_on=None, asked_date=None)


def moves_the_day(
    by: ByWhen | None, promised_date: date, on: date, *, again: bool = False, reach: int | None = None
) -> bool:
    """Whether a day that a body names counts from then on. The first answer by which it accepts moves the day of its letter, up to
    `ByWhen.latest`; after that it moves it only to an earlier one. `again`: it promised one before, and took that back: where nothing else sets a day it gets none by naming another. `reach`: where nothing
    sets a day, by how many calendar days from its own word it may name one; none for what is written down as it was said. Beyond, or once the last day has passed or the office gave more time, it asks for time by naming
    another, and only the office's word gives it: nobody takes back a broken promise by a new one, or puts off a letter for years.
    """
    if by is None:
        return not again and (reach is None or promised_date <= on + timedelta(days=reach))
    if not by.moves_on(on):
        return False
    own = by.promised and not by.by_reply
    last = by.named if own else (by.day or by.named) if by.promised or by.fixed else by.latest
    return last is None or promised_date <= last


def apply_notice(facts: Facts, notice: Notice) -> Facts:
    """The facts after something that is no reply: the clock runs on, and an answer given before is not overwritten.

    To ask for more time or to pass the letter to another body says no more than that it arrived: its receipt is acknowledged by an
    act of its own, with an instant.
    """
    told = Delivery.ACKNOWLEDGED if notice is Notice.ACKNOWLEDGEMENT else Delivery.DELIVERED
    seen = apply_delivery(facts, told)
    if notice is Notice.EXTENSION_REQUEST and seen.reply in {Reply.NONE, Reply.ACKNOWLEDGEMENT_ONLY}:
        return replace(seen, reply=Reply.EXTENSION_ASKED)
    if seen.reply is Reply.NONE:
        return replace(seen, reply=Reply.ACKNOWLEDGEMENT_ONLY)
    return seen
