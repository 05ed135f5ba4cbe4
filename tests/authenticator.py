"""A passkey's device in software: makes a key pair for a site and signs its challenges, as a browser would bring them."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

PRESENT, HAS_KEY = 0x01, 0x40


@dataclass
class Authenticator:
    """One key of one site. `origin` is what the browser shows: a false page has another."""

    origin: str
    counter: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(32))

    def made(self, options: dict[str, Any], **changes: Any) -> str:
        """The answer to `PublicKeyCredentialCreationOptionsJSON`."""
        at = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: at.x.to_bytes(32), -3: at.y.to_bytes(32)}
        described = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(public)
        about = self._about(options["rp"]["id"], HAS_KEY) + described
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": about})
        told = self._told("webauthn.create", options, changes)
        return self._answer({"clientDataJSON": told, "attestationObject": attested})

    def proved(self, options: dict[str, Any], **changes: Any) -> str:
        """The answer to `PublicKeyCredentialRequestOptionsJSON`."""
        about, told = self._about(options["rpId"]), self._told("webauthn.get", options, changes)
        signature = self.key.sign(about + hashlib.sha256(told).digest(), ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": told, "authenticatorData": about, "signature": signature})

    def _about(self, site: str, flags: int = 0) -> bytes:
        return hashlib.sha256(site.encode()).digest() + bytes([PRESENT | flags]) + self.counter.to_bytes(4)

    def _told(self, kind: str, options: dict[str, Any], changes: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin, **changes}
        return json.dumps(told).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        coded = {name: bytes_to_base64url(value) for name, value in response.items()}
        named = bytes_to_base64url(self.id)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": coded})
