"""The wall between a complaint and a person of the office with a conflict of interest."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake.models import ErasedError, Exclusion, Vault, walls
from shared import audit
from shared.errors import Problem
from shared.events.catalogue import ComplaintExclusionChanged
from shared.messaging.outbox import publish
from shared.rules import ContentViolation
from shared.staff import StaffAccount

#: Who walls off others, and lets them in again.
LEADING = frozenset({"approver", "commissioner"})


def exclude(
    session: Session,
    vault: Vault,
    complaint_id: UUID,
    staff_id: UUID,
    reason: str,
    *,
    excluded: bool,
    by: UUID,
    roles: Collection[str],
    now: datetime,
) -> None:
    """Wall a person off, or let them in again. Anybody may step back by themself; nobody lets themself in again, since
    for them the complaint is not there.

    Raises `Problem` 403 for others, `NotFound`, and `ContentViolation` for somebody who is not there.
    """
    complaint = walls.locked(session, complaint_id, by)
    if not LEADING & set(roles) and not (excluded and staff_id == by):
        raise Problem(403, "not_allowed", detail="who leads the section walls others off")
    if session.get(StaffAccount, staff_id) is None:
        raise ContentViolation("nobody of the office", code="staff_unknown", field="staff_id")
    if complaint.erased_at:
        raise ErasedError
    row_id = uuid5(complaint.id, str(staff_id))
    if excluded:
        key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
        sealed = key.seal(reason, "exclusion.reason_sealed", row_id)
        _add(session, [_row(row_id, staff_id, now, complaint_id=complaint.id) | {"by": by, "reason_sealed": sealed}])
    else:
        session.execute(delete(Exclusion).where(Exclusion.id == row_id))
    publish(
        session,
        ComplaintExclusionChanged,
        row_id,
        complaint_id=complaint.id,
        staff_id=staff_id,
        excluded=excluded,
    )
    action = "complaint.excluded" if excluded else "complaint.exclusion_lifted"
    audit.record(session, f"staff:{by}", action, "complaint", complaint.id, staff=str(staff_id))


def heed_case(
    session: Session, case_id: UUID, complaints: Iterable[UUID], staff_id: UUID, *, excluded: bool, at: datetime
) -> None:
    """What the cases service says of a case holds for all its complaints: those named, and those that it gets later.

    Neither the case nor the complaints need to have been heard of.
    """
    if excluded:
        rows = [_row(uuid5(case_id, str(staff_id)), staff_id, at, case_id=case_id)]
        rows += [
            _row(uuid5(case_id, f"{staff_id} {one}"), staff_id, at, case_id=case_id, complaint_id=one)
            for one in complaints
        ]
        _add(session, rows)
    else:
        session.execute(delete(Exclusion).where(Exclusion.case_id == case_id, Exclusion.staff_id == staff_id))
    action = "case.excluded" if excluded else "case.exclusion_lifted"
    audit.record(session, "service:cases", action, "case", case_id, staff=str(staff_id))


def _row(
    row_id: UUID, staff_id: UUID, at: datetime, *, complaint_id: UUID | None = None, case_id: UUID | None = None
) -> dict[str, object]:
    return {"id": row_id, "staff_id": staff_id, "complaint_id": complaint_id, "case_id": case_id, "at": at}


def _add(session: Session, rows: list[dict[str, object]]) -> None:
    for row in rows:
        session.execute(upsert(Exclusion).values(row).on_conflict_do_nothing())
