"""The figures for the press, taken from where the public pages of figures take them."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.commitments.queries import figures as commitments
from services.cases.commitments.schemas.commitments import AsOfQuery
from services.cases.domain.obligations import Assessed
from services.cases.press.domain import Bar, Key, PressFigure
from services.cases.register.domain.compliance import FIRST, CountUnit, Figure, Figures
from services.cases.register.domain.two_times import Asked
from services.cases.register.queries import compliance, windows
from services.cases.register.schemas import ComplianceQuery, ReportQuery
from shared.percentages import percent_of
from shared.rules import ContentViolation, NotFound


def figures(session: Session, asked: ComplianceQuery, today: date) -> list[PressFigure]:
    """All of them on the day that is asked for. Where none is, at the end of the last month, which does not change any more; or today, where
    nothing was counted then. Raises `ContentViolation` as the public figures do.
    """
    if asked.on is not None or asked.known is not None:
        return _on(session, ReportQuery(on=asked.on, known=asked.known), today)
    return _at_last_end(session, today) or _on(session, ReportQuery(), today)


def figure(session: Session, key: str, asked: ComplianceQuery, today: date) -> PressFigure:
    """One of them by its key. Raises `NotFound`."""
    if key not in set(Key):
        raise NotFound
    return next(one for one in figures(session, asked, today) if one.key == key)


def _at_last_end(session: Session, today: date) -> list[PressFigure]:
    try:
        found = _on(session, ReportQuery(on=windows.public_days().last_before(today)), today)
    except ContentViolation:
        # Where there are very many obligations a day before the first that was counted ahead is none.
        return []
    return found if any(one.bars for one in found) else []


def _on(session: Session, asked: ReportQuery, today: date) -> list[PressFigure]:
    report = compliance.public_report(session, today, asked)
    bars = {
        Key.KEPT: _kept(report.together),
        Key.SHARES: _shares(report.together),
        Key.LATE: _late(report.together),
        Key.COMMITMENTS: _commitments(session, report.asked, today),
    }
    at = report.asked
    settled = max(at.on, at.known) < today
    return [PressFigure(key, at.on, at.known, settled, tuple(bars[key])) for key in Key]


def _kept(together: Figures) -> Iterator[Bar]:
    if together.obligations != 0:
        yield from (_bar(getattr(together, name)) for name in FIRST)


def _shares(together: Figures) -> Iterator[Bar]:
    if together.obligations != 0:
        split = next(one for one in together.splits if one.unit is CountUnit.OBLIGATIONS)
        yield from (_bar(one) for one in split.shares)


def _late(together: Figures) -> Iterator[Bar]:
    if together.obligations != 0:
        for one in together.late:
            known = (age.key for age in data.ages() if age.key in one.ages)
            yield from (Bar(f"{one.state.value}.{age}", one.ages[age]) for age in known)


def _commitments(session: Session, at: Asked, today: date) -> Iterator[Bar]:
    whole = commitments.public_figures(session, AsOfQuery(on=at.on, known=at.known), today).whole
    if whole.total:
        for word in Assessed:
            count = whole.assessed.get(word.value, 0)
            yield Bar(word.value, count, whole.total, percent_of(count, whole.total))


def _bar(figure: Figure) -> Bar:
    return Bar(figure.key, figure.numerator, figure.denominator, figure.percent)
