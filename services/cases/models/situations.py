"""What the rules look at, counted from rows: the state of a case, the ladder of an obligation, the bodies around an act."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from services.cases.domain.bodies import BodyClass, Relation, RelationKind, Setting, superiors
from services.cases.domain.case import Elsewhere, Outcome
from services.cases.domain.case_conditions import CaseFacts
from services.cases.domain.escalation import Sent, Situation
from services.cases.domain.kinds import Expects
from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Delivery, Reply
from services.cases.domain.recommendation import ActStatus
from services.cases.models.acts import Recommendation
from services.cases.models.cases import Case, CaseBody, Finding
from services.cases.models.follow_up import Escalation
from services.cases.models.obligations import ClockEntry, Obligation
from shared.directory import KnownInstitution, related


def awaits_reply() -> ColumnElement[bool]:
    """Obligations whose body still owes an answer of the sort that its kind expects; the receipt suffices for some."""
    unanswered = Obligation.reply.not_in([str(word) for word in SUBSTANTIVE])
    received = and_(
        Obligation.expects == Expects.ACKNOWLEDGEMENT,
        or_(Obligation.delivery == Delivery.ACKNOWLEDGED, Obligation.reply != Reply.NONE),
    )
    return and_(Obligation.closed_on.is_(None), unanswered, ~received)


def facts_of(
    session: Session, case: Case, *, outcome: Outcome | None = None, reason: str = "", findings: int = 0
) -> CaseFacts:
    """What the steps of a case depend on. `findings`: those that come with the step itself."""
    count = func.count()
    obligations = select(count.filter(awaits_reply()), count.filter(Obligation.closed_on.is_(None))).where(
        Obligation.case_id == case.id
    )
    awaited, unsettled = session.execute(obligations).one()
    found = select(count).select_from(Finding).where(Finding.case_id == case.id)
    issued = select(count).select_from(Recommendation)
    issued = issued.where(Recommendation.case_id == case.id, Recommendation.status == ActStatus.ISSUED)
    return CaseFacts(
        officer_assigned=case.officer_id is not None,
        findings=session.execute(found).scalar_one() + findings,
        issued_acts=session.execute(issued).scalar_one(),
        replies_awaited=awaited,
        open_obligations=unsettled,
        elsewhere=Elsewhere(case.elsewhere),
        outcome=outcome,
        reason=reason,
    )


@dataclass(frozen=True)
class Known:
    """The bodies that an act touches, by id: those of the case and those addressed."""

    bodies: dict[UUID, KnownInstitution]
    in_case: tuple[UUID, ...]

    def setting(self, day: date, elsewhere: Elsewhere) -> Setting:
        """As the rules of addressing want it: classes, and the relations that are valid on `day`."""
        valid = frozenset(
            Relation(body.id, kind, to)
            for body in self.bodies.values()
            for kind in RelationKind
            for to in related(body, kind, day)
        )
        in_case = tuple(
            (one, BodyClass(self.bodies[one].institution_class)) for one in self.in_case if one in self.bodies
        )
        return Setting(in_case, valid, elsewhere)


def known_bodies(session: Session, case_id: UUID, addressed: list[UUID]) -> Known:
    in_case = tuple(session.execute(select(CaseBody.institution_id).where(CaseBody.case_id == case_id)).scalars())
    return Known(institutions(session, {*in_case, *addressed}), in_case)


def institutions(session: Session, ids: Any) -> dict[UUID, KnownInstitution]:
    """The directory's newest rows of these bodies; one that it does not know yet is missing."""
    rows = session.execute(select(KnownInstitution).where(KnownInstitution.id.in_(set(ids)))).scalars()
    return {row.id: row for row in rows}


def superiors_of(body: KnownInstitution | None, day: date) -> tuple[UUID, ...]:
    """The hierarchical superiors of a body on that day."""
    if body is None:
        return ()
    kind = RelationKind.HIERARCHICAL
    valid = frozenset(Relation(body.id, kind, to) for to in related(body, kind, day))
    return tuple(UUID(str(one)) for one in superiors(body.id, valid))


def situation_of(session: Session, obligation: Obligation, today: date) -> Situation:
    """Where an obligation stands on its ladder."""
    rows = session.execute(select(Escalation).where(Escalation.obligation_id == obligation.id)).scalars()
    body = session.get(KnownInstitution, obligation.institution_id)
    insufficient = obligation.insufficient_on is not None
    return Situation(
        today=today,
        reply_due=obligation.reply_due,
        reply=Reply(obligation.reply),
        body_class=BodyClass(obligation.institution_class),
        answered_on=obligation.insufficient_on if insufficient else obligation.answered_on,
        insufficient=insufficient,
        settled=obligation.closed_on is not None or obligation.assessed == Assessed.IMPLEMENTED,
        sent=tuple(Sent(RungKey(row.rung), row.on, row.term_due) for row in rows),
        superiors=superiors_of(body, today),
    )


def ledger_of(session: Session, obligation_id: UUID) -> list[ClockEntry]:
    """The entries of a clock in the order in which they were recorded."""
    entries = select(ClockEntry).where(ClockEntry.obligation_id == obligation_id).order_by(ClockEntry.number)
    return list(session.execute(entries).scalars())
