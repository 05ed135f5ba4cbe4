"""The marks of full names: made as a complaint is taken in, gone with its erasure."""

from uuid import UUID

from sqlalchemy import Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.marks import marks_of
from services.intake.models import Complaint, NameMark, Vault
from services.intake.schemas.identity import SealedIdentity

#: Built once, as that of the complaint.
_TABLE: Table = NameMark.__table__  # type: ignore[assignment]  # SQLAlchemy calls it by the base class of tables
_INSERT = upsert(_TABLE).on_conflict_do_nothing()


def keep(session: Session, vault: Vault, complaint_id: UUID, identity: SealedIdentity) -> None:
    """A step of others: the marks of whoever has a part in a file. May come again."""
    people = [identity.submitter, identity.child, identity.representative]
    made = {mark for one in people if one and one.name for mark in marks_of(one.name, data.speech())}
    if made:
        owner = vault.owner(complaint_id)
        rows = [{"mark": vault.mark(mark), "owner": owner} for mark in sorted(made)]
        session.execute(_INSERT, rows)


def forget(session: Session, vault: Vault, complaint_id: UUID) -> None:
    """A step of others: no name leads to that file any more."""
    session.execute(delete(NameMark).where(NameMark.owner == vault.owner(complaint_id)))


def mark_one(session: Session, vault: Vault) -> bool:
    """Make the marks of a file that was taken in before there were any, opened in memory; False if none is left.

    Of one that was erased there is nothing to mark.
    """
    waiting = select(Complaint).where(~Complaint.names_marked).order_by(Complaint.id).limit(1)
    complaint = session.execute(waiting.with_for_update(skip_locked=True)).scalar()
    if complaint is None:
        return False
    if complaint.erased_at is None:
        key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
        place = "complaint.identity_sealed"
        keep(
            session,
            vault,
            complaint.id,
            key.unseal_document(SealedIdentity, complaint.identity_sealed, place, complaint.id),
        )
    # Not through the object: the version that an officer has read stays what it was.
    session.execute(update(Complaint).where(Complaint.id == complaint.id).values(names_marked=True))
    return True
