"""Cases of the office's own initiative, and what an officer may correct in any case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.opening import announce, open_case
from services.cases.domain.case import Origin, Trigger, check_opening
from services.cases.models import Case, CaseBody
from services.cases.models.cases import note
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import find_case
from shared import audit
from shared.clock import utc_now
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation

Check = Callable[[int], None]


@dataclass(frozen=True)
class NewCase:
    """What the office opens on its own: `source` says where it was seen, `memo` is the written decision to act."""

    trigger: Trigger
    source: str
    memo: str
    title: str
    rights: Sequence[str]
    bodies: Sequence[UUID] = ()
    places: Sequence[str] = ()


def open_own(session: Session, documents: Documents, wanted: NewCase, by: Principal) -> Case:
    """A case without a complaint (law 8454, art. 13). Raises `ContentViolation`."""
    check_opening(Origin.OWN_INITIATIVE, complaints=0, trigger=wanted.trigger, memo=wanted.memo, rights=wanted.rights)
    _check(session, rights=wanted.rights, bodies=wanted.bodies)
    memo = documents.put_json({"text": wanted.memo})
    now = utc_now()
    case = open_case(
        session,
        now,
        Origin.OWN_INITIATIVE,
        bodies=wanted.bodies,
        title=wanted.title,
        trigger=wanted.trigger.value,
        trigger_source=wanted.source,
        memo=memo,
        rights=list(wanted.rights),
        places=list(wanted.places),
    )
    note(session, case.id, now, by.name, "case.opened", memo, origin=case.origin, trigger=case.trigger)
    announce(session, case, [], wanted.bodies)
    audit.record(session, by.name, "case.opened", "case", case.id, origin=case.origin)
    return case


def change(session: Session, case_id: UUID, changes: Mapping[str, Any], by: Principal, check: Check) -> Case:
    """Correct title, rights, bodies or places. `check` is given the version that the reader must have seen."""
    case = find_case(session, case_id, by, lock=True)
    check(case.version)
    if case.is_closed:
        raise RuleViolation("a closed case is not corrected", code="case.closed", legal=("reopen", "follow_up"))
    _check(session, rights=changes.get("rights"), bodies=changes.get("bodies", ()))
    for name in ("title", "rights", "places"):
        if name in changes:
            setattr(case, name, changes[name])
    if "bodies" in changes:
        session.execute(delete(CaseBody).where(CaseBody.case_id == case.id))
        session.add_all(CaseBody(case_id=case.id, institution_id=body) for body in dict.fromkeys(changes["bodies"]))
    note(session, case.id, utc_now(), by.name, "case.changed", fields=sorted(changes))
    audit.record(session, by.name, "case.changed", "case", case.id, fields=sorted(changes))
    session.flush()
    return case


def mark_read(session: Session, case_id: UUID, by: Principal) -> Case:
    """The complainant's messages were read (in intake, where they are)."""
    case = find_case(session, case_id, by, lock=True)
    case.unread_messages = 0
    audit.record(session, by.name, "case.messages_read", "case", case.id)
    session.flush()
    return case


def _check(session: Session, *, rights: Sequence[str] | None, bodies: Sequence[UUID]) -> None:
    if rights is not None and not rights:
        raise ContentViolation("a case names at least one right", code="case.no_right", field="rights")
    for place, right in enumerate(rights or ()):
        if right not in data.articles():
            raise ContentViolation("no right of the Convention", code="case.right_unknown", field=f"rights.{place}")
    known = institutions(session, bodies)
    for place, body in enumerate(bodies):
        if body not in known:
            raise ContentViolation("no such institution", code="institution_unknown", field=f"bodies.{place}")
