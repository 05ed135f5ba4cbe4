"""Countersignatures: what the office confirms to a body is signed, so that the body can show it to a third party.

JWS with Ed25519 (RFC 7515, RFC 9864) over the canonical JSON (RFC 8785) of the receipt. The key follows from SECRET_KEY;
its public half is served, and whoever changes SECRET_KEY keeps the old public key where partners can find it.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.jwk import OKPKey

from shared.sealing import derive

ALGORITHM = "Ed25519"


def countersign(secret_key: str, receipt: Mapping[str, str | int]) -> str:
    """The compact JWS of `receipt`; the same receipt always has the same one."""
    key = _key(secret_key)
    protected = {"alg": ALGORITHM, "kid": key.thumbprint()}
    return jws.serialize_compact(protected, rfc8785.dumps(dict(receipt)), key, algorithms=[ALGORITHM])


def public_keys(secret_key: str) -> dict[str, object]:
    """The JWK set (RFC 7517) that verifies receipts."""
    key = _key(secret_key)
    shown = key.as_dict(private=False)
    return {"keys": [{**shown, "kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}]}


def second_of(now: datetime) -> datetime:
    """The time of a receipt: to the second, as it is printed and signed."""
    return now.replace(microsecond=0)


def canonical(content: Mapping[str, object]) -> bytes:
    """RFC 8785 bytes, through JSON so that ids and dates become text first."""
    return rfc8785.dumps(json.loads(json.dumps(content, default=str)))


@lru_cache(maxsize=4)
def _key(secret_key: str) -> OKPKey:
    seed = derive(secret_key.encode(), "besa.partners.receipts")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return OKPKey.import_key(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
