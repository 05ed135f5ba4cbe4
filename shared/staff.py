"""Staff as every service knows them: a signed session that is read without asking anyone, and a copy of the directory
against which it is checked, so that a revoked person is out everywhere as soon as the event arrives.
"""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.clock import utc_now
from shared.db import PlatformBase
from shared.events.catalogue import StaffChanged
from shared.events.envelope import Received

ALGORITHM = "Ed25519"
ISSUER = "besa.cases"
SESSION_HOURS = 8
LEEWAY_SECONDS = 60


class StaffAccount(PlatformBase):
    """A service's copy of one staff account; in cases, the part of it that the others copy."""

    __tablename__ = "staff_account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    roles: Mapped[list[str]]
    active: Mapped[bool]
    sessions_valid_from: Mapped[datetime]


def new_signing_key() -> tuple[str, str]:
    """A new key pair as JWK texts: (STAFF_SIGNING_KEY, STAFF_VERIFY_KEY)."""
    key = OKPKey.generate_key("Ed25519")
    return json.dumps(key.as_dict(private=True)), json.dumps(key.as_dict(private=False))


def issue_token(signing_key: str, staff_id: UUID, hours: float = SESSION_HOURS) -> str:
    """A signed session (JWT, Ed25519) for one account; it says who, never what they may do."""
    now = utc_now()
    claims = {"iss": ISSUER, "sub": str(staff_id), "iat": now, "exp": now + timedelta(hours=hours)}
    key = OKPKey.import_key(_parsed(signing_key))
    return jwt.encode({"alg": ALGORITHM}, claims, key, algorithms=[ALGORITHM])


def account_of(session: Session, verify_key: str, token: str) -> StaffAccount | None:
    """The account that `token` proves and that may act now, or None."""
    if len(token) > 2048:
        return None
    try:
        decoded = jwt.decode(token, OKPKey.import_key(_parsed(verify_key)), algorithms=[ALGORITHM])
        claims = decoded.claims
        staff_id, issued, expires = UUID(claims["sub"]), int(claims["iat"]), int(claims["exp"])
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        return None
    now = utc_now().timestamp()
    if claims.get("iss") != ISSUER or expires < now or issued > now + LEEWAY_SECONDS:
        return None
    if expires - issued > SESSION_HOURS * 3600:
        return None
    account = session.get(StaffAccount, staff_id)
    if account is None or not account.active or issued < int(account.sessions_valid_from.timestamp()):
        return None
    return account


def record_staff_change(session: Session, event: Received[StaffChanged]) -> None:
    """Take over what `cases.staff.changed` says."""
    told = event.data
    values = {"roles": list(told.roles), "active": told.active, "sessions_valid_from": told.sessions_valid_from}
    statement = upsert(StaffAccount).values(id=told.staff_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def _parsed(jwk: str) -> Any:
    return json.loads(jwk)
