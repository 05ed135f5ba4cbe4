"""The second factor of an account: offered, confirmed with a code, taken at the log-in, and taken away by somebody else."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

import pyotp
from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.models import Passkey, RecoveryCode, SecondFactor, StaffMember
from shared import audit
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.sealing import seal, unseal

STEP_SECONDS = 30
#: Steps before and after the present one whose codes count too: clocks of telephones are not those of servers.
DRIFT = 1
RECOVERY_CODES = 10
#: 50 bits of Crockford's alphabet, in two parts.
_SIGNS, _PART = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 5
_LIKE = str.maketrans("OIL", "011", "- ")


def is_on(session: Session, staff_id: UUID) -> bool:
    """Whether the account has an app or a passkey beside its password."""
    app, passkey = _app(staff_id), select(Passkey.id).where(Passkey.staff_id == staff_id)
    return bool(session.execute(select(or_(app.exists(), passkey.exists()))).scalar_one())


def has_app(session: Session, staff_id: UUID) -> bool:
    return bool(session.execute(select(_app(staff_id).exists())).scalar_one())


def _app(staff_id: UUID) -> Select[UUID]:
    return select(SecondFactor.staff_id).where(
        SecondFactor.staff_id == staff_id, SecondFactor.confirmed_at.is_not(None)
    )


def is_required(roles: Collection[str], day: date) -> bool:
    """Whether somebody with these roles has to have one, by the data file."""
    return any(entry["key"] in roles and entry.holds(day) for entry in data.entries("second_factor", "required"))


def codes_left(session: Session, staff_id: UUID) -> int:
    unused = (RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None))
    return session.execute(select(func.count()).select_from(RecoveryCode).where(*unused)).scalar_one()


def offered(session: Session, staff_id: UUID, key: bytes) -> str | None:
    """The secret that waits to be confirmed, in base32."""
    row = session.get(SecondFactor, staff_id)
    return _secret(row, key) if row is not None and row.confirmed_at is None else None


def offer(session: Session, staff_id: UUID, key: bytes) -> None:
    """A secret to be confirmed, in the place of one that never was. Raises `RuleViolation` where one stands."""
    if session.get(StaffMember, staff_id) is None:
        raise NotFound
    if has_app(session, staff_id):
        raise RuleViolation("a second factor stands already", code="factor_stands")
    session.execute(delete(SecondFactor).where(SecondFactor.staff_id == staff_id))
    sealed = seal(key, pyotp.random_base32().encode(), _place(staff_id))
    session.add(SecondFactor(staff_id=staff_id, secret_sealed=sealed))


def confirm(by: Principal, session: Session, typed: str, key: bytes, *, now: datetime) -> list[str] | None:
    """Turn the offered secret on by a code of it; returns the recovery codes, shown this once. None for a wrong code."""
    row = session.get(SecondFactor, by.person, with_for_update=True)
    if row is None or row.confirmed_at is not None:
        raise RuleViolation("there is nothing to confirm", code="factor_none")
    if not _takes(row, typed, key, now):
        return None
    row.confirmed_at = now
    audit.record(session, by, "staff.factor_added", "staff", by.person)
    return new_codes(session, by.person, key)


def new_codes(session: Session, staff_id: UUID, key: bytes) -> list[str]:
    """Recovery codes in the place of those there were: a step of others."""
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    session.add_all(RecoveryCode(staff_id=staff_id, digest=_digest(code, key)) for code in codes)
    return codes


def accept(session: Session, staff_id: UUID, typed: str, key: bytes, *, now: datetime) -> bool:
    """Whether `typed` is a code of the device or a recovery code; either counts once. Commit also where it is wrong: that is audited."""
    by = Principal("staff", staff_id)
    row = session.get(SecondFactor, staff_id, with_for_update=True)
    if row is not None and row.confirmed_at is not None and _takes(row, typed, key, now):
        return True
    if is_on(session, staff_id) and _recovers(session, staff_id, typed, key, now):
        audit.record(session, by, "staff.recovery_code_used", "staff", staff_id, left=codes_left(session, staff_id))
        return True
    audit.record(session, by, "staff.code_refused", "staff", staff_id)
    return False


def remove(session: Session, staff_id: UUID) -> bool:
    """All there are: a step of others. Whether there was one."""
    was = is_on(session, staff_id)
    for table in (RecoveryCode, SecondFactor, Passkey):
        session.execute(delete(table).where(table.staff_id == staff_id))
    return was


def _takes(row: SecondFactor, typed: str, key: bytes, now: datetime) -> bool:
    """Whether it is a code of a step after the last one that was taken, which it then is."""
    code, totp, step = typed.replace(" ", ""), pyotp.TOTP(_secret(row, key)), int(now.timestamp()) // STEP_SECONDS
    for one in range(max(step - DRIFT, row.last_step + 1), step + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(one).encode(), code.encode()):
            row.last_step = one
            return True
    return False


def _recovers(session: Session, staff_id: UUID, typed: str, key: bytes, now: datetime) -> bool:
    unused = (
        RecoveryCode.staff_id == staff_id,
        RecoveryCode.digest == _digest(typed, key),
        RecoveryCode.used_at.is_(None),
    )
    used = update(RecoveryCode).where(*unused).values(used_at=now).returning(RecoveryCode.digest)
    return session.execute(used).first() is not None


def _secret(row: SecondFactor, key: bytes) -> str:
    return unseal(key, row.secret_sealed, _place(row.staff_id)).decode()


def _place(staff_id: UUID) -> str:
    return f"second_factor.{staff_id}"


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_PART)) for _ in range(2))


def _digest(code: str, key: bytes) -> str:
    """As it is typed on paper and off it. 50 bits are too few for a bare hash; without the key nobody can try them."""
    return hmac.new(key, code.upper().translate(_LIKE).encode(), hashlib.sha256).hexdigest()
