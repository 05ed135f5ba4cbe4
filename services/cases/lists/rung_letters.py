"""Letters of rungs that wait to be sent, as a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, or_, select

from services.cases.domain.recommendation import ActStatus
from services.cases.models import Obligation, Recommendation, RungDraft, RungLetter
from services.cases.models.standing import goes_on
from shared.lists import Filter, Listing, Reading, Words

#: Where the next step of what is pressed is: on the list to be sent, set aside by a person who gave its draft up, or not there yet: its day lies
#: ahead, or an earlier one has not left.
STEPS: Mapping[str, Words] = {
    "listed": _l("Hapi është hartuar dhe pret të dërgohet"),
    "set_aside": _l("Projekti i hapit u hodh poshtë: nuk hartohet më vetë"),
    "not_yet": _l("Hapi nuk është hartuar ende: nuk i ka ardhur dita, ose pret diçka"),
}
OPEN_ACT = (ActStatus.DRAFT.value, ActStatus.APPROVED.value)


def is_open_act() -> ColumnElement[bool]:
    """Of a letter's act, that it may still be sent; a person who gives it up has set the rung aside."""
    drafted = select(Recommendation.id).where(
        Recommendation.id == RungLetter.act_id, Recommendation.status.in_(OPEN_ACT)
    )
    return or_(RungLetter.act_id.is_(None), drafted.correlate(RungLetter).exists())


def waits_to_be_sent() -> ColumnElement[bool]:
    """Letters on the list."""
    return and_(RungLetter.state == "waiting", is_open_act())


def _not_left() -> ColumnElement[bool]:
    """Reminders that a person sent and that lie with the office still, in the post book or come back."""
    # Of the letters of rungs reminders alone have words of their own.
    reminds = and_(RungLetter.document.is_not(None), RungLetter.alternative.is_(None))
    return and_(RungLetter.state == "sent", reminds, RungLetter.left_on.is_(None))


def _stands(word: str, _reading: Reading) -> ColumnElement[bool]:
    return _not_left() if word == "not_left" else waits_to_be_sent()


#: What is on the list: what a person is still to send, or what was sent and has not left.
STATES: Mapping[str, Words] = {
    "waiting": _l("Presin të dërgohen"),
    "not_left": _l("Kujtesa të dërguara që nuk janë nisur ende"),
}


def step_stands(word: str, day: date) -> ColumnElement[bool]:
    """Of what is owed and pressed, where its next step is."""
    if word == "listed":
        return _drafted().where(waits_to_be_sent()).exists()
    if word == "set_aside":
        return and_(goes_on(day), _drafted().where(~is_open_act()).exists())
    return and_(goes_on(day), ~_drafted().exists())


def _drafted() -> Select[str]:
    waiting = select(RungDraft.rung).join(RungLetter, RungLetter.id == RungDraft.letter_id)
    mine = RungDraft.obligation_id == Obligation.id, RungDraft.state == "waiting", RungLetter.state == "waiting"
    return waiting.where(*mine).correlate(Obligation)


@dataclass(frozen=True, kw_only=True)
class RungLetterListing(Listing):
    """What is due to be sent, longest due first; `state` not_left: reminders that were sent and lie in the post book still."""

    state: Annotated[str, Filter(_stands, _l("Gjendja"), STATES)] = "waiting"
