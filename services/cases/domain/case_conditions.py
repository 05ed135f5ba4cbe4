"""What must be true for a step of a case and for the outcome with which it closes, each as one sentence and one test.

A matter that a court or a prosecutor has before it bars the office from going on, but not from suspending or closing the
case on that ground, nor from asking that authority for information.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from services.cases.domain.case import STEPS, Elsewhere, Outcome, Status, Step, after, legal_steps
from services.cases.domain.findings import Result
from services.cases.domain.standing import State, has_undelivered, hinders_closing, needs_decision
from shared.rules import RuleViolation, refuse


@dataclass(frozen=True)
class CaseFacts:
    """What the conditions look at. `results`: what the findings that stand say. Counts: acts issued and standing,
    obligations without a reply whose kind expects one. `standing`: the states of the obligations (standing.py), each once.
    `reason`, `outcome`, `closing_ground`: given with the step. `on_its_way`: how many letters that have not arrived may still do so;
    `ground_undelivered`: the ground is that one could not be delivered; `ground_pressed`: that steps go on in monitoring; `pressed`: a ladder goes on;
    `unweighed`: how many refusals nobody has decided on.
    """

    officer_assigned: bool = False
    results: frozenset[Result] = frozenset()
    issued_acts: int = 0
    replies_awaited: int = 0
    standing: frozenset[State] = frozenset()
    elsewhere: Elsewhere = Elsewhere.NONE
    outcome: Outcome | None = None
    reason: str = ""
    closing_ground: str | None = None
    ground_undelivered: bool = False
    on_its_way: int = 0
    ground_pressed: bool = False
    pressed: bool = False
    unweighed: int = 0


@dataclass(frozen=True)
class Condition:
    """What must hold for a step; `needs` is the sentence printed for jurists and given to a refused officer."""

    code: str
    needs: str
    holds: Callable[[CaseFacts], bool]


_OFFICER = Condition("no_officer", "an officer is assigned", lambda facts: facts.officer_assigned)
_REASON = Condition("no_reason", "a written reason is given", lambda facts: bool(facts.reason.strip()))
_FINDING = Condition("no_finding", "a finding is recorded", lambda facts: bool(facts.results))
_VIOLATION = Condition("no_violation", "a violation is found", lambda facts: Result.VIOLATION_FOUND in facts.results)
_ACT = Condition("no_act", "an act is issued and stands", lambda facts: facts.issued_acts > 0)
_FREE = Condition(
    "matter_elsewhere",
    "no court or prosecutor has the matter or has decided it",
    lambda facts: facts.elsewhere is Elsewhere.NONE,
)
_REPLIED = Condition("reply_awaited", "no reply is awaited", lambda facts: facts.replies_awaited == 0)
_OUTCOME = Condition("no_outcome", "an outcome is named", lambda facts: facts.outcome is not None)
_CLOSABLE = Condition(
    "obligation_open",
    "no obligation stands where its case may not close: see the table of obligations",
    lambda facts: not hinders_closing(facts.standing),
)
_DELIVERED = Condition(
    "letter_undelivered",
    "every letter has arrived, or a court or a prosecutor has the matter, and none is brought any more; of one that came back, or that cannot"
    " reach its body, the ground that says so and a written reason are given",
    lambda facts: (
        not has_undelivered(facts.standing)
        or facts.elsewhere is not Elsewhere.NONE
        or (facts.on_its_way == 0 and facts.ground_undelivered and bool(facts.reason.strip()))
    ),
)
_DECIDED = Condition(
    "no_closing_ground",
    "where a body refused or never replied, a ground for closing all the same is given",
    lambda facts: not needs_decision(facts.standing) or _is_grounded(facts),
)
_PRESSED = Condition(
    "nothing_pressed",
    "that steps go on in monitoring is a ground only where the ladder of an obligation goes on: a refusal is found not enough before, or another ground"
    " is given",
    lambda facts: facts.pressed or not facts.ground_pressed,
)
_WEIGHED = Condition(
    "refusal_unweighed",
    "that a letter could not be delivered decides on no refusal of another body: each is found not enough, or its steps are ended, before",
    lambda facts: not facts.ground_undelivered or facts.unweighed == 0 or facts.elsewhere is not Elsewhere.NONE,
)
_REASONED = Condition(
    "no_closing_reason",
    "where a body refused or never replied, a written reason for closing all the same is given",
    lambda facts: not needs_decision(facts.standing) or bool(facts.reason.strip()),
)
_GROUND = Condition(
    "outcome_does_not_fit",
    "the outcome fits: see the table of outcomes",
    lambda facts: facts.outcome is None or OUTCOMES[facts.outcome].holds(facts),
)


def _is_grounded(facts: CaseFacts) -> bool:
    """That a letter could not be delivered is no ground where each was."""
    fits = not facts.ground_undelivered or has_undelivered(facts.standing)
    return fits and bool(facts.closing_ground)


CONDITIONS: dict[Step, tuple[Condition, ...]] = {
    Step.ASSIGN: (_OFFICER,),
    Step.INVESTIGATE: (_OFFICER, _FREE),
    Step.REQUEST_INFORMATION: (_OFFICER,),
    Step.RECORD_FINDINGS: (_FREE, _FINDING),
    Step.RECOMMEND: (_FREE, _VIOLATION, _ACT),
    Step.MONITOR: (_FREE, _ACT, _REPLIED),
    Step.SUSPEND: (_REASON,),
    Step.RESUME: (_OFFICER, _FREE),
    Step.CLOSE: (_OUTCOME, _CLOSABLE, _DELIVERED, _DECIDED, _PRESSED, _WEIGHED, _REASONED, _GROUND),
    Step.REOPEN: (_REASON,),
    Step.FOLLOW_UP: (_OFFICER, _REASON, _ACT),
}


def _is_elsewhere(where: Elsewhere, says: str) -> Condition:
    return Condition(where.value, f"the matter is {says}", lambda facts: facts.elsewhere is where)


def _free_and(needs: str, holds: Callable[[CaseFacts], bool]) -> Condition:
    return Condition(
        "matter_free", f"no court or prosecutor has it; {needs}", lambda facts: _FREE.holds(facts) and holds(facts)
    )


def _strongest(facts: CaseFacts) -> Result | None:
    """Of what the findings say, the word that the case as a whole is closed with."""
    return next((result for result in _STRENGTH if result in facts.results), None)


def _given_up(result: Result) -> Condition:
    """A violation that was found is not dropped: an act was issued, or a later finding says what became of it."""
    return _free_and(
        f"the findings, if there are any, say that it was {result}, and no violation found is left without an act",
        lambda facts: (
            facts.issued_acts > 0
            or not facts.results
            or (result in facts.results and Result.VIOLATION_FOUND not in facts.results)
        ),
    )


_STRENGTH = (Result.VIOLATION_FOUND, Result.RESOLVED_WITHOUT_RECOMMENDATION, Result.VIOLATION_NOT_FOUND)

OUTCOMES: dict[Outcome, Condition] = {
    Outcome.VIOLATION_FOUND_RECOMMENDED: _free_and(
        "a violation is found and an act was issued",
        lambda facts: facts.issued_acts > 0 and Result.VIOLATION_FOUND in facts.results,
    ),
    Outcome.NO_VIOLATION: _free_and(
        "no act was issued; a finding says that there was no violation, and none that one was found or resolved",
        lambda facts: facts.issued_acts == 0 and _strongest(facts) is Result.VIOLATION_NOT_FOUND,
    ),
    Outcome.RESOLVED_WITHOUT_RECOMMENDATION: _free_and(
        "no act was issued; a finding says that it was resolved, and none that a violation stands",
        lambda facts: facts.issued_acts == 0 and _strongest(facts) is Result.RESOLVED_WITHOUT_RECOMMENDATION,
    ),
    Outcome.WITHDRAWN: _given_up(Result.WITHDRAWN),
    Outcome.OVERTAKEN: _given_up(Result.OVERTAKEN),
    Outcome.PENDING_BEFORE_COURT: _is_elsewhere(Elsewhere.PENDING_BEFORE_COURT, "before a court"),
    Outcome.DECIDED_BY_COURT: _is_elsewhere(Elsewhere.DECIDED_BY_COURT, "decided by a court"),
    Outcome.PENDING_BEFORE_PROSECUTOR: _is_elsewhere(Elsewhere.PENDING_BEFORE_PROSECUTOR, "before a prosecutor"),
    Outcome.DECIDED_BY_PROSECUTOR: _is_elsewhere(Elsewhere.DECIDED_BY_PROSECUTOR, "decided by a prosecutor"),
}


def possible_steps(status: Status, facts: CaseFacts) -> tuple[Step, ...]:
    """The legal steps whose conditions hold too; a closing counts with the outcome and the ground that the facts name."""
    return tuple(step for step in legal_steps(status) if all(one.holds(facts) for one in CONDITIONS[step]))


def take(status: Status, step: Step, facts: CaseFacts) -> Status:
    """As `after`, and refuses with code case.<condition> a step whose conditions do not hold.

    A closing with an outcome that does not fit is told what that outcome needs, and which would fit.
    """
    target = after(status, step)
    refuse(hindrances(status, step, facts))
    return target


def _open_instead(status: Status, step: Step, facts: CaseFacts) -> tuple[Step, ...]:
    """What is open where a step is refused: the step itself too, if it lacks only what is to be written with it."""
    lacking = {one.code for one in CONDITIONS[step] if not one.holds(facts)}
    written = lacking <= {_DECIDED.code, _PRESSED.code, _REASONED.code}
    open_now = possible_steps(status, facts)
    return tuple(one for one in legal_steps(status) if one in open_now or (one is step and written))


def hindrances(status: Status, step: Step, facts: CaseFacts) -> Iterator[RuleViolation]:
    """Everything that stands against a step: that it is not the time for it, and each condition that does not hold."""
    try:
        after(status, step)
    except RuleViolation as untimely:
        yield untimely
    for condition in CONDITIONS[step]:
        if condition.holds(facts):
            continue
        if condition is _GROUND and facts.outcome is not None:
            says, legal = f"to close a case as {facts.outcome}: {OUTCOMES[facts.outcome].needs}", _fitting(facts)
        else:
            says, legal = f"to {step} a case: {condition.needs}", _open_instead(status, step, facts)
        yield RuleViolation(says, code=f"case.{condition.code}", legal=legal)


def _fitting(facts: CaseFacts) -> tuple[str, ...]:
    return tuple(one.value for one, needed in OUTCOMES.items() if needed.holds(facts))


def after_issue(status: Status, facts: CaseFacts, step: Step = Step.RECOMMEND, *, rung: bool = False) -> Status:
    """The status once an act was issued (`facts` count it already); `step`: what the issue of its kind is; `rung`: it is a rung of
    a ladder, which goes on after the case was closed and does not open it.

    A few kinds are not barred by a court (the notice to a judicial oversight body): they go out and the case stays where
    the matter elsewhere holds it.
    """
    return status if _stays(status, facts, step, rung=rung) else take(status, step, facts)


def against_issue(status: Status, facts: CaseFacts, step: Step, *, rung: bool = False) -> tuple[RuleViolation, ...]:
    """What of the case stands against issuing an act of a kind whose issue is `step`, asked before: the act itself counts as issued."""
    counted = replace(facts, issued_acts=facts.issued_acts + 1)
    return () if _stays(status, counted, step, rung=rung) else tuple(hindrances(status, step, counted))


def _stays(status: Status, facts: CaseFacts, step: Step, *, rung: bool) -> bool:
    if rung and status is Status.CLOSED:
        return True
    held = status is Status.SUSPENDED or (status, Step.RECOMMEND) in STEPS
    return step is Step.RECOMMEND and facts.elsewhere is not Elsewhere.NONE and held
