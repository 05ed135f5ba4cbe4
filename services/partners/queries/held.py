"""Which letters are held, and which of them may not leave: a court or a prosecutor has the matter of a case that they tell of."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from services.partners.models import HeldAct, HeldDay
from shared.lateness import Stretch


def held_since(session: Session, acts: Iterable[UUID]) -> dict[UUID, date]:
    """Since when no day of each of these acts is counted; those that are not held are missing."""
    return _since(session, acts, true())


def asked_all_the_same(session: Session, acts: Iterable[UUID]) -> set[UUID]:
    """Which of these acts are held and ask for an answer nevertheless: the office may send them meanwhile, as a request for information, and
    only their days are not counted, as the letter says.
    """
    known = set(acts)
    return set(held_since(session, known)) - set(stays_since(session, known))


def stays_since(session: Session, acts: Iterable[UUID]) -> dict[UUID, date]:
    """Since when the letters of each of these acts may not leave; those that may are missing."""
    return _since(session, acts, ~HeldAct.leaves)


def held_before(session: Session, acts: Iterable[UUID]) -> dict[UUID, list[Stretch]]:
    """When the matter of each of these acts was elsewhere: those days are nobody's delay."""
    days: dict[UUID, list[Stretch]] = defaultdict(list)
    rows = select(HeldDay).where(HeldDay.recommendation_id.in_(set(acts))).order_by(HeldDay.since)
    for one in session.execute(rows).scalars():
        days[one.recommendation_id].append((one.since, one.until))
    return days


def _since(session: Session, acts: Iterable[UUID], of: ColumnElement[bool]) -> dict[UUID, date]:
    rows = select(HeldAct.recommendation_id, func.min(HeldAct.since))
    rows = rows.where(HeldAct.recommendation_id.in_(set(acts)), of)
    return {row[0]: row[1] for row in session.execute(rows.group_by(HeldAct.recommendation_id))}
