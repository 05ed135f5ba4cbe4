"""Whose work a complaint is, who so may open its sealed file, and for how long an opening lasts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from shared.rules import NotAllowed, RuleViolation

WINDOW = timedelta(minutes=15)
#: Who of the office works with complaints, in the order in which a person of several roles is shown to the complainant.
#: Auditors and admins see no content, publishers nothing before approval.
OFFICERS = ("commissioner", "approver", "case_officer", "intake_officer")
#: What whoever may not is told.
WHOSE = "the file was handed over: who works on the case does this"
#: Where the matter is a case's: what intake had to do with it is over.
HANDED_OVER = frozenset({"in_case", "followed", "closed"})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a person stands to a complaint. `on_case`: the cases service says that they work on its case; `let_in`: another person
    agreed to their opening this file, and that still holds.
    """

    roles: Collection[str]
    status: str
    on_case: bool
    let_in: bool = False


def works_on(standing: Standing) -> bool:
    """Whether the complaint is that person's work: until it is a case's, of everyone who examines complaints; then of who works on the
    case alone, whatever their other roles. The one rule of who opens a sealed file, writes in the office's name, decides, asks for a
    release, and shuts somebody out; besides, whoever was let in opens it (`may_open`) and can do nothing else.
    """
    if not set(OFFICERS) & set(standing.roles):
        return False
    return standing.on_case or standing.status not in HANDED_OVER


def may_open(standing: Standing) -> bool:
    """Whether that person may open the sealed file now."""
    return works_on(standing) or (standing.let_in and bool(set(OFFICERS) & set(standing.roles)))


def acting_role(standing: Standing) -> str:
    """The role that is shown to the complainant; of several the highest. Raises `RuleViolation` for a file that was erased,
    `NotAllowed` where it is not that person's work.
    """
    if standing.status == "erased":
        raise RuleViolation("the file was erased", code="erased")
    if not may_open(standing):
        raise NotAllowed(WHOSE)
    return next(role for role in OFFICERS if role in standing.roles)
