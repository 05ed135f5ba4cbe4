"""The numbers that people read aloud: one series for complaints, one for counselling, each beginning with 1 each year."""

from sqlalchemy import Sequence, bindparam, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake.models import Numbering
from services.intake.models.counselling import counselling_number
from services.intake.models.tables import complaint_number
from shared.numbers import reference

_BEFORE = (
    select(Numbering.before)
    .where(Numbering.prefix == bindparam("prefix"), Numbering.year == bindparam("year"))
    .scalar_subquery()
)


class Series:
    """Its statements are built once: of what taking in a complaint costs, building them anew was a tenth."""

    def __init__(self, prefix: str, sequence: Sequence) -> None:
        self._prefix = prefix
        self._draw = select(sequence.next_value(), _BEFORE)

    def next(self, session: Session, year: int) -> str:
        """The next reference of `year`. A transaction that failed leaves a gap: waiting for each other would cost more."""
        this_year = {"prefix": self._prefix, "year": year}
        while True:
            drawn, before = session.execute(self._draw, this_year).one()
            if before is None:
                row = this_year | {"before": drawn - 1}
                session.execute(upsert(Numbering).values(row).on_conflict_do_nothing())
                before = session.execute(select(_BEFORE), this_year).scalar_one()
            # Of two that open a year together, one may have drawn before the other's first number.
            if drawn > before:
                return reference(self._prefix, year, int(drawn - before))


COMPLAINTS = Series("A", complaint_number)
COUNSELLING = Series("K", counselling_number)
