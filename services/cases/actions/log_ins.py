"""From a proved password to a session: what else must be shown or done before one begins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions import sessions
from services.cases.models import StaffMember
from services.cases.schemas.people import SessionAnswer
from shared import audit
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.staff import StaffAccount


@dataclass(frozen=True, kw_only=True)
class Proved:
    """That somebody knew the password of an account, while its sessions counted from `valid_from` (a change of it voids this)."""

    staff_id: UUID
    valid_from: datetime


class StillMissing(RuleViolation):
    """The password was right, and something is missing (`code`: `password_must_change`) before a session begins."""

    def __init__(self, code: str, proved: Proved) -> None:
        super().__init__("the password was right; something else is missing", code=code)
        self.proved = proved


def go_on(session: Session, proved: Proved, terms: sessions.Terms, *, now: datetime) -> SessionAnswer:
    """A session, or `StillMissing`. Raises `RuleViolation` where the account was changed since the password was proved."""
    member, account = session.get_one(StaffMember, proved.staff_id), session.get_one(StaffAccount, proved.staff_id)
    if not account.active or account.sessions_valid_from != proved.valid_from:
        raise RuleViolation("the account was changed since", code="log_in_over")
    if member.password_until is not None:
        raise StillMissing("password_must_change", proved)
    return begin(session, member, account, terms, now=now)


def begin(
    session: Session, member: StaffMember, account: StaffAccount, terms: sessions.Terms, *, now: datetime
) -> SessionAnswer:
    """A session of somebody of whom nothing is missing: a step of others."""
    audit.record(session, Principal("staff", member.id), "staff.logged_in", "staff", member.id)
    token, begun = sessions.begin(session, account, terms, now=now)
    return SessionAnswer(
        token=token, session_id=begun.id, expires_at=begun.ends_at, staff_id=member.id, name=member.name,
        roles=tuple(account.roles),
    )  # fmt: skip
