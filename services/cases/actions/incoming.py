"""Recommendations to the office: taken over from a file, answered, reported on; and what their issuer found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain import clock
from services.cases.domain.assessments import Assessment, apply_assessment
from services.cases.domain.incoming import Difference, Key, Row, State, compare
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import FINAL, Assessed, Claimed, Delivery, Facts
from services.cases.domain.replies import ItemReply, Position, apply_claim, apply_reply
from services.cases.domain.timeliness import local_date
from services.cases.models import IncomingClockEntry, IncomingItem, IncomingRecommendation, IncomingReport
from services.cases.models.incoming import as_row, entries_of
from shared import audit
from shared.access import Principal
from shared.clock import utc_now
from shared.documents import Documents
from shared.errors import NotFound
from shared.rules import ContentViolation, RuleViolation

#: One import at a time: each sees what the one before wrote.
_LOCK = 7402104


class ImportRefusedError(Exception):
    """Nothing was written: some rows cannot be taken."""

    def __init__(self, refused: Sequence[Difference]) -> None:
        super().__init__(f"{len(refused)} rows are refused")
        self.refused = list(refused)


def take_over(session: Session, rows: Sequence[Row], by: str, *, apply: bool) -> list[Difference]:
    """Compare a file with what is known, and with `apply` write it, whole or not at all. Raises `ImportRefusedError`."""
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    today = local_date(utc_now())
    found = compare(rows, _known(session, rows), issuers=data.issuers(today), terms=data.terms(), today=today)
    if not apply:
        return found
    if refused := [one for one in found if one.state is State.REFUSED]:
        raise ImportRefusedError(refused)
    for one in found:
        if one.state is State.NEW:
            _add(session, one, by)
        elif one.state is State.CHANGED:
            _change(session, one, by)
    session.flush()
    return found


def _known(session: Session, rows: Sequence[Row]) -> dict[Key, Mapping[str, Any]]:
    issuers = {row.key[0] for row in rows if not row.faults}
    statement = (
        select(IncomingRecommendation, IncomingItem)
        .join(IncomingItem, IncomingItem.recommendation_id == IncomingRecommendation.id)
        .where(IncomingRecommendation.issuer.in_(issuers))
    )
    found = (as_row(source, item) for source, item in session.execute(statement))
    return {(row["issuer"], row["number"], row["item"]): row for row in found}


def _add(session: Session, one: Difference, by: str) -> None:
    said = one.row.values
    source = _document(session, said)
    item = IncomingItem(
        id=uuid4(),
        recommendation_id=source.id,
        item=said["item"],
        text=said["text"],
        item_due=said["due"],
        term=said["term"],
    )
    item.facts = Facts(delivery=Delivery.DELIVERED)
    session.add(item)
    session.flush()
    if item.term is not None:
        event = data.term_on(item.term, source.received_on).start_event
        entry = {"kind": EntryKind.STARTED.value, "effective": source.received_on, "event": event.value}
        session.add(IncomingClockEntry(item_id=item.id, recorded_at=utc_now(), by=by, **entry))
    _count(session, source, item)
    audit.record(session, by, "incoming.added", "incoming_item", item.id, issuer=source.issuer)


def _change(session: Session, one: Difference, by: str) -> None:
    said = one.row.values
    source = _document(session, said)
    found = select(IncomingItem).where(IncomingItem.recommendation_id == source.id, IncomingItem.item == said["item"])
    item = session.execute(found).scalar_one()
    item.text, item.item_due = said["text"], said["due"]
    # Assigning the facts counts the last day of the implementation anew.
    item.facts = item.facts
    _count(session, source, item)
    audit.record(session, by, "incoming.changed", "incoming_item", item.id, fields=sorted(one.fields))


def _document(session: Session, said: Mapping[str, Any]) -> IncomingRecommendation:
    """The document that a row is of, with what the file says of it; made if it is not known."""
    named = IncomingRecommendation.issuer == said["issuer"], IncomingRecommendation.number == said["number"]
    source = session.execute(select(IncomingRecommendation).where(*named)).scalar_one_or_none()
    if source is None:
        fixed = {name: said[name] for name in ("issuer", "number", "received_on")}
        source = IncomingRecommendation(id=uuid4(), **fixed)
        session.add(source)
    source.title, source.issued_on = said["title"], said["issued_on"]
    session.flush()
    return source


def _count(session: Session, source: IncomingRecommendation, item: IncomingItem) -> None:
    """The last day for the reply: as the clock of the term gives it, or else the day that the issuer set."""
    item.reply_due = item.item_due
    if item.term is not None:
        session.flush()
        entries = entries_of(session, item.id)
        term = data.term_of_clock(item.term, source.received_on, entries)
        item.reply_due = clock.due(entries, data.calendar_of(source.received_on), term).day


@dataclass(frozen=True)
class WantedReport:
    """What the office says of an item: a reply with its `position`, or how far it has come."""

    text: str
    position: Position | None = None
    reasons: bool = False
    claimed: Claimed | None = None
    promised_date: date | None = None


def report(session: Session, documents: Documents, item_id: UUID, wanted: WantedReport, by: Principal) -> IncomingItem:
    """A reply or a report of the office. A later one stands beside the first; the day of the first reply stays.

    Raises `RuleViolation` for a report of progress before any reply, `ContentViolation` for a report that says nothing.
    """
    item, now = _item(session, item_id), utc_now()
    if wanted.position is not None:
        said = ItemReply(wanted.position, local_date(now), wanted.reasons, wanted.claimed, wanted.promised_date)
        item.facts = apply_reply(item.facts, said)
    elif wanted.claimed is None:
        raise ContentViolation("a reply or a claim", code="incoming.says_nothing", field="claimed")
    elif item.answered_on is None:
        raise RuleViolation("reply first", code="incoming.no_reply_yet", legal=("position",))
    else:
        item.facts = apply_claim(item.facts, wanted.claimed, wanted.promised_date)
    values = {
        "position": wanted.position.value if wanted.position else None,
        "claimed": wanted.claimed.value if wanted.claimed else None,
        "promised_date": wanted.promised_date,
    }
    _keep(session, documents, item, wanted.text, by, "incoming.reported", values)
    return item


@dataclass(frozen=True)
class WantedFinding:
    """What the issuer found, as its document says."""

    text: str
    word: Assessed
    on: date | None = None
    promised_date: date | None = None
    next_check: date | None = None


def find(session: Session, documents: Documents, item_id: UUID, wanted: WantedFinding, by: Principal) -> IncomingItem:
    """Record the issuer's finding; never the office's own. Raises `ContentViolation` for what the word needs."""
    item, now = _item(session, item_id), utc_now()
    source = session.get_one(IncomingRecommendation, item.recommendation_id)
    found = Assessment(
        word=wanted.word,
        on=wanted.on,
        verifier=source.issuer,
        evidence=1,
        promised_date=wanted.promised_date,
        next_check=wanted.next_check,
        reason=wanted.text,
    )
    item.facts = apply_assessment(item.facts, found, today=local_date(now))
    item.closed_on = local_date(now) if wanted.word in FINAL else None
    values = {"assessed": wanted.word.value, "on": wanted.on}
    values |= {"promised_date": wanted.promised_date, "next_check": wanted.next_check}
    _keep(session, documents, item, wanted.text, by, "incoming.found", values)
    return item


def _item(session: Session, item_id: UUID) -> IncomingItem:
    found = session.get(IncomingItem, item_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def _keep(
    session: Session, documents: Documents, item: IncomingItem, text: str, by: Principal, code: str, values: Any
) -> None:
    document = documents.put_json({"text": text})
    session.add(IncomingReport(item_id=item.id, document=document, by=by.id, at=utc_now(), **values))
    audit.record(session, by.name, code, "incoming_item", item.id)
    session.flush()
