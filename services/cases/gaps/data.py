"""What the office fixed about gaps in law and about patterns, from the data files."""

from datetime import date
from functools import cache

from services.cases import data
from services.cases.domain import versions
from services.cases.gaps.domain.gaps import GapKind, read_gap_kind
from services.cases.gaps.domain.patterns import PatternRule, read_pattern
from services.cases.gaps.domain.stages import StageKind, read_stage

PATTERN = "same_body_same_right"


@cache
def gap_kinds() -> tuple[GapKind, ...]:
    kinds = tuple(read_gap_kind(entry) for entry in data.entries("gaps", "gap_kinds"))
    versions.check_versions(kinds)
    return kinds


@cache
def gap_stages() -> tuple[StageKind, ...]:
    stages = tuple(read_stage(entry) for entry in data.entries("gaps", "gap_stages"))
    versions.check_versions(stages)
    return stages


@cache
def pattern_rules() -> tuple[PatternRule, ...]:
    rules = tuple(read_pattern(entry) for entry in data.entries("patterns", "patterns"))
    versions.check_versions(rules)
    return rules


def gap_kind_on(key: str, day: date) -> GapKind:
    """The version of a kind of gap in force on that day. Raises `RuleViolation`."""
    return versions.version_on(gap_kinds(), key, day)


def gap_stage_on(key: str, day: date) -> StageKind:
    """The version of a stage in force on that day. Raises `RuleViolation`."""
    return versions.version_on(gap_stages(), key, day)


def pattern_on(day: date) -> PatternRule:
    return versions.version_on(pattern_rules(), PATTERN, day)


def gap_kind_names() -> dict[str, data.Entry]:
    """`{key: entry with name_sq and name_en}` of the kinds of gap, in the order of the file."""
    return {entry["key"]: entry for entry in data.entries("gaps", "gap_kinds")}


def gap_outcome_names() -> dict[str, data.Entry]:
    return {entry["key"]: entry for entry in data.entries("gaps", "gap_outcomes")}


def gap_stage_names() -> dict[str, data.Entry]:
    return {entry["key"]: entry for entry in data.entries("gaps", "gap_stages")}


def gap_texts() -> dict[str, str]:
    """What the office writes first into an act or a case that comes of a gap, by key."""
    return {entry["key"]: entry["text_sq"] for entry in data.entries("gaps", "gap_texts")}


def pattern_texts() -> dict[str, str]:
    """What the office writes first into a case that comes of a pattern, by key."""
    return {entry["key"]: entry["text_sq"] for entry in data.entries("patterns", "pattern_texts")}
