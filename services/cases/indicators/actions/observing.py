"""Writing down what was observed: each a row that is never changed, also where the same cell is told anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

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
    said = Said(card, level, wanted.area, period, joined(codes), wanted.state, count, wanted.quality)
    [row] = observe(session, [said], Source(citation=wanted.citation, by=by.person), now=now)
    audit.record(session, by, "figure.entered", "figure", row.id, indicator=card.key, quality=row.quality)
    return row


def enter_all(by: Principal, session: Session, wanted: NewFiguresBody, *, now: datetime) -> int:
    """What documents say of many cells, all of it or nothing. Raises `ContentViolation` at the field of the figure that is refused."""
    for place, one in enumerate(wanted.figures):
        try:
            enter(by, session, one, now=now)
        except ContentViolation as error:
            raise ContentViolation(str(error), code=error.code, field=f"figures.{place}.{error.field}") from None
    return len(wanted.figures)


def observe(session: Session, said: Iterable[Said], source: Source, *, now: datetime) -> list[FigureObserved]:
    """A step of others: write each, in the place of what its cell said before. What was known before `now` stays as it was known."""
    rows = []
    for one in sorted(said, key=lambda cell: (cell.card.key, cell.area, cell.period.text, cell.codes)):
        before = _before(session, one)
        rows.append(_row(one, source, before, now))
        session.add(rows[-1])
        session.flush()
    return rows


def _before(session: Session, one: Said) -> FigureObserved | None:
    """What its cell says until now; nobody else writes it before this transaction ends."""
    cell = ":".join(("figure", one.card.key, str(one.card.version), one.area, one.period.text, one.codes))
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(cell, 0))))
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
