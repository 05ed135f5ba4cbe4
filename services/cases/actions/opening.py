"""How a case comes into being, whatever its origin."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions.numbering import next_reference
from services.cases.domain.case import Origin, Status
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, CaseBody
from shared.events.catalogue import CaseOpened
from shared.messaging.outbox import publish

PREFIX = "C"


def open_case(session: Session, origin: Origin, bodies: Iterable[UUID], *, now: datetime, **values: Any) -> Case:
    """A step of others: a new case with its number and the bodies that it is about."""
    number = next_reference(session, PREFIX, local_date(now).year)
    case = Case(number=number, status=Status.OPENED.value, origin=origin.value, opened_at=now, **values)
    session.add(case)
    session.flush()
    session.add_all(CaseBody(case_id=case.id, institution_id=body) for body in dict.fromkeys(bodies))
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
