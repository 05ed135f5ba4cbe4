"""Whether the published figures can be other than they were: cheaper to ask than to count them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.register.models.figures import FiguresTurn


@dataclass(frozen=True)
class Turn:
    """What the published figures depend on, besides what is asked. `turns`: how many transactions changed what they are counted from, the newest
    of which began at `newest`; it is another one after a restore too, and in another database.
    """

    today: date
    turns: int
    newest: datetime | None


_TURNS = select(func.coalesce(func.sum(FiguresTurn.turns), 0), func.max(FiguresTurn.at))


def turn(session: Session, today: date) -> Turn:
    """Asked before counting, never after: then what is kept under it may be newer than it says, and never older."""
    turns, newest = session.execute(_TURNS).one()
    return Turn(today, int(turns), newest)
