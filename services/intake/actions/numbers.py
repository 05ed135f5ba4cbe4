"""The numbers that people read aloud: one series for complaints, one for counselling, each beginning with 1 each year."""

from collections.abc import Mapping

from sqlalchemy import Integer, Sequence, bindparam, cast, func, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.intake.models import Complaint, Numbering
from services.intake.models.counselling import Counselling, counselling_number
from services.intake.models.tables import complaint_number
from shared.numbers import reference
from shared.witness.numbers import reserve

#: Numbers that the witness hears of at once: so many complaints cost the disk one write more, and a restore leaves a gap of as many.
BLOCK = 100

_BEFORE = (
    select(Numbering.before)
    .where(Numbering.prefix == bindparam("prefix"), Numbering.year == bindparam("year"))
    .scalar_subquery()
)


class Series:
    """`carried` is the column that keeps what was drawn. Its statements are built once: of what taking in a complaint costs, building them anew was a tenth."""

    def __init__(self, prefix: str, sequence: Sequence, carried: InstrumentedAttribute[str]) -> None:
        self.prefix = prefix
        self._sequence = sequence
        year, running = (cast(func.split_part(carried, "-", part), Integer) for part in (2, 3))
        self._held = select(year, func.max(running)).group_by(year)
        self._draw = select(sequence.next_value(), _BEFORE)

    def next(self, session: Session, year: int) -> str:
        """The next reference of `year`. A transaction that failed leaves a gap: waiting for each other would cost more."""
        this_year = {"prefix": self.prefix, "year": year}
        while True:
            drawn, before = session.execute(self._draw, this_year).one()
            if before is None:
                row = this_year | {"before": drawn - 1}
                session.execute(upsert(Numbering).values(row).on_conflict_do_nothing())
                before = session.execute(select(_BEFORE), this_year).scalar_one()
            # Of two that open a year together, one may have drawn before the other's first number.
            if drawn > before:
                number = int(drawn - before)
                reserve(session, f"{self.prefix}.{year}", number, block=BLOCK)
                return reference(self.prefix, year, number)

    def given(self, session: Session) -> Mapping[str, int]:
        """The last number of each year; of a year that is over, what was drawn before the next."""
        years, drawn = self._years(session), self._drawn(session)
        ends = [*list(years.values())[1:], *([drawn] if years else [])]
        return {f"{self.prefix}.{year}": end - before for (year, before), end in zip(years.items(), ends, strict=True)}

    def held(self, session: Session) -> Mapping[str, int]:
        """The last number of each year that a row carries. Reads all of them."""
        return {f"{self.prefix}.{year}": last for year, last in session.execute(self._held)}

    def skip(self, session: Session, reserved: Mapping[int, int]) -> None:
        """Let each year go on behind its number. A year that began in the time that was lost is opened anew behind it."""
        years = self._years(session)
        newest = max(years, default=0)
        for year, last in sorted(reserved.items()):
            drawn = self._drawn(session)
            if year not in years and year > newest:
                session.add(Numbering(prefix=self.prefix, year=year, before=drawn - last))
            elif year == newest and years[year] + last > drawn:
                self._draw_until(session, drawn, years[year] + last)

    def _draw_until(self, session: Session, drawn: int, last: int) -> None:
        """By drawing, since who may set a sequence may also set it back."""
        each = func.generate_series(drawn + 1, last).table_valued("n")
        session.execute(select(func.max(self._sequence.next_value())).select_from(each))

    def _years(self, session: Session) -> dict[int, int]:
        rows = select(Numbering.year, Numbering.before).where(Numbering.prefix == self.prefix).order_by(Numbering.year)
        return {row.year: row.before for row in session.execute(rows)}

    def _drawn(self, session: Session) -> int:
        # The columns of the sequence itself: one that nothing was drawn from says 1 and not called.
        last = text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {self._sequence.name}")  # noqa: S608 - the name of our own sequence
        return int(session.execute(last).scalar_one())


class Numbers:
    """How intake counts, for the witness of its database. A series is prefix and year, such as `A.2026`."""

    def given(self, session: Session) -> Mapping[str, int]:
        return {name: last for series in ALL for name, last in series.given(session).items()}

    def held(self, session: Session) -> Mapping[str, int]:
        return {name: last for series in ALL for name, last in series.held(session).items()}

    def skip(self, session: Session, reserved: Mapping[str, int]) -> None:
        for series in ALL:
            ours = {name.partition(".")[2]: last for name, last in reserved.items() if name[0] == series.prefix}
            series.skip(session, {int(year): last for year, last in ours.items()})


COMPLAINTS = Series("A", complaint_number, Complaint.reference)
COUNSELLING = Series("K", counselling_number, Counselling.reference)
ALL = (COMPLAINTS, COUNSELLING)
