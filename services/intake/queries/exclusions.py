"""Who is, or was, walled off from a complaint, and why. For whoever leads: to others even that is not told."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.domain.openings import OFFICERS
from services.intake.models import Exclusion, Vault
from services.intake.queries import walls
from services.intake.schemas import exclusions as schemas
from shared.principal import Principal
from shared.staff import StaffAccount
from shared.typed import filled


def of(session: Session, vault: Vault, complaint_id: UUID, reader: Principal) -> tuple[schemas.KeptExclusion, ...]:
    """All walls of a complaint and of its case, oldest first, with their reasons. Raises `NotFound`.

    The reasons of a case's wall (`of_case`) stand in the cases service; those of an erased complaint are gone.
    """
    complaint = walls.complaint(session, complaint_id, reader.person)
    key = None if complaint.erased_at else vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    here = (Exclusion.complaint_id == complaint.id) & Exclusion.case_id.is_(None)
    of_case = (Exclusion.case_id == complaint.case_id) & Exclusion.complaint_id.is_(None)
    rows = session.execute(select(Exclusion).where(here | of_case).order_by(Exclusion.at, Exclusion.id)).scalars()
    return tuple(
        filled(
            schemas.KeptExclusion,
            row,
            of_case=row.case_id is not None,
            reason=key.unseal(row.reason_sealed, "exclusion.reason_sealed", row.id) if key else None,
            ended_reason=key.unseal(row.ended_reason_sealed, "exclusion.ended_reason_sealed", row.id) if key else None,
        )
        for row in rows
    )


def officers(session: Session) -> Sequence[StaffAccount]:
    """Who works with complaints and so may have to be walled off. This service knows ids and roles, and no names."""
    accounts = session.execute(select(StaffAccount).where(StaffAccount.active).order_by(StaffAccount.id)).scalars()
    return [account for account in accounts if set(OFFICERS) & set(account.roles)]
