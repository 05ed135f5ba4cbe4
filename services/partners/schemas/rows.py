"""The rows of a file of the directory: of its bodies, and of their relations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated
from uuid import UUID

from marshmallow import validate

from services.partners.schemas.institutions import (
    Class,
    Languages,
    Mailbox,
    Name,
    OtherNames,
    Powers,
    ShortText,
    Slug,
    Source,
)
from services.partners.schemas.relations import Kind
from shared.edges import Body
from shared.fields import Whole
from shared.typed import UNSENT, Unsent


@dataclass(frozen=True, kw_only=True)
class InstitutionRow(Body):
    """One body; a column that the file does not have stays as it is. `version`: what the file was written from."""

    key: Slug
    class_: Class | Unsent = UNSENT
    name_sq: Name | Unsent = UNSENT
    short_sq: ShortText | Unsent | None = UNSENT
    name_en: Name | Unsent = UNSENT
    aka: OtherNames | Unsent = UNSENT
    seat: ShortText | Unsent | None = UNSENT
    municipality: Slug | Unsent | None = UNSENT
    county: Slug | Unsent | None = UNSENT
    languages: Annotated[Languages, validate.Length(max=2)] | Unsent = UNSENT
    powers: Powers | Unsent = UNSENT
    mailbox: Mailbox | Unsent | None = UNSENT
    sample: bool | Unsent = UNSENT
    enabled: bool | Unsent = UNSENT
    valid_from: date | Unsent | None = UNSENT
    valid_to: date | Unsent | None = UNSENT
    source: Source | Unsent = UNSENT
    confirmed: bool | Unsent = UNSENT
    dat_sq: Name | Unsent = UNSENT
    acc_sq: Name | Unsent = UNSENT
    forms_confirmed: bool | Unsent = UNSENT
    by_link: bool | Unsent | None = UNSENT
    version: Annotated[int, Whole(1, 2**31 - 1)] | Unsent = UNSENT


@dataclass(frozen=True, kw_only=True)
class RelationRow(Body):
    """One relation, by the keys of its bodies. With its `id` also its kind, its other body and its first day can be changed."""

    body: Slug
    kind: Kind
    to: Slug
    valid_from: date | Unsent | None = UNSENT
    valid_to: date | Unsent | None = UNSENT
    source: Source | Unsent = UNSENT
    confirmed: bool | Unsent = UNSENT
    id: UUID | Unsent = UNSENT


Parts = Mapping[str, Iterable[InstitutionRow] | Iterable[RelationRow]]
ROWS: Mapping[str, type[InstitutionRow] | type[RelationRow]] = {
    "institutions": InstitutionRow,
    "relations": RelationRow,
}
#: As the file has them, in this order.
COLUMNS = {part: [column.name.removesuffix("_") for column in fields(shape)] for part, shape in ROWS.items()}


@dataclass(frozen=True)
class Row:
    """One row of a file: `line` as an editor counts, for JSON the place in its list. `sent`: what it says, None if it is at
    fault. `faults`: (field, what is wrong).
    """

    part: str
    line: int
    key: str
    sent: InstitutionRow | RelationRow | None = None
    faults: tuple[tuple[str, str], ...] = ()
