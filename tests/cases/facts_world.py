"""Obligations made of dated facts, as rows and as the domain's histories of them: what the tests of past days share."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.clock import course
from services.cases.domain.ledger import OF_UNASKED, Entry, EntryKind, of_letter
from services.cases.domain.obligations import SUBSTANTIVE, Assessed, Claimed, Delivery
from services.cases.domain.obligations import Reply as Word
from services.cases.domain.terms import StartEvent
from services.cases.models import (
    ActItem,
    AssessmentRecord,
    ClockEntry,
    DeliveryRecord,
    MootSpell,
    Obligation,
    Recommendation,
    Reply,
    ReplyItem,
)
from services.cases.register.domain.history import Believed, Found, History, row_on
from services.cases.register.domain.two_times import Asked, Fact
from tests.cases.bench import Body

TERM = "reply_recommendation"
FAR = date(2200, 1, 1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(11), tzinfo=UTC)


@dataclass(frozen=True)
class Heard:
    """A reply: what it said, the day on which it came and the one on which it was entered."""

    word: Word
    received_on: date
    recorded_on: date
    promised: date | None = None
    claimed: Claimed | None = None


@dataclass(frozen=True)
class Seen:
    """A finding of that day; `done_on`: the day of which "implemented" speaks."""

    word: Assessed
    at: date
    done_on: date | None = None
    unassessable: str | None = None
    promised: date | None = None


@dataclass(frozen=True)
class Owed:
    """One obligation with everything that was recorded of it. `records`: its deliveries have rows of their own."""

    body: Body
    issued_on: date
    entered_on: date
    act_id: UUID = field(default_factory=uuid4)
    item_id: UUID = field(default_factory=uuid4)
    id: UUID = field(default_factory=uuid4)
    fell_on: date | None = None
    item_due: date | None = None
    ledger: Sequence[Entry] = ()
    replies: Sequence[Heard] = ()
    findings: Sequence[Seen] = ()
    deliveries: Sequence[Believed] = ()
    moots: Sequence[tuple[date, date | None]] = ()
    records: bool = True
    counts: bool = True

    def history(self) -> History:
        """As the domain has it."""
        replied = [Fact(one.promised, one.received_on, one.recorded_on) for one in self.replies]
        noted = [Fact(one.promised, one.at, one.at) for one in self.findings]
        return History(
            act_id=self.act_id,
            item_id=self.item_id,
            institution_id=self.body.id,
            counts=self.counts,
            issued_on=self.issued_on,
            entered_on=self.entered_on,
            fell_on=self.fell_on,
            term=data.term_on(TERM, self.issued_on),
            calendar=data.calendar_of(self.issued_on),
            ledger=self.ledger,
            replies=[Fact(one.word, one.received_on, one.recorded_on) for one in self.replies],
            assessments=[
                Fact(Found(one.word, one.unassessable), one.done_on or one.at, one.at) for one in self.findings
            ],
            arrivals=self.deliveries,
            promises=[Fact(one.what, one.since, one.recorded_on) for one in replied if one.what],
            notes=[Fact(one.what, one.since, one.recorded_on) for one in noted if one.what],
            claims=[Fact(one.claimed, one.received_on, one.recorded_on) for one in self.replies if one.claimed],
            item_due=self.item_due,
            moots=self.moots,
        )

    def row(self) -> Obligation:
        """With the columns that hold what is known in the end."""
        history = self.history()
        stands = row_on(history, Asked(FAR, FAR))
        assert stands is not None
        term = data.term_on(TERM, self.issued_on)
        last = max(self.deliveries, key=lambda one: one.at, default=Believed(self.issued_on))
        counted = of_letter(self.ledger, last.sent_on, last.delivered_on)
        start = course(counted, history.calendar, term, stands.answered_on).due.start
        return Obligation(
            id=self.id,
            recommendation_id=self.act_id,
            item_id=self.item_id,
            institution_id=self.body.id,
            institution_class="municipality",
            role="responsible",
            expects="reply",
            counts=self.counts,
            term=TERM,
            issued_on=self.issued_on,
            created_at=noon(self.entered_on),
            fell_on=self.fell_on,
            item_due=self.item_due,
            delivery=(Delivery.DELIVERED if last.delivered_on else Delivery.TO_POST).value,
            delivered_on=last.delivered_on,
            delivery_known_at=noon(last.at) if last.delivered_on else None,
            reply=stands.reply.value,
            answered_on=stands.answered_on,
            started_on=start,
            reply_due=stands.due,
            days_to_answer=stands.days,
            assessed=stands.assessed.value,
            unassessable=stands.unassessable,
            implementation_due=stands.by,
            by_own_word=stands.by_own_word,
            claimed_on=stands.claimed_on,
            moot_on=stands.moot_on,
            asked_again_on=stands.asked_again_on,
        )


def add_issued(session: Session, acts: Collection[Recommendation], items: Collection[ActItem]) -> None:
    """What is issued is fixed in the database: the items come first."""
    marks = [(act, act.number, act.issued_at) for act in acts]
    for act in acts:
        act.number = act.issued_at = None
    session.add_all(acts)
    session.flush()
    session.add_all(items)
    session.flush()
    for act, number, at in marks:
        act.number, act.issued_at = number, at
    session.flush()


def store(session: Session, case_id: UUID, owed: Iterable[Owed]) -> None:
    """Write the acts, the items and the obligations with all their facts; those of one item are of one act."""
    owed = list(owed)
    acts = {one.act_id: one for one in owed}
    items = {one.item_id: one for one in owed}
    written = [
        ActItem(id=key, recommendation_id=one.act_id, place=place, text="x", evidence_expected="x")
        for place, (key, one) in enumerate(items.items())
    ]
    add_issued(session, [_act(case_id, place, one) for place, one in enumerate(acts.values())], written)
    for one in owed:
        row = one.row()
        row.case_id = case_id
        session.add(row)
    session.flush()
    for one in owed:
        add_facts(session, one)


def _act(case_id: UUID, place: int, one: Owed) -> Recommendation:
    return Recommendation(
        id=one.act_id, case_id=case_id, kind="remedy", status="issued", number=f"R-2026-{place:05}-{one.act_id.hex[:6]}",
        language="sq", title="x", grounds="x", authors=[], content_hash="a" * 64, issued_at=noon(one.issued_on),
        issued_on=one.issued_on,
    )  # fmt: skip


def add_facts(session: Session, one: Owed) -> None:
    """The dated facts alone, without the columns that hold the present."""
    session.add_all(_entry(one.id, entry) for entry in one.ledger)
    for heard in one.replies:
        reply = Reply(
            id=uuid4(), recommendation_id=one.act_id, institution_id=one.body.id, version=1, channel="paper",
            received_at=noon(heard.received_on), recorded_at=noon(heard.recorded_on), document="x",
        )  # fmt: skip
        session.add(reply)
        session.flush()
        position = "accepted" if heard.word is Word.ACCEPTED else "refused"
        item = ReplyItem(reply_id=reply.id, obligation_id=one.id, position=position, word=heard.word.value)
        item.has_reasons, item.evidence, item.promised_date = True, [], heard.promised
        item.claimed = heard.claimed.value if heard.claimed else None
        session.add(item)
    session.add_all(_assessment(one.id, seen) for seen in one.findings)
    session.add_all(_spell(one.id, *spell) for spell in one.moots)
    if one.records:
        for believed in sorted(one.deliveries, key=lambda each: each.at):
            word = Delivery.DELIVERED if believed.delivered_on else Delivery.TO_POST
            record = DeliveryRecord(obligation_id=one.id, delivery=word.value, at=noon(believed.at))
            record.delivered_on = believed.delivered_on
            session.add(record)
            session.flush()


def new_of(one: Owed, grown: Owed) -> Owed:
    """What `grown` has beyond `one`, of what both have."""
    return replace(grown, deliveries=grown.deliveries[len(one.deliveries) :], moots=grown.moots[len(one.moots) :])


def _entry(obligation_id: UUID, entry: Entry) -> ClockEntry:
    return ClockEntry(
        id=entry.id, obligation_id=obligation_id, kind=entry.kind.value, effective=entry.effective,
        recorded_at=entry.recorded_at, event=entry.event, until=entry.until, by="office",
        since=entry.since, reply_stood=entry.reply_stood,
    )  # fmt: skip


def _assessment(obligation_id: UUID, seen: Seen) -> AssessmentRecord:
    return AssessmentRecord(
        obligation_id=obligation_id, word=seen.word.value, on=seen.done_on or seen.at, evidence=["x"],
        promised_date=seen.promised, unassessable=seen.unassessable, reason="", by=uuid4(), at=noon(seen.at),
    )  # fmt: skip


def _spell(obligation_id: UUID, since: date, ended_on: date | None) -> MootSpell:
    return MootSpell(
        obligation_id=obligation_id, root_id=obligation_id, cause="settled", since=since, stood="no_reply", by="office",
        recorded_at=noon(since), ended_on=ended_on, ended_at=noon(ended_on) if ended_on else None,
    )  # fmt: skip


class Chances:
    """Facts by chance. No two of an obligation are of one day: what came first within a day is not asked here."""

    def __init__(self, seed: int, bodies: Sequence[Body], first: date, last: date) -> None:
        self.chance, self.bodies, self.first, self.last = Random(seed), bodies, first, last

    def day(self, since: date | None = None) -> date:
        since = since or self.first
        return since + timedelta(days=self.chance.randint(0, max((self.last - since).days, 0)))

    def owed(self) -> Owed:
        """An obligation with some of all that can be recorded."""
        issued_on = min(self.day(), self.last - timedelta(days=15))
        one = Owed(
            self.chance.choice(self.bodies), issued_on, self.day(issued_on) if self.chance.random() < 0.1 else issued_on
        )
        fell_on = self.day(issued_on) if self.chance.random() < 0.1 else None
        item_due = self.day(issued_on) if self.chance.random() < 0.3 else None
        return self.more(
            replace(
                one,
                fell_on=fell_on,
                item_due=item_due,
                records=self.chance.random() < 0.8,
            ),
            issued_on,
        )

    def more(self, one: Owed, since: date) -> Owed:
        """The same with further facts, none of them recorded before `since`."""
        span = (self.last - since).days
        days = [since + timedelta(days=ahead) for ahead in self.chance.sample(range(span + 1), min(span + 1, 12))]
        many = self.chance.randint
        deliveries = [self._delivery(one, days.pop()) for _ in range(many(0, 2))]
        replies = [self._reply(one, days.pop()) for _ in range(many(0, 2))]
        findings = [self._finding(one, days.pop()) for _ in range(many(0, 2))]
        ledger = [self._entry(one, days.pop()) for _ in range(many(0, 4))]
        if not one.records:
            deliveries = [] if one.deliveries else deliveries[:1]
        deliveries = [each for each in deliveries if each.delivered_on or one.records]
        answers = [each for each in replies if each.word in SUBSTANTIVE]
        ledger += [entry(EntryKind.CLOSED, each.received_on, each.recorded_on) for each in answers[:1]]
        started = [each for each in deliveries if each.delivered_on]
        ledger += [
            entry(EntryKind.STARTED, each.delivered_on or each.at, each.at, event=StartEvent.DELIVERED)
            for each in started
        ]
        return replace(
            one,
            replies=[*one.replies, *replies],
            findings=[*one.findings, *findings],
            ledger=[*one.ledger, *ledger],
            deliveries=[*one.deliveries, *deliveries],
            # What went on is over at its root no second time.
            moots=one.moots or self._moots(since),
        )

    def _moots(self, from_day: date) -> list[tuple[date, date | None]]:
        """That what it presses for was over, and be it that it was opened again."""
        if self.chance.random() > 0.2:
            return []
        first, second = sorted((self.day(from_day), self.day(from_day)))
        return [(first, second if self.chance.random() < 0.5 else None)]

    def _before(self, one: Owed, day: date) -> date:
        return day - timedelta(days=self.chance.randint(0, max(min((day - one.issued_on).days, 60), 0)))

    def _delivery(self, one: Owed, at: date) -> Believed:
        return Believed(at, None if self.chance.random() < 0.2 else self._before(one, at))

    def _reply(self, one: Owed, recorded_on: date) -> Heard:
        promised = self.day(one.issued_on) if self.chance.random() < 0.5 else None
        word = self.chance.choice([each for each in Word if each is not Word.NONE])
        # Each came on a day of its own: of letters of one day the domain does not ask which was first.
        received_on = recorded_on - timedelta(days=self.chance.choice([0, 0, 1, 7, 30]))
        claimed = self.chance.choice([None, None, Claimed.IMPLEMENTED, Claimed.IN_PROCESS])
        return Heard(word, max(received_on, one.issued_on), recorded_on, promised, claimed)

    def _finding(self, one: Owed, at: date) -> Seen:
        word = self.chance.choice(list(Assessed))
        done_on = self._before(one, at) if word is Assessed.IMPLEMENTED else None
        reason = self.chance.choice([None, "elsewhere", "no_information"])
        promised = self.day(one.issued_on) if word is Assessed.IN_PROCESS else None
        return Seen(word, at, done_on, reason if word is Assessed.NOT_ASSESSABLE else None, promised)

    def _entry(self, one: Owed, recorded_on: date) -> Entry:
        kind = self.chance.choice(
            [
                EntryKind.PAUSED, EntryKind.RESUMED, EntryKind.EXTENDED, EntryKind.CLOSED, EntryKind.REOPENED,
                EntryKind.ASKED_AGAIN, EntryKind.LETTER_ARRIVED, EntryKind.OWED_AGAIN,
            ]
        )  # fmt: skip
        effective = max(recorded_on + timedelta(days=self.chance.choice([-20, -3, 0, 0, 5, 15])), one.issued_on)
        until = effective + timedelta(days=self.chance.randint(1, 60)) if kind is EntryKind.EXTENDED else None
        made = entry(kind, effective, recorded_on, until=until)
        if kind not in OF_UNASKED or self.chance.random() < 0.2:
            return made
        since = effective - timedelta(days=self.chance.randint(0, 40))
        stood = kind in {EntryKind.LETTER_ARRIVED, EntryKind.REOPENED} and self.chance.random() < 0.5
        return replace(made, since=since, reply_stood=stood)


def entry(
    kind: EntryKind, effective: date, recorded_on: date, *, until: date | None = None, event: StartEvent | None = None
) -> Entry:
    return Entry(uuid4(), kind, effective, noon(recorded_on), event=event, until=until)
