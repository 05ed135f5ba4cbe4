"""What the office said about an act to a body: reminders, lateness, rungs of the ladder, decisions, findings, withdrawal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.partners.actions import deliveries, dues, feeding, links, locking, post_entries, turning
from services.partners.models import Dispatch, DispatchItem, ExtensionRequest, Notice
from services.partners.models.dispatches import TURNED
from services.partners.queries import wall
from services.partners.queries.letters import MORE_TIME
from shared import audit, metrics
from shared.events.catalogue import ExtensionDecided, RecommendationWithdrawn
from shared.principal import Principal


@dataclass(frozen=True)
class Statement:
    """One thing that was said. `details` holds codes and ISO dates only; `due` is a new day for the reply."""

    kind: str
    recommendation_id: UUID
    institution_id: UUID
    at: datetime
    event_id: UUID
    item_id: UUID | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    due: date | None = None


def take_notice(session: Session, statement: Statement) -> None:
    """Keep what was said, and let the body hear it if it has the letter; else it hears it with the letter."""
    wall.as_office(session)
    hear(session, statement)


def escalate(session: Session, statement: Statement, *, act: UUID | None, to: UUID | None) -> None:
    """The office took its next step: the body hears that another was turned to once the letter `act` has left, be it to `to`."""
    wall.as_office(session)
    if act is None or turning.has_left(session, act, to):
        dispatch = hear(session, statement)
        if dispatch is not None and dispatch.delivered_at is not None:
            turning.tell_shown(session, dispatch)
        return
    kept = {**statement.details, "act": str(act), "to": str(to) if to else None}
    hear(session, replace(statement, kind=TURNED, details=kept))


def remind(session: Session, statement: Statement, letter: str | None, rung: str) -> None:
    """A reminder, or the answer to what the body asked: kept as any notice, and the letter that says it leaves once, though it is said of
    several items.
    """
    wall.as_office(session)
    dispatch = hear(session, statement)
    if dispatch is None or letter is None or dispatch.withdrawn_at is not None:
        return
    session.flush()
    said = select(func.count()).where(
        Notice.institution_id == statement.institution_id,
        Notice.recommendation_id == statement.recommendation_id,
        Notice.details["letter"].astext == letter,
    )
    if session.execute(said).scalar_one() == 1:
        deliveries.remind(session, dispatch, letter, rung, now=statement.at)


def bring(session: Session, act: UUID, institution_id: UUID, letter: str, what: str, *, now: datetime) -> None:
    """A letter of a decision goes to a body that has the act on paper: by wire if it reads that by now, else by post, be it that the act stands no more. That
    is a notice of its own.
    """
    wall.as_office(session)
    locking.hold(session, institution_id)
    mine = select(Dispatch).where(Dispatch.institution_id == institution_id, Dispatch.recommendation_id == act)
    dispatch = session.execute(mine.with_for_update()).scalar_one_or_none()
    if dispatch is not None:
        deliveries.bring(session, dispatch, letter, what, now=now)


def take_reminder_back(
    by: Principal, session: Session, act: UUID, institution_id: UUID, letter: str, *, now: datetime
) -> None:
    """A reminder that waits in the post book, or in a link that nobody opened, reaches nobody: what it says does not hold any more. What has
    left on paper stays as it is.
    """
    wall.as_office(session)
    locking.hold(session, institution_id)
    mine = select(Dispatch).where(Dispatch.institution_id == institution_id, Dispatch.recommendation_id == act)
    dispatch = session.execute(mine).scalar_one_or_none()
    if dispatch is None:
        return
    if post_entries.drop_letter(session, dispatch, letter):
        audit.record(session, by, "post.reminder_withdrawn", "dispatch", dispatch.id, letter=letter)
    for link in links.take_back(session, dispatch, letter, now=now):
        audit.record(session, by, "link.reminder_withdrawn", "dispatch", dispatch.id, letter=letter, link=str(link.id))


def note_bounce(session: Session, statement: Statement) -> None:
    """A mail about a letter did not arrive. One that nobody has opened lies where its body does not look: it goes on paper too."""
    wall.as_office(session)
    dispatch = hear(session, statement)
    if dispatch is None or dispatch.withdrawn_at is not None or dispatch.channel != "portal":
        return
    if dispatch.delivered_at is not None and dispatch.opened_at is None and dispatch.replied_at is None:
        post_entries.enter(session, dispatch, "mail_failed", now=statement.at)


def note_lost_link(by: Principal, session: Session, statement: Statement, link_id: UUID) -> None:
    """A mail with a one-time link did not arrive: the link is over, and what it told of goes on paper."""
    wall.as_office(session)
    dispatch = hear(session, statement)
    if dispatch is not None:
        links.fail(by, session, dispatch, link_id, now=statement.at)


def withdraw(
    by: Principal, session: Session, withdrawal: RecommendationWithdrawn, event_id: UUID, *, now: datetime
) -> None:
    """An act no longer stands: what was not delivered stays here, and no answer is taken any more."""
    wall.as_office(session)
    act, reason = withdrawal.recommendation_id, withdrawal.reason
    sent = select(Dispatch).where(Dispatch.recommendation_id == act)
    for dispatch in session.execute(sent.order_by(Dispatch.institution_id)).scalars().all():
        locking.hold(session, dispatch.institution_id)
        session.refresh(dispatch, with_for_update=True)
        dispatch.withdrawn_at, dispatch.withdrawn_reason = now, reason
        post_entries.drop(session, dispatch)
        statement = Statement("withdrawn", act, dispatch.institution_id, now, event_id, details={"reason": reason})
        _note(session, statement, dispatch)
        audit.record(session, by, "dispatch.withdrawn", "dispatch", dispatch.id, reason=reason)
        metrics.DISPATCHES.labels("withdrawn").inc()


def decide_extension(by: Principal, session: Session, decision: ExtensionDecided, statement: Statement) -> None:
    """More time was granted or not, or taken back; its letter leaves as a reminder does, and the one that it takes the place of does not."""
    wall.as_office(session)
    if decision.instead_of is not None:
        act, body = decision.recommendation_id, decision.institution_id
        take_reminder_back(by, session, act, body, decision.instead_of, now=statement.at)
    session.execute(
        update(ExtensionRequest)
        .where(ExtensionRequest.id == decision.request_id, ExtensionRequest.institution_id == decision.institution_id)
        .values(**_decided(decision))
    )
    remind(session, statement, decision.letter, MORE_TIME)


def _decided(decision: ExtensionDecided) -> dict[str, object]:
    """What a request is then: one of which the time was taken back is asked again, and what was given until then stays said."""
    if decision.corrected:
        taken = {"taken_back_until": decision.given, "taken_back_on": decision.taken_back_on}
        return {"state": "asked", "granted_until": None, **taken}
    state = "granted" if decision.granted else "refused"
    return {"state": state, "granted_until": decision.until if decision.granted else None}


def places_of(session: Session, institution_id: UUID, act_id: UUID, items: Collection[UUID]) -> list[int]:
    """Under which numbers these items stand in the letter of the body; empty where they are all of it, or it has not arrived."""
    wall.as_office(session)
    mine = select(DispatchItem).join(Dispatch, Dispatch.id == DispatchItem.dispatch_id)
    mine = mine.where(Dispatch.institution_id == institution_id, Dispatch.recommendation_id == act_id)
    rows = session.execute(mine.order_by(DispatchItem.place)).scalars().all()
    places = [row.place + 1 for row in rows if row.item_id in items]
    return places if len(places) < len(rows) else []


def hear(session: Session, statement: Statement) -> Dispatch | None:
    """A step of others: keep what was said; returns the letter, locked, if there is one."""
    locking.hold(session, statement.institution_id)
    dispatch = session.execute(
        select(Dispatch)
        .where(
            Dispatch.institution_id == statement.institution_id,
            Dispatch.recommendation_id == statement.recommendation_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    _note(session, statement, dispatch)
    return dispatch


def _note(session: Session, statement: Statement, dispatch: Dispatch | None) -> None:
    notice = Notice(
        institution_id=statement.institution_id,
        recommendation_id=statement.recommendation_id,
        kind=statement.kind,
        item_id=statement.item_id,
        details=dict(statement.details),
        at=statement.at,
        event_id=statement.event_id,
    )
    session.add(notice)
    if dispatch is None:
        return
    if statement.due is not None and not dispatch.due_counted:
        dispatch.due = statement.due
    dues.heed(session, dispatch, [notice])
    if dispatch.delivered_at is not None:
        feeding.hear(session, dispatch, [notice])
