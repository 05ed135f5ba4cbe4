"""What the other services tell of a complaint's case, put where the complainant can read it.

The rows hold ids and codes, not words: the words are put together when they are read, in the reader's language.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.decisions import INADMISSIBLE
from services.intake.models import Complaint, Message
from services.intake.queries import lookup
from shared import audit

log = logging.getLogger(__name__)

ACTOR = "service:cases"


def case_opened(session: Session, complaints: Collection[UUID], *, case_id: UUID, number: str, at: datetime) -> None:
    """Those that were joined meanwhile go along: which of the two came first does not matter."""
    joined = select(Complaint.id).where(Complaint.joined_to.in_(complaints), Complaint.status == "joined")
    everyone = {*complaints, *session.execute(joined).scalars()}
    enter_case(session, _affected(session, everyone), case_id, number, at)


def enter_case(session: Session, complaints: Iterable[Complaint], case_id: UUID, number: str, at: datetime) -> None:
    """Each complainant is told of the case alone. Those that are in it already are not told twice.

    A complaint that was refused because a court or a prosecutor has the matter stays refused: its case only asks them, and
    whoever complained must not read that the office investigates.
    """
    for complaint in complaints:
        if complaint.case_id == case_id:
            continue
        complaint.case_id, complaint.case_number, complaint.case_outcome = case_id, number, None
        barred = complaint.outcome == INADMISSIBLE
        complaint.status = complaint.status if barred else "in_case"
        kind = "information_wanted" if barred else "case_opened"
        notice(session, case_id, complaint, kind, {"number": number}, at)
        audit.record(session, ACTOR, "complaint.case_opened", "complaint", complaint.id, case=str(case_id))


def case_closed(
    session: Session, event_id: UUID, complaints: Collection[UUID], *, number: str, outcome: str, at: datetime
) -> None:
    """Raises `KeyError` for an outcome that has no words here yet: it is parked until it has."""
    facts = {"number": number, "outcome": data.case_outcomes()[outcome]["key"]}
    for complaint in _affected(session, complaints):
        complaint.case_outcome, complaint.status = outcome, "closed"
        notice(session, event_id, complaint, "case_closed", facts, at)
        audit.record(session, ACTOR, "complaint.case_closed", "complaint", complaint.id, outcome=outcome)


def complainant_informed(session: Session, event_id: UUID, complaint_id: UUID, *, document: str, at: datetime) -> None:
    """The office wrote in the cases service; `document` is JSON with `text` and `language`."""
    for complaint in _affected(session, [complaint_id]):
        notice(session, event_id, complaint, "informed", {}, at, document=document)


def act_sent(
    session: Session, event_id: UUID, complaints: Collection[UUID], *, kind: str, bodies: int, at: datetime
) -> None:
    if kind in data.silent_kinds() or bodies == 0:
        return
    for complaint in _affected(session, complaints):
        notice(session, event_id, complaint, "act_sent", {"bodies": bodies}, at)


def assessed(
    session: Session,
    event_id: UUID,
    complaints: Collection[UUID],
    *,
    institution_id: UUID,
    assessment: str,
    at: datetime,
) -> None:
    facts = {"institution_id": str(institution_id), "assessment": assessment}
    for complaint in _affected(session, complaints):
        notice(session, event_id, complaint, "assessed", facts, at)


def note_contact(session: Session, complaint_id: UUID, *, failing: bool) -> None:
    """Whether the channel that the complainant called safe works: an officer may have to find another way."""
    for complaint in _affected(session, [complaint_id]):
        if complaint.contact_failing != failing:
            complaint.contact_failing = failing
            action = "contact.failing" if failing else "contact.working"
            audit.record(session, "service:notifications", action, "complaint", complaint.id)


def _affected(session: Session, complaint_ids: Collection[UUID]) -> Iterable[Complaint]:
    found = lookup.locked_all(session, complaint_ids)
    if len(found) < len(set(complaint_ids)):
        log.warning("complaint_unknown_or_erased", extra={"outcome": f"{len(set(complaint_ids)) - len(found)} skipped"})
    return found


def notice(
    session: Session,
    cause: UUID,
    complaint: Complaint,
    kind: str,
    facts: Mapping[str, Any],
    at: datetime,
    document: str | None = None,
) -> None:
    """Put a notice into the mailbox, once for each cause: what comes again finds its notice there."""
    row = {
        "id": uuid5(cause, str(complaint.id)),
        "complaint_id": complaint.id,
        "at": at,
        "sender": "office",
        "kind": kind,
        "facts": dict(facts),
        "document": document,
    }
    session.execute(upsert(Message).values(row).on_conflict_do_nothing())
