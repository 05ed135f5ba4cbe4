"""Handing a redirected matter to its body: what it may know, and never more than those concerned agreed to.

The account is the office's own text; what a complainant wrote never goes. A name goes only if its bearer agreed (law 124/2024 on data
protection: only what the purpose needs).
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from services.intake.domain.decisions import AUTHORITIES, REDIRECTED
from services.intake.domain.hits import ABOUT_NOBODY, Hit, Severity
from shared.rules import ContentViolation, RuleViolation

#: The kind of the letter, as the body is told it.
KIND = "redirection"
#: What partners tell that says where the letter is.
STANDINGS = frozenset({"to_post", "sent", "delivered", "returned", "failed"})
#: Of what an account may name: somebody else of the files than who has a part in this one, and a number or an address of nobody there.
ANOTHER, NUMBER = "another", "number"
#: Never addressed with a matter of somebody's: a court, and who decides over judges and charges (law 8454/1999, art. 25).
NEVER = frozenset({*AUTHORITIES, "constitutional_court"})


class NamesSomebody(ContentViolation):
    """The account names somebody at these places: from, and before which character."""

    def __init__(self, places: Sequence[tuple[int, int]]) -> None:
        where = ", ".join(f"{start}-{end}" for start, end in places)
        super().__init__(f"it names somebody, at the characters {where}", code="handover.names_person", field="account")
        self.places = tuple(places)


def check_addressee(institution_class: str) -> None:
    """Raise `RuleViolation` for a body to which the office hands nothing over."""
    if institution_class in NEVER:
        raise RuleViolation("nothing is handed over to a court or prosecutor", code="handover.authority")


def check_redirected(status: str) -> None:
    """Raise `RuleViolation` unless the complaint stands redirected: one that was reopened is the office's again."""
    if status != REDIRECTED:
        raise RuleViolation("it is not redirected", code="handover.not_redirected")


def check_current(asked_at: datetime, decided_at: datetime | None) -> None:
    """Raise `RuleViolation` for what was written for an earlier redirection than the one that stands."""
    if decided_at is None or asked_at < decided_at:
        raise RuleViolation("it was written for an earlier redirection", code="handover.not_redirected")


def check_waiting(state: str) -> None:
    """Raise `RuleViolation` for what somebody decided already."""
    if state != "asked":
        raise RuleViolation("it is decided", code="already_decided")


def check_new(states: Collection[str]) -> None:
    """`states` of what was written for this redirection. Raises `RuleViolation` while one waits, or once one went."""
    if "asked" in states:
        raise RuleViolation("one waits for a second person", code="handover.waits", legal=("decision",))
    if "approved" in states:
        raise RuleViolation("it was handed over", code="handover.done", legal=("reopening",))


def concerned(person: str, *, by_child: bool) -> str:
    """Whose agreement a datum of `person` needs: who complains for themself as a child is the child."""
    return "child" if by_child and person == "submitter" else person


def check_agreed(persons: Collection[str], agreed: Collection[str], agreement: str | None, *, tip: bool) -> None:
    """`persons`: of whom something goes along. Raises `ContentViolation` for a tip, for one who did not agree, and where it is not
    said how they did.
    """
    if persons and tip:
        raise ContentViolation("nothing of a tip's author goes along", code="handover.tip", field="data")
    if not set(persons) <= set(agreed):
        raise ContentViolation("without agreement no name leaves", code="handover.not_agreed", field="agreed")
    if persons and not agreement:
        raise ContentViolation("say how and when they agreed", code="missing", field="agreement")


def needs_commissioner(persons: Collection[str], *, age: int | None, own_from: int) -> bool:
    """Whether the commissioner's word is needed: beside that of a child, by its age, and for who could not be asked to agree."""
    return ANOTHER in persons or ("child" in persons and (age is None or age < own_from))


def notice_of(data: Collection[str], named: Collection[str]) -> str:
    """Which notice tells the complainant what the body learnt."""
    if named:
        return "handed_over_saying"
    return "handed_over_named" if data else "handed_over"


def bearers(named: Collection[str]) -> set[str]:
    """Whose agreement can be recorded, of those whom an account seems to name."""
    return set(named) - {ANOTHER, NUMBER}


def check_account(found: Collection[Hit], *, answered: bool, tip: bool) -> int:
    """How many places seem to name somebody, or may. `answered`: a second person is asked for the reason, or gave it.

    Raises `NamesSomebody` unless that is so, and of a tip for one that names somebody always.
    """
    stops = [hit for hit in found if hit.severity is Severity.STOP]
    asks = [hit for hit in found if hit.severity is Severity.QUESTION and hit.kind not in ABOUT_NOBODY]
    if (stops and tip) or ((stops or asks) and not answered):
        raise NamesSomebody([(hit.start, hit.end) for hit in (*stops, *asks)])
    return len(stops) + len(asks)
