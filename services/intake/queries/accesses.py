"""Who asked to be let into a file that is another's work."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.releases import SECOND
from services.intake.models import Access, Complaint, Vault
from services.intake.queries import walls
from services.intake.schemas import accesses as schemas
from shared.principal import Principal
from shared.typed import UNSENT, Unsent, filled

#: So many wait on one page; the rest follow as these are decided.
MOST = 100


def of(session: Session, vault: Vault, complaint_id: UUID, reader: Principal) -> tuple[schemas.Access, ...]:
    """What was asked about a complaint, oldest first, with the reasons: all to who decides, to others their own. Raises `NotFound`."""
    complaint = walls.complaint(session, complaint_id, reader.person)
    key = None if complaint.erased_at else vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    rows = select(Access).where(Access.complaint_id == complaint.id).order_by(Access.asked_at, Access.id)
    if not SECOND & reader.roles:
        rows = rows.where(Access.asked_by == reader.person)
    return tuple(
        shown(row, reason=key.unseal(row.reason_sealed, "access.reason_sealed", row.id) if key else None)
        for row in session.execute(rows).scalars()
    )


def shown(row: Access, *, reason: str | Unsent | None = UNSENT) -> schemas.Access:
    return filled(schemas.Access, row, reason=reason)


def waiting(session: Session, reader: Principal) -> tuple[schemas.WaitingAccess, ...]:
    """What waits for `reader` to decide: of others, about complaints that they may know of; oldest first."""
    rows = (
        select(Access, Complaint.reference)
        .join(Complaint, Complaint.id == Access.complaint_id)
        .where(Access.state == "asked", Access.asked_by != reader.person, walls.open_to(reader.person))
        .order_by(Access.asked_at, Access.id)
        .limit(MOST)
    )
    return tuple(filled(schemas.WaitingAccess, row, reference=reference) for row, reference in session.execute(rows))
