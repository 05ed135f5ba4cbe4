"""Signed agreements, and where each clause stands: on its obligation, or among what the office owes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from services.cases.agreements import data
from services.cases.agreements.domain import standing
from services.cases.agreements.lists import IN_ERROR, KnownAgreementListing, PromiseListing, issued_in_error
from services.cases.agreements.models import AgreementClause, AgreementKnown, PromiseOutcome
from services.cases.agreements.schemas import (
    AgreementFigures,
    ClauseCounts,
    ClauseStanding,
    KnownAgreement,
    KnownAgreementWhole,
    OutcomeAnswer,
    Promise,
    PromiseWhole,
)
from services.cases.domain.standing import State, state_of
from services.cases.domain.timeliness import local_date
from services.cases.incoming.models import IncomingItem, IncomingRecommendation
from services.cases.models import ActItem, Case, Obligation, Recommendation, Task
from services.cases.queries import acts
from services.cases.queries.lateness import was_late
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import in_visible_case, visible_cases
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound
from shared.typed import filled

UNIT = "clauses"
#: What is over for whoever took it on, kept or not.
_OVER = frozenset({State.IMPLEMENTED, State.FELL, State.MOOT, State.OVERTAKEN})
#: Of a clause on which nothing stands yet.
_NOWHERE: dict[str, object] = {"obligation_id": None, "incoming_id": None, "withdrawn_on": None}


@dataclass(frozen=True)
class _Standing:
    """Where the clauses of some agreements stand, by their items; `wrong`: those whose letter was withdrawn as issued in error."""

    obligations: Mapping[UUID, Obligation]
    incoming: Mapping[tuple[str, str], IncomingItem]
    wrong: Mapping[UUID, Recommendation]


def agreements(
    session: Session, cursors: Cursors, asked: KnownAgreementListing, reading: Reading
) -> Page[KnownAgreement]:
    """One page, the newest first."""
    order = [AgreementKnown.signed_on, AgreementKnown.id]
    page = page_of(session, cursors, select(AgreementKnown), asked, reading, order, descending=True)
    seen, left = _seen(session, page.items, reading.by), _left(session, page.items)
    wrong = withdrawn_letters(session, page.items)
    return Page([_line(one, seen, left, wrong, local_date(reading.now)) for one in page.items], page.next)


def agreement(session: Session, agreement_id: UUID, *, lock: bool = False) -> AgreementKnown:
    """Raises `NotFound`."""
    wanted = select(AgreementKnown).where(AgreementKnown.id == agreement_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.execute(wanted).scalar()
    if found is None:
        raise NotFound
    return found


def unprepared(session: Session) -> list[UUID]:
    """Those that bodies took something on by, and for which no case is open."""
    took_on = select(AgreementClause.id).where(
        AgreementClause.agreement_id == AgreementKnown.id,
        AgreementClause.owed_by.is_not(None),
        AgreementClause.goes_on_from.is_(None),
    )
    # That of a first version stands with the case, which it has once it was put.
    unput = AgreementKnown.case_id.is_(None) | (AgreementKnown.version > 1)
    waiting = select(AgreementKnown.id).where(
        unput & AgreementKnown.sent_at.is_(None) & AgreementKnown.task_id.is_(None),
        AgreementKnown.noted_by.is_not(None),
        AgreementKnown.ended_on.is_(None),
        took_on.exists(),
    )
    return list(session.execute(waiting.order_by(AgreementKnown.signed_on, AgreementKnown.id)).scalars())


def open_tasks(session: Session, case_id: UUID) -> list[UUID]:
    """What is to be done in the case of an agreement before its clauses are sent: that, and nothing else."""
    rows = select(Task.id).where(Task.case_id == case_id, Task.done_at.is_(None)).order_by(Task.at, Task.id).limit(1)
    return list(session.execute(rows).scalars())


def to_close(session: Session) -> list[UUID]:
    """Those that are over, and of which what was open was not closed yet."""
    over = AgreementKnown.ended_on.is_not(None) & AgreementKnown.closed_at.is_(None)
    return list(session.execute(select(AgreementKnown.id).where(over).order_by(AgreementKnown.id)).scalars())


def to_ask_again(session: Session) -> list[UUID]:
    """Those of which a letter was withdrawn as issued in error, and nobody has the task to send it again."""
    wrong = select(AgreementClause.id).where(AgreementClause.agreement_id == AgreementKnown.id, issued_in_error())
    waiting = select(AgreementKnown.id).where(
        AgreementKnown.task_id.is_(None),
        AgreementKnown.noted_by.is_not(None),
        AgreementKnown.ended_on.is_(None),
        wrong.exists(),
    )
    return list(session.execute(waiting.order_by(AgreementKnown.signed_on, AgreementKnown.id)).scalars())


def is_open(session: Session, task_id: UUID) -> bool:
    found = session.get(Task, task_id)
    return found is not None and found.done_at is None


def open_letters(session: Session, found: AgreementKnown) -> list[tuple[Recommendation, set[UUID]]]:
    """Its letters that have not left, each locked, with the items that stand in it."""
    clauses = [one.item_id for one in found.clauses if one.owed_by]
    of_it = select(ActItem.recommendation_id).where(ActItem.id.in_(clauses))
    drafts = select(Recommendation).where(Recommendation.id.in_(of_it), Recommendation.status.in_(acts.OPEN))
    rows = session.execute(drafts.order_by(Recommendation.id).with_for_update()).scalars().all()
    items = select(ActItem.recommendation_id, ActItem.id).where(ActItem.recommendation_id.in_([one.id for one in rows]))
    within: dict[UUID, set[UUID]] = {one.id: set() for one in rows}
    for act_id, item_id in session.execute(items):
        within[act_id].add(item_id)
    return [(one, within[one.id]) for one in rows]


def withdrawn_letters(
    session: Session, found: Sequence[AgreementKnown], by: Principal | None = None
) -> dict[UUID, Recommendation]:
    """The letters of these that were withdrawn as issued in error and not sent again, by the items that stood in them; with `by`, those in cases
    that this person may see.
    """
    ids = [clause.item_id for one in found for clause in one.clauses if clause.owed_by]
    rows = (
        select(ActItem.id, Recommendation)
        .join(Recommendation, Recommendation.id == ActItem.recommendation_id)
        .where(ActItem.id.in_(ids), Recommendation.withdrawal_ground == IN_ERROR)
    )
    if by is not None:
        rows = rows.where(in_visible_case(by, Recommendation.case_id))
    return {one[0]: one[1] for one in session.execute(rows)}


def read(session: Session, agreement_id: UUID, by: Principal, today: date) -> KnownAgreementWhole:
    """One with its clauses. Raises `NotFound`."""
    found = agreement(session, agreement_id)
    stands, names = _standing(session, [found], by), institutions(session, found.owing)
    clauses = []
    for one in found.clauses:
        body = names.get(one.owed_by) if one.owed_by else None
        more = _where(stands, found, one, today)
        named = {"name_sq": body.name_sq if body else one.actor, "name_en": body.name_en if body else one.actor}
        goes_on = str(one.id) in found.going_on
        clauses.append(filled(ClauseStanding, one, goes_on=goes_on, **named, **_NOWHERE | more))
    line = _line(
        found, _seen(session, [found], by), _left(session, [found]), withdrawn_letters(session, [found]), today
    )
    return KnownAgreementWhole(agreement=line, clauses=tuple(clauses))


def figures(session: Session, by: Principal, today: date) -> AgreementFigures:
    """Of all signed agreements; of what stands in a case that the reader may not see, the clause alone is counted."""
    found = list(session.execute(select(AgreementKnown)).scalars())
    stands = _standing(session, found, by)
    # What goes on in another version is counted there.
    pairs = [(one, clause) for one in found for clause in one.clauses if str(clause.id) not in one.going_on]
    bodies = [_of_body(stands, clause, today) for _one, clause in pairs if clause.owed_by]
    office = [_of_office(stands, one, clause, today) for one, clause in pairs if clause.of_office]
    others = [_of_actor(clause, today) for _one, clause in pairs if clause.actor_id]
    counted = {"bodies": _counted(bodies), "office": _counted(office), "actors": _counted(others)}
    return AgreementFigures(unit=UNIT, agreements=len(found), **counted)


def _seen(session: Session, found: Sequence[AgreementKnown], by: Principal) -> set[UUID]:
    """The cases of these that are not behind a wall for that person."""
    ids = [one.case_id for one in found if one.case_id]
    return set(session.execute(select(Case.id).where(Case.id.in_(ids), visible_cases(by))).scalars())


def _left(session: Session, found: Sequence[AgreementKnown]) -> set[UUID]:
    """The items of these that stand in a letter that left: one that was stopped, is being compared, or was issued in error, has told nobody."""
    ids = [clause.item_id for one in found for clause in one.clauses if clause.owed_by]
    rows = select(Obligation.item_id).where(Obligation.item_id.in_(ids))
    return set(session.execute(rows).scalars()) - set(withdrawn_letters(session, found))


def _line(
    found: AgreementKnown, seen: Collection[UUID], left: Collection[UUID], wrong: Collection[UUID], today: date
) -> KnownAgreement:
    case_id = found.case_id if found.case_id in seen else None
    owed = {one.item_id for one in found.clauses if one.owed_by}
    waits, sent = found.sent_at is None and bool(found.to_send), bool(owed) and owed <= set(left)
    waits, again = waits and found.ended_on is None, bool(owed & set(wrong)) and found.ended_on is None
    over_on = found.over_on(today)
    return filled(KnownAgreement, found, case_id=case_id, waits=waits, sent=sent, again=again, ended_on=over_on)


def _counted(clauses: Sequence[Mapping[str, object]]) -> ClauseCounts:
    states = Counter(str(one["state"]) for one in clauses if one["state"])
    return ClauseCounts(clauses=len(clauses), states=dict(states), late=sum(bool(one["late"]) for one in clauses))


def _standing(session: Session, found: Sequence[AgreementKnown], by: Principal) -> _Standing:
    ids = [clause.item_id for one in found for clause in one.clauses if clause.owed_by]
    owed = select(Obligation).where(Obligation.item_id.in_(ids), in_visible_case(by, Obligation.case_id))
    of_office = (
        select(IncomingRecommendation.number, IncomingItem)
        .join(IncomingItem, IncomingItem.recommendation_id == IncomingRecommendation.id)
        .where(
            IncomingRecommendation.issuer == data.ISSUER,
            IncomingRecommendation.number.in_([one.number for one in found]),
        )
    )
    return _Standing(
        {one.item_id: one for one in session.execute(owed).scalars()},
        {(number, item.item): item for number, item in session.execute(of_office)},
        withdrawn_letters(session, found, by),
    )


def _of_body(stands: _Standing, clause: AgreementClause, today: date) -> dict[str, object]:
    """Late as the list of obligations says it: what its body does not have yet is not, whatever day the agreement names."""
    wrong = stands.wrong.get(clause.item_id)
    if wrong is not None:
        return {"state": None, "late": False, "withdrawn_on": wrong.withdrawn_at and local_date(wrong.withdrawn_at)}
    owed = stands.obligations.get(clause.item_id)
    if owed is None:
        return {"state": None, "late": False}
    return {"obligation_id": owed.id, "state": owed.state_on(today).value, "late": was_late(owed, today)}


def _of_office(stands: _Standing, found: AgreementKnown, clause: AgreementClause, today: date) -> dict[str, object]:
    item = stands.incoming.get((found.number, item_number(clause)))
    if item is None:
        return {"state": None, "late": clause.due < today}
    state = state_of(item.facts, item.reply_due, item.implementation_due, today)
    return {"incoming_id": item.id, "state": state.value, "late": state not in _OVER and clause.due < today}


def _of_actor(clause: AgreementClause, today: date) -> dict[str, object]:
    state, late = standing(clause.assessed, clause.done_on, clause.due, today)
    return {"state": state.value, "late": late}


def _where(stands: _Standing, found: AgreementKnown, clause: AgreementClause, today: date) -> dict[str, object]:
    if clause.actor_id:
        return _of_actor(clause, today)
    return _of_body(stands, clause, today) if clause.owed_by else _of_office(stands, found, clause, today)


def promises(session: Session, cursors: Cursors, asked: PromiseListing, reading: Reading) -> Page[Promise]:
    """One page of what parties that are no bodies promised, by the day, the earliest first; what goes on in another version stands there alone."""
    later = aliased(AgreementClause)
    wanted = select(AgreementClause).where(
        AgreementClause.actor_id.is_not(None), ~exists().where(later.goes_on_from == AgreementClause.id)
    )
    order = [AgreementClause.due, AgreementClause.id]
    page = page_of(session, cursors, wanted, asked, reading, order, descending=False)
    return Page([as_promise(session, one, local_date(reading.now)) for one in page.items], page.next)


def promise(session: Session, clause_id: UUID, *, lock: bool = False) -> AgreementClause:
    """Raises `NotFound`, also for what a body or the office took on: that stands on its obligation."""
    found = session.get(AgreementClause, clause_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.actor_id is None:
        raise NotFound
    return found


def as_promise(session: Session, found: AgreementClause, today: date) -> Promise:
    of = session.get_one(AgreementKnown, found.agreement_id)
    return filled(Promise, found, number=of.number, title=of.title, **_of_actor(found, today))


def whole_promise(session: Session, clause_id: UUID, today: date) -> PromiseWhole:
    """With all that was ever found of it, the newest first. Raises `NotFound`."""
    found = promise(session, clause_id)
    rows = select(PromiseOutcome).where(PromiseOutcome.item_id == found.item_id).order_by(PromiseOutcome.id.desc())
    outcomes = tuple(filled(OutcomeAnswer, one) for one in session.execute(rows).scalars())
    return PromiseWhole(promise=as_promise(session, found, today), outcomes=outcomes)


def item_number(clause: AgreementClause) -> str:
    """Of a clause of the office among what it owes: its place in the agreement, counted from 1, after that of a later version."""
    return clause.office_item
