"""Codes: of an app, offered, confirmed and good once each; and those on paper that stand in for a lost device."""

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import Select, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from shared import audit
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.sealing import seal, unseal
from shared.second_factor.tables import AppColumns, Kept

STEP_SECONDS = 30
#: Steps before and after the present one whose codes count too: clocks of telephones are not those of servers.
DRIFT = 1
RECOVERY_CODES = 10
#: 50 bits of Crockford's alphabet, in two parts.
_SIGNS, _PART = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 5
_LIKE = str.maketrans("OIL", "011", "- ")


def is_on(kept: Kept, session: Session, owner_id: UUID) -> bool:
    """Whether the account has an app or a passkey beside its password."""
    app, passkey = _app(kept, owner_id), select(kept.passkey.id).where(kept.passkey.owner_id == owner_id)
    return bool(session.execute(select(or_(app.exists(), passkey.exists()))).scalar_one())


def has_app(kept: Kept, session: Session, owner_id: UUID) -> bool:
    return bool(session.execute(select(_app(kept, owner_id).exists())).scalar_one())


def _app(kept: Kept, owner_id: UUID) -> Select[UUID]:
    return select(kept.app.owner_id).where(kept.app.owner_id == owner_id, kept.app.confirmed_at.is_not(None))


def codes_left(kept: Kept, session: Session, owner_id: UUID) -> int:
    unused = (kept.code.owner_id == owner_id, kept.code.used_at.is_(None))
    return session.execute(select(func.count()).select_from(kept.code).where(*unused)).scalar_one()


def offered(kept: Kept, session: Session, owner_id: UUID, key: bytes) -> str | None:
    """The secret that waits to be confirmed, in base32."""
    row = session.get(kept.app, owner_id)
    return _secret(row, key) if row is not None and row.confirmed_at is None else None


def offer(kept: Kept, session: Session, owner_id: UUID, key: bytes) -> None:
    """A secret to be confirmed, in the place of one that never was. Raises `RuleViolation` where one stands."""
    if session.get(kept.owner, owner_id) is None:
        raise NotFound
    if has_app(kept, session, owner_id):
        raise RuleViolation("a second factor stands already", code="factor_stands")
    session.execute(delete(kept.app).where(kept.app.owner_id == owner_id))
    sealed = seal(key, pyotp.random_base32().encode(), _place(owner_id))
    session.execute(insert(kept.app).values(owner_id=owner_id, secret_sealed=sealed))


def confirm(kept: Kept, by: Principal, session: Session, typed: str, key: bytes, *, now: datetime) -> list[str] | None:
    """Turn the offered secret on by a code of it; returns the recovery codes of an account that had no second factor, shown this once. None for a
    wrong code.

    The door has asked for the password: a session left open is no way in for later. Raises `RuleViolation` where nothing was offered.
    """
    first, row = not is_on(kept, session, by.person), session.get(kept.app, by.person, with_for_update=True)
    if row is None or row.confirmed_at is not None:
        raise RuleViolation("there is nothing to confirm", code="factor_none")
    if not _takes(row, typed, key, now):
        return None
    row.confirmed_at = now
    audit.record(session, by, f"{kept.subject}.factor_added", kept.subject, by.person)
    return new_codes(kept, session, by.person, key) if first else []


def new_codes(kept: Kept, session: Session, owner_id: UUID, key: bytes) -> list[str]:
    """Recovery codes in the place of those there were: a step of others."""
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    session.execute(delete(kept.code).where(kept.code.owner_id == owner_id))
    session.execute(insert(kept.code), [{"owner_id": owner_id, "digest": _digest(code, key)} for code in codes])
    return codes


def accept(
    kept: Kept, session: Session, owner_id: UUID, typed: str, key: bytes, *, now: datetime, by_app: bool = True
) -> str | None:
    """How `typed` was shown, if it is a code of the device (unless only a passkey counts, `by_app`) or a recovery code; either counts once.

    Commit also where it is wrong: that is audited.
    """
    by = Principal(kept.kind, owner_id)
    row = session.get(kept.app, owner_id, with_for_update=True)
    if by_app and row is not None and row.confirmed_at is not None and _takes(row, typed, key, now):
        return "app"
    if is_on(kept, session, owner_id) and _recovers(kept, session, owner_id, typed, key, now):
        audit.record(
            session,
            by,
            f"{kept.subject}.recovery_code_used",
            kept.subject,
            owner_id,
            left=codes_left(kept, session, owner_id),
        )
        return "recovery_code"
    audit.record(session, by, f"{kept.subject}.code_refused", kept.subject, owner_id)
    return None


def remove(kept: Kept, session: Session, owner_id: UUID) -> bool:
    """All there are: a step of others. Whether there was one."""
    was = is_on(kept, session, owner_id)
    for table in (kept.code, kept.app, kept.passkey):
        session.execute(delete(table).where(table.owner_id == owner_id))
    return was


def _takes(row: AppColumns, typed: str, key: bytes, now: datetime) -> bool:
    """Whether it is a code of a step after the last one that was taken, which it then is."""
    code, totp, step = typed.replace(" ", ""), pyotp.TOTP(_secret(row, key)), int(now.timestamp()) // STEP_SECONDS
    for one in range(max(step - DRIFT, row.last_step + 1), step + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(one).encode(), code.encode()):
            row.last_step = one
            return True
    return False


def _recovers(kept: Kept, session: Session, owner_id: UUID, typed: str, key: bytes, now: datetime) -> bool:
    unused = (
        kept.code.owner_id == owner_id,
        kept.code.digest == _digest(typed, key),
        kept.code.used_at.is_(None),
    )
    used = update(kept.code).where(*unused).values(used_at=now).returning(kept.code.digest)
    return session.execute(used).first() is not None


def _secret(row: AppColumns, key: bytes) -> str:
    return unseal(key, row.secret_sealed, _place(row.owner_id)).decode()


def _place(owner_id: UUID) -> str:
    return f"second_factor.{owner_id}"


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_PART)) for _ in range(2))


def _digest(code: str, key: bytes) -> str:
    """As it is typed on paper and off it. 50 bits are too few for a bare hash; without the key nobody can try them."""
    return hmac.new(key, code.upper().translate(_LIKE).encode(), hashlib.sha256).hexdigest()
