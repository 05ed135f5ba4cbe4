"""Where a complaint stands, as whoever complained reads it: one table, of the office's decision and of how far its case has come."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

#: A case that is neither closed nor followed; any other status says by itself where the complaint stands.
IN_CASE = "in_case"
#: A case on which work was done before it was reopened, and whose work has not begun anew.
REOPENED = "case_reopened"

#: By the stage of the case as cases tells it; the values are keys of the statuses in notices.yaml.
STAGES: Mapping[str | None, str] = {
    None: IN_CASE,
    "opened": IN_CASE,
    "investigated": "investigated",
    "found": "found",
    "recommended": "recommended",
    "monitored": "monitored",
    "paused": "paused",
}
#: What nobody has decided yet; from the first opening of its file on, or if the office wrote it down itself, it was read.
_RECEIVED, _READ = "received", "read"
#: Stages that rest on a letter. What a prosecutor is asked is secret: of a case with no other letter it is said that something was found.
OF_LETTERS = frozenset({"recommended", "monitored"})


def is_read(first_looked_at: datetime | None, registered_by: UUID | None) -> bool:
    """Whether somebody of the office knows what it says: who opened its file, or wrote it down."""
    return first_looked_at is not None or registered_by is not None


def standing(status: str, stage: str | None, *, told_of_letter: bool, was_read: bool, was_reopened: bool) -> str:
    """The key of its words. `told_of_letter`: whoever complained was told that a letter went out; `was_read`: somebody of the office
    opened the file, or wrote it; `was_reopened`: the case was closed once.
    """
    if status == _RECEIVED and was_read:
        return _READ
    if status != IN_CASE:
        return status
    key = STAGES[stage]
    if key == IN_CASE and was_reopened:
        return REOPENED
    return "found" if key in OF_LETTERS and not told_of_letter else key
