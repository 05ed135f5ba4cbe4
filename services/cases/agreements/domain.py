"""What a party that is no body promised: the facts of an obligation that was accepted by a signature, and where they stand. Nothing of it is counted here."""

from datetime import date

from services.cases.domain.obligations import Assessed, Delivery, Facts, Reply
from services.cases.domain.standing import State, state_of
from services.cases.domain.timeliness import Word, implementation_timeliness

__all__ = ["OUTCOMES", "UNKEPT", "State", "facts_of", "standing"]

#: What the office may say of how a promise turned out; the last takes a finding back.
OUTCOMES = (Assessed.IMPLEMENTED, Assessed.PARTLY, Assessed.NOT, Assessed.OVERTAKEN, Assessed.NOT_ASSESSED)
#: After which a promise is still not kept.
UNKEPT = (Assessed.NOT_ASSESSED, Assessed.PARTLY, Assessed.NOT)


def facts_of(assessed: str, done_on: date | None) -> Facts:
    """Of a promise: whoever signed it has it, and accepted it."""
    return Facts(delivery=Delivery.DELIVERED, reply=Reply.ACCEPTED, assessed=Assessed(assessed), implemented_on=done_on)


def standing(assessed: str, done_on: date | None, due: date, today: date) -> tuple[State, bool]:
    """Where it stands on that day, and whether it is late, as the rules of obligations say it."""
    facts = facts_of(assessed, done_on)
    late = implementation_timeliness(facts, due, today).word is Word.LATE
    return state_of(facts, None, due, today, own=True), late
