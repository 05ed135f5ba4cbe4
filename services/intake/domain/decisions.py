"""What a decision on a complaint must carry, by its outcome and its ground. The lists themselves are data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation

#: A right of the Convention as the taxonomy codes it: article, article.paragraph, or one of the three protocols.
_RIGHT = re.compile(r"([1-9]|[1-3][0-9]|4[0-24])(\.([1-9]|[a-d]))?|opsc|opac|opic")
ADMISSIBLE, INADMISSIBLE, REDIRECTED, JOINED = "admissible", "inadmissible", "redirected", "joined"
OWN_INITIATIVE = "own_initiative"
#: Decisions with which the office has ended its work, so that only a reopening lets it go on.
ENDED = ("inadmissible", "redirected", "counselled", "joined", "followed", "closed")
NAMELESS = "anonymous_not_allowed"
#: Grounds that say nothing against the matter itself: the office may go on by itself (law 8454/1999, art. 13).
LEFT_OPEN = (NAMELESS, "withdrawn")
#: The choice of the policy on anonymous complaints under which they are complaints like any other.
ACCEPT = "accept"
#: Who can be asked for information about a matter that is before a court or a prosecutor, or was decided there.
AUTHORITIES = ("court", "prosecution", "judicial_oversight")


@dataclass(frozen=True)
class Ground:
    """A ground of the closed list. `usable` is false while the office's policy does not allow it; `elsewhere` is true
    where a court or a prosecutor has the matter or has decided it, and may be asked for information about it.
    """

    key: str
    outcomes: tuple[str, ...]
    needs: str | None
    usable: bool
    elsewhere: bool = False


@dataclass(frozen=True)
class Decision:
    """What an officer decided, before it is checked."""

    outcome: str
    ground: str | None = None
    summary: str | None = None
    rights: Sequence[str] = field(default_factory=tuple)
    bodies: Sequence[UUID] = field(default_factory=tuple)
    joined_to: UUID | None = None
    redirect_to: UUID | None = None
    #: The court or prosecutor to be asked for information about a matter that the office may not investigate.
    ask_authority: UUID | None = None


def check(decision: Decision, needs: Sequence[str], grounds: Mapping[str, Ground]) -> None:
    """Raise `ContentViolation` for the first member that is missing, or that the outcome has no place for.

    `needs` are the members that the outcome asks for. A refusal always names its ground, and with it the way out (law
    8454/1999, art. 17).
    """
    needed = set(needs) | ({"bodies"} if decision.outcome == ADMISSIBLE else set())
    if decision.ground is not None:
        ground = _ground(decision, grounds)
        needed |= {ground.needs} if ground.needs else set()
        _check_authority(decision, ground)
    if decision.ask_authority:
        needed |= {"ground", "summary", "rights"}
    for name in ("ground", "summary", "rights", "bodies", "redirect_to", "joined_to"):
        if name in needed and not getattr(decision, name):
            raise ContentViolation(f"{decision.outcome} needs {name}", code="missing", field=name)
    for name in ("summary", "redirect_to", "joined_to"):
        if getattr(decision, name) and name not in needed:
            raise ContentViolation(
                f"{name} has no place in {decision.outcome}", code="not_for_this_outcome", field=name
            )
    check_rights(decision.rights)


def _ground(decision: Decision, grounds: Mapping[str, Ground]) -> Ground:
    ground = grounds.get(decision.ground or "")
    if ground is None:
        raise ContentViolation("no such ground", code="ground_unknown", field="ground")
    if decision.outcome not in ground.outcomes:
        raise ContentViolation("the ground is not one of this outcome", code="not_for_this_outcome", field="ground")
    if not ground.usable:
        raise ContentViolation("the office's policy does not allow it", code="ground_not_in_force", field="ground")
    return ground


def _check_authority(decision: Decision, ground: Ground) -> None:
    """A matter elsewhere bars the case, and leaves it possible to ask for information (law 8454/1999, art. 25)."""
    if decision.ask_authority and not (decision.outcome == INADMISSIBLE and ground.elsewhere):
        raise ContentViolation(
            "no authority has the matter that could be asked", code="information_not_possible", field="ask_authority"
        )


def admits_nameless(policy: str) -> bool:
    """Whether an adult may complain without a name and without a way to be reached, as a child always may."""
    return policy == ACCEPT


def check_anonymous(decision: Decision, *, tip: bool, in_case: bool, policy: str) -> None:
    """Raise `RuleViolation` for an anonymous tip that is to be admitted although the office's policy forbids it, and
    `ContentViolation` for a complaint that is none and is to be refused for want of a name.

    A child's own complaint is no tip: nobody asks it for a name, whatever the policy says. A tip that was reopened goes back
    to the case that it has.
    """
    if decision.ground == NAMELESS and not tip:
        raise ContentViolation("it is no anonymous tip", code="not_anonymous", field="ground")
    if tip and not in_case and decision.outcome == ADMISSIBLE and not admits_nameless(policy):
        raise RuleViolation(
            "the office's policy does not admit anonymous complaints; it may go on by itself",
            code="anonymous_not_admissible",
            legal=(OWN_INITIATIVE, "inadmissible", "redirected", "counselled", "joined"),
        )


def check_own_initiative(*, outcome: str | None, ground: str | None, tip: bool, in_case: bool) -> None:
    """Raise `RuleViolation` unless the office may go on by itself: an anonymous tip that nobody decided, or a complaint
    that ended because it was one or was withdrawn.
    """
    if in_case or outcome == OWN_INITIATIVE:
        raise RuleViolation("there is a case", code="in_case")
    if not (tip if outcome is None else ground in LEFT_OPEN):
        legal = ("decision",) if outcome is None else ("reopening",)
        raise RuleViolation("the complainant can be answered", code="not_a_tip", legal=legal)


def check_reopening(status: str) -> None:
    """Raise `RuleViolation` for a complaint on which the office still works."""
    if status not in ENDED:
        legal = ("decision",) if status == "received" else ("messages",)
        raise RuleViolation("the office works on it", code="not_ended", legal=legal)


def check_rights(rights: Sequence[str]) -> None:
    """Raise `ContentViolation` for what is no right of the Convention, and for one that is named twice."""
    for index, right in enumerate(rights):
        if not _RIGHT.fullmatch(right):
            raise ContentViolation("no right of the Convention", code="right_unknown", field=f"rights.{index}")
        if right in rights[:index]:
            raise ContentViolation("named twice", code="named_twice", field=f"rights.{index}")


def check_joined(complaint_id: UUID, *, main_id: UUID) -> None:
    """A complaint is joined to a main one, so that there is one letter and an own answer for each complainant."""
    if main_id == complaint_id:
        raise ContentViolation("a complaint cannot be joined to itself", code="joined_to_itself", field="joined_to")
