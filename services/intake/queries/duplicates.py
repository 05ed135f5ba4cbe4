"""Complaints that are likely to be about the same facts: proposed with the reason, never joined by the machine.

Only codes are compared. Who complained and what was said stays sealed, and no proposal rests on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, case, false, func, literal, or_, select, union
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import cast

from services.intake import data
from services.intake.domain.duplicates import SAME_BODY, SAME_LIFE_AREA, SAME_PLACE, SAME_RIGHT, WITHIN_DAYS
from services.intake.domain.terms import local_day
from services.intake.models import ALL_BODIES, Complaint
from services.intake.queries import walls
from services.intake.schemas import duplicates as schemas
from shared.principal import Principal
from shared.typed import filled


def likely(session: Session, complaint_id: UUID, reader: Principal) -> tuple[schemas.LikelyDuplicate, ...]:
    """The newest first, without those that are joined to it already. Raises `NotFound`."""
    complaint, rules = walls.complaint(session, complaint_id, reader.person), data.likeness()
    signs = _signs(complaint, timedelta(days=rules.near_days))
    columns = (Complaint.id, Complaint.reference, Complaint.received_at, Complaint.status)
    alike = select(*columns, *(sign.label(key) for key, sign in signs.items())).where(
        Complaint.id.in_(_candidates(complaint, timedelta(days=rules.window_days))),
        Complaint.id != complaint.id,
        Complaint.erased_at.is_(None),
        ~_joined(complaint),
        walls.open_to(reader.person),
        _sum(signs, dict.fromkeys(signs, 1)) >= rules.least_reasons,
        _sum(signs, rules.weights) >= rules.least_weight,
    )
    newest = alike.order_by(Complaint.received_at.desc(), Complaint.id.desc()).limit(rules.most)
    return tuple(
        filled(schemas.LikelyDuplicate, row, reasons=_reasons(signs, complaint, row)) for row in session.execute(newest)
    )


def _candidates(complaint: Complaint, window: timedelta) -> Select[Any]:
    """Those that share a body or the place: two searches, so that each goes by its index."""
    around = Complaint.received_at.between(complaint.received_at - window, complaint.received_at + window)
    of_body = select(Complaint.id).where(_shares(ALL_BODIES, _bodies(complaint)), around)
    of_place = select(Complaint.id).where(Complaint.municipality == complaint.municipality, around)
    return select(union(of_body, of_place).cte().c.id)


def _bodies(complaint: Complaint) -> list[str]:
    return [*complaint.bodies, *complaint.decided_bodies]


def _signs(complaint: Complaint, near: timedelta) -> dict[str, ColumnElement[bool]]:
    """Each sign as a condition on the other complaint; false where this one has nothing to compare."""
    near_in_time = Complaint.received_at.between(complaint.received_at - near, complaint.received_at + near)
    return {
        SAME_BODY: _shares(ALL_BODIES, _bodies(complaint)),
        SAME_PLACE: _is(Complaint.municipality, complaint.municipality),
        SAME_LIFE_AREA: _is(Complaint.life_area, complaint.life_area),
        SAME_RIGHT: _shares(Complaint.rights, complaint.rights),
        WITHIN_DAYS: near_in_time,
    }


def _is(column: Any, value: str | None) -> ColumnElement[bool]:
    return false() if value is None else func.coalesce(column == value, False)


def _shares(column: Any, values: Sequence[str]) -> ColumnElement[bool]:
    sought = cast(literal(list(values), ARRAY(Text())), ARRAY(Text()))
    shared: ColumnElement[bool] = column.op("?|", is_comparison=True)(sought)
    return shared if values else false()


def _joined(complaint: Complaint) -> ColumnElement[bool]:
    main = complaint.joined_to or complaint.id
    return or_(Complaint.id == main, func.coalesce(Complaint.joined_to == main, False))


def _sum(signs: Mapping[str, ColumnElement[bool]], weights: Mapping[str, int]) -> Any:
    return sum((case((sign, weights[key]), else_=0) for key, sign in signs.items()), literal(0))


def _reasons(signs: Iterable[str], complaint: Complaint, row: Row[*tuple[Any, ...]]) -> tuple[schemas.Sign, ...]:
    apart = abs((local_day(complaint.received_at) - local_day(row.received_at)).days)
    return tuple(
        schemas.Sign(code=key, days=apart if key == WITHIN_DAYS else None) for key in signs if getattr(row, key)
    )
