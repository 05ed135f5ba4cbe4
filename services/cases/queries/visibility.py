"""The one place that says which cases a person of the office may see, and so which acts and obligations.

Whoever leads the office sees all; an officer sees their own and those that nobody has taken. Nobody, whoever they are, sees
a case from which they are excluded: every query over cases, or over what belongs to one, has `visible_cases` or
`in_visible_case` among its conditions. Of the rest, unknown and not yours are the same 404.
"""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, Text, cast, exists, false, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.cases.data.acts import handlers_only_kinds
from services.cases.models.acts import Recommendation
from services.cases.models.cases import Case, Complaint
from services.cases.models.follow_up import RungLetter
from services.cases.models.investigation import Exclusion
from services.cases.models.obligations import Obligation
from shared.principal import Principal
from shared.rules import NotFound
from shared.staff import StaffAccount

Row = TypeVar("Row", Case, Recommendation, Obligation)
#: A column that names a case.
CaseId = InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]
#: A column that names an act.
ActId = CaseId
LEADING = frozenset({"approver", "commissioner"})
#: Roles to which a case may be given.
OFFICERS = frozenset({"case_officer"}) | LEADING


def walled_off(staff_id: UUID | None) -> CompoundSelect[Any]:
    """The ids of the cases from which a person is excluded: by the case itself, or by one of its complaints."""
    stands = (Exclusion.staff_id == staff_id) & Exclusion.ended_at.is_(None)
    by_case = select(Exclusion.case_id).where(stands, Exclusion.case_id.is_not(None))
    of_complaint = select(Complaint.case_id).join(Exclusion, Exclusion.complaint_id == Complaint.id)
    return union_all(by_case, of_complaint.where(stands, Complaint.case_id.is_not(None)))


def not_walled(principal: Principal, case_id: CaseId) -> ColumnElement[bool]:
    """A condition on a column that holds the id of a case: the reader is not excluded from it.

    NOT IN and not NOT EXISTS: the list is a handful of ids, read once, and the rows keep the order of their index.
    """
    return ~case_id.in_(walled_off(principal.id))


def visible_cases(principal: Principal) -> ColumnElement[bool]:
    """A condition on `Case` for a query. An auditor sees that cases are there (lists), never what is in them."""
    open_to = not_walled(principal, Case.id)
    if principal.roles & (LEADING | {"auditor"}):
        return open_to
    if "case_officer" in principal.roles:
        return or_(Case.officer_id == principal.id, Case.officer_id.is_(None)) & open_to
    return false()


def in_visible_case(principal: Principal, case_id: CaseId) -> ColumnElement[bool]:
    """A condition on what belongs to a case, by the column that names it; spares who leads the join."""
    if principal.roles & LEADING:
        return not_walled(principal, case_id)
    return exists().where(Case.id == case_id, visible_cases(principal))


def tells_of_no_walled(principal: Principal, act_id: ActId) -> ColumnElement[bool]:
    """A condition on a column that holds the id of an act: it is no report to the Assembly that tells of the letters of a case from
    which the reader is excluded, wherever the report itself stands.
    """
    return act_id.not_in(_told_of_walled(principal))


def walled_acts(principal: Principal) -> Select[str]:
    """The ids, as a history has them, of the acts of any case that tell of one from which the reader is excluded."""
    return select(cast(Recommendation.id, Text)).where(Recommendation.id.in_(_told_of_walled(principal)))


def _told_of_walled(principal: Principal) -> Select[Any]:
    return select(RungLetter.act_id).where(
        RungLetter.act_id.is_not(None), RungLetter.case_id.in_(walled_off(principal.id))
    )


def in_visible_act(principal: Principal) -> ColumnElement[bool]:
    """A condition on `Recommendation`: the reader sees its case, and is excluded from none that it tells of."""
    return in_visible_case(principal, Recommendation.case_id) & tells_of_no_walled(principal, Recommendation.id)


def is_excluded(session: Session, staff_id: UUID, case_id: UUID) -> bool:
    """Whether a person may know nothing of a case."""
    return case_id in session.execute(walled_off(staff_id)).scalars().all()


def may_see(session: Session, account: StaffAccount, case_id: UUID) -> bool:
    """Whether somebody else than who asks may see a case: for whom it is to be given to."""
    other = Principal("staff", account.id, frozenset(account.roles) & OFFICERS)
    return session.execute(select(Case.id).where(Case.id == case_id, visible_cases(other))).first() is not None


def find_case(session: Session, case_id: UUID, principal: Principal, *, lock: bool = False) -> Case:
    """A case that `principal` may see. Raises `NotFound`.

    Whatever changes a case, its acts or its obligations locks the case first, so that two of them cannot wait for each
    other and the counts that a step rests on hold until the commit.
    """
    return _one(session, select(Case).where(Case.id == case_id, visible_cases(principal)), lock=lock)


def find_act(
    session: Session, act_id: UUID, principal: Principal, *, lock: bool = False
) -> tuple[Recommendation, Case]:
    """An act in a visible case, with its case; with `lock` both are locked, the case first. Raises `NotFound`, also to who is
    excluded from another case that it tells of.
    """
    case_id = session.execute(select(Recommendation.case_id).where(Recommendation.id == act_id)).scalar()
    if case_id is None:
        raise NotFound
    case = find_case(session, case_id, principal, lock=lock)
    statement = select(Recommendation).where(
        Recommendation.id == act_id, tells_of_no_walled(principal, Recommendation.id)
    )
    return _one(session, statement, lock=lock), case


def find_published(session: Session, act_id: UUID, principal: Principal) -> tuple[Recommendation, Case]:
    """An issued act, locked with its case, for whoever decides on its publication: they see no draft and no referral to a
    prosecutor, and otherwise all acts. Raises `NotFound`.
    """
    if principal.roles & LEADING:
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
    seen = Recommendation.issued_at.is_not(None) & Recommendation.kind.not_in(handlers_only_kinds())
    return seen & not_walled(principal, Recommendation.case_id) & tells_of_no_walled(principal, Recommendation.id)


def find_obligation(
    session: Session, obligation_id: UUID, principal: Principal, *, lock: bool = False
) -> tuple[Obligation, Case]:
    """An obligation in a visible case, with its case; with `lock` both are locked. Raises `NotFound`."""
    case_id = session.execute(select(Obligation.case_id).where(Obligation.id == obligation_id)).scalar()
    if case_id is None:
        raise NotFound
    case = find_case(session, case_id, principal, lock=lock)
    statement = select(Obligation).where(
        Obligation.id == obligation_id, tells_of_no_walled(principal, Obligation.recommendation_id)
    )
    return _one(session, statement, lock=lock), case


def _one(session: Session, statement: Select[Row], *, lock: bool) -> Row:
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = session.execute(statement).scalar_one_or_none()
    if row is None:
        raise NotFound
    return row
