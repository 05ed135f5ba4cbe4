"""The five stored facts of what is owed, as columns; the sixth, timeliness, is computed. They are the same for what the office
asks of others and for what is asked of it.
"""

from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.domain.obligations import ARRIVED, Assessed, Claimed, Confirmed, Delivery, Facts, Reply
from services.cases.domain.timeliness import implementation_due


class HasFacts:
    """`item_due`: by when, as the item says; `implementation_due` follows from it and the facts, and is written with them."""

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
        )

    @classmethod
    def has_arrived(cls) -> ColumnElement[bool]:
        """`obligations.arrived` as a condition over rows."""
        return cls.delivery.in_(sorted(ARRIVED))

    def write_facts(self, facts: Facts) -> None:
        """Take over all of them, and the day of the implementation that follows from them."""
        for field in fields(facts):
            value: Any = getattr(facts, field.name)
            setattr(self, field.name, str(value) if isinstance(value, str) else value)
        self.implementation_due = implementation_due(facts, self.item_due)
