"""How a case comes into being, whatever its origin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions.numbering import next_reference
from services.cases.domain.case import Elsewhere, Origin, Status, Trigger
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, CaseBody
from shared.events.catalogue import CaseOpened
from shared.messaging.outbox import publish

PREFIX = "C"


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """What a case is opened with. `bodies`: those that it is about; `memo` names a document."""

    origin: Origin
    bodies: Sequence[UUID] = ()
    rights: Sequence[str] = ()
    places: Sequence[str] = ()
    title: str | None = None
    reference: str | None = None
    trigger: Trigger | None = None
    trigger_source: str | None = None
    memo: str | None = None
    life_area: str | None = None
    urgency: str | None = None
    elsewhere: Elsewhere = Elsewhere.NONE


def open_case(session: Session, new: NewCase, *, now: datetime) -> Case:
    """A step of others: a new case with its number and the bodies that it is about."""
    case = Case(
        number=next_reference(session, PREFIX, local_date(now).year),
        status=Status.OPENED.value,
        origin=new.origin.value,
        opened_at=now,
        title=new.title,
        reference=new.reference,
        trigger=new.trigger.value if new.trigger else None,
        trigger_source=new.trigger_source,
        memo=new.memo,
        rights=list(new.rights),
        places=list(new.places),
        life_area=new.life_area,
        urgency=new.urgency,
        elsewhere=new.elsewhere.value,
    )
    session.add(case)
    session.flush()
    session.add_all(CaseBody(case_id=case.id, institution_id=body) for body in dict.fromkeys(new.bodies))
    return case


def announce(session: Session, case: Case, complaints: Sequence[UUID], bodies: Iterable[UUID]) -> None:
    """A step of others: tell the other services."""
    publish(
        session,
        CaseOpened(
            case_id=case.id,
            number=case.number,
            origin=case.origin,
            complaints=tuple(complaints),
            rights=tuple(case.rights),
            bodies=tuple(dict.fromkeys(bodies)),
        ),
        case.id,
    )
