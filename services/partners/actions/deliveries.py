"""Whether a document can reach its body, asked again whenever that may have changed.

Not called by doors: a part of sending an act, of adding a person or a machine, and of changing a body.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import feeding, links, post_entries, turning
from services.partners.actions.locking import hold
from services.partners.actions.telling import tell_of
from services.partners.domain.feed import AVAILABLE
from services.partners.models import ActReached, Dispatch, Institution, Notice, PartnerClient, PartnerUser
from services.partners.queries import stopped, successions
from services.partners.queries.held import stays_since
from shared import metrics
from shared.events.catalogue import DispatchDelivered, DispatchFailed
from shared.typed import filled

#: Why a letter that came back and was not sent again is not delivered.
RETURNED = "returned"


def reach(session: Session, dispatch: Dispatch, *, now: datetime) -> None:
    """Deliver `dispatch` if its body can take it, or who took over its letters. To a body without a channel it goes by post, and to one
    that has a mailbox alone by a link, once: it is delivered when somebody opens that. Else note why not, once for each reason. What
    is held goes by no wire and waits; hearing that the matter came back asks again. What is brought no more stays here; who has it, as
    an answer shows, may still find it in the portal.
    """
    receiver = successions.holder(session, dispatch.institution_id)
    channel, stop = channel_of(session, receiver), stopped.of(session, dispatch)
    if stop is None or (stop.answered and channel not in {None, "link"}):
        _reach(session, dispatch, receiver, channel, now)
    elif not stop.answered:
        stay(dispatch, stop.why)


def _reach(session: Session, dispatch: Dispatch, receiver: UUID, channel: str | None, now: datetime) -> None:
    institution = session.get(Institution, receiver)
    failure = domain.undeliverable(
        known=institution is not None,
        active=institution is not None and institution.active,
        has_channel=channel is not None,
    )
    held = bool(stays_since(session, [dispatch.recommendation_id]))
    if failure is None and channel is not None and held:
        return
    if failure is None and channel == "link":
        if dispatch.delivery not in post_entries.UNDER_WAY and dispatch.failure != RETURNED:
            links.want(session, dispatch, receiver, links.BY_LETTER, now=now)
    elif failure is None and channel is not None:
        post_entries.drop(session, dispatch)
        arrive(session, dispatch, channel, at=now, now=now)
    elif failure == "no_channel":
        if dispatch.delivery not in post_entries.UNDER_WAY and dispatch.failure != RETURNED:
            post_entries.enter(session, dispatch, failure, now=now)
            metrics.DISPATCHES.labels("to_post").inc()
    elif failure is not None and dispatch.failure != failure:
        dispatch.delivery, dispatch.failure = "failed", failure
        event = filled(DispatchFailed, dispatch, dispatch_id=dispatch.id, reason=failure, at=now)
        tell_of(session, dispatch, event)
        metrics.DISPATCHES.labels("failed").inc()


def stay(dispatch: Dispatch, why: str) -> None:
    """A letter that is brought no more, for that reason; what has left is on its way."""
    if dispatch.delivery != "sent":
        dispatch.delivery, dispatch.failure = "failed", why


def reach_waiting(session: Session, institution_id: UUID, *, now: datetime) -> None:
    """Deliver what waits for a body that may now have a channel, or for one whose letters it took over."""
    addressed = sorted({institution_id, *successions.heritage(session, institution_id)})
    for body in addressed:
        hold(session, body)
    waiting = (
        select(Dispatch)
        .where(Dispatch.institution_id.in_(addressed))
        .where(Dispatch.delivered_at.is_(None), Dispatch.withdrawn_at.is_(None))
        .order_by(Dispatch.issued_at, Dispatch.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for dispatch in session.execute(waiting).scalars().all():
        reach(session, dispatch, now=now)


def reach_failed(session: Session, *, now: datetime) -> None:
    """Into the post book with what no channel could take before there was one."""
    failed = select(Dispatch.institution_id).where(
        Dispatch.delivery == "failed", Dispatch.failure == "no_channel", Dispatch.withdrawn_at.is_(None)
    )
    for body in sorted(set(session.execute(failed).scalars())):
        reach_waiting(session, body, now=now)


def remind(session: Session, dispatch: Dispatch, letter: str, rung: str, *, now: datetime) -> None:
    """A reminder of a letter, or another about it, goes the way that its body can take now: by wire at once, by a link, or by post."""
    receiver = successions.holder(session, dispatch.institution_id)
    institution, channel = session.get(Institution, receiver), channel_of(session, receiver)
    if institution is None or not institution.active or channel is None:
        post_entries.enter(session, dispatch, "no_channel", now=now, letter=letter, rung=rung)
        return
    if channel == "link":
        links.want(session, dispatch, receiver, links.BY_LETTER, now=now, letter=letter, rung=rung)
        return
    tell_reminded(session, dispatch, channel, letter, now=now)


def bring(session: Session, dispatch: Dispatch, letter: str, what: str, *, now: datetime) -> None:
    """A letter of a decision, as `remind`; by no link, which opens nothing of an act that stands no more."""
    receiver = successions.holder(session, dispatch.institution_id)
    channel = channel_of(session, receiver)
    if channel in {"portal", "api"}:
        tell_reminded(session, dispatch, channel, letter, now=now)
    else:
        post_entries.enter(session, dispatch, "no_channel", now=now, letter=letter, rung=what)


def tell_reminded(session: Session, dispatch: Dispatch, channel: str, letter: str, *, now: datetime) -> None:
    """A reminder is with its body."""
    event = filled(
        DispatchDelivered,
        dispatch,
        dispatch_id=dispatch.id,
        channel=channel,
        at=now,
        way=None,
        record=None,
        letter=letter,
    )
    tell_of(session, dispatch, event)


def hand_over(session: Session, predecessor_id: UUID, *, now: datetime) -> None:
    """Let the body that took over the letters of `predecessor_id` hear of those that bind it, and deliver what waits."""
    heir = successions.holder(session, predecessor_id)
    addressed = sorted({predecessor_id, *successions.heritage(session, predecessor_id)})
    letters = (
        select(Dispatch)
        .where(Dispatch.institution_id.in_(addressed), Dispatch.delivered_at.is_not(None))
        .where(Dispatch.withdrawn_at.is_(None), Dispatch.role != "for_information")
        .order_by(Dispatch.issued_at, Dispatch.id)
    )
    for dispatch in session.execute(letters).scalars().all():
        feeding.enter(session, dispatch, AVAILABLE, now, None)
    reach_waiting(session, heir, now=now)


def channel_of(session: Session, institution_id: UUID) -> str | None:
    """Where a letter lies for a body: on the `portal` if it has a person, else for its machine to fetch by `api`, else `link` if it has a
    mailbox; that before all if the directory says that it prefers it, and never if it says so. None: nothing. What lies on the portal its
    machine may fetch as well: that is reading, and stands with its opening; the letter came by the portal (`domain.way_taken`).
    """
    body = session.get(Institution, institution_id)
    linked = body is not None and body.mailbox is not None and body.by_link is not False
    if body is not None and linked and body.by_link:
        return "link"
    machines = select(PartnerClient.id).where(
        PartnerClient.institution_id == institution_id,
        PartnerClient.active,
        PartnerClient.scopes.contains(["dispatch:read"]),
    )
    people = select(PartnerUser.id).where(PartnerUser.institution_id == institution_id, PartnerUser.active)
    if session.execute(people.limit(1)).first():
        return "portal"
    if session.execute(machines.limit(1)).first():
        return "api"
    return "link" if linked else None


def arrive(
    session: Session,
    dispatch: Dispatch,
    channel: str,
    *,
    at: datetime,
    now: datetime,
    way: str | None = None,
    record: str | None = None,
) -> None:
    """The letter is with its body since `at`. On paper: `way`, and `record`, the document with its proof."""
    dispatch.delivery, dispatch.failure = "delivered", None
    dispatch.channel, dispatch.delivered_at = way or channel, at
    event = filled(
        DispatchDelivered,
        dispatch,
        dispatch_id=dispatch.id,
        channel=channel,
        at=at,
        way=way,
        record=record,
        letter=None,
    )
    tell_of(session, dispatch, event)
    session.add(ActReached(recommendation_id=dispatch.recommendation_id, institution_id=dispatch.institution_id))
    feeding.enter(session, dispatch, AVAILABLE, now, None)
    came_before = select(Notice).where(
        Notice.institution_id == dispatch.institution_id, Notice.recommendation_id == dispatch.recommendation_id
    )
    feeding.hear(session, dispatch, session.execute(came_before.order_by(Notice.id)).scalars())
    turning.tell_left(session, dispatch, now=now)
    metrics.DISPATCHES.labels("delivered").inc()
