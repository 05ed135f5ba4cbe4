"""The five stored facts of what is owed, as columns; the sixth, timeliness, is computed. They are the same for what the office
asks of others and for what is asked of it.
"""

from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.domain.by_when import ByWhen, by_own_word, by_when
from services.cases.domain.obligations import ARRIVED, Assessed, Claimed, Confirmed, Delivery, Facts, Reply
from services.cases.domain.workdays import Calendar


class HasFacts:
    """`item_due`: by when, as the item says; `implementation_due` follows from it, the facts and `by_when`, as whether that is a day of the body's own
    word (`by_own_word`), and both are written with them.
    """

    item_due: Mapped[date | None]
    delivery: Mapped[str] = mapped_column(default=Delivery.QUEUED.value)
    reply: Mapped[str] = mapped_column(default=Reply.NONE.value)
    claimed: Mapped[str] = mapped_column(default=Claimed.NOT_STARTED.value)
    assessed: Mapped[str] = mapped_column(default=Assessed.NOT_ASSESSED.value)
    confirmed: Mapped[str] = mapped_column(default=Confirmed.NOT_ASKED.value)
    answered_on: Mapped[date | None]
    promised_date: Mapped[date | None]
    next_check: Mapped[date | None]
    implemented_on: Mapped[date | None]
    implementation_due: Mapped[date | None]
    unassessable: Mapped[str | None]
    held_since: Mapped[date | None]
    promised_on: Mapped[date | None]
    claimed_on: Mapped[date | None]
    deemed_on: Mapped[date | None]
    noted_date: Mapped[date | None]
    noted_on: Mapped[date | None]
    asked_date: Mapped[date | None]
    moot_on: Mapped[date | None]
    asked_again_on: Mapped[date | None]
    by_own_word: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def facts(self) -> Facts:
        return Facts(
            delivery=Delivery(self.delivery),
            reply=Reply(self.reply),
            claimed=Claimed(self.claimed),
            assessed=Assessed(self.assessed),
            confirmed=Confirmed(self.confirmed),
            answered_on=self.answered_on,
            promised_date=self.promised_date,
            next_check=self.next_check,
            implemented_on=self.implemented_on,
            unassessable=self.unassessable,
            held_since=self.held_since,
            promised_on=self.promised_on,
            claimed_on=self.claimed_on,
            deemed_on=self.deemed_on,
            noted_date=self.noted_date,
            noted_on=self.noted_on,
            asked_date=self.asked_date,
            moot_on=self.moot_on,
            asked_again_on=self.asked_again_on,
        )

    @property
    def by_when(self) -> ByWhen | None:
        """By when it is to be done, and why on that day. What an issuer expects of the office is a day like that of its item."""
        promised, noted = self.promised_date, self.noted_date
        own = self.item_due or noted
        return by_when(promised, self.promised_on, own, promised or date.min, (), Calendar(), noted=noted)

    @classmethod
    def has_arrived(cls) -> ColumnElement[bool]:
        """`obligations.arrived` as a condition over rows."""
        return cls.delivery.in_(sorted(ARRIVED))

    def write_facts(self, facts: Facts) -> None:
        """Take over all of them, and the day of the implementation that follows from them."""
        for field in fields(facts):
            value: Any = getattr(facts, field.name)
            setattr(self, field.name, str(value) if isinstance(value, str) else value)
        counted = self.by_when
        self.implementation_due = counted.day if counted else None
        self.by_own_word = by_own_word(counted, self.promised_on)
