"""What one body owes on one item, as six separate facts.

One status would hide what matters: that a body said yes and did nothing, or did it and never wrote. So what arrived, what
was answered, what the body claims, what the office found and what the child says are kept apart, and each has one way in
(deliveries here, replies.py, assessments.py). Timeliness, the sixth, is computed in timeliness.py and stored nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.cases.domain.bodies import Addressee, Id, Role
from services.cases.domain.kinds import Item, Kind


class Delivery(StrEnum):
    """What is known of the letter on its way to the body. `to_post`: it waits in the post book; `sent`: it left by post, courier or
    hand, and nobody knows yet that it arrived; `failed`: it cannot reach the body as things stand.
    """

    QUEUED = "queued"
    TO_POST = "to_post"
    SENT = "sent"
    DELIVERED = "delivered"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"


class Reply(StrEnum):
    """What the body said. Silence after the term is not among them: it is computed (timeliness.no_reply)."""

    NONE = "none"
    ACKNOWLEDGEMENT_ONLY = "acknowledgement_only"
    EXTENSION_ASKED = "extension_asked"
    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    REFUSED_WITH_REASONS = "refused_with_reasons"
    REFUSED_WITHOUT_REASONS = "refused_without_reasons"
    NOT_COMPETENT = "not_competent"
    FORWARDED = "forwarded"
    ASKS_CLARIFICATION = "asks_clarification"


class Claimed(StrEnum):
    """What the body says it did."""

    NOT_STARTED = "not_started"
    IN_PROCESS = "in_process"
    IMPLEMENTED = "implemented"
    PARTLY = "partly"
    NOT = "not"


class Assessed(StrEnum):
    """What the office found."""

    NOT_ASSESSED = "not_assessed"
    IN_PROCESS = "in_process"
    IMPLEMENTED = "implemented"
    PARTLY = "partly"
    NOT = "not"
    OVERTAKEN = "overtaken"
    NOT_ASSESSABLE = "not_assessable"


class Confirmed(StrEnum):
    """What the child or the complainant says."""

    NOT_ASKED = "not_asked"
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


#: Replies that answer the recommendation. The law asks for a reasoned reply; an acknowledgement, a request for time, a
#: letter that was passed on to another body and a question back are none: the term runs on. A refusal without reasons is an answer, and a poor one: it is counted apart.
SUBSTANTIVE = frozenset(
    {
        Reply.ACCEPTED,
        Reply.ACCEPTED_IN_PART,
        Reply.REFUSED_WITH_REASONS,
        Reply.REFUSED_WITHOUT_REASONS,
        Reply.NOT_COMPETENT,
    }
)

#: Assessments after which nothing more is asked of the body. Whether a case may be closed is another question, and so is what
#: the ladder goes on for: both stand in the table of standing.py.
SETTLED = frozenset({Assessed.IMPLEMENTED, Assessed.OVERTAKEN, Assessed.NOT_ASSESSABLE})
#: Assessments that do not say how it turned out: where it stands is what its body said last.
UNFOUND = (Assessed.NOT_ASSESSED, Assessed.IN_PROCESS)


class Stopped(StrEnum):
    """Why a letter that has not arrived is brought no more: nothing is asked on any of its items, a court or a prosecutor decides them, or its
    case was closed over it.
    """

    SETTLED = "settled"
    ELSEWHERE = "elsewhere"
    CASE_CLOSED = "case_closed"


#: The letter is with the body. Of nothing else can it be said that a body is late, silent or to be reminded.
ARRIVED = frozenset({Delivery.DELIVERED, Delivery.OPENED, Delivery.ACKNOWLEDGED})


class Way(StrEnum):
    """By which a letter reaches its body."""

    PORTAL = "portal"
    API = "api"
    LINK = "link"
    POST = "post"
    COURIER = "courier"
    HAND = "hand"


#: Ways by which a body reads what the portal shows it. Who has a letter on paper learns nothing of what stands there.
BY_WIRE = ("portal", "api", "link", "mail")
#: Those of them by which it reads on after the letter: a one-time link shows it once, and what is told later is told by another letter.
READ_ON = tuple(way for way in BY_WIRE if way != Way.LINK)


@dataclass(frozen=True)
class Facts:
    """The stored facts of one obligation, with the dates that belong to them (local dates). `unassessable`: key of the reason why
    the office cannot find what became of it; `held_since`: the day since which a court or a prosecutor has the matter, and the
    office asks for nothing; `promised_date`: the body's own word, `promised_on`: the day on which it was given; `noted_date`, `noted_on`:
    the same of the day that the office expects; `asked_date`: a later one that the body named and the office has not given; `claimed_on`: the first day on which the body
    reported it implemented, none once the office found otherwise or the body took it back; `deemed_on`: the day on which a letter that was sent
    counts as delivered, because the true day never became known; `moot_on`: on which what it presses for was settled at its root, or withdrawn;
    `asked_again_on`: since when its body, which reads on paper alone, is asked again by a letter that has not arrived.
    """

    delivery: Delivery = Delivery.QUEUED
    reply: Reply = Reply.NONE
    claimed: Claimed = Claimed.NOT_STARTED
    assessed: Assessed = Assessed.NOT_ASSESSED
    confirmed: Confirmed = Confirmed.NOT_ASKED
    answered_on: date | None = None
    promised_date: date | None = None
    next_check: date | None = None
    implemented_on: date | None = None
    unassessable: str | None = None
    held_since: date | None = None
    promised_on: date | None = None
    claimed_on: date | None = None
    deemed_on: date | None = None
    noted_date: date | None = None
    noted_on: date | None = None
    asked_date: date | None = None
    moot_on: date | None = None
    asked_again_on: date | None = None

    def without_delivery(self) -> "Facts":
        """The facts once its delivery proved to have been recorded by mistake."""
        return replace(self, delivery=unmake(self.delivery), deemed_on=None)


@dataclass(frozen=True)
class Pair:
    """One obligation to be made: this item, owed by this body in this role."""

    item_id: Id
    institution_id: Id
    role: Role


def spread(kind: Kind, items: Sequence[Item], addressees: Sequence[Addressee]) -> tuple[Pair, ...]:
    """Every item with every addressee whose role answers for this kind, in the order of the letter.

    A body told for information owes nothing; a person advised to sue owes nothing, because that kind has no such role.
    """
    return tuple(
        Pair(item.id, addressee.institution_id, addressee.role)
        for item in items
        for addressee in addressees
        if addressee.role in kind.answering_roles
    )


#: How far a letter has come. A report that says less than is known already changes nothing.
_REACH = {
    Delivery.QUEUED: 0,
    Delivery.TO_POST: 1,
    Delivery.FAILED: 1,
    Delivery.SENT: 2,
    Delivery.DELIVERED: 3,
    Delivery.OPENED: 4,
    Delivery.ACKNOWLEDGED: 5,
}


def after_delivery(known: Delivery, reported: Delivery) -> Delivery:
    """What is known of the delivery once `reported` came in; never backwards.

    Several channels report on their own and late, so this keeps the furthest word instead of refusing: a mail that
    bounced does not undo a letter that was opened in the portal. Until it arrived, the last word holds: one that failed is
    posted, one that came back goes to the post again or has failed; so is one in the portal that nobody opened and of which no notice
    arrived.
    """
    unseen = known not in ARRIVED or (known, reported) == (Delivery.DELIVERED, Delivery.TO_POST)
    if unseen and reported is not Delivery.QUEUED:
        return reported
    if (known, reported) == (Delivery.FAILED, Delivery.QUEUED):
        return Delivery.QUEUED
    return max(known, reported, key=_REACH.__getitem__)


def unmake(known: Delivery) -> Delivery:
    """What is known of a letter on paper once its delivery proved to have been recorded by mistake: that it left. Whoever opened or acknowledged it has it."""
    return Delivery.SENT if known is Delivery.DELIVERED else known


def way_after(known: Delivery, way: str | None, reported: Delivery, told: str | None) -> str | None:
    """By which way a letter came, or goes, once `reported` came in by the way `told`. It is delivered once, by the way on which it lay for its
    body or was carried: who opens or acknowledges it later, a machine what lay on the portal, reads it and brings it by no way.
    """
    if known not in ARRIVED or reported not in ARRIVED:
        return told or way
    return way or told


def apply_delivery(facts: Facts, reported: Delivery) -> Facts:
    """Any further word of the letter takes the place of what was only deemed: it is here, it came back, it left anew."""
    known = after_delivery(facts.delivery, reported)
    return replace(facts, delivery=known, deemed_on=None)


def deem_delivered(facts: Facts, day: date) -> Facts:
    """The facts once a letter counts as delivered since `day`, which the term says of one whose delivery never became known. A letter that
    came back, or never left, is never deemed delivered.
    """
    if facts.delivery is not Delivery.SENT:
        return facts
    return replace(facts, deemed_on=day)


def why_stopped(owed: Iterable[tuple[bool, str | None]], *, case_closed: bool) -> Stopped | None:
    """Why a letter that has not arrived is brought no more, of what each of its items is: whether it was closed, and the reason why nothing can be
    found of it. As long as one is open it goes, with what was settled meanwhile. `case_closed`: over the letter, which leaves nothing to
    press for; what is issued of a closed case later goes.
    """
    rows = list(owed)
    if rows and all(closed for closed, _reason in rows):
        elsewhere = all(reason == Stopped.ELSEWHERE.value for _closed, reason in rows)
        return Stopped.ELSEWHERE if elsewhere else Stopped.SETTLED
    return Stopped.CASE_CLOSED if rows and case_closed else None


def has_arrived(facts: Facts) -> bool:
    """Whether the body has the letter, or the law counts it so. Whoever replied has it, also where nobody recorded its delivery."""
    return facts.delivery in ARRIVED or facts.reply is not Reply.NONE or facts.deemed_on is not None


def kept_word(facts: Facts, by: date | None) -> bool:
    """Whether the body reported in time that it is done, and the office has not found otherwise: as far as anybody knows, it is."""
    return facts.claimed_on is not None and (by is None or facts.claimed_on <= by)


def is_open(facts: Facts) -> bool:
    """Whether something is still expected: of the body, or of the office that has not yet looked."""
    return facts.assessed not in SETTLED


def reopen(facts: Facts) -> Facts:
    """The obligation as not assessed again. The earlier assessment stays in the history; what was said stays as it is."""
    return replace(facts, assessed=Assessed.NOT_ASSESSED, implemented_on=None, next_check=None, unassessable=None)
