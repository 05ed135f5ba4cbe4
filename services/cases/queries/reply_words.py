"""The words in which a body answered on one item, out of the document of its reply."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import SUBSTANTIVE, Claimed
from services.cases.domain.replies import Position
from services.cases.domain.timeliness import local_date
from services.cases.models import Obligation, Reply, ReplyItem
from shared.documents import Documents

_SUBSTANTIVE = [word.value for word in SUBSTANTIVE]
_YES = frozenset({Position.ACCEPTED, Position.ACCEPTED_IN_PART})


@dataclass(frozen=True)
class Said:
    """What the last reply says of an item. `noted`: it came on paper, and `words` are those in which the office noted it; `reasoned`:
    whether the body gave reasons.
    """

    words: str
    noted: bool
    reasoned: bool


def words_of(document: Mapping[str, object], item_id: UUID) -> str:
    """The body's own words on that item, or what the office wrote down of a letter on paper; empty where there are none."""
    items = document.get("items")
    own = [
        one.get("reasons")
        for one in (items if isinstance(items, list) else ())
        if isinstance(one, dict) and one.get("item_id") == str(item_id)
    ]
    return str(next(filter(None, own), None) or document.get("text") or "")


@dataclass(frozen=True)
class Answered:
    """One answer of a body on an item. `named`: the day by which it says that it will do it; `moved`: whether that day counts; `done`: it says that
    it did it.
    """

    on: date
    position: Position
    named: date | None
    moved: bool
    done: bool = False

    @property
    def is_yes(self) -> bool:
        return self.position in _YES


def answers_to(session: Session, obligations: Iterable[UUID]) -> dict[UUID, list[Answered]]:
    """All answers of each, as they came; the last is the one that stands. What is no answer is left out."""
    rows = (
        select(ReplyItem, Reply.received_at)
        .join(Reply, Reply.id == ReplyItem.reply_id)
        .where(ReplyItem.obligation_id.in_(list(obligations)), ReplyItem.word.in_(_SUBSTANTIVE))
        .order_by(Reply.received_at, Reply.version)
    )
    found = defaultdict(list)
    for item, received_at in session.execute(rows):
        done = item.claimed == Claimed.IMPLEMENTED
        answer = Answered(local_date(received_at), Position(item.position), item.promised_date, item.moved, done)
        found[item.obligation_id].append(answer)
    return found


def standing_since(answers: list[Answered]) -> date | None:
    """The day of the answer that stands; of a yes the one since which its body has not taken it back, whatever it said besides."""
    if not answers:
        return None
    if not answers[-1].is_yes:
        return answers[-1].on
    return list(takewhile(lambda one: one.is_yes, reversed(answers)))[-1].on


def last_said(session: Session, documents: Documents, obligation: Obligation) -> Said | None:
    """By the answer that stands, or where there is none by the word that came last; none where the body has not replied on it."""
    rows = select(Reply, ReplyItem).join(ReplyItem, ReplyItem.reply_id == Reply.id)
    answers = ReplyItem.word.in_(_SUBSTANTIVE)
    rows = rows.where(ReplyItem.obligation_id == obligation.id).order_by(answers, Reply.received_at, Reply.version)
    found = session.execute(rows).all()
    if not found:
        return None
    reply, item = found[-1]
    words = words_of(documents.get_json(reply.document), obligation.item_id)
    return Said(" ".join(words.split()), reply.dispatch_id is None, item.has_reasons)
