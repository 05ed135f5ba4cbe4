"""Keys: whether they belong together, and to what they once sealed. None is printed."""

import json
from collections.abc import Iterator

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from deploy.doctor.faults import Fault
from shared.audit.notes import public_key
from shared.documents import Documents
from shared.settings import Settings


def keys(settings: Settings) -> Iterator[Fault]:
    """Those that have a counterpart elsewhere."""
    if public_key(settings.audit_key) not in settings.audit_public_keys.get(settings.service, ()):
        yield Fault(
            "AUDIT_KEY has no counterpart in AUDIT_PUBLIC_KEYS",
            "give every service a list that holds its public key; until then the others do not believe this trail",
        )
    yield from _of_documents(settings)
    try:
        verifying = OKPKey.import_key(json.loads(settings.staff_verify_key))
    except (JoseError, ValueError, TypeError):
        yield Fault("STAFF_VERIFY_KEY is no key", "give it the public half of the key of cases, as JSON")
        return
    if settings.staff_signing_key is None:
        return
    try:
        signing = OKPKey.import_key(json.loads(settings.staff_signing_key))
    except (JoseError, ValueError, TypeError):
        yield Fault("STAFF_SIGNING_KEY is no key", "give it the key pair of cases, as JSON")
        return
    if signing.as_dict(private=False)["x"] != verifying.as_dict(private=False)["x"]:
        yield Fault(
            "STAFF_VERIFY_KEY is not that of STAFF_SIGNING_KEY",
            "give all four services the public half of the same pair",
        )


def _of_documents(settings: Settings) -> Iterator[Fault]:
    """Whether our own keys open, and whether each service has one to be written to."""
    wraps = Documents.of(settings).wraps
    if wraps is None:
        return
    if wraps.ring.is_locked():
        yield Fault(
            "DOCUMENT_RING_KEY opens none of our keys in the store",
            "give the service the one that it had, beside the new one if it is being changed: docs/operations.md, Keys of documents",
        )
    for service in wraps.without_key():
        yield Fault(
            f"{service} has no key that its entry in AUDIT_PUBLIC_KEYS has signed, so that nothing can be told to it",
            "start it once with its DOCUMENT_RING_KEY, and give all services one AUDIT_PUBLIC_KEYS",
        )
