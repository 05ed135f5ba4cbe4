"""What the office fixed about rescues: services/cases/data/second_factor.yaml."""

from datetime import date
from functools import cache

from services.cases import data
from services.cases.domain import versions
from services.cases.rescues.domain import RescueRule, read_rule

RULE = "staff"


@cache
def rescue_rules() -> tuple[RescueRule, ...]:
    rules = tuple(read_rule(entry) for entry in data.entries("second_factor", "rescues"))
    versions.check_versions(rules)
    return rules


def rescue_rule_on(day: date) -> RescueRule:
    """The rule in force on that day. Raises `RuleViolation`."""
    return versions.version_on(rescue_rules(), RULE, day)
