"""The words in which a body answered on one item, out of the document of its reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import Obligation, Reply, ReplyItem
from shared.documents import Documents


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


def last_said(session: Session, documents: Documents, obligation: Obligation) -> Said | None:
    """By the reply that came last; none where the body has not replied on it."""
    rows = select(Reply, ReplyItem).join(ReplyItem, ReplyItem.reply_id == Reply.id)
    rows = rows.where(ReplyItem.obligation_id == obligation.id).order_by(Reply.received_at, Reply.version)
    found = session.execute(rows).all()
    if not found:
        return None
    reply, item = found[-1]
    words = words_of(documents.get_json(reply.document), obligation.item_id)
    return Said(" ".join(words.split()), reply.dispatch_id is None, item.has_reasons)
