"""How much each officer has on the desk, as the reader may know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from services.cases.domain.case import Status
from services.cases.models import Case, Obligation, Task
from services.cases.queries import people
from services.cases.queries.visibility import OFFICERS, in_visible_case, visible_cases
from services.cases.schemas.people import MemberAnswer
from shared.principal import Principal

#: The one level of urgency that is none; the others stand in a data file of intake.
ORDINARY = "normal"


@dataclass(frozen=True)
class Workload:
    """What one officer has: counts. Without an id: what nobody has yet. `late`: obligations whose reply is late."""

    staff_id: UUID | None
    name: str | None
    open_cases: int
    urgent_cases: int
    open_tasks: int
    late: int


def of_all(session: Session, principal: Principal, today: date) -> list[Workload]:
    """Everybody who could take a case, by name, and last what nobody has. Cases behind the reader's wall are not counted."""
    count = func.count()
    urgent = count.filter(func.coalesce(Case.urgency, ORDINARY) != ORDINARY)
    standing = (visible_cases(principal), Case.status != Status.CLOSED)
    cases = select(Case.officer_id, count, urgent).where(*standing).group_by(Case.officer_id)
    tasks = select(Task.assignee_id, count).where(in_visible_case(principal, Task.case_id), Task.done_at.is_(None))
    late = select(Case.officer_id, count).join(Obligation, Obligation.case_id == Case.id)
    late = late.where(visible_cases(principal), Obligation.answered_on.is_(None), Obligation.closed_on.is_(None))
    late = late.where(Obligation.reply_due < today)
    of_cases = {officer: (many, hurried) for officer, many, hurried in session.execute(cases)}
    of_tasks = _by_person(session.execute(tasks.group_by(Task.assignee_id)))
    of_late = _by_person(session.execute(late.group_by(Case.officer_id)))
    busy = {*of_cases, *of_tasks, *of_late}
    # Who left, or has another role now, is shown for as long as something is still theirs.
    shown = [one for one in people.members(session, active=False) if _shown(one, busy)]
    return [
        Workload(one, name, *of_cases.get(one, (0, 0)), of_tasks.get(one, 0), of_late.get(one, 0))
        for one, name in [*((one.id, one.name or one.username) for one in shown), (None, None)]
    ]


def _shown(member: MemberAnswer, busy: set[UUID | None]) -> bool:
    return member.id in busy or (member.active and bool(OFFICERS & set(member.roles)))


def _by_person(rows: Iterable[Row[tuple[UUID | None, int]]]) -> dict[UUID | None, int]:
    return {person: many for person, many in rows}  # noqa: C416 - a Row is no pair to dict()
