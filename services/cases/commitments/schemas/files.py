"""Commitments as a file, written and read in one shape."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from marshmallow import validate

from services.cases.commitments.domain.items import Said
from services.cases.incoming.schemas.row_files import RowFile
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE, MOST
from shared.directory import MOST_BODIES
from shared.edges import Body
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class CommitmentRowBody(Body):
    """One commitment. `item`: by which it is known within its document; `paragraph`: as the document counts, left out where it was not read there;
    `bodies`: keys of the directory, or classes of bodies of which all owe it. In a CSV several values of a cell stand between bars.
    """

    issuer: Annotated[str, Text(60)]
    number: Annotated[str, Text(100)]
    title: Annotated[str, Text(LONGEST_TITLE)]
    issued_on: date
    address: Annotated[str | None, Text(2000)] = None
    item: Annotated[str, Text(30)]
    paragraph: Annotated[str | None, Text(30)] = None
    text_sq: Annotated[str, Text(LONGEST_TEXT)]
    text_en: Annotated[str, Text(LONGEST_TEXT)]
    rights: Annotated[tuple[Annotated[str, Text(20)], ...], validate.Length(min=1, max=MOST)]
    bodies: Annotated[tuple[Annotated[str, Text(100)], ...], validate.Length(max=MOST_BODIES)] = ()
    due: date | None = None


COMMITMENTS = RowFile(CommitmentRowBody, Said, frozenset({"rights", "bodies"}))
