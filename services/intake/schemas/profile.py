"""What is counted of the child, as codes: told, and shown to the office."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from services.intake import data
from services.intake.domain.profile import MEMBERS, NOT_SAID, Profile
from services.intake.schemas.keys import keyed
from shared.edges import Answer, Body


@dataclass(frozen=True, kw_only=True)
class NewProfile(Body):
    """All of it may be left out. The age band follows from the child's age, and the county from the municipality."""

    nullable: ClassVar[bool] = False

    age_band: Annotated[str, keyed(data.profile("age_band"))] = NOT_SAID
    sex: Annotated[str, keyed(data.profile("sex"))] = NOT_SAID
    disability: Annotated[str, keyed(data.profile("disability"))] = NOT_SAID
    minority: Annotated[str, keyed(data.profile("minority"))] = NOT_SAID
    care: Annotated[str, keyed(data.profile("care"))] = NOT_SAID
    county: Annotated[str, keyed(data.profile("county"))] = NOT_SAID

    def codes(self) -> Profile:
        """As the rules take it."""
        return Profile(**{member: getattr(self, member) for member in MEMBERS})


@dataclass(frozen=True, kw_only=True)
class ChildProfile(Answer):
    """What is counted of the child, as it stands now."""

    age_band: str
    sex: str
    disability: str
    minority: str
    care: str
    county: str
