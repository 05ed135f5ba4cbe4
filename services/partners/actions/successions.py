"""A body ends and others stand in its place. Its history stays; from the day on its letters have one who answers."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from services.partners import domain
from services.partners.actions import deliveries, institutions, relations
from services.partners.domain import Lifetime
from services.partners.models import Institution, InstitutionRelation, Succession
from services.partners.queries import wall
from services.partners.schemas.relations import NewSuccession
from shared import audit
from shared.documents import Documents
from shared.principal import Principal, service
from shared.rules import ContentViolation, RuleViolation


def succeed(
    by: Principal,
    session: Session,
    documents: Documents,
    institution: Institution,
    order: NewSuccession,
    *,
    now: datetime,
) -> Institution:
    """End a body in favour of others. Raises for cycles, unknown successors, and a body that ended or was followed before."""
    wall.as_office(session)
    relations.hold(session)
    order = replace(order, successors=tuple(dict.fromkeys(order.successors)))
    _check_order(order)
    named = {body: _successor(session, body, place) for place, body in enumerate(order.successors)}
    following = _after(session)
    if following[institution.id]:
        raise RuleViolation("its successors are known", code="already_succeeded")
    lives = [_lifetime(one) for one in named.values()]
    institution.valid_to = domain.check_succession(_lifetime(institution), lives, order.day, following)
    heir = order.letters_to or (order.successors[0] if len(order.successors) == 1 else None)
    for successor in named:
        session.add(
            Succession(
                id=uuid4(),
                predecessor_id=institution.id,
                successor_id=successor,
                day=order.day,
                ground=order.ground,
                takes_letters=successor == heir,
                source=order.source,
                confirmed=True,
            )
        )
    session.flush()
    touched = {institution, *named.values()} | _end_relations(session, institution, order)
    to = [str(successor) for successor in named]
    audit.record(session, by, "institution.succeeded", "institution", institution.id, to=to, day=order.day.isoformat())
    tell(session, documents, touched, now=now)
    take_over(service("partners"), session, now=now)
    return institution


def take_over(by: Principal, session: Session, *, now: datetime) -> int:
    """Hand the letters of bodies that ended to whoever takes them, once their day has come; returns how many bodies'."""
    wall.as_office(session)
    due = select(Succession).where(
        Succession.takes_letters,
        Succession.taken_over_at.is_(None),
        Succession.day <= domain.local_date(now),
    )
    begun = session.execute(due.order_by(Succession.day, Succession.id).with_for_update()).scalars().all()
    for succession in begun:
        succession.taken_over_at = now
        session.flush()
        deliveries.hand_over(session, succession.predecessor_id, now=now)
        successor = str(succession.successor_id)
        audit.record(session, by, "letters.taken_over", "institution", succession.predecessor_id, by=successor)
    return len(begun)


def tell(session: Session, documents: Documents, touched: set[Institution], *, now: datetime) -> None:
    """Settle and announce bodies whose relations or successions changed."""
    for body in sorted(touched, key=lambda body: body.id):
        flag_modified(body, "search")
        institutions.settle(session, body, now=now)
        institutions.announce(session, documents, body)


def _check_order(order: NewSuccession) -> None:
    if order.letters_to is not None and order.letters_to not in order.successors:
        raise ContentViolation("it is not among the successors", code="no_successor", field="letters_to")
    if order.carry_over and len(order.successors) != 1:
        raise ContentViolation(
            "with several successors nobody is guessed", code="several_successors", field="carry_over"
        )


def _successor(session: Session, institution_id: UUID, place: int) -> Institution:
    successor = session.get(Institution, institution_id)
    if successor is None:
        raise ContentViolation("no such institution", code="institution_unknown", field=f"successors.{place}")
    return successor


def _after(session: Session) -> dict[UUID, set[UUID]]:
    after: dict[UUID, set[UUID]] = defaultdict(set)
    for row in session.execute(select(Succession.predecessor_id, Succession.successor_id)):
        after[row.predecessor_id].add(row.successor_id)
    return after


def _lifetime(body: Institution) -> Lifetime:
    return Lifetime(body.id, body.valid_from, body.valid_to)


def _end_relations(session: Session, institution: Institution, order: NewSuccession) -> set[Institution]:
    """End what ties the body to others on its last day; returns the others whose record that changes."""
    last = order.day - timedelta(days=1)
    ties = select(InstitutionRelation).where(
        or_(InstitutionRelation.institution_id == institution.id, InstitutionRelation.to_id == institution.id),
        or_(InstitutionRelation.valid_to.is_(None), InstitutionRelation.valid_to > last),
    )
    touched = set()
    for tie in session.execute(ties).scalars().all():
        if tie.valid_from is not None and tie.valid_from > last:
            raise RuleViolation("a relation of it begins later", code="relation_outlives", legal=("correct",))
        until, tie.valid_to = tie.valid_to, last
        session.flush()
        touched.add(session.get_one(Institution, tie.institution_id))
        if order.carry_over and tie.to_id == institution.id:
            _carry_over(session, tie, order, until)
    return touched


def _carry_over(session: Session, tie: InstitutionRelation, order: NewSuccession, until: date | None) -> None:
    moved = InstitutionRelation(
        id=uuid4(),
        institution_id=tie.institution_id,
        kind=tie.kind,
        to_id=order.successors[0],
        valid_from=order.day,
        valid_to=until,
        source=order.source,
        confirmed=tie.confirmed,
    )
    if moved.to_id == moved.institution_id:
        return
    relations.check(session, moved, relations.hierarchy(session))
    session.add(moved)
    session.flush()
