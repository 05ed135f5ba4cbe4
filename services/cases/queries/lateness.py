"""Whether the reply and the measure of an obligation are in time, as every door says it."""

from datetime import date

from services.cases.domain.timeliness import Timeliness, Word, implementation_timeliness, reply_timeliness
from services.cases.models import Obligation


def timeliness_of(one: Obligation, today: date) -> tuple[Timeliness, Timeliness]:
    """Of the reply and of the measure. What is owed no more is neither late nor in time; an answer that came before stays what it was."""
    facts, fell = one.facts, one.fell_on is not None
    of_reply, of_measure = one.free_days(reply=True), one.free_days(reply=False)
    unanswered = fell and one.answered_on is None
    return (
        Timeliness(Word.NONE) if unanswered else reply_timeliness(facts, one.reply_due, today, of_reply),
        Timeliness(Word.NONE)
        if fell
        else implementation_timeliness(facts, one.implementation_due, today, of_measure, stands=one.clock_stands),
    )


def was_late(one: Obligation, on: date) -> bool:
    """Whether it was late on that day, as every list says it."""
    reply, measure = timeliness_of(one, on)
    return measure.word is Word.LATE or (one.answered_on is None and reply.word is Word.LATE)
