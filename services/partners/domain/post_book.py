"""The post book: what may be recorded of a letter on paper, by whom, and which kinds of letter not everybody reads."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation

#: Kinds of act of which only who leads may know that they exist.
GUARDED_KINDS = ("prosecution_referral",)
#: Kinds that only those who handle the case read: whoever posts such a letter sees its number and its body, and not what it says.
CLOSED_KINDS = (
    *GUARDED_KINDS,
    "information_request",
    "judicial_information_request",
    "finding_corrections",
    "agreement_clauses",
    "judicial_notice",
    "litigation_advice",
)


#: Letters of what was decided, which ask for nothing: that the act was withdrawn goes though it stands no more, and neither waits until a court
#: gives the matter back.
WITHDRAWAL, FINDING = "withdrawal", "finding"
DECISIONS = (WITHDRAWAL, FINDING)


@dataclass(frozen=True)
class OnPaper:
    """How far one letter of the post book has come: to_post, sent, delivered, returned, dropped, answered (`answered_on`: what its body wrote on
    that day shows that it has the letter; how it went may still be recorded). Days are local dates; `told_on`: of a
    delivery that waits for a second person; `held_since`: a court or a prosecutor has the matter.
    """

    state: str
    issued_on: date
    sent_on: date | None = None
    delivered_on: date | None = None
    told_on: date | None = None
    held_since: date | None = None
    answered_on: date | None = None


def stays(rung: str | None, held_since: date | None) -> date | None:
    """Since when a letter may not leave because its matter is elsewhere."""
    return None if rung in DECISIONS else held_since


def check_not_held(held_since: date | None) -> None:
    """Refuses (409) to let a letter leave whose matter a court or a prosecutor has."""
    if held_since is not None:
        raise RuleViolation(
            "its matter is with a court or a prosecutor: it may not leave until that is over", code="held"
        )


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


def check_goes(ended: Iterable[str | None]) -> None:
    """Refuses (409) to print what need not be sent any more."""
    if any(ended):
        raise RuleViolation("this letter does not wait to be sent", code="not_to_post")


def check_addressed(way: str, unaddressed: UUID | None) -> None:
    """Refuses (409) to note as posted what goes to a body whose postal address nobody knows, `unaddressed`; by hand a letter may go
    without one.
    """
    if way != "hand" and unaddressed is not None:
        raise RuleViolation(
            f"no postal address in the directory: enter it at /institutions/{unaddressed}/contacts",
            code="no_postal_address",
        )


def check_label(way: str, tracking: str | None, others: Collection[str]) -> None:
    """Refuses a number that stands on the label of another body's letter, `others`: one label is on one envelope. By hand the number is
    that of a protocol, which may have many.
    """
    if way != "hand" and tracking is not None and tracking in others:
        raise ContentViolation(
            "this number is on the label of another body's letter", code="label_taken", field="tracking"
        )


def check_sending(letter: OnPaper, way: str, day: date, tracking: str | None, today: date) -> None:
    """Refuses a sending before the issue or ahead, one by post or courier whose number nobody could follow, and one of a letter that is
    held; that it had left before that day may be recorded still.
    """
    _check_day(day, letter.issued_on, today)
    if way != "hand" and not tracking:
        raise ContentViolation("say the number on its label", code="tracking_needed", field="tracking")
    check_not_held(letter.held_since if letter.held_since and day >= letter.held_since else None)
    _check_before_answer(letter, day)
    if letter.state not in {"to_post", "answered"}:
        raise RuleViolation("this letter does not wait to be sent", code="not_to_post")


def check_delivery(letter: OnPaper, day: date, today: date) -> None:
    """Refuses a delivery of what was not sent, or before it was; the same day told again is no fault."""
    if letter.state not in {"sent", "delivered"} or letter.sent_on is None:
        raise RuleViolation("record the sending first", code="not_sent", legal=("send",))
    _check_day(day, letter.sent_on, today)
    _check_before_answer(letter, day)
    if letter.told_on not in (None, day):
        raise RuleViolation("another day waits for a second person", code="waits_for_second_look")
    if letter.delivered_on not in (None, day):
        raise RuleViolation("it was recorded as delivered on another day", code="delivered_otherwise")


def is_old(day: date, today: date, days_alone: int) -> bool:
    """Whether a delivery lies so far back that one person does not record it alone."""
    return (today - day).days > days_alone


def check_second_look(letter: OnPaper, *, told_by: UUID | None, looks: UUID) -> None:
    """Refuses a look at what does not wait for one, and that of who recorded it."""
    if letter.state != "sent" or letter.told_on is None:
        raise RuleViolation("nothing waits for a second person", code="nothing_to_look_at")
    if told_by == looks:
        raise RuleViolation("another person than who recorded it looks at it", code="same_person")


def check_return(letter: OnPaper, day: date, today: date) -> None:
    """Refuses a return of what is not on its way."""
    if letter.told_on is not None:
        raise RuleViolation("its delivery waits for a second person", code="waits_for_second_look")
    if letter.state != "sent" or letter.sent_on is None:
        raise RuleViolation("this letter is not on its way", code="not_sent")
    _check_day(day, letter.sent_on, today)


def _check_before_answer(letter: OnPaper, day: date) -> None:
    if letter.answered_on is not None and day > letter.answered_on:
        raise ContentViolation("its body had written by then", code="after_reply", field="day")


def _check_day(day: date, earliest: date, today: date) -> None:
    if day > today:
        raise ContentViolation("this day has not come", code="day_ahead", field="day")
    if day < earliest:
        raise ContentViolation("this is before the letter", code="day_too_early", field="day")
