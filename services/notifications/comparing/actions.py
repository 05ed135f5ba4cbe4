"""Having a text compared, hearing what was found, and asking whether it may leave."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.comparing import domain, queries
from services.notifications.comparing.domain import Look
from services.notifications.comparing.models import TextCheck
from services.notifications.comparing.queries import Text
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import TextChecked, TextOffered
from shared.events.documents.cases import OfferedPart, OfferedText
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.typed import dump


def offer(session: Session, documents: Documents, text: Text, *, once: bool = False, now: datetime) -> None:
    """A step of others: have a text compared, unless a look at exactly this text is waited for or holds. `once`: one look is enough."""
    before = queries.newest(session, text)
    if before is not None and (once or before.look.holds(now)):
        return
    _offer(session, documents, text, now)


def _offer(session: Session, documents: Documents, text: Text, now: datetime) -> None:
    parts = tuple(OfferedPart(name=name, text=words) for name, words in text.parts.items())
    document = documents.keep(OfferedText(parts=parts))
    check = TextCheck(
        id=uuid4(), kind=text.kind, text_id=text.id, content_hash=text.digest, document=document, offered_at=now
    )
    session.add(check)
    session.flush()
    offered = TextOffered(check_id=check.id, text_id=text.id, kind=text.kind, content_hash=text.digest, text=document)
    publish(session, offered, text.id)


def last_look(session: Session, documents: Documents, text: Text, since: datetime, *, now: datetime) -> Look | None:
    """A step of others, right before a text is read by anybody: what a look that was asked for since then found; None while there is none, and
    one is asked for.
    """
    check = queries.newest(session, text)
    if check is None or check.offered_at < since:
        _offer(session, documents, text, now)
        return None
    return check.look if check.checked_at is not None else None


def take(by: Principal, session: Session, event: TextChecked, *, now: datetime) -> None:
    """Intake's answer. Why a text may leave holds on where another look at the same words found the same places."""
    check = session.get(TextCheck, event.check_id, with_for_update=True)
    if check is None or check.checked_at is not None:
        return
    places = [dump(place) for place in event.places]
    told = [one for one in event.places if one.severity == "question"]
    check.asks = event.questions - sum(one.kind in domain.ABOUT_NOBODY for one in told)
    check.stops, check.places, check.checked_at = event.stops, places, now
    before = _explained(session, check)
    if before is not None and (before.stops, before.places) == (check.stops, check.places):
        check.reason, check.reason_by = before.reason, before.reason_by
    audit.record(session, by, "text.checked", check.kind, check.text_id, stops=event.stops, questions=event.questions)


def against(by: Principal, session: Session, text: Text, names_reason: str, *, now: datetime) -> list[RuleViolation]:
    """A step of others: all that stands against a text's leaving now. A reason for one that names somebody, or may, is kept with it and in
    the trail.
    """
    check = queries.newest(session, text)
    if check is not None and check.look.open and check.look.holds(now) and domain.says_why(names_reason):
        check.reason, check.reason_by = names_reason, by.person
        audit.record(session, by, "text.explained", check.kind, check.text_id, stops=check.stops, questions=check.asks)
    return list(domain.against_leaving(check.look if check else None, now))


def _explained(session: Session, check: TextCheck) -> TextCheck | None:
    same = (TextCheck.text_id == check.text_id, TextCheck.content_hash == check.content_hash)
    rows = select(TextCheck).where(*same, TextCheck.id != check.id, TextCheck.reason.is_not(None))
    return session.execute(rows.order_by(TextCheck.offered_at.desc()).limit(1)).scalar()
