"""Letters of rungs that wait to be sent, as a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, or_, select

from services.cases.domain.recommendation import ActStatus
from services.cases.models import Obligation, Recommendation, RungDraft, RungLetter
from services.cases.models.standing import goes_on
from shared.lists import Listing, Words

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
    """What is due to be sent, longest due first."""
