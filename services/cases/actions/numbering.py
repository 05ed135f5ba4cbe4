"""Running numbers per year: which comes next, and taking it."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.cases.models import Numbering
from shared.numbers import reference


def coming_reference(session: Session, prefix: str, year: int) -> str:
    """The reference that comes next unless somebody is faster: takes no lock and promises nothing."""
    last = session.execute(select(Numbering.last).where(Numbering.prefix == prefix, Numbering.year == year)).scalar()
    return reference(prefix, year, (last or 0) + 1)


def next_reference(session: Session, prefix: str, year: int) -> str:
    """The next reference, such as `C-2026-00001-4`; take it late in a transaction, for others wait for the row."""
    running = session.execute(
        upsert(Numbering)
        .values(prefix=prefix, year=year, last=1)
        .on_conflict_do_update(index_elements=["prefix", "year"], set_={"last": Numbering.last + 1})
        .returning(Numbering.last)
    ).scalar_one()
    return reference(prefix, year, running)
