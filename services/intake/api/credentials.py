"""The receipt code as a credential of the API: header `Receipt-Code`."""

from uuid import UUID

from flask import current_app, request

from services.intake.domain.addresses import bucket_of
from services.intake.domain.receipts import LONGEST_INPUT, read_code
from services.intake.domain.terms import local_day
from services.intake.models import Vault
from services.intake.queries import receipts as queries
from shared import guessing
from shared.clock import utc_now
from shared.errors import Problem
from shared.platform import platform
from shared.principal import Principal
from shared.rules import NotFound
from shared.sealing import derive

HEADER = "Receipt-Code"


def by_receipt_code(cookies: bool) -> Principal | None:
    """Whoever holds the code in the header. Raises `Problem`: 400 empty, 422 too long, 429 for a wrong one of many;
    `NotFound` for any other wrong one.
    """
    rule = current_app.view_functions[request.endpoint or ""].access  # type: ignore[union-attr]  # create_app starts with no view without a rule
    typed = request.headers.get(HEADER)
    if cookies or typed is None or "complainant" not in rule.kinds:
        return None
    if not typed.strip():
        raise Problem(400, "receipt_code_empty")
    if len(typed) > LONGEST_INPUT:
        raise Problem(422, "receipt_code_too_long")
    complaint_id = _opened(typed)
    if complaint_id is None:
        raise NotFound
    return Principal("complainant", complaint_id)


def _opened(typed: str) -> UUID | None:
    """The complaint that a code opens. Its check symbol is looked at first: a typing error costs nothing and counts for nothing."""
    if read_code(typed) is None:
        return None
    with guessing.turn("receipt") as turn:
        with platform().database.reading() as reading:
            complaint_id = queries.behind(reading, Vault.of(platform().settings), typed)
        if complaint_id is None:
            turn.wrong()
    return complaint_id


def network_bucket() -> str:
    """A name for where this request comes from that tells nobody where that is."""
    secret = derive(platform().settings.secret_key.encode(), "besa.intake.network")
    return bucket_of(secret, request.remote_addr or "", local_day(utc_now()))
