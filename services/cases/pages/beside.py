"""What stands beside the late obligations of bodies: lines that wings add, since nobody else knows of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from services.cases.domain.timeliness import Word
from services.cases.lists.obligations import ObligationListing
from shared.lists import Reading


@dataclass(frozen=True)
class Beside:
    """Who is late with what, by when it was to be done, and where that is read."""

    who: str
    text: str
    due: date
    href: str


#: Each gives its lines, the earliest first.
LATE: list[Callable[[Session, Reading], list[Beside]]] = []


def beside(session: Session, asked: ObligationListing | None, reading: Reading) -> list[Beside]:
    """The lines of all of them under the list of all that is late; none where more is asked: they have no body, act or place."""
    if asked is None or asked.timeliness != Word.LATE or not set(asked.chosen()) <= {"timeliness", "what"}:
        return []
    return [line for lines_of in LATE for line in lines_of(session, reading)]
