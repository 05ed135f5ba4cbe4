"""Whether an act may be shown, and to whom: by its kind and by what has happened to it, never by a habit of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.cases.domain.bodies import Addressee, Id
from services.cases.domain.kinds import Kind, Publication
from services.cases.domain.obligations import ARRIVED, Delivery
from services.cases.domain.recommendation import ActStatus
from shared.rules import ContentViolation


@dataclass(frozen=True)
class ActState:
    """`deliveries`: one per addressee. `decided`: the office decided to publish, and recorded it (Paris Principles: its
    own decision). `pending`: a proceeding that the act speaks of is pending. `term_over`: the term or debate has ended.
    """

    status: ActStatus
    deliveries: Sequence[Delivery] = ()
    decided: bool = False
    pending: bool = False
    term_over: bool = False


@dataclass(frozen=True)
class Verdict:
    """`reason` is a code: "shown", or what stands against it."""

    shown: bool
    reason: str


def _not_yet(kind: Kind, state: ActState) -> str | None:
    """The first thing that stands against showing it. Whatever its kind, a body reads of a letter to it in its own copy first."""
    delivered = (bool(state.deliveries) and all(one in ARRIVED for one in state.deliveries), "not_delivered")
    decided = (state.decided, "no_decision")
    against = {
        Publication.YES: (delivered,),
        Publication.ON_DECISION: (delivered, decided),
        Publication.AFTER_DELIVERY_ON_DECISION: (delivered, decided),
        Publication.AFTER_TERM: (delivered, (state.term_over, "term_runs"), decided),
        Publication.NEVER_WHILE_PENDING: (delivered, (not state.pending, "pending"), decided),
        Publication.NEVER: ((False, "never"),),
    }
    return next((reason for met, reason in against[kind.publication] if not met), None)


def may_publish(kind: Kind, state: ActState) -> Verdict:
    """Drafts never; what was withdrawn or superseded stays visible with that mark if it was lawful to show before."""
    if state.status not in {ActStatus.ISSUED, ActStatus.SUPERSEDED, ActStatus.WITHDRAWN}:
        return Verdict(shown=False, reason="not_issued")
    reason = _not_yet(kind, state)
    return Verdict(shown=reason is None, reason=reason or "shown")


class PublicState(StrEnum):
    """What the public has of an act: its words, only that there is it, that it fell, or nothing."""

    READABLE = "readable"
    WITHHELD = "withheld"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    NOT_PUBLIC = "not_public"


def public_state(status: ActStatus, *, withheld: bool) -> PublicState:
    """Of an act that may be shown. One that fell stays in the register with that mark, and is no news any more."""
    fallen = {ActStatus.WITHDRAWN: PublicState.WITHDRAWN, ActStatus.SUPERSEDED: PublicState.SUPERSEDED}
    return fallen.get(status) or (PublicState.WITHHELD if withheld else PublicState.READABLE)


def partner_may_see(institution_id: Id, addressees: Sequence[Addressee]) -> bool:
    """A body sees what was sent to it, and nothing else: no count, no list, no search tells it of another's act."""
    return any(str(one.institution_id) == str(institution_id) for one in addressees)


def co_addressees_for(kind: Kind, institution_id: Id, addressees: Sequence[Addressee]) -> tuple[Addressee, ...]:
    """The others that a body is told of in its own copy; none where the kind keeps them from each other."""
    if not kind.co_addressees_shown:
        return ()
    return tuple(one for one in addressees if str(one.institution_id) != str(institution_id))


def check_version(items: Sequence[str], asked: int) -> None:
    """The public reads as many items as the letter asks for, each with its words."""
    if len(items) != asked:
        raise ContentViolation("a text for each item of the letter", code="version.items", field="items")
