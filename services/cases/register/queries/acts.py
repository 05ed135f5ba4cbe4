"""The public register: acts that may be shown today, and nothing of the others, not even that they are there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.cases.data.acts import handlers_only_kinds, told_outcome, wordless_kinds
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import first_instant_late, local_date
from services.cases.lists.conditions import act_numbered
from services.cases.models import ActItem, Obligation, PublicVersion, Recommendation, ShownRecord
from services.cases.queries import acts
from services.cases.queries.acts import ObligationView
from services.cases.queries.public_acts import ShownAct, by_act, shown, whole
from services.cases.queries.public_versions import readable, replaced
from services.cases.register.lists import PublicActListing, asks
from services.cases.register.schemas import (
    PublicAddressee,
    PublicAfterwards,
    PublicItem,
    PublicObligation,
    PublicRecommendation,
)
from services.cases.schemas.obligations import BothTimeliness
from shared.directory import municipalities, named
from shared.folding import folded_column, holds_words
from shared.lists import Reading, page_of
from shared.numbers import is_valid
from shared.pagination import Cursors, Page
from shared.rules import ContentViolation, NotFound
from shared.typed import filled

#: Acts of which nothing is asked any more.
FALLEN = frozenset({ActStatus.WITHDRAWN.value, ActStatus.SUPERSEDED.value})


@dataclass(frozen=True, kw_only=True)
class PublicAct(ShownAct):
    """An act as the public sees it, with where it stands at each body."""

    obligations: list[ObligationView]


def published(session: Session, cursors: Cursors, asked: PublicActListing, reading: Reading) -> Page[PublicAct]:
    """One page of the acts that may be shown, the newest first. Raises `ContentViolation` for a place that nobody knows."""
    if asked.municipality is not None and session.execute(municipalities(asked.municipality).limit(1)).first() is None:
        raise ContentViolation("no such place", code="register.place_unknown", field="municipality")
    today, order = local_date(reading.now), [Recommendation.issued_at, Recommendation.id]
    statement = select(Recommendation).where(shown(today), *_said(asked))
    acts_of_page = page_of(session, cursors, statement, asked, reading, order, descending=True)
    return Page(_whole(session, acts_of_page.items, today), acts_of_page.next)


def _said(asked: PublicActListing) -> Iterator[ColumnElement[bool]]:
    """What is asked of the words of an act. Those of the letter are looked through by nobody here."""
    if asked.cluster is not None:
        yield _in_words(PublicVersion.clusters.contains([asked.cluster]))
    if asked.q is not None:
        # The texts of the items, and no sign of the list that holds them.
        item = func.jsonb_array_elements_text(PublicVersion.items).column_valued("item")
        items = select(func.string_agg(item, literal(" "))).correlate(PublicVersion).scalar_subquery()
        text = func.concat_ws(" ", PublicVersion.title, PublicVersion.grounds, items)
        yield or_(_in_words(holds_words(folded_column(text), asked.q)), act_numbered(asked.q), asks(named(asked.q)))


def _in_words(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Acts of which what the public may read now meets a condition on `PublicVersion` (`queries.public_acts.ShownAct.words`)."""
    newest = PublicVersion.approved_at.is_not(None) & ~replaced()
    theirs = exists().where(PublicVersion.recommendation_id == Recommendation.id, newest, readable(), condition)
    return Recommendation.kind.not_in(wordless_kinds()) & theirs


def read(session: Session, number: str, today: date) -> PublicAct:
    """One act by its number. Raises `NotFound` for one that may not be shown, as for none."""
    statement = select(Recommendation).where(Recommendation.number == number, shown(today))
    act = session.execute(statement).scalar_one_or_none() if is_valid(number) else None
    if act is None:
        raise NotFound
    return _whole(session, [act], today)[0]


def answer(public: PublicAct) -> PublicRecommendation:
    """The act as the API gives it."""
    act, entry = public.act, public.entry
    return filled(
        PublicRecommendation,
        act,
        kind_name_sq=entry["name_sq"],
        kind_name_en=entry["name_en"],
        withheld=public.withheld,
        title=public.title,
        grounds=public.grounds,
        clusters=public.clusters,
        cosigners=public.cosigners,
        addressees=tuple(filled(PublicAddressee, one) for one in public.addressees),
        items=tuple(_item(public, item) for item in public.items),
        afterwards=tuple(filled(PublicAfterwards, one, number=one.place) for one in public.afterwards),
    )


def _item(public: PublicAct, item: ActItem) -> PublicItem:
    """One item with where it stands at each body."""
    obligations = tuple(obligation(public, view) for view in public.obligations if view.item.id == item.id)
    return PublicItem(number=item.place + 1, text=public.text_of(item), due=item.due, obligations=obligations)


def standing(public: PublicAct, view: ObligationView) -> str:
    """The one word for where an obligation stands, which the list, the page of the act and the API have from here: its state, as it is counted,
    or that its act stands no more, since when it is not counted.
    """
    return public.act.status if public.act.status in FALLEN else view.state.value


def obligation(public: PublicAct, view: ObligationView) -> PublicObligation:
    return filled(
        PublicObligation,
        view.obligation,
        outcome=told_outcome(view.obligation.outcome),
        reply_due=view.obligation.last_day,
        state=standing(public, view),
        timeliness=BothTimeliness.of(view.reply, view.implementation),
    )


def shown_on(day: date) -> Select[UUID]:
    """The ids of the acts that could be read at the end of a past day, as it was kept then."""
    records = select(ShownRecord.recommendation_id, ShownRecord.shown_from).where(
        ShownRecord.at < first_instant_late(day)
    )
    stood = (
        records.ext(distinct_on(ShownRecord.recommendation_id))
        .order_by(ShownRecord.recommendation_id, ShownRecord.number.desc())
        .subquery("stood")
    )
    acts_then = select(Recommendation.id).join(stood, stood.c.recommendation_id == Recommendation.id)
    return acts_then.where(stood.c.shown_from <= day, Recommendation.kind.not_in(handlers_only_kinds()))


def _whole(session: Session, rows: Sequence[Recommendation], today: date) -> list[PublicAct]:
    """These acts with their parts, in one query per table however many they are."""
    obligations = by_act(session, Obligation, [act.id for act in rows], Obligation.id)
    views: dict[UUID, list[ObligationView]] = {}
    for view in acts.views(session, [one for some in obligations.values() for one in some], today):
        views.setdefault(view.act.id, []).append(view)
    seen = whole(session, rows, today)
    return [PublicAct(**vars(one), obligations=views.get(one.act.id, [])) for one in seen]
