"""The table of figures that a letter asks for, with what its body said of it and of the period before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.partners.domain import figures as rules
from services.partners.domain.figures import Asked, Cell, Doubt, Rule
from services.partners.models import Dispatch, FiguresReport, WantedTable
from services.partners.queries import letters
from services.partners.queries.wall import Own
from services.partners.schemas.figures import DoubtAnswer, FiguresReceipt, SaidAnswer, TableAnswer, WantedRowAnswer
from shared.documents import Documents
from shared.events.documents.cases import PlausibilityRule, WantedFigures
from shared.events.documents.partners import ReportedFigures
from shared.rules import NotFound
from shared.typed import filled


@dataclass(frozen=True)
class Table:
    """What one letter asks for. `said`: what stands, by indicator, and `last` its version; `before`: of the period before."""

    dispatch: Dispatch
    wanted: WantedFigures
    accepted_until: date
    said: Mapping[str, Cell]
    last: FiguresReport | None
    before: Mapping[str, Cell]

    @property
    def rows(self) -> tuple[Asked, ...]:
        return tuple(Asked(one.key, one.denominator_sq is not None, one.part) for one in self.wanted.indicators)

    def is_open(self, today: date) -> bool:
        """Whether figures are still taken."""
        return today <= self.accepted_until and self.dispatch.withdrawn_at is None

    def doubts(self, cells: Mapping[str, Cell]) -> tuple[Doubt, ...]:
        return rules.doubts(map(_rule, self.wanted.rules), self.rows, cells, self.before)


def is_wanted(own: Own, dispatch: Dispatch) -> bool:
    """Whether a letter that the body has asks for figures."""
    wanted = select(WantedTable.recommendation_id).where(WantedTable.recommendation_id == dispatch.recommendation_id)
    return own.session.execute(wanted).first() is not None


def table(own: Own, documents: Documents, dispatch_id: UUID, *, lock: bool = False) -> Table:
    """The table of a letter that the body has. Raises `NotFound`, also where the letter asks for none."""
    dispatch = letters.delivered(own, dispatch_id, lock=lock)
    row = own.session.get(WantedTable, dispatch.recommendation_id)
    if row is None:
        raise NotFound
    wanted = documents.read(WantedFigures, row.table)
    mine = own.select(FiguresReport).where(FiguresReport.dispatch_id == dispatch.id)
    last = own.session.execute(mine.order_by(FiguresReport.version.desc()).limit(1)).scalar()
    said = _cells(documents, [last] if last else [])
    return Table(dispatch, wanted, row.accepted_until, said, last, _before(own, documents, wanted.before))


def answer(found: Table, today: date) -> TableAnswer:
    return TableAnswer(
        period=found.wanted.period,
        accepted_until=found.accepted_until,
        open=found.is_open(today),
        rows=tuple(filled(WantedRowAnswer, one) for one in found.wanted.indicators),
        said=_said(found.said),
        before=_said(found.before),
        last=receipt(found.last) if found.last else None,
    )


def receipt(report: FiguresReport) -> FiguresReceipt:
    return filled(FiguresReceipt, report)


def doubt_answers(found: Table, cells: Mapping[str, Cell], comment: str) -> tuple[DoubtAnswer, ...]:
    """What the body is asked about these cells, in the words of the office."""
    texts: dict[str, PlausibilityRule] = {one.key: one for one in found.wanted.rules}
    met = found.doubts(cells)
    open_ones = rules.unanswered(met, cells, comment)
    return tuple(
        filled(
            DoubtAnswer,
            one,
            answered=one not in open_ones,
            text_sq=texts[one.rule].text_sq,
            text_en=texts[one.rule].text_en,
        )
        for one in met
    )


def _before(own: Own, documents: Documents, period: str) -> Mapping[str, Cell]:
    """What the body said last of each indicator for that period, by whichever letter it was asked."""
    rows = own.select(FiguresReport).where(FiguresReport.period == period)
    return _cells(documents, own.session.execute(rows.order_by(FiguresReport.received_at)).scalars().all())


def _cells(documents: Documents, reports: Sequence[FiguresReport]) -> Mapping[str, Cell]:
    found: dict[str, Cell] = {}
    for report in reports:
        for one in documents.read(ReportedFigures, report.figures).figures:
            found[one.indicator] = Cell(one.state, one.numerator, one.denominator, one.comment)
    return found


def _rule(one: PlausibilityRule) -> Rule:
    return Rule(one.key, one.test, one.blocks, one.cell, one.beside, one.percent, one.least, one.value)


def _said(cells: Mapping[str, Cell]) -> tuple[SaidAnswer, ...]:
    return tuple(filled(SaidAnswer, cell, indicator=key) for key, cell in cells.items())
