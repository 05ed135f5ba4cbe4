"""The one place that says which complaints a person of the office may know of: all, but those that they are walled off
from because of a conflict of interest. Unknown and walled off are the same 404; lists and counts leave both out.

A wall holds for all that is about the same facts: whoever is joined, and whatever else is in the same case.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from services.intake.models.records import Exclusion
from services.intake.models.tables import Complaint
from shared.rules import NotFound

#: The main complaint of each: that which it is joined to, or itself.
_MAIN = func.coalesce(Complaint.joined_to, Complaint.id)
#: Once: each alias makes all columns of the table anew, which cost more than all else of a list's statement.
_OTHER = aliased(Complaint)


def open_to(staff_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """A condition on `Complaint` for a query made for that person: a list, one complaint, a count, a figure.

    NOT IN and not NOT EXISTS: the lists are a handful of ids, read once, and the rows keep the order of their index.
    """
    stands = (Exclusion.staff_id == staff_id) & Exclusion.ended_at.is_(None)
    named = select(Exclusion.complaint_id).where(stands, Exclusion.complaint_id.is_not(None))
    mains = select(func.coalesce(_OTHER.joined_to, _OTHER.id)).where(_OTHER.id.in_(named))
    cases = union_all(
        select(Exclusion.case_id).where(stands, Exclusion.case_id.is_not(None)),
        select(_OTHER.case_id).where(_OTHER.id.in_(named), _OTHER.case_id.is_not(None)),
    )
    in_no_such_case = or_(Complaint.case_id.is_(None), Complaint.case_id.not_in(cases))
    return Complaint.id.not_in(named) & _MAIN.not_in(mains) & in_no_such_case


#: Stands for the id of the complaint in a statement about one, which is built once: to build it takes longer than to ask it.
THIS = bindparam("complaint", type_=Complaint.id.type)
_ONE = select(Complaint).where(Complaint.id == THIS, open_to(bindparam("person", type_=Complaint.id.type)))
_SEEN = _ONE.with_only_columns(Complaint.id)
_HELD = _ONE.with_for_update(of=Complaint)


def sees(session: Session, complaint_id: UUID, staff_id: UUID) -> bool:
    """Whether that person may know of it."""
    return session.execute(_SEEN, {"complaint": complaint_id, "person": staff_id}).first() is not None


def beside(**columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """A statement for `known`: one complaint, as `Complaint`, and these columns about `THIS`."""
    return _ONE.add_columns(*(column.label(name) for name, column in columns.items()))


def known(session: Session, statement: Select[*tuple[Any, ...]], complaint_id: UUID, staff_id: UUID) -> Row[Any]:
    """What `statement` (`beside`) says of a complaint that this person may know of. Raises `NotFound`."""
    row = session.execute(statement, {THIS.key: complaint_id, "person": staff_id}).first()
    if row is None:
        raise NotFound
    return row


def complaint(session: Session, complaint_id: UUID, staff_id: UUID) -> Complaint:
    """A complaint that this person may know of. Raises `NotFound`."""
    return _known(session.execute(_ONE, {"complaint": complaint_id, "person": staff_id}).scalar())


def locked(session: Session, complaint_id: UUID, staff_id: UUID) -> Complaint:
    """The same, held until the transaction ends: what is decided about it is decided by one at a time."""
    return _known(session.execute(_HELD, {"complaint": complaint_id, "person": staff_id}).scalar())


def _known(complaint: Complaint | None) -> Complaint:
    if complaint is None:
        raise NotFound
    return complaint
