"""The protocol book as it is read: every number that was given, with what the reader may know of its paper."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.paper_marks import protocol_words
from services.cases.models import ActAddressee, ProtocolEntry, Recommendation, RungLetter
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
        reminded = set(_reminded(session, documents, entry)) if act.protocol != words_of(entry) else None
        to = [one for one in bodies[act.id] if reminded is None or one.institution_id in reminded]
        lines.append(_line(entry, act, to, reminder=reminded is not None, opens=opens and "auditor" not in by.roles))
    return lines


def words_of(entry: ProtocolEntry) -> str:
    """`465` or `465/1`."""
    return protocol_words(entry.number, entry.fraction)


def _taken(entry: ProtocolEntry) -> ProtocolAnswer:
    return ProtocolAnswer(
        year=entry.year, number=words_of(entry), day=None, kind=None, reminder=None, act_number=None, bodies=(),
        recommendation_id=None, title=None,
    )  # fmt: skip


def _line(
    entry: ProtocolEntry, act: Recommendation, to: Sequence[ActAddressee], *, reminder: bool, opens: bool
) -> ProtocolAnswer:
    return filled(
        ProtocolAnswer,
        entry,
        number=words_of(entry),
        kind=act.kind,
        reminder=reminder,
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


def _reminded(session: Session, documents: Documents, entry: ProtocolEntry) -> Iterator[UUID]:
    """To whom a reminder with this number went: its number stands in its words alone."""
    letters = select(RungLetter).where(
        RungLetter.recommendation_id == entry.recommendation_id,
        RungLetter.state == "sent",
        RungLetter.document.is_not(None),
    )
    for letter in session.execute(letters).scalars():
        if documents.read(PlainText, letter.document or "").protocol == words_of(entry):
            yield letter.institution_id
