"""Comparing a text with the sealed files before it leaves the office: the neutral summary, and what the cases service offers.

The files are opened in memory, for as long as it takes. What is found is told as places and kinds, never as words: an answer
that tells which word it was would tell it to whoever has not opened the file.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.names import Person, hits
from services.intake.domain.told import told_persons
from services.intake.domain.written import tokens
from services.intake.models import Complaint, DataKey
from services.intake.queries import lookup
from services.intake.schemas.identity import SealedIdentity, SealedPerson
from shared import patterns
from shared.directory import KnownInstitution
from shared.rules import ContentViolation

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_KINDS = {"identity": Kind.NUMBER, "phone": Kind.NUMBER, "email": Kind.EMAIL}


def check_summary(session: Session, key: DataKey, complaint: Complaint, summary: str, bodies: Collection[UUID]) -> None:
    """Raise `ContentViolation` for a summary that names one of the persons in the sealed file."""
    public = public_words(session, bodies, [complaint.municipality])
    found = places_in(summary, persons_of(key, complaint, public), public)
    if any(hit.severity is Severity.STOP for hit in found):
        raise ContentViolation("the summary names a person", code="summary_names_person", field="summary")


def places_in(text: str, persons: Sequence[Person], public: Collection[str]) -> list[Hit]:
    """Every hit in a text: of these persons, and whatever looks like anybody's number or address of e-mail."""
    known = hits(text, persons, public, data.speech())
    taken = [range(hit.start, hit.end) for hit in known]
    for place in patterns.found(text):
        if not any(place.start in one for one in taken):
            severity = Severity.STOP if place.sure else Severity.QUESTION
            known.append(Hit(place.start, place.end, _KINDS[place.kind], severity))
    return sorted(known, key=lambda hit: hit.start)


def persons_of(key: DataKey, complaint: Complaint, public: Collection[str]) -> list[Person]:
    """Whom the sealed file holds: those with a part in it, and whoever else its words seem to name."""
    identity = key.unseal_document(SealedIdentity, complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    parts = [_person(one) for one in (identity.submitter, identity.child, identity.representative) if one]
    known = {part for word in public for part in tokens(word)}
    for text in _words_of(key, complaint):
        parts += told_persons(text, known, data.speech())
    return list(dict.fromkeys(parts))


def public_words(session: Session, bodies: Collection[UUID], municipalities: Collection[str | None]) -> list[str]:
    """Names of these bodies and of all municipalities: anybody may say them, whoever lives or works there."""
    words = [word for body in lookup.institutions(session, bodies).values() for word in _public(body)]
    words += [word for key in municipalities for word in lookup.municipality_words(session, key)]
    return words + lookup.place_words(session)


def _words_of(key: DataKey, complaint: Complaint) -> Iterator[str]:
    for column in ("narrative_sealed", "wanted_sealed"):
        text = key.unseal(getattr(complaint, column), f"complaint.{column}", complaint.id)
        if text:
            yield text


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
