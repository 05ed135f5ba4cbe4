"""The wall between a complaint and a person of the office with a conflict of interest."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake.actions import handover_walls
from services.intake.models import Complaint, ErasedError, Exclusion, Vault
from services.intake.queries import walls
from services.intake.schemas.exclusions import NewExclusion
from shared import audit
from shared.events.catalogue import CaseExclusionChanged, ComplaintExclusionChanged
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, NotAllowed, RuleViolation
from shared.staff import StaffAccount

#: Who walls off others, and lets them in again.
LEADING = frozenset({"approver", "commissioner"})


def exclude(
    by: Principal, session: Session, vault: Vault, complaint_id: UUID, new: NewExclusion, *, now: datetime
) -> None:
    """Wall a person off, or let them in again. Anybody may step back by themself; nobody lets themself in again, since
    for them the complaint is not there.

    Raises `NotAllowed` for others, `NotFound`, `ContentViolation` for somebody who is not there, and `RuleViolation` (409)
    where nothing would change or nobody who leads would be left.
    """
    staff_id, excluded = new.staff_id, new.excluded
    complaint = walls.locked(session, complaint_id, by.person)
    if not LEADING & by.roles and not (excluded and staff_id == by.person):
        raise NotAllowed("who leads the section walls others off")
    if session.get(StaffAccount, staff_id) is None:
        raise ContentViolation("nobody of the office", code="staff_unknown", field="staff_id")
    if complaint.erased_at:
        raise ErasedError
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    if excluded:
        _check_new(session, complaint, staff_id)
        wall = Exclusion(id=uuid4(), staff_id=staff_id, complaint_id=complaint.id, at=now, by=by.person)
        wall.reason_sealed = key.seal(new.reason, "exclusion.reason_sealed", wall.id)
        session.add(wall)
    else:
        wall = _standing(session, complaint, staff_id)
        wall.ended_at, wall.ended_by = now, by.person
        wall.ended_reason_sealed = key.seal(new.reason, "exclusion.ended_reason_sealed", wall.id)
    publish(
        session,
        ComplaintExclusionChanged(complaint_id=complaint.id, staff_id=staff_id, excluded=excluded),
        uuid5(complaint.id, str(staff_id)),
    )
    handover_walls.tell(session)
    action = "complaint.excluded" if excluded else "complaint.exclusion_lifted"
    audit.record(session, by, action, "complaint", complaint.id, staff=str(staff_id))


def heed_case(by: Principal, session: Session, event: CaseExclusionChanged, *, now: datetime) -> None:
    """What the cases service says of a case holds for all its complaints: those named, and those that it gets later.

    Neither the case nor the complaints need to have been heard of.
    """
    case_id, staff_id = event.case_id, event.staff_id
    if event.excluded:
        _add(session, uuid5(case_id, str(staff_id)), case_id=case_id, staff_id=staff_id, at=now)
        for complaint_id in event.complaints:
            row_id = uuid5(case_id, f"{staff_id} {complaint_id}")
            _add(session, row_id, case_id=case_id, staff_id=staff_id, at=now, complaint_id=complaint_id)
    else:
        about = (Exclusion.case_id == case_id, Exclusion.staff_id == staff_id, Exclusion.ended_at.is_(None))
        session.execute(update(Exclusion).where(*about).values(ended_at=now))
    handover_walls.tell(session)
    action = "case.excluded" if event.excluded else "case.exclusion_lifted"
    audit.record(session, by, action, "case", case_id, staff=str(staff_id))


def _check_new(session: Session, complaint: Complaint, staff_id: UUID) -> None:
    if _made_here(session, complaint.id, staff_id) is not None:
        raise RuleViolation("the person is walled off already", code="exclusion.stands")
    others = session.execute(select(StaffAccount).where(StaffAccount.active, StaffAccount.id != staff_id)).scalars()
    leading = [one.id for one in others if LEADING & set(one.roles)]
    if not any(walls.sees(session, complaint.id, one) for one in leading):
        raise RuleViolation("nobody would be left to lead this complaint", code="exclusion.nobody_left")


def _standing(session: Session, complaint: Complaint, staff_id: UUID) -> Exclusion:
    wall = _made_here(session, complaint.id, staff_id)
    if wall is not None:
        return wall
    if walls.sees(session, complaint.id, staff_id):
        raise RuleViolation("the person is not walled off", code="exclusion.none")
    raise RuleViolation(
        "the wall is that of the case, or of a complaint about the same facts", code="exclusion.of_case"
    )


def _made_here(session: Session, complaint_id: UUID, staff_id: UUID) -> Exclusion | None:
    about = (Exclusion.complaint_id == complaint_id, Exclusion.staff_id == staff_id)
    stands = select(Exclusion).where(*about, Exclusion.case_id.is_(None), Exclusion.ended_at.is_(None))
    return session.execute(stands).scalar_one_or_none()


def _add(session: Session, row_id: UUID, **values: object) -> None:
    # A case has one row for each person, however often they are walled off from it: its history is in the cases service.
    row = upsert(Exclusion).values(id=row_id, **values)
    again = {"ended_at": None, "at": row.excluded.at}
    session.execute(row.on_conflict_do_update(index_elements=["id"], set_=again))
