"""From a proved password to a session: what else must be shown or done before one begins."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import factors, sessions
from services.cases.domain.timeliness import local_date
from services.cases.models import StaffMember
from services.cases.schemas.people import SessionAnswer
from shared import audit
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.second_factor import codes, demands
from shared.staff import StaffAccount, StaffSession

#: What may be missing, in the order in which it is asked for.
MISSING = ("second_factor_needed", "password_must_change", "second_factor_must_enrol")


@dataclass(frozen=True, kw_only=True)
class Proved:
    """That somebody knew the password of an account, while its sessions counted from `valid_from` (a change of it voids this).

    `shown`: and by what they showed its second factor; `shown_at`: when, if it was not just now.
    """

    staff_id: UUID
    valid_from: datetime
    shown: str | None = None
    shown_at: datetime | None = None


class StillMissing(RuleViolation):
    """The password was right, and something is missing (`code`: one of `MISSING`) before a session begins."""

    def __init__(self, code: str, proved: Proved) -> None:
        super().__init__("the password was right; something else is missing", code=code)
        self.proved = proved


def go_on(session: Session, proved: Proved, terms: sessions.Terms, *, now: datetime) -> SessionAnswer:
    """A session, or `StillMissing`. Raises `RuleViolation` where the account was changed since the password was proved."""
    member, account = session.get_one(StaffMember, proved.staff_id), standing(session, proved)
    if missing := _missing(session, member, account, proved, terms, now):
        raise StillMissing(missing, proved)
    return begin(session, member, account, terms, now=now, proved_at=(proved.shown_at or now) if proved.shown else None)


def accept(session: Session, proved: Proved, typed: str, terms: sessions.Terms, *, now: datetime) -> Proved | None:
    """The same with a code that counts, which is used up; None for a wrong one. Commit also then: that is audited."""
    shown = codes.accept(factors.KEPT, session, proved.staff_id, typed, terms.factor_key, now=now)
    return replace(proved, shown=shown) if shown else None


def standing(session: Session, proved: Proved) -> StaffAccount:
    """The account, as it was when the password was proved. Raises `RuleViolation` where it was changed since."""
    account = session.get_one(StaffAccount, proved.staff_id)
    if not account.active or account.sessions_valid_from != proved.valid_from:
        raise RuleViolation("the account was changed since", code="log_in_over")
    return account


def _missing(
    session: Session, member: StaffMember, account: StaffAccount, proved: Proved, terms: sessions.Terms, now: datetime
) -> str | None:
    demand = demanded(account, terms, now)
    if demands.lacks_proof(factors.KEPT, session, member.id, demand, proved.shown):
        return "second_factor_needed"
    if member.password_until is not None:
        return "password_must_change"
    return "second_factor_must_enrol" if demands.lacks_factor(factors.KEPT, session, member.id, demand) else None


def demanded(account: StaffAccount, terms: sessions.Terms, now: datetime) -> str | None:
    """What second factor the account has to have: `any`, `passkey`, or none."""
    return factors.demanded(account.roles, local_date(now)) if terms.factor_required else None


def end_lacking(by: Principal, session: Session, terms: sessions.Terms, *, now: datetime) -> int:
    """End the log-ins of whoever has to have a second factor by now and has none of that kind; returns how many. Who adds one ends the
    log-ins that began without it.
    """
    live = select(StaffSession.staff_id).where(StaffSession.ended_at.is_(None), StaffSession.ends_at > now)
    accounts = session.execute(
        select(StaffAccount).where(StaffAccount.id.in_(live)).order_by(StaffAccount.id)
    ).scalars()
    return sum(
        sessions.end_lacking(by, session, one.id, now=now)
        for one in accounts
        if demands.lacks_factor(factors.KEPT, session, one.id, demanded(one, terms, now))
    )


def begin(
    session: Session,
    member: StaffMember,
    account: StaffAccount,
    terms: sessions.Terms,
    *,
    now: datetime,
    proved_at: datetime | None,
) -> SessionAnswer:
    """A session of somebody of whom nothing is missing: a step of others."""
    audit.record(session, Principal("staff", member.id), "staff.logged_in", "staff", member.id)
    token, begun = sessions.begin(session, account, terms, now=now, proved_at=proved_at)
    return answer(token, begun, member, account)


def prove(by: Principal, session: Session, typed: str, terms: sessions.Terms, *, now: datetime) -> SessionAnswer:
    """Another token of this session after a code that counts for its owner. Raises `RuleViolation` for one that does not: note it then."""
    member, account = session.get(StaffMember, by.person), session.get_one(StaffAccount, by.person)
    if member is None:
        raise NotFound
    by_app = not demands.only_passkey(factors.KEPT, session, member.id, demanded(account, terms, now))
    if not codes.accept(factors.KEPT, session, member.id, typed, terms.factor_key, now=now, by_app=by_app):
        raise RuleViolation("this code does not count", code="wrong_code")
    token, begun = sessions.prove(by, session, terms, now=now)
    return answer(token, begun, member, account)


def note_refused(by: Principal, session: Session) -> None:
    """A code was refused, whose transaction is gone with what it wrote."""
    audit.record(session, by, "staff.code_refused", "staff", by.person)


def answer(token: str, begun: StaffSession, member: StaffMember, account: StaffAccount) -> SessionAnswer:
    return SessionAnswer(
        token=token, session_id=begun.id, expires_at=begun.ends_at, staff_id=member.id, name=member.name,
        roles=tuple(account.roles),
    )  # fmt: skip
