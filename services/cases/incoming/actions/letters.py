"""Recommendations to the office: taken over from a file, answered, reported on; and what their issuer found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.cases import data
from services.cases.domain.assessments import Assessment, apply_assessment
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import FINAL, Assessed, Claimed, Delivery, Facts
from services.cases.domain.replies import ItemReply, Position, apply_claim, apply_reply
from services.cases.domain.timeliness import local_date
from services.cases.incoming.actions.clocks import reply_due
from services.cases.incoming.domain import Difference, Key, Row, State, compare
from services.cases.incoming.models import (
    IncomingClockEntry,
    IncomingItem,
    IncomingRecommendation,
    IncomingReport,
    as_row,
    entries_of,
)
from shared import audit
from shared.clock import utc_now
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation

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
    stored = _stored(session, {row.key[0] for row in rows if not row.faults})
    known = {key: as_row(source, item) for key, (source, item) in stored.items()}
    found = compare(rows, known, issuers=data.issuers(today), terms=data.terms(), today=today)
    if not apply:
        return found
    if refused := [one for one in found if one.state is State.REFUSED]:
        raise ImportRefusedError(refused)
    documents = {key[:2]: source for key, (source, _item) in stored.items()}
    started: list[IncomingClockEntry] = []
    for one in found:
        if one.state is not State.SAME:
            source = _document(session, documents, one.row)
            if one.state is State.NEW:
                started += _add(session, source, one.row.values, by)
            else:
                _change(session, source, stored[one.row.key][1], one, by)
    session.flush()
    # After the items to which they refer.
    session.add_all(started)
    session.flush()
    return found


def _stored(session: Session, issuers: set[str]) -> dict[Key, tuple[IncomingRecommendation, IncomingItem]]:
    statement = (
        select(IncomingRecommendation, IncomingItem)
        .join(IncomingItem, IncomingItem.recommendation_id == IncomingRecommendation.id)
        .where(IncomingRecommendation.issuer.in_(issuers))
    )
    return {(one.issuer, one.number, item.item): (one, item) for one, item in session.execute(statement)}


def _document(
    session: Session, known: dict[tuple[str, str], IncomingRecommendation], row: Row
) -> IncomingRecommendation:
    """The document that a row is of, with what the file says of it; made if it is not known."""
    said, source = row.values, known.get(row.key[:2])
    if source is None:
        fixed = {name: said[name] for name in ("issuer", "number", "received_on")}
        source = IncomingRecommendation(id=uuid4(), title=said["title"], issued_on=said["issued_on"], **fixed)
        session.add(source)
        # Its items are written in one go with it, and refer to it.
        session.flush()
        known[row.key[:2]] = source
    source.title, source.issued_on = said["title"], said["issued_on"]
    return source


def _add(
    session: Session, source: IncomingRecommendation, said: Mapping[str, Any], by: str
) -> list[IncomingClockEntry]:
    """A new item; returns the entry that begins its clock, if it has one."""
    item = IncomingItem(
        id=uuid4(), recommendation_id=source.id, item=said["item"], text=said["text"], item_due=said["due"]
    )
    item.term, item.facts = said["term"], Facts(delivery=Delivery.DELIVERED)
    entries = []
    if item.term is not None:
        event = data.term_on(item.term, source.received_on).start_event
        started = IncomingClockEntry(id=uuid7(), item_id=item.id, kind=EntryKind.STARTED.value, event=event.value)
        started.effective, started.recorded_at, started.by = source.received_on, utc_now(), by
        entries.append(started)
    item.reply_due = reply_due(source, item, [one.as_entry() for one in entries])
    session.add(item)
    audit.record(session, by, "incoming.added", "incoming_item", item.id, issuer=source.issuer)
    return entries


def _change(session: Session, source: IncomingRecommendation, item: IncomingItem, one: Difference, by: str) -> None:
    item.text, item.item_due = one.row.values["text"], one.row.values["due"]
    # Assigning the facts counts the last day of the implementation anew.
    item.facts = item.facts
    item.reply_due = reply_due(source, item, entries_of(session, item.id))
    audit.record(session, by, "incoming.changed", "incoming_item", item.id, fields=sorted(one.fields))


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
