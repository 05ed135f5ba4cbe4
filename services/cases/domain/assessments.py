"""What the office found and what the child says: the two facts that no body can write.

Of the actions that bodies themselves called fully implemented, an auditor elsewhere could verify one in three. So
"implemented" takes a date, a named verifier and evidence, and "in process" takes a date on which somebody looks again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest
from typing import TypeVar

from services.cases.domain.bodies import Id
from services.cases.domain.looking_ahead import Ahead, faults_ahead
from services.cases.domain.obligations import SETTLED, UNFOUND, Assessed, Claimed, Confirmed, Delivery, Facts
from services.cases.domain.standing import OTHER_BODY, TABLE, state_of
from shared.rules import ContentViolation, RuleViolation, refuse


@dataclass(frozen=True)
class Assessment:
    """What an officer wants to record. `on`: the day it was done; `evidence`: how many references back it (evidence.py); `unassessable`: the key
    of the reason why it cannot be assessed.
    """

    word: Assessed
    on: date | None = None
    verifier: Id | None = None
    evidence: int = 0
    promised_date: date | None = None
    next_check: date | None = None
    reason: str = ""
    unassessable: str | None = None


#: What each word needs before it may be recorded.
NEEDS: dict[Assessed, tuple[str, ...]] = {
    Assessed.IN_PROCESS: ("promised_date", "next_check"),
    Assessed.IMPLEMENTED: ("on", "verifier", "evidence"),
    Assessed.PARTLY: ("evidence",),
    Assessed.NOT: ("evidence",),
    Assessed.OVERTAKEN: ("reason",),
    Assessed.NOT_ASSESSABLE: ("unassessable", "reason"),
    # A finding is taken back (`taking_back_refusal`).
    Assessed.NOT_ASSESSED: ("reason",),
}


#: Words that say how a measure, or a decision, turned out. Where the kind has outcomes, only an outcome says that.
SAY_HOW = frozenset({Assessed.IMPLEMENTED, Assessed.PARTLY, Assessed.NOT})
#: What nobody can find of a measure that its body was not asked for yet.
OF_WHAT_ARRIVED = SAY_HOW | {Assessed.IN_PROCESS}

#: Words by which somebody looked at what the body claims, and found otherwise. What was verified, overtaken or not to be found out
#: contradicts no report that came in time: opened again it stands as claimed.
LOOKED = frozenset({Assessed.IN_PROCESS, Assessed.PARTLY, Assessed.NOT})

#: Of what it can be felt, or not, that it was done: the office found something done, be it in part.
FELT = frozenset({Assessed.IMPLEMENTED, Assessed.PARTLY})

T = TypeVar("T", date, datetime)


def first_claimed(claims: Sequence[tuple[T, Claimed]], findings: Sequence[tuple[T, Assessed]]) -> T | None:
    """When the body first reported it done, since the office last looked and found otherwise, and since it last said otherwise itself; None
    where no such report stands. Both in the order of their entry. A finding that the next one takes back, as recorded in error,
    contradicts no report.
    """
    pairs = zip_longest(findings, findings[1:])
    looked = [one[0] for one, then in pairs if one[1] in LOOKED and not (then and then[1] is Assessed.NOT_ASSESSED)]
    since, first = max(looked, default=None), None
    for at, claimed in claims:
        if since is None or at > since:
            first = (first or at) if claimed is Claimed.IMPLEMENTED else None
    return first


def assessment_faults(
    facts: Facts, assessment: Assessment, *, today: date, ahead: Ahead | None = None
) -> Iterator[RuleViolation]:
    """All that stands against an assessment: what its word needs (NEEDS) and is not there, and dates that cannot be true. `ahead`: how far
    the office looks ahead; none for the words of another, which are written down as they were said.
    """
    for need in NEEDS[assessment.word]:
        value = getattr(assessment, need)
        if not (value.strip() if isinstance(value, str) else value):
            yield ContentViolation(f"'{assessment.word}' needs {need}", code=f"assessment.needs_{need}", field=need)
    if assessment.unassessable is not None and assessment.word is not Assessed.NOT_ASSESSABLE:
        code = "assessment.reason_of_another_word"
        yield ContentViolation("such a reason belongs to 'not assessable'", code=code, field="unassessable")
    if assessment.evidence < 0:
        yield ContentViolation("evidence is a count", code="assessment.bad_evidence", field="evidence")
    yield from _date_faults(facts, assessment, today)
    if ahead is not None:
        yield from faults_ahead(assessment.promised_date, assessment.next_check, ahead)


def _date_faults(facts: Facts, assessment: Assessment, today: date) -> Iterator[ContentViolation]:
    """Nobody's promise is made shorter than it was given, besides."""
    expected, promised = assessment.promised_date, facts.promised_date
    if assessment.on is not None and assessment.on > today:
        yield ContentViolation("what is found cannot lie in the future", code="assessment.in_the_future", field="on")
    if assessment.next_check is not None and assessment.next_check <= today:
        yield ContentViolation("the next check lies ahead", code="assessment.check_in_the_past", field="next_check")
    if expected is not None and expected < today:
        message = "what is expected lies ahead"
        yield ContentViolation(message, code="assessment.expected_in_the_past", field="promised_date")
    elif expected is not None and promised is not None and expected < promised:
        message = f"the body promised it by {promised.isoformat()}"
        yield ContentViolation(message, code="assessment.before_the_promise", field="promised_date")


def before_the_act(assessment: Assessment, issued_on: date) -> Iterator[ContentViolation]:
    """The fault of a finding of a day on which nobody had been asked yet. What had been done by then answers no act: it was overtaken."""
    if assessment.on is not None and assessment.on < issued_on:
        message = f"the act was issued on {issued_on.isoformat()}; what had been done by then is 'overtaken'"
        yield ContentViolation(message, code="assessment.before_the_act", field="on")


def apply_assessment(facts: Facts, assessment: Assessment, *, today: date) -> Facts:
    """The facts after the office's finding. Reply and claim stay what the body said; a report that it is done stands in for nothing any more
    where the office found otherwise. Refuses with all of `assessment_faults`, and what there is not to be taken back.
    """
    back = taking_back_refusal(facts) if assessment.word is Assessed.NOT_ASSESSED else None
    refuse((*([back] if back else []), *assessment_faults(facts, assessment, today=today)))
    in_process = assessment.word is Assessed.IN_PROCESS
    looked = assessment.word in LOOKED
    return replace(
        facts,
        assessed=assessment.word,
        implemented_on=assessment.on if assessment.word is Assessed.IMPLEMENTED else None,
        noted_date=assessment.promised_date or facts.noted_date,
        noted_on=today if assessment.promised_date else facts.noted_on,
        asked_date=None if assessment.promised_date else facts.asked_date,
        claimed_on=None if looked else facts.claimed_on,
        next_check=assessment.next_check if in_process else None,
        unassessable=assessment.unassessable,
        confirmed=confirmed_after(facts, assessment.word),
    )


def taking_back_refusal(facts: Facts) -> RuleViolation | None:
    """Why no finding is taken back; None where one can be. It is one that says how it turned out, or after which nothing more is asked: what is in
    process is another thing with the next finding. That a court has the matter, or that the office turned to another body, ends with the act that said so.
    """
    found = state_of(replace(facts, delivery=Delivery.DELIVERED), None, None, date.max)
    if facts.unassessable != OTHER_BODY and TABLE[found].back:
        return None
    message = "no finding stands that could be taken back: record what is true now"
    return RuleViolation(
        message, code="assessment.not_a_finding", legal=tuple(one for one in Assessed if one not in UNFOUND)
    )


def check_is_overdue(facts: Facts, by: date | None, today: date) -> bool:
    """Whether something "in process" has passed the day by which it is to be done or its next check (rule: it shows as overdue), and the
    matter is not elsewhere. `by`: by_when.py.
    """
    dates = (by or facts.noted_date, facts.next_check)
    checked = facts.assessed is Assessed.IN_PROCESS and facts.held_since is None
    return checked and any(day is not None and day < today for day in dates)


def confirmation_refusal(facts: Facts) -> RuleViolation | None:
    """Why nobody is heard on whether it was felt, be it by mailbox or by telephone; None where somebody is: of what the office found done, or has
    found nothing of, when what they say may be what it finds out by.
    """
    if facts.assessed in {*FELT, *UNFOUND}:
        return None
    message = (
        "the office found nothing done of which it could be felt: take the finding back first, if it does not hold"
    )
    return RuleViolation(message, code="confirmation.nothing_done", legal=(Assessed.NOT_ASSESSED.value,))


def confirmed_after(facts: Facts, word: Assessed) -> Confirmed:
    """What is confirmed once that word takes the place of what was found. What was said of a finding ends with it; what was said before there was
    one goes on, but for a no, of which the next finding that it was done asks anew.
    """
    unfound = facts.assessed in UNFOUND
    denied_anew = facts.confirmed is Confirmed.NO and word in FELT
    return facts.confirmed if unfound and not denied_anew else Confirmed.NOT_ASKED


def apply_confirmation(facts: Facts, confirmed: Confirmed) -> Facts:
    """The facts after the child or the complainant was heard. What the office found stands until somebody looks again."""
    refuse(filter(None, [confirmation_refusal(facts)]))
    if confirmed is Confirmed.NOT_ASKED:
        raise ContentViolation("an answer is yes, partly or no", code="confirmation.no_answer", field="confirmed")
    return replace(facts, confirmed=confirmed)


def worst(answers: Iterable[Confirmed]) -> Confirmed:
    """Of several people's answers the one that counts: one child who felt nothing outweighs those who did."""
    return max(answers, key=(Confirmed.NOT_ASKED, Confirmed.YES, Confirmed.PARTLY, Confirmed.NO).index)


def confirmation_reopens(facts: Facts) -> bool:
    """Whether the answer of the child contradicts a closed obligation, which then opens again (obligations.reopen)."""
    return facts.confirmed is Confirmed.NO and facts.assessed in SETTLED
