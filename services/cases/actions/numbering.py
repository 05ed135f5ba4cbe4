"""Running numbers per year: which comes next, and taking it; and the protocol book, whose numbers are those of its matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.cases.data.acts import apart_in_book, request_kinds
from services.cases.domain.paper_marks import protocol_words
from services.cases.models import Numbering, ProtocolEntry, Recommendation
from services.cases.queries.checks import cases_of
from shared.numbers import reference
from shared.witness.numbers import reserve
from shared.witness.tables import SetBack

#: The series of full numbers of the protocol book.
_PROTOCOL = "protocol"
#: That of its fractions; the row of `Numbering` with year 0 says from where they go on behind a restore.
_FRACTION = "fraction"


def coming_reference(session: Session, prefix: str, year: int) -> str:
    """The reference that comes next unless somebody is faster: takes no lock and promises nothing."""
    return reference(prefix, year, _coming(session, prefix, year))


def next_reference(session: Session, prefix: str, year: int) -> str:
    """The next reference, such as `C-2026-00001-4`; take it late in a transaction, for others wait for the row."""
    return reference(prefix, year, _next(session, prefix, year))


@dataclass(frozen=True)
class Place:
    """A place in the protocol book: the year of its number, the number, and the fraction (0 for the first paper of a matter)."""

    year: int
    number: int
    fraction: int

    @property
    def words(self) -> str:
        return protocol_words(self.number, self.fraction)


def coming_place(session: Session, act: Recommendation, day: date) -> Place:
    """Where the paper would stand, unless somebody is faster with the first of another matter: promises nothing."""
    return _later(session, act) or Place(day.year, _coming(session, _PROTOCOL, day.year), 0)


def next_place(session: Session, act: Recommendation, day: date) -> Place:
    """The place of a paper that leaves, entered into the book; its case is locked. To be taken late, as a reference is."""
    place = _later(session, act) or Place(day.year, _next(session, _PROTOCOL, day.year), 0)
    reserve(session, _FRACTION, place.fraction)
    session.add(ProtocolEntry(**vars(place), case_id=act.case_id, recommendation_id=act.id, day=day))
    return place


def _later(session: Session, act: Recommendation) -> Place | None:
    """Of a matter that has its number, the next fraction of it. A matter is a case with what was asked in it, and an act that must stay
    secret is one by itself: were it a fraction of its case, the body that has the others would miss one (docs/decisions/0018). So is a report
    about letters of several cases: different matters share no number.
    """
    apart = apart_in_book()
    if act.kind in apart or len(cases_of(session, act)) > 1:
        of_matter = ProtocolEntry.recommendation_id == act.id
    else:
        unseen = select(Recommendation.id).where(Recommendation.case_id == act.case_id, Recommendation.kind.in_(apart))
        of_matter = (ProtocolEntry.case_id == act.case_id) & ProtocolEntry.recommendation_id.not_in(unseen)
    # A request of earlier may have a number of its own beside that of its matter.
    asked = select(Recommendation.id).where(
        Recommendation.case_id == act.case_id, Recommendation.kind.in_(request_kinds())
    )
    order = (
        ProtocolEntry.recommendation_id.in_(asked),
        ProtocolEntry.year,
        ProtocolEntry.number,
        ProtocolEntry.fraction,
    )
    first = session.execute(select(ProtocolEntry).where(of_matter).order_by(*order).limit(1)).scalar()
    if first is None:
        return None
    # Under an older number both kinds may stand.
    of_number = select(ProtocolEntry).where(ProtocolEntry.year == first.year, ProtocolEntry.number == first.number)
    last = session.execute(of_number.order_by(ProtocolEntry.fraction.desc()).limit(1)).scalar_one()
    return Place(last.year, last.number, max(last.fraction, _skipped(session, last.day)) + 1)


def _skipped(session: Session, day: date) -> int:
    """The highest fraction of any matter that was perhaps given before a restore of `day` or later; 0 without one."""
    since = exists().where(SetBack.declared_at >= datetime.combine(day, time.min, UTC))
    row = select(Numbering.last).where(Numbering.prefix == _FRACTION, Numbering.year == 0, since)
    return session.execute(row).scalar() or 0


def _coming(session: Session, prefix: str, year: int) -> int:
    last = session.execute(select(Numbering.last).where(Numbering.prefix == prefix, Numbering.year == year)).scalar()
    return (last or 0) + 1


def _next(session: Session, prefix: str, year: int) -> int:
    number = session.execute(
        upsert(Numbering)
        .values(prefix=prefix, year=year, last=1)
        .on_conflict_do_update(index_elements=["prefix", "year"], set_={"last": Numbering.last + 1})
        .returning(Numbering.last)
    ).scalar_one()
    reserve(session, f"{prefix}.{year}", number)
    return number


class Numbers:
    """How cases counts, for the witness of its database. A series is prefix and year, such as `R.2026`; the fractions of the
    protocol book are one for all matters, since after a restore nobody knows which matter had a paper more.
    """

    def given(self, session: Session) -> Mapping[str, int]:
        rows = session.execute(select(Numbering.prefix, Numbering.year, Numbering.last).where(Numbering.year > 0))
        fraction = session.execute(select(func.max(ProtocolEntry.fraction))).scalar()
        return {f"{prefix}.{year}": last for prefix, year, last in rows} | {_FRACTION: fraction or 0}

    def held(self, session: Session) -> Mapping[str, int]:
        return self.given(session)

    def skip(self, session: Session, reserved: Mapping[str, int]) -> None:
        for series, last in reserved.items():
            prefix, _, year = series.partition(".")
            row = upsert(Numbering).values(prefix=prefix, year=int(year or 0), last=last)
            further = {"last": func.greatest(Numbering.last, last)}
            session.execute(row.on_conflict_do_update(index_elements=["prefix", "year"], set_=further))
