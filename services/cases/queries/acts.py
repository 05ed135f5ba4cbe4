"""Acts and what is owed on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.assessments import check_is_overdue
from services.cases.domain.kinds import Kind
from services.cases.domain.obligations import Delivery, Facts
from services.cases.domain.publication import ActState, Verdict, may_publish
from services.cases.domain.recommendation import ActStatus, ActStep, legal_act_steps
from services.cases.domain.timeliness import Timeliness, implementation_timeliness, local_date, reply_timeliness
from services.cases.models import ActAddressee, ActItem, Case, Obligation, Recommendation
from services.cases.models.situations import institutions
from services.cases.models.visibility import find_act, publishable, sees_everything, visible_cases
from services.cases.queries import people
from shared import audit
from shared.access import Principal
from shared.directory import KnownInstitution
from shared.errors import NotFound


@dataclass(frozen=True)
class ObligationView:
    """One obligation with what it is about. `reply` and `implementation` are computed for the day of asking."""

    obligation: Obligation
    item: ActItem
    act: Recommendation
    institution: KnownInstitution | None
    facts: Facts
    reply: Timeliness
    implementation: Timeliness
    overdue_check: bool


@dataclass(frozen=True)
class ActView:
    """One act with everything. `entry` is that of the data file: names and legal basis in both languages."""

    act: Recommendation
    case: Case
    kind: Kind
    entry: Mapping[str, Any]
    items: list[ActItem]
    addressees: list[ActAddressee]
    obligations: list[ObligationView]
    names: dict[UUID, str]
    legal: tuple[ActStep, ...]
    publication: Verdict


def read(session: Session, act_id: UUID, principal: Principal) -> ActView:
    """One act. A draft is seen by those who work on its case, an issued one by publishers too. Raises `NotFound`."""
    act, case = _find(session, act_id, principal)
    audit.record(session, principal.name, "act.read", "recommendation", act.id)
    today = local_date(datetime.now(UTC))
    day = act.issued_on or today
    kind = data.kind_on(act.kind, day)
    addressees = _parts(session, ActAddressee, act.id)
    owed = (
        select(Obligation)
        .join(ActItem, ActItem.id == Obligation.item_id)
        .where(Obligation.recommendation_id == act.id)
        .order_by(ActItem.place, Obligation.institution_id)
    )
    people_named = [act.approved_by, act.issued_by, act.withdrawn_by, *(UUID(author) for author in act.authors)]
    return ActView(
        act=act,
        case=case,
        kind=kind,
        entry=data.kind_entry(act.kind, day),
        items=_parts(session, ActItem, act.id),
        addressees=addressees,
        obligations=views(session, list(session.execute(owed).scalars()), today),
        names=people.names(session, people_named),
        legal=legal_act_steps(ActStatus(act.status)),
        publication=may_publish(kind, _state(act, addressees, today)),
    )


def content(session: Session, act_id: UUID, principal: Principal) -> dict[str, Any]:
    """What a draft says now, as its editors send it, so that an edit of one member keeps the others. Raises `NotFound`."""
    act, _case = _find(session, act_id, principal)
    items = _parts(session, ActItem, act.id)
    addressees = _parts(session, ActAddressee, act.id)
    item_fields = ("id", "text", "due", "evidence_expected")
    return {
        **{name: getattr(act, name) for name in ("kind", "title", "grounds", "language", "supersedes")},
        "items": [{name: getattr(item, name) for name in item_fields} for item in items],
        "addressees": [{"institution_id": one.institution_id, "role": one.role} for one in addressees],
    }


def waiting(session: Session, principal: Principal, limit: int = 50) -> list[Recommendation]:
    """Drafts and approved acts in visible cases, oldest first."""
    statement = select(Recommendation).where(Recommendation.status.in_((ActStatus.DRAFT, ActStatus.APPROVED)))
    if not sees_everything(principal):
        statement = statement.join(Case, Case.id == Recommendation.case_id).where(visible_cases(principal))
    ordered = statement.order_by(Recommendation.created_at, Recommendation.id).limit(limit)
    return list(session.execute(ordered).scalars())


def views(session: Session, obligations: list[Obligation], today: date) -> list[ObligationView]:
    """These obligations with their items, acts and bodies, in the same order."""
    items = _by_id(session, ActItem, [one.item_id for one in obligations])
    acts = _by_id(session, Recommendation, [one.recommendation_id for one in obligations])
    bodies = institutions(session, [one.institution_id for one in obligations])
    return [
        ObligationView(
            obligation=one,
            item=items[one.item_id],
            act=acts[one.recommendation_id],
            institution=bodies.get(one.institution_id),
            facts=(facts := one.facts),
            reply=reply_timeliness(facts, one.reply_due, today),
            implementation=implementation_timeliness(facts, one.item_due, today),
            overdue_check=check_is_overdue(facts, today),
        )
        for one in obligations
    ]


def _find(session: Session, act_id: UUID, principal: Principal) -> tuple[Recommendation, Case]:
    if "publisher" in principal.roles:
        act = session.execute(
            select(Recommendation).where(Recommendation.id == act_id, publishable(principal))
        ).scalar_one_or_none()
        if act is not None:
            return act, session.get_one(Case, act.case_id)
    if not principal.roles & {"case_officer", "approver", "commissioner"}:
        raise NotFound
    return find_act(session, act_id, principal)


def _state(act: Recommendation, addressees: list[ActAddressee], today: date) -> ActState:
    return ActState(
        status=ActStatus(act.status),
        deliveries=tuple(Delivery(one.delivery) for one in addressees),
        decided=act.published,
        pending=not act.proceeding_over,
        term_over=act.shown_from is not None and act.shown_from <= today,
    )


def _parts(session: Session, model: Any, act_id: UUID) -> list[Any]:
    statement = select(model).where(model.recommendation_id == act_id).order_by(model.place)
    return list(session.execute(statement).scalars())


def _by_id(session: Session, model: Any, ids: list[UUID]) -> dict[UUID, Any]:
    return {row.id: row for row in session.execute(select(model).where(model.id.in_(set(ids)))).scalars()}
