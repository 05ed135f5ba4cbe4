"""Passkeys (W3C Web Authentication, level 3): a device or key that proves at the log-in that it is there; nothing to copy or overhear.

A challenge is sealed and carries its moment, so that asking writes nothing; the answer to one counts once.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from shared import audit
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.sealing import SealBrokenError, seal, unseal
from shared.second_factor import codes
from shared.second_factor.tables import Kept, PasskeyColumns

#: How long an answer may take.
LONGEST = timedelta(minutes=10)
MOST = 10
NEW, LOG_IN = "new", "log_in"


@dataclass(frozen=True)
class Site:
    """What a passkey is bound to: the name of the host, and the address that the browser shows."""

    name: str
    origin: str


@dataclass(frozen=True)
class Owner:
    """Whose one is to be: the device shows what they log in with, and how they are called."""

    id: UUID
    username: str
    name: str


@dataclass(frozen=True)
class NewPasskey:
    """What its owner sends: what they call it, and what the browser answered."""

    name: str
    answer: str


class RefusedError(Exception):
    """What came is no answer of a passkey to a challenge of ours."""


def site_of(public_url: str) -> Site | None:
    """None where the office is reached by a number: passkeys are bound to names (Web Authentication, 5.1.3)."""
    parts = urlsplit(public_url)
    try:
        ip_address(parts.hostname or "")
    except ValueError:
        return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}") if parts.hostname else None
    return None


def of(kept: Kept, session: Session, owner_id: UUID) -> list[PasskeyColumns]:
    """Those of one account, the first one first."""
    mine = select(kept.passkey).where(kept.passkey.owner_id == owner_id)
    rows = mine.order_by(kept.passkey.added_at, kept.passkey.id)
    return list(session.execute(rows).scalars())


def ask_new(kept: Kept, session: Session, owner: Owner, site: Site, key: bytes, *, now: datetime) -> str:
    """What the browser makes a passkey from, as JSON (`PublicKeyCredentialCreationOptionsJSON`)."""
    options = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name="Besa",
        user_id=owner.id.bytes,
        user_name=owner.username,
        user_display_name=owner.name,
        challenge=_challenge(NEW, owner.id, key, now),
        exclude_credentials=_described(kept, session, owner.id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return str(options_to_json(options))


def add(
    kept: Kept, by: Principal, session: Session, site: Site, new: NewPasskey, key: bytes, *, now: datetime
) -> list[str]:
    """Keep the passkey that the answer proves; returns the recovery codes of an account that had no second factor, shown this once.

    The door has asked for the password: a session left open is no way in for later. Raises `RuleViolation` for an answer that proves
    none or is of a passkey that somebody has (`passkey_refused`), and for one too many.
    """
    session.get_one(kept.owner, by.person, with_for_update=True)
    first = not codes.is_on(kept, session, by.person)
    if len(of(kept, session, by.person)) >= MOST:
        raise RuleViolation(f"at most {MOST} passkeys", code="passkeys_many")
    try:
        made = webauthn.verify_registration_response(
            credential=new.answer,
            expected_challenge=_answered(kept, session, NEW, by.person, new.answer, key, now),
            expected_rp_id=site.name,
            expected_origin=site.origin,
        )
    except (WebAuthnException, RefusedError) as error:
        raise RuleViolation("this proves no passkey", code="passkey_refused") from error
    values = {"credential_id": made.credential_id, "public_key": made.credential_public_key, "name": new.name}
    row = insert(kept.passkey).values(**values, owner_id=by.person, sign_count=made.sign_count, added_at=now)
    if not session.execute(row.on_conflict_do_nothing().returning(kept.passkey.id)).first():
        raise RuleViolation("somebody has it already", code="passkey_refused")
    audit.record(session, by, f"{kept.subject}.passkey_added", kept.subject, by.person)
    return codes.new_codes(kept, session, by.person, key) if first else []


def ask(kept: Kept, session: Session, owner_id: UUID, site: Site, key: bytes, *, now: datetime) -> str | None:
    """What the browser asks one of the account's passkeys, as JSON (`PublicKeyCredentialRequestOptionsJSON`); None if it has none."""
    known = _described(kept, session, owner_id)
    if not known:
        return None
    options = webauthn.generate_authentication_options(
        rp_id=site.name, challenge=_challenge(LOG_IN, owner_id, key, now), allow_credentials=known
    )
    return str(options_to_json(options))


def accept(kept: Kept, session: Session, owner_id: UUID, site: Site, answer: str, key: bytes, *, now: datetime) -> bool:
    """Whether a passkey of the account answered. Commit also where it did not: that is audited."""
    by = Principal(kept.kind, owner_id)
    try:
        _prove(kept, session, owner_id, site, answer, key, now)
    except (WebAuthnException, RefusedError):
        audit.record(session, by, f"{kept.subject}.code_refused", kept.subject, owner_id)
        return False
    return True


def remove(kept: Kept, by: Principal, session: Session, passkey_id: UUID) -> None:
    """One of one's own. Raises `NotFound`, and `RuleViolation` for the last second factor: that one somebody else takes away."""
    mine = select(kept.passkey).where(kept.passkey.owner_id == by.person)
    own = session.execute(mine.with_for_update()).scalars().all()
    gone = next((one for one in own if one.id == passkey_id), None)
    if gone is None:
        raise NotFound
    if len(own) == 1 and not codes.has_app(kept, session, by.person):
        raise RuleViolation("it is the last second factor", code="factor_last")
    session.delete(gone)
    audit.record(session, by, f"{kept.subject}.passkey_removed", kept.subject, by.person)


def _prove(kept: Kept, session: Session, owner_id: UUID, site: Site, answer: str, key: bytes, now: datetime) -> None:
    """Raises `RefusedError` or `WebAuthnException`."""
    challenge = _answered(kept, session, LOG_IN, owner_id, answer, key, now)
    own = (kept.passkey.owner_id == owner_id, kept.passkey.credential_id == _read(answer)[0])
    passkey = session.execute(select(kept.passkey).where(*own).with_for_update()).scalar_one_or_none()
    if passkey is None:
        raise RefusedError
    proved = webauthn.verify_authentication_response(
        credential=answer,
        expected_challenge=challenge,
        expected_rp_id=site.name,
        expected_origin=site.origin,
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.sign_count,
    )
    passkey.sign_count, passkey.used_at = proved.new_sign_count, now


def _described(kept: Kept, session: Session, owner_id: UUID) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.credential_id) for one in of(kept, session, owner_id)]


def _challenge(purpose: str, owner_id: UUID, key: bytes, now: datetime) -> bytes:
    return seal(key, int(now.timestamp()).to_bytes(8), _place(purpose, owner_id))


def _answered(
    kept: Kept, session: Session, purpose: str, owner_id: UUID, answer: str, key: bytes, now: datetime
) -> bytes:
    """The challenge that an answer says it answers: one of ours for this person, not too old, and never before. Raises `RefusedError`."""
    _credential_id, challenge = _read(answer)
    try:
        asked = int.from_bytes(unseal(key, challenge, _place(purpose, owner_id)))
    except SealBrokenError as error:
        raise RefusedError from error
    if not 0 <= now.timestamp() - asked <= LONGEST.total_seconds():
        raise RefusedError
    session.execute(delete(kept.answer).where(kept.answer.at < now - 2 * LONGEST))
    once = insert(kept.answer).values(challenge=challenge, at=now).on_conflict_do_nothing()
    if not session.execute(once.returning(kept.answer.at)).first():
        raise RefusedError
    return challenge


def _read(answer: str) -> tuple[bytes, bytes]:
    """Which passkey says that it answers, and which challenge. Raises `RefusedError` for what is no answer."""
    try:
        told = json.loads(answer)
        client = json.loads(base64url_to_bytes(told["response"]["clientDataJSON"]))
        return bytes(base64url_to_bytes(told["rawId"])), bytes(base64url_to_bytes(client["challenge"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedError from error


def _place(purpose: str, owner_id: UUID) -> str:
    return f"passkey.{purpose}.{owner_id}"
