"""Keys of services: who made which and when, in the store, so that a new one is in use everywhere within a minute.

`keys/<service>/<use>/<kid>`: the public half, signed with the service's key of the audit trail, so that nobody who can write in the
store gives out a key in another's name; and the private half, sealed with DOCUMENT_RING_KEY, which that service alone has.
"""

import json
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from shared.clock import utc_now
from shared.documents.objects import Objects
from shared.sealing import SealBrokenError, new_key, seal, unseal
from shared.settings import Settings

#: What a key is for: to open documents (X25519), or to sign receipts (Ed25519).
OPENS, SIGNS = "opens", "signs"
#: Seconds for which what was read of the keys is believed.
FRESH = 60.0


@dataclass(frozen=True)
class Key:
    """`public` and `private` are 32 bytes; `private` is empty of a key that is another service's, or over. `until`: none of one in use.
    `stale`: it was signed or sealed with what is no longer the newest key for that.
    """

    service: str
    use: str
    public: bytes
    since: datetime
    until: datetime | None = None
    private: bytes = field(default=b"", repr=False)
    stale: bool = field(default=False, compare=False)

    @property
    def kid(self) -> str:
        return kid_of(self.public)

    @property
    def path(self) -> str:
        return f"keys/{self.service}/{self.use}/{self.kid}"

    @property
    def signed(self) -> bytes:
        """What its service signs."""
        until = self.until.isoformat() if self.until else "-"
        return f"besa.key/1\n{self.path}\n{self.public.hex()}\n{self.since.isoformat()}\n{until}".encode()


def kid_of(public: bytes) -> str:
    """The id of a key, by which it is named beside what it opens or signed."""
    return sha256(public).hexdigest()[:16]


def public_of(use: str, private: bytes) -> bytes:
    if use == SIGNS:
        return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


class RingLockedError(RuntimeError):
    """DOCUMENT_RING_KEY is not that under which the service's own keys lie: without it nothing is written that it could not read."""

    def __init__(self, service: str) -> None:
        super().__init__(
            f"DOCUMENT_RING_KEY opens none of the keys of {service}: give the process the one that it had."
        )


class Ring:
    """The keys of all services as one of them sees them. Each method raises `RetryLaterError` if the store does not answer."""

    def __init__(self, objects: Objects, settings: Settings) -> None:
        self.service = settings.service
        self._objects = objects
        self._seals = settings.document_ring_keys
        self._signer = Ed25519PrivateKey.from_private_bytes(settings.audit_key)
        own = self._signer.public_key().public_bytes_raw()
        self._signers: Mapping[str, Sequence[bytes]] = {
            **settings.audit_public_keys,
            self.service: (own, *settings.audit_public_keys.get(self.service, ())),
        }
        self._seen: tuple[float, tuple[Key, ...]] | None = None

    @property
    def services(self) -> frozenset[str]:
        """Those of this installation."""
        return frozenset(self._signers)

    def all(self, *, anew: bool = False) -> tuple[Key, ...]:
        """All that are signed by their service, newest first."""
        if anew or self._seen is None or time.monotonic() - self._seen[0] > FRESH:
            found = [key for path in self._objects.under("keys") if (key := self._read(path)) is not None]
            self._seen = time.monotonic(), tuple(sorted(found, key=lambda key: (key.since, key.kid), reverse=True))
        return self._seen[1]

    def own(self, use: str, *, anew: bool = False) -> tuple[Key, ...]:
        """Those of this service, newest first, the old ones too; one is made if there is none. Raises `RingLockedError`."""
        known = self.made(use, anew=anew)
        if known or anew:
            return known or (self.make(use),)
        return self.own(use, anew=True)

    def made(self, use: str, *, anew: bool = False) -> tuple[Key, ...]:
        """The same, and none if none was made yet. Raises `RingLockedError`."""
        known = tuple(key for key in self.all(anew=anew) if (key.service, key.use) == (self.service, use))
        if any(not key.private and key.until is None for key in known):
            raise RingLockedError(self.service)
        return known

    def reader(self, service: str) -> Key | None:
        """The newest key for which documents are wrapped for a service; none if it has published none."""
        for anew in (False, True):
            if found := [key for key in self.all(anew=anew) if (key.service, key.use) == (service, OPENS)]:
                return found[0]
        return None

    def draft(self, use: str, now: datetime | None = None) -> Key:
        """A new key of this service, from now on its newest once it is written."""
        private = new_key()
        return Key(self.service, use, public_of(use, private), now or utc_now(), private=private)

    def make(self, use: str, now: datetime | None = None) -> Key:
        """The same, written."""
        return self.write(self.draft(use, now))

    def write(self, key: Key) -> Key:
        """A key of this service as it is to stand from now on."""
        kept = {
            "public": b64encode(key.public).decode(),
            "since": key.since.isoformat(),
            "until": key.until.isoformat() if key.until else None,
            "signature": b64encode(self._signer.sign(key.signed)).decode(),
            "private": b64encode(seal(self._seals[0], key.private, key.path)).decode() if key.private else None,
        }
        self._objects.put(key.path, json.dumps(kept).encode(), over=True)
        self._seen = None
        return key

    def drop(self, key: Key) -> None:
        """A key of this service that nothing needs any more."""
        self._objects.erase(key.path)
        self._seen = None

    def is_locked(self) -> bool:
        """Whether DOCUMENT_RING_KEY opens not all of our keys."""
        try:
            self.own(OPENS, anew=True)
        except RingLockedError:
            return True
        return False

    def ensure(self) -> None:
        """Let this service have keys to be written to, all under its newest secrets. Raises `RingLockedError`."""
        self.own(OPENS, anew=True)
        for key in self.all():
            if key.stale:
                self.write(key)

    def _read(self, path: str) -> Key | None:
        """None of what is no key, or not signed by whom it says."""
        try:
            _, service, use, _ = path.split("/")
            kept = json.loads(self._objects.get(path) or b"")
            until = datetime.fromisoformat(kept["until"]) if kept["until"] else None
            key = Key(service, use, b64decode(kept["public"]), datetime.fromisoformat(kept["since"]), until)
            signature, private = b64decode(kept["signature"]), b64decode(kept["private"] or "")
        except (ValueError, KeyError, TypeError):
            return None
        if key.path != path:
            return None
        opened = self._opened(key, private) if service == self.service and private else None
        # What our own secret opens is ours, though the key that signed it may be gone.
        if opened is None:
            return key if self._is_signed(key, signature) else None
        stale = opened[1] > 0 or self._signer.sign(key.signed) != signature
        return replace(key, private=opened[0], stale=stale)

    def _is_signed(self, key: Key, signature: bytes) -> bool:
        for signer in self._signers.get(key.service, ()):
            try:
                Ed25519PublicKey.from_public_bytes(signer).verify(signature, key.signed)
            except InvalidSignature:
                continue
            return True
        return False

    def _opened(self, key: Key, sealed: bytes) -> tuple[bytes, int] | None:
        """The private half, and which DOCUMENT_RING_KEY opened it; None if none does."""
        for place, one in enumerate(self._seals):
            try:
                return unseal(one, sealed, key.path), place
            except SealBrokenError:
                continue
        return None
