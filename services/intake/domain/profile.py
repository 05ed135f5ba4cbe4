"""What is counted of the child that a complaint or counselling is about: codes beside the sealed identity. The lists are data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from shared.rules import ContentViolation

NOT_SAID = "not_said"


@dataclass(frozen=True)
class AgeBand:
    """Ages in whole years, both included."""

    key: str
    first: int
    last: int


@dataclass(frozen=True)
class Profile:
    """One code for each of what is counted. Named as the columns; nothing is known until it is told."""

    age_band: str = NOT_SAID
    sex: str = NOT_SAID
    disability: str = NOT_SAID
    minority: str = NOT_SAID
    care: str = NOT_SAID
    county: str = NOT_SAID

    @property
    def told(self) -> bool:
        """Whether anything of it was."""
        return self != Profile()


MEMBERS = tuple(member.name for member in fields(Profile))


def codes_of(profile: Profile) -> dict[str, str]:
    """By member, as columns and events take them."""
    return {member: getattr(profile, member) for member in MEMBERS}


def age_band(age: int, bands: Iterable[AgeBand]) -> str:
    """The band that an age lies in. Raises `ValueError` for one in none: the data leave a gap."""
    for band in bands:
        if band.first <= age <= band.last:
            return band.key
    raise ValueError(f"no age band holds {age}")


def completed(told: Profile, known: Mapping[str, str | None]) -> Profile:
    """What was told as codes, with what follows from the rest of the complaint, by member: the band from the age in the file,
    the sex of the child in it, the county from the municipality.

    Raises `ContentViolation` where both say something and not the same: one of the two would be counted wrongly.
    """
    for member, code in known.items():
        said = getattr(told, member)
        if code is None:
            continue
        if said not in (NOT_SAID, code):
            raise ContentViolation("it does not fit the rest", code="does_not_fit", field=f"profile.{member}")
        told = replace(told, **{member: code})
    return told
