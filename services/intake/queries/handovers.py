"""What was written for the body that a complaint was redirected to, and how far it came."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.models import Complaint, DataKey, Handover, Vault
from services.intake.queries import walls
from services.intake.schemas import handovers as schemas
from shared.principal import Principal
from shared.typed import filled

#: Sealed columns by the member that tells them.
SEALED = {"account": "account_sealed", "agreement": "agreement_sealed", "names_reason": "names_reason_sealed"}


def of(session: Session, vault: Vault, complaint_id: UUID, reader: Principal) -> tuple[schemas.Handover, ...]:
    """All of a complaint, oldest first. Raises `NotFound`."""
    complaint = walls.complaint(session, complaint_id, reader.person)
    key = None if complaint.erased_at else vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    return tuple(shown(key, row) for row in rows(session, complaint_id))


def rows(session: Session, complaint_id: UUID) -> list[Handover]:
    """As they are kept, oldest first."""
    statement = select(Handover).where(Handover.complaint_id == complaint_id).order_by(Handover.asked_at, Handover.id)
    return list(session.execute(statement).scalars())


def states(session: Session, complaint: Complaint) -> set[str]:
    """Of what was written since it was decided last, and of what waits from before a reopening."""
    since = complaint.decided_at
    return {
        row.state
        for row in rows(session, complaint.id)
        if row.state == "asked" or (since is not None and row.asked_at >= since)
    }


def sealed(key: DataKey, handover_id: UUID, new: schemas.NewHandover) -> dict[str, bytes | None]:
    """What was said in words, as its columns keep it."""
    said = {"account_sealed": new.account, "agreement_sealed": new.agreement}
    return {column: seal_words(key, handover_id, column, words) for column, words in said.items()}


def seal_words(key: DataKey, handover_id: UUID, column: str, words: str | None) -> bytes | None:
    """One of them."""
    return key.seal(words, f"handover.{column}", handover_id) if words else None


def as_written(key: DataKey, row: Handover) -> schemas.NewHandover:
    """What was asked for, from its row."""
    told = _unsealed(key, row)
    return schemas.NewHandover(
        account=told["account"] or "",
        language=row.language,
        data=tuple(row.data),
        agreed=tuple(row.agreed),
        agreement=told["agreement"],
    )


def shown(key: DataKey | None, row: Handover) -> schemas.Handover:
    """`key`: none once the file was erased."""
    return filled(
        schemas.Handover,
        row,
        data=tuple(row.data),
        agreed=tuple(row.agreed),
        named=tuple(row.named),
        **_unsealed(key, row),
    )


def _unsealed(key: DataKey | None, row: Handover) -> dict[str, str | None]:
    return {
        member: key.unseal(getattr(row, column), f"handover.{column}", row.id) if key else None
        for member, column in SEALED.items()
    }


def one(session: Session, vault: Vault, row: Handover) -> schemas.Handover:
    """One of a complaint that the caller holds."""
    complaint = session.get_one(Complaint, row.complaint_id)
    return shown(vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id), row)
