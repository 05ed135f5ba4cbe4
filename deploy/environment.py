"""The environment variables of each service's processes where one machine runs them all, and the secrets in them."""

import json
import os
import secrets
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast

from joserfc.jwk import OKPKey

from deploy import SERVICES
from deploy.servers.databases import OWNER, new_passwords
from shared.audit.notes import public_key

#: Of the caller's own environment only these are handed on: a stray DATABASE_URL must not reach a process.
INHERITED = ("PATH", "HOME", "TZ", "LANG", "LC_ALL", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


class Secrets(TypedDict):
    """What secrets.json keeps. Secret keys by service, passwords by service and role; the two signing keys are JSON web keys, as text."""

    database_passwords: dict[str, dict[str, str]]
    secret_keys: dict[str, str]
    audit_keys: dict[str, str]
    document_ring_keys: dict[str, str]
    backup_key: str
    document_key: NotRequired[str]
    document_escrow_key: NotRequired[str]
    sealing_key: str
    receipt_pepper: str
    subscription_key: str
    staff_signing_key: str
    staff_verify_key: str


def load_secrets(root: Path) -> Secrets:
    """The secrets of one installation, made once and kept in `root`/secrets.json (mode 0600); what it lacks is added."""
    path = root / "secrets.json"
    root.mkdir(parents=True, exist_ok=True)
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    whole = _completed(kept)
    if kept != whole:
        kept = whole
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(kept), encoding="utf-8")
        # A rename, since a kill in the middle of writing would leave keys that nothing can be decrypted with.
        draft.replace(path)
    return cast(Secrets, kept)


def _completed(kept: dict[str, Any]) -> dict[str, Any]:
    """With what is lacking. A release before had one password a service: that of the role that owns its tables."""
    fresh = _new_secrets()
    old = {
        service: {OWNER: given} if isinstance(given, str) else given
        for service, given in kept.get("database_passwords", {}).items()
    }
    passwords = {service: {**new, **old.get(service, {})} for service, new in fresh["database_passwords"].items()}
    # What sealed the manifests of backups before it had a name of its own.
    backup_key = kept.get("backup_key") or kept.get("document_key") or fresh["backup_key"]
    return {**fresh, **kept, "database_passwords": passwords, "backup_key": backup_key}


def _new_secrets() -> Secrets:
    staff_key = OKPKey.generate_key("Ed25519")
    return {
        "database_passwords": new_passwords(),
        "secret_keys": {service: secrets.token_urlsafe(48) for service in SERVICES},
        "audit_keys": {service: _key() for service in SERVICES},
        "document_ring_keys": {service: _key() for service in SERVICES},
        "backup_key": _key(),
        "sealing_key": _key(),
        "receipt_pepper": _key(),
        "subscription_key": _key(),
        "staff_signing_key": json.dumps(staff_key.as_dict(private=True)),
        "staff_verify_key": json.dumps(staff_key.as_dict(private=False)),
    }


def _key() -> str:
    return b64encode(secrets.token_bytes(32)).decode("ascii")


def _public_keys(kept: Secrets) -> str:
    """Of the heads of all four trails, for everybody."""
    pairs = {service: public_key(b64decode(key)) for service, key in kept["audit_keys"].items()}
    return json.dumps({service: [b64encode(key).decode("ascii")] for service, key in pairs.items()})


def environment(service: str, root: Path, kept: Secrets, addresses: Mapping[str, str]) -> dict[str, str]:
    """All variables of one service's processes. `addresses` has the keys database (as the app), broker, public and optionally proxy_hops.

    Least knowledge: the signing key only for cases, the sealing key and the pepper only for intake, that of subscriptions only for
    notifications.
    """
    given = {
        "DATABASE_URL": addresses["database"],
        "BROKER_URL": addresses["broker"],
        "DOCUMENTS_URL": (root / "documents").resolve().as_uri(),
        "DOCUMENT_RING_KEY": kept["document_ring_keys"][service],
        "SECRET_KEY": kept["secret_keys"][service],
        "STAFF_VERIFY_KEY": kept["staff_verify_key"],
        "AUDIT_KEY": kept["audit_keys"][service],
        "AUDIT_PUBLIC_KEYS": _public_keys(kept),
        "AUDIT_HEADS_DIR": str((root / "heads").resolve()),
        "WITNESS_DIR": str((root / "witness").resolve()),
        "PUBLIC_URL": addresses["public"],
        "PROXY_HOPS": addresses.get("proxy_hops", "0"),
        # Plain HTTP on loopback: a cookie marked Secure would never come back.
        "SECURE_COOKIES": "false",
    }
    # Of an installation from before each document had a key of its own: docs/operations.md, Keys of documents.
    if "document_key" in kept:
        given["DOCUMENT_KEY"] = kept["document_key"]
    if "document_escrow_key" in kept:
        given["DOCUMENT_ESCROW_KEY"] = kept["document_escrow_key"]
    if service == "cases":
        given["STAFF_SIGNING_KEY"] = kept["staff_signing_key"]
    if service == "intake":
        given |= {"SEALING_KEY": kept["sealing_key"], "RECEIPT_PEPPER": kept["receipt_pepper"]}
    if service == "notifications":
        given |= {"MAIL_URL": (root / "outbox").resolve().as_uri(), "SUBSCRIPTION_KEY": kept["subscription_key"]}
    for folder in ("documents", "heads", "outbox", "witness"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    return given | inherited()


def main() -> None:
    """Print a new set of keys as lines of an .env file."""
    fresh = _new_secrets()
    for name, value in fresh.items():
        # What is kept by service is no text: the passwords are made with the databases.
        if isinstance(value, str):
            sys.stdout.write(f"{name.upper()}={value}\n")
    sys.stdout.write(f"AUDIT_PUBLIC_KEYS={_public_keys(fresh)}\n")
    for service, key in fresh["audit_keys"].items():
        sys.stdout.write(f"# {service} only: AUDIT_KEY={key}\n")
    for service, key in fresh["document_ring_keys"].items():
        sys.stdout.write(f"# {service} only: DOCUMENT_RING_KEY={key}\n")
    sys.stdout.write(f"SECRET_KEY={fresh['secret_keys'][SERVICES[0]]}\n")


def inherited() -> dict[str, str]:
    """What a process gets of the caller's environment besides its settings."""
    return {name: os.environ[name] for name in INHERITED if name in os.environ}


if __name__ == "__main__":
    main()
