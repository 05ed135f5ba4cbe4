"""How an act is answered: what a body may say of an item, and whether it promises anything. Values read from data.

Who accepts measures says by when; who sends information, decides or judges has nothing to promise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.cases.domain import entries
from services.cases.domain.obligations import Claimed
from services.cases.domain.replies import Position
from services.cases.domain.versions import Versioned
from shared.rules import ContentViolation


class Promise(StrEnum):
    """Whether a reply says how far the body is, and by when it will be done."""

    NEEDED = "needed"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class ReplyForm(Versioned):
    """One way to answer. `positions`: what may be said, in the order in which it is offered."""

    positions: tuple[Position, ...]
    promise: Promise


def read_reply_form(entry: Mapping[str, object]) -> ReplyForm:
    """A form from one entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"reply form {entry.get('key')}"
    offered = entries.rows(entry, "positions", where)
    for one in offered:
        for field in ("name_sq", "name_en", "said_sq", "said_en"):
            entries.text(one, field, f"{where}, {one.get('position')}")
    positions = tuple(Position(entries.text(one, "position", where)) for one in offered)
    if not positions or len(set(positions)) < len(positions):
        raise ValueError(f"{where}: positions are at least one, each once")
    return ReplyForm(
        key=entries.text(entry, "key", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
        positions=positions,
        promise=Promise(entries.text(entry, "promise", where)),
    )


def check_said(form: ReplyForm, position: Position, claimed: Claimed | None, promised: date | None) -> None:
    """Refuses what this form does not offer. A letter on paper that accepts and names no day is taken as it is."""
    if position not in form.positions:
        raise ContentViolation("no answer to such an act", code="reply.position_unfit", field="position")
    if form.promise is Promise.NONE:
        for field, said in (("claimed", claimed), ("promised_date", promised)):
            if said is not None:
                raise ContentViolation("nothing is promised here", code="reply.nothing_promised", field=field)
