"""Countersignatures: what the office confirms to a body is signed, so that the body can show it to a third party.

JWS with Ed25519 (RFC 7515, RFC 9864) over the canonical JSON (RFC 8785) of the receipt. The key is one of its own, in the ring of the
service; the public halves of all that ever signed are served, each with its time.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jws
from joserfc.jwk import OKPKey

from shared.documents import Documents
from shared.documents.ring import FRESH, SIGNS, Key, Ring, public_of
from shared.sealing import derive
from shared.settings import Settings

ALGORITHM = "Ed25519"
#: When the key began that followed from SECRET_KEY: with the first receipt, of which nobody wrote down the day.
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Signer:
    """Signs receipts. Before the first key of its own, and where there is no ring, with one that follows from SECRET_KEY. Each method raises
    `RetryLaterError` if the store does not answer.
    """

    secret_key: str = field(repr=False)
    ring: Ring | None = None

    @classmethod
    def of(cls, settings: Settings, documents: Documents) -> "Signer":
        return cls(settings.secret_key, documents.wraps.ring if documents.wraps else None)

    def countersign(self, receipt: Mapping[str, str | int]) -> str:
        """The compact JWS of `receipt`; the same receipt has the same one as long as the key is the same."""
        key = _private(self._key() if self.ring else self._of_before())
        protected = {"alg": ALGORITHM, "kid": key.thumbprint()}
        return jws.serialize_compact(protected, rfc8785.dumps(dict(receipt)), key, algorithms=[ALGORITHM])

    def public_keys(self) -> dict[str, object]:
        """The JWK set (RFC 7517) that verifies receipts, the newest key first. `nbf`, `exp`: from when to when a key signed, in seconds since
        1970; without `exp` it signs now.
        """
        if self.ring is None:
            return {"keys": [_shown(public_of(SIGNS, self._of_before()))]}
        self._key()
        return {"keys": [{**_shown(key.public), **_times(key)} for key in self.ring.made(SIGNS)]}

    def rotate(self, *, now: datetime) -> str:
        """A new key from now on; returns its id. The private half of the former is destroyed once everybody knows the new one."""
        ring = self._own()
        self._key()
        former = [key for key in ring.made(SIGNS, anew=True) if key.private]
        made = ring.make(SIGNS, now)
        for key in former:
            ring.write(replace(key, until=now + timedelta(seconds=FRESH), private=b""))
        return str(_shown(made.public)["kid"])

    def _key(self) -> bytes:
        """The private half of the newest key; the first is made here."""
        ring = self._own()
        for anew in (False, True):
            if found := next(_signing(ring.made(SIGNS, anew=anew)), None):
                return found
        first = ring.draft(SIGNS)
        # Before its successor: a kill between the two must not leave receipts that nobody can check.
        ring.write(Key(ring.service, SIGNS, public_of(SIGNS, self._of_before()), _BEGINNING, until=first.since))
        return ring.write(first).private

    def _own(self) -> Ring:
        if self.ring is None:
            raise RuntimeError("there is no DOCUMENT_RING_KEY")
        return self.ring

    def _of_before(self) -> bytes:
        return derive(self.secret_key.encode(), "besa.partners.receipts")


def _signing(keys: tuple[Key, ...]) -> Iterator[bytes]:
    return (key.private for key in keys if key.private)


def _times(key: Key) -> dict[str, int]:
    times = {} if key.since == _BEGINNING else {"nbf": int(key.since.timestamp())}
    return times | ({"exp": int(key.until.timestamp())} if key.until else {})


def second_of(now: datetime) -> datetime:
    """The time of a receipt: to the second, as it is printed and signed."""
    return now.replace(microsecond=0)


def canonical(content: Mapping[str, object]) -> bytes:
    """RFC 8785 bytes, through JSON so that ids and dates become text first."""
    return rfc8785.dumps(json.loads(json.dumps(content, default=str)))


@lru_cache(maxsize=4)
def _private(seed: bytes) -> OKPKey:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return OKPKey.import_key(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _shown(public: bytes) -> dict[str, object]:
    pem = Ed25519PublicKey.from_public_bytes(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    key = OKPKey.import_key(pem)
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}
