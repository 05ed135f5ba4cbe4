"""Taking a complaint in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.actions import looks, marks, numbers, profiles
from services.intake.actions.guardians import is_guardian
from services.intake.domain.receipts import ReceiptCode, keyed, new_code, relocated
from services.intake.domain.registration import check_office, is_anonymous, received_day
from services.intake.domain.terms import last_day, last_moment, local_day
from services.intake.models import Complaint, Vault
from services.intake.queries import lookup
from services.intake.schemas.complaints import NewComplaint
from services.intake.schemas.identity import Contact, SealedIdentity, SealedPerson
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ComplaintReceived
from shared.events.documents.intake import SafeContact
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation

#: Built once: of what taking in a complaint costs, building statements anew was a tenth.
_TABLE: Table = Complaint.__table__  # type: ignore[assignment]  # SQLAlchemy calls it by the base class of tables
_INSERT = upsert(_TABLE).on_conflict_do_nothing(index_elements=["locator"]).returning(_TABLE.c.id)


@dataclass(frozen=True)
class Registered:
    """What the complainant is told, once: the code cannot be shown again. `due_on`: by when they know whether it is accepted."""

    id: UUID
    reference: str
    receipt_code: str
    urgency: str
    due_on: date


@dataclass(frozen=True)
class _Arrival:
    """By which way and when it came, and until when the complainant is told whether it is accepted. Named as the columns."""

    channel: str
    regional_office: str | None
    received_on: date
    first_due_on: date
    due_on: date


@dataclass(frozen=True)
class _Plain:
    """What of a complaint may be known without opening it: codes, ids and flags. Named as the columns."""

    contact_document: str | None
    contact_of: str | None
    representative_role: str | None
    representative_in_conflict: bool
    anonymous: bool
    language: str
    submitter_role: str
    life_area: str | None
    municipality: str | None
    urgency: str
    bodies: Sequence[str]
    keep_secret: bool
    conflict_with_guardian: bool


@dataclass(frozen=True)
class _Sealed:
    """What nobody reads without opening the file. Named as the columns."""

    key_wrapped: bytes
    kek_id: str
    receipt_waiting: bytes
    identity_sealed: bytes
    narrative_sealed: bytes
    wanted_sealed: bytes | None
    named_bodies_sealed: bytes | None


def register(
    by: Principal, session: Session, vault: Vault, documents: Documents, new: NewComplaint, *, now: datetime
) -> Registered:
    """Take it in. `by` is staff where an officer types it, else the public.

    Raises `ContentViolation` for a channel that is not open to them, a day of receipt or regional office that does not
    belong to it, and for unknown bodies and places.
    """
    arrival = _arrival(by, new, now)
    county = lookup.require_municipality(session, new.municipality)
    lookup.require_known(session, _bodies(new))
    profile = profiles.of_new(new, county)
    complaint_id, code, identity, today = uuid4(), new_code(), _identity(new), local_day(now)
    plain = _plain(new, identity, documents)
    row = {
        **vars(arrival),
        **vars(plain),
        **vars(_sealed(vault, complaint_id, code, new, identity)),
        "id": complaint_id,
        "version": 1,
        "names_marked": True,
        "reference": numbers.COMPLAINTS.next(session, today.year),
        "received_at": now,
        "registered_by": by.id,
        "urgency_due": last_moment(data.first_look(plain.urgency, today), now),
    }
    code = _insert(session, row, code)
    named = [body.name for body in new.bodies if body.name]
    marks.keep(session, vault, complaint_id, identity, [new.narrative, new.wanted or "", *named])
    publish(
        session,
        ComplaintReceived(
            complaint_id=complaint_id,
            reference=row["reference"],
            channel=arrival.channel,
            submitter_role=plain.submitter_role,
            by_child=plain.submitter_role == "child",
            life_area=plain.life_area,
            municipality=plain.municipality,
            urgency=plain.urgency,
            language=plain.language,
            contact=plain.contact_document,
        ),
        complaint_id,
    )
    if profile.told:
        profiles.keep(by, session, complaint_id, profile, now=now)
    looks.call_for(session, complaint_id, plain.urgency, now=now)
    audit.record(session, by, "complaint.received", "complaint", complaint_id)
    return Registered(complaint_id, row["reference"], code.shown(), plain.urgency, arrival.due_on)


def _arrival(by: Principal, new: NewComplaint, now: datetime) -> _Arrival:
    channel = new.channel or "form"
    entered_by = data.channels()[channel]["entered_by"]
    if by.kind != "staff" and entered_by == "staff":
        raise ContentViolation("staff enter what came by this channel", code="channel_needs_staff", field="channel")
    check_office(channel, new.regional_office)
    today = local_day(now)
    received_on = received_day(new.received_on, entered_by=entered_by, today=today, late=data.to_register(today))
    due_on = last_day(data.to_answer(received_on), received_on)
    return _Arrival(channel, new.regional_office, received_on, due_on, due_on)


def _bodies(new: NewComplaint) -> list[tuple[str, UUID]]:
    return [
        (f"bodies.{index}.institution_id", body.institution_id)
        for index, body in enumerate(new.bodies)
        if body.institution_id
    ]


def _identity(new: NewComplaint) -> SealedIdentity:
    submitter, representative, child = new.submitter, new.representative, new.child
    return SealedIdentity(
        submitter=SealedPerson(
            role=submitter.role,
            name=submitter.name,
            nickname=submitter.nickname,
            contact=submitter.contact,
            keep_secret=submitter.keep_secret,
        ),
        child=SealedPerson(name=child.name, nickname=child.nickname, age=child.age, sex=child.sex)
        if child
        else SealedPerson(),
        representative=SealedPerson(role=representative.role, name=representative.name, contact=representative.contact)
        if representative
        else None,
        answers=new.urgency,
    )


def _plain(new: NewComplaint, identity: SealedIdentity, documents: Documents) -> _Plain:
    representative_role = new.representative.role if new.representative else None
    in_conflict = new.conflict_with_guardian and is_guardian(representative_role)
    contact_document, contact_of = _contact(documents, new, conflict=in_conflict)
    return _Plain(
        contact_document=contact_document,
        contact_of=contact_of,
        representative_role=representative_role,
        representative_in_conflict=in_conflict,
        anonymous=is_anonymous(identity.submitter, identity.child, identity.representative),
        language=new.language,
        submitter_role=new.submitter.role,
        life_area=new.life_area,
        municipality=new.municipality,
        urgency=data.urgency_of(new.urgency),
        bodies=[str(body) for _, body in _bodies(new)],
        keep_secret=new.submitter.keep_secret,
        conflict_with_guardian=new.conflict_with_guardian,
    )


def _sealed(
    vault: Vault, complaint_id: UUID, code: ReceiptCode, new: NewComplaint, identity: SealedIdentity
) -> _Sealed:
    key, wrapped = vault.new_key(complaint_id)
    named = [body.name for body in new.bodies if body.name]
    first_layer = keyed(vault.pepper, complaint_id, code.secret)
    return _Sealed(
        key_wrapped=wrapped,
        kek_id=vault.kek_id,
        receipt_waiting=key.seal_key(first_layer, "complaint.receipt_waiting", complaint_id),
        identity_sealed=key.seal_document(identity, "complaint.identity_sealed", complaint_id),
        narrative_sealed=key.seal(new.narrative, "complaint.narrative_sealed", complaint_id),
        wanted_sealed=key.seal(new.wanted, "complaint.wanted_sealed", complaint_id) if new.wanted else None,
        named_bodies_sealed=key.seal_json(named, "complaint.named_bodies_sealed", complaint_id) if named else None,
    )


def _contact(documents: Documents, new: NewComplaint, *, conflict: bool) -> tuple[str | None, str | None]:
    """Where to write to, and whose it is: the complainant's own safe contact, else that of the representative."""
    ways = {"submitter": new.submitter.contact}
    if new.representative and not conflict:
        ways["representative"] = new.representative.contact
    for whose, contact in ways.items():
        if contact and contact.safe:
            return documents.keep(_safe(contact, new.language)), whose
    return None, None


def _safe(contact: Contact, language: str) -> SafeContact:
    """For the notifications service; only where that person said that it is safe, so that there is one of the two."""
    channel = "email" if contact.email else "sms"
    return SafeContact(
        channel=channel, address=contact.email or contact.phone or "", language=language, hours=contact.hours
    )


def _insert(session: Session, row: Mapping[str, object], code: ReceiptCode) -> ReceiptCode:
    while session.execute(_INSERT, {**row, "locator": code.locator}).scalar() is None:
        code = relocated(code)
    return code
