"""What was published of places, as the pages read it: nothing besides, but which municipalities there are."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.cases.indicators.domain.cards import Level
from services.cases.indicators.queries import areas
from services.cases.indicators.queries.areas import Area
from services.cases.open_data import data
from services.cases.open_data.models import OpenTable
from shared.rules import NotFound


def municipalities(session: Session) -> list[Area]:
    """All that there are, by county and name."""
    return sorted(areas.of_level(session, Level.MUNICIPALITY), key=lambda one: (one.county or "", one.name_sq))


def find(session: Session, key: str) -> Area:
    """Raises `NotFound`."""
    for one in municipalities(session):
        if one.key == key:
            return one
    raise NotFound


def newest(session: Session) -> list[dict[str, Any]]:
    """The rows of the newest year, by the names of the columns; empty where none was counted."""
    last = _years().limit(1)
    return [_named(row) for row in session.execute(last).scalar() or []]


def of_place(session: Session, key: str) -> list[dict[str, Any]]:
    """Those of one place, the newest year first."""
    every = (_named(row) for rows in session.execute(_years()).scalars() for row in rows)
    return [one for one in every if one["area"] == key]


def _years() -> Select[list[Any]]:
    return select(OpenTable.rows).where(OpenTable.data_set == "places").order_by(OpenTable.part.desc())


def _named(row: Sequence[Any]) -> dict[str, Any]:
    return {column.name: cell for column, cell in zip(data.columns("places"), row, strict=True)}
