"""The marks of full names and of addresses: made as a complaint is taken in and whenever its author writes or hands in more, gone with its erasure.

Whom the office alone named in a file has none: an answer that names an official would stop every letter about them.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePath
from uuid import UUID

from sqlalchemy import ARRAY, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.address_marks import marks_of_address
from services.intake.domain.marks import marks_of
from services.intake.domain.told import named_in_full, told_in_file_name
from services.intake.domain.written import words
from services.intake.models import Complaint, NameMark, Vault
from services.intake.queries import persons
from services.intake.schemas.identity import SealedIdentity, SealedPerson
from shared.bared import bared

#: Built once, as that of the complaint; one statement for the forty marks of an ordinary one.
_TABLE: Table = NameMark.__table__  # type: ignore[assignment]  # SQLAlchemy calls it by the base class of tables
_EACH = func.unnest(bindparam("marks", type_=ARRAY(_TABLE.c.mark.type)))
_INSERT = (
    upsert(_TABLE)
    .from_select(["mark", "owner"], select(_EACH, bindparam("owner", type_=_TABLE.c.owner.type)))
    .on_conflict_do_nothing()
)


def keep(session: Session, vault: Vault, complaint_id: UUID, identity: SealedIdentity, texts: Iterable[str]) -> None:
    """A step of others: the marks of whoever has a part in a file, with what they are called instead of their given name and where they live,
    and of whom these texts of the author name in full. May come again.
    """
    people = [one for one in (identity.submitter, identity.child, identity.representative) if one]
    names, told = [one.name for one in people if one.name], list(texts)
    names += [name for one in people for name in _by_nickname(one)]
    _insert(session, vault, complaint_id, [*names, *_told(told)], {*_lived_at(people), *_addresses_told(told)})


def keep_told(session: Session, vault: Vault, complaint_id: UUID, *texts: str, file_name: str = "") -> None:
    """A step of others: the marks of whom the author names in full in what they wrote or handed in since."""
    _insert(session, vault, complaint_id, [*_told(texts), *_told_in(file_name)], _addresses_told(texts))


def forget(session: Session, vault: Vault, complaint_id: UUID) -> None:
    """A step of others: no name leads to that file any more."""
    session.execute(delete(NameMark).where(NameMark.owner == vault.owner(complaint_id)))


def mark_one(session: Session, vault: Vault) -> bool:
    """Make anew the marks of a file that has not the marks of today, opened in memory; False if none is left.

    Of one that was erased there is nothing to mark. Whoever corrects what a file says of a person sets `names_marked` back.
    """
    waiting = select(Complaint).where(~Complaint.names_marked).order_by(Complaint.id).limit(1)
    complaint = session.execute(waiting.with_for_update(skip_locked=True)).scalar()
    if complaint is None:
        return False
    if complaint.erased_at is None:
        key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
        place = "complaint.identity_sealed"
        identity = key.unseal_document(SealedIdentity, complaint.identity_sealed, place, complaint.id)
        forget(session, vault, complaint.id)
        keep(session, vault, complaint.id, identity, persons.words_of(session, key, complaint, by_office=False))
        for name in persons.file_names(session, key, complaint):
            keep_told(session, vault, complaint.id, file_name=name)
    # Not through the object: the version that an officer has read stays what it was.
    session.execute(update(Complaint).where(Complaint.id == complaint.id).values(names_marked=True))
    return True


def _by_nickname(person: SealedPerson) -> Iterator[str]:
    """Each nickname with the family's name, and with each other part of the name: "Çufka Këlliçi"."""
    for nickname in persons.called(person):
        for part in words(person.name or ""):
            yield f"{nickname.name} {(person.name or '')[part.start : part.end]}"


def _told(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from named_in_full(bared(text).text, data.speech())


def _told_in(file_name: str) -> Iterator[str]:
    yield from (one.name for one in told_in_file_name(PurePath(file_name).stem, (), data.speech()))


def _lived_at(people: Iterable[SealedPerson]) -> set[str]:
    held = [way for one in people for way in (one.reached.address, one.reached.other) if way]
    return {mark for way in held for mark in marks_of_address(bared(way).text, data.speech(), data.signs())}


def _addresses_told(texts: Iterable[str]) -> set[str]:
    told = (marks_of_address(bared(text).text, data.speech(), data.signs(), only_sure=True) for text in texts)
    return {mark for made in told for mark in made}


def _insert(
    session: Session, vault: Vault, complaint_id: UUID, names: Iterable[str], addresses: Collection[str] = ()
) -> None:
    made = {mark for name in names for mark in marks_of(name, data.speech())} | set(addresses)
    if made:
        session.execute(
            _INSERT, {"marks": [vault.mark(mark) for mark in sorted(made)], "owner": vault.owner(complaint_id)}
        )
