"""What the office fixed about calling people: services/cases/data/duty.yaml."""

from datetime import date
from functools import cache

from services.cases import data
from services.cases.domain import versions
from services.cases.duty.domain import CallRule, read_rule

RULE = "calls"


@cache
def call_rules() -> tuple[CallRule, ...]:
    rules = tuple(read_rule(entry) for entry in data.entries("duty", "call_rules"))
    versions.check_versions(rules)
    return rules


def call_rule_on(day: date) -> CallRule:
    """The rule in force on that day. Raises `RuleViolation`."""
    return versions.version_on(call_rules(), RULE, day)
