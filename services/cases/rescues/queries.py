"""Rescues that are open, and what of them may be done when."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.models import StaffMember
from services.cases.rescues.data import rescue_rule_on
from services.cases.rescues.domain import RescueRule
from services.cases.rescues.models import AccountRescue
from services.cases.rescues.schemas import RescueAnswer
from shared.principal import Principal
from shared.staff import StaffAccount
from shared.typed import filled


def rule(now: datetime) -> RescueRule:
    return rescue_rule_on(local_date(now))


def seen_by(session: Session, by: Principal, now: datetime) -> list[RescueAnswer]:
    """Those that are open and that `by` asked for, could agree to or stop, or is the owner of the account of."""
    own = or_(AccountRescue.staff_id == by.person, AccountRescue.asked_by == by.person)
    whose = true() if rule(now).lets_agree(by.roles) else own
    statement = (
        select(AccountRescue, StaffMember.username)
        .join(StaffMember, StaffMember.id == AccountRescue.staff_id)
        .where(AccountRescue.done_at.is_(None), AccountRescue.stopped_at.is_(None), whose)
        .where(AccountRescue.asked_at > now - rule(now).lapses)
        .order_by(AccountRescue.asked_at, AccountRescue.id)
    )
    return [answer(session, row, name, now) for row, name in session.execute(statement)]


def answer(session: Session, row: AccountRescue, username: str, now: datetime) -> RescueAnswer:
    lapses_at, alone = row.asked_at + rule(now).lapses, alone_from(session, row, now)
    return filled(RescueAnswer, row, username=username, alone_from=alone, lapses_at=lapses_at)


def alone_from(session: Session, row: AccountRescue, now: datetime) -> datetime | None:
    """From when who asked may do it without a second person, as things stand now."""
    known = rule(now)
    others_left = bool(others(session, row, known))
    return known.alone_from(row.asked_at, anybody_else=others_left, other_done_at=_other_done_at(session, row))


def others(session: Session, row: AccountRescue, known: RescueRule) -> list[UUID]:
    """Who works here and could agree: neither who asked nor the owner."""
    accounts: Sequence[StaffAccount] = session.execute(select(StaffAccount).where(StaffAccount.active)).scalars().all()
    return [one.id for one in accounts if known.lets_agree(one.roles) and one.id not in (row.asked_by, row.staff_id)]


def _other_done_at(session: Session, row: AccountRescue) -> datetime | None:
    statement = select(AccountRescue.done_at).where(
        AccountRescue.staff_id == row.staff_id,
        AccountRescue.what != row.what,
        AccountRescue.asked_by == row.asked_by,
        AccountRescue.done_at.is_not(None),
    )
    return session.execute(statement.order_by(AccountRescue.done_at.desc()).limit(1)).scalar()
