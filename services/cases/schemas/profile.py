"""What is counted of the children whom a case is about, as codes: told, and shown to the office."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from marshmallow import fields, validate

from services.cases import data
from services.cases.domain.profile import NOT_SAID, Concerned, Profile, codes_of
from shared.edges import Answer, Body
from shared.typed import one_of


def _code(member: str) -> fields.String:
    return fields.String(validate=validate.OneOf(list(data.profile_codes(member))))


@dataclass(frozen=True, kw_only=True)
class NewCaseProfile(Body):
    """`children`: one or several that are certain. Each code may be left out; `several` is said of several who are not alike."""

    nullable: ClassVar[bool] = False

    children: Concerned
    age_band: Annotated[str, _code("age_band")] = NOT_SAID
    sex: Annotated[str, _code("sex")] = NOT_SAID
    disability: Annotated[str, _code("disability")] = NOT_SAID
    minority: Annotated[str, _code("minority")] = NOT_SAID
    care: Annotated[str, _code("care")] = NOT_SAID
    county: Annotated[str, _code("county")] = NOT_SAID

    def codes(self) -> Profile:
        """As the rules take it."""
        return Profile(**codes_of(self))


@dataclass(frozen=True, kw_only=True)
class CaseProfileAnswer(Answer):
    """What is counted of the children of a case that the office opened."""

    children: Annotated[str, one_of(Concerned)]
    age_band: str
    sex: str
    disability: str
    minority: str
    care: str
    county: str
