"""Running numbers of activities: the next one of a year, said to the witness before anybody sees it."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.partners.activities.models import Numbering
from shared.numbers import reference
from shared.witness.numbers import reserve


def next_reference(session: Session, prefix: str, year: int) -> str:
    """The next reference, such as `E-2027-00001-4`; take it late in a transaction, for others wait for the row."""
    number = session.execute(
        upsert(Numbering)
        .values(prefix=prefix, year=year, last=1)
        .on_conflict_do_update(index_elements=["prefix", "year"], set_={"last": Numbering.last + 1})
        .returning(Numbering.last)
    ).scalar_one()
    reserve(session, f"{prefix}.{year}", number)
    return reference(prefix, year, number)


class Numbers:
    """How partners counts, for the witness of its database. A series is prefix and year, such as `E.2027`."""

    def given(self, session: Session) -> Mapping[str, int]:
        rows = session.execute(select(Numbering.prefix, Numbering.year, Numbering.last))
        return {f"{prefix}.{year}": last for prefix, year, last in rows}

    def held(self, session: Session) -> Mapping[str, int]:
        return self.given(session)

    def skip(self, session: Session, reserved: Mapping[str, int]) -> None:
        for series, last in reserved.items():
            prefix, _, year = series.partition(".")
            row = upsert(Numbering).values(prefix=prefix, year=int(year), last=last)
            further = {"last": func.greatest(Numbering.last, last)}
            session.execute(row.on_conflict_do_update(index_elements=["prefix", "year"], set_=further))
