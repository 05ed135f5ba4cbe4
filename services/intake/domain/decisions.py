"""What a decision on a complaint must carry, by its outcome and its ground. The lists themselves are data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from shared.rules import ContentViolation

#: A right of the Convention as the taxonomy codes it: article, article.paragraph, or one of the three protocols.
_RIGHT = re.compile(r"([1-9]|[1-3][0-9]|4[0-24])(\.([1-9]|[a-d]))?|opsc|opac|opic")
ADMISSIBLE, JOINED = "admissible", "joined"


@dataclass(frozen=True)
class Ground:
    """A ground of the closed list. `usable` is false while the office's policy does not allow it."""

    key: str
    outcomes: tuple[str, ...]
    needs: str | None
    usable: bool


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
    #: Of the summary.
    language: str = "sq"


def check(decision: Decision, needs: Sequence[str], grounds: Mapping[str, Ground]) -> None:
    """Raise `ContentViolation` for the first member that is missing, or that the outcome has no place for.

    `needs` are the members that the outcome asks for. A refusal always names its ground, and with it the way out (law
    8454/1999, art. 17).
    """
    wanted = set(needs) | ({"bodies"} if decision.outcome == ADMISSIBLE else set())
    if decision.ground is not None:
        ground = _ground(decision, grounds)
        wanted |= {ground.needs} if ground.needs else set()
    for name in ("ground", "summary", "rights", "bodies", "redirect_to", "joined_to"):
        if name in wanted and not getattr(decision, name):
            raise ContentViolation(f"{decision.outcome} needs {name}", code="missing", field=name)
    for name in ("summary", "redirect_to", "joined_to"):
        if getattr(decision, name) and name not in wanted:
            raise ContentViolation(
                f"{name} has no place in {decision.outcome}", code="not_for_this_outcome", field=name
            )
    _check_rights(decision.rights)


def _ground(decision: Decision, grounds: Mapping[str, Ground]) -> Ground:
    ground = grounds.get(decision.ground or "")
    if ground is None:
        raise ContentViolation("no such ground", code="ground_unknown", field="ground")
    if decision.outcome not in ground.outcomes:
        raise ContentViolation("the ground is not one of this outcome", code="not_for_this_outcome", field="ground")
    if not ground.usable:
        raise ContentViolation("the office's policy does not allow it", code="ground_not_in_force", field="ground")
    return ground


def _check_rights(rights: Sequence[str]) -> None:
    for index, right in enumerate(rights):
        if not _RIGHT.fullmatch(right):
            raise ContentViolation("no right of the Convention", code="right_unknown", field=f"rights.{index}")
        if right in rights[:index]:
            raise ContentViolation("named twice", code="named_twice", field=f"rights.{index}")


def check_joined(complaint_id: UUID, *, target_id: UUID, target_outcome: str | None) -> None:
    """A complaint is joined to a leading one, so that there is one letter and an own answer for each complainant."""
    if target_id == complaint_id:
        raise ContentViolation("a complaint cannot be joined to itself", code="joined_to_itself", field="joined_to")
    if target_outcome == JOINED:
        raise ContentViolation("that one is joined to another", code="joined_to_is_joined", field="joined_to")
