"""The figures that are published, of one body and of all, and how they were counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.models import Obligation
from services.cases.queries.situations import institutions
from services.cases.register.domain import compliance
from services.cases.register.domain.compliance import Figures
from services.cases.register.models.figures import FiguresSnapshot
from services.cases.register.queries import past
from services.cases.register.queries.counts import ALL, count_each, count_together, from_json, is_large
from services.cases.register.schemas import (
    AllComplianceAnswer,
    BesideAnswer,
    BodyComplianceAnswer,
    ComplianceAnswer,
    FigureAnswer,
    FiguresAnswer,
    MethodAnswer,
    ReportQuery,
    SplitAnswer,
)
from shared.directory import KnownInstitution
from shared.rules import NotFound
from shared.typed import filled


def method() -> MethodAnswer:
    """How the figures are counted, in both languages."""
    (entry,) = data.entries("figures", "methods")
    return MethodAnswer(sq=entry["name_sq"], en=entry["name_en"])


@dataclass(frozen=True)
class BodyFigures:
    body: KnownInstitution
    figures: Figures


def of(session: Session, today: date, institution_id: UUID | None = None) -> Figures:
    """What is published about one body, or about all (None)."""
    if institution_id is not None:
        figures = count_together(session, today, Obligation.institution_id == institution_id)
    else:
        figures = _newest(session).get(ALL) or count_together(session, today)
    return figures or compliance.figures([], today=today)


def bodies(session: Session, today: date) -> list[BodyFigures]:
    """The figures of every body of which anything is counted, by name."""
    return _named(session, _newest(session) or count_each(session, today))


def report(session: Session, today: date, asked: ReportQuery) -> tuple[Figures, list[BodyFigures]]:
    """The figures of all and of each body, as they are asked for. Raises `ContentViolation` for a day that is not kept."""
    condition = _issued(asked.issued_from, asked.issued_to)
    if asked.on is not None and asked.on < today:
        together, each = past.all_on(session, asked.on, condition)
        return together, _named(session, each)
    if condition is None:
        return of(session, today), bodies(session, today)
    together = count_together(session, today, condition) or compliance.figures([], today=today)
    return together, _named(session, count_each(session, today, condition))


def of_body(session: Session, institution_id: UUID, today: date, on: date | None) -> BodyFigures:
    """The figures of one body, today or as they stood at the end of the day `on`. Raises `NotFound`."""
    body = session.get(KnownInstitution, institution_id)
    if body is None:
        raise NotFound
    if on is not None and on < today:
        return BodyFigures(body, past.figures_on(session, body.id, on))
    return BodyFigures(body, of(session, today, body.id))


def all_answer(day: date, together: Figures, each: Iterable[BodyFigures]) -> AllComplianceAnswer:
    """What `report` found, as the API gives it."""
    named = tuple(
        BodyComplianceAnswer(
            institution_id=one.body.id,
            name_sq=one.body.name_sq,
            name_en=one.body.name_en,
            class_=one.body.institution_class,
            figures=answer(one.figures),
        )
        for one in each
    )
    return AllComplianceAnswer(day=day, method=method(), figures=answer(together), bodies=named)


def body_answer(day: date, published: BodyFigures) -> ComplianceAnswer:
    """What `of_body` found, as the API gives it."""
    return filled(
        ComplianceAnswer,
        published.body,
        institution_id=published.body.id,
        day=day,
        method=method(),
        figures=answer(published.figures),
    )


def answer(figures: Figures) -> FiguresAnswer:
    rates = ("answered", "answered_late", "refused_without_reasons")
    return filled(
        FiguresAnswer,
        figures,
        splits=tuple(
            filled(
                SplitAnswer,
                one,
                shares=tuple(filled(FigureAnswer, share) for share in one.shares),
                beside=tuple(filled(BesideAnswer, apart) for apart in one.beside),
                historical_2021=tuple(filled(FigureAnswer, share) for share in one.historical),
            )
            for one in figures.splits
        ),
        **{name: filled(FigureAnswer, getattr(figures, name)) for name in rates},
    )


def _issued(first: date | None, last: date | None) -> ColumnElement[bool] | None:
    """Of acts of those days alone."""
    parts = [Obligation.issued_on >= first] if first is not None else []
    parts += [Obligation.issued_on <= last] if last is not None else []
    return and_(*parts) if parts else None


def _named(session: Session, figures_of: dict[UUID, Figures]) -> list[BodyFigures]:
    known = institutions(session, figures_of)
    listed = [BodyFigures(known[one], figures) for one, figures in figures_of.items() if one in known]
    return sorted(listed, key=lambda one: one.body.name_sq)


def _newest(session: Session) -> dict[UUID, Figures]:
    """What the timer counted last, where there is too much to count while somebody waits; else nothing."""
    if not is_large(session):
        return {}
    return {row.body: from_json(row.figures) for row in session.execute(select(FiguresSnapshot)).scalars()}
