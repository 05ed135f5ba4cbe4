"""What the outlets listen to, at the subscriptions of notifications."""

import json

from sqlalchemy.orm import Session

from services.notifications.consumers import subscriptions
from services.notifications.outlets import actions
from shared.events.catalogue import PublicActChanged, ReportPublished, ReportWithdrawn
from shared.events.documents.cases import PublicActText
from shared.events.envelope import Received
from shared.typed import load

#: Those of notifications, with what follows: the app takes them from here.
__all__ = ["subscriptions"]


@subscriptions.on(PublicActChanged)
def public_act_changed(session: Session, event: Received[PublicActChanged]) -> None:
    said = event.data
    readable = said.state == "readable"
    sq = _text(event, said.text_sq) if readable else None
    en = _text(event, said.text_en) if readable else None
    news = actions.News(said.act_id, said.number, said.issued_on, said.afterwards)
    actions.take(session, news, sq, en, now=event.time)


@subscriptions.on(ReportPublished)
def report_published(session: Session, event: Received[ReportPublished]) -> None:
    """It is news as an act is, until it is withdrawn: what was published of it never changes."""
    said = event.data
    news = actions.News(said.report_id, said.number, said.published_on)
    actions.take(session, news, _text(event, said.text_sq), _text(event, said.text_en), now=event.time)


@subscriptions.on(ReportWithdrawn)
def report_withdrawn(session: Session, event: Received[ReportWithdrawn]) -> None:
    news = actions.News(event.data.report_id, event.data.number, None)
    actions.take(session, news, None, None, now=event.time)


def _text(event: Received[PublicActChanged] | Received[ReportPublished], name: str | None) -> PublicActText | None:
    return load(PublicActText, json.loads(event.document(name))) if name else None
