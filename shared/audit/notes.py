"""The head of a trail as a signed note (C2SP signed-note and tlog-checkpoint): it can be printed, mailed and compared."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy.orm import Session

from shared.db import Database

ORIGIN = "besa/"
KEY_ID_BYTES = 4
_ED25519 = b"\x01"
_NOTE = re.compile(
    r"(?P<origin>besa/[a-z_]+)\n(?P<size>0|[1-9]\d{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\n\n"
    r"(?P<signatures>(?:\u2014 besa/[a-z_]+ [A-Za-z0-9+/=]+\n)+)"
)


class BadNoteError(ValueError):
    """The text is no note of a head, or no key that is known has signed it."""


@dataclass(frozen=True)
class Head:
    """How far the trail of a service goes, and the hash over all of it (32 bytes)."""

    service: str
    size: int
    root: bytes

    def text(self) -> str:
        """What is signed."""
        return f"{ORIGIN}{self.service}\n{self.size}\n{b64encode(self.root).decode()}\n"


def public_key(key: bytes) -> bytes:
    """The public half (32 bytes) of a private key (32 bytes)."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


@dataclass(frozen=True)
class Notary:
    """Signs the heads of its own service and checks those of all; several public keys of one while a key is changed."""

    service: str
    key: bytes = field(repr=False)
    public_keys: Mapping[str, Iterable[bytes]]

    def carry(self, database: Database) -> None:
        """Let each session of `database` have it: a consumer's handler has a session alone."""
        database.carried[Notary] = self

    @classmethod
    def carried_by(cls, session: Session) -> "Notary":
        found: Notary = session.info[cls]
        return found

    def sign(self, head: Head) -> bytes:
        """64 bytes over the text of the head, which may be another service's: then they say that it was seen here."""
        return Ed25519PrivateKey.from_private_bytes(self.key).sign(head.text().encode())

    def note(self, head: Head) -> str:
        """The head of one's own service, signed."""
        return head.text() + "\n" + _line(self.service, public_key(self.key), self.sign(head))

    def signed_by(self, service: str, head: Head, signature: bytes) -> str | None:
        """The line of a note if `service` has signed the head so; None if it has not."""
        for key in self._keys(service):
            try:
                Ed25519PublicKey.from_public_bytes(key).verify(signature, head.text().encode())
            except InvalidSignature:
                continue
            return _line(service, key, signature)
        return None

    def read(self, note: str) -> Head:
        """The head of a note that its own service has signed. Raises `BadNoteError`."""
        found = _NOTE.fullmatch(note)
        if found is None:
            raise BadNoteError("not_a_note")
        service = found["origin"].removeprefix(ORIGIN)
        head = Head(service, int(found["size"]), b64decode(found["root"]))
        for line in found["signatures"].splitlines():
            _, name, given = line.split(" ")
            if name == found["origin"] and self.signed_by(service, head, b64decode(given)[KEY_ID_BYTES:]):
                return head
        raise BadNoteError("not_signed")

    def _keys(self, service: str) -> tuple[bytes, ...]:
        own = (public_key(self.key),) if service == self.service else ()
        return (*own, *self.public_keys.get(service, ()))


def split(text: str) -> list[str]:
    """The notes of a text that holds one after the other. Raises `BadNoteError` if there is anything else."""
    found = [one[0] for one in _NOTE.finditer(text)]
    if "".join(found) != text:
        raise BadNoteError("not_a_note")
    return found


def _line(service: str, key: bytes, signature: bytes) -> str:
    name = f"{ORIGIN}{service}"
    key_id = sha256(name.encode() + b"\n" + _ED25519 + key).digest()[:KEY_ID_BYTES]
    return f"\u2014 {name} {b64encode(key_id + signature).decode()}\n"
