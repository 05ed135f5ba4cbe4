"""From a proved password to a session of the portal: what else must be shown or done before one begins."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from services.partners.actions import factors, people
from services.partners.domain import local_date
from services.partners.models import Institution, PartnerSession, PartnerUser
from services.partners.models.people import digest_of
from shared import audit, devices
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.second_factor import demands
from shared.settings import Settings

#: What may be missing, in the order in which it is asked for.
MISSING = ("second_factor_needed", "password_must_change", "second_factor_must_enrol")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """From which device (a code), and whether roles that need a second factor have to have it."""

    device: str
    factor_required: bool


@dataclass(frozen=True, kw_only=True)
class Proved:
    """That somebody knew a password, and by what they showed a second factor. `proof` is void with the next password."""

    user_id: UUID
    proof: str = field(repr=False)
    shown: str | None = None


class StillMissing(RuleViolation):
    """The password was right, and something is missing (`code`: one of `MISSING`) before a session begins."""

    def __init__(self, code: str, proved: Proved) -> None:
        super().__init__("the password was right; something else is missing", code=code)
        self.proved = proved


def terms_of(settings: Settings, user_agent: str) -> Terms:
    return Terms(device=devices.device_of(user_agent), factor_required=settings.second_factor_required)


def log_in(session: Session, username: str, password: str, terms: Terms, *, now: datetime) -> str | None:
    """A new session's token, or None. An unknown name costs as much time as a wrong password.

    Raises `StillMissing` where something else is asked for before one begins.
    """
    user = session.execute(select(PartnerUser).where(PartnerUser.username == username)).scalar_one_or_none()
    right = people.verify(user.password_hash if user else people.nobody(), password)
    over = user is not None and user.password_until is not None and user.password_until < now
    if user is None or not right or over or not _may_come_in(session, user):
        if user is not None:
            audit.record(session, Principal("partner", user.id), "log_in.refused", "partner_user", user.id)
        return None
    return go_on(session, Proved(user_id=user.id, proof=digest_of(user.password_hash)), terms, now=now)


def go_on(session: Session, proved: Proved, terms: Terms, *, now: datetime) -> str:
    """The token of a session, or `StillMissing`. Raises `RuleViolation` where the account was changed since the password was proved."""
    user = standing(session, proved)
    if missing := _missing(session, user, proved, terms, now):
        raise StillMissing(missing, proved)
    return _begin(session, user, terms.device, now, now if proved.shown else None)


def standing(session: Session, proved: Proved) -> PartnerUser:
    """The person, as they were when the password was proved, held. Raises `RuleViolation` where that does not stand any more."""
    mine = select(PartnerUser).where(PartnerUser.id == proved.user_id).with_for_update()
    user = session.execute(mine).scalar_one_or_none()
    if user is None or digest_of(user.password_hash) != proved.proof or not _may_come_in(session, user):
        raise RuleViolation("the account was changed since", code="log_in_over")
    return user


def demanded(user: PartnerUser, terms: Terms, now: datetime) -> str | None:
    """What second factor a person has to have: `any`, `passkey`, or none."""
    return factors.demanded({user.role}, local_date(now)) if terms.factor_required else None


def choose_password(session: Session, proved: Proved, new: str, terms: Terms, *, now: datetime) -> Proved:
    """One's own password in the place of one that somebody else knows. Raises where that does not stand any more."""
    user = standing(session, proved)
    if user.password_until is None or _lacks_proof(session, user, proved, terms, now):
        raise RuleViolation("there is no password to be replaced", code="log_in_over")
    people.replace_password(session, user, new)
    audit.record(session, Principal("partner", user.id), "password.chosen", "partner_user", user.id)
    return Proved(user_id=user.id, proof=digest_of(user.password_hash), shown=proved.shown)


def _missing(session: Session, user: PartnerUser, proved: Proved, terms: Terms, now: datetime) -> str | None:
    if _lacks_proof(session, user, proved, terms, now):
        return "second_factor_needed"
    if user.password_until is not None:
        return "password_must_change"
    lacks = demands.lacks_factor(factors.KEPT, session, user.id, demanded(user, terms, now))
    return "second_factor_must_enrol" if lacks else None


def _lacks_proof(session: Session, user: PartnerUser, proved: Proved, terms: Terms, now: datetime) -> bool:
    return demands.lacks_proof(factors.KEPT, session, user.id, demanded(user, terms, now), proved.shown)


def prove(by: Principal, session: Session, *, now: datetime) -> None:
    """A second factor was shown again in this log-in."""
    here = update(PartnerSession).where(PartnerSession.id == by.session_id, PartnerSession.user_id == by.person)
    session.execute(here.values(proved_at=now))
    audit.record(session, by, "partner_user.proved_again", "partner_user", by.person)


def end_lacking(by: Principal, session: Session, terms: Terms, *, now: datetime) -> None:
    """End the log-ins of whoever has to have a second factor by now and has none of that kind. Who adds one ends those that began without."""
    inside = select(PartnerUser).where(PartnerUser.id.in_(select(PartnerSession.user_id)))
    for user in session.execute(inside.order_by(PartnerUser.id)).scalars().all():
        if demands.lacks_factor(factors.KEPT, session, user.id, demanded(user, terms, now)):
            session.execute(delete(PartnerSession).where(PartnerSession.user_id == user.id))
            audit.record(session, by, "sessions.factor_lacking", "partner_user", user.id)


def _begin(session: Session, user: PartnerUser, device: str, now: datetime, proved_at: datetime | None) -> str:
    token = secrets.token_urlsafe(32)
    begun = PartnerSession(
        token_digest=digest_of(token), user_id=user.id, began_at=now, seen_at=now, device=device, proved_at=proved_at
    )
    session.add(begun)
    audit.record(session, Principal("partner", user.id), "log_in", "partner_user", user.id)
    return token


def _may_come_in(session: Session, user: PartnerUser) -> bool:
    return user.active and session.get_one(Institution, user.institution_id).active
