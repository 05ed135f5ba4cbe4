"""What the rules look at, counted from rows: the state of a case, the ladder of an obligation, the bodies around an act."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data.acts import closing_grounds, request_kinds
from services.cases.domain.bodies import BodyClass, Relation, RelationKind, Setting, next_above, superiors
from services.cases.domain.case import Elsewhere, Outcome
from services.cases.domain.case_conditions import CaseFacts
from services.cases.domain.escalation import Sent, Situation
from services.cases.domain.findings import Found, Result, standing
from services.cases.domain.kinds import Expects
from services.cases.domain.ladder import Alternative, RungKey
from services.cases.domain.ledger import of_letter
from services.cases.domain.obligations import SETTLED, SUBSTANTIVE, Assessed, Delivery, Reply, has_arrived
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.standing import REFUSALS, Ground, State, first_day
from services.cases.domain.timeliness import local_date
from services.cases.models.acts import ActAddressee, Recommendation
from services.cases.models.cases import Case, CaseBody, Finding
from services.cases.models.clock_entries import ClockEntry
from services.cases.models.follow_up import AssessmentRecord, EarlyRung, Escalation, RungLetter
from services.cases.models.obligations import Obligation
from services.cases.queries.earlier_matters import is_moot
from services.cases.queries.rung_days import counted_from, term_of
from services.cases.queries.shown_acts import shown_from
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
    return and_(Obligation.closed_on.is_(None), Obligation.assessed != Assessed.NOT, unanswered, ~received)


def recommends() -> ColumnElement[bool]:
    """Acts of the mandate. A request for information is none: no step of a case rests on it or waits for its answer."""
    return Recommendation.kind.not_in(request_kinds())


def findings_of(session: Session, case_id: UUID) -> tuple[Found, ...]:
    """The findings of a case that stand."""
    statement = select(Finding).where(Finding.case_id == case_id, Finding.result.is_not(None))
    rows = session.execute(statement.order_by(Finding.at, Finding.id)).scalars()
    return standing(Found(row.right or "", row.institution_id, Result(str(row.result)), row.grade) for row in rows)


def facts_of(
    session: Session,
    case: Case,
    today: date,
    *,
    outcome: Outcome | None = None,
    reason: str = "",
    closing_ground: str | None = None,
) -> CaseFacts:
    """What the steps of a case depend on. What fell with its act stands nowhere any more."""
    count = func.count()
    obligations = select(Obligation, awaits_reply())
    obligations = obligations.join(Recommendation, Recommendation.id == Obligation.recommendation_id).where(
        Obligation.case_id == case.id, Obligation.fell_on.is_(None), recommends()
    )
    owed = session.execute(obligations).all()
    issued = select(count).select_from(Recommendation)
    issued = issued.where(Recommendation.case_id == case.id, Recommendation.status == ActStatus.ISSUED, recommends())
    issued = issued.where(~_presses_for_nothing())
    ground = closing_grounds(today).get(closing_ground or "")
    undelivered = [one for one, _awaited in owed if one.state_on(today) is State.NOT_DELIVERED]
    return CaseFacts(
        officer_assigned=case.officer_id is not None,
        results=frozenset(one.result for one in findings_of(session, case.id)),
        issued_acts=session.execute(issued).scalar_one(),
        replies_awaited=sum(awaited for _obligation, awaited in owed),
        standing=frozenset(obligation.state_on(today) for obligation, _awaited in owed),
        elsewhere=Elsewhere(case.elsewhere),
        outcome=outcome,
        reason=reason,
        closing_ground=closing_ground,
        ground_undelivered=bool(ground and ground.get("undelivered")),
        on_its_way=sum(one.delivery != Delivery.FAILED for one in undelivered),
        ground_pressed=bool(ground and ground.get("pressed")),
        pressed=any(obligation.goes_on(today) for obligation, _awaited in owed),
        unweighed=sum(obligation.refusal_waits for obligation, _awaited in owed),
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
    asked = {one for one in ids if one is not None}
    if not asked:
        return {}
    rows = session.execute(select(KnownInstitution).where(KnownInstitution.id.in_(asked))).scalars()
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


def next_superiors(
    session: Session, body: KnownInstitution | None, day: date, turned_to: Collection[UUID]
) -> tuple[UUID, ...]:
    """Whom of those above a body to turn to next, after these."""
    if body is None:
        return ()
    relations, level, seen = set[Relation](), {body.id}, set[UUID]()
    while level:
        seen |= level
        for one in institutions(session, level).values():
            relations |= {Relation(one.id, RelationKind.HIERARCHICAL, to) for to in superiors_of(session, one, day)}
        # Above somebody who was not turned to yet nobody is looked for.
        level = {UUID(str(one.to)) for one in relations} & set(turned_to) - seen
    return tuple(UUID(str(one)) for one in next_above(body.id, frozenset(relations), turned_to))


def is_confirmed(session: Session, body_id: UUID, to: UUID, kind: RelationKind, day: date) -> bool:
    """Whether it is known by confirmed relations alone that `to` stands so to the body, through others that stand so too: what nobody has
    read is said to staff, and in no letter.
    """
    level, seen = {body_id}, set[UUID]()
    while level and to not in level:
        seen |= level
        level = {
            above for one in institutions(session, level).values() for above in related(one, kind, day, confirmed=True)
        } - seen
    return to in level


def ways_to(session: Session, body_id: UUID, way: Alternative, day: date) -> list[KnownInstitution]:
    """The bodies that a lawful way towards a body may go to on that day, by name; none for a way by which nobody is turned to."""
    body = session.get(KnownInstitution, body_id)
    if body is None or way.act is None:
        return []
    if way.relation is None and way.to_class is None:
        return [body]
    found = select(KnownInstitution).where(KnownInstitution.active, KnownInstitution.id != body.id)
    if way.to_class is not None:
        found = found.where(KnownInstitution.institution_class == way.to_class)
    if way.relation is not None:
        found = found.where(KnownInstitution.id.in_(related(body, way.relation, day)))
    return list(session.execute(found.order_by(KnownInstitution.name_sq, KnownInstitution.id)).scalars())


def open_ways(session: Session, body_id: UUID, day: date) -> tuple[Alternative, ...]:
    """The lawful ways towards a body by which somebody could be turned to on that day, and those by which nobody is: what has no
    addressee could not be issued, and is not offered.
    """
    body = session.get(KnownInstitution, body_id)
    of_class = () if body is None else (one for one in data.alternatives() if body.institution_class in one.for_classes)
    return tuple(way for way in of_class if way.act is None or ways_to(session, body_id, way, day))


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
    """Where an obligation stands on its ladder. A term that runs is a silence to come: its first rung lies ahead."""
    rows = list(
        session.execute(select(Escalation).where(Escalation.obligation_id == obligation.id, counts())).scalars()
    )
    counted = {row.id: counted_from(session, row, today) for row in rows}
    body = session.get(KnownInstitution, obligation.institution_id)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    ground, facts = obligation.ground_on(today), obligation.facts
    held = obligation.held_since is not None
    runs = obligation.closed_on is None and obligation.ladder_ended_on is None and not held
    if runs and obligation.state_on(today) is State.AWAITING_REPLY:
        ground = Ground.SILENCE
    return Situation(
        today=today,
        reply_due=obligation.reply_due,
        body_class=BodyClass(obligation.institution_class),
        ground=ground,
        since=first_day(
            ground,
            due=obligation.reply_due,
            promised=obligation.implementation_due,
            found_on=found_on(session, obligation)
            if ground in {Ground.NOT, Ground.PARTLY}
            else obligation.insufficient_on,
        ),
        remindable=obligation.insufficient_on is None and obligation.reply not in {*REFUSALS, Reply.NOT_COMPETENT},
        sent=tuple(Sent(RungKey(row.rung), counted[row.id] or row.on, term_of(session, row)) for row in rows),
        superiors=next_superiors(session, body, today, {row.to for row in rows if row.to and not row.alternative}),
        calendar=data.calendar_of(today),
        arrived=has_arrived(facts) and obligation.state_on(today) is not State.ASKED_AGAIN,
        under_way=None in counted.values(),
        held=held,
        moot=is_moot(session, obligation),
        receipt_waits=receipt_waits(session, obligation),
        holds=obligation.free_now,
        by_office=bool(obligation.askings),
        public=act.published and act.shown_from is not None and act.shown_from <= today,
        shown_from=shown_from(session, act, decided=True),
    )


def _presses_for_nothing() -> ColumnElement[bool]:
    """Acts that pressed for what is over at its root, and on which nothing was found: they recommend nothing any more."""
    mine = select(Obligation.id).where(Obligation.recommendation_id == Recommendation.id)
    stands_still = or_(Obligation.moot_on.is_(None), Obligation.assessed.in_([word.value for word in SETTLED]))
    return and_(mine.exists(), ~mine.where(stands_still).exists())


def receipt_waits(session: Session, obligation: Obligation) -> bool:
    """Whether the day on which its letter arrived was recorded and a second person has not looked at it yet."""
    addressee = session.get(ActAddressee, (obligation.recommendation_id, obligation.institution_id))
    return addressee is not None and addressee.receipt_told_on is not None


def stands() -> ColumnElement[bool]:
    """Rungs that count: one whose act or reminder was withdrawn is as if it had not been sent, and is open again. What took the place of
    an act is it.
    """
    withdrawn = select(Recommendation.id).where(Recommendation.status == ActStatus.WITHDRAWN)
    untrue = select(RungLetter.id).where(RungLetter.state == "withdrawn")
    of_act = or_(Escalation.act_id.is_(None), Escalation.act_id.not_in(withdrawn))
    return and_(of_act, or_(Escalation.letter_id.is_(None), Escalation.letter_id.not_in(untrue)))


def counts() -> ColumnElement[bool]:
    """Those of them that are steps: what was sent before its term was over, as is known now, is none."""
    return and_(stands(), Escalation.id.not_in(select(EarlyRung.escalation_id)))


def found_on(session: Session, obligation: Obligation) -> date | None:
    """The day on which the office recorded what it found last; none where it found nothing."""
    found = select(func.max(AssessmentRecord.at)).where(
        AssessmentRecord.obligation_id == obligation.id, AssessmentRecord.word == obligation.assessed
    )
    at = session.execute(found).scalar()
    return local_date(at) if at else None


def tells_of(case_id: UUID) -> ColumnElement[bool]:
    """Acts that tell of a case: its own, and those by which a rung of it is sent, be they of another case."""
    rungs = select(RungLetter.act_id).where(RungLetter.case_id == case_id, RungLetter.act_id.is_not(None))
    return or_(Recommendation.case_id == case_id, Recommendation.id.in_(rungs))


def is_rung(session: Session, act_id: UUID) -> bool:
    """Whether the act is a rung of a ladder, which goes on after its case was closed."""
    letters = select(RungLetter.id).where(RungLetter.act_id == act_id).limit(1)
    return session.execute(letters).scalar() is not None


def every_entry(session: Session, obligation_id: UUID) -> list[ClockEntry]:
    """All entries of a clock in the order in which they were recorded, those of a sending that came back too."""
    entries = select(ClockEntry).where(ClockEntry.obligation_id == obligation_id).order_by(ClockEntry.number)
    return list(session.execute(entries).scalars())


def ledger_of(session: Session, obligation_id: UUID) -> list[ClockEntry]:
    """The entries of a clock that count (`ledger.of_letter`), in the order in which they were recorded."""
    obligation = session.get_one(Obligation, obligation_id)
    rows = every_entry(session, obligation_id)
    counted = of_letter((row.as_entry() for row in rows), obligation.sent_on, obligation.delivered_on)
    ids = {one.id for one in counted}
    return [row for row in rows if row.id in ids]
