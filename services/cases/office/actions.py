"""All the cases of one officer, or some, go to another in one step; and what was found of readings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.cases.actions import assignments, tasks
from services.cases.domain.case import Status
from services.cases.models import Case, StaffMember
from services.cases.models.cases import note
from services.cases.office.models import ReadingReview
from services.cases.office.queries import readings
from services.cases.office.schemas import HandoverAnswer, HandoverBody, NumberedCase, ReadingReviewBody
from services.cases.queries.visibility import OFFICERS, visible_cases, walled_off
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound
from shared.staff import StaffAccount
from shared.typed import filled


def hand_over(
    by: Principal, session: Session, documents: Documents, officer: UUID, wanted: HandoverBody, *, now: datetime
) -> HandoverAnswer:
    """Give the open cases of an officer, or those that are named, to another. A case from which the other is excluded stays.

    Cases from which `by` is excluded are not there. Raises `NotFound` for an unknown officer, `ContentViolation`.
    """
    if session.get(StaffMember, officer) is None:
        raise NotFound
    _check_taker(session, officer, wanted.to)
    mine = select(Case).where(Case.officer_id == officer, visible_cases(by))
    if wanted.cases != "all":
        mine = mine.where(Case.id.in_(wanted.cases))
        _check_all_there(session, mine, wanted.cases)
    closed = session.execute(mine.where(Case.status == Status.CLOSED).with_only_columns(func.count())).scalar_one()
    still_open = mine.where(Case.status != Status.CLOSED).order_by(Case.id).with_for_update()
    behind_wall = set(session.execute(walled_off(wanted.to)).scalars())
    document = documents.put_json({"text": wanted.reason})
    moved, walled = [], []
    for case in session.execute(still_open).scalars():
        if case.id in behind_wall:
            walled.append(filled(NumberedCase, case))
        else:
            _give(by, session, case, wanted.to, document, now=now)
            moved.append(filled(NumberedCase, case))
    session.flush()
    return HandoverAnswer(moved=tuple(moved), walled=tuple(walled), closed=closed)


def _give(by: Principal, session: Session, case: Case, to: UUID, document: str, *, now: datetime) -> None:
    former = assignments.give(session, case, to)
    tasks.follow(session, case, former, to)
    note(session, case.id, now, by.name, "case.handed_over", document, officer=to, former=former)
    audit.record(session, by, "case.handed_over", "case", case.id, changes=audit.changes(officer=(former, to)))


def _check_taker(session: Session, officer: UUID, to: UUID) -> None:
    account = session.get(StaffAccount, to)
    able = account is not None and account.active and bool(OFFICERS & set(account.roles))
    if not able or to == officer or session.get(StaffMember, to) is None:
        raise ContentViolation("nobody who could take these cases", code="case.assignee_unknown", field="to")


def _check_all_there(session: Session, mine: Select[Case], cases: Sequence[UUID]) -> None:
    there = {case.id for case in session.execute(mine).scalars()}
    for place, case_id in enumerate(cases):
        if case_id not in there:
            raise ContentViolation("no case of this officer", code="case_unknown", field=f"cases.{place}")


def review_readings(by: Principal, session: Session, wanted: ReadingReviewBody, *, now: datetime) -> ReadingReview:
    """Say what was found of what somebody read of a case that was not theirs, once. Raises `NotFound` for what does not wait for `by`:
    their own, of a case that they may not know of, or what others read of it since.
    """
    # Held, so that of two who look at once the second finds nothing that waits.
    session.execute(select(Case.id).where(Case.id == wanted.case_id).with_for_update())
    waits = {(one.staff_id, one.case_id, one.day, one.until) for one in readings.waiting(session, by, now=now)}
    if (wanted.staff_id, wanted.case_id, wanted.day, wanted.until) not in waits:
        raise NotFound
    review = ReadingReview(staff_id=wanted.staff_id, case_id=wanted.case_id, day=wanted.day, until=wanted.until)
    review.outcome, review.by, review.at = wanted.outcome, by.person, now
    session.add(review)
    who = str(wanted.staff_id)
    audit.record(session, by, "reading.reviewed", "case", wanted.case_id, staff=who, outcome=wanted.outcome)
    return review
