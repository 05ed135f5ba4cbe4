"""Where a complaint stands, for each of those who read it: the mailbox and the telephone say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.orm import Session, aliased

from services.intake.data.wording import OF_ITEMS, Facts, Known, next_key
from services.intake.domain.standing import is_read, standing
from services.intake.models import Complaint, Message
from services.intake.queries.asked import asked_for
from services.intake.queries.walls import THIS
from services.intake.schemas.complaints import NextTold
from shared.documents import Documents
from shared.typed import load

_SENT, _FELL, _REOPENED = "act_sent", "act_fell", "case_reopened"
_OTHER, _SELF = aliased(Complaint), aliased(Complaint)
_OF_CASE = union(select(THIS), select(_OTHER.id).join(_SELF, _SELF.case_id == _OTHER.case_id).where(_SELF.id == THIS))
#: Of what was told of its case, to whoever complained (`own`) or to any complainant of the same: what its standing and what comes next follow from.
TOLD = (
    select(Message.kind, Message.facts, (Message.complaint_id == THIS).label("own"))
    .where(Message.complaint_id.in_(_OF_CASE), Message.kind.in_({*OF_ITEMS, _SENT, _FELL, _REOPENED}))
    .order_by(Message.at, Message.id)
)
#: The rows of `TOLD`.
Told = Sequence[Mapping[str, Any]]


def told_of(session: Session, complaint_id: UUID) -> Told:
    return [row._asdict() for row in session.execute(TOLD, {THIS.key: complaint_id})]


def standing_of(complaint: Complaint, told: Told) -> str:
    """The key of its words in notices.yaml. Who joined after a reopening comes to the same case."""
    return standing(
        complaint.status,
        complaint.case_stage,
        told_of_letter=any(row["own"] and row["kind"] == _SENT for row in told),
        was_read=is_read(complaint.first_looked_at, complaint.registered_by),
        was_reopened=complaint.case_id is not None and any(row["kind"] == _REOPENED for row in told),
    )


def next_of(session: Session, documents: Documents, complaint: Complaint, told: Told) -> tuple[NextTold, ...]:
    """What the office does next toward each body of its letters, as whoever complained was told last of each item; of a body of which nothing
    was told yet, that its answer is awaited. By what any complainant of the case was told: who joined later comes to the same letters.
    """
    keys: dict[tuple[str | None, UUID | None, int | None], str] = {}
    awaited: dict[tuple[str | None, UUID | None], None] = {}
    letters = Known().with_letters(load(Facts, row["facts"]) for row in told if row["kind"] == _SENT)
    for row in told if complaint.case_id else ():
        facts, kind = load(Facts, row["facts"]), row["kind"]
        if kind == _SENT:
            # An older notice knows only how many they are.
            ids = facts.answering or facts.institution_ids or (facts.institution_id,)
            awaited |= {(facts.number, one): None for one in ids if one and facts.awaited}
        elif kind == _FELL:
            keys = {item: key for item, key in keys.items() if item[0] != facts.number}
            awaited = {letter: None for letter in awaited if letter[0] != facts.number}
        elif key := next_key(kind, facts, letters.kinds.get(facts.number or "")):
            keys[facts.number, facts.institution_id, facts.place] = key
            awaited.pop((facts.number, facts.institution_id), None)
    known = replace(letters, items=asked_for(session, documents, {item[0] for item in keys if item[0]}))
    found = [_next_told(item, key, known) for item, key in keys.items()]
    waits = [NextTold(institution_id=body, key=None) for _number, body in awaited]
    return tuple(dict.fromkeys((*found, *waits)))


def _next_told(item: tuple[str | None, UUID | None, int | None], key: str, known: Known) -> NextTold:
    number, body, place = item
    if number is None or place is None:
        return NextTold(institution_id=body, key=key)
    kind, asked = known.kinds.get(number), known.asked(number, place)
    of, at = known.about.get((number, place), (None, None))
    told = NextTold(institution_id=body, key=key, number=number, place=place, kind=kind, asked=asked)
    return replace(told, before_number=of, before_place=at)
