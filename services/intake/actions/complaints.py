"""Taking a complaint in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.receipts import ReceiptCode, keyed, new_code, relocated
from services.intake.domain.terms import ADMISSIBILITY, last_day, local_day, term_on
from services.intake.models import Complaint, DataKey, Numbering, Vault, lookup
from services.intake.models.tables import complaint_number
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ComplaintReceived
from shared.messaging.outbox import publish
from shared.numbers import reference
from shared.rules import ContentViolation

PREFIX = "A"
_TOLD = ("reference", "channel", "submitter_role", "life_area", "municipality", "urgency", "language")

#: Built once: of what taking in a complaint costs, building statements anew was a tenth.
_BEFORE = (
    select(Numbering.before)
    .where(Numbering.prefix == bindparam("prefix"), Numbering.year == bindparam("year"))
    .scalar_subquery()
)
_DRAW = select(complaint_number.next_value(), _BEFORE)
_TABLE = Complaint.__table__
_INSERT = upsert(_TABLE).on_conflict_do_nothing(index_elements=["locator"]).returning(_TABLE.c.id)


@dataclass(frozen=True)
class Registered:
    """What the complainant is told, once: the code cannot be shown again."""

    id: UUID
    reference: str
    receipt_code: str
    urgency: str


def register(
    session: Session, vault: Vault, documents: Documents, new: Mapping[str, Any], *, by: UUID | None, now: datetime
) -> Registered:
    """Take in `new`, as `schemas.NewComplaint` loads it. `by` is the staff member who types it, if one does.

    Raises `ContentViolation` for a channel that is not open to them, and for unknown bodies and places.
    """
    channel = _channel(new, by)
    lookup.require_municipality(session, new.get("municipality"))
    lookup.require_known(session, _bodies(new))
    complaint_id, code = uuid4(), new_code()
    year = local_day(now).year
    row = {
        **_told(new, documents),
        **_sealed(vault, complaint_id, code, new),
        "id": complaint_id,
        "version": 1,
        "reference": reference(PREFIX, year, _next_number(session, year)),
        "received_at": now,
        "due_on": last_day(term_on(data.terms(), ADMISSIBILITY, local_day(now)), now),
        "channel": channel,
        "registered_by": by,
    }
    code = _insert(session, row, code)
    publish(
        session,
        ComplaintReceived,
        complaint_id,
        complaint_id=complaint_id,
        by_child=row["submitter_role"] == "child",
        contact=row["contact_document"],
        **{name: row[name] for name in _TOLD},
    )
    audit.record(session, f"staff:{by}" if by else "public", "complaint.received", "complaint", complaint_id)
    return Registered(complaint_id, row["reference"], code.shown(), row["urgency"])


def _channel(new: Mapping[str, Any], by: UUID | None) -> str:
    channel: str = new.get("channel") or "form"
    if by is None and data.channels()[channel]["entered_by"] == "staff":
        raise ContentViolation("staff enter what came by this channel", code="channel_needs_staff", field="channel")
    return channel


def _bodies(new: Mapping[str, Any]) -> list[tuple[str, UUID]]:
    return [
        (f"bodies.{index}.institution_id", body["institution_id"])
        for index, body in enumerate(new["bodies"])
        if "institution_id" in body
    ]


def _told(new: Mapping[str, Any], documents: Documents) -> dict[str, Any]:
    """What of a complaint may be known without opening it: codes, ids and flags."""
    submitter = new["submitter"]
    return {
        "language": new["language"],
        "submitter_role": submitter["role"],
        "life_area": new.get("life_area"),
        "municipality": new.get("municipality"),
        "urgency": data.urgency_of(new.get("urgency") or {}),
        "bodies": [str(body) for _, body in _bodies(new)],
        "keep_secret": submitter["keep_secret"],
        "conflict_with_guardian": new["conflict_with_guardian"],
        "contact_document": _contact_document(documents, submitter.get("contact") or {}, new["language"]),
    }


def _sealed(vault: Vault, complaint_id: UUID, code: ReceiptCode, new: Mapping[str, Any]) -> dict[str, Any]:
    key, wrapped = vault.new_key(complaint_id)
    identity = {"submitter": new["submitter"], "child": new.get("child") or {}, "answers": new.get("urgency") or {}}
    named = [body["name"] for body in new["bodies"] if "name" in body]
    wanted = new.get("wanted")
    first_layer = keyed(vault.pepper, complaint_id, code.secret)
    return {
        "key_wrapped": wrapped,
        "kek_id": vault.kek_id,
        "receipt_waiting": key.seal_key(first_layer, "complaint.receipt_waiting", complaint_id),
        "identity_sealed": key.seal_json(identity, "complaint.identity_sealed", complaint_id),
        "narrative_sealed": key.seal(new["narrative"], "complaint.narrative_sealed", complaint_id),
        "wanted_sealed": key.seal(wanted, "complaint.wanted_sealed", complaint_id) if wanted else None,
        "named_bodies_sealed": _named(key, named, complaint_id),
    }


def _named(key: DataKey, named: list[str], complaint_id: UUID) -> bytes | None:
    return key.seal_json(named, "complaint.named_bodies_sealed", complaint_id) if named else None


def _contact_document(documents: Documents, contact: Mapping[str, Any], language: str) -> str | None:
    """Where to write to, for the notifications service; only where the complainant said that it is safe."""
    if not contact.get("safe"):
        return None
    channel = "email" if contact.get("email") else "sms"
    address = contact["email"] if channel == "email" else contact["phone"]
    return documents.put_json(
        {"channel": channel, "address": address, "language": language, "hours": contact.get("hours")}
    )


def _next_number(session: Session, year: int) -> int:
    """The next number of `year`. A complaint that failed leaves a gap: waiting for each other would cost more."""
    this_year = {"prefix": PREFIX, "year": year}
    while True:
        drawn, before = session.execute(_DRAW, this_year).one()
        if before is None:
            row = this_year | {"before": drawn - 1}
            session.execute(upsert(Numbering).values(row).on_conflict_do_nothing())
            before = session.execute(select(_BEFORE), this_year).scalar_one()
        # Of two that open a year together, one may have drawn before the other's first number.
        if drawn > before:
            return int(drawn - before)


def _insert(session: Session, row: Mapping[str, Any], code: ReceiptCode) -> ReceiptCode:
    while session.execute(_INSERT, {**row, "locator": code.locator}).scalar() is None:
        code = relocated(code)
    return code
