"""What a body answered to a letter, asked and reported, under the ids that it knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.partners.models import EvidenceFile, ExtensionRequest, ProgressReport, Reply
from services.partners.queries.wall import Own
from services.partners.schemas.replies import FileAnswer, ItemReplyAnswer, ReplyAnswer, ReplyReceipt
from shared.documents import Documents
from shared.events.documents.partners import (
    EvidenceRecord,
    FileName,
    ProgressItemRecord,
    ProgressRecord,
    RepliedRecord,
    ReplyRecord,
)
from shared.typed import filled


@dataclass(frozen=True)
class ReportedItem:
    """What a body claimed of one item."""

    item_id: UUID
    claimed: str
    promised_date: date | None
    evidence: tuple[FileAnswer, ...]


@dataclass(frozen=True)
class Report:
    """What a body reported after its reply."""

    reported_at: datetime
    note: str | None
    items: tuple[ReportedItem, ...]


def receipt_of(reply: Reply) -> ReplyReceipt:
    return filled(ReplyReceipt, reply, duplicate_of=None)


def replies(own: Own, documents: Documents, dispatch_id: UUID) -> list[ReplyAnswer]:
    """Every version, the newest first."""
    statement = own.select(Reply).where(Reply.dispatch_id == dispatch_id).order_by(Reply.version.desc())
    return [_answer(documents, reply) for reply in own.session.execute(statement).scalars()]


def reports(own: Own, documents: Documents, dispatch_id: UUID) -> list[Report]:
    """What the body reported after its reply, the newest first."""
    statement = own.select(ProgressReport).where(ProgressReport.dispatch_id == dispatch_id)
    rows = own.session.execute(statement.order_by(ProgressReport.reported_at.desc())).scalars()
    return [_report(documents, row) for row in rows]


def requests(own: Own, dispatch_id: UUID) -> list[ExtensionRequest]:
    statement = own.select(ExtensionRequest).where(ExtensionRequest.dispatch_id == dispatch_id)
    return list(own.session.execute(statement.order_by(ExtensionRequest.requested_at)).scalars())


def file(own: Own, file_id: UUID) -> EvidenceFile:
    """One of the body's own files. Raises `NotFound`."""
    return own.get(EvidenceFile, file_id)


def given_name(documents: Documents, file: EvidenceFile) -> str | None:
    """How the body called it; none of what was handed in before names were kept."""
    return documents.read(FileName, file.named).name if file.named else None


def _answer(documents: Documents, reply: Reply) -> ReplyAnswer:
    record = documents.read(ReplyRecord, reply.document)
    items = tuple(_public(item) for item in record.items)
    return filled(ReplyAnswer, reply, answered_by=record.answered_by, items=items, duplicate_of=None)


def _public(item: RepliedRecord) -> ItemReplyAnswer:
    return filled(ItemReplyAnswer, item, item_id=item.public_item_id, evidence=_files(item.evidence))


def _report(documents: Documents, report: ProgressReport) -> Report:
    record = documents.read(ProgressRecord, report.document)
    return Report(report.reported_at, record.note, tuple(_reported(item) for item in record.items))


def _reported(item: ProgressItemRecord) -> ReportedItem:
    return ReportedItem(item.public_item_id, item.claimed, item.promised_date, _files(item.evidence))


def _files(evidence: Sequence[EvidenceRecord]) -> tuple[FileAnswer, ...]:
    return tuple(filled(FileAnswer, record) for record in evidence)
