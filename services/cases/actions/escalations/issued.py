"""A rung that is an act: its issue by a person sends it."""

from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.actions.escalations import drafting
from services.cases.actions.escalations.acts import DRAFTER
from services.cases.actions.escalations.drafting import Override
from services.cases.actions.escalations.matter import covered_by, matter_about
from services.cases.actions.escalations.records import record
from services.cases.actions.escalations.sending import check_sender, checked
from services.cases.domain.ladder import RungKey
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, ActItem, Recommendation, RungLetter
from services.cases.queries.situations import situation_of
from services.cases.queries.visibility import find_case
from shared.events.catalogue.cases import ItemBefore
from shared.principal import Principal
from shared.rules import RuleViolation


def second_of(by: Principal, act: Recommendation) -> Literal["", "approving", "issuing"]:
    """For what a second person is needed beside them, of what the system drafted and no person touched: for `issuing` it, if they approved
    it, else, if they are going to, once they are `approving` it. Empty: of anything else.
    """
    if act.authors != [DRAFTER.name]:
        return ""
    return "issuing" if act.approved_by == by.id else "approving"


def check_two_people(by: Principal, act: Recommendation) -> None:
    """What the system drafted and no person touched is answered for by two people all the same."""
    if second_of(by, act) == "issuing":
        raise RuleViolation("a second person issues what the system drafted", code="issue.own_approval")


def items_before(session: Session, act: Recommendation) -> tuple[ItemBefore, ...]:
    """Of what an act that is issued is a step: the items of earlier letters. It has an item for each, in their order; where a person wrote
    others, or it tells of several letters, nobody knows which is about which.
    """
    waiting = (
        select(RungLetter).where(RungLetter.act_id == act.id, RungLetter.state == "waiting").order_by(RungLetter.id)
    )
    matters = [matter_about(session, letter, lock=False) for letter in session.execute(waiting).scalars().all()]
    before = [(str(one.act.number), item.place + 1) for one in matters for item in one.items]
    own = session.execute(select(func.count()).select_from(ActItem).where(ActItem.recommendation_id == act.id)).scalar()
    each = len(matters) == 1 and len(before) == own
    return tuple(
        ItemBefore(number=number, place=place, item=at if each else None)
        for at, (number, place) in enumerate(before, 1)
    )


def record_issued(by: Principal, session: Session, act: Recommendation, *, now: datetime) -> None:
    """With the act its rung is sent on every item that it is about.

    Raises `RuleViolation` where the body has answered since, or its term runs again: then the draft says what is not so.
    """
    rows = select(RungLetter).where(RungLetter.act_id == act.id, RungLetter.state == "waiting").order_by(RungLetter.id)
    for letter in session.execute(rows).scalars().all():
        if letter.case_id != act.case_id:
            # A report may speak of the letters of several cases.
            find_case(session, letter.case_id, by, lock=True)
        _send(by, session, act, letter, now)


def _send(by: Principal, session: Session, act: Recommendation, letter: RungLetter, now: datetime) -> None:
    today, rung, override = local_date(now), RungKey(letter.rung), Override(letter.override_reason or "")
    covered = covered_by(session, letter)
    for obligation in covered:
        situation = situation_of(session, obligation, today)
        check_sender(by, checked(session, obligation, rung, situation, letter.alternative, override))
    if not covered:
        raise RuleViolation("nothing is left that this letter is about", code="ladder.not_warranted")
    first = select(ActAddressee.institution_id).where(ActAddressee.recommendation_id == act.id)
    letter.to = session.execute(first.order_by(ActAddressee.place).limit(1)).scalar_one()
    record(by, session, letter, now=now, act=act, alternative=letter.alternative)
    drafting.drop_others(session, letter, now=now)
