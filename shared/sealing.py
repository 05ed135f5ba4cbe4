"""Authenticated encryption: AES-256-GCM, with the place of the value bound in, so that values cannot be swapped."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
KEY_BYTES = 32


class SealBrokenError(Exception):
    """The value was changed, moved, or sealed with another key."""


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def derive(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose out of a secret (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(secret)


def seal(key: bytes, value: bytes, place: str) -> bytes:
    """`value` encrypted for `place` (table, column and row, or a purpose): nonce, ciphertext, tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, value, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """The value sealed for `place`. Raises `SealBrokenError`."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError(place) from error
