"""Who is on call, who can be called about what, and the roster as it stands."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.duty import data, domain
from services.cases.duty.models import Danger, DangerCall, DutyShift, DutySubstitution, StaffContact
from services.cases.duty.schemas import DangersAnswer, PersonAnswer, RosterAnswer, ShiftAnswer, SubstitutionAnswer
from services.cases.models import Complaint, Exclusion, StaffMember
from shared.staff import StaffAccount
from shared.typed import filled

_HOUR = "%H:%M"


def on_call(session: Session, moment: datetime) -> list[UUID]:
    """Who is on call, in the order of the list; whether they can be reached is another question."""
    day = local_date(moment)
    shifts = [
        domain.Hours(one.staff_id, one.place, one.weekdays, one.first_day, one.last_day, one.begins, one.ends)
        for one in _shifts(session, day)
    ]
    return domain.on_call(shifts, stand_ins(session, day), moment)


def stand_ins(session: Session, day: date) -> list[domain.StandIn]:
    """The substitutions that stand, but for those that were over by the day before."""
    rows = _substitutions(session, day)
    return [domain.StandIn(one.absent, one.stands_in, one.first_day, one.last_day) for one in rows]


def leading(session: Session, moment: datetime) -> list[UUID]:
    """Who has one of the leading roles that are called where nobody on call is left."""
    roles = set(data.call_rule_on(local_date(moment)).leading)
    accounts = session.execute(select(StaffAccount).where(StaffAccount.active).order_by(StaffAccount.id)).scalars()
    return [one.id for one in accounts if roles & set(one.roles)]


def contacts(session: Session, complaint_id: UUID) -> dict[UUID, StaffContact]:
    """Who may be called about a complaint, each with how: still of the office, and not walled off."""
    able = (StaffAccount.active, StaffContact.staff_id.not_in(_walled(complaint_id)))
    statement = select(StaffContact).join(StaffAccount, StaffAccount.id == StaffContact.staff_id)
    return {row.staff_id: row for row in session.execute(statement.where(*able)).scalars()}


def _walled(complaint_id: UUID) -> Select[UUID]:
    """Who has a conflict of interest in a complaint, or in the case that it belongs to."""
    case = select(Complaint.case_id).where(Complaint.id == complaint_id, Complaint.case_id.is_not(None))
    about = or_(Exclusion.complaint_id == complaint_id, Exclusion.case_id.in_(case))
    return select(Exclusion.staff_id).where(about, Exclusion.ended_at.is_(None))


def called_in(session: Session, danger: Danger) -> set[UUID]:
    """Whom the running round has called."""
    statement = select(DangerCall.staff_id).where(
        DangerCall.complaint_id == danger.complaint_id, DangerCall.round == danger.round
    )
    return set(session.execute(statement).scalars())


def roster(session: Session, moment: datetime) -> RosterAnswer:
    """Everything that stands: what ended is left out, and so are shifts and substitutions whose last day is over."""
    day, people = local_date(moment), _people(session)
    rule = data.call_rule_on(day)
    return RosterAnswer(
        at=moment,
        minutes=rule.minutes,
        confirmed=rule.confirmed,
        on_call=tuple(people[one] for one in on_call(session, moment)),
        leading=tuple(people[one] for one in leading(session, moment) if one in people),
        shifts=tuple(_shift(row, people) for row in _shifts(session, day)),
        substitutions=tuple(_substitution(row, people) for row in _substitutions(session, day)),
        people=tuple(person for person in people.values() if person.active),
        dangers=dangers(session),
    )


def dangers(session: Session) -> DangersAnswer:
    """What waits for a look. Counts alone: whoever is walled off from one of them learns nothing of it."""
    waiting = Danger.ended_at.is_(None)
    row = session.execute(select(func.count(), func.min(Danger.reported_at)).where(waiting)).one()
    called = select(func.count()).select_from(DangerCall).join(Danger, Danger.complaint_id == DangerCall.complaint_id)
    return DangersAnswer(waiting=row[0], since=row[1], calls=session.execute(called.where(waiting)).scalar_one())


def _shifts(session: Session, day: date) -> Sequence[DutyShift]:
    """A night that began yesterday is still on: its last day may be that one."""
    standing = (DutyShift.ended_at.is_(None), or_(DutyShift.last_day.is_(None), DutyShift.last_day >= _before(day)))
    statement = select(DutyShift).where(*standing).order_by(DutyShift.place, DutyShift.first_day, DutyShift.id)
    return session.execute(statement).scalars().all()


def _substitutions(session: Session, day: date) -> Sequence[DutySubstitution]:
    """In the order in which they were entered: of two for the same day the later one counts."""
    standing = (DutySubstitution.ended_at.is_(None), DutySubstitution.last_day >= _before(day))
    statement = select(DutySubstitution).where(*standing).order_by(DutySubstitution.at, DutySubstitution.id)
    return session.execute(statement).scalars().all()


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _people(session: Session) -> dict[UUID, PersonAnswer]:
    """Everybody who has an account, by name."""
    statement = (
        select(StaffMember.id, StaffMember.name, StaffAccount.active, StaffContact.by_email, StaffContact.by_sms)
        .join(StaffAccount, StaffAccount.id == StaffMember.id)
        .outerjoin(StaffContact, StaffContact.staff_id == StaffMember.id)
        .order_by(StaffMember.name, StaffMember.id)
    )
    return {
        row.id: filled(PersonAnswer, row, by_email=bool(row.by_email), by_sms=bool(row.by_sms))
        for row in session.execute(statement)
    }


def _shift(row: DutyShift, people: dict[UUID, PersonAnswer]) -> ShiftAnswer:
    return filled(
        ShiftAnswer,
        row,
        person=people[row.staff_id],
        weekdays=tuple(row.weekdays),
        begins=row.begins.strftime(_HOUR),
        ends=row.ends.strftime(_HOUR),
    )


def _substitution(row: DutySubstitution, people: dict[UUID, PersonAnswer]) -> SubstitutionAnswer:
    return filled(SubstitutionAnswer, row, absent=people[row.absent], stands_in=people[row.stands_in])
