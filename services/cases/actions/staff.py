"""Staff accounts: who may log in, with which roles, and since when their sessions count."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import log_ins, sessions
from services.cases.actions.factors import KEPT
from services.cases.models import StaffMember
from services.cases.schemas.people import LogInBody, SessionAnswer
from shared import audit, passwords
from shared.events.catalogue import STAFF_ROLES, StaffChanged
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, NotAllowed, NotFound, RuleViolation
from shared.second_factor import codes
from shared.staff import StaffAccount

#: OWASP's least for Argon2id: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
PASSWORD_BYTES = 18
#: How long a password counts that somebody else gave.
ONCE = timedelta(days=7)


def new_password() -> str:
    return secrets.token_urlsafe(PASSWORD_BYTES)


def log_in(session: Session, tried: LogInBody, terms: sessions.Terms, *, now: datetime) -> SessionAnswer | None:
    """A session for whoever knows the password; None otherwise, after the same time for a name that nobody has.

    Raises `StillMissing` where something else is asked for before one begins; a code of `tried` is the door's next step.
    """
    member = _member(session, tried.username)
    account = session.get(StaffAccount, member.id) if member else None
    proved = proves(member.password_hash if member else _nobodys_hash(), tried.password)
    if member is None or account is None or not account.active or not proved:
        return None
    if member.password_until is not None and member.password_until < now:
        return None
    if HASHER.check_needs_rehash(member.password_hash):
        member.password_hash = HASHER.hash(tried.password)
    known = log_ins.Proved(staff_id=member.id, valid_from=account.sessions_valid_from)
    return log_ins.go_on(session, known, terms, now=now)


def add(
    by: Principal,
    session: Session,
    username: str,
    name: str,
    roles: Collection[str],
    password: str,
    *,
    now: datetime,
    once: bool = False,
) -> StaffMember:
    """A new account; `once`: its owner has to choose another password at the first log-in. Raises `RuleViolation` for a name in use, `ContentViolation` for roles that do not go together."""
    _check_roles(roles)
    passwords.check(password, names=(username, name))
    if _member(session, username) is not None:
        raise RuleViolation("this username is in use", code="staff.username_taken")
    member = StaffMember(
        username=_folded(username), name=name, password_hash=HASHER.hash(password), password_until=_until(once, now)
    )
    session.add(member)
    session.flush()
    account = StaffAccount(id=member.id, roles=sorted(roles), active=True, sessions_valid_from=now)
    session.add(account)
    _announce(session, account)
    audit.record(session, by, "staff.added", "staff", member.id, roles=sorted(roles))
    return member


def change_roles(
    by: Principal, session: Session, username: str, roles: Collection[str], *, now: datetime
) -> StaffMember:
    """Other roles; every session that began before is over, so that nobody acts with what was taken from them."""
    _check_roles(roles)
    return _change(by, session, username, "staff.roles_changed", now, roles=sorted(roles))


def deactivate(by: Principal, session: Session, username: str, *, now: datetime) -> StaffMember:
    """The account is shut; its sessions are over."""
    return _change(by, session, username, "staff.deactivated", now, active=False)


def change_password(
    by: Principal, session: Session, username: str, password: str, *, now: datetime, once: bool = False
) -> StaffMember:
    """Another password; every session is over. `once`: its owner has to choose another one at the next log-in."""
    member = _change(by, session, username, "staff.password_changed", now)
    second = codes.is_on(KEPT, session, member.id)
    passwords.check(password, names=(member.username, member.name), second_factor=second)
    member.password_hash, member.password_until = HASHER.hash(password), _until(once, now)
    return member


def remove_factor(by: Principal, session: Session, staff_id: UUID, *, now: datetime) -> None:
    """Take away the second factor of somebody who lost their device; their sessions end.

    Raises `NotFound`, and `NotAllowed` for oneself: who opens an account with a password alone is never its owner alone.
    """
    if staff_id == by.id:
        raise NotAllowed("another administrator takes it away")
    member = session.get(StaffMember, staff_id)
    if member is None or not codes.remove(KEPT, session, staff_id):
        raise NotFound
    _change(by, session, member.username, "staff.factor_removed", now)


def change_title_form(by: Principal, session: Session, username: str, form: str | None) -> StaffMember:
    """How their function is called in a signature: `feminine`, `masculine`, or None for both forms."""
    member = _known(session, username)
    changes = audit.changes(form=(member.title_form, form))
    member.title_form = form
    audit.record(session, by, "staff.title_form_changed", "staff", member.id, changes=changes)
    return member


def _change(
    by: Principal, session: Session, username: str, action: str, now: datetime, **values: object
) -> StaffMember:
    member = _known(session, username)
    account = session.get_one(StaffAccount, member.id, with_for_update=True)
    changes = audit.changes(**{name: (getattr(account, name), value) for name, value in values.items()})
    for name, value in values.items():
        setattr(account, name, value)
    # Tokens carry whole seconds: one of this very second has to be over too.
    account.sessions_valid_from = now.replace(microsecond=0) + timedelta(seconds=1)
    _announce(session, account)
    told = {"roles": account.roles, "active": account.active, "changes": changes}
    audit.record(session, by, action, "staff", member.id, **told)
    return member


def _announce(session: Session, account: StaffAccount) -> None:
    publish(
        session,
        StaffChanged(
            staff_id=account.id,
            roles=tuple(account.roles),
            active=account.active,
            sessions_valid_from=account.sessions_valid_from,
        ),
        account.id,
    )


def _check_roles(roles: Collection[str]) -> None:
    """An administrator sees no content, and so has no role besides (security matrix: hard separations)."""
    if not roles or set(roles) - set(STAFF_ROLES):
        raise ContentViolation("unknown or no role", code="staff.role_unknown", field="roles")
    if "admin" in roles and len(set(roles)) > 1:
        raise ContentViolation("an administrator has no role besides", code="staff.admin_alone", field="roles")


def _member(session: Session, username: str) -> StaffMember | None:
    return session.execute(select(StaffMember).where(StaffMember.username == _folded(username))).scalar_one_or_none()


def _known(session: Session, username: str) -> StaffMember:
    member = _member(session, username)
    if member is None:
        raise RuleViolation("nobody has this username", code="staff.unknown")
    return member


def _until(once: bool, now: datetime) -> datetime | None:
    return now + ONCE if once else None


def proves(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return HASHER.hash(new_password())


def _folded(username: str) -> str:
    return username.strip().casefold()
