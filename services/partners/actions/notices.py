"""What the office said about an act to a body: reminders, lateness, rungs of the ladder, decisions, findings, withdrawal."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.partners.actions import deliveries, dues
from services.partners.models import Dispatch, ExtensionRequest, Notice
from services.partners.queries import wall
from shared import audit, metrics


@dataclass(frozen=True)
class Said:
    """One thing that was said. `details` holds codes and ISO dates only; `due` is a new day for the reply."""

    kind: str
    recommendation_id: UUID
    institution_id: UUID
    at: datetime
    event_id: UUID
    item_id: UUID | None = None
    details: dict[str, Any] = field(default_factory=dict)
    due: date | None = None


def take_notice(session: Session, said: Said) -> None:
    """Keep what was said, and let the body hear it if it has the letter; else it hears it with the letter."""
    wall.as_office(session)
    _hear(session, said)


def withdraw(session: Session, recommendation_id: UUID, reason: str, at: datetime, event_id: UUID) -> None:
    """An act no longer stands: what was not delivered stays here, and no answer is taken any more."""
    wall.as_office(session)
    sent = select(Dispatch).where(Dispatch.recommendation_id == recommendation_id)
    for dispatch in session.execute(sent.order_by(Dispatch.institution_id)).scalars().all():
        deliveries.hold(session, dispatch.institution_id)
        session.refresh(dispatch, with_for_update=True)
        dispatch.withdrawn_at, dispatch.withdrawn_reason = at, reason
        details = {"reason": reason}
        said = Said("withdrawn", recommendation_id, dispatch.institution_id, at, event_id, details=details)
        _note(session, said, dispatch)
        audit.record(session, "service:cases", "dispatch.withdrawn", "dispatch", dispatch.id, reason=reason)
        metrics.DISPATCHES.labels("withdrawn").inc()


def decide_extension(session: Session, request_id: UUID, said: Said, *, granted: bool, until: date | None) -> None:
    """More time was granted or not."""
    wall.as_office(session)
    session.execute(
        update(ExtensionRequest)
        .where(ExtensionRequest.id == request_id, ExtensionRequest.institution_id == said.institution_id)
        .values(state="granted" if granted else "refused", granted_until=until if granted else None)
    )
    _hear(session, said)


def _hear(session: Session, said: Said) -> None:
    deliveries.hold(session, said.institution_id)
    dispatch = session.execute(
        select(Dispatch)
        .where(Dispatch.institution_id == said.institution_id, Dispatch.recommendation_id == said.recommendation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    _note(session, said, dispatch)


def _note(session: Session, said: Said, dispatch: Dispatch | None) -> None:
    notice = Notice(
        institution_id=said.institution_id,
        recommendation_id=said.recommendation_id,
        kind=said.kind,
        item_id=said.item_id,
        details=said.details,
        at=said.at,
        event_id=said.event_id,
    )
    session.add(notice)
    if dispatch is None:
        return
    if said.due is not None and not dispatch.due_counted:
        dispatch.due = said.due
    dues.heed(session, dispatch, [notice])
    if dispatch.delivered_at is not None:
        deliveries.enter_in_feed(session, dispatch, [notice])
