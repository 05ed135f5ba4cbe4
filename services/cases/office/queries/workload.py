"""How much each officer has on the desk, as the reader may know it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from services.cases.domain.case import Status
from services.cases.models import Case, Obligation, Task
from services.cases.office.schemas import WorkloadAnswer
from services.cases.queries import people
from services.cases.queries.visibility import OFFICERS, in_visible_case, visible_cases
from services.cases.schemas.people import MemberAnswer
from shared.principal import Principal

#: The one level of urgency that is none; the others stand in a data file of intake.
ORDINARY = "normal"


def of_all(session: Session, by: Principal, today: date) -> list[WorkloadAnswer]:
    """Everybody who could take a case, by name, and last what nobody has. Cases behind the reader's wall are not counted."""
    count = func.count()
    urgent = count.filter(func.coalesce(Case.urgency, ORDINARY) != ORDINARY)
    standing = (visible_cases(by), Case.status != Status.CLOSED)
    cases = select(Case.officer_id, count, urgent).where(*standing).group_by(Case.officer_id)
    tasks = select(Task.assignee_id, count).where(in_visible_case(by, Task.case_id), Task.done_at.is_(None))
    late = select(Case.officer_id, count).join(Obligation, Obligation.case_id == Case.id)
    late = late.where(visible_cases(by), Obligation.answered_on.is_(None), Obligation.closed_on.is_(None))
    late = late.where(Obligation.reply_due < today, Obligation.has_arrived())
    of_cases = {officer: (many, hurried) for officer, many, hurried in session.execute(cases)}
    of_tasks = _by_person(session.execute(tasks.group_by(Task.assignee_id)))
    of_late = _by_person(session.execute(late.group_by(Case.officer_id)))
    busy = {*of_cases, *of_tasks, *of_late}
    # Who left, or has another role now, is shown for as long as something is still theirs.
    shown = [one for one in people.members(session, active=False) if _shown(one, busy)]
    return [
        WorkloadAnswer(
            staff_id=person,
            name=name,
            open_cases=of_cases.get(person, (0, 0))[0],
            urgent_cases=of_cases.get(person, (0, 0))[1],
            open_tasks=of_tasks.get(person, 0),
            late_replies=of_late.get(person, 0),
        )
        for person, name in [*((one.id, one.name or one.username) for one in shown), (None, None)]
    ]


def _shown(member: MemberAnswer, busy: set[UUID | None]) -> bool:
    return member.id in busy or (member.active and bool(OFFICERS & set(member.roles)))


def _by_person(rows: Iterable[Row[UUID | None, int]]) -> dict[UUID | None, int]:
    return {person: many for person, many in rows}  # noqa: C416 - a Row is no pair to dict()
