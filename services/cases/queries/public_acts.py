"""What the public may read of acts, decided here alone: the register, its API and what the outlets are told have it from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data.acts import handlers_only_kinds
from services.cases.domain.publication import PublicState, public_state
from services.cases.domain.recommendation import ActStatus
from services.cases.models import ActAddressee, ActItem, PublicVersion, Recommendation
from services.cases.queries.afterwards import Afterwards, afterwards
from services.cases.queries.public_versions import readable_of, shown_of


@dataclass(frozen=True, kw_only=True)
class ShownAct:
    """An act as the public sees it; `entry` names its kind in both languages.

    `withheld`: there are no words for the public. None were approved for it yet; or what was approved names someone after all and is
    looked at again (`taken_back`); or an act of this kind speaks of one official, whose name is never in open data (kinds.yaml,
    open_data_excludes). `afterwards`: what became of what was made public as the last step.
    """

    act: Recommendation
    entry: Mapping[str, Any]
    items: list[ActItem]
    addressees: list[ActAddressee]
    version: PublicVersion | None = None
    afterwards: tuple[Afterwards, ...] = ()
    taken_back: bool = False

    @property
    def withheld(self) -> bool:
        return self.words is None

    @property
    def words(self) -> PublicVersion | None:
        """What may be read: the version that was approved for the public, never the letter."""
        return None if self.entry["open_data_excludes"] else self.version

    @property
    def state(self) -> PublicState:
        return public_state(ActStatus(self.act.status), withheld=self.withheld)

    @property
    def clusters(self) -> tuple[str, ...]:
        """Under which clusters of the Convention its words were approved; of an act without words nothing says what it is about."""
        return tuple(self.words.clusters or ()) if self.words else ()

    @property
    def title(self) -> str:
        """In the language of the act."""
        return self.words.title if self.words else str(self.entry[f"name_{self.act.language}"])

    @property
    def grounds(self) -> str:
        return self.words.grounds if self.words else ""

    @property
    def cosigners(self) -> tuple[str, ...]:
        """Who signed it besides the office: names are read where the words are, with which they are compared with the sealed files."""
        return tuple(self.act.cosigners) if self.words else ()

    def text_of(self, item: ActItem) -> str:
        return self.words.items[item.place] if self.words else ""


def shown(today: date) -> ColumnElement[bool]:
    """`shown_from` follows from what the law says of the kind; the kinds that nobody may see are refused here once more."""
    return (
        Recommendation.shown_from.is_not(None)
        & (Recommendation.shown_from <= today)
        & Recommendation.kind.not_in(handlers_only_kinds())
    )


def find_shown(session: Session, act_id: UUID, today: date) -> ShownAct | None:
    """What may be read of one act; None of one that may not be shown."""
    act = session.execute(select(Recommendation).where(Recommendation.id == act_id, shown(today))).scalar_one_or_none()
    return whole(session, [act], today)[0] if act else None


def whole(session: Session, rows: Sequence[Recommendation], today: date) -> list[ShownAct]:
    """These acts, which may be shown, with what may be read of each; in one query per table however many they are."""
    ids = [act.id for act in rows]
    items = by_act(session, ActItem, ids, ActItem.place)
    addressees = by_act(session, ActAddressee, ids, ActAddressee.place)
    approved, versions = shown_of(session, ids), readable_of(session, ids)
    became = afterwards(session, ids, today)
    return [
        ShownAct(
            act=act,
            entry=data.kind_entry(act.kind, act.issued_on or today),
            items=items.get(act.id, []),
            addressees=addressees.get(act.id, []),
            version=versions.get(act.id),
            # Nothing is owed on what stands no more.
            afterwards=became.get(act.id, ()) if act.status == ActStatus.ISSUED else (),
            taken_back=act.id in approved and act.id not in versions,
        )
        for act in rows
    ]


def by_act(session: Session, model: Any, ids: list[UUID], order: Any) -> dict[UUID, list[Any]]:
    """The rows of a table of parts, by act and in that order."""
    grouped: dict[UUID, list[Any]] = {}
    for row in session.execute(select(model).where(model.recommendation_id.in_(ids)).order_by(order)).scalars():
        grouped.setdefault(row.recommendation_id, []).append(row)
    return grouped
