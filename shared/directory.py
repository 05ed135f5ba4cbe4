"""The institutions as the other services know them: a copy of the full record, fed by events from partners."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.db import PlatformBase
from shared.declension import declined
from shared.events.catalogue import InstitutionChanged
from shared.events.envelope import Received
from shared.folding import folded, folded_column, holds_words, words_in

MUNICIPALITY = "municipality"
#: Bodies of a decision, a case or an act: all municipalities (61) at once, and ministries besides. Pages and APIs of all services read it here.
MOST_BODIES = 100


@dataclass(frozen=True)
class Successor:
    """Who stands in the place of a body that ended, from `day` on; `takes_letters`: and answers for its letters."""

    id: UUID
    name_sq: str
    day: date
    takes_letters: bool


class KnownInstitution(PlatformBase):
    """One body, at the newest version that arrived.

    `record`: the JSON of `shared.events.documents.partners.InstitutionRecord`, of whatever version it is.
    """

    __tablename__ = "known_institution"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str]
    institution_class: Mapped[str]
    version: Mapped[int] = mapped_column(BigInteger)
    active: Mapped[bool]
    name_sq: Mapped[str]
    name_en: Mapped[str]
    search: Mapped[str]
    record: Mapped[dict[str, Any]]

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq

    @property
    def dative_sq(self) -> str:
        return self.record.get("dat_sq") or declined(self.name_sq).dative

    @property
    def accusative_sq(self) -> str:
        return self.record.get("acc_sq") or declined(self.name_sq).accusative

    @property
    def mailbox(self) -> str | None:
        """Where mails about recommendations go."""
        mailbox: str | None = self.record.get("mailbox")
        return mailbox

    @property
    def seat(self) -> str | None:
        seat: str | None = self.record.get("seat")
        return seat

    @property
    def municipality_name(self) -> str | None:
        name: str | None = self.record.get("municipality_name")
        return name

    @property
    def powers(self) -> frozenset[str]:
        return frozenset(self.record.get("powers") or ())

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.record.get("languages") or ("sq",))

    @property
    def successors(self) -> list[Successor]:
        """Who stands in the place of a body that ended; none if it goes on."""
        steps = [] if self.active else self.record.get("successors", [])
        return [
            Successor(UUID(step["to"]), step["name_sq"], date.fromisoformat(step["from"]), step["takes_letters"])
            for step in steps
        ]


def record_institution_change(session: Session, event: Received[InstitutionChanged]) -> None:
    """Take over what `partners.institution.changed` says; reads the record from the document store."""
    record = _json(event.document(event.data.record))
    seen = [record.get(name) for name in ("name_sq", "short_sq", "name_en", "seat", "municipality_name")]
    values = {
        "key": record["key"],
        "institution_class": event.data.institution_class,
        "version": event.data.version,
        "active": event.data.active,
        "name_sq": record["name_sq"],
        "name_en": record["name_en"],
        "search": folded(" ".join(filter(None, [*seen, *(record.get("aka") or ())]))),
        "record": record,
    }
    statement = upsert(KnownInstitution).values(id=event.data.institution_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def find(session: Session, words: str, limit: int = 20) -> Sequence[KnownInstitution]:
    """Active bodies whose name or seat holds every word of `words`."""
    statement = select(KnownInstitution).where(KnownInstitution.active, holds(words))
    return session.execute(statement.order_by(KnownInstitution.name_sq).limit(limit)).scalars().all()


def holds(words: str) -> ColumnElement[bool]:
    """Bodies, be they active or not, of which a name, the seat or the municipality holds every word of `words`."""
    return holds_words(KnownInstitution.search, words)


def named(who: str) -> Select[UUID]:
    """The ids of the bodies that somebody means: the one with this id, or those whose name or seat holds these words."""
    ids = select(KnownInstitution.id)
    try:
        return ids.where(KnownInstitution.id == UUID(who))
    except ValueError:
        return ids.where(holds(who))


def counties(place: str) -> Select[str]:
    """The names of the counties that somebody means by a part of the name."""
    county = KnownInstitution.record["county_name"].astext
    of = KnownInstitution.institution_class == MUNICIPALITY
    return select(county).where(of, holds_words(folded_column(county), place)).distinct().order_by(county)


def municipalities(place: str) -> Select[str]:
    """The keys of the municipalities that somebody means: by key, by a part of the name or seat, or all of a county (Qarku Kukës)."""
    county = folded_column(KnownInstitution.record["county_name"].astext) == " ".join(words_in(place))
    meant = or_(KnownInstitution.key == place, county, holds(place))
    return select(KnownInstitution.key).where(KnownInstitution.institution_class == MUNICIPALITY, meant)


def in_municipality(place: str) -> Select[UUID]:
    """The ids of the bodies that belong to these municipalities, they themselves among them."""
    return select(KnownInstitution.id).where(KnownInstitution.record["municipality"].astext.in_(municipalities(place)))


def related(institution: KnownInstitution, kind: str, on: date | None = None, *, confirmed: bool = False) -> list[UUID]:
    """The ids of the bodies to which `institution` stands in a relation of `kind` on that day (both ends included), or on any.
    `confirmed`: by those relations alone that a person has read where they are set.
    """
    day = on.isoformat() if on else None
    return [
        UUID(relation["to"])
        for relation in institution.record.get("relations", [])
        if relation["kind"] == kind
        and (not confirmed or relation.get("confirmed"))
        and (day is None or (relation.get("valid_from") or "") <= day <= (relation.get("valid_to") or "9999-12-31"))
    ]


def _json(content: bytes) -> dict[str, Any]:
    return json.loads(content)  # type: ignore[no-any-return]  # JSON of our own record
