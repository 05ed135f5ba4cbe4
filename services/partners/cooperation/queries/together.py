"""Who worked together with the office on what, as anybody reads it: signed agreements, and announced activities that were held at a body.

Of an agreement its number, days, parties and rights are told, and none of its words. Of an expert, who is one person, and of a council of children
the kind alone is told, and so of any other actor as long as its name was not compared with the sealed files, or names somebody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.activities.domain.life import State
from services.partners.activities.models import Activity
from services.partners.activities.queries.public import ANNOUNCED
from services.partners.cooperation import data
from services.partners.cooperation.lists import TogetherListing
from services.partners.cooperation.models import Actor, Agreement, AgreementParty
from services.partners.cooperation.queries.texts import is_read
from services.partners.cooperation.schemas import SharedWork, TogetherAnswer, TogetherList
from services.partners.models import Institution
from shared.folding import is_in
from shared.pagination import Cursors


@dataclass
class _Party:
    """One line of the table while it is gathered."""

    kind: str | None
    name_sq: str
    name_en: str
    actors: set[object] = field(default_factory=set)
    work: dict[str, SharedWork] = field(default_factory=dict)


#: The place of a line in the list: by name, and by what it is of where two have one name.
_Place = tuple[str, str]


def together(
    session: Session, cursors: Cursors, asked: TogetherListing, root: str, licence: str, today: date
) -> TogetherList:
    """One page, by name. `root`: where the platform stands; `licence`: under which anybody takes it."""
    every = lines(session, root, today)
    kinds = list({work.number: work.kind for _place, one in every for work in one.work}.values())
    scope = [TogetherListing.__qualname__, *(f"{name}={value}" for name, value in sorted(asked.chosen().items()))]
    after = tuple(cursors.read(scope, asked.after)) if asked.after is not None else ("", "")
    found = [(place, one) for place, one in every if place > after and _is_asked(one, asked)]
    shown = found[: asked.limit]
    return TogetherList(
        licence=licence,
        agreements=kinds.count("agreement"),
        activities=kinds.count("activity"),
        items=tuple(one for _place, one in shown),
        next=cursors.write(scope, shown[-1][0]) if len(found) > len(shown) else None,
    )


def lines(session: Session, root: str, today: date) -> list[tuple[_Place, TogetherAnswer]]:
    """All of them by name. There are as many as the office has partners, and no table holds them."""
    parties: dict[object, _Party] = {}
    for key, party, who, one in (*_agreed(session, today), *_held(session, root)):
        stored = parties.setdefault(key, party)
        stored.work[one.number] = one
        if who is not None:
            stored.actors.add(who)
    found = [((party.name_sq, str(key)), _line(party)) for key, party in parties.items()]
    return sorted(found, key=lambda one: one[0])


def rows(session: Session, root: str, today: date) -> list[tuple[object, ...]]:
    """For a file: a head, and a row for each work of each party."""
    head = ("with_sq", "with_en", "what", "number", "on", "until", "ended_on", "clusters")
    return [
        head,
        *(
            (one.name_sq, one.name_en, work.kind, work.number, work.on, *_days(work), " ".join(work.clusters))
            for _place, one in lines(session, root, today)
            for work in one.work
        ),
    ]


def _days(work: SharedWork) -> tuple[object, object]:
    return work.until or "", work.ended_on or ""


_Work = tuple[object, _Party, object | None, SharedWork]


def _agreed(session: Session, today: date) -> Iterator[_Work]:
    wanted = (
        select(Agreement, Institution, Actor)
        .join(AgreementParty, AgreementParty.agreement_id == Agreement.id)
        .outerjoin(Institution, Institution.id == AgreementParty.institution_id)
        .outerjoin(Actor, Actor.id == AgreementParty.actor_id)
        .where(Agreement.signed_on.is_not(None))
        # A later version stands in the place of the one before, at each who is a party to both.
        .order_by(Agreement.number, Agreement.version)
    )
    for agreement, body, actor in session.execute(wanted):
        work = SharedWork(
            kind="agreement",
            number=agreement.number,
            on=_day(agreement.signed_on),
            until=agreement.until,
            ended_on=agreement.life.over_on(today),
            clusters=tuple(agreement.clusters),
            url=None,
        )
        if body is not None:
            yield body.id, _Party(None, body.name_sq, body.name_en), None, work
        elif data.is_shown(actor.kind) and is_read(session, actor):
            yield actor.id, _Party(actor.kind, actor.name_sq, actor.name_en), None, work
        else:
            named = data.entries("actor_kinds")[actor.kind]
            yield actor.kind, _Party(actor.kind, named["name_sq"], named["name_en"]), actor.id, work


def _held(session: Session, root: str) -> Iterator[_Work]:
    wanted = (
        select(Activity, Institution)
        .join(Institution, Institution.id == Activity.institution_id)
        .where(ANNOUNCED, Activity.state == State.HELD.value)
    )
    for activity, body in session.execute(wanted):
        work = SharedWork(
            kind="activity",
            number=activity.number,
            on=_day(activity.held_on),
            until=None,
            ended_on=None,
            clusters=tuple(activity.clusters),
            url=f"{root}/partners/activities/{activity.number}",
        )
        yield body.id, _Party(None, body.name_sq, body.name_en), None, work


def _day(on: date | None) -> date:
    """Raises `AssertionError` for what was neither signed nor held."""
    if on is None:
        raise AssertionError("it has its day")
    return on


def _line(party: _Party) -> TogetherAnswer:
    work = tuple(sorted(party.work.values(), key=lambda one: (one.on, one.number), reverse=True))
    clusters = {key for one in work for key in one.clusters}
    return TogetherAnswer(
        kind=party.kind,
        name_sq=party.name_sq,
        name_en=party.name_en,
        actors=len(party.actors) or None,
        clusters=tuple(sorted(clusters, key=int)),
        work=work,
    )


def _is_asked(one: TogetherAnswer, asked: TogetherListing) -> bool:
    named = not asked.q or is_in(asked.q, f"{one.name_sq} {one.name_en}")
    return named and (asked.cluster is None or asked.cluster in one.clusters)
