"""When a child may be pictured: with their own consent always, with that of a guardian besides where they are younger than the rule says."""

from collections.abc import Collection

from shared.rules import ContentViolation, RuleViolation


def check_consent(uses: Collection[str], *, child: bool, guardian: bool, young: bool) -> None:
    """`young`: younger than the age up to which a guardian is asked. Raises `ContentViolation`."""
    if len(set(uses)) != len(uses):
        raise ContentViolation("named twice", code="activity.twice", field="uses")
    if not child:
        raise ContentViolation("the child did not agree", code="consent.no_child", field="child")
    if young and not guardian:
        raise ContentViolation("no guardian agreed", code="consent.no_guardian", field="guardian")


def check_standing(*, taken_back: bool) -> None:
    """Raises `RuleViolation` for one that was taken back."""
    if taken_back:
        raise RuleViolation("it was taken back", code="consent.taken_back")
