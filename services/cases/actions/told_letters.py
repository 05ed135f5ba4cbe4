"""A decision about an act, told by letter to each body that has it on paper and reads no portal. It goes into the post book as a reminder does, with a place in
the protocol book. Steps of others.
"""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import escalations
from services.cases.data import acts as act_data
from services.cases.domain.obligations import ARRIVED, Delivery, after_delivery
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Recommendation, ToldLetter
from services.cases.queries import people
from shared.clock_words import day_words
from shared.documents import Documents
from shared.events.catalogue import DecisionWritten
from shared.events.documents.cases import PlainText
from shared.messaging.outbox import publish
from shared.principal import Principal

WITHDRAWAL = "withdrawal"
#: Of the letter that tells of it.
FORMAT = "besa.text.1"


def on_paper(session: Session, act: Recommendation) -> list[ActAddressee]:
    """The bodies that have the act, or are being brought it, and read nothing that is told by wire."""
    rows = select(ActAddressee).where(ActAddressee.recommendation_id == act.id).order_by(ActAddressee.place)
    has_it = {*ARRIVED, Delivery.SENT}
    return [one for one in session.execute(rows).scalars() if Delivery(one.delivery) in has_it and not one.reads_portal]


def write_withdrawal(
    by: Principal, session: Session, documents: Documents, act: Recommendation, address: str, *, now: datetime
) -> None:
    """That the act stands no more, and why: its ground, in the words of the office for all."""
    words = act_data.letter_words(act.language, local_date(now))
    about = {
        "number": act.number,
        "issued": day_words(act.issued_on or local_date(now), act.language),
        "day": day_words(local_date(now), act.language),
        "reason": words[f"withdrawal_{act.withdrawal_ground}"],
    }
    title, text = words["withdrawal"].format(**about), words["withdrawal_text"].format(**about)
    kept = documents.keep(PlainText(format=FORMAT, title=title, text=text, language=act.language))
    for copy in on_paper(session, act):
        paper = escalations.printed(
            people.signed_as(by, session), session, documents, kept, act, copy.institution_id, address, now=now
        )
        letter = ToldLetter(id=uuid4(), recommendation_id=act.id, institution_id=copy.institution_id, what=WITHDRAWAL)
        letter.document, letter.written_at, letter.by = paper, now, by.person
        session.add(letter)
        event = DecisionWritten(
            recommendation_id=act.id, institution_id=copy.institution_id, what=WITHDRAWAL, letter=paper
        )
        publish(session, event, act.id)
    session.flush()


def note(session: Session, letter: str | None, reported: Delivery, day: date) -> None:
    """Of the letter with that document: it waits in the post book, left, arrived or came back. Of any other nothing is kept here."""
    mine = select(ToldLetter).where(ToldLetter.document == letter)
    for one in session.execute(mine.with_for_update()).scalars():
        one.delivery = after_delivery(Delivery(one.delivery), reported).value
        if reported in {Delivery.SENT, Delivery.DELIVERED}:
            one.left_on = one.left_on or day
        elif Delivery(one.delivery) not in ARRIVED:
            one.left_on = None
        if reported is Delivery.DELIVERED:
            one.delivered_on = one.delivered_on or day
