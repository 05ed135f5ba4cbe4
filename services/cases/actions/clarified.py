"""What became of the office's answer to a body that asked back, once it was handed over to be sent. A step of others."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import ARRIVED, Delivery, after_delivery
from services.cases.models import Clarification


def note(session: Session, letter: str | None, reported: Delivery, day: date) -> None:
    """Of the answer whose paper is the document `letter`: it waits in the post book, left, arrived or came back. Of any other letter
    nothing is kept here.
    """
    mine = select(Clarification).where(Clarification.document == letter, Clarification.state == "sent")
    for written in session.execute(mine.with_for_update()).scalars():
        written.delivery = after_delivery(Delivery(written.delivery), reported).value
        if reported in {Delivery.SENT, Delivery.DELIVERED}:
            written.left_on = written.left_on or day
        elif Delivery(written.delivery) not in ARRIVED:
            written.left_on = None
