"""Having what is announced compared again, and answering for what was found in it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners.activities.actions import planning
from services.partners.activities.domain.life import State
from services.partners.activities.models import Activity
from services.partners.activities.queries import desk, texts
from services.partners.comparing import actions as comparing
from services.partners.named_later import queries
from services.partners.named_later.schemas import TAKE_OFF, NamedLaterAnswer, NamedLaterBody
from shared.comparing.rules import says_why
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation

#: So many in one transaction; call again while there are as many.
BATCH = 100


def compare(session: Session, documents: Documents, *, now: datetime) -> int:
    """Have compared what is announced and was not for a day. Returns how many."""
    due = queries.due(session, now, BATCH)
    for one in due:
        comparing.offer_again(session, documents, replace(texts.of_activity(one), holds_for=queries.EVERY), now=now)
    return len(due)


def settle(
    by: Principal, session: Session, activity_id: UUID, wanted: NamedLaterBody, *, now: datetime
) -> NamedLaterAnswer:
    """Take it off, so that nobody outside reads of it any more, or say why it stays, as somebody else than who wrote in it. Raises `NotFound`
    where nothing is asked, `RuleViolation` for an own text that is to stay and for places that are others by now, `ContentViolation` for a
    reason that says nothing.
    """
    desk.activity(session, activity_id, lock=True)
    found = next((one for one in queries.asked(session) if one.activity.id == activity_id), None)
    if found is None:
        raise NotFound
    if wanted.seen != found.seen:
        raise RuleViolation("other places are asked about by now", code="named.changed")
    told = queries.answer(found)
    if wanted.choice == TAKE_OFF:
        _take_off(by, session, found.activity, now)
        return told
    if by.person in found.activity.stands.hands:
        raise RuleViolation("somebody else answers for what you wrote", code="named.own_work")
    if not says_why(wanted.reason):
        raise ContentViolation("say why it stays", code="named.no_reason", field="reason")
    comparing.explain(by, session, found.check, wanted.reason)
    return told


def _take_off(by: Principal, session: Session, found: Activity, now: datetime) -> None:
    """One that was held or called off stays so."""
    if found.state == State.ANNOUNCED.value:
        found.state = State.PLANNED.value
    found.announced_at, found.announced_by = None, None
    planning.done(by, session, found, "activity.retracted", now)
