"""The figures that are published, of one body and of all, and how they were counted."""

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
from shared.directory import KnownInstitution


def method() -> dict[str, str]:
    """How the figures are counted, in both languages."""
    (entry,) = data.entries("figures", "methods")
    return {language: entry[f"name_{language}"] for language in ("sq", "en")}


@dataclass(frozen=True)
class Asked:
    """`on`: the figures as they stood at the end of that day (None: today). `issued_from`, `issued_to`: of acts of those
    days alone.
    """

    on: date | None = None
    issued_from: date | None = None
    issued_to: date | None = None

    @property
    def condition(self) -> ColumnElement[bool] | None:
        parts = []
        if self.issued_from is not None:
            parts.append(Obligation.issued_on >= self.issued_from)
        if self.issued_to is not None:
            parts.append(Obligation.issued_on <= self.issued_to)
        return and_(*parts) if parts else None


@dataclass(frozen=True)
class BodyFigures:
    body: KnownInstitution
    figures: Figures


def of(session: Session, today: date, institution_id: UUID | None = None) -> Figures:
    """What is published about one body, or about all (None)."""
    if institution_id is not None:
        found = count_together(session, today, Obligation.institution_id == institution_id)
    else:
        found = _newest(session).get(ALL) or count_together(session, today)
    return found or compliance.figures([], today=today)


def bodies(session: Session, today: date) -> list[BodyFigures]:
    """The figures of every body of which anything is counted, by name."""
    return _named(session, _newest(session) or count_each(session, today))


def report(session: Session, today: date, asked: Asked) -> tuple[Figures, list[BodyFigures]]:
    """The figures of all and of each body, as they are asked for. Raises `ContentViolation` for a day that is not kept."""
    if asked.on is not None and asked.on < today:
        together, each = past.all_on(session, asked.on, asked.condition)
        return together, _named(session, each)
    if asked.condition is None:
        return of(session, today), bodies(session, today)
    together = count_together(session, today, asked.condition) or compliance.figures([], today=today)
    return together, _named(session, count_each(session, today, asked.condition))


def _named(session: Session, found: dict[UUID, Figures]) -> list[BodyFigures]:
    known = institutions(session, found)
    listed = [BodyFigures(known[one], figures) for one, figures in found.items() if one in known]
    return sorted(listed, key=lambda one: one.body.name_sq)


def _newest(session: Session) -> dict[UUID, Figures]:
    """What the timer counted last, where there is too much to count while somebody waits; else nothing."""
    if not is_large(session):
        return {}
    return {row.body: from_json(row.figures) for row in session.execute(select(FiguresSnapshot)).scalars()}
