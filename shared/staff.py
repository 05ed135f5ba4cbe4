"""Staff as every service knows them: a signed session that is read without asking anyone, and copies of the directory and of
what is known of that session, so that a revoked person and an ended session are out everywhere as soon as the event arrives.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from sqlalchemy import bindparam, select
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
LONGEST_TOKEN = 2048


class StaffAccount(PlatformBase):
    """A service's copy of one staff account; in cases, the part of it that the others copy."""

    __tablename__ = "staff_account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    roles: Mapped[list[str]]
    active: Mapped[bool]
    sessions_valid_from: Mapped[datetime]


class StaffSession(PlatformBase):
    """One log-in as this service knows it: in cases from its beginning, in the others from its first use there or its end.

    `id` is the token's `sid`: known alone it opens nothing, so it is kept as it is. `told_at`: when cases last heard of a use
    here. `device` is filled in cases alone.
    """

    __tablename__ = "staff_session"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(index=True)
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    told_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str | None]


#: So many tokens are read once and not again: to prove a signature took a twentieth of a request.
TOKENS = 512
#: Built once: it is asked in every request of staff, and to build it takes longer than to ask it.
_WHOSE = (
    select(StaffAccount, StaffSession)
    .outerjoin(StaffSession, StaffSession.id == bindparam("session"))
    .where(StaffAccount.id == bindparam("staff"))
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A session that counts now, and whose it is. `proved_at`: when a second factor was last shown in it. `known`: this service has a row of it, else its moments are the token's."""

    account: StaffAccount
    session_id: UUID
    began_at: datetime
    ends_at: datetime
    seen_at: datetime
    told_at: datetime
    known: bool
    proved_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class _Claims:
    staff_id: UUID
    session_id: UUID
    began_at: datetime
    ends_at: datetime
    proved_at: datetime | None


def new_signing_key() -> tuple[str, str]:
    """A new key pair as JWK texts: (STAFF_SIGNING_KEY, STAFF_VERIFY_KEY)."""
    key = OKPKey.generate_key("Ed25519")
    return json.dumps(key.as_dict(private=True)), json.dumps(key.as_dict(private=False))


def issue_token(
    signing_key: str,
    staff_id: UUID,
    hours: float = SESSION_HOURS,
    *,
    session_id: UUID | None = None,
    now: datetime | None = None,
    proved_at: datetime | None = None,
) -> str:
    """A signed session (JWT, Ed25519) for one account, in which a second factor was shown at `proved_at`; it says who and which session, never
    what they may do.
    """
    began = now or utc_now()
    claims = {
        "iss": ISSUER,
        "sub": str(staff_id),
        "sid": str(session_id or uuid4()),
        "iat": began,
        "exp": began + timedelta(hours=hours),
        **({"proved": int(proved_at.timestamp())} if proved_at else {}),
    }
    return jwt.encode({"alg": ALGORITHM}, claims, _key(signing_key), algorithms=[ALGORITHM])


def standing_of(session: Session, verify_key: str, token: str, *, hours: float = SESSION_HOURS) -> Standing | None:
    """What `token` proves, of an account that may act now and a session of at most `hours` that nobody ended; else None.

    One statement. How long a session may lie unused is cases' to say: it alone hears of the uses in all services.
    """
    claims = _claims_of(verify_key, token)
    now = utc_now()
    if claims is None or claims.ends_at < now or claims.began_at > now + timedelta(seconds=LEEWAY_SECONDS):
        return None
    if claims.ends_at - claims.began_at > timedelta(hours=hours):
        return None
    found = session.execute(_WHOSE, {"session": claims.session_id, "staff": claims.staff_id}).one_or_none()
    return _standing(claims, *found) if found else None


def _standing(claims: _Claims, account: StaffAccount, known: StaffSession | None) -> Standing | None:
    if not account.active or claims.began_at < account.sessions_valid_from.replace(microsecond=0):
        return None
    if known is not None and (known.ended_at is not None or known.staff_id != account.id):
        return None
    return Standing(
        account=account,
        session_id=claims.session_id,
        began_at=claims.began_at,
        ends_at=claims.ends_at,
        seen_at=known.seen_at if known else claims.began_at,
        told_at=known.told_at if known else claims.began_at,
        known=known is not None,
        proved_at=claims.proved_at,
    )


@lru_cache(maxsize=TOKENS)
def _claims_of(verify_key: str, token: str) -> _Claims | None:
    """What its signature vouches for, which no moment changes; whether it has ended is asked each time."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        claims = jwt.decode(token, _key(verify_key), algorithms=[ALGORITHM]).claims
        if claims["iss"] != ISSUER:
            return None
        began, ends = (datetime.fromtimestamp(int(claims[name]), UTC) for name in ("iat", "exp"))
        proved = datetime.fromtimestamp(int(claims["proved"]), UTC) if "proved" in claims else None
        return _Claims(
            staff_id=UUID(claims["sub"]), session_id=UUID(claims["sid"]), began_at=began, ends_at=ends, proved_at=proved
        )
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError):
        return None


def record_staff_change(session: Session, event: Received[StaffChanged]) -> None:
    """Take over what `cases.staff.changed` says."""
    told = event.data
    values = {"roles": list(told.roles), "active": told.active, "sessions_valid_from": told.sessions_valid_from}
    statement = upsert(StaffAccount).values(id=told.staff_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


@lru_cache(maxsize=8)
def _key(jwk: str) -> OKPKey:
    return OKPKey.import_key(json.loads(jwk))
