"""The protocol book as it is read: every number that was given, with what the reader may know of its paper."""

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.paper_marks import protocol_words
from services.cases.domain.paper_notices import Tells
from services.cases.models import (
    ActAddressee,
    Clarification,
    Obligation,
    ProtocolEntry,
    Recommendation,
    RungLetter,
    ToldLetter,
)
from services.cases.office.lists import ProtocolListing, may_know
from services.cases.office.schemas import ProtocolAnswer, ProtocolBody
from services.cases.queries.visibility import in_visible_case
from shared import audit
from shared.documents import Documents
from shared.events.documents.cases import PlainText
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.typed import filled


class Paper(StrEnum):
    """What a number stands on: the letter of the act, a reminder of it, be it taken back, what the office answered a body that asked back, or
    a decision that it is told.
    """

    ACT = "act"
    REMINDER = "reminder"
    TAKEN_BACK = "taken_back"
    CLARIFICATION = "clarification"
    WITHDRAWAL = "withdrawal"
    FINDING = "finding"
    FINDING_DROPPED = "finding_dropped"
    UNTRUE = "untrue"
    UNTRUE_DROPPED = "untrue_dropped"
    OTHER = "other"


def book(
    session: Session, documents: Documents, cursors: Cursors, asked: ProtocolListing, reading: Reading
) -> Page[ProtocolAnswer]:
    """One page of the book, the newest number first; the reading is in the trail."""
    statement = select(ProtocolEntry).join(Recommendation, Recommendation.id == ProtocolEntry.recommendation_id)
    order = [ProtocolEntry.year, ProtocolEntry.number, ProtocolEntry.fraction]
    page = page_of(session, cursors, statement, asked, reading, order, descending=True)
    audit.record(session, reading.by, "protocol.read", "protocol", "all")
    return Page(_lines(session, documents, reading.by, page.items), page.next)


def _lines(
    session: Session, documents: Documents, by: Principal, entries: Sequence[ProtocolEntry]
) -> list[ProtocolAnswer]:
    ids = [one.id for one in entries]
    found = select(ProtocolEntry.id, Recommendation, in_visible_case(by, ProtocolEntry.case_id)).join(
        Recommendation, Recommendation.id == ProtocolEntry.recommendation_id
    )
    known = {row[0]: (row[1], row[2]) for row in session.execute(found.where(ProtocolEntry.id.in_(ids), may_know(by)))}
    bodies = _addressees(session, [act.id for act, _open in known.values()])
    lines = []
    for entry in entries:
        if entry.id not in known:
            lines.append(_taken(entry))
            continue
        act, opens = known[entry.id]
        paper, went_to = _paper(session, documents, entry, act)
        to = [one for one in bodies[act.id] if went_to is None or one.institution_id in went_to]
        lines.append(_line(entry, act, to, paper, opens=opens and "auditor" not in by.roles))
    return lines


def words_of(entry: ProtocolEntry) -> str:
    """`465` or `465/1`."""
    return protocol_words(entry.number, entry.fraction)


def _taken(entry: ProtocolEntry) -> ProtocolAnswer:
    return ProtocolAnswer(
        year=entry.year, number=words_of(entry), day=None, kind=None, reminder=None, taken_back=None, clarification=None,
        withdrawal=None, finding=None, untrue=None,
        act_number=None, bodies=(), recommendation_id=None, title=None,
    )  # fmt: skip


def _line(
    entry: ProtocolEntry, act: Recommendation, to: Sequence[ActAddressee], paper: Paper, *, opens: bool
) -> ProtocolAnswer:
    return filled(
        ProtocolAnswer,
        entry,
        number=words_of(entry),
        kind=act.kind,
        reminder=paper in {Paper.REMINDER, Paper.TAKEN_BACK},
        taken_back=paper in {Paper.TAKEN_BACK, Paper.FINDING_DROPPED, Paper.UNTRUE_DROPPED},
        clarification=paper is Paper.CLARIFICATION,
        withdrawal=paper is Paper.WITHDRAWAL,
        finding=paper in {Paper.FINDING, Paper.FINDING_DROPPED},
        untrue=paper in {Paper.UNTRUE, Paper.UNTRUE_DROPPED},
        act_number=act.number,
        bodies=tuple(filled(ProtocolBody, one) for one in to),
        recommendation_id=act.id if opens else None,
        title=act.title if opens else None,
    )


def _addressees(session: Session, acts: Sequence[UUID]) -> dict[UUID, list[ActAddressee]]:
    found: dict[UUID, list[ActAddressee]] = defaultdict(list)
    statement = select(ActAddressee).where(ActAddressee.recommendation_id.in_(acts)).order_by(ActAddressee.place)
    for row in session.execute(statement).scalars():
        found[row.recommendation_id].append(row)
    return found


def _paper(
    session: Session, documents: Documents, entry: ProtocolEntry, act: Recommendation
) -> tuple[Paper, set[UUID] | None]:
    """On which paper the number stands, and to which bodies that went; None: to all of the act."""
    if act.protocol == words_of(entry):
        return Paper.ACT, None
    reminders = select(RungLetter.institution_id, RungLetter.document).where(
        RungLetter.recommendation_id == act.id, RungLetter.document.is_not(None)
    )
    # One that was taken back before any body had it keeps its number.
    sent, taken = (reminders.where(RungLetter.state == state) for state in ("sent", "withdrawn"))
    answers = (
        select(Obligation.institution_id, Clarification.document)
        .join(Obligation, Obligation.id == Clarification.obligation_id)
        .where(Obligation.recommendation_id == act.id, Clarification.state == "sent")
    )
    decisions = select(ToldLetter.institution_id, ToldLetter.document).where(ToldLetter.recommendation_id == act.id)
    withdrawn, found, untrue = (decisions.where(ToldLetter.what == tells.value) for tells in Tells)
    papers = (
        (Paper.REMINDER, sent),
        (Paper.TAKEN_BACK, taken),
        (Paper.CLARIFICATION, answers),
        (Paper.WITHDRAWAL, withdrawn),
        (Paper.FINDING, found.where(ToldLetter.dropped_at.is_(None))),
        (Paper.FINDING_DROPPED, found.where(ToldLetter.dropped_at.is_not(None))),
        (Paper.UNTRUE, untrue.where(ToldLetter.dropped_at.is_(None))),
        (Paper.UNTRUE_DROPPED, untrue.where(ToldLetter.dropped_at.is_not(None))),
    )
    # The number of such a letter stands in its words alone.
    for paper, letters in papers:
        went_to = {
            body
            for body, words in session.execute(letters)
            if documents.read(PlainText, words or "").protocol == words_of(entry)
        }
        if went_to:
            return paper, went_to
    return Paper.OTHER, set()
