"""Which visits a person of the office may know of.

An unannounced visit is known to its team and the commissioner alone until it has begun: every query over visits, or over what
belongs to one, has `known_visits` among its conditions. Unknown and not yours are the same 404.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session

from services.cases.queries.visibility import LEADING, OFFICERS
from services.cases.visits.models import Visit, VisitMember
from shared.principal import Principal
from shared.rules import NotAllowed, NotFound

#: Who may make visits.
VISITING = frozenset({"monitor"}) | OFFICERS


def known_visits(by: Principal) -> ColumnElement[bool]:
    """A condition on `Visit`."""
    return ~secret_from(by) if by.roles & VISITING else false()


def secret_from(by: Principal) -> ColumnElement[bool]:
    """A condition on `Visit`: the reader may not learn that there is one, whatever else they may read."""
    if "commissioner" in by.roles:
        return false()
    return ~or_(Visit.begun_at.is_not(None), Visit.announced, _makes(by))


def find_visit(session: Session, visit_id: UUID, by: Principal, *, lock: bool = False) -> Visit:
    """A visit that `by` may know of. Raises `NotFound`."""
    statement = select(Visit).where(Visit.id == visit_id, known_visits(by))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    visit = session.execute(statement).scalar_one_or_none()
    if visit is None:
        raise NotFound
    return visit


def works_on(session: Session, visit: Visit, by: Principal) -> bool:
    """Whether a person changes a visit that they may know of: its team does, and whoever leads the office."""
    if by.roles & LEADING:
        return True
    return session.execute(select(Visit.id).where(Visit.id == visit.id, _makes(by))).first() is not None


def find_own(session: Session, visit_id: UUID, by: Principal) -> Visit:
    """A visit that `by` works on, locked. Raises `NotFound`, and `NotAllowed` for one that others make."""
    visit = find_visit(session, visit_id, by, lock=True)
    if not works_on(session, visit, by):
        raise NotAllowed("its team and whoever leads the office do this")
    return visit


def find_made(session: Session, visit_id: UUID, by: Principal) -> Visit:
    """A visit that `by` works on, locked: its copies and what they bring back are known to nobody else. Raises `NotFound`."""
    visit = find_visit(session, visit_id, by, lock=True)
    if not works_on(session, visit, by):
        raise NotFound
    return visit


def _makes(by: Principal) -> ColumnElement[bool]:
    return exists().where(VisitMember.visit_id == Visit.id, VisitMember.staff_id == by.id)
