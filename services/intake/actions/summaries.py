"""The neutral summary: the only words about a complaint that leave the sealed file. It may name nobody."""

import re
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.intake.domain.names import Person, names_someone
from services.intake.models import Complaint, DataKey
from services.intake.queries import lookup
from shared.rules import ContentViolation

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")


def check_summary(session: Session, key: DataKey, complaint: Complaint, summary: str, bodies: Collection[UUID]) -> None:
    """Raise `ContentViolation` for a summary that names one of the persons in the sealed file."""
    identity = key.unseal_json(complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    persons = [_person(identity.get(who) or {}) for who in ("submitter", "child", "representative")]
    places = [word for body in lookup.institutions(session, bodies).values() for word in _public(body.record)]
    places += lookup.municipality_words(session, complaint.municipality)
    if names_someone(summary, persons, places):
        # Which word it was is not said: an answer that tells would tell it to whoever has not opened the file.
        raise ContentViolation("the summary names a person", code="summary_names_person", field="summary")


def _person(known: dict[str, Any]) -> Person:
    contact = known.get("contact") or {}
    loose = contact.get("other") or ""
    email = _EMAIL.search(loose)
    return Person(
        name=known.get("name") or "",
        phone=contact.get("phone") or loose,
        email=contact.get("email") or (email.group() if email else ""),
        address=f"{contact.get('address') or ''} {_EMAIL.sub('', loose)}",
    )


def _public(record: dict[str, Any]) -> list[str]:
    return [record.get(name) or "" for name in ("name_sq", "name_en", "seat", "municipality_name")]
