"""A body's letters with what was said about them, for its inbox and for one letter's page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select

from services.partners import domain, lists
from services.partners.domain.post_book import UNTRUE
from services.partners.lists import LetterListing
from services.partners.models import Dispatch, DispatchItem, Notice
from services.partners.queries import copies
from services.partners.queries.held import asked_all_the_same, held_before, held_since
from services.partners.queries.late import letter_late_by, measures_late_by, reply_late_by
from services.partners.queries.standings import Standing, standing_of
from services.partners.queries.wall import Own
from services.partners.schemas.dispatches import (
    AlsoSentAnswer,
    CorrectedDeliveryAnswer,
    DispatchAnswer,
    ExplainedAnswer,
    ItemDueAnswer,
    MeasureDueAnswer,
)
from services.partners.schemas.replies import TypedReply
from shared.documents import Documents
from shared.events.documents.cases import BothWords
from shared.lateness import Stretch
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled, load

#: Most that the banner counts.
MOST_COUNTED = 100


@dataclass(frozen=True)
class Letter:
    """One line of the inbox. `due` is the day that the office counted, none before. `held`: a court or a prosecutor has the matter, and
    nothing is due; `asked`: an answer is asked for even so.
    `kind_name`: what kind of letter it is, by language. `standing`: where its items stand; empty where the body owes nothing on it now. `spoken`: an item was answered. `rows`: its items; `holds`: when the
    matter was elsewhere before.
    """

    dispatch: Dispatch
    title: str
    kind_name: Mapping[str, str]
    delivered_on: date | None
    due: date | None
    held: bool
    asked: bool
    standing: Standing
    spoken: bool
    rows: Sequence[DispatchItem]
    holds: Sequence[Stretch]

    def late_by(self, today: date) -> int:
        """By how many days its answer is late, as the office counts them; 0 if it is not."""
        return letter_late_by(self.rows, self.due, self.holds, today)

    def doing_late_by(self, today: date) -> int:
        """The same of what is to be done."""
        day = self.standing.day
        return measures_late_by(self.standing.of, day, self.holds, today) if day and self.standing.doing else 0

    @property
    def awaits_reply(self) -> bool:
        return awaits_reply(self.dispatch) and (self.asked or not self.held)


def state_of(dispatch: Dispatch) -> str:
    """How far it came: `queued`, `failed` or `delivered`, and after that what the body did with it."""
    if dispatch.acknowledged_at:
        return "acknowledged"
    return "opened" if dispatch.opened_at else dispatch.delivery


def is_over(dispatch: Dispatch) -> bool:
    """Whether the office awaits no answer any more: each item was answered this way, or its clocks have ended, as after one on paper, or
    where the office asks no more. A reply alone is none: it may ask back, or say that an item was passed on.
    """
    return dispatch.answered_at is not None or dispatch.due_over


def awaits_reply(dispatch: Dispatch) -> bool:
    """Whether an answer is still to come, be it that nobody asks for it while its matter is held."""
    return not is_over(dispatch) and dispatch.withdrawn_at is None and not informed(dispatch)


def informed(dispatch: Dispatch) -> bool:
    """Whether the body only learns of it: no term is its own."""
    return domain.is_informed(role=dispatch.role, expects=dispatch.expects)


def inbox(own: Own, documents: Documents, cursors: Cursors, asked: LetterListing, reading: Reading) -> Page[Letter]:
    """One page of the letters that the body has, newest first."""
    today = domain.local_date(reading.now)
    order = [Dispatch.issued_at, Dispatch.id]
    page = page_of(own.session, cursors, _delivered(own), asked, reading, order, descending=True)
    acts = [dispatch.recommendation_id for dispatch in page.items]
    assessed, held, rows = _assessed(own, acts), held_since(own.session, acts), _rows(own, page.items)
    asked_for, before = asked_all_the_same(own.session, acts), held_before(own.session, acts)

    def line(one: Dispatch) -> Letter:
        found, is_held = assessed.get(one.recommendation_id, {}), one.recommendation_id in held
        owes = not (is_held or informed(one) or one.withdrawn_at is not None)
        standing = standing_of(rows[one.id], found, today) if owes else Standing()
        is_asked = one.recommendation_id in asked_for
        holds = before.get(one.recommendation_id, [])
        return letter(one, documents, standing, rows[one.id], holds, held=is_held, asked=is_asked)

    return page.of(line)


def _rows(own: Own, dispatches: Iterable[Dispatch]) -> dict[UUID, list[DispatchItem]]:
    """The items of each of these letters, in its order."""
    found: dict[UUID, list[DispatchItem]] = defaultdict(list)
    rows = own.select(DispatchItem).where(DispatchItem.dispatch_id.in_({one.id for one in dispatches}))
    for row in own.session.execute(rows.order_by(DispatchItem.place)).scalars():
        found[row.dispatch_id].append(row)
    return found


def awaiting(own: Own, *, held: bool = False) -> list[Dispatch]:
    """The letters that still wait for an answer, or would if they were not `held`; at most `MOST_COUNTED`, the oldest first."""
    waiting = _delivered(own).where(lists.WAITING_HELD if held else lists.WAITING).order_by(Dispatch.issued_at)
    return list(own.session.execute(waiting.limit(MOST_COUNTED)).scalars())


def awaiting_held(own: Own) -> tuple[int, int]:
    """How many letters are held and nothing is asked on them, and how many wait for an answer even so; of at most `MOST_COUNTED`."""
    held = awaiting(own, held=True)
    asked = len(asked_all_the_same(own.session, [one.recommendation_id for one in held]))
    return len(held) - asked, asked


def _delivered(own: Own) -> Select[Dispatch]:
    return own.select(Dispatch).where(Dispatch.delivered_at.is_not(None))


def delivered(own: Own, dispatch_id: UUID, *, lock: bool = False) -> Dispatch:
    """A letter that the body has. One that waits for a channel is not there yet."""
    dispatch = own.get(Dispatch, dispatch_id, lock=lock)
    if dispatch.delivered_at is None:
        raise NotFound
    return dispatch


def typed(documents: Documents, dispatch: Dispatch) -> Mapping[str, str]:
    """What stands in the fields of a reply that was kept and not sent."""
    return documents.read(TypedReply, dispatch.reply_draft).fields if dispatch.reply_draft else {}


def public_ids(own: Own, dispatch_id: UUID) -> dict[UUID, UUID]:
    """Public id → item, in the order of the document."""
    return {row.public_id: row.item_id for row in _items(own, dispatch_id)}


def letter(
    dispatch: Dispatch,
    documents: Documents,
    standing: Standing,
    rows: Sequence[DispatchItem],
    holds: Sequence[Stretch],
    *,
    held: bool,
    asked: bool,
) -> Letter:
    document = copies.listed(documents, dispatch)
    title, counted = str(document.get("title", "")), _counted_from(dispatch, [row.delivered_on for row in rows])
    spoken = any(row.is_answered for row in rows)
    kind_name, due = document.get("kind_name") or {}, due_of(dispatch, held=held)
    return Letter(dispatch, title, kind_name, counted, due, held, asked, standing, spoken, rows, holds)


def has_spoken(own: Own, dispatch: Dispatch) -> bool:
    """Whether any of its items was answered, this way or another: a clock may end without an answer too."""
    return any(row.is_answered for row in _rows(own, [dispatch])[dispatch.id])


def due_of(dispatch: Dispatch, *, held: bool) -> date | None:
    """The day by which the office expects the reply, as it counted it: no other is worked out here. None while the matter is `held`, nor of what counts
    no more.
    """
    return None if held or dispatch.withdrawn_at is not None else dispatch.due


def notices(own: Own, dispatch: Dispatch) -> list[Notice]:
    """What was said about one letter, in the order in which it came."""
    statement = own.select(Notice).where(Notice.recommendation_id == dispatch.recommendation_id)
    return list(own.session.execute(statement.order_by(Notice.id)).scalars())


def replaced(notices: Iterable[Notice]) -> frozenset[int]:
    """Which findings of those notices, by the order in which they came, no longer stand: the same item was found otherwise later, or is looked at again."""
    standing: dict[UUID | None, int] = {}
    gone = set()
    for notice in notices:
        if notice.kind in {"assessed", "reopened"} and (before := standing.pop(notice.item_id, None)):
            gone.add(before)
        if notice.kind == "assessed":
            standing[notice.item_id] = notice.id
    return frozenset(gone)


#: Notices that came as a letter of their own, and what those that remind of nothing stand under in place of a rung.
REMINDED, CLARIFIED, CLARIFICATION = "reminded", "clarified", "clarification"
DECIDED, MORE_TIME = "extension_decided", "more_time"
AS_LETTERS = (REMINDED, CLARIFIED, DECIDED, UNTRUE)


@dataclass(frozen=True)
class Reminder:
    """A reminder, or the answer to a question, that came as a letter: the rung, and the name of its document."""

    rung: str
    letter: str


def reminders(notices: Iterable[Notice]) -> list[Reminder]:
    """Each letter once: one speaks of several items."""
    sent = (notice.details for notice in notices if notice.kind in AS_LETTERS and "letter" in notice.details)
    by_office = {details["letter"]: details for details in sent}
    return [Reminder(details["rung"], letter) for letter, details in by_office.items()]


@dataclass(frozen=True)
class Assessment:
    """What the office found of one item, and when."""

    assessment: str
    assessed_on: date


def assessed_items(own: Own, dispatch: Dispatch) -> dict[UUID, Assessment]:
    """What the office found last of each item, by the id that the body knows."""
    public = {item.item_id: item.public_id for item in _items(own, dispatch.id)}
    assessed: dict[UUID, Assessment] = {}
    for notice in notices(own, dispatch):
        if notice.item_id not in public:
            continue
        if notice.kind == "assessed":
            day = date.fromisoformat(notice.details["assessed_on"])
            assessed[public[notice.item_id]] = Assessment(_found(notice), day)
        elif notice.kind == "reopened":
            assessed.pop(public[notice.item_id], None)
    return assessed


@dataclass(frozen=True)
class ItemDue:
    """The last day for the reply on one item, by the id that the body knows; none: its clock stands or has ended.

    `explained`: why it is that day, or why there is none, where the office said so. `days_late`: by how many days its answer is late, or was.
    """

    item_id: UUID
    place: int
    reply_due: date | None
    previous: date | None
    cause: str
    explained: ExplainedAnswer | None
    days_late: int

    @property
    def answered(self) -> bool:
        """Whether a reply ended its clock."""
        return self.explained is not None and self.explained.answered_on is not None


def measures(own: Own, documents: Documents, dispatch_id: UUID) -> tuple[MeasureDueAnswer, ...]:
    """By when the items of a letter are to be done, in its order, as far as the office has said so; of one that counts no more that there is no
    day.
    """
    dispatch = own.session.execute(own.select(Dispatch).where(Dispatch.id == dispatch_id)).scalar_one()
    rows = _items(own, dispatch_id)
    # What was said before it fell holds no more.
    told = [row for row in rows if not (dispatch.withdrawn_at and row.done_by)]
    return tuple(_measure(documents, row, row.done_by_why) for row in told if row.done_by_why)


def answered_days(own: Own, dispatch_id: UUID) -> dict[UUID, date]:
    """On which day each item that is answered was, be it on paper, by the ids of the items in the document."""
    days = {}
    for row in _items(own, dispatch_id):
        day = row.answered_on or (domain.local_date(row.answered_at) if row.answered_at else None)
        if day is not None:
            days[row.public_id] = day
    return days


def _measure(documents: Documents, row: DispatchItem, why: str) -> MeasureDueAnswer:
    said = documents.read(BothWords, why)
    return MeasureDueAnswer(item_id=row.public_id, done_by=row.done_by, why_sq=said.sq, why_en=said.en)


def answer(
    own: Own,
    documents: Documents,
    dispatch: Dispatch,
    document: object,
    also_sent: Sequence[AlsoSentAnswer],
    *,
    today: date,
) -> DispatchAnswer:
    """A letter as the API gives it; `document` as it was served."""
    held = bool(held_since(own.session, [dispatch.recommendation_id]))
    asked = bool(asked_all_the_same(own.session, [dispatch.recommendation_id]))
    corrected = tuple(corrections(own, dispatch.id))
    return filled(
        DispatchAnswer,
        dispatch,
        delivered_on=counted_from(own, dispatch),
        delivered_at=None if dispatch.came_on_paper or corrected else dispatch.delivered_at,
        deliveries_corrected=corrected,
        also_sent_to=tuple(also_sent),
        addressed_to=dispatch.institution_id,
        state=state_of(dispatch),
        held=held,
        awaits_reply=awaits_reply(dispatch) and (asked or not held),
        due=due_of(dispatch, held=held),
        reply_due=due_of(dispatch, held=held),
        reply_dues=tuple(filled(ItemDueAnswer, due) for due in dues(own, dispatch, today)),
        measure_dues=measures(own, documents, dispatch.id),
        document_digest=dispatch.digest or "",
        document=document,
    )


def corrections(own: Own, dispatch_id: UUID) -> list[CorrectedDeliveryAnswer]:
    """The items of a letter whose day of delivery the office corrected, in its order."""
    rows = [row for row in _items(own, dispatch_id) if row.delivered_on]
    return [filled(CorrectedDeliveryAnswer, row, item_id=row.public_id) for row in rows]


def counted_from(own: Own, dispatch: Dispatch) -> date | None:
    """The day of the delivery that counts; of several the earliest, none before it has arrived."""
    return _counted_from(dispatch, [row.delivered_on for row in _items(own, dispatch.id)])


def _counted_from(dispatch: Dispatch, corrected: Iterable[date | None]) -> date | None:
    if dispatch.delivered_at is None:
        return None
    return domain.counted_from(domain.local_date(dispatch.delivered_at), corrected)


def dues(own: Own, dispatch: Dispatch, today: date) -> list[ItemDue]:
    """The counted last days of a letter's items, in its order; none of one that counts no more."""
    if dispatch.withdrawn_at is not None:
        return []
    holds = _holds(own, dispatch)
    return [_due(row, row.due_cause, holds, today) for row in _items(own, dispatch.id) if row.due_cause]


def late_by(own: Own, dispatch: Dispatch, due: date | None, today: date) -> int:
    """By how many days a letter that is due on that day is late, as its line of the inbox says."""
    return letter_late_by(_items(own, dispatch.id), due, _holds(own, dispatch), today)


def _holds(own: Own, dispatch: Dispatch) -> list[Stretch]:
    return held_before(own.session, [dispatch.recommendation_id]).get(dispatch.recommendation_id, [])


def _due(row: DispatchItem, cause: str, holds: Sequence[Stretch], today: date) -> ItemDue:
    explained = load(ExplainedAnswer, row.due_explained) if row.due_explained else None
    late = reply_late_by(row, explained.was_due if explained else None, holds, today)
    return ItemDue(row.public_id, row.place, row.due, row.due_before, cause, explained, late)


def _assessed(own: Own, recommendations: list[UUID]) -> dict[UUID, dict[UUID, str]]:
    kinds = Notice.kind.in_(("assessed", "reopened"))
    statement = own.select(Notice).where(kinds, Notice.recommendation_id.in_(recommendations))
    assessed: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for notice in own.session.execute(statement.order_by(Notice.id)).scalars():
        if notice.item_id is not None and notice.kind == "assessed":
            assessed[notice.recommendation_id][notice.item_id] = _found(notice)
        elif notice.item_id is not None:
            assessed[notice.recommendation_id].pop(notice.item_id, None)
    return assessed


def _items(own: Own, dispatch_id: UUID) -> list[DispatchItem]:
    mine = own.select(DispatchItem).where(DispatchItem.dispatch_id == dispatch_id).order_by(DispatchItem.place)
    return list(own.session.execute(mine).scalars())


def _found(notice: Notice) -> str:
    """The code of what the office found: how it answered, where the letter asks for no measure."""
    return str(notice.details.get("outcome") or notice.details["assessment"])
