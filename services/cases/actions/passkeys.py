"""Passkeys (W3C Web Authentication, level 3): a device or key that proves at the log-in that it is there; nothing to copy or overhear.

A challenge is sealed and carries its moment, so that asking writes nothing; the answer to one counts once.
"""

import json
from dataclasses import dataclass, field
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

from services.cases.actions import factors, staff
from services.cases.models import Passkey, PasskeyAnswer, StaffMember
from shared import audit
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.sealing import SealBrokenError, seal, unseal

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
class NewPasskey:
    """What its owner sends: their password, what they call it, and what the browser answered."""

    password: str = field(repr=False)
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


def of(session: Session, staff_id: UUID) -> list[Passkey]:
    """Those of one account, the first one first."""
    rows = select(Passkey).where(Passkey.staff_id == staff_id).order_by(Passkey.added_at, Passkey.id)
    return list(session.execute(rows).scalars())


def ask_new(session: Session, staff_id: UUID, site: Site, key: bytes, *, now: datetime) -> str:
    """What the browser makes a passkey from, as JSON (`PublicKeyCredentialCreationOptionsJSON`)."""
    member = session.get_one(StaffMember, staff_id)
    options = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name="Besa",
        user_id=staff_id.bytes,
        user_name=member.username,
        user_display_name=member.name,
        challenge=_challenge(NEW, staff_id, key, now),
        exclude_credentials=_described(session, staff_id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return str(options_to_json(options))


def add(by: Principal, session: Session, site: Site, new: NewPasskey, key: bytes, *, now: datetime) -> list[str] | None:
    """Keep the passkey that the answer proves; returns the recovery codes of an account that had no second factor, shown this once.

    None for a wrong password: a session left open is no way in for later. Raises `RuleViolation` for an answer that proves none or
    is of a passkey that somebody has (`passkey_refused`), and for one too many.
    """
    member = session.get_one(StaffMember, by.person, with_for_update=True)
    if not staff.proves(member.password_hash, new.password):
        audit.record(session, by, "staff.password_refused", "staff", member.id)
        return None
    first = not factors.is_on(session, by.person)
    if len(of(session, by.person)) >= MOST:
        raise RuleViolation(f"at most {MOST} passkeys", code="passkeys_many")
    try:
        made = webauthn.verify_registration_response(
            credential=new.answer,
            expected_challenge=_answered(session, NEW, by.person, new.answer, key, now),
            expected_rp_id=site.name,
            expected_origin=site.origin,
        )
    except (WebAuthnException, RefusedError) as error:
        raise RuleViolation("this proves no passkey", code="passkey_refused") from error
    kept = {"staff_id": by.person, "credential_id": made.credential_id, "public_key": made.credential_public_key}
    row = (
        insert(Passkey).values(**kept, sign_count=made.sign_count, name=new.name, added_at=now).on_conflict_do_nothing()
    )
    if not session.execute(row.returning(Passkey.id)).first():
        raise RuleViolation("somebody has it already", code="passkey_refused")
    audit.record(session, by, "staff.passkey_added", "staff", by.person)
    return factors.new_codes(session, by.person, key) if first else []


def ask(session: Session, staff_id: UUID, site: Site, key: bytes, *, now: datetime) -> str | None:
    """What the browser asks one of the account's passkeys, as JSON (`PublicKeyCredentialRequestOptionsJSON`); None if it has none."""
    known = _described(session, staff_id)
    if not known:
        return None
    options = webauthn.generate_authentication_options(
        rp_id=site.name, challenge=_challenge(LOG_IN, staff_id, key, now), allow_credentials=known
    )
    return str(options_to_json(options))


def accept(session: Session, staff_id: UUID, site: Site, answer: str, key: bytes, *, now: datetime) -> bool:
    """Whether a passkey of the account answered. Commit also where it did not: that is audited."""
    by = Principal("staff", staff_id)
    try:
        _prove(session, staff_id, site, answer, key, now)
    except (WebAuthnException, RefusedError):
        audit.record(session, by, "staff.code_refused", "staff", staff_id)
        return False
    return True


def remove(by: Principal, session: Session, passkey_id: UUID) -> None:
    """One of one's own. Raises `NotFound`, and `RuleViolation` for the last second factor: that one somebody else takes away."""
    own = session.execute(select(Passkey).where(Passkey.staff_id == by.person).with_for_update()).scalars().all()
    gone = next((one for one in own if one.id == passkey_id), None)
    if gone is None:
        raise NotFound
    if len(own) == 1 and not factors.has_app(session, by.person):
        raise RuleViolation("it is the last second factor", code="factor_last")
    session.delete(gone)
    audit.record(session, by, "staff.passkey_removed", "staff", by.person)


def _prove(session: Session, staff_id: UUID, site: Site, answer: str, key: bytes, now: datetime) -> None:
    """Raises `RefusedError` or `WebAuthnException`."""
    challenge = _answered(session, LOG_IN, staff_id, answer, key, now)
    own = (
        select(Passkey).where(Passkey.staff_id == staff_id, Passkey.credential_id == _read(answer)[0]).with_for_update()
    )
    passkey = session.execute(own).scalar_one_or_none()
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


def _described(session: Session, staff_id: UUID) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.credential_id) for one in of(session, staff_id)]


def _challenge(purpose: str, staff_id: UUID, key: bytes, now: datetime) -> bytes:
    return seal(key, int(now.timestamp()).to_bytes(8), _place(purpose, staff_id))


def _answered(session: Session, purpose: str, staff_id: UUID, answer: str, key: bytes, now: datetime) -> bytes:
    """The challenge that an answer says it answers: one of ours for this person, not too old, and never before. Raises `RefusedError`."""
    _credential_id, challenge = _read(answer)
    try:
        asked = int.from_bytes(unseal(key, challenge, _place(purpose, staff_id)))
    except SealBrokenError as error:
        raise RefusedError from error
    if not 0 <= now.timestamp() - asked <= LONGEST.total_seconds():
        raise RefusedError
    session.execute(delete(PasskeyAnswer).where(PasskeyAnswer.at < now - 2 * LONGEST))
    once = insert(PasskeyAnswer).values(challenge=challenge, at=now).on_conflict_do_nothing()
    if not session.execute(once.returning(PasskeyAnswer.at)).first():
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


def _place(purpose: str, staff_id: UUID) -> str:
    return f"passkey.{purpose}.{staff_id}"
