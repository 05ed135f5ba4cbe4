"""The one place that says which cases a person of the office may see, and so which acts and obligations.

Whoever leads the office sees all; an officer sees their own and those that nobody has taken. Of the rest, unknown and not
yours are the same 404.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import Session

from services.cases.models.acts import Recommendation
from services.cases.models.cases import Case
from services.cases.models.obligations import Obligation
from shared.access import Principal
from shared.errors import NotFound

#: A referral to the prosecution is seen by those who handle it alone (security matrix).
UNSEEN_KINDS = ("prosecution_referral", "judicial_notice", "litigation_advice")
LEADING = frozenset({"approver", "commissioner"})


def visible_cases(principal: Principal) -> ColumnElement[bool]:
    """A condition on `Case` for a query. An auditor sees that cases are there (lists), never what is in them."""
    if principal.roles & (LEADING | {"auditor"}):
        return true()
    if "case_officer" in principal.roles:
        return or_(Case.officer_id == principal.id, Case.officer_id.is_(None))
    return false()


def sees_everything(principal: Principal) -> bool:
    return bool(principal.roles & LEADING)


def find_case(session: Session, case_id: UUID, principal: Principal, *, lock: bool = False) -> Case:
    """A case that `principal` may see. Raises `NotFound`.

    Whatever changes a case, its acts or its obligations locks the case first, so that two of them cannot wait for each
    other and the counts that a step rests on hold until the commit.
    """
    return _one(session, select(Case).where(Case.id == case_id, visible_cases(principal)), lock=lock)


def find_act(
    session: Session, act_id: UUID, principal: Principal, *, lock: bool = False
) -> tuple[Recommendation, Case]:
    """An act in a visible case, with its case; with `lock` both are locked, the case first. Raises `NotFound`."""
    case_id = session.execute(select(Recommendation.case_id).where(Recommendation.id == act_id)).scalar()
    if case_id is None:
        raise NotFound
    case = find_case(session, case_id, principal, lock=lock)
    return _one(session, select(Recommendation).where(Recommendation.id == act_id), lock=lock), case


def find_published(session: Session, act_id: UUID, principal: Principal) -> tuple[Recommendation, Case]:
    """An issued act, locked with its case, for whoever decides on its publication: they see no draft and no referral to a
    prosecutor, and otherwise all acts. Raises `NotFound`.
    """
    if sees_everything(principal):
        return find_act(session, act_id, principal, lock=True)
    case_id = session.execute(
        select(Recommendation.case_id).where(Recommendation.id == act_id, publishable(principal))
    ).scalar()
    if case_id is None:
        raise NotFound
    case = _one(session, select(Case).where(Case.id == case_id), lock=True)
    return _one(session, select(Recommendation).where(Recommendation.id == act_id), lock=True), case


def publishable(principal: Principal) -> ColumnElement[bool]:
    """Acts that a publisher may read: those that were sent, but for the kinds that no other body may know of."""
    if "publisher" not in principal.roles:
        return false()
    return Recommendation.issued_at.is_not(None) & Recommendation.kind.not_in(UNSEEN_KINDS)


def find_obligation(
    session: Session, obligation_id: UUID, principal: Principal, *, lock: bool = False
) -> tuple[Obligation, Case]:
    """An obligation in a visible case, with its case; with `lock` both are locked. Raises `NotFound`."""
    case_id = session.execute(select(Obligation.case_id).where(Obligation.id == obligation_id)).scalar()
    if case_id is None:
        raise NotFound
    case = find_case(session, case_id, principal, lock=lock)
    return _one(session, select(Obligation).where(Obligation.id == obligation_id), lock=lock), case


def _one(session: Session, statement: Select[Any], *, lock: bool) -> Any:
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found
