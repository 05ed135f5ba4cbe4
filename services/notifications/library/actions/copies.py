"""Copies on paper: ordered, received, given out in a municipality."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.domain import TIRANA
from services.notifications.library import domain
from services.notifications.library.actions.versions import numbered, trace
from services.notifications.library.models import Handout, PrintOrder
from services.notifications.library.queries import copies as queries
from services.notifications.library.schemas import HandoutBody, OrderBody
from shared import audit
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


def order(by: Principal, session: Session, publication_id: UUID, wanted: OrderBody, *, now: datetime) -> PrintOrder:
    """Copies of an approved version are ordered. Raises `RuleViolation`, or `ContentViolation` at its field."""
    version = numbered(session, publication_id, wanted.version)
    domain.check_print(version.stands, wanted.language, {one.language for one in version.files})
    domain.check_past(wanted.ordered_on, local_day(now), "ordered_on")
    made = PrintOrder(
        version_id=version.id, language=wanted.language, copies=wanted.copies, ordered_on=wanted.ordered_on,
        at=now, by=by.person,
    )  # fmt: skip
    session.add(made)
    trace(by, session, version, "publication.ordered")
    return made


def receive(
    by: Principal, session: Session, publication_id: UUID, order_id: UUID, received_on: date, *, now: datetime
) -> PrintOrder:
    """The copies came. Raises `RuleViolation` where they had come already, `ContentViolation` for the day."""
    found = queries.order(session, publication_id, order_id)
    if found.received_on is not None:
        raise RuleViolation("they came already", code="publication.received_already")
    domain.check_past(received_on, local_day(now), "received_on", found.ordered_on)
    found.received_on = received_on
    session.flush()
    audit.record(session, by, "publication.received", "publication", publication_id)
    return found


def hand_out(by: Principal, session: Session, publication_id: UUID, wanted: HandoutBody, *, now: datetime) -> Handout:
    """Copies were given out in a municipality, no more than came. Raises `RuleViolation`, or `ContentViolation` at its field."""
    version = numbered(session, publication_id, wanted.version)
    if queries.municipality(session, wanted.municipality) is None:
        raise ContentViolation("no such municipality", code="publication.no_municipality", field="municipality")
    left, there = queries.stock(session, version.id, wanted.language, wanted.municipality)
    domain.check_handout(version.stands, now, wanted.copies, left, there)
    domain.check_past(wanted.given_on, local_day(now), "given_on")
    made = Handout(
        version_id=version.id, language=wanted.language, municipality=wanted.municipality, copies=wanted.copies,
        given_on=wanted.given_on, at=now, by=by.person,
    )  # fmt: skip
    session.add(made)
    trace(by, session, version, "publication.handed_out")
    return made


def local_day(now: datetime) -> date:
    """The day in Albania."""
    return now.astimezone(TIRANA).date()
