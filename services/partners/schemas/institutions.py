"""Bodies and relations as JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from marshmallow import RAISE, fields, validate

from services.partners.domain import CLASSES, POWERS, RELATIONS
from shared.edges import Answer, Body, Query
from shared.events.documents.partners import InstitutionRecord, RelationRecord, SuccessionRecord
from shared.fields import Text
from shared.typed import UNSENT, Unsent

#: The key of a body, as the data files and other services name it.
Slug = Annotated[str, fields.String(validate=validate.Regexp(r"[a-z][a-z0-9-]{1,62}\Z", error="Not a key."))]
Class = Annotated[str, fields.String(validate=validate.OneOf(CLASSES))]
Mailbox = Annotated[str, fields.Email(validate=validate.Length(max=254))]
Name = Annotated[str, Text(300)]
#: A name in another case; empty: as the rule declines it.
Form = Annotated[str, Text(300, shortest=0)]
ShortText = Annotated[str, Text(200)]
Source = Annotated[str, Text(100)]
OtherNames = Annotated[tuple[ShortText, ...], validate.Length(max=20)]
Languages = tuple[Annotated[str, fields.String(validate=validate.OneOf(("sq", "en")))], ...]
Powers = Annotated[
    tuple[Annotated[str, fields.String(validate=validate.OneOf(POWERS))], ...], validate.Length(max=len(POWERS))
]


@dataclass(frozen=True, kw_only=True)
class InstitutionDayQuery(Query):
    """`on`: the body as that day saw it."""

    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewInstitution(Body):
    """A body that the office adds."""

    key: Slug
    class_: Class
    name_sq: Name
    name_en: Name
    short_sq: ShortText | None = None
    aka: OtherNames = ()
    seat: ShortText | None = None
    municipality: Slug | None = None
    county: Slug | None = None
    languages: Annotated[Languages, validate.Length(max=2)] = ()
    powers: Powers = ()
    mailbox: Mailbox | None = None
    by_link: bool | None = None
    dat_sq: Form = ""
    acc_sq: Form = ""
    forms_confirmed: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    source: Source = "office"


@dataclass(frozen=True, kw_only=True)
class InstitutionChange(Body):
    """What the office may change of a body; absent members stay."""

    short_sq: ShortText | Unsent | None = UNSENT
    aka: OtherNames | Unsent = UNSENT
    seat: ShortText | Unsent | None = UNSENT
    municipality: Slug | Unsent | None = UNSENT
    county: Slug | Unsent | None = UNSENT
    mailbox: Mailbox | Unsent | None = UNSENT
    by_link: bool | Unsent | None = UNSENT
    valid_from: date | Unsent | None = UNSENT
    valid_to: date | Unsent | None = UNSENT
    name_sq: Name | Unsent = UNSENT
    name_en: Name | Unsent = UNSENT
    dat_sq: Form | Unsent = UNSENT
    acc_sq: Form | Unsent = UNSENT
    forms_confirmed: bool | Unsent = UNSENT
    languages: Annotated[Languages, validate.Length(min=1, max=2)] | Unsent = UNSENT
    powers: Powers | Unsent = UNSENT
    source: Source | Unsent = UNSENT
    confirmed: bool | Unsent = UNSENT
    active: bool | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class RelationAnswer(RelationRecord):
    unknown: ClassVar[str] = RAISE

    kind: Annotated[str, validate.OneOf(RELATIONS)]


@dataclass(frozen=True, kw_only=True)
class SuccessionAnswer(SuccessionRecord):
    """`to` is the other body, `from` the first day of the new order."""

    unknown: ClassVar[str] = RAISE


@dataclass(frozen=True, kw_only=True)
class InstitutionAnswer(InstitutionRecord):
    """The record of a body; `confirmed: false` means that it rests on a source still to be confirmed."""

    unknown: ClassVar[str] = RAISE

    class_: Annotated[str, validate.OneOf(CLASSES)]
    relations: tuple[RelationAnswer, ...]
    predecessors: tuple[SuccessionAnswer, ...]
    successors: tuple[SuccessionAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class InstitutionList(Answer):
    items: tuple[InstitutionAnswer, ...]
    next: str | None
