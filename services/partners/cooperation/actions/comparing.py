"""The names of actors are compared with the sealed files, once a day: whoever writes one needs no second person."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.partners.comparing import actions as comparing
from services.partners.cooperation.queries import texts
from shared.documents import Documents


def compare(session: Session, documents: Documents, *, now: datetime) -> None:
    for found in texts.told(session):
        comparing.offer(session, documents, texts.of_actor(found), now=now)
