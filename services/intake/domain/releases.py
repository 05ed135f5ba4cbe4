"""Releasing parts of an identity to one addressee of one letter: datum by datum, with a reason, by two people.

Every identifying fact is off by default (law 124/2024 on data protection: only what the purpose needs).
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation

#: Who may be the second person.
SECOND = frozenset({"approver", "commissioner"})


def check_second(*, asked_by: UUID, by: UUID, roles: Collection[str], secret_of: bool) -> None:
    """Refuses the same person twice and, where the complainant asked for secrecy, anybody but the commissioner."""
    if asked_by == by:
        raise RuleViolation("a second person decides", code="release.own_request")
    if secret_of and "commissioner" not in roles:
        raise RuleViolation("secrecy was asked for: the commissioner decides", code="release.needs_commissioner")


def secrecy_concerns(keep_secret: bool, persons: Collection[str]) -> bool:
    """Whether what is released is about the one who asked for secrecy."""
    return keep_secret and "submitter" in persons


def check_held(texts: Mapping[str, str]) -> None:
    """Raise `ContentViolation` for the first datum of which the file holds nothing; `texts` are by the datum's key."""
    for key, text in texts.items():
        if not text:
            raise ContentViolation("the file does not hold it", code="release.not_held", field=f"data.{key}")
