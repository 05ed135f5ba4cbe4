"""Having what is shown compared again, and saying why it stays."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.comparing import actions as comparing
from services.notifications.named_later import queries
from services.notifications.named_later.schemas import KeepingBody, NamedLaterAnswer
from shared.comparing.rules import says_why
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation

#: So many in one transaction; call again while there are as many.
BATCH = 20


def compare(session: Session, documents: Documents, *, now: datetime) -> int:
    """Have compared what is shown and was not for a day. Returns how many."""
    due = queries.due(session, now, BATCH)
    for shown in due:
        for text in queries.texts_of(documents, shown):
            comparing.offer_again(session, documents, replace(text, holds_for=queries.EVERY), now=now)
    return len(due)


def keep(
    by: Principal, session: Session, documents: Documents, shown_id: UUID, wanted: KeepingBody, *, now: datetime
) -> NamedLaterAnswer:
    """Say why it stays; somebody else than who wrote in it does. Raises `NotFound` where nothing is asked, `RuleViolation` for an own text and
    for places that are others by now, `ContentViolation` for a reason that says nothing.
    """
    found = next((one for one in queries.asked(session, documents, now) if one.shown.id == shown_id), None)
    if found is None:
        raise NotFound
    if by.person in found.shown.stands.hands:
        raise RuleViolation("somebody else answers for what you wrote", code="named.own_work")
    if wanted.seen != found.seen:
        raise RuleViolation("other places are asked about by now", code="named.changed")
    if not says_why(wanted.reason):
        raise ContentViolation("say why it stays", code="named.no_reason", field="reason")
    told = queries.answer(found)
    for check in found.checks:
        comparing.explain(by, session, check, wanted.reason)
    return told
