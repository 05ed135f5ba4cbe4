"""What the office found about a right and a body, and what follows from it for recommending and for closing a case.

A finding is never changed: of several on the same pair the latest stands.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.cases.domain.bodies import Id
from shared.rules import RuleViolation


class Result(StrEnum):
    """What was found of one right and one body."""

    VIOLATION_FOUND = "violation_found"
    VIOLATION_NOT_FOUND = "violation_not_found"
    RESOLVED_WITHOUT_RECOMMENDATION = "resolved_without_recommendation"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


#: As a jurist reads it in docs/states.md.
MEANS: Mapping[Result, str] = {
    Result.VIOLATION_FOUND: "the body violated the right; only this can be the ground of a recommendation to it",
    Result.VIOLATION_NOT_FOUND: "the facts are established and the body did not violate the right",
    Result.RESOLVED_WITHOUT_RECOMMENDATION: "the body restored the right by itself while the office investigated",
    Result.WITHDRAWN: "whoever complained no longer wants it pursued, and the office sees no reason to go on",
    Result.OVERTAKEN: "events have left nothing to find: the law changed, the body is gone, the child is of age",
}


@dataclass(frozen=True)
class Found:
    """One finding; `body` None: no body in particular, such as a gap in the law. `grade`: how serious a violation is, where somebody said so."""

    right: str
    body: Id | None
    result: Result
    grade: str | None = None


def standing(findings: Iterable[Found]) -> tuple[Found, ...]:
    """Of findings in the order in which they were recorded, those that no later one on the same pair supersedes."""
    latest = {(one.right, one.body): one for one in findings}
    return tuple(latest.values())


class NoViolationFound(RuleViolation):
    """By such an act a body is rated: it says that the body violated a right. `bodies`: those by which no violation was found, their names by language."""

    def __init__(self, bodies: Sequence[Mapping[str, str]]) -> None:
        named = "; ".join(one["en"] for one in bodies)
        message = f"a body gets a recommendation where a violation by it was found: {named}"
        super().__init__(message, code="act.no_violation_found", legal=("record_findings",))
        self.bodies = tuple(bodies)


def is_graded(found: Collection[Found], grade: str) -> bool:
    """Whether a violation of that grade was found, and stands."""
    return any(one.result is Result.VIOLATION_FOUND and one.grade == grade for one in found)


def not_found_against(found: Collection[Found], bodies: Iterable[Id]) -> tuple[Id, ...]:
    """Those of the bodies that nothing was found against: they have a finding and none is a violation, or they have none
    and no violation was found without naming a body.
    """
    own = {body: {one.result for one in found if one.body == body} for body in bodies}
    general = any(one.body is None and one.result is Result.VIOLATION_FOUND for one in found)
    return tuple(body for body, results in own.items() if not _found(results, general=general))


def _found(results: Collection[Result], *, general: bool) -> bool:
    return Result.VIOLATION_FOUND in results if results else general
