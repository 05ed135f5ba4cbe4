"""What opens a document, wrapped for each who may read it: HPKE (RFC 9180), in the store beside the document.

`wraps/<reader>/<kid>/<ab>/<name>`: what is still to be wrapped anew for a reader is what lies under its old keys.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from shared.documents.objects import Objects
from shared.documents.ring import OPENS, Key, Ring, public_of
from shared.retry import RetryLaterError
from shared.sealing import SealBrokenError
from shared.settings import Settings

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
#: The reader whose private key lies outside, for the day on which a service has lost its own.
ESCROW = "escrow"
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


class NotForUsError(SealBrokenError):
    """The document is whole, and nobody has wrapped it for this service."""


class Wraps:
    """Those of all readers, as one service sees them. Each method raises `RetryLaterError` if the store does not answer."""

    def __init__(self, objects: Objects, settings: Settings) -> None:
        self.ring = Ring(objects, settings)
        self.objects = objects
        escrow = settings.document_escrow_key
        self.escrow = (Key(ESCROW, OPENS, escrow, _ALWAYS),) if escrow else ()

    @property
    def writer(self) -> tuple[Key, ...]:
        """For whom every document is wrapped by who writes it."""
        return (self.ring.own(OPENS)[0], *self.escrow)

    def without_key(self) -> list[str]:
        """The services of the installation that have published none: a release of one key is still running there."""
        return sorted(service for service in self.ring.services if self.ring.reader(service) is None)

    def of(self, service: str) -> Key:
        """The key of a reader. Raises `RetryLaterError` while it has none: what it is told then would be closed to it."""
        if (found := self.ring.reader(service)) is None:
            raise RetryLaterError(f"{service} has published no key yet")
        return found

    def give(self, name: str, secret: bytes, keys: Iterable[Key], *, over: bool = False) -> None:
        """Wrap what opens a document for the holders of `keys`, who may have it already."""
        for key in keys:
            self.objects.put(path(key, name), close(secret, key, name), over=over)

    def secret(self, name: str) -> bytes:
        """What opens a document, as it was wrapped for this service. Raises `NotForUsError`."""
        # The second look: the key may be newer than what is known of the ring, or a re-wrapping between the two keys.
        for anew in (False, True):
            for key in self.ring.own(OPENS, anew=anew):
                if (wrap := self.objects.get(path(key, name))) is not None:
                    return open_wrap(wrap, key, name)
        raise NotForUsError(name)

    def has(self, name: str, key: Key) -> bool:
        return self.objects.has(path(key, name))

    def copy(self, name: str, source: Key, to: Key) -> bool:
        """Wrap for `to` what the holder of `source` opens; false if nothing is wrapped for it. Raises `SealBrokenError`."""
        if (wrap := self.objects.get(path(source, name))) is None:
            return False
        self.give(name, open_wrap(wrap, source, name), [to])
        return True

    def renew(self, name: str, old: Key, new: Key) -> None:
        """From an older key of a reader to a newer one."""
        if self.copy(name, old, new):
            self.objects.erase(path(old, name))

    def forget_lost(self) -> None:
        """Remove what is wrapped for keys of this service that are gone for good."""
        known = {key.kid for key in self.ring.own(OPENS, anew=True)}
        for one in list(self.objects.under(f"wraps/{self.ring.service}")):
            if one.split("/")[2] not in known:
                self.objects.erase(one)

    def readers(self, name: str) -> tuple[str, ...]:
        """The services for which a document is wrapped."""
        return tuple(sorted({key.service for key in self._keys() if self.has(name, key)}))

    def erase(self, name: str) -> None:
        for key in (*self._keys(), *self.escrow):
            self.objects.erase(path(key, name))

    def under(self, key: Key) -> Iterator[str]:
        """The names of the documents that are wrapped for a key."""
        for one in self.objects.under(_folder(key)):
            yield one.rpartition("/")[2]

    def _keys(self) -> list[Key]:
        return [key for key in self.ring.all() if key.use == OPENS]


def escrow_of(private: bytes) -> Key:
    """The key of the escrow, with its private half."""
    return Key(ESCROW, OPENS, public_of(OPENS, private), _ALWAYS, private=private)


def path(key: Key, name: str) -> str:
    return f"{_folder(key)}/{name[:2]}/{name}"


def close(secret: bytes, to: Key, name: str) -> bytes:
    """`secret` for the holder of a key, who opens it as that of this document and of no other."""
    return _SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(to.public), _place(to, name))


def open_wrap(wrap: bytes, key: Key, name: str) -> bytes:
    """What was wrapped. Raises `SealBrokenError`."""
    try:
        return _SUITE.decrypt(wrap, X25519PrivateKey.from_private_bytes(key.private), _place(key, name))
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError(name) from error


def _folder(key: Key) -> str:
    return f"wraps/{key.service}/{key.kid}"


def _place(key: Key, name: str) -> bytes:
    return f"besa.document/2|{name}|{key.service}|{key.kid}".encode()
