"""What the public may see of an act: the office's own decision, and since which day the law allows it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import publicity
from services.cases.domain.publication import may_publish
from services.cases.domain.timeliness import local_date
from services.cases.models import PublicationDecision, Recommendation, ShownRecord
from services.cases.models.cases import note
from services.cases.queries.shown_acts import shown_from, state_of
from services.cases.queries.visibility import find_published
from services.cases.schemas.acts import PublicationBody
from shared import audit
from shared.principal import Principal
from shared.rules import RuleViolation


def decide(by: Principal, session: Session, act_id: UUID, wanted: PublicationBody, *, now: datetime) -> Recommendation:
    """Show an act to the public, or no longer; also a step of sending the rung that publishes. Raises `RuleViolation` for a decision on an own text, and where no decision
    could ever make it lawful.
    """
    act, case = find_published(session, act_id, by)
    if str(by.id) in act.authors:
        raise RuleViolation("nobody publishes what they wrote", code="publication.own_work")
    if wanted.proceeding_over is not None:
        act.proceeding_over = wanted.proceeding_over
    changes = audit.changes(published=(act.published, wanted.decision == "publish"))
    act.published = wanted.decision == "publish"
    decision = PublicationDecision(recommendation_id=act.id, by=by.id, at=now)
    decision.decision, decision.reason = wanted.decision, wanted.reason
    session.add(decision)
    renew(session, act, now=now)
    state = state_of(session, act, decided=act.published, term_over=True)
    verdict = may_publish(data.kind_on(act.kind, act.issued_on or now.date()), state)
    if act.published and verdict.reason in {"never", "pending", "not_issued"}:
        raise RuleViolation("the law does not let it be shown", code=f"publication.{verdict.reason}")
    note(session, case.id, now, by.name, "publication.decided", act=act.id, decision=wanted.decision)
    told = {"decision": wanted.decision, "changes": changes}
    audit.record(session, by, "publication.decided", "recommendation", act.id, **told)
    session.flush()
    return act


def renew(session: Session, act: Recommendation, *, now: datetime) -> None:
    """A step of others: set the first day on which the act may be shown, keep since when that is so, and tell what the public may read of
    it; called whenever something that it rests on has changed.
    """
    if act.issued_on is None:
        return
    before, act.shown_from = act.shown_from, shown_from(session, act, decided=act.published)
    if act.shown_from != before:
        session.add(ShownRecord(recommendation_id=act.id, shown_from=act.shown_from, at=now))
    publicity.tell(session, act, now=now)


def renew_waiting(session: Session, *, now: datetime) -> None:
    """Set the day anew of acts whose day has not come: their last term may have moved since, by an extension or a day off."""
    waiting = select(Recommendation).where(Recommendation.shown_from > local_date(now)).order_by(Recommendation.id)
    for act in session.execute(waiting.with_for_update(skip_locked=True)).scalars().all():
        renew(session, act, now=now)
