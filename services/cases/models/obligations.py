"""What one body owes on one item."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, and_, false, func, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.cases import data
from services.cases.domain.bodies import UNPRESSED, BodyClass
from services.cases.domain.by_when import ByWhen, by_when
from services.cases.domain.kinds import Expects
from services.cases.domain.ledger import (
    DECREED,
    OF_UNASKED,
    Stretch,
    calendar_of,
    joined,
    unasked,
)
from services.cases.domain.obligations import UNFOUND, Assessed, Reply
from services.cases.domain.standing import (
    DENIALS,
    PRESSING,
    REFUSALS,
    UNANSWERING,
    WEIGHED,
    YES,
    Ground,
    State,
    ground_of,
    state_of,
)
from services.cases.domain.told import Next, next_of
from services.cases.models.answers import ReplyItem
from services.cases.models.clock_entries import ClockEntry
from services.cases.models.conditions import (
    ACCUSED,
    DAY_ASKED,
    DAY_UNTOLD,
    DENIED,
    FORWARDED,
    HELD,
    NOT_COMPETENT,
    PROMISE_UNTOLD,
    QUESTION_OPEN,
    REFUSED,
    SILENT_SINCE,
    TO_CHECK,
    TO_VERIFY,
)
from services.cases.models.elsewhere import CaseHold, meets
from services.cases.models.facts import HasFacts
from services.cases.models.metadata import Base


class Obligation(HasFacts, Base):
    """One item, owed by one body.

    `started_on`, `reply_due`, `clock_stands`, that it has begun and is paused, and `clock_closed_on`, since when the office awaits no answer by a day, are what the ledger gives, `implementation_due` what the facts give: written whenever those
    change, so that a list need not count days. Lateness follows from the day of asking and stands nowhere. `closed_on`: the
    day since which nothing more is asked of the body, be it settled or its act withdrawn (`fell_on`). `ladder_ended_on`: the day
    since which no rung is left, be the ladder used up or ended by the commissioner. `readdressed_on`: the day on which the office turned to the body that this one
    named, until it says something else. `refusal_left_on`: the day on which its case was closed over its refusal on a ground that decides on it, until the
    case is taken up again, the body says something else or the office finds its refusal not enough. `told_…`: the last days
    of which the other services were told that they passed; `told_by_when`, `told_asked`: of which the body was told, and which of its own it was told is undecided; `told_state`, `told_said`,
    `told_next`, `told_day`: what whoever complained was told last of where it stands, what its body said, what comes next and by when it is
    to be done. `noted_before`: the day that it was to be done by until the office noted another (`noted_on`). `follow_up_on`: the day on which the complainants are asked next
    whether the measure was felt. `sent_on`, `delivered_on`: the days by which its clock may begin, those of the letter;
    `delivery_known_at`: since when the office knows that it arrived. `spoke`: whether the body ever said how far it is; until then
    "not started" is nobody's word. `question_id`: the reply with which the body asked back last, until the office answers it or the
    body says something else.
    """

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "item_id", "institution_id"),
        Index(
            "ix_obligation_unanswered",
            "reply_due",
            "id",
            postgresql_where=text("answered_on IS NULL AND closed_on IS NULL"),
        ),
        Index(
            "ix_obligation_unanswered_of_institution",
            "institution_id",
            "reply_due",
            "id",
            postgresql_where=text("answered_on IS NULL AND closed_on IS NULL"),
        ),
        Index(
            "ix_obligation_reply_untold",
            "reply_due",
            postgresql_where=text(
                "answered_on IS NULL AND closed_on IS NULL AND told_reply_due IS DISTINCT FROM reply_due"
            ),
        ),
        Index(
            "ix_obligation_implementation_untold",
            "implementation_due",
            postgresql_where=text("closed_on IS NULL AND told_implementation_due IS DISTINCT FROM implementation_due"),
        ),
        Index("ix_obligation_by_when_untold", "implementation_due", postgresql_where=text(PROMISE_UNTOLD)),
        Index("ix_obligation_day_untold", "id", postgresql_where=text(DAY_UNTOLD)),
        Index("ix_obligation_accused", "id", postgresql_where=text(ACCUSED)),
        Index("ix_obligation_unimplemented", "implementation_due", "id", postgresql_where=text("closed_on IS NULL")),
        Index(
            "ix_obligation_unimplemented_of_institution",
            "institution_id",
            "implementation_due",
            "id",
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index("ix_obligation_institution_id_created_at_id", "institution_id", "created_at", "id"),
        Index("ix_obligation_created_at_id", "created_at", "id"),
        Index("ix_obligation_case_id", "case_id"),
        Index("ix_obligation_follow_up_on", "follow_up_on", postgresql_where=text("follow_up_on IS NOT NULL")),
        Index("ix_obligation_to_verify", "created_at", "id", postgresql_where=text(TO_VERIFY)),
        Index("ix_obligation_silent_since", "created_at", "id", postgresql_where=text(SILENT_SINCE)),
        Index("ix_obligation_denied", "created_at", "id", postgresql_where=text(DENIED)),
        Index("ix_obligation_refused", "created_at", "id", postgresql_where=text(REFUSED)),
        Index("ix_obligation_not_competent", "created_at", "id", postgresql_where=text(NOT_COMPETENT)),
        Index("ix_obligation_forwarded", "created_at", "id", postgresql_where=text(FORWARDED)),
        Index("ix_obligation_question_open", "created_at", "id", postgresql_where=text(QUESTION_OPEN)),
        Index("ix_obligation_day_asked", "created_at", "id", postgresql_where=text(DAY_ASKED)),
        Index("ix_obligation_held", "created_at", "id", postgresql_where=text(HELD)),
        Index(
            "ix_obligation_undeemed",
            "started_on",
            "id",
            postgresql_where=text("delivery = 'sent' AND deemed_on IS NULL"),
        ),
        Index("ix_obligation_next_check", "next_check", "id", postgresql_where=text(TO_CHECK)),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("act_item.id"))
    institution_id: Mapped[UUID]
    institution_class: Mapped[str]
    role: Mapped[str]
    expects: Mapped[str]
    counts: Mapped[bool]
    term: Mapped[str | None]
    ladder: Mapped[str | None]
    issued_on: Mapped[date]
    sent_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    delivery_known_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    insufficient_on: Mapped[date | None]
    ladder_ended_on: Mapped[date | None]
    started_on: Mapped[date | None]
    reply_due: Mapped[date | None]
    clock_stands: Mapped[bool] = mapped_column(default=False, server_default=false())
    days_to_answer: Mapped[int | None]
    clock_closed_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    fell_on: Mapped[date | None]
    readdressed_on: Mapped[date | None]
    refusal_left_on: Mapped[date | None]
    told_reply_due: Mapped[date | None]
    told_implementation_due: Mapped[date | None]
    told_promised: Mapped[date | None]
    told_by_when: Mapped[date | None]
    noted_before: Mapped[date | None]
    told_asked: Mapped[date | None]
    told_state: Mapped[str | None]
    told_said: Mapped[str | None]
    told_next: Mapped[str | None]
    told_day: Mapped[date | None]
    follow_up_on: Mapped[date | None]
    spoke: Mapped[bool] = mapped_column(default=False, server_default=false())
    question_id: Mapped[UUID | None] = mapped_column(ForeignKey("reply.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    holds: Mapped[list[CaseHold]] = relationship(
        primaryjoin=lambda: and_(foreign(CaseHold.case_id) == Obligation.case_id, meets(Obligation.created_at)),
        order_by=CaseHold.since,
        viewonly=True,
    )

    #: Changes of the calendar since the letter left: of its clock, and of the day by which the measure is to be done.
    decrees: Mapped[list[ClockEntry]] = relationship(
        primaryjoin=lambda: and_(foreign(ClockEntry.obligation_id) == Obligation.id, ClockEntry.kind.in_(DECREED)),
        order_by=lambda: ClockEntry.number,
        viewonly=True,
    )

    #: That its body was asked again, by wire or by a letter, and that this arrived.
    askings: Mapped[list[ClockEntry]] = relationship(
        primaryjoin=lambda: and_(
            foreign(ClockEntry.obligation_id) == Obligation.id,
            ClockEntry.kind.in_(OF_UNASKED),
            ClockEntry.since.is_not(None),
        ),
        order_by=lambda: ClockEntry.number,
        viewonly=True,
    )

    #: Answers by which its body accepted it.
    yeses: Mapped[list[ReplyItem]] = relationship(
        primaryjoin=lambda: and_(foreign(ReplyItem.obligation_id) == Obligation.id, ReplyItem.word.in_(YES)),
        viewonly=True,
    )

    def state_on(self, today: date) -> State:
        """Where it stands on that day."""
        fell, own = self.fell_on is not None, self.by_own_word
        return state_of(self.facts, self.reply_due, self.implementation_due, today, fell=fell, own=own)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """When a court or a prosecutor had the matter since the letter was issued, oldest first; the first may have begun before."""
        return tuple((one.since, one.ended_on) for one in self.holds)

    def free_days(self, *, reply: bool) -> tuple[Stretch, ...]:
        """Days on which nothing was asked of its body, neither its `reply` nor else the measure: those, and the ones before the office asked again."""
        if not self.askings:
            return self.stretches
        return joined([*self.stretches, *unasked((one.as_entry() for one in self.askings), reply=reply)])

    @property
    def free_now(self) -> tuple[Stretch, ...]:
        """The same of what is awaited of it next."""
        return self.free_days(reply=self.answered_on is None)

    @property
    def last_day(self) -> date | None:
        """The last day for the reply, as it is told at every door; none once the act fell. Whether an answer that came before was late says `reply_due`."""
        return None if self.fell_on is not None else self.reply_due

    @property
    def turned_on(self) -> date | None:
        """Since when the office asks another body in its place; none where it goes on to press this one, whose answer is not enough."""
        return self.readdressed_on if self.insufficient_on is None else None

    @property
    def let_off_on(self) -> date | None:
        """Since when nothing is asked by a day, since the office closed its clock; none where it was answered, or where the office expects it by a
        day that it named later.
        """
        if self.clock_closed_on is None or self.answered_on is not None:
            return None
        named_later = self.noted_on is not None and self.noted_on >= self.clock_closed_on
        return None if named_later else self.clock_closed_on

    @property
    def by_when(self) -> ByWhen | None:
        let_off = self.let_off_on or self.fell_on or self.moot_on
        return None if let_off is not None else self.day_counted

    @property
    def days_to_do(self) -> int | None:
        """How many days its body has for the measure from the day after the letter arrives that asks it again, before any roll-over; none where no
        such letter is on its way, or nobody named a day.
        """
        free = self.free_days(reply=False)
        since = next((first for first, end in free if end is None), None)
        if since is None or self.held_since is not None or self.by_when is None:
            return None
        counted = self._counted(tuple(one for one in free if one[1] is not None))
        left = (counted.reached - since).days + 1 if counted is not None and counted.reached is not None else None
        return None if left is None else max(left, 0)

    @property
    def day_counted(self) -> ByWhen | None:
        """`by_when`, also of a clock that the office closed: an answer that comes all the same has that day before it."""
        if self.turned_on is not None:
            return None
        done = self.implemented_on if self.assessed == Assessed.IMPLEMENTED else None
        # Whoever takes the matter away changes nothing of what was done before.
        return self._counted(tuple(one for one in self.free_days(reply=False) if done is None or one[0] < done))

    def _counted(self, free: tuple[Stretch, ...]) -> ByWhen | None:
        calendar = calendar_of((one.as_entry() for one in self.decrees), data.calendar_of(self.issued_on))
        return by_when(
            self.promised_date,
            self.promised_on,
            self.item_due,
            self.issued_on,
            free,
            calendar,
            self.reply_due,
            noted=self.noted_date,
            noted_on=self.noted_on,
            reach=data.promise_reach(self.issued_on),
            fixed=self.said_yes,
            of_term=self.expects == Expects.DEBATE,
            by_office=bool(self.askings),
        )

    @property
    def said_yes(self) -> bool:
        """Whether its body accepted it at any time, be it that it refuses it now."""
        return self.reply in YES or (self.reply in DENIALS and bool(self.yeses))

    def ground_on(self, today: date) -> Ground:
        """What its ladder goes on for on that day; none once nothing more is asked, the ladder has ended or is held."""
        ended = self.closed_on is not None or self.ladder_ended_on is not None or self.held_since is not None
        return ground_of(self.state_on(today), insufficient=self.insufficient_on is not None, ended=ended)

    def next_on(self, today: date) -> Next:
        """What the office does next about it."""
        state, goes_on, held = self.state_on(today), self.goes_on(today), self.held_since is not None
        if state is State.FELL:
            return Next.NOTHING
        if self.readdressed_on is not None and not goes_on and not held:
            return Next.TURNED
        # What cannot be assessed while it is elsewhere is assessed again once it is back.
        settled = self.closed_on is not None and not (held and self.unassessable == State.ELSEWHERE)
        decided = state in WEIGHED and not self.is_unweighed
        ended = settled or self.ladder_ended_on is not None or decided
        unanswered = self.reply in UNANSWERING or state is State.AWAITING_REPLY
        unanswering = unanswered and self.assessed == Assessed.NOT_ASSESSED
        return next_of(state, goes_on=goes_on, ended=ended, unanswering=unanswering, held=held)

    def may_be_ended(self, today: date) -> bool:
        """Whether the commissioner may say that nothing more is asked: its ladder goes on, or its body refused and nobody has decided on that."""
        return self.goes_on(today) or (self.refusal_waits and self.held_since is None)

    @property
    def is_unweighed(self) -> bool:
        """Whether what its body said last has not been weighed: nobody found it not enough, decided on it or ended the steps, or how it turned out."""
        decided = (self.closed_on, self.insufficient_on, self.ladder_ended_on, self.refusal_left_on)
        return Assessed(self.assessed) in UNFOUND and all(day is None for day in decided)

    @property
    def refusal_waits(self) -> bool:
        """Whether its body refused it and nobody has decided on that: what the list `attention=refused` holds."""
        return Reply(self.reply) in REFUSALS and self.is_unweighed

    @property
    def is_pressed(self) -> bool:
        """Whether rungs exist for it at all: its kind has a ladder, and its body is none of those that are never pressed."""
        return self.ladder is not None and BodyClass(self.institution_class) not in UNPRESSED

    def goes_on(self, today: date) -> bool:
        """Whether its ladder goes on, whatever became of the case."""
        return self.is_pressed and self.ground_on(today) in PRESSING
