"""Taking a complaint in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.actions import numbers
from services.intake.actions.guardians import is_guardian
from services.intake.domain.receipts import ReceiptCode, keyed, new_code, relocated
from services.intake.domain.registration import check_office, is_anonymous, received_day
from services.intake.domain.terms import last_day, last_moment, local_day
from services.intake.models import Complaint, DataKey, Vault
from services.intake.queries import lookup
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ComplaintReceived
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation

#: Built once: of what taking in a complaint costs, building statements anew was a tenth.
_TABLE = Complaint.__table__
_INSERT = upsert(_TABLE).on_conflict_do_nothing(index_elements=["locator"]).returning(_TABLE.c.id)


@dataclass(frozen=True)
class Registered:
    """What the complainant is told, once: the code cannot be shown again. `due_on`: by when they know whether it is accepted."""

    id: UUID
    reference: str
    receipt_code: str
    urgency: str
    due_on: date


def register(
    by: Principal, session: Session, vault: Vault, documents: Documents, new: Mapping[str, Any], *, now: datetime
) -> Registered:
    """Take in `new`, as `schemas.NewComplaint` loads it. `by` is staff where an officer types it, else the public.

    Raises `ContentViolation` for a channel that is not open to them, a day of receipt or regional office that does not
    belong to it, and for unknown bodies and places.
    """
    came = _came(by, new, now)
    lookup.require_municipality(session, new.get("municipality"))
    lookup.require_known(session, _bodies(new))
    complaint_id, code = uuid4(), new_code()
    year = local_day(now).year
    row = {
        **came,
        **_told(new, documents),
        **_sealed(vault, complaint_id, code, new),
        "id": complaint_id,
        "version": 1,
        "reference": numbers.COMPLAINTS.next(session, year),
        "received_at": now,
        "registered_by": by.id,
    }
    row["urgency_due"] = last_moment(data.first_look(row["urgency"], local_day(now)), now)
    code = _insert(session, row, code)
    publish(
        session,
        ComplaintReceived(
            complaint_id=complaint_id,
            reference=row["reference"],
            channel=row["channel"],
            submitter_role=row["submitter_role"],
            by_child=row["submitter_role"] == "child",
            life_area=row["life_area"],
            municipality=row["municipality"],
            urgency=row["urgency"],
            language=row["language"],
            contact=row["contact_document"],
        ),
        complaint_id,
    )
    audit.record(session, by, "complaint.received", "complaint", complaint_id)
    return Registered(complaint_id, row["reference"], code.shown(), row["urgency"], row["due_on"])


def _came(by: Principal, new: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """By which way and when it came, and until when the complainant is told whether it is accepted."""
    channel: str = new.get("channel") or "form"
    entered_by = data.channels()[channel]["entered_by"]
    if by.kind != "staff" and entered_by == "staff":
        raise ContentViolation("staff enter what came by this channel", code="channel_needs_staff", field="channel")
    check_office(channel, new.get("regional_office"))
    today = local_day(now)
    late = data.to_register(today)
    received_on = received_day(new.get("received_on"), entered_by=entered_by, today=today, late=late)
    due_on = last_day(data.to_answer(received_on), received_on)
    return {
        "channel": channel,
        "regional_office": new.get("regional_office"),
        "received_on": received_on,
        "first_due_on": due_on,
        "due_on": due_on,
    }


def _bodies(new: Mapping[str, Any]) -> list[tuple[str, UUID]]:
    return [
        (f"bodies.{index}.institution_id", body["institution_id"])
        for index, body in enumerate(new["bodies"])
        if "institution_id" in body
    ]


def _told(new: Mapping[str, Any], documents: Documents) -> dict[str, Any]:
    """What of a complaint may be known without opening it: codes, ids and flags."""
    submitter, representative = new["submitter"], new.get("representative") or {}
    in_conflict = new["conflict_with_guardian"] and is_guardian(representative.get("role"))
    return {
        **_contact(documents, submitter, {} if in_conflict else representative, new["language"]),
        "representative_role": representative.get("role"),
        "representative_in_conflict": in_conflict,
        "anonymous": is_anonymous(submitter, new.get("child"), representative),
        "language": new["language"],
        "submitter_role": submitter["role"],
        "life_area": new.get("life_area"),
        "municipality": new.get("municipality"),
        "urgency": data.urgency_of(new.get("urgency") or {}),
        "bodies": [str(body) for _, body in _bodies(new)],
        "keep_secret": submitter["keep_secret"],
        "conflict_with_guardian": new["conflict_with_guardian"],
    }


def _sealed(vault: Vault, complaint_id: UUID, code: ReceiptCode, new: Mapping[str, Any]) -> dict[str, Any]:
    key, wrapped = vault.new_key(complaint_id)
    identity = {"submitter": new["submitter"], "child": new.get("child") or {}, "answers": new.get("urgency") or {}}
    if new.get("representative"):
        identity["representative"] = new["representative"]
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


def _contact(
    documents: Documents, submitter: Mapping[str, Any], representative: Mapping[str, Any], language: str
) -> dict[str, Any]:
    """Where to write to, and whose it is: the complainant's own safe contact, else that of the representative."""
    for whose, person in (("submitter", submitter), ("representative", representative)):
        if document := _contact_document(documents, person.get("contact") or {}, language):
            return {"contact_document": document, "contact_of": whose}
    return {"contact_document": None, "contact_of": None}


def _contact_document(documents: Documents, contact: Mapping[str, Any], language: str) -> str | None:
    """Where to write to, for the notifications service; only where that person said that it is safe."""
    if not contact.get("safe"):
        return None
    channel = "email" if contact.get("email") else "sms"
    address = contact["email"] if channel == "email" else contact["phone"]
    return documents.put_json(
        {"channel": channel, "address": address, "language": language, "hours": contact.get("hours")}
    )


def _insert(session: Session, row: Mapping[str, Any], code: ReceiptCode) -> ReceiptCode:
    while session.execute(_INSERT, {**row, "locator": code.locator}).scalar() is None:
        code = relocated(code)
    return code
