"""Taking over what cases says of an act: the newest word is the whole truth, and nothing of the word before it stays. And keeping in mind
which feeds changed, until the hub was told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.outlets.models import HubNotice, PublicAct, PublicActBody
from shared.directory import MUNICIPALITY, KnownInstitution
from shared.events.catalogue.cases import BecameAfterwards
from shared.events.documents.cases import PublicActText
from shared.typed import dump

#: Of the ids by which readers know acts; another would be other entries in every feed reader.
ENTRIES = UUID("5f0a3a57-6ad5-4f0e-9d43-7c1d8a0e9b11")
READERS = ("sq", "en")
#: After how long the hub is told again: first, and at the longest. While it is told, nobody else tells it for so long.
FIRST_WAIT, LONGEST_WAIT, LEASE = timedelta(minutes=1), timedelta(hours=6), timedelta(minutes=1)


@dataclass(frozen=True)
class News:
    """What became public: an act, or a report of the office. `afterwards`: what became of an act since."""

    act_id: UUID
    number: str
    issued_on: date | None
    afterwards: tuple[BecameAfterwards, ...] = ()


def take(session: Session, said: News, sq: PublicActText | None, en: PublicActText | None, *, now: datetime) -> None:
    """Keep an act as it may be read by readers of both languages; without words, forget those that it had. Of one that never had any
    nothing is kept.
    """
    act = session.get(PublicAct, said.act_id, with_for_update=True)
    before = _feeds(session, act) if act is not None else []
    if sq is not None and en is not None:
        act = act or _begin(session, said, now)
        _show(act, said, sq, en)
        act.changed_at = now
        feeds_changed(session, [*before, *_feeds(session, act)], now=now)
    elif act is not None and act.readable:
        _forget(act)
        act.changed_at = now
        feeds_changed(session, before, now=now)
    session.flush()


def _begin(session: Session, said: News, now: datetime) -> PublicAct:
    act = PublicAct(id=said.act_id, entry_id=uuid5(ENTRIES, said.number), first_at=now, bodies=[])
    session.add(act)
    return act


def _show(act: PublicAct, said: News, sq: PublicActText, en: PublicActText) -> None:
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


def _feeds(session: Session, act: PublicAct) -> list[str]:
    """Of which feeds it is a part, by what follows the language: that of all, and those of its clusters, its bodies and their municipalities."""
    bodies = [one.institution_id for one in act.bodies]
    known = session.execute(select(KnownInstitution).where(KnownInstitution.id.in_(bodies))).scalars().all()
    places = {one.key for one in known if one.institution_class == MUNICIPALITY}
    places |= {key for one in known if (key := one.record.get("municipality"))}
    return [
        "acts",
        *(f"clusters/{one['key']}/acts" for one in act.clusters),
        *(f"bodies/{one}/acts" for one in bodies),
        *(f"municipalities/{key}/acts" for key in places),
    ]


def feeds_changed(session: Session, feeds: Iterable[str], *, now: datetime) -> None:
    """The hub is to be told of these feeds in every language (a step of others). In the transaction of what changed."""
    paths = sorted({f"/notifications/feeds/{reader}/{feed}.atom" for reader in READERS for feed in feeds})
    rows = [{"path": path, "version": 1, "next_try_at": now, "attempts": 0} for path in paths]
    statement = insert(HubNotice).values(rows)
    again = {"version": HubNotice.version + 1, "next_try_at": statement.excluded.next_try_at, "attempts": 0}
    session.execute(statement.on_conflict_do_update(index_elements=["path"], set_=again))


@dataclass(frozen=True)
class Change:
    """A feed of which the hub is told now, for the `attempts`-th time."""

    path: str
    version: int
    attempts: int


def claim_change(session: Session, *, now: datetime) -> Change | None:
    """One that is due, those first of which the hub was told least often: what it never takes holds up nothing else. Nobody else takes it meanwhile."""
    due = select(HubNotice).where(HubNotice.next_try_at <= now).order_by(HubNotice.attempts, HubNotice.path)
    found = session.execute(due.limit(1).with_for_update(skip_locked=True)).scalar_one_or_none()
    if found is None:
        return None
    found.attempts += 1
    found.next_try_at = now + LEASE
    return Change(found.path, found.version, found.attempts)


def note_change_told(session: Session, change: Change) -> None:
    """Done with, unless it changed again meanwhile."""
    same = (HubNotice.path == change.path) & (HubNotice.version == change.version)
    session.execute(delete(HubNotice).where(same))


def put_off_changes(session: Session, change: Change, *, now: datetime) -> None:
    """The hub is away: of nothing it is told before a while, longer each time."""
    wait = min(FIRST_WAIT * 2 ** min(change.attempts - 1, 10), LONGEST_WAIT)
    session.execute(update(HubNotice).values(next_try_at=func.greatest(HubNotice.next_try_at, now + wait)))


def forget_changes(session: Session) -> None:
    """There is no hub."""
    session.execute(delete(HubNotice))
