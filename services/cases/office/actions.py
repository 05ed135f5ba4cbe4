"""All the cases of one officer, or some, go to another in one step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.cases.actions import tasks
from services.cases.domain.case import Status
from services.cases.models import Case, StaffMember
from services.cases.models.cases import note
from services.cases.queries.visibility import OFFICERS, visible_cases, walled_off
from shared import audit
from shared.clock import utc_now
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound
from shared.staff import StaffAccount


@dataclass
class HandedOver:
    """The cases that went over and those that did not, by reason; `closed`: how many closed ones stay where they were."""

    moved: list[Case] = field(default_factory=list)
    walled: list[Case] = field(default_factory=list)
    closed: int = 0


def hand_over(
    session: Session,
    documents: Documents,
    officer: UUID,
    to: UUID,
    reason: str,
    by: Principal,
    *,
    cases: Sequence[UUID] | None = None,
) -> HandedOver:
    """Give the open cases of an officer, or those of `cases`, to another. A case from which the other is excluded stays.

    Cases from which `by` is excluded are not there. Raises `NotFound` for an unknown officer, `ContentViolation`.
    """
    if session.get(StaffMember, officer) is None:
        raise NotFound
    _check_taker(session, officer, to)
    mine = select(Case).where(Case.officer_id == officer, visible_cases(by))
    if cases is not None:
        mine = mine.where(Case.id.in_(cases))
        _check_all_there(session, mine, cases)
    closed = mine.where(Case.status == Status.CLOSED).with_only_columns(func.count())
    still_open = mine.where(Case.status != Status.CLOSED).order_by(Case.id).with_for_update()
    found = HandedOver(closed=session.execute(closed).scalar_one())
    behind_wall = set(session.execute(walled_off(to)).scalars())
    document, now = documents.put_json({"text": reason}), utc_now()
    for case in session.execute(still_open).scalars():
        if case.id in behind_wall:
            found.walled.append(case)
            continue
        case.officer_id = to
        session.flush()
        tasks.follow(session, case, officer, to)
        note(session, case.id, now, by.name, "case.handed_over", document, officer=to, former=officer)
        audit.record(session, by.name, "case.handed_over", "case", case.id, officer=str(to))
        found.moved.append(case)
    session.flush()
    return found


def _check_taker(session: Session, officer: UUID, to: UUID) -> None:
    account = session.get(StaffAccount, to)
    able = account is not None and account.active and bool(OFFICERS & set(account.roles))
    if not able or to == officer or session.get(StaffMember, to) is None:
        raise ContentViolation("nobody who could take these cases", code="case.assignee_unknown", field="to")


def _check_all_there(session: Session, mine: Select[tuple[Case]], cases: Sequence[UUID]) -> None:
    there = {case.id for case in session.execute(mine).scalars()}
    for place, case_id in enumerate(cases):
        if case_id not in there:
            raise ContentViolation("no case of this officer", code="case_unknown", field=f"cases.{place}")
