"""Taking over what cases says of an act: the newest word is the whole truth, and nothing of the word before it stays."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from services.notifications.outlets.models import PublicAct, PublicActBody
from shared.events.catalogue import PublicActChanged
from shared.events.documents.cases import PublicActText
from shared.typed import dump

#: Of the ids by which readers know acts; another would be other entries in every feed reader.
ENTRIES = UUID("5f0a3a57-6ad5-4f0e-9d43-7c1d8a0e9b11")


def take(
    session: Session, said: PublicActChanged, sq: PublicActText | None, en: PublicActText | None, *, now: datetime
) -> None:
    """Keep an act as it may be read by readers of both languages; without words, forget those that it had. Of one that never had any
    nothing is kept.
    """
    act = session.get(PublicAct, said.act_id, with_for_update=True)
    if sq is not None and en is not None:
        act = act or _begin(session, said, now)
        _show(act, said, sq, en)
        act.changed_at = now
    elif act is not None and act.readable:
        _forget(act)
        act.changed_at = now
    session.flush()


def _begin(session: Session, said: PublicActChanged, now: datetime) -> PublicAct:
    act = PublicAct(id=said.act_id, entry_id=uuid5(ENTRIES, said.number), first_at=now, bodies=[])
    session.add(act)
    return act


def _show(act: PublicAct, said: PublicActChanged, sq: PublicActText, en: PublicActText) -> None:
    act.readable, act.number, act.issued_on = True, said.number, said.issued_on
    act.kind_sq, act.kind_en = sq.kind, en.kind
    act.title, act.grounds, act.items, act.words_language = sq.title, sq.grounds, list(sq.items), sq.words_language
    english = {one.key: one.name for one in en.clusters}
    act.clusters = [{"key": one.key, "name_sq": one.name, "name_en": english[one.key]} for one in sq.clusters]
    _name_bodies(act, sq, en)
    act.afterwards = [dump(one) for one in said.afterwards]


def _name_bodies(act: PublicAct, sq: PublicActText, en: PublicActText) -> None:
    known = {one.institution_id: one for one in act.bodies}
    english = {one.id: one.name for one in en.bodies}
    act.bodies = [known.get(one.id) or PublicActBody(institution_id=one.id) for one in sq.bodies]
    for place, (body, one) in enumerate(zip(act.bodies, sq.bodies, strict=True)):
        body.place, body.name_sq, body.name_en = place, one.name, english[one.id]


def _forget(act: PublicAct) -> None:
    act.readable, act.number, act.issued_on = False, None, None
    act.kind_sq = act.kind_en = act.title = act.grounds = act.words_language = None
    act.items, act.afterwards = [], []
    for body in act.bodies:
        body.name_sq = body.name_en = None
