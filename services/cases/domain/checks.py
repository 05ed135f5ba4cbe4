"""What leaves the office names nobody of the sealed files: the approval of a text is bound to a look at exactly that text.

Law 8454, the confidentiality of a complaint; rule 15 of the mandate. The look itself is intake's (its file `domain/names.py`); here stands
what follows from it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeGuard

from shared.rules import ContentViolation, RuleViolation


class TextKind(StrEnum):
    """The kinds of text that leave the office, as the event `cases.draft.offered` names them."""

    ACT = "act"
    RUNG_LETTER = "rung_letter"
    MESSAGE = "message"
    PUBLIC_VERSION = "public_version"
    GAP = "gap"


#: What anybody reads.
PUBLIC = frozenset({TextKind.PUBLIC_VERSION, TextKind.GAP})


class CheckState(StrEnum):
    WAITING = "waiting"
    CHECKED = "checked"


WAITING = "check.waiting"
#: For so long a look holds of whatever arrives in other files: it is not known which of them name somebody of the text.
HOLDS_FOR = timedelta(hours=1)
#: For so long it holds of what the public reads already; it costs one comparison of each such text a day.
PUBLIC_HOLDS_FOR = timedelta(days=1)
#: Letters of the shortest reason.
SHORTEST_REASON = 3


def is_outdated(offered_at: datetime, looked_at: datetime, newest: datetime | None, now: datetime) -> bool:
    """Whether a text that leaves for good is compared again first, though nothing arrived in its own files: its look is older than
    `HOLDS_FOR`, and something arrived since it was asked for. `newest`: the last arrival anywhere.
    """
    return newest is not None and newest > offered_at and now - looked_at > HOLDS_FOR


#: Questions that are about nobody of the files: the number or address of an office, or one that its reader gave.
ABOUT_NOBODY = frozenset({"number", "email"})


@dataclass(frozen=True)
class Look:
    """A look at exactly this text and these complaints. `stops`: places that name someone; `asks`: that may; `alone`: nobody but who
    wrote the text has to read it; `reason`: why it may leave all the same.
    """

    state: CheckState
    stops: int
    reason: str
    asks: int = 0
    alone: bool = False


def asks_of(questions: int, kinds: Iterable[str]) -> int:
    """How many of so many questions may be about somebody of the files. `kinds`: of those that are told; what is not told may be any."""
    return questions - sum(kind in ABOUT_NOBODY for kind in kinds)


def needs_reason(look: Look | None) -> bool:
    """Whether somebody else than who wrote the text has to say why it may leave: it names someone, or it may. To have read it is no
    answer to a question (design, section 10, Names).
    """
    return _is_open(look) and (look.stops > 0 or look.asks > 0)


def is_taken_back(look: Look | None) -> bool:
    """Whether the public reads no more what a person let it read: by a newer look it names someone, or may, and nobody has answered
    that. Who approved it answered for the words of before; a question that came with another file was never put to them, and what is on
    the web meanwhile cannot be taken back from who read it (design, section 10, Names).
    """
    return needs_reason(look)


def says_why(reason: str) -> bool:
    """Whether it is words: a dash that is typed past a field tells nobody anything."""
    return sum(letter.isalpha() for letter in reason) >= SHORTEST_REASON


def _is_open(look: Look | None) -> TypeGuard[Look]:
    return look is not None and look.state is CheckState.CHECKED and not look.reason.strip()


def check_explainer(authors: Collection[str], explainer: object) -> None:
    """Refuses (409) that somebody who wrote in a text says why it may leave although it names someone: four eyes, at every door."""
    if str(explainer) in authors:
        raise RuleViolation("nobody explains what they wrote", code="check.own_work")


def check_leaving(look: Look | None) -> None:
    """Refuses a text that nobody has compared yet (409), and one that names someone, or may, without a reason (422)."""
    if look is None or look.state is CheckState.WAITING:
        raise RuleViolation("the text is being compared with the sealed file; try again in a moment", code=WAITING)
    if needs_reason(look):
        raise ContentViolation(
            "the text names someone, or may: say why it may leave", code="check.names_someone", field="names_reason"
        )
