"""Which reminders that wait may not leave, because they are not true any more, or not yet."""

from collections.abc import Collection
from datetime import date

from shared.rules import RuleViolation

#: Rungs of silence: what tells a body that its answer is late.
REMINDERS = ("reminder", "second_reminder")


def why_stopped(
    *, rung: str | None, unreached: bool, receipt_waits: bool, dues: Collection[date], leaves_by: date, day: date
) -> str | None:
    """Why a reminder that waits may not leave on that day; None where it may. `unreached`: its letter came back or has not left;
    `receipt_waits`: that it arrived waits for a second person, and with it the day from which is counted; `dues`: the last days of the
    items that it speaks of, as far as one runs; `leaves_by`: the last day for which the words hold that it was printed with.
    """
    if rung not in REMINDERS:
        return None
    if unreached:
        return "letter_not_delivered"
    if receipt_waits:
        return "receipt_waits"
    if any(due >= day for due in dues):
        return "not_late"
    return "reminder_old" if day > leaves_by else None


def check_not_stopped(reason: str | None) -> None:
    """Refuses (409) to let a reminder leave that is not true any more, or not yet."""
    if reason is not None:
        raise RuleViolation(
            "what this reminder says does not hold: its letter has not arrived or is not late, or it lay too long",
            code=reason,
        )
