"""Who may open a sealed file, and for how long an opening lasts."""

from collections.abc import Collection
from datetime import timedelta

from shared.rules import RuleViolation

WINDOW = timedelta(minutes=15)
#: Who of the office works with complaints, in the order in which a person of several roles is shown to the complainant.
#: Auditors and admins see no content, publishers nothing before approval.
OFFICERS = ("commissioner", "approver", "case_officer", "intake_officer")
_HANDED_OVER = ("in_case", "followed", "closed")


def acting_role(roles: Collection[str], status: str) -> str:
    """The role in which the file is opened. Raises `RuleViolation` where none of `roles` may.

    An intake officer reads until the file is handed over to a case; then only who works on the case does.
    """
    if status == "erased":
        raise RuleViolation("the file was erased", code="erased")
    for role in OFFICERS:
        if role in roles and not (role == "intake_officer" and status in _HANDED_OVER):
            return role
    raise RuleViolation("the file was handed over to a case", code="handed_over")
