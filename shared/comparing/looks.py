"""Looks at texts: their columns, having a text compared, hearing what was found, and asking whether it may leave."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from shared import audit
from shared.comparing import rules
from shared.comparing.rules import Look
from shared.comparing.texts import Named, Text, place
from shared.db import DocumentName
from shared.documents import Documents
from shared.events.catalogue.texts import TextFound
from shared.events.documents.cases import OfferedPart, OfferedText
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.typed import dump


class LookColumns:
    """One look at one text. `document`: the text as intake got it; `places`: part, start, end, kind and severity of what was found."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - SQLAlchemy asks the class
        return (
            CheckConstraint("(reason IS NULL) = (reason_by IS NULL)", name="reason"),
            Index("ix_text_check_text_id_offered_at", "text_id", "offered_at"),
        )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    text_id: Mapped[UUID]
    content_hash: Mapped[str]
    document: Mapped[DocumentName]
    stops: Mapped[int] = mapped_column(default=0)
    asks: Mapped[int] = mapped_column(default=0)
    places: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    offered_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    reason_by: Mapped[UUID | None]

    @property
    def look(self) -> Look:
        return Look(self.checked_at, self.stops, self.asks, self.reason)


Row = TypeVar("Row", bound=LookColumns)


@dataclass(frozen=True)
class Looks(Generic[Row]):
    """Those of one service, as they are asked."""

    table: type[Row]

    def newest(self, session: Session, text: Text) -> Row | None:
        """At exactly this text."""
        table = self.table
        of_it = select(table).where(table.text_id == text.id, table.content_hash == text.digest)
        return session.execute(of_it.order_by(table.offered_at.desc()).limit(1)).scalar()

    def answered(self, session: Session, text: Text) -> Row | None:
        """The newest one at exactly this text that was answered: what anybody reads meanwhile does not wait for the next."""
        table = self.table
        of_it = select(table).where(table.text_id == text.id, table.content_hash == text.digest)
        answered = of_it.where(table.checked_at.is_not(None))
        return session.execute(answered.order_by(table.offered_at.desc()).limit(1)).scalar()

    def open_texts(self, session: Session) -> frozenset[UUID]:
        """The ids of texts of which the newest look that was answered has to be answered for."""
        table = self.table
        answered = select(table.text_id, table.stops, table.asks, table.reason).where(table.checked_at.is_not(None))
        newest = answered.ext(distinct_on(table.text_id)).order_by(table.text_id, table.offered_at.desc()).subquery()
        rows = select(newest.c.text_id).where(newest.c.stops + newest.c.asks > 0, newest.c.reason.is_(None))
        return frozenset(session.execute(rows).scalars())

    def clean(self, session: Session, text: Text) -> bool:
        """Whether anybody may read it."""
        check = self.newest(session, text)
        return check is not None and check.look.clean


@dataclass(frozen=True)
class Steps(Looks[Row]):
    """What is done with those of one service. `tell`: publishes its event that has the text of a look compared."""

    tell: Callable[[Session, Row], None]

    def offer(self, session: Session, documents: Documents, text: Text, *, once: bool = False, now: datetime) -> None:
        """A step of others: have a text compared, unless a look at exactly this text is waited for or holds. `once`: one look is enough."""
        before = self.newest(session, text)
        if before is not None and (once or before.look.holds(now, text.holds_for)):
            return
        self._offer(session, documents, text, now)

    def offer_again(self, session: Session, documents: Documents, text: Text, *, now: datetime) -> None:
        """A step of others: the same of a text that anybody reads already; a look that was never answered is asked for anew."""
        before = self.newest(session, text)
        if before is None or now - before.offered_at >= text.holds_for:
            self._offer(session, documents, text, now)

    def explain(self, by: Principal, session: Session, check: Row, reason: str) -> None:
        """A step of others: why a text may be read although it names somebody, or may; kept with the look and in the trail."""
        check.reason, check.reason_by = reason, by.person
        stops, asks = check.stops, check.asks
        audit.record(session, by, "text.explained", check.kind, check.text_id, stops=stops, questions=asks)

    def _offer(self, session: Session, documents: Documents, text: Text, now: datetime) -> None:
        parts = tuple(OfferedPart(name=name, text=words) for name, words in text.parts.items())
        document = documents.keep(OfferedText(parts=parts))
        check = self.table()
        check.id, check.kind, check.text_id, check.content_hash = uuid4(), text.kind, text.id, text.digest
        check.document, check.offered_at = document, now
        session.add(check)
        session.flush()
        self.tell(session, check)

    def last_look(
        self, session: Session, documents: Documents, text: Text, since: datetime, *, now: datetime
    ) -> Look | None:
        """A step of others, right before a text is read by anybody: what a look that was asked for since then found; None while there is none,
        and one is asked for.
        """
        check = self.newest(session, text)
        if check is None or check.offered_at < since:
            self._offer(session, documents, text, now)
            return None
        return check.look if check.checked_at is not None else None

    def take(self, by: Principal, session: Session, event: TextFound, *, now: datetime) -> None:
        """Intake's answer. Why a text may leave holds on where another look at the same words found as many, and the same of those that are told."""
        check = session.get(self.table, event.check_id, with_for_update=True)
        if check is None or check.checked_at is not None:
            return
        places = [dump(place) for place in event.places]
        told = [one for one in event.places if one.severity == "question"]
        check.asks = event.questions - sum(one.kind in rules.ABOUT_NOBODY for one in told)
        check.stops, check.places, check.checked_at = event.stops, places, now
        before = self._explained(session, check)
        if before is not None and (before.stops, before.asks, before.places) == (check.stops, check.asks, check.places):
            check.reason, check.reason_by = before.reason, before.reason_by
        stops, questions = event.stops, event.questions
        audit.record(session, by, "text.checked", check.kind, check.text_id, stops=stops, questions=questions)

    def against(
        self, by: Principal, session: Session, text: Text, names_reason: str, *, now: datetime
    ) -> list[RuleViolation]:
        """A step of others: all that stands against a text's leaving now. A reason for one that names somebody, or may, is kept with it and in
        the trail.
        """
        check = self.newest(session, text)
        if (
            check is not None
            and check.look.open
            and check.look.holds(now, text.holds_for)
            and rules.says_why(names_reason)
        ):
            self.explain(by, session, check, names_reason)
        return list(rules.against_leaving(check.look if check else None, now, text.holds_for))

    def _explained(self, session: Session, check: Row) -> Row | None:
        table = self.table
        same = (table.text_id == check.text_id, table.content_hash == check.content_hash)
        rows = select(table).where(*same, table.id != check.id, table.reason.is_not(None))
        return session.execute(rows.order_by(table.offered_at.desc()).limit(1)).scalar()


def seen_of(checks: Iterable[LookColumns]) -> str:
    """What an answer is about: exactly what these looks found, in this order of their texts or another."""
    told = sorted(f"{one.text_id} {one.content_hash} {one.stops} {one.asks} {one.places}" for one in checks)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def named(check: LookColumns | None, text: Text) -> Named:
    """What a look found; nothing once somebody said why the text may leave."""
    if check is None or not check.look.open:
        return Named()
    parts = list(text.parts.items())
    told = tuple(place(one, *parts[one["part"]]) for one in check.places if one["part"] < len(parts))
    counted = sum(one.severity == "stop" or one.kind not in rules.ABOUT_NOBODY for one in told)
    return Named(told, max(0, check.stops + check.asks - counted))
