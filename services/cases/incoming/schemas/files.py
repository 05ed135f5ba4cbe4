"""Recommendations to the office as a file, written and read in one shape."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from services.cases.incoming.domain.items import Said
from services.cases.incoming.schemas.row_files import RowFile
from services.cases.schemas.cases import LONGEST_TEXT, LONGEST_TITLE
from shared.edges import Body
from shared.fields import Text


@dataclass(frozen=True, kw_only=True)
class RowBody(Body):
    """One item. `due`: by when, as the issuer says; or `term`: the key of a term of the law (terms.yaml); or both."""

    issuer: Annotated[str, Text(60)]
    number: Annotated[str, Text(60)]
    title: Annotated[str, Text(LONGEST_TITLE)]
    issued_on: date
    received_on: date
    item: Annotated[str, Text(30)]
    text: Annotated[str, Text(LONGEST_TEXT)]
    due: date | None = None
    term: Annotated[str | None, Text(60)] = None


ITEMS = RowFile(RowBody, Said)
