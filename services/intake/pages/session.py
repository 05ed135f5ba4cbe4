"""The visit of a complainant: begun with the receipt code, kept in a cookie that says nothing and ends with the browser.

The cookie is sealed, not only signed: it must not tell the owner of the phone that there is a complaint, nor which.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app, request, session

from services.intake.actions import tries
from services.intake.domain.addresses import bucket_of
from services.intake.pages.routes import page_key, today, vault
from services.intake.queries import receipts as queries
from shared.clock import utc_now
from shared.platform import platform
from shared.principal import Principal
from shared.sealing import SealBrokenError, derive, seal, unseal

#: Without a page asked for, and in all.
IDLE, LONGEST = timedelta(minutes=20), timedelta(hours=2)
_VISIT, _RECEIPT = "visit", "receipt"


def begin(typed: str) -> bool:
    """Begin a visit with a receipt code; False for a wrong one. Raises `TooManyError`."""
    here, network = platform(), network_bucket()
    with here.database.reading() as reading:
        tries.refuse_guesser(reading, network)
        complaint_id = queries.behind(reading, vault(), typed)
    if complaint_id is None:
        with here.database.transaction() as counting:
            tries.count_wrong_guess(counting, network)
        return False
    now = utc_now().timestamp()
    session.clear()
    _put(_VISIT, {"complaint": str(complaint_id), "began": now, "seen": now})
    return True


def visited() -> UUID | None:
    """The complaint of this visit, or None where there is none, it is over, or the mailbox was closed meanwhile."""
    kept, now = _get(_VISIT), utc_now().timestamp()
    if kept is None or now - kept["seen"] > IDLE.total_seconds() or now - kept["began"] > LONGEST.total_seconds():
        session.pop(_VISIT, None)
        return None
    complaint_id = UUID(kept["complaint"])
    with platform().database.reading() as reading:
        if not queries.may_still_read(reading, complaint_id):
            session.clear()
            return None
    _put(_VISIT, kept | {"seen": now})
    return complaint_id


def end() -> None:
    session.clear()


def keep_receipt(told: dict[str, Any]) -> None:
    """Carry reference and code over the redirect to the page that shows them."""
    _put(_RECEIPT, told)


def take_receipt() -> dict[str, Any] | None:
    """What `keep_receipt` left; gone afterwards."""
    told = _get(_RECEIPT)
    session.pop(_RECEIPT, None)
    return told


def by_session(cookies: bool) -> Principal | None:
    """The authenticator of pages for complainants."""
    rule = current_app.view_functions[request.endpoint or ""].access  # type: ignore[attr-defined]
    if not cookies or "complainant" not in rule.kinds:
        return None
    complaint_id = visited()
    return Principal("complainant", complaint_id) if complaint_id else None


def network_bucket() -> str:
    secret = derive(platform().settings.secret_key.encode(), "besa.intake.network")
    return bucket_of(secret, request.remote_addr or "", today())


def _put(name: str, value: dict[str, Any]) -> None:
    sealed = seal(page_key(), json.dumps(value).encode(), f"session.{name}")
    session[name] = urlsafe_b64encode(sealed).decode()


def _get(name: str) -> dict[str, Any] | None:
    kept = session.get(name)
    if not isinstance(kept, str):
        return None
    try:
        return json.loads(unseal(page_key(), urlsafe_b64decode(kept), f"session.{name}"))  # type: ignore[no-any-return]
    except (SealBrokenError, ValueError):
        return None
