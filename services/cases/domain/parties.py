"""Who takes part in a case and which cases belong together: closed words, labels without names, no circles."""

import re
from collections.abc import Iterable
from enum import StrEnum

from services.cases.domain.bodies import Id
from shared.rules import ContentViolation, RuleViolation


class PartyRole(StrEnum):
    COMPLAINANT = "complainant"
    INJURED = "injured"
    CHILD = "child"
    REPRESENTATIVE = "representative"
    WITNESS = "witness"
    EXPERT = "expert"
    BODY = "body"
    OTHER = "other"


class LinkKind(StrEnum):
    """What the case that is linked is to the other."""

    RELATED = "related"
    FOLLOWS = "follows"
    SAME_FACTS = "same_facts"
    PART_OF = "part_of"


#: Of these, either end may be named first: one link says it for both.
MUTUAL = frozenset({LinkKind.RELATED, LinkKind.SAME_FACTS})

#: Who is advised to sue: the injured person, or who represents them.
ADVISED = frozenset({PartyRole.INJURED, PartyRole.CHILD, PartyRole.REPRESENTATIVE})

#: A label is written in small letters ("fëmija 1"): names have a capital, and so have street and school.
_CAPITAL = re.compile(r"[^\W\d_]")
_DIGITS_OF_A_NUMBER = 5


def check_party(role: PartyRole, *, complaint: bool, institution: bool, label: str | None) -> None:
    """Refuses a party that is not exactly one of: the author of a complaint, a body, a person under a neutral label."""
    if [complaint, institution, label is not None].count(True) != 1:
        raise ContentViolation("one of the three says who it is", code="party.one_identity", field="label")
    if role is PartyRole.BODY and not institution:
        raise ContentViolation("a body is one of the directory", code="party.no_body", field="institution_id")
    if role is PartyRole.COMPLAINANT and not complaint:
        raise ContentViolation(
            "who complained is known by the complaint", code="party.no_complaint", field="complaint_id"
        )
    if label is not None and names_someone(label):
        raise ContentViolation("a label names nobody", code="party.label_names", field="label")


class AdviceWord(StrEnum):
    """What came of an advice to sue."""

    SUED = "sued"
    DID_NOT_SUE = "did_not_sue"
    SETTLED = "settled"


def check_advised(role: PartyRole, *, mailbox: bool, shut_out: bool) -> None:
    """Refuses a party that an advice to sue may not go to. `mailbox`: it wrote to the office, and so is reached."""
    if role not in ADVISED:
        raise ContentViolation("not the injured person", code="party.not_injured", field="injured_party")
    if not mailbox:
        raise ContentViolation("the office has no way to them", code="party.no_mailbox", field="injured_party")
    if shut_out:
        raise ContentViolation("in conflict with the child", code="party.in_conflict", field="injured_party")


def shut_out(role: PartyRole, *, in_conflict: bool, by_child: bool) -> bool:
    """Whether whoever reads this mailbox is a guardian in conflict with the child: they see and receive nothing."""
    return in_conflict and (role is PartyRole.REPRESENTATIVE or not by_child)


def names_someone(label: str) -> bool:
    """Whether a label could name a person: a capital letter, an address of e-mail, digits as in a telephone number."""
    capitals = any(letter != letter.lower() for letter in _CAPITAL.findall(label))
    return capitals or "@" in label or sum(letter.isdecimal() for letter in label) >= _DIGITS_OF_A_NUMBER


def check_link(kind: LinkKind, part: Id, whole: Id, known: Iterable[tuple[Id, Id]]) -> None:
    """Refuses a case that would become a part of itself. `known`: (part, whole) of the links that stand."""
    if part == whole:
        raise ContentViolation("a case is not linked to itself", code="link.itself", field="case_id")
    if kind is not LinkKind.PART_OF:
        return
    wholes: dict[Id, set[Id]] = {}
    for one, other in known:
        wholes.setdefault(one, set()).add(other)
    above, seen = [whole], set()
    while above:
        here = above.pop()
        if here == part:
            raise RuleViolation("the other is already part of this case", code="link.circle")
        if here not in seen:
            seen.add(here)
            above += wholes.get(here, ())
