"""What a link in a mail proves, and how an address is recognised without being kept in the clear. Under keys of subscriptions alone."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

#: What a link is good for: to confirm; to end at one click, for mail programs; to end by hand, by whoever knows the address.
CONFIRM, END, LEAVE = "confirm", "end", "leave"
MAC_BYTES = 20
#: Who did not confirm until then asks anew.
CONFIRM_WITHIN = timedelta(days=7)
#: A mail that asks to confirm is sent to one address no more often, whoever types it in.
ASK_AGAIN_AFTER = timedelta(hours=1)


def token(key: bytes, purpose: str, subscriber_id: UUID) -> str:
    """What stands in a link. It holds for as long as the key does, so that a mail of years ago still ends its subscription."""
    return urlsafe_b64encode(subscriber_id.bytes + _mac(key, purpose, subscriber_id)).decode().rstrip("=")


def read_token(key: bytes, purpose: str, given: str) -> UUID | None:
    """The subscriber whom a link of this purpose is about; None for any other text."""
    try:
        raw = urlsafe_b64decode(given.encode("ascii") + b"=" * (-len(given) % 4))
    except (Error, UnicodeEncodeError, ValueError):
        return None
    if len(raw) != 16 + MAC_BYTES:
        return None
    subscriber_id = UUID(bytes=raw[:16])
    # One text for one link: base64 leaves bits unused.
    good = hmac.compare_digest(token(key, purpose, subscriber_id).encode(), given.encode())
    return subscriber_id if good else None


def mark(key: bytes, address: str) -> str:
    """By what an address is recognised: the same for all spellings of case; tells nothing without the key."""
    return hmac.new(key, b"address\0" + address.strip().casefold().encode(), sha256).hexdigest()


def _mac(key: bytes, purpose: str, subscriber_id: UUID) -> bytes:
    return hmac.new(key, purpose.encode() + b"\0" + subscriber_id.bytes, sha256).digest()[:MAC_BYTES]
