"""What is counted of the children whom a case is about: codes beside the case, never a name. The lists are data."""

from dataclasses import dataclass, fields
from enum import StrEnum

from shared.rules import ContentViolation

NOT_SAID = "not_said"
#: Of several children the code of whom not one thing is true.
SEVERAL = "several"


class Concerned(StrEnum):
    """How many certain children a case of the office's own initiative is about."""

    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True)
class Profile:
    """One code for each of what is counted. Named as the columns; nothing is known until it is told."""

    age_band: str = NOT_SAID
    sex: str = NOT_SAID
    disability: str = NOT_SAID
    minority: str = NOT_SAID
    care: str = NOT_SAID
    county: str = NOT_SAID


MEMBERS = tuple(member.name for member in fields(Profile))


def codes_of(told: object) -> dict[str, str]:
    """By member, of whatever has the members: a profile, an event, a body."""
    return {member: getattr(told, member) for member in MEMBERS}


def check_profile(children: Concerned, told: Profile) -> None:
    """Raise `ContentViolation` where one child is said to be of several codes."""
    for member, code in codes_of(told).items():
        if code == SEVERAL and children is Concerned.ONE:
            raise ContentViolation(
                "one child has one of the codes", code="case.profile_of_one", field=f"profile.{member}"
            )
