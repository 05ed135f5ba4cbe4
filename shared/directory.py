"""The institutions as the other services know them: a copy of the full record, fed by events from partners."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, and_, select, true
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.db import PlatformBase
from shared.declension import declined
from shared.events.catalogue import InstitutionChanged
from shared.events.envelope import Received


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


def folded(text: str) -> str:
    """`text` without case and marks, so that `tropoje` finds Tropojë and `corovode` Çorovodë."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def record_institution_change(session: Session, event: Received[InstitutionChanged]) -> None:
    """Take over what `partners.institution.changed` says; reads the record from the document store."""
    record = _json(event.document(event.data.record))
    seen = [record["name_sq"], record["name_en"], record.get("seat") or "", record.get("municipality_name") or ""]
    values = {
        "key": record["key"],
        "institution_class": event.data.institution_class,
        "version": event.data.version,
        "active": event.data.active,
        "name_sq": record["name_sq"],
        "name_en": record["name_en"],
        "search": folded(" ".join(seen)),
        "record": record,
    }
    statement = upsert(KnownInstitution).values(id=event.data.institution_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def find(session: Session, words: str, limit: int = 20) -> Sequence[KnownInstitution]:
    """Active bodies whose name or seat holds every word of `words`."""
    statement = select(KnownInstitution).where(KnownInstitution.active, holds(words))
    return session.execute(statement.order_by(KnownInstitution.name_sq).limit(limit)).scalars().all()


def holds(words: str) -> ColumnElement[bool]:
    """Bodies, be they active or not, whose name or seat holds every word of `words`; what people type into an address may
    hold a NUL, which PostgreSQL's text cannot.
    """
    wanted = folded(words).replace("\0", " ").split()[:8]
    return and_(true(), *(KnownInstitution.search.contains(word, autoescape=True) for word in wanted))


def related(institution: KnownInstitution, kind: str, on: date | None = None) -> list[UUID]:
    """The ids of the bodies to which `institution` stands in a relation of `kind` on that day (both ends included), or on any."""
    day = on.isoformat() if on else None
    return [
        UUID(relation["to"])
        for relation in institution.record.get("relations", [])
        if relation["kind"] == kind
        and (day is None or (relation.get("valid_from") or "") <= day <= (relation.get("valid_to") or "9999-12-31"))
    ]


def _json(content: bytes) -> dict[str, Any]:
    return json.loads(content)  # type: ignore[no-any-return]  # JSON of our own record
