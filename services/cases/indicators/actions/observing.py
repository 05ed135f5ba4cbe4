"""Writing down what was observed: each a row that is never changed, also where the same cell is told anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.indicators import data
from services.cases.indicators.domain import cards as rules
from services.cases.indicators.domain import figures as counting
from services.cases.indicators.domain.cards import Card, Level
from services.cases.indicators.domain.figures import Count, Quality, State
from services.cases.indicators.domain.periods import Period, read_period
from services.cases.indicators.models import FigureObserved
from services.cases.indicators.queries import areas
from services.cases.indicators.queries.figures import joined
from services.cases.indicators.schemas import NewFigureBody, NewFiguresBody
from shared import audit
from shared.principal import Principal
from shared.rules import ContentViolation

#: An indicator, a version of it, a place, a period, and the codes by which it is split.
Cell = tuple[str, int, str, str, str]


@dataclass(frozen=True)
class Said:
    """What is said of one cell. `codes`: as a row keeps them."""

    card: Card
    level: Level
    area: str
    period: Period
    codes: str
    state: State
    count: Count | None
    quality: Quality

    @property
    def cell(self) -> Cell:
        """What is replaced by what is said anew."""
        return self.card.key, self.card.version, self.area, self.period.text, self.codes


@dataclass(frozen=True)
class Source:
    """Where it comes from: a report of a body on a request, with its document, or a citation of what somebody of the office read."""

    request_id: UUID | None = None
    report_id: UUID | None = None
    report: str | None = None
    citation: str | None = None
    by: UUID | None = None


def enter(by: Principal, session: Session, wanted: NewFigureBody, *, now: datetime) -> FigureObserved:
    """What a document says of one cell, by whoever read it. Raises `ContentViolation` at its field."""
    said = _said(session, wanted, now)
    [row] = observe(session, [(said, Source(citation=wanted.citation, by=by.person))], now=now)
    audit.record(session, by, "figure.entered", "figure", row.id, indicator=row.indicator, quality=row.quality)
    return row


def enter_all(by: Principal, session: Session, wanted: NewFiguresBody, *, now: datetime) -> int:
    """What documents say of many cells, all of it or nothing. Raises `ContentViolation` at the field of the figure that is refused."""
    said = []
    for place, one in enumerate(wanted.figures):
        try:
            said.append((_said(session, one, now), Source(citation=one.citation, by=by.person)))
        except ContentViolation as error:
            raise ContentViolation(str(error), code=error.code, field=f"figures.{place}.{error.field}") from None
    rows = observe(session, said, now=now)
    audit.record(session, by, "figures.entered", "figure", rows[0].id, figures=len(rows))
    return len(rows)


def observe(session: Session, said: Iterable[tuple[Said, Source]], *, now: datetime) -> list[FigureObserved]:
    """A step of others: write each, in the place of what its cell said before. What was known before `now` stays as it was known."""
    told = list(said)
    # Nobody else writes figures of these indicators before this transaction ends: what is read here is what is replaced.
    for key in sorted({one.card.key for one, _source in told}):
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"figures:{key}", 0))))
    latest: dict[Cell, FigureObserved] = {}
    rows = []
    with session.no_autoflush:
        for one, source in told:
            row = _row(one, source, latest.get(one.cell) or _before(session, one), now)
            latest[one.cell] = row
            rows.append(row)
    session.add_all(rows)
    session.flush()
    return rows


def _said(session: Session, wanted: NewFigureBody, now: datetime) -> Said:
    period = read_period(wanted.period)
    card = (
        rules.card_for(data.cards(), wanted.indicator, period.ends)
        if wanted.version is None
        else data.card_of(wanted.indicator, wanted.version)
    )
    rules.check_kind(card, period, local_date(now))
    level, _area = areas.find(session, wanted.area)
    rules.check_level(card, level)
    codes = dict(wanted.codes or {})
    rules.check_codes(card, codes, data.codes(), level)
    count = counting.check(card, wanted.state, wanted.numerator, wanted.denominator)
    return Said(card, level, wanted.area, period, joined(codes), wanted.state, count, wanted.quality)


def _before(session: Session, one: Said) -> FigureObserved | None:
    """What its cell says until now."""
    rows = select(FigureObserved).where(
        FigureObserved.indicator == one.card.key,
        FigureObserved.version == one.card.version,
        FigureObserved.level == one.level.value,
        FigureObserved.area == one.area,
        FigureObserved.period == one.period.text,
        FigureObserved.codes == one.codes,
    )
    return session.execute(rows.order_by(FigureObserved.known_at.desc()).limit(1)).scalar()


def _row(one: Said, source: Source, before: FigureObserved | None, now: datetime) -> FigureObserved:
    known_at = now if before is None else max(now, before.known_at + timedelta(microseconds=1))
    return FigureObserved(
        id=uuid4(),
        indicator=one.card.key,
        version=one.card.version,
        level=one.level.value,
        area=one.area,
        period=one.period.text,
        period_ends=one.period.ends,
        codes=one.codes,
        state=one.state.value,
        numerator=one.count.numerator if one.count else None,
        denominator=one.count.denominator if one.count else None,
        quality=one.quality.value,
        request_id=source.request_id,
        report_id=source.report_id,
        citation=source.citation,
        report=source.report,
        replaces=before.id if before else None,
        known_at=known_at,
        by=source.by,
    )
