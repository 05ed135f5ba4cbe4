"""What may come of an act that asks for a decision: to start an investigation or not, to dismiss, to repeal.

Such an act is in no rate: its outcome is recorded as its own word, and the word of the obligation follows from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.cases.domain import entries
from services.cases.domain.assessments import NEEDS, SAY_HOW
from services.cases.domain.case import Elsewhere
from services.cases.domain.obligations import Assessed
from services.cases.domain.versions import Versioned
from shared.rules import ContentViolation


@dataclass(frozen=True, kw_only=True)
class ActOutcome(Versioned):
    """`kinds`: of which acts; `assessed`: the word of the obligation once this is recorded; `proposes`: where the matter is from then
    on, if a person confirms it; `told`: its body reads it, and whoever complained.
    """

    kinds: frozenset[str]
    assessed: Assessed
    proposes: Elsewhere | None = None
    told: bool = False


def read_outcome(entry: Mapping[str, object]) -> ActOutcome:
    """An outcome from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"outcome {entry.get('key')}"
    assessed = Assessed(entries.text(entry, "assessed", where))
    if assessed not in NEEDS:
        raise ValueError(f"{where}: {assessed} is no finding")
    proposes = entries.optional_text(entry, "proposes", where)
    return ActOutcome(
        key=entries.text(entry, "key", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
        kinds=frozenset(entries.texts(entry, "kinds", where)),
        assessed=assessed,
        proposes=Elsewhere(proposes) if proposes else None,
        told=entries.flag(entry, "told", where, default=False),
    )


def assessed_by(outcome: str | None, word: Assessed | None, on: object, possible: Mapping[str, ActOutcome]) -> Assessed:
    """The word of the assessment. `possible`: the outcomes of this kind, by key; `on`: the day of the decision."""
    if outcome is None:
        if word is None or (possible and word in SAY_HOW):
            code = "assessment.needs_outcome" if possible else "assessment.needs_word"
            raise ContentViolation(
                "what was decided, as one of: " + ", ".join(possible),
                code=code,
                field="outcome" if possible else "assessment",
            )
        return word
    if outcome not in possible or word not in {None, possible[outcome].assessed}:
        raise ContentViolation(
            "such an act has no such outcome: " + ", ".join(possible), code="assessment.other_outcome", field="outcome"
        )
    if on is None:
        raise ContentViolation("the day of the decision", code="assessment.needs_on", field="on")
    return possible[outcome].assessed
