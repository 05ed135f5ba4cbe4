"""Recommendations to the office: taken over from a file, answered, reported on; and what their issuer found."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.cases import data
from services.cases.domain.assessments import Assessment, apply_assessment
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import SETTLED, Assessed, Claimed, Delivery, Facts
from services.cases.domain.replies import ItemReply, apply_claim, apply_reply
from services.cases.domain.timeliness import local_date
from services.cases.incoming.actions.clocks import reply_due
from services.cases.incoming.domain.comparing import Difference, Key, Row, State, compare, only_taken
from services.cases.incoming.domain.items import Said, Setting, comparison
from services.cases.incoming.models import IncomingClockEntry, IncomingItem, IncomingRecommendation, IncomingReport
from services.cases.incoming.queries import as_said, entries_of
from services.cases.incoming.schemas.letters import IncomingFindingBody, IncomingReportBody, ReportWords
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation

Stored: TypeAlias = dict[Key, tuple[IncomingRecommendation, IncomingItem]]
#: One import at a time: each sees what the one before wrote.
_LOCK = 7402104


#: Why an issuer cannot assess an item stands in its own words.
ISSUERS_REASON = "other"


def take_over(
    by: Principal, session: Session, rows: Sequence[Row[Said]], *, apply: bool, now: datetime
) -> list[Difference[Said]]:
    """Compare a file with what is known, and with `apply` write it, whole or not at all. Raises `ImportRefusedError`."""
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    today = local_date(now)
    stored = _stored(session, {row.said.issuer for row in rows if row.said})
    known = {key: as_said(source, item) for key, (source, item) in stored.items()}
    compared = compare(rows, comparison(known, Setting(data.issuers(today), data.terms(), today)))
    if apply:
        only_taken(compared)
        _write(by, session, compared, stored, now=now)
    return compared


def _write(
    by: Principal, session: Session, compared: Iterable[Difference[Said]], stored: Stored, *, now: datetime
) -> None:
    documents = {key[:2]: source for key, (source, _item) in stored.items()}
    started: list[IncomingClockEntry] = []
    for difference in compared:
        said = difference.row.said
        if said is None or difference.state is State.SAME:
            continue
        source = _document(session, documents, said)
        if difference.state is State.NEW:
            started += _add(by, session, source, said, now=now)
        else:
            _change(by, session, source, stored[said.key][1], said, sorted(difference.fields))
    session.flush()
    # After the items to which they refer.
    session.add_all(started)
    session.flush()


def _stored(session: Session, issuers: set[str]) -> Stored:
    statement = (
        select(IncomingRecommendation, IncomingItem)
        .join(IncomingItem, IncomingItem.recommendation_id == IncomingRecommendation.id)
        .where(IncomingRecommendation.issuer.in_(issuers))
    )
    return {as_said(source, item).key: (source, item) for source, item in session.execute(statement)}


def _document(
    session: Session, known: dict[tuple[str, str], IncomingRecommendation], said: Said
) -> IncomingRecommendation:
    """The document that a row is of, with what the file says of it; made if it is not known."""
    source = known.get(said.key[:2])
    if source is None:
        source = IncomingRecommendation(
            id=uuid4(),
            issuer=said.issuer,
            number=said.number,
            title=said.title,
            issued_on=said.issued_on,
            received_on=said.received_on,
        )
        session.add(source)
        # Its items are written in one go with it, and refer to it.
        session.flush()
        known[said.key[:2]] = source
    source.title, source.issued_on = said.title, said.issued_on
    return source


def _add(
    by: Principal, session: Session, source: IncomingRecommendation, said: Said, *, now: datetime
) -> list[IncomingClockEntry]:
    """A new item; returns the entry that begins its clock, if it has one."""
    item = IncomingItem(id=uuid4(), recommendation_id=source.id, item=said.item, text=said.text, item_due=said.due)
    item.term = said.term
    item.write_facts(Facts(delivery=Delivery.DELIVERED))
    entries = []
    if item.term is not None:
        event = data.term_on(item.term, source.received_on).start_event
        started = IncomingClockEntry(id=uuid7(), item_id=item.id, kind=EntryKind.STARTED.value, event=event.value)
        started.effective, started.recorded_at, started.by = source.received_on, now, by.name
        entries.append(started)
    item.reply_due = reply_due(source, item, [one.as_entry() for one in entries])
    session.add(item)
    audit.record(session, by, "incoming.added", "incoming_item", item.id, issuer=source.issuer)
    return entries


def _change(
    by: Principal,
    session: Session,
    source: IncomingRecommendation,
    item: IncomingItem,
    said: Said,
    changed: Sequence[str],
) -> None:
    changes = audit.changes(due=(item.item_due, said.due))
    item.text, item.item_due = said.text, said.due
    # Writing the facts counts the last day of the implementation anew.
    item.write_facts(item.facts)
    item.reply_due = reply_due(source, item, entries_of(session, item.id))
    audit.record(session, by, "incoming.changed", "incoming_item", item.id, fields=list(changed), changes=changes)


def report(
    by: Principal, session: Session, documents: Documents, item_id: UUID, said: IncomingReportBody, *, now: datetime
) -> IncomingItem:
    """A reply or a report of the office. A later one stands beside the first; the day of the first reply stays.

    Raises `RuleViolation` for a report of progress before any reply, `ContentViolation` for a report that says nothing.
    """
    item = _item(session, item_id)
    if said.position is not None:
        reply = ItemReply(said.position, local_date(now), said.reasons, said.claimed, said.promised_date)
        item.write_facts(apply_reply(item.facts, reply, item.by_when))
    elif said.claimed is None:
        raise ContentViolation("a reply or a claim", code="incoming.says_nothing", field="claimed")
    elif item.answered_on is None:
        raise RuleViolation("reply first", code="incoming.no_reply_yet", legal=("position",))
    else:
        item.write_facts(apply_claim(item.facts, said.claimed, said.promised_date, local_date(now), item.by_when))
    row = IncomingReport(position=_word(said.position), claimed=_word(said.claimed), promised_date=said.promised_date)
    _keep(by, session, documents, item, row, said.text, now=now)
    audit.record(session, by, "incoming.reported", "incoming_item", item.id)
    session.flush()
    return item


def find(
    by: Principal, session: Session, documents: Documents, item_id: UUID, finding: IncomingFindingBody, *, now: datetime
) -> IncomingItem:
    """Record the issuer's finding; never the office's own. Raises `ContentViolation` for what the word needs."""
    item, today = _item(session, item_id), local_date(now)
    source = session.get_one(IncomingRecommendation, item.recommendation_id)
    assessment = Assessment(
        word=finding.assessment,
        on=finding.on,
        verifier=source.issuer,
        evidence=1,
        promised_date=finding.promised_date,
        next_check=finding.next_check,
        reason=finding.text,
        unassessable=ISSUERS_REASON if finding.assessment is Assessed.NOT_ASSESSABLE else None,
    )
    item.write_facts(apply_assessment(item.facts, assessment, today=today))
    item.closed_on = today if finding.assessment in SETTLED else None
    row = IncomingReport(assessed=finding.assessment.value, on=finding.on)
    row.promised_date, row.next_check = finding.promised_date, finding.next_check
    _keep(by, session, documents, item, row, finding.text, now=now)
    audit.record(session, by, "incoming.found", "incoming_item", item.id)
    session.flush()
    return item


def overtake(
    by: Principal,
    session: Session,
    documents: Documents,
    issuer: str,
    number: str,
    item: str,
    reason: str,
    whose: UUID,
    *,
    now: datetime,
) -> None:
    """A step of others: nothing is asked on that item any more, unless it was settled before, or the office reported it as done. `whose`: who of the office
    noted it.
    """
    wanted = (
        select(IncomingItem)
        .join(IncomingRecommendation, IncomingRecommendation.id == IncomingItem.recommendation_id)
        .where(IncomingRecommendation.issuer == issuer, IncomingRecommendation.number == number)
        .where(IncomingItem.item == item)
    )
    found = session.execute(wanted.with_for_update(of=IncomingItem)).scalar_one()
    if Assessed(found.assessed) in SETTLED or Claimed(found.claimed) is Claimed.IMPLEMENTED:
        return
    today = local_date(now)
    over = Assessment(Assessed.OVERTAKEN, verifier=issuer, reason=reason)
    found.write_facts(apply_assessment(found.facts, over, today=today))
    found.closed_on = today
    row = IncomingReport(item_id=found.id, assessed=Assessed.OVERTAKEN.value, by=whose, at=now)
    row.document = documents.keep(ReportWords(text=reason))
    session.add(row)
    audit.record(session, by, "incoming.found", "incoming_item", found.id)
    session.flush()


def _word(word: StrEnum | None) -> str | None:
    return None if word is None else word.value


def _item(session: Session, item_id: UUID) -> IncomingItem:
    item = session.get(IncomingItem, item_id, with_for_update=True)
    if item is None:
        raise NotFound
    return item


def _keep(
    by: Principal,
    session: Session,
    documents: Documents,
    item: IncomingItem,
    row: IncomingReport,
    text: str,
    *,
    now: datetime,
) -> None:
    row.item_id, row.document, row.by, row.at = item.id, documents.keep(ReportWords(text=text)), by.person, now
    session.add(row)
