"""Where an obligation stands: one table that says of each state whether its case may close, what the ladder may go on for, and
what it is counted as.

Closing conditions, the ladder, the figures, the pages, the letters and docs/states.md read it here. That nothing more is asked of
a body and that a case may be closed are two things: a measure that the office found *not* taken may be left by the case, and
is pressed for all the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.cases.domain.obligations import (
    SETTLED,
    SUBSTANTIVE,
    Assessed,
    Claimed,
    Facts,
    Reply,
    has_arrived,
    kept_word,
    reopen,
)
from shared.rules import RuleViolation


class State(StrEnum):
    """The states; first that of what is counted nowhere, then those that are counted beside the shares, then the shares from best to
    worst.
    """

    FELL = "fell"
    NOT_DELIVERED = "not_delivered"
    ASKED_AGAIN = "asked_again"
    NOT_COMPETENT = "not_competent"
    OVERTAKEN = "overtaken"
    MOOT = "moot"
    ELSEWHERE = "elsewhere"
    NO_INFORMATION = "no_information"
    NOT_ASSESSABLE = "not_assessable"
    IMPLEMENTED = "implemented"
    CLAIMED = "claimed"
    AWAITING_REPLY = "awaiting_reply"
    IN_PROCESS = "in_process"
    PARTLY = "partly"
    DAY_PASSED = "day_passed"
    PROMISE_BROKEN = "promise_broken"
    NOT = "not"
    NO_REPLY = "no_reply"
    REFUSED = "refused"


class Closing(StrEnum):
    """Whether a case with such an obligation may be closed. `by_decision`: the closing officer says on which ground; `as_undelivered`:
    only once its letter came back or cannot reach the body, on the ground that says so, or because a court or a prosecutor has the matter.
    """

    NO = "no"
    AS_UNDELIVERED = "as_undelivered"
    BY_DECISION = "by_decision"
    YES = "yes"


class Finding(StrEnum):
    """Whether a measure may be found not done, or only in part. `once_due`: only after the day by which it is to be done, or where nobody
    named one and nothing was said, after that of the reply.
    """

    NO = "no"
    ONCE_DUE = "once_due"
    YES = "yes"


class Ground(StrEnum):
    """What the ladder goes on for. `broken_promise`: the day passed that the body had named; `day_passed`: one that the letter, the office or a
    term set; `insufficient`: the office found that a reply which refuses nothing is not enough;
    `readdressing`: no rung follows, the office turns to the body that is competent.
    """

    NONE = "none"
    SILENCE = "silence"
    REFUSAL = "refusal"
    INSUFFICIENT = "insufficient"
    BROKEN_PROMISE = "broken_promise"
    DAY_PASSED = "day_passed"
    PARTLY = "partly"
    NOT = "not"
    READDRESSING = "readdressing"


#: Accepted, and not done by its day; and the grounds of it.
PASSED = (State.DAY_PASSED, State.PROMISE_BROKEN)
#: Its body said no, and the office weighs that.
WEIGHED = (State.REFUSED, State.NOT_COMPETENT)
OF_THE_DAY = (Ground.DAY_PASSED, Ground.BROKEN_PROMISE)
#: Grounds on which rungs are offered.
PRESSING = frozenset(Ground) - {Ground.NONE, Ground.READDRESSING}


@dataclass(frozen=True)
class Rule:
    """A row of the table. `if_insufficient`: what the ladder goes on for once the office found the reply not enough; `undone`:
    whether the measure may be found not done, or only in part; `done`: whether it may be found done; `is_counted`: whether a figure knows
    it at all; `back`: whether the finding that it follows from may be taken back, as recorded in error.
    """

    may_close: Closing
    ladder: Ground = Ground.NONE
    if_insufficient: Ground = Ground.NONE
    is_share: bool = True
    undone: Finding = Finding.YES
    done: bool = True
    is_counted: bool = True
    back: bool = False


TABLE: Mapping[State, Rule] = {
    State.FELL: Rule(Closing.YES, is_share=False, undone=Finding.NO, done=False, is_counted=False),
    State.NOT_DELIVERED: Rule(Closing.AS_UNDELIVERED, is_share=False, undone=Finding.NO, done=False),
    State.ASKED_AGAIN: Rule(Closing.NO, is_share=False, undone=Finding.NO),
    State.NOT_COMPETENT: Rule(
        Closing.NO, Ground.READDRESSING, Ground.INSUFFICIENT, is_share=False, undone=Finding.ONCE_DUE
    ),
    State.OVERTAKEN: Rule(Closing.YES, is_share=False, undone=Finding.ONCE_DUE, back=True),
    State.MOOT: Rule(Closing.YES, is_share=False, undone=Finding.NO),
    State.ELSEWHERE: Rule(Closing.YES, is_share=False, undone=Finding.NO),
    State.NO_INFORMATION: Rule(Closing.YES, is_share=False, undone=Finding.ONCE_DUE, back=True),
    State.NOT_ASSESSABLE: Rule(Closing.YES, is_share=False, undone=Finding.ONCE_DUE, back=True),
    State.IMPLEMENTED: Rule(Closing.YES, undone=Finding.ONCE_DUE, back=True),
    State.CLAIMED: Rule(Closing.NO, Ground.NONE, Ground.INSUFFICIENT),
    State.AWAITING_REPLY: Rule(Closing.NO, undone=Finding.ONCE_DUE),
    State.IN_PROCESS: Rule(Closing.NO, Ground.NONE, Ground.INSUFFICIENT, undone=Finding.ONCE_DUE),
    State.PARTLY: Rule(Closing.YES, Ground.PARTLY, Ground.PARTLY, back=True),
    State.DAY_PASSED: Rule(Closing.NO, Ground.DAY_PASSED, Ground.DAY_PASSED),
    State.PROMISE_BROKEN: Rule(Closing.NO, Ground.BROKEN_PROMISE, Ground.BROKEN_PROMISE),
    State.NOT: Rule(Closing.YES, Ground.NOT, Ground.NOT, back=True),
    # Who is silent may still do it by the day that was set.
    State.NO_REPLY: Rule(Closing.BY_DECISION, Ground.SILENCE, Ground.SILENCE, undone=Finding.ONCE_DUE),
    # So may who refuses.
    State.REFUSED: Rule(Closing.BY_DECISION, Ground.NONE, Ground.REFUSAL, undone=Finding.ONCE_DUE),
}

#: What the figures divide by, from best to worst, and what stands beside them.
SHARES = tuple(state for state in State if TABLE[state].is_share)
BESIDE = tuple(state for state in State if TABLE[state].is_counted and not TABLE[state].is_share)

#: States that follow from a finding which the office may take back.
BACK = frozenset(state for state in State if TABLE[state].back)

REFUSALS = frozenset({Reply.REFUSED_WITH_REASONS, Reply.REFUSED_WITHOUT_REASONS})
#: Replies by which a body says that it will do it, be it in part, and that it will not.
YES = frozenset({Reply.ACCEPTED, Reply.ACCEPTED_IN_PART})
DENIALS = REFUSALS | {Reply.NOT_COMPETENT}
#: Replies that whoever complained is told though they answer nothing: the body's own answer is still awaited.
UNANSWERING = frozenset({Reply.FORWARDED, Reply.ASKS_CLARIFICATION})
#: What may be found of a measure before its letter arrived, and before its day.
BEFORE_IT_ARRIVED = (Assessed.OVERTAKEN, Assessed.NOT_ASSESSABLE)
BEFORE_ITS_DAY = (Assessed.IN_PROCESS, Assessed.IMPLEMENTED, Assessed.OVERTAKEN, Assessed.NOT_ASSESSABLE)
#: What may be found of it while a court or a prosecutor has the matter and the body has not answered.
WITHOUT_AN_ANSWER = (Assessed.IMPLEMENTED, Assessed.OVERTAKEN, Assessed.NOT_ASSESSABLE)
#: What may be found of it before its day once its body said no.
AFTER_A_NO = WITHOUT_AN_ANSWER
#: Findings of a letter that the body has.
_FOUND = {
    Assessed.IMPLEMENTED: State.IMPLEMENTED,
    Assessed.OVERTAKEN: State.OVERTAKEN,
    Assessed.PARTLY: State.PARTLY,
    Assessed.NOT: State.NOT,
}
#: The reason why nothing can be found of who passed the letter on, where the office turned to the other body.
OTHER_BODY = "other_body"
#: Reasons why nothing can be found that are told by name; any other is `not_assessable`.
NAMED_REASONS = {one.value: one for one in (State.ELSEWHERE, State.NO_INFORMATION)}


def state_of(
    facts: Facts, due: date | None, by: date | None, today: date, *, fell: bool = False, own: bool = False
) -> State:
    """The one state of an obligation on a day. `due`: last day for the reply, none while its clock stands, was closed or
    never began; `by`: by when it is to be done (by_when.py); `fell`: its act was withdrawn or superseded, and nothing is owed on it; `own`: `by` is the
    day that the body itself named.

    What fell stands nowhere else. Then comes whether the letter arrived, which no finding hides, nor that a court or a prosecutor has the
    matter: *elsewhere* says that a body was asked and need not answer meanwhile, and of one that was never asked that is not true. So the
    delivered and the not delivered of a figure are all that there are, whatever became of the case. Then what was found, whether what it
    presses for is over at its root, whether a court or a prosecutor has the matter, whether a letter that asks the body again has arrived, what was said, and silence, which is known only after the last day. A body without the letter is
    never late, silent, or found to have done nothing.
    """
    if fell:
        return State.FELL
    if not has_arrived(facts):
        return State.NOT_DELIVERED
    if facts.assessed is Assessed.NOT_ASSESSABLE:
        return NAMED_REASONS.get(facts.unassessable or "", State.NOT_ASSESSABLE)
    if facts.assessed in _FOUND:
        return _FOUND[facts.assessed]
    if facts.moot_on is not None:
        return State.MOOT
    if facts.held_since is not None:
        return State.ELSEWHERE
    # Who owes a reply by a day all the while is silent after it, whatever letter is on its way.
    if facts.asked_again_on is not None and (facts.reply in SUBSTANTIVE or due is None):
        return State.ASKED_AGAIN
    return _as_said(facts, due, by, today, own=own)


def _as_said(facts: Facts, due: date | None, by: date | None, today: date, *, own: bool) -> State:
    """Of what the body said, where nobody verified it."""
    if facts.reply not in SUBSTANTIVE:
        return State.NO_REPLY if due is not None and today > due else State.AWAITING_REPLY
    if facts.reply is Reply.NOT_COMPETENT:
        return State.NOT_COMPETENT
    if facts.reply in REFUSALS:
        return State.REFUSED
    if kept_word(facts, by):
        return State.CLAIMED
    if by is None or today <= by:
        return State.IN_PROCESS
    # Nobody breaks a promise by letting a day pass that others set, or of which it is not known who named it.
    return State.PROMISE_BROKEN if own else State.DAY_PASSED


def ground_of(state: State, *, insufficient: bool = False, ended: bool = False) -> Ground:
    """What the ladder may go on for. `insufficient`: the office found the reply not enough; `ended`: the commissioner ended
    the ladder with a reason, or a court or a prosecutor has the matter, which holds it.
    """
    if ended:
        return Ground.NONE
    return TABLE[state].if_insufficient if insufficient else TABLE[state].ladder


#: Findings for which a body is pressed.
UNDONE = frozenset({Assessed.PARTLY, Assessed.NOT})


def undelivered_refusal(facts: Facts) -> RuleViolation | None:
    """Why nobody can say of a measure how it turned out, since its letter has not reached the body; None where it has. What happened by itself
    meanwhile is overtaken; a letter that is not to go any more is withdrawn with its act.
    """
    if TABLE[state_of(reopen(facts), None, None, date.max)].done:
        return None
    message = "the letter has not reached the body: record its delivery, withdraw the act, or find the item overtaken or not assessable"
    return RuleViolation(message, code="assessment.not_delivered", legal=BEFORE_IT_ARRIVED)


def ended_refusal(facts: Facts) -> RuleViolation | None:
    """Why nobody can say of a measure of which the office had found that nothing more is asked that it was not done, or is in process; None where one
    can. Its body was told so, and would be late for those days: the finding is taken back first, by which it is asked again.
    """
    if facts.assessed not in SETTLED:
        return None
    message = "its body was told that nothing more is asked: take that finding back first"
    return RuleViolation(message, code="assessment.ended", legal=(Assessed.NOT_ASSESSED,))


def idle_refusal(facts: Facts) -> RuleViolation | None:
    """Why nobody can say of a measure that its body is at work on it; None where one can. Of what is over at its root nothing is asked any more. While a court or a prosecutor has the matter nothing is
    asked of the body, and of one that has not answered nobody knows that it does anything.
    """
    if facts.moot_on is not None and has_arrived(facts):
        message = "what it presses for was settled, or withdrawn: nobody is at work on it for the office"
        return RuleViolation(message, code="assessment.moot", legal=WITHOUT_AN_ANSWER)
    if facts.held_since is None or facts.reply in SUBSTANTIVE or not has_arrived(facts):
        return None
    message = "a court or a prosecutor has the matter, and the body has not replied: wait until it comes back, or close the case on that ground"
    return RuleViolation(message, code="assessment.held_unanswered", legal=WITHOUT_AN_ANSWER)


def denied_refusal(facts: Facts) -> RuleViolation | None:
    """Why nobody can say of a measure that its body is at work on it, since that refused it or called another competent; None where one can. Its
    state is what it said, and whoever complained is told that: it is in process once the body accepts it.
    """
    if facts.reply not in DENIALS:
        return None
    message = "the body said no: it is in process once it accepts it; until then find the reply not enough, or wait"
    return RuleViolation(message, code="assessment.denied", legal=AFTER_A_NO)


def undone_refusal(
    facts: Facts,
    due: date | None,
    by: date | None,
    delivered: date | None,
    today: date,
    *,
    stands: bool = False,
    insufficient: bool = False,
) -> RuleViolation | None:
    """Why a measure of a letter that arrived cannot be found not done, or only in part, since nobody can say so yet; None where it can. `due`, `by`: as
    `state_of` takes them; `delivered`: on which day the letter arrived, none where that is not known: no day passes a body by before it has
    the letter. `stands`: the clock of the reply is paused, and until it goes on the body may still reply, whatever day is named. `insufficient`: the office found the reply not enough. While a court or
    a prosecutor has the matter nobody is found to have left anything undone. One finding that it is undone may be made the other, who says that it is done asks for no more time, and where
    nobody named a day and the body answered there is none to wait for. Any other finding that stands hastens no day: it is taken back
    (assessments.taking_back_refusal), and what stands without it counts.
    """
    state = state_of(reopen(facts), due, by, today)
    may = TABLE[state].undone
    if state is State.ELSEWHERE:
        message = "a court or a prosecutor has the matter"
        works = not (idle_refusal(facts) or denied_refusal(facts))
        legal = tuple(word for word in BEFORE_ITS_DAY if word is not Assessed.IN_PROCESS or works)
        return RuleViolation(message, code="assessment.held", legal=legal)
    if state is State.MOOT:
        message = "what it presses for was settled, or withdrawn: nothing is left undone on it"
        return RuleViolation(message, code="assessment.moot", legal=WITHOUT_AN_ANSWER)
    if state is State.ASKED_AGAIN:
        message = "the letter that asks the body again has not arrived"
        return RuleViolation(message, code="assessment.asked_again", legal=BEFORE_ITS_DAY)
    # Of a refusal found not enough it is known that the body said no; its day is still to come.
    weighed = insufficient and state not in WEIGHED
    if weighed or facts.assessed in UNDONE or facts.claimed is Claimed.IMPLEMENTED:
        return None
    if stands and state is State.AWAITING_REPLY:
        message = "the clock of the reply stands: the body may still reply"
        return RuleViolation(message, code="assessment.clock_stands", legal=BEFORE_ITS_DAY)
    named = by or (due if state is State.AWAITING_REPLY else None)
    last = max(named, delivered or named) if named else None
    if may is Finding.ONCE_DUE and last is not None and today <= last:
        message = f"the body has time until {last.isoformat()}"
        if denied_refusal(facts):
            return RuleViolation(message, code="assessment.denied_not_yet_due", legal=AFTER_A_NO)
        return RuleViolation(message, code="assessment.not_yet_due", legal=BEFORE_ITS_DAY)
    return None


def hinders_closing(states: Iterable[State]) -> tuple[State, ...]:
    """Those with which no case may be closed, each once."""
    return tuple(state for state in dict.fromkeys(states) if TABLE[state].may_close is Closing.NO)


def has_undelivered(states: Iterable[State]) -> bool:
    """Whether a letter has not arrived, which only its own ground closes over."""
    return any(TABLE[state].may_close is Closing.AS_UNDELIVERED for state in states)


def needs_decision(states: Iterable[State]) -> bool:
    return any(TABLE[state].may_close is Closing.BY_DECISION for state in states)


def weakest(states: Iterable[State]) -> State:
    """Where a letter or an item stands: where its weakest obligation does; beside the shares only if all of it does."""
    return max(states, key=list(State).index)


def first_day(ground: Ground, *, due: date | None, promised: date | None, found_on: date | None) -> date | None:
    """The first day on which the ground holds, none where no day is known. `found_on`: of the finding, or that a reply is not
    enough.
    """
    if ground in {Ground.SILENCE, *OF_THE_DAY}:
        passed = day_pressed(ground, due=due, promised=promised)
        return passed + timedelta(days=1) if passed else None
    return found_on if ground in PRESSING else None


def day_pressed(ground: Ground, *, due: date | None, promised: date | None) -> date | None:
    """The last day of which a body is reminded: that of the measure where that day passed, else that of the reply."""
    return promised if ground in OF_THE_DAY else due
