"""What is heard of agreements, at the subscriptions of cases."""

import json

from sqlalchemy.orm import Session

from services.cases.agreements.actions import ending, sending
from services.cases.consumers import PARTNERS, subscriptions
from shared.events.catalogue import AgreementEnded, AgreementSigned
from shared.events.documents.partners import AgreementWords
from shared.events.envelope import Received
from shared.typed import load

#: Those of cases, with what follows: the app takes them from here.
__all__ = ["subscriptions"]


@subscriptions.on(AgreementSigned)
def agreement_signed(session: Session, event: Received[AgreementSigned]) -> None:
    words = load(AgreementWords, json.loads(event.document(event.data.words)))
    sending.take(PARTNERS, session, event.data, words, now=event.time)


@subscriptions.on(AgreementEnded)
def agreement_ended(session: Session, event: Received[AgreementEnded]) -> None:
    ending.hear(session, event.data)
