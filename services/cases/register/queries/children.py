"""The figures of children, counted once a year: read as they were kept."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, extract, func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.case import Status
from services.cases.domain.profile import NOT_SAID
from services.cases.domain.timeliness import ZONE
from services.cases.models import Case, CaseProfile, Complaint, ComplaintProfile
from services.cases.register.domain.children import Children, Ending, children, ending
from services.cases.register.models.figures import ChildrenKept
from shared.rules import ContentViolation

_YEAR: ColumnElement[int] = extract("year", func.timezone(ZONE, Case.opened_at))


@dataclass(frozen=True)
class Edition:
    """The figures of one year, the day on which they were counted, and the years that can be asked about, the newest first."""

    year: int
    counted_on: date
    figures: Children
    years: Sequence[int]


def dimensions() -> list[str]:
    return [entry["key"] for entry in data.entries("profile", "dimensions")]


def due(session: Session, today: date) -> list[int]:
    """The years of cases whose day of counting has come, and that were not counted."""
    (entry,) = data.entries("figures", "editions")
    kept = select(ChildrenKept.year)
    years = session.execute(select(_YEAR).where(_YEAR.not_in(kept)).distinct()).scalars()
    return sorted(int(year) for year in years if date(int(year) + 1, entry["month"], entry["day"]) <= today)


def count(session: Session, year: int) -> Children:
    """What is published of the complaints behind the cases that were opened in that year, and of those of these cases that the office
    opened about certain children.
    """
    tables = {name: _empty(name) for name in dimensions()}
    counted = [
        row for one in (_complaints(), _own()) for row in session.execute(one.where(_YEAR.in_([year]))).mappings()
    ]
    for row in counted:
        came = ending(row["outcome"], is_closed=row["status"] == Status.CLOSED)
        for name, table in tables.items():
            table.setdefault(row[name], Counter())[came] += 1
    return children(tables, data.small_number(), _by_chance)


def _complaints() -> Select[Any]:
    codes = [func.coalesce(getattr(ComplaintProfile, name), NOT_SAID).label(name) for name in dimensions()]
    statement = select(Case.status, Case.outcome, *codes).join(Complaint, Complaint.case_id == Case.id)
    return statement.outerjoin(ComplaintProfile, ComplaintProfile.complaint_id == Complaint.id)


def _own() -> Select[Any]:
    """A case that complaints joined later is counted by them: its children are theirs."""
    codes = [getattr(CaseProfile, name).label(name) for name in dimensions()]
    statement = select(Case.status, Case.outcome, *codes).join(CaseProfile, CaseProfile.case_id == Case.id)
    return statement.where(~exists().where(Complaint.case_id == Case.id))


def _by_chance(codes: Sequence[str]) -> list[str]:
    return random.SystemRandom().sample(codes, len(codes))


def _empty(name: str) -> dict[str, Counter[Ending]]:
    """Codes of which there is nobody have a row as well."""
    return {code: Counter() for code in data.profile_codes(name)}


def edition(session: Session, year: int | None) -> Edition | None:
    """That of the year, or the newest; none where none was counted. Raises `ContentViolation` for a year that was not."""
    years = session.execute(select(ChildrenKept.year).order_by(ChildrenKept.year.desc())).scalars().all()
    asked = year if year is not None else next(iter(years), None)
    if asked is None:
        return None
    kept = session.get(ChildrenKept, asked) if asked in years else None
    if kept is None:
        raise ContentViolation("a year that was counted", code="children.year_not_counted", field="year")
    return Edition(asked, kept.counted_on, from_json(kept.figures), years)


def to_json(found: Children) -> dict[str, Any]:
    return {"whole": found.whole, "endings": found.endings, "tables": found.tables}


def from_json(kept: Mapping[str, Any]) -> Children:
    tables = {name: {code: _row(row) for code, row in table.items()} for name, table in kept["tables"].items()}
    return Children(kept["whole"], _row(kept["endings"]), tables)


def _row(kept: Mapping[str, int | None]) -> dict[Ending, int | None]:
    """In the order of the words, which a database does not keep."""
    return {one: kept[one.value] for one in Ending}
