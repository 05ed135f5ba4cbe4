"""Where a complaint stands, for each of those who read it: the mailbox and the telephone say the same."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from services.intake.data.wording import OF_ITEMS, Facts, Known, next_key
from services.intake.domain.standing import is_read, standing
from services.intake.models import Complaint, Message
from services.intake.queries.asked import asked_for
from services.intake.schemas.complaints import NextTold
from shared.documents import Documents
from shared.typed import load

_SENT, _FELL = "act_sent", "act_fell"


def standing_of(session: Session, complaint: Complaint) -> str:
    """The key of its words in notices.yaml."""
    letters = select(Message.id).where(Message.complaint_id == complaint.id, Message.kind == "act_sent").limit(1)
    return standing(
        complaint.status,
        complaint.case_stage,
        told_of_letter=session.execute(letters).scalar() is not None,
        was_read=is_read(complaint.first_looked_at, complaint.registered_by),
        was_reopened=_was_reopened(session, complaint),
    )


def next_of(session: Session, documents: Documents, complaint: Complaint) -> tuple[NextTold, ...]:
    """What the office does next toward each body of its letters, as whoever complained was told last of each item; of a body of which nothing
    was told yet, that its answer is awaited. By what any complainant of the case was told: who joined later comes to the same letters.
    """
    told: dict[tuple[str | None, UUID | None, int | None], str] = {}
    awaited: dict[tuple[str | None, UUID | None], None] = {}
    kinds: dict[str, str] = {}
    for row in _told_of_letters(session, complaint):
        facts = load(Facts, row.facts)
        if row.kind == _SENT:
            # An older notice knows only how many they are.
            ids = facts.answering or facts.institution_ids or (facts.institution_id,)
            kinds |= {facts.number: facts.act_kind} if facts.number and facts.act_kind else {}
            awaited |= {(facts.number, one): None for one in ids if one and facts.awaited}
        elif row.kind == _FELL:
            told = {item: key for item, key in told.items() if item[0] != facts.number}
            awaited = {letter: None for letter in awaited if letter[0] != facts.number}
        elif key := next_key(row.kind, facts):
            told[facts.number, facts.institution_id, facts.place] = key
            awaited.pop((facts.number, facts.institution_id), None)
    known = Known(kinds=kinds, items=asked_for(session, documents, {item[0] for item in told if item[0]}))
    found = [_next_told(item, key, known) for item, key in told.items()]
    waits = [NextTold(institution_id=body, key=None) for _number, body in awaited]
    return tuple(dict.fromkeys((*found, *waits)))


def _next_told(item: tuple[str | None, UUID | None, int | None], key: str, known: Known) -> NextTold:
    number, body, place = item
    if number is None or place is None:
        return NextTold(institution_id=body, key=key)
    kind, asked = known.kinds.get(number), known.asked(number, place)
    return NextTold(institution_id=body, key=key, number=number, place=place, kind=kind, asked=asked)


def _told_of_letters(session: Session, complaint: Complaint) -> Sequence[Row[tuple[str, dict[str, Any]]]]:
    if complaint.case_id is None:
        return ()
    rows = select(Message.kind, Message.facts).join(Complaint, Complaint.id == Message.complaint_id)
    of_case = Complaint.case_id == complaint.case_id, Message.kind.in_({*OF_ITEMS, _SENT, _FELL})
    return session.execute(rows.where(*of_case).order_by(Message.at, Message.id)).all()


def _was_reopened(session: Session, complaint: Complaint) -> bool:
    """By what any of its complainants was told: who joined after the reopening comes to the same case."""
    if complaint.case_id is None:
        return False
    told = select(Message.id).join(Complaint, Complaint.id == Message.complaint_id)
    reopenings = told.where(Complaint.case_id == complaint.case_id, Message.kind == "case_reopened").limit(1)
    return session.execute(reopenings).scalar() is not None
