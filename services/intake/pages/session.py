"""The visit of a complainant: begun with the receipt code, kept in a cookie that says nothing and ends with the browser.

The cookie is sealed, not only signed: it must not tell the owner of the phone that there is a complaint, nor which.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from flask import current_app, request, session
from marshmallow import ValidationError

from services.intake.actions import visits as actions
from services.intake.domain.addresses import bucket_of
from services.intake.domain.receipts import read_code
from services.intake.pages.routes import page_key, today, vault
from services.intake.queries import receipts as queries
from services.intake.queries import visits
from services.intake.schemas.complaints import Receipt
from shared import guessing
from shared.clock import utc_now
from shared.edges import Document
from shared.platform import platform
from shared.principal import Principal
from shared.sealing import SealBrokenError, derive, seal, unseal
from shared.typed import Shape, dump, load

#: Without a page asked for, and in all.
IDLE, LONGEST = timedelta(minutes=20), timedelta(hours=2)
_VISIT, _RECEIPT = "visit", "receipt"
S = TypeVar("S", bound=Shape)


@dataclass(frozen=True, kw_only=True)
class _Visit(Document):
    """Of which complaint, when it began and when a page was asked for last, in seconds since 1970. `id` is random: by it the
    server knows a visit that was left, whoever shows a copy of its cookie.
    """

    id: UUID
    complaint: UUID
    began: float
    seen: float


@dataclass(frozen=True, kw_only=True)
class _Kept(Document):
    """A receipt that is still to be shown, since when (seconds since 1970); `id` is random, as that of a visit."""

    id: UUID
    at: float
    receipt: Receipt


def begin(typed: str) -> bool:
    """Begin a visit with a receipt code; False for a wrong one. Raises `TooManyError`."""
    complaint_id = _opened(typed)
    if complaint_id is None:
        return False
    now = utc_now().timestamp()
    end()
    _put(_VISIT, _Visit(id=uuid4(), complaint=complaint_id, began=now, seen=now))
    return True


def _opened(typed: str) -> UUID | None:
    """The complaint that a code opens. Its check symbol is looked at first: a typing error costs nothing and counts for nothing."""
    if read_code(typed) is None:
        return None
    with guessing.turn("receipt") as turn:
        with platform().database.reading() as reading:
            complaint_id = queries.behind(reading, vault(), typed)
        if complaint_id is None:
            turn.wrong()
    return complaint_id


def visited() -> UUID | None:
    """The complaint of this visit, or None where there is none, it is over or was left, or the mailbox was closed meanwhile."""
    visit, now = _get(_VISIT, _Visit), utc_now().timestamp()
    if visit is None or now - visit.seen > IDLE.total_seconds() or now - visit.began > LONGEST.total_seconds():
        session.pop(_VISIT, None)
        return None
    with platform().database.reading() as reading:
        if visits.was_left(reading, visit.id) or not queries.may_still_read(reading, visit.complaint):
            session.clear()
            return None
    _put(_VISIT, replace(visit, seen=now))
    return visit.complaint


def end() -> None:
    """End the visit here and in every copy of its cookie."""
    visit = _get(_VISIT, _Visit)
    session.clear()
    if visit is not None:
        until = datetime.fromtimestamp(visit.began, UTC) + LONGEST
        with platform().database.transaction() as writing:
            actions.end(writing, visit.id, until)


def keep_receipt(receipt: Receipt) -> None:
    """Carry reference and code over the redirect to the page that shows them."""
    _put(_RECEIPT, _Kept(id=uuid4(), at=utc_now().timestamp(), receipt=receipt))


def take_receipt() -> Receipt | None:
    """What `keep_receipt` left within the last two hours; gone afterwards, in every copy of the cookie."""
    kept = _get(_RECEIPT, _Kept)
    session.pop(_RECEIPT, None)
    if kept is None or utc_now().timestamp() - kept.at > LONGEST.total_seconds():
        return None
    until = datetime.fromtimestamp(kept.at, UTC) + LONGEST
    with platform().database.transaction() as writing:
        return kept.receipt if actions.end(writing, kept.id, until) else None


def by_session(cookies: bool) -> Principal | None:
    """The authenticator of pages for complainants."""
    rule = current_app.view_functions[request.endpoint or ""].access  # type: ignore[union-attr]  # create_app starts with no view without a rule
    if not cookies or "complainant" not in rule.kinds:
        return None
    complaint_id = visited()
    return Principal("complainant", complaint_id) if complaint_id else None


def network_bucket() -> str:
    secret = derive(platform().settings.secret_key.encode(), "besa.intake.network")
    return bucket_of(secret, request.remote_addr or "", today())


def _put(name: str, value: Shape) -> None:
    sealed = seal(page_key(), json.dumps(dump(value)).encode(), f"session.{name}")
    session[name] = urlsafe_b64encode(sealed).decode()


def _get(name: str, shape: type[S]) -> S | None:
    kept = session.get(name)
    if not isinstance(kept, str):
        return None
    try:
        return load(shape, json.loads(unseal(page_key(), urlsafe_b64decode(kept), f"session.{name}")))
    except (SealBrokenError, ValidationError, ValueError):
        return None
