"""The words of activities are compared with the sealed files: once written, and again before they are announced."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners.activities.actions.planning import done
from services.partners.activities.domain.life import State
from services.partners.activities.models import Activity
from services.partners.activities.queries import desk, texts
from services.partners.comparing import actions as comparing
from services.partners.comparing.queries import newest
from shared.documents import Documents
from shared.principal import Principal


def offer(session: Session, documents: Documents, activity_id: UUID, *, now: datetime) -> None:
    """Have what is to be announced compared, unless a look at exactly these words is waited for or holds. Raises `NotFound`."""
    found = desk.activity(session, activity_id, lock=True)
    if found.state == State.PLANNED.value:
        comparing.offer(session, documents, texts.of_activity(found), now=now)


def compare(by: Principal, session: Session, documents: Documents, *, now: datetime) -> None:
    """Have what was written compared. What was announced before anything was compared is compared too, and nobody reads it any more once it
    was found to name somebody, or that it may.
    """
    for found in texts.written(session):
        comparing.offer(session, documents, texts.of_activity(found), now=now)
    for found in texts.doubtful(session):
        check = newest(session, texts.of_activity(found))
        if check is None:
            comparing.offer(session, documents, texts.of_activity(found), now=now)
        elif check.look.open:
            _hide(by, session, found, now)


def _hide(by: Principal, session: Session, found: Activity, now: datetime) -> None:
    found.announced_at, found.announced_by = None, None
    if found.state == State.ANNOUNCED.value:
        found.state = State.PLANNED.value
    done(by, session, found, "activity.stopped", now)
