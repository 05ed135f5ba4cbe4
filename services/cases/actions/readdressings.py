"""A body said that another is competent: the office follows it with a draft to that body, or does not, and says why."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import assessments, days_told, drafts, paper_notices, standings
from services.cases.domain.bodies import Role
from services.cases.domain.by_when import issued_day
from services.cases.domain.obligations import UNFOUND, Assessed, Reply
from services.cases.domain.paper_notices import Word
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.replies import SAID_BY_WORD
from services.cases.domain.standing import OTHER_BODY
from services.cases.domain.timeliness import local_date
from services.cases.models import ActItem, Case, Obligation, Readdressing, Recommendation
from services.cases.models.cases import note
from services.cases.queries.proposals import SENT_ON, Proposal, been_at, proposal_of, said_alike
from services.cases.queries.visibility import find_obligation
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from services.cases.schemas.obligations import AssessmentBody, InsufficiencyBody, ReaddressingBody
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ObligationTurned
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


def decide(
    by: Principal,
    session: Session,
    documents: Documents,
    obligation_id: UUID,
    wanted: ReaddressingBody,
    *,
    now: datetime,
) -> Readdressing:
    """Decide for all items of which the reply says the same. Accepting makes a draft, which goes the normal way: whatever the
    rules have against it is raised as it is for any draft. Raises `RuleViolation` (409), `ContentViolation` (422).
    """
    obligation, case = find_obligation(session, obligation_id, by, lock=True)
    proposal = _checked(session, obligation, wanted)
    alike = said_alike(session, obligation, proposal)
    act = None
    target = wanted.institution_id or proposal.institution_id
    if wanted.accept:
        act = _draft(by, session, documents, case, alike, _target(session, obligation, alike, target), now)
    decisions = {
        one.id: Readdressing(
            obligation_id=one.id,
            reply_id=proposal.reply_id,
            institution_id=target,
            accepted=wanted.accept,
            act_id=act.id if act else None,
            reason=wanted.reason,
            by=by.id,
            at=now,
        )
        for one in alike
    }
    session.add_all(decisions.values())
    for one in alike:
        details = {"act": one.recommendation_id, "institution": one.institution_id, "accepted": wanted.accept}
        note(session, case.id, now, by.name, "readdressing.decided", obligation=one.id, to=target, **details)
    audit.record(session, by, "readdressing.decided", "obligation", obligation.id, accepted=wanted.accept)
    session.flush()
    if not wanted.accept:
        # It said that it is not its business, and the office finds that it is: that answer is not enough. Who passed the letter on still
        # owes one, and its term runs. Both read so.
        for one in alike:
            if one.reply == Reply.NOT_COMPETENT:
                body = InsufficiencyBody(reason=wanted.reason)
                assessments.find_insufficient(by, session, one.id, body, now=now)
            else:
                assessments.tell_upheld(by, session, one, now=now)
    return decisions[obligation.id]


def follow(by: Principal, session: Session, documents: Documents, act: Recommendation, *, now: datetime) -> None:
    """A step of issuing: the office turned to the other body, and asks who passed the letter on for nothing more. That body and
    whoever complained are told so, of each item.
    """
    if act.readdresses is None:
        return
    turned = select(Obligation).join(Readdressing, Readdressing.obligation_id == Obligation.id)
    turned = turned.where(Readdressing.act_id == act.id, Obligation.reply.in_(SENT_ON), Obligation.closed_on.is_(None))
    for obligation in session.execute(turned.order_by(Obligation.id)).scalars().all():
        obligation.readdressed_on = local_date(now)
        said, case = obligation.reply, session.get_one(Case, obligation.case_id)
        if said == Reply.FORWARDED:
            _ask_no_more(by, session, documents, obligation, act, now)
        _tell_turned(by, session, documents, obligation, now)
        standings.tell_answered(session, case, obligation, said, now=now)


def _tell_turned(by: Principal, session: Session, documents: Documents, obligation: Obligation, now: datetime) -> None:
    """Its body reads that the office followed it, and that its day is gone. One that the office goes on to press is not let off."""
    if obligation.turned_on is None:
        return
    had_day = obligation.item_due is not None or obligation.told_by_when is not None
    obligation.write_facts(obligation.facts)
    event = ObligationTurned(
        obligation_id=obligation.id,
        recommendation_id=obligation.recommendation_id,
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        said=SAID_BY_WORD[Reply(obligation.reply)].value,
        turned_on=obligation.turned_on,
    )
    publish(session, event, obligation.id)
    paper_notices.note(by, session, obligation, Word.TURNED, now=now)
    if had_day:
        # At once: the clock tells of no obligation that was closed.
        days_told.tell(session, documents, obligation, now=now)


def _ask_no_more(
    by: Principal, session: Session, documents: Documents, obligation: Obligation, act: Recommendation, now: datetime
) -> None:
    """Of who passed the letter on nothing can be found any more, unless it was found already how it turned out."""
    if obligation.assessed not in UNFOUND:
        return
    decided = select(Readdressing.reason).where(
        Readdressing.act_id == act.id, Readdressing.obligation_id == obligation.id
    )
    found = AssessmentBody(
        assessment=Assessed.NOT_ASSESSABLE,
        unassessable=OTHER_BODY,
        reason=session.execute(decided.limit(1)).scalar_one(),
    )
    assessments.assess(by, session, documents, obligation.id, found, now=now)


def _checked(session: Session, obligation: Obligation, wanted: ReaddressingBody) -> Proposal:
    act = session.get_one(Recommendation, obligation.recommendation_id)
    if act.status != ActStatus.ISSUED:
        raise RuleViolation("the act no longer stands", code="obligation.act_fell")
    proposal = proposal_of(session, obligation)
    if proposal is None:
        raise RuleViolation("the body did not say so", code="readdressing.not_said")
    if proposal.decision is not None:
        raise RuleViolation("this was decided", code="readdressing.decided")
    if not wanted.reason.strip():
        raise ContentViolation("why", code="readdressing.no_reason", field="reason")
    return proposal


def _target(session: Session, obligation: Obligation, alike: list[Obligation], target: UUID | None) -> UUID:
    if target is None:
        raise ContentViolation("to which body", code="readdressing.no_body", field="institution_id")
    if target in been_at(session, obligation):
        raise RuleViolation("that body sent it on itself", code="readdressing.loop")
    if _owes_already(session, alike, target):
        raise ContentViolation("that body owes it already", code="readdressing.owes_already", field="institution_id")
    return target


def _owes_already(session: Session, alike: list[Obligation], target: UUID) -> bool:
    """Whether the same letter asks that body for one of these items: a second letter would ask it for the same sentence twice."""
    items = [one.item_id for one in alike]
    same = select(Obligation.id).where(Obligation.item_id.in_(items), Obligation.institution_id == target)
    return session.execute(same.where(Obligation.fell_on.is_(None)).limit(1)).first() is not None


def _draft(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    alike: list[Obligation],
    target: UUID,
    now: datetime,
) -> Recommendation:
    """The same act with these items to that body. A day that has passed is moved by as long as the first body had."""
    old = session.get_one(Recommendation, alike[0].recommendation_id)
    statement = select(ActItem).where(ActItem.id.in_([one.item_id for one in alike])).order_by(ActItem.place)
    items, today = session.execute(statement).scalars().all(), local_date(now)
    # Of before kinds said that they order nothing, its items may have a day.
    orders = data.kind_on(old.kind, today).orders
    draft = DraftBody(
        kind=old.kind,
        title=old.title,
        grounds=old.grounds,
        items=tuple(
            ItemBody(text=item.text, due=_due(item, old, today), evidence_expected=item.evidence_expected)
            if orders
            else ItemBody(text=item.text)
            for item in items
        ),
        addressees=(AddresseeBody(institution_id=target, role=Role(alike[0].role)),),
        language=old.language,
        judicial_matter=old.judicial_matter,
        official_function=old.official_function,
        injured_party=old.injured_party,
    )
    act = drafts.draft(by, session, documents, case.id, draft, now=now)
    act.readdresses = old.id
    session.flush()
    return act


def _due(item: ActItem, old: Recommendation, today: date) -> date | None:
    if item.due is None or item.due > today or old.issued_on is None:
        return item.due
    return issued_day(today + (item.due - old.issued_on), data.calendar_of(today))
