"""What the rules look at, counted from rows: the state of a case, the ladder of an obligation, the bodies around an act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from services.cases.data.acts import request_kinds
from services.cases.domain.bodies import BodyClass, Relation, RelationKind, Setting, superiors
from services.cases.domain.case import Elsewhere, Outcome
from services.cases.domain.case_conditions import CaseFacts
from services.cases.domain.escalation import Sent, Situation
from services.cases.domain.findings import Found, Result, standing
from services.cases.domain.kinds import Expects
from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Delivery, Reply
from services.cases.domain.recommendation import ActStatus
from services.cases.models.acts import Recommendation
from services.cases.models.cases import Case, CaseBody, Finding
from services.cases.models.follow_up import Escalation
from services.cases.models.obligations import ClockEntry, Obligation
from shared.directory import KnownInstitution, related

#: How many mergers in a row are followed.
MOST_MERGERS = 8


def awaits_reply() -> ColumnElement[bool]:
    """Obligations whose body still owes an answer of the sort that its kind expects; the receipt suffices for some."""
    unanswered = Obligation.reply.not_in([str(word) for word in SUBSTANTIVE])
    received = and_(
        Obligation.expects == Expects.ACKNOWLEDGEMENT,
        or_(Obligation.delivery == Delivery.ACKNOWLEDGED, Obligation.reply != Reply.NONE),
    )
    return and_(Obligation.closed_on.is_(None), unanswered, ~received)


def recommends() -> ColumnElement[bool]:
    """Acts of the mandate. A request for information is none: no step of a case rests on it or waits for its answer."""
    return Recommendation.kind.not_in(request_kinds())


def findings_of(session: Session, case_id: UUID) -> tuple[Found, ...]:
    """The findings of a case that stand."""
    statement = select(Finding).where(Finding.case_id == case_id, Finding.result.is_not(None))
    rows = session.execute(statement.order_by(Finding.at, Finding.id)).scalars()
    return standing(Found(row.right or "", row.institution_id, Result(str(row.result))) for row in rows)


def facts_of(session: Session, case: Case, *, outcome: Outcome | None = None, reason: str = "") -> CaseFacts:
    """What the steps of a case depend on."""
    count = func.count()
    obligations = select(count.filter(awaits_reply()), count.filter(Obligation.closed_on.is_(None)))
    obligations = obligations.join(Recommendation, Recommendation.id == Obligation.recommendation_id).where(
        Obligation.case_id == case.id, recommends()
    )
    awaited, unsettled = session.execute(obligations).one()
    issued = select(count).select_from(Recommendation)
    issued = issued.where(Recommendation.case_id == case.id, Recommendation.status == ActStatus.ISSUED, recommends())
    return CaseFacts(
        officer_assigned=case.officer_id is not None,
        results=frozenset(one.result for one in findings_of(session, case.id)),
        issued_acts=session.execute(issued).scalar_one(),
        replies_awaited=awaited,
        open_obligations=unsettled,
        elsewhere=Elsewhere(case.elsewhere),
        outcome=outcome,
        reason=reason,
    )


@dataclass(frozen=True)
class Known:
    """The bodies that an act touches, by id: those of the case and those addressed. `heirs`: of a superior that is gone; `above`: what
    ever stood above one of them, whose own superiors may have a say.
    """

    bodies: dict[UUID, KnownInstitution]
    in_case: tuple[UUID, ...]
    heirs: dict[UUID, tuple[UUID, ...]]
    above: dict[UUID, KnownInstitution]

    def setting(self, day: date, elsewhere: Elsewhere) -> Setting:
        """As the rules of addressing want it: classes, and the relations that are valid on `day`."""
        valid = frozenset(
            Relation(body.id, kind, to)
            for body in (self.above | self.bodies).values()
            for kind in RelationKind
            for named in related(body, kind, day)
            for to in (self.heirs.get(named, (named,)) if kind is RelationKind.HIERARCHICAL else (named,))
        )
        in_case = tuple(
            (one, BodyClass(self.bodies[one].institution_class)) for one in self.in_case if one in self.bodies
        )
        return Setting(in_case, valid, elsewhere)


def known_bodies(session: Session, case_id: UUID, addressed: list[UUID]) -> Known:
    in_case = tuple(session.execute(select(CaseBody.institution_id).where(CaseBody.case_id == case_id)).scalars())
    bodies = institutions(session, {*in_case, *addressed})
    above = institutions(session, {to for body in bodies.values() for to in _ever_above(body)})
    gone = {*above, *(to for body in above.values() for to in _ever_above(body))}
    return Known(bodies, in_case, heirs_of(session, gone), above)


def institutions(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, KnownInstitution]:
    """The directory's newest rows of these bodies; one that it does not know yet is missing."""
    rows = session.execute(select(KnownInstitution).where(KnownInstitution.id.in_(set(ids)))).scalars()
    return {row.id: row for row in rows}


def superiors_of(session: Session, body: KnownInstitution | None, day: date) -> tuple[UUID, ...]:
    """The hierarchical superiors of a body on that day; in the place of one that is gone, those that took it over."""
    if body is None:
        return ()
    kind = RelationKind.HIERARCHICAL
    named = related(body, kind, day)
    heirs = heirs_of(session, set(named))
    valid = frozenset(Relation(body.id, kind, to) for one in named for to in heirs.get(one, (one,)))
    return tuple(UUID(str(one)) for one in superiors(body.id, valid))


def heirs_of(session: Session, ids: set[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Of these bodies those that exist no more, each with what replaces it now (through several mergers), if the directory
    says what. One without an heir stays as it is named: nobody is guessed.
    """
    replaced: dict[UUID, tuple[UUID, ...]] = {}
    for body in institutions(session, ids).values():
        if body.active:
            continue
        stage, heirs = [body], set[UUID]()
        for _merger in range(MOST_MERGERS):
            after = institutions(session, {heir.id for one in stage for heir in one.successors}).values()
            heirs |= {one.id for one in after if one.active}
            stage = [one for one in after if not one.active]
            if not stage:
                break
        if heirs:
            replaced[body.id] = tuple(sorted(heirs, key=str))
    return replaced


def _ever_above(body: KnownInstitution) -> set[UUID]:
    return set(related(body, RelationKind.HIERARCHICAL))


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
        sent=tuple(Sent(RungKey(row.rung), row.on, _term_of(session, row)) for row in rows),
        superiors=superiors_of(session, body, today),
    )


def _term_of(session: Session, sent: Escalation) -> date | None:
    """The last day of the term that a rung opened: as the clock of its act has it now, which its delivery may have moved."""
    if sent.act_id is None:
        return sent.term_due
    running = select(func.max(Obligation.reply_due)).where(Obligation.recommendation_id == sent.act_id)
    return session.execute(running.where(Obligation.fell_on.is_(None))).scalar() or sent.term_due


def ledger_of(session: Session, obligation_id: UUID) -> list[ClockEntry]:
    """The entries of a clock in the order in which they were recorded."""
    entries = select(ClockEntry).where(ClockEntry.obligation_id == obligation_id).order_by(ClockEntry.number)
    return list(session.execute(entries).scalars())
