"""What becomes public is told once, and whatever changes of it: in the transaction that changes it, or when its day has come.

Steps of others: whoever changes what an act rests on towards the public calls `tell`, which compares what may be read now with what was
told last. What changes by the calendar, or by an edit of a data file, `tell_all` finds.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data import taxonomy
from services.cases.domain.publication import PublicState
from services.cases.domain.recommendation import content_hash
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Case, PublicTold, PublicVersion, Recommendation
from services.cases.queries.public_acts import ShownAct, find_shown, shown, whole
from services.cases.queries.public_versions import readable_of
from shared.documents import Documents
from shared.events.catalogue import PublicActChanged
from shared.events.catalogue.cases import BecameAfterwards
from shared.events.documents.cases import NamedBody, NamedCluster, PublicActText
from shared.messaging.outbox import publish
from shared.typed import dump, filled

BATCH = 200


def set_down(session: Session, documents: Documents, version: PublicVersion) -> None:
    """Keep the words of a version as they are told, and under which clusters they stand: what of it is told later has no document store."""
    act = session.get_one(Recommendation, version.recommendation_id)
    case = session.get_one(Case, act.case_id)
    version.clusters = list(taxonomy.clusters(case.rights, act.issued_on)) if act.issued_on else []
    version.text_sq = documents.keep(_text(session, act, version, "sq"))
    version.text_en = documents.keep(_text(session, act, version, "en"))


def tell(session: Session, act: Recommendation, *, now: datetime) -> None:
    """Tell what the public may read of an act, if that is another than was told last; nothing of one that never was public."""
    told = _told(session, act, now)
    if told is None:
        return
    # What is heard late is of an earlier day, on which less was public than was told since.
    at = max(now, told.at)
    event = _news(act, find_shown(session, act.id, local_date(at)))
    digest = _digest(event)
    if digest == told.digest:
        return
    told.state, told.digest, told.at = event.state, digest, at
    publish(session, event, act.id)


def tell_all(session: Session, documents: Documents, after: UUID | None, *, now: datetime) -> UUID | None:
    """The next acts after this one that are public or were told as public; returns the last of them, None at the end."""
    today = local_date(now)
    told_public = select(PublicTold.recommendation_id).where(PublicTold.state != PublicState.NOT_PUBLIC)
    rows = select(Recommendation).where(or_(shown(today), Recommendation.id.in_(told_public)))
    rows = rows if after is None else rows.where(Recommendation.id > after)
    acts = session.execute(rows.order_by(Recommendation.id).limit(BATCH)).scalars().all()
    for version in readable_of(session, [act.id for act in acts]).values():
        if version.text_sq is None:
            set_down(session, documents, version)
    for act in _changed(session, acts, today):
        tell(session, act, now=now)
    return acts[-1].id if len(acts) == BATCH else None


def _changed(session: Session, acts: Sequence[Recommendation], today: date) -> list[Recommendation]:
    """Those of which something else was told last, or nothing; found without a lock, since most are as they were."""
    ids = [act.id for act in acts]
    public = session.execute(select(Recommendation).where(Recommendation.id.in_(ids), shown(today))).scalars().all()
    seen = {one.act.id: one for one in whole(session, public, today)}
    told = select(PublicTold.recommendation_id, PublicTold.digest).where(PublicTold.recommendation_id.in_(ids))
    digests = {row[0]: row[1] for row in session.execute(told)}
    return [act for act in acts if digests.get(act.id) != _digest(_news(act, seen.get(act.id)))]


def _told(session: Session, act: Recommendation, now: datetime) -> PublicTold | None:
    """What was told last, locked until the end of the transaction, so that of two changes at once the later is told later."""
    told = session.get(PublicTold, act.id, with_for_update=True)
    if told is not None or act.shown_from is None:
        return told
    nothing = {"state": PublicState.NOT_PUBLIC.value, "digest": _digest(_news(act, None)), "at": now}
    session.execute(upsert(PublicTold).values(recommendation_id=act.id, **nothing).on_conflict_do_nothing())
    return session.get(PublicTold, act.id, with_for_update=True)


def _digest(event: PublicActChanged) -> str:
    """Of an act of which nothing became afterwards it is the one of before that was told."""
    told = dump(event)
    return content_hash(told if event.afterwards else {name: told[name] for name in told if name != "afterwards"})


def _news(act: Recommendation, public: ShownAct | None) -> PublicActChanged:
    number = str(act.number)
    if public is None:
        return PublicActChanged(act_id=act.id, number=number, state=PublicState.NOT_PUBLIC.value)
    words = public.words if public.state is PublicState.READABLE else None
    return PublicActChanged(
        act_id=act.id,
        number=number,
        state=public.state.value,
        kind=act.kind,
        issued_on=act.issued_on,
        bodies=tuple(one.institution_id for one in public.addressees),
        clusters=public.clusters if words else (),
        text_sq=words.text_sq if words else None,
        text_en=words.text_en if words else None,
        afterwards=tuple(filled(BecameAfterwards, one) for one in public.afterwards) if words else (),
    )


def _text(session: Session, act: Recommendation, version: PublicVersion, language: str) -> PublicActText:
    addressees = select(ActAddressee).where(ActAddressee.recommendation_id == act.id).order_by(ActAddressee.place)
    issued_on = act.issued_on or local_date(version.written_at)
    names = taxonomy.cluster_names(issued_on)
    return PublicActText(
        number=str(act.number),
        kind=str(data.kind_entry(act.kind, issued_on)[f"name_{language}"]),
        title=version.title,
        grounds=version.grounds,
        items=tuple(version.items),
        words_language=act.language,
        bodies=tuple(
            NamedBody(id=one.institution_id, name=one.name(language)) for one in session.execute(addressees).scalars()
        ),
        clusters=tuple(NamedCluster(key=key, name=names[key][f"name_{language}"]) for key in version.clusters or ()),
    )
