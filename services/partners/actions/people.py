"""Partner people: accounts, passwords, the ends of sessions."""

import re
import secrets
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from services.partners import data
from services.partners.actions import deliveries, locking
from services.partners.domain import local_date
from services.partners.models import Institution, PartnerSession, PartnerUser
from services.partners.models.people import IDLE, LONGEST, digest_of
from services.partners.queries import wall
from shared import audit, passwords
from shared.events.catalogue import PasswordGiven
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, NotAllowed, NotFound, RuleViolation

PASSWORD_BYTES = 15
ADMIN = "partner_admin"
#: How long a password counts that somebody else gave.
ONCE = timedelta(days=7)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}\Z")
#: OWASP's least memory for Argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def new_password() -> str:
    return secrets.token_urlsafe(PASSWORD_BYTES)


def add_user(
    by: Principal,
    session: Session,
    institution_key: str,
    username: str,
    role: str,
    password: str,
    *,
    now: datetime,
    once: bool = False,
) -> PartnerUser:
    """A new person of a body; what waits for the body is delivered. Raises for an unknown body or a name in use.

    Whom a body wants as an administrator is none until the office agrees: else one log-in that was taken could bring in others that
    stay. `once`: the person has to choose another password at the first log-in.
    """
    institution = institution_by_key(session, institution_key)
    if not _USERNAME.fullmatch(username):
        message = "a username has 2 to 64 of a-z 0-9 . _ @ - and begins with a letter or digit"
        raise ContentViolation(message, code="username_shape", field="username")
    passwords.check(password, names=(username, institution.key, institution.name_sq, institution.name_en))
    if session.execute(select(PartnerUser.id).where(PartnerUser.username == username)).first():
        raise RuleViolation("this username is in use", code="username_taken")
    wall.as_office(session)
    locking.hold(session, institution.id)
    hashed = _HASHER.hash(password)
    waits = role == ADMIN and by.kind == "partner"
    user = PartnerUser(
        institution_id=institution.id, username=username, password_hash=hashed, active=True,
        role="partner_user" if waits else role, password_until=now + ONCE if once else None,
        admin_asked_at=now if waits else None, admin_asked_by=by.name if waits else None,
    )  # fmt: skip
    session.add(user)
    session.flush()
    details = {"institution": str(institution.id), "role": user.role, "admin_asked": waits}
    audit.record(session, by, "partner_user.added", "partner_user", user.id, **details)
    deliveries.reach_waiting(session, institution.id, now=now)
    return user


def decide_on_admin(
    by: Principal, session: Session, institution_id: UUID, user_id: UUID, *, accepted: bool
) -> PartnerUser:
    """The office agrees that a person administers their body, or not; then they stay one who reads and answers.

    Raises `NotFound` for nobody of that body, `RuleViolation` where nothing waits.
    """
    wall.as_office(session)
    user = of_body(session, institution_id, user_id)
    if user.admin_asked_at is None or not user.active:
        raise RuleViolation("nothing waits", code="already_decided")
    changes = audit.changes(role=(user.role, ADMIN if accepted else user.role))
    user.admin_asked_at = user.admin_asked_by = None
    if accepted:
        user.role = ADMIN
        # Who came in before this is asked to come in anew: what they may do is other from now on.
        session.execute(delete(PartnerSession).where(PartnerSession.user_id == user.id))
    action = "partner_user.admin_confirmed" if accepted else "partner_user.admin_refused"
    audit.record(session, by, action, "partner_user", user.id, institution=str(institution_id), changes=changes)
    return user


def deactivate_user(by: Principal, session: Session, username: str) -> PartnerUser:
    """The person is out with this commit: its sessions go with it."""
    user = by_username(session, username)
    changes = audit.watched(user, "active")
    user.active, user.admin_asked_at, user.admin_asked_by = False, None, None
    session.execute(delete(PartnerSession).where(PartnerSession.user_id == user.id))
    audit.record(session, by, "partner_user.deactivated", "partner_user", user.id, changes=changes())
    return user


def change_password(by: Principal, session: Session, current: str, new: str) -> bool:
    """A person takes another password, and all their log-ins end; False if `current` is wrong. Raises for one that is easily guessed."""
    user = session.execute(select(PartnerUser).where(PartnerUser.id == by.person)).scalar_one()
    _check(session, user, new)
    looked_at = user.password_hash
    right = verify(looked_at, current)
    # Hashing is slow, and nobody waits for it at a lock: what changed meanwhile is seen after it.
    session.refresh(user, with_for_update=True)
    if not right or user.password_hash != looked_at:
        audit.record(session, by, "password.refused", "partner_user", user.id)
        return False
    user.password_hash, user.password_until = _HASHER.hash(new), None
    session.execute(delete(PartnerSession).where(PartnerSession.user_id == user.id))
    audit.record(session, by, "password.changed", "partner_user", user.id)
    return True


def proves_own(by: Principal, session: Session, password: str) -> bool:
    """Whether it is the password of who asks, who is held until the end of the transaction. Commit also where it is not: that is audited."""
    user = session.get_one(PartnerUser, by.person, with_for_update=True)
    if verify(user.password_hash, password):
        return True
    audit.record(session, by, "password.refused", "partner_user", user.id)
    return False


def replace_password(session: Session, user: PartnerUser, new: str) -> None:
    """Another one that its owner chose: a step of others. Raises for one that is easily guessed, and for that of before."""
    _check(session, user, new)
    user.password_hash, user.password_until = _HASHER.hash(new), None


def give_password(by: Principal, session: Session, user: PartnerUser, password: str, *, now: datetime) -> None:
    """A password for one log-in of somebody who forgot theirs, who is held; their log-ins end, and their body is mailed. Raises as `may_rescue`."""
    may_rescue(by, user, (user.factor_removed_by, user.factor_removed_at), now=now)
    _check(session, user, password)
    user.password_hash, user.password_until = _HASHER.hash(password), now + ONCE
    user.password_given_by, user.password_given_at = by.id, now
    session.execute(delete(PartnerSession).where(PartnerSession.user_id == user.id))
    audit.record(session, by, "password.given", "partner_user", user.id)
    publish(session, PasswordGiven(user_id=user.id, institution_id=user.institution_id), user.id)


def may_rescue(by: Principal, user: PartnerUser, other: tuple[UUID | None, datetime | None], *, now: datetime) -> None:
    """`other`: who did the other half (a password, a second factor) to this account last, and when.

    Raises `NotAllowed` for oneself, and `RuleViolation` where one person would become another: an administrator of a body, whom the
    office helps, or anybody by both halves.
    """
    if user.id == by.id:
        raise NotAllowed("another person does it")
    if by.kind == "partner" and user.role == ADMIN:
        raise RuleViolation("the office does it for an administrator", code="rescued_by_office")
    who, at = other
    if at is not None and who is not None and who == by.id and now < at + data.rescues_apart(local_date(now)):
        raise RuleViolation("another person does the other half", code="rescued_by_one")


def by_username(session: Session, username: str) -> PartnerUser:
    """The person, held. Raises for nobody."""
    user = session.execute(
        select(PartnerUser).where(PartnerUser.username == username).with_for_update()
    ).scalar_one_or_none()
    if user is None:
        raise RuleViolation("no such username", code="user_unknown")
    return user


def of_body(session: Session, institution_id: UUID, user_id: UUID) -> PartnerUser:
    """A person of this body. Raises `NotFound`, also for a person of another."""
    user = session.execute(select(PartnerUser).where(PartnerUser.id == user_id).with_for_update()).scalar_one_or_none()
    if user is None or user.institution_id != institution_id:
        raise NotFound
    return user


def leave(by: Principal, session: Session, user_id: UUID) -> PartnerUser:
    """Switch off a person of the body. Raises 409 for the last one who may do so: the body would lock itself out."""
    session.execute(select(Institution.id).where(Institution.id == by.body).with_for_update())
    user = of_body(session, by.body, user_id)
    admins = select(PartnerUser.id).where(
        PartnerUser.institution_id == by.body, PartnerUser.active, PartnerUser.role == ADMIN
    )
    if set(session.execute(admins).scalars()) == {user.id}:
        raise RuleViolation("it is the last administrator", code="last_admin")
    return deactivate_user(by, session, user.username)


def end_session(by: Principal, session: Session, session_id: UUID) -> None:
    """End one of one's own log-ins. Raises `NotFound` for one that is over or another's."""
    mine = (PartnerSession.user_id == by.person, PartnerSession.id == session_id)
    if session.execute(delete(PartnerSession).where(*mine).returning(PartnerSession.id)).first() is None:
        raise NotFound
    audit.record(session, by, "session.ended", "partner_user", by.person)


def end_others(by: Principal, session: Session) -> None:
    """End all of one's own log-ins but this one."""
    others = (PartnerSession.user_id == by.person, PartnerSession.id != by.session_id)
    ended = session.execute(delete(PartnerSession).where(*others).returning(PartnerSession.id)).all()
    if ended:
        audit.record(session, by, "sessions.others_ended", "partner_user", by.person, sessions=len(ended))


def log_out(session: Session, token: str) -> None:
    session.execute(delete(PartnerSession).where(PartnerSession.token_digest == digest_of(token)))


def touch(session: Session, token: str, *, now: datetime) -> None:
    """The session was used just now."""
    session.execute(update(PartnerSession).where(PartnerSession.token_digest == digest_of(token)).values(seen_at=now))


def remove_over(session: Session, *, now: datetime) -> None:
    """Forget sessions that are over."""
    over = or_(PartnerSession.seen_at < now - IDLE, PartnerSession.began_at < now - LONGEST)
    session.execute(delete(PartnerSession).where(over))


def institution_by_key(session: Session, key: str) -> Institution:
    institution = session.execute(select(Institution).where(Institution.key == key)).scalar_one_or_none()
    if institution is None:
        raise ContentViolation("no such institution", code="institution_unknown", field="institution")
    return institution


def _check(session: Session, user: PartnerUser, new: str) -> None:
    """The rule of passwords, and that it is another one than before."""
    if verify(user.password_hash, new):
        raise ContentViolation("it is the password of before", code="password_same", field="new")
    body = session.get_one(Institution, user.institution_id)
    passwords.check(new, names=(user.username, body.key, body.name_sq, body.name_en), field="new")


def verify(hashed: str, password: str) -> bool:
    """Whether it is the password of that hash; as slow for a wrong one."""
    try:
        return _HASHER.verify(hashed, password)
    except VerificationError:
        return False


@cache
def nobody() -> str:
    """The hash of a password that nobody has."""
    return _HASHER.hash(secrets.token_urlsafe(32))
