"""The neutral summary: the only words about a complaint that leave the sealed file. It may name nobody."""

import re
from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from services.intake.domain.names import Person, names_someone
from services.intake.models import Complaint, DataKey
from services.intake.queries import lookup
from services.intake.schemas.identity import SealedIdentity, SealedPerson
from shared.directory import KnownInstitution
from shared.rules import ContentViolation

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")


def check_summary(session: Session, key: DataKey, complaint: Complaint, summary: str, bodies: Collection[UUID]) -> None:
    """Raise `ContentViolation` for a summary that names one of the persons in the sealed file."""
    identity = key.unseal_document(SealedIdentity, complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    persons = [_person(one) for one in (identity.submitter, identity.child, identity.representative) if one]
    places = [word for body in lookup.institutions(session, bodies).values() for word in _public(body)]
    places += lookup.municipality_words(session, complaint.municipality)
    if names_someone(summary, persons, places):
        # Which word it was is not said: an answer that tells would tell it to whoever has not opened the file.
        raise ContentViolation("the summary names a person", code="summary_names_person", field="summary")


def _person(sealed: SealedPerson) -> Person:
    contact = sealed.reached
    loose = contact.other or ""
    email = _EMAIL.search(loose)
    return Person(
        name=sealed.name or "",
        phone=contact.phone or loose,
        email=contact.email or (email.group() if email else ""),
        address=f"{contact.address or ''} {_EMAIL.sub('', loose)}",
    )


def _public(body: KnownInstitution) -> list[str]:
    return [body.name_sq, body.name_en, body.seat or "", body.municipality_name or ""]
