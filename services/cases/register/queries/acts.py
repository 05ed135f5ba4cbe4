"""The public register: acts that may be shown today, and nothing of the others, not even that they are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data.acts import handlers_only_kinds
from services.cases.models import ActAddressee, ActItem, Obligation, Recommendation
from services.cases.queries import acts
from services.cases.queries.acts import ObligationView
from shared.numbers import is_valid
from shared.pagination import Cursors, Page, page
from shared.rules import NotFound


@dataclass(frozen=True)
class PublicAct:
    """An act as the public sees it; `entry` names its kind in both languages.

    `withheld`: what an officer wrote in it stays back, since an act of this kind speaks of one official, whose name is never
    in open data (kinds.yaml, open_data_excludes). Free text cannot be trusted to leave a name out.
    """

    act: Recommendation
    entry: Mapping[str, Any]
    items: list[ActItem]
    addressees: list[ActAddressee]
    obligations: list[ObligationView]

    @property
    def withheld(self) -> bool:
        return bool(self.entry["open_data_excludes"])

    @property
    def title(self) -> str:
        """In the language of the act."""
        return str(self.entry[f"name_{self.act.language}"]) if self.withheld else self.act.title

    @property
    def grounds(self) -> str:
        return "" if self.withheld else self.act.grounds

    def text_of(self, item: ActItem) -> str:
        return "" if self.withheld else item.text


def page_of(
    session: Session,
    cursors: Cursors,
    *,
    today: date,
    institution: UUID | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Acts that may be shown, newest first, as `PublicAct`s."""
    statement = select(Recommendation).where(shown(today))
    if institution is not None:
        to_it = exists().where(
            ActAddressee.recommendation_id == Recommendation.id, ActAddressee.institution_id == institution
        )
        statement = statement.where(to_it)
    key = [Recommendation.issued_at, Recommendation.id]
    scope = ["public.recommendations", str(institution)]
    found = page(session, statement, key, cursors, scope, after=after, limit=limit, descending=True)
    return Page(_whole(session, list(found.items), today), found.next)


def read(session: Session, number: str, today: date) -> PublicAct:
    """One act by its number. Raises `NotFound` for one that may not be shown, as for none."""
    statement = select(Recommendation).where(Recommendation.number == number, shown(today))
    act = session.execute(statement).scalar_one_or_none() if is_valid(number) else None
    if act is None:
        raise NotFound
    return _whole(session, [act], today)[0]


def shown(today: date) -> ColumnElement[bool]:
    """`shown_from` follows from what the law says of the kind; the kinds that nobody may see are refused here once more."""
    return (
        Recommendation.shown_from.is_not(None)
        & (Recommendation.shown_from <= today)
        & Recommendation.kind.not_in(handlers_only_kinds())
    )


def _whole(session: Session, found: list[Recommendation], today: date) -> list[PublicAct]:
    """These acts with their parts, in one query per table however many they are."""
    ids = [act.id for act in found]
    items = _by_act(session, ActItem, ids, ActItem.place)
    addressees = _by_act(session, ActAddressee, ids, ActAddressee.place)
    owed = _by_act(session, Obligation, ids, Obligation.id)
    views: dict[UUID, list[ObligationView]] = {}
    for view in acts.views(session, [one for some in owed.values() for one in some], today):
        views.setdefault(view.act.id, []).append(view)
    return [
        PublicAct(
            act,
            data.kind_entry(act.kind, act.issued_on or today),
            items.get(act.id, []),
            addressees.get(act.id, []),
            views.get(act.id, []),
        )
        for act in found
    ]


def _by_act(session: Session, model: Any, ids: list[UUID], order: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in session.execute(select(model).where(model.recommendation_id.in_(ids)).order_by(order)).scalars():
        found.setdefault(row.recommendation_id, []).append(row)
    return found
