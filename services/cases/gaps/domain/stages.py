"""The stages of a proposal outside the office: a draft in public consultation, the opinion on it, the Constitutional Court. Values read from data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.cases.domain import entries
from services.cases.domain.versions import Versioned
from services.cases.gaps.domain.gaps import GapKind
from shared.rules import ContentViolation, RuleViolation


@dataclass(frozen=True, kw_only=True)
class StageKind(Versioned):
    """One version of a stage. `numbered`: it has a number under which it is found; `lasts`: it has a last day; `foreseen`: it is made known before its day."""

    numbered: bool
    lasts: bool
    foreseen: bool


def read_stage(entry: Mapping[str, object]) -> StageKind:
    """A stage from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"gap stage {entry.get('key')}"
    return StageKind(
        key=entries.text(entry, "key", where),
        numbered=entries.flag(entry, "numbered", where),
        lasts=entries.flag(entry, "lasts", where),
        foreseen=entries.flag(entry, "foreseen", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
    )


def check_stage(
    kind: GapKind, stage: StageKind, on: date, until: date | None, number: str, source: str, today: date
) -> None:
    """Refuses a stage that such a gap does not go through (`RuleViolation`), and at its field what is missing, too much or not so yet."""
    if stage.key not in kind.stages:
        raise RuleViolation("a gap of this kind has no such stage", code="gap.stage_does_not_fit", legal=kind.stages)
    if on > today and not stage.foreseen:
        raise ContentViolation("it has not come yet", code="gap.stage_in_the_future", field="on")
    if stage.lasts != (until is not None):
        code = "gap.stage_without_end" if stage.lasts else "gap.stage_has_no_end"
        raise ContentViolation("a last day where it lasts, and nowhere else", code=code, field="until")
    if until is not None and until < on:
        raise ContentViolation("it ends before it begins", code="gap.stage_ends_before", field="until")
    if stage.numbered and not number.strip():
        raise ContentViolation("under which number it is found", code="gap.stage_no_number", field="number")
    if not source.strip():
        raise ContentViolation("where it was read is named", code="gap.no_source", field="source")
