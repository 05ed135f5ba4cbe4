"""The acts by which others were turned to about items of a letter, as far as they are about them."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions.escalations.matter import Matter, matter_of
from services.cases.models import Escalation, Obligation, Recommendation


def further(session: Session, matter: Matter, sent: Escalation) -> Matter | None:
    """What was asked of others by this rung about the items of `matter`, in its language; none where it was no act to another body. An act has
    an item for each that its rung was sent for, in their order; where a person wrote others, nobody knows which is about which, and all are told.
    """
    if sent.act_id is None or sent.to is None:
        return None
    act, to = session.get_one(Recommendation, sent.act_id), UUID(str(sent.to))
    whole = replace(matter_of(session, act, to, _owed_on(session, act, to)), language=matter.language)
    asked_about = _asked_about(session, matter, sent)
    if len(asked_about) != len(whole.owed):
        return whole
    mine = {one.id for one in matter.owed}
    kept = [
        pair
        for about, pair in zip(asked_about, zip(whole.owed, whole.items, strict=True), strict=True)
        if about in mine
    ]
    return replace(whole, owed=[one for one, _item in kept], items=[item for _one, item in kept])


def _asked_about(session: Session, matter: Matter, sent: Escalation) -> list[UUID]:
    """The obligations for which the rung was sent, in the order of the letter; none where one act tells of several letters."""
    about = select(Obligation).join(Escalation, Escalation.obligation_id == Obligation.id)
    rows = list(session.execute(about.where(Escalation.act_id == sent.act_id)).scalars())
    body = matter.act.id, matter.addressee.institution_id
    if any((one.recommendation_id, one.institution_id) != body for one in rows):
        return []
    return [one.id for one in matter_of(session, matter.act, matter.addressee.institution_id, rows).owed]


def _owed_on(session: Session, act: Recommendation, institution_id: UUID) -> list[Obligation]:
    rows = select(Obligation).where(Obligation.recommendation_id == act.id, Obligation.institution_id == institution_id)
    return list(session.execute(rows.order_by(Obligation.id)).scalars())
