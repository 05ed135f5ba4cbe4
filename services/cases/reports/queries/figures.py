"""The figures of a report, each out of the figures that anyone is shown: what is not shown there is not shown here, and nothing is counted anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeAlias

from sqlalchemy.orm import Session

from services.cases.commitments.queries.figures import public_figures
from services.cases.commitments.schemas.commitments import AsOfQuery
from services.cases.commitments.schemas.figures import CommitmentFigures
from services.cases.domain.standing import State as Standing
from services.cases.register.domain.compliance import FIRST, CountUnit, Figure, Figures, Split
from services.cases.register.domain.two_times import Asked
from services.cases.register.queries import children, compliance
from services.cases.register.queries.compliance import BodyFigures
from services.cases.register.schemas import ReportQuery
from services.cases.reports import data
from services.cases.reports.domain import life
from services.cases.reports.domain.content import Both, Row
from services.cases.reports.queries import owed
from shared.rules import ContentViolation

ANSWERS = (*FIRST, "refused_without_reasons")


@dataclass(frozen=True)
class Question:
    """What a report asks: its period, its day as known on another, and of which county."""

    first: date
    last: date
    asked: Asked
    county: str | None


@dataclass(frozen=True)
class Taken:
    """The rows of one query, as the version of it that is in the files took them."""

    query: str
    version: int
    unit: str
    scope: str
    rows: tuple[Row, ...]


def scope_by_method(method: str) -> str:
    """Of what the rows of a query are that is counted by this method, where its days do not say otherwise."""
    return {"children": "year", "commitments": "state"}.get(method, "named")


def settled(on: date, known: date | None, today: date) -> Asked:
    """The days of a freezing: such as the public may ask about, and over. Raises `ContentViolation`."""
    life.check_day(on, today)
    return compliance.public_day(on, known, today)


def take(session: Session, question: Question, queries: Iterable[str], today: date) -> list[Taken]:
    """The rows of these queries. Raises `ContentViolation` for days of which nothing is told."""
    found = _Found(session, question, today)
    return [_taken(found, key) for key in queries]


def _taken(found: "_Found", key: str) -> Taken:
    card, rows = data.queries()[key], tuple(_QUERIES[key](found))
    return Taken(key, card.version, card.unit, found.scope_of(key), rows)


class _Found:
    """What was counted, each once however many queries want it."""

    def __init__(self, session: Session, question: Question, today: date) -> None:
        self.session, self.question, self.today = session, question, today
        self._period: compliance.Report | None = None
        self._standing: compliance.Report | None = None
        self._owed: CommitmentFigures | None = None

    @property
    def period(self) -> compliance.Report:
        """Of the acts of the period, by all bodies together."""
        if self._period is None:
            self._period = self._asked(issued_from=self.question.first, issued_to=self.question.last)
        return self._period

    @property
    def standing(self) -> compliance.Report:
        """Of all acts that stood on the day, by all bodies and by each that is named."""
        if self._standing is None:
            self._standing = self._asked()
        return self._standing

    @property
    def owed(self) -> CommitmentFigures:
        """What the State owes."""
        if self._owed is None:
            days = self.question.asked
            self._owed = public_figures(self.session, AsOfQuery(on=days.on, known=days.known), self.today)
        return self._owed

    def scope_of(self, query: str) -> str:
        """Of which acts its rows are: a body is named for those alone that anyone could read."""
        if query.startswith("period_"):
            return self.period.scope.value
        if query.startswith("standing_"):
            return self.standing.scope.value
        return scope_by_method(data.queries()[query].method)

    def _asked(self, **more: date) -> compliance.Report:
        days = self.question.asked
        return compliance.public_report(self.session, self.today, ReportQuery(on=days.on, known=days.known, **more))

    @property
    def of_county(self) -> Sequence[BodyFigures]:
        return [one for one in self.standing.each if one.body.record.get("county") == self.question.county]


def _row(key: str, of: str, figure: Figure) -> Row:
    return Row(key, data.row_names()[f"{of}-{key}"], figure.numerator, figure.denominator)


def _obligations(figures: Figures) -> Split:
    return next(one for one in figures.splits if one.unit is CountUnit.OBLIGATIONS)


def _shares(figures: Figures) -> Iterator[Row]:
    return (_row(one.key, "shares", one) for one in _obligations(figures).shares)


def _historical(figures: Figures) -> Iterator[Row]:
    return (_row(one.key, "historical", one) for one in _obligations(figures).historical)


def _answers(figures: Figures) -> Iterator[Row]:
    return (_row(name, "answers", getattr(figures, name)) for name in ANSWERS)


def _no_reply(figures: Figures) -> Figure:
    return next(one for one in _obligations(figures).shares if one.key == Standing.NO_REPLY)


def _named(
    bodies: Iterable[BodyFigures], figure: Callable[[Figures], Figure], *, all_of_them: bool = False
) -> Iterator[Row]:
    """A row for each body of which the number is told and is not none, the largest first; `all_of_them`: the others too."""
    rows = [
        Row(one.body.key, Both(one.body.name_sq, one.body.name_en), told.numerator, told.denominator)
        for one in bodies
        for told in [figure(one.figures)]
        if told.numerator or all_of_them
    ]
    yield from sorted(rows, key=lambda row: (-(row.numerator or 0), row.name.sq, row.key))


def _endings(found: _Found) -> Iterator[Row]:
    """Of the year as it was counted once and for all; nothing where that was not done by the day of knowing."""
    try:
        kept = children.edition(found.session, found.question.first.year)
    except ContentViolation:
        return
    if kept is None or kept.counted_on > found.question.asked.known:
        return
    whole = kept.figures.whole
    for ending, count in kept.figures.endings.items():
        yield Row(ending.value, data.row_names()[f"endings-{ending.value}"], count, whole)


def _of_state(take: owed.Take, found: _Found) -> Iterator[Row]:
    return take(found.owed)


_Take: TypeAlias = Callable[[_Found], Iterator[Row]]
#: By the keys of report_queries in reports.yaml; another way of taking one is another version there.
_QUERIES: Mapping[str, _Take] = {
    "period_shares": lambda found: _shares(found.period.together),
    "period_historical": lambda found: _historical(found.period.together),
    "period_answers": lambda found: _answers(found.period.together),
    "standing_shares": lambda found: _shares(found.standing.together),
    "standing_answers": lambda found: _answers(found.standing.together),
    "silent_bodies": lambda found: _named(found.standing.each, _no_reply),
    "late_bodies": lambda found: _named(found.standing.each, lambda figures: figures.answered_late),
    "bare_bodies": lambda found: _named(found.standing.each, lambda figures: figures.refused_without_reasons),
    "county_bodies": lambda found: _named(found.of_county, lambda figures: figures.implemented, all_of_them=True),
    "county_silent": lambda found: _named(found.of_county, _no_reply),
    "children_endings": _endings,
    **{key: partial(_of_state, take) for key, take in owed.QUERIES.items()},
}
KEYS = tuple(_QUERIES)
