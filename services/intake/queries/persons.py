"""Whom a sealed file holds: those with a part in it, what else they are called, and whoever else its words seem to name.

The words are all that was said, written or handed in, at first or since, by whoever complained and by the office.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.contacts import contact_key
from services.intake.domain.names import Person
from services.intake.domain.told import called_persons, kin_persons, noted_persons, told_in_file_name, told_persons
from services.intake.domain.written import tokens
from services.intake.models import Complaint, DataKey, Evidence, Message, Opening, Reopening
from services.intake.schemas.files import Description
from services.intake.schemas.identity import SealedIdentity, SealedPerson
from shared import patterns

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_BETWEEN = re.compile(r"[,;/\n]|\s(?:ose|or|dhe|and)\s")


@dataclass(frozen=True)
class Held:
    """`parts`: submitter, child and representative, as far as they are told; `others`: nicknames, and whom the words name."""

    parts: Mapping[str, Person]
    others: Sequence[Person]

    @property
    def all(self) -> list[Person]:
        return list(dict.fromkeys([*self.parts.values(), *self.others]))


@dataclass(frozen=True)
class Reader:
    """`told`: whom their own words hold; `unread`: whom the office's notes in their file name, which they do not read."""

    told: Sequence[Person]
    unread: Sequence[Person]


def of_file(
    session: Session, key: DataKey, complaint: Complaint, public: Collection[str], *, by_office: bool = True
) -> Held:
    """Of one complaint that was not erased. `public`: what bodies and places are called. Opened in memory, and kept nowhere. Without
    what is `by_office` it is whom the author of the complaint knows of.
    """
    identity = key.unseal_document(SealedIdentity, complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    sealed = {"submitter": identity.submitter, "child": identity.child, "representative": identity.representative}
    people = {role: one for role, one in sealed.items() if one}
    nicknames = [one for person in people.values() for one in called(person)]
    known, speech = {part for word in public for part in tokens(word)}, data.speech()
    told = [*nicknames, *_persons_in(words_of(session, key, complaint, by_office=by_office), public)]
    for name in file_names(session, key, complaint):
        told += told_in_file_name(name, known, speech)
    return Held({role: _person(one) for role, one in people.items()}, list(dict.fromkeys(told)))


def contacts_of(session: Session, key: DataKey, complaint: Complaint) -> frozenset[str]:
    """The numbers and addresses that the author of the complaint knows of, as `contact_key` has them: in the file by their own words."""
    identity = key.unseal_document(SealedIdentity, complaint.identity_sealed, "complaint.identity_sealed", complaint.id)
    people = [one for one in (identity.submitter, identity.child, identity.representative) if one]
    told = [f"tel {one.phone} ; {one.email}" for one in (_person(person) for person in people)]
    told += words_of(session, key, complaint, by_office=False)
    return frozenset(contact_key(text[place.start : place.end]) for text in told for place in patterns.found(text))


def called(sealed: SealedPerson) -> Iterator[Person]:
    """Each nickname as a name. A capital, whoever typed it: one in small letters would be taken for a word."""
    for one in _BETWEEN.split(sealed.nickname or ""):
        name = one.strip(" \t.‘’“”„\"'«»()")
        if name:
            yield Person(name=" ".join(part[:1].upper() + part[1:] for part in name.split()))


def reader(session: Session, key: DataKey, complaint: Complaint, public: Collection[str]) -> Reader:
    """Of the author of a complaint, who alone reads a text; `public` as in `of_file`."""
    told = of_file(session, key, complaint, public, by_office=False).all
    notes = list(_notes(session, key, complaint))
    known, speech = {part for word in public for part in tokens(word)}, data.speech()
    single = (one for note in notes for one in noted_persons(note, known, speech))
    return Reader(told, list(dict.fromkeys([*_persons_in(notes, public), *single])))


def words_of(session: Session, key: DataKey, complaint: Complaint, *, by_office: bool) -> Iterator[str]:
    """What was written into a file by its author, and by the office."""
    for column in ("narrative_sealed", "wanted_sealed"):
        yield key.unseal(getattr(complaint, column), f"complaint.{column}", complaint.id) or ""
    # A body as people say it may be "mësuesja" and her name.
    yield from key.unseal_json(complaint.named_bodies_sealed, "complaint.named_bodies_sealed", complaint.id) or ()
    wrote = select(Message).where(Message.complaint_id == complaint.id, Message.kind == "text").order_by(Message.id)
    for message in session.execute(wrote if by_office else wrote.where(Message.sender == "complainant")).scalars():
        yield key.unseal(message.text_sealed, "message.text_sealed", message.id) or ""
    if by_office:
        yield from _notes(session, key, complaint)


def _notes(session: Session, key: DataKey, complaint: Complaint) -> Iterator[str]:
    yield key.unseal(complaint.urgency_reason_sealed, "complaint.urgency_reason_sealed", complaint.id) or ""
    opened = select(Opening.id, Opening.note_sealed).where(Opening.complaint_id == complaint.id)
    for row, sealed in session.execute(opened.order_by(Opening.id)):
        yield key.unseal(sealed, "opening.note_sealed", row) or ""
    again = select(Reopening.id, Reopening.note_sealed).where(Reopening.complaint_id == complaint.id)
    for row, sealed in session.execute(again.order_by(Reopening.id)):
        yield key.unseal(sealed, "reopening.note_sealed", row) or ""


def _persons_in(texts: Iterable[str], public: Collection[str]) -> list[Person]:
    known, speech = {part for word in public for part in tokens(word)}, data.speech()
    told: list[Person] = []
    for text in texts:
        told += [*told_persons(text, known, speech), *called_persons(text, known, speech)]
        told += kin_persons(text, known, speech)
    return told


def file_names(session: Session, key: DataKey, complaint: Complaint) -> Iterator[str]:
    """What the files were called that were handed in, without their endings."""
    rows = select(Evidence.id, Evidence.description_sealed).where(Evidence.complaint_id == complaint.id)
    for row, sealed in session.execute(rows.order_by(Evidence.number)):
        yield PurePath(key.unseal_document(Description, sealed, "evidence.description_sealed", row).name).stem


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
