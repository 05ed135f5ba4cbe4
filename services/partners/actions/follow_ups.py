"""What a body sends besides its reply: a request for more time, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.partners import domain
from services.partners.actions import files, receipts, replies
from services.partners.domain import ItemProgress
from services.partners.models import Dispatch, EvidenceFile, ExtensionRequest, ProgressReport
from services.partners.queries import copies, letters, wall
from services.partners.queries.wall import Own
from services.partners.schemas.replies import (
    ExtensionAnswer,
    NewExtensionRequest,
    NewProgress,
    ProgressAnswer,
    ProgressOfItem,
)
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ExtensionRequested, ProgressItem, ProgressReported
from shared.events.documents.partners import ProgressItemRecord, ProgressRecord, ReasonsRecord
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import RuleViolation
from shared.typed import dump, filled, named_in


def ask_for_time(
    by: Principal,
    session: Session,
    documents: Documents,
    dispatch_id: UUID,
    wanted: NewExtensionRequest,
    *,
    now: datetime,
) -> ExtensionAnswer:
    """The clock runs on until the office decides (`extension.decided`)."""
    own = wall.own(session, by)
    dispatch = letters.delivered(own, dispatch_id, lock=True)
    _check_answerable(dispatch)
    domain.check_more_time(wanted.until, domain.local_date(now), dispatch.due)
    request = ExtensionRequest(
        id=uuid4(),
        institution_id=dispatch.institution_id,
        dispatch_id=dispatch.id,
        until=wanted.until,
        reasons=documents.keep(ReasonsRecord(reasons=wanted.reasons)),
        by=by.name,
        requested_at=receipts.second_of(now),
        state="asked",
    )
    session.add(request)
    publish(
        session,
        filled(ExtensionRequested, request, request_id=request.id, recommendation_id=dispatch.recommendation_id),
        request.id,
    )
    audit.record(session, by, "extension.requested", "dispatch", dispatch.id, request=str(request.id))
    return filled(ExtensionAnswer, request)


def report_progress(
    by: Principal, session: Session, documents: Documents, dispatch_id: UUID, wanted: NewProgress, *, now: datetime
) -> ProgressAnswer:
    """How far a body has come with some items. Raises `RuleViolation` (409) before its reply."""
    own = wall.own(session, by)
    dispatch = letters.delivered(own, dispatch_id, lock=True)
    _check_answerable(dispatch)
    if dispatch.replied_at is None:
        raise RuleViolation("reply first", code="no_reply_yet", legal=("reply",))
    items = _check(own, documents, dispatch, wanted, now)
    record = ProgressRecord(note=wanted.note, items=tuple(_recorded(documents, item) for item in items))
    report = ProgressReport(
        id=uuid4(),
        institution_id=dispatch.institution_id,
        dispatch_id=dispatch.id,
        document=documents.put(receipts.canonical(dump(record)), named_in(record)),
        by=by.name,
        reported_at=receipts.second_of(now),
    )
    session.add(report)
    publish(
        session,
        filled(
            ProgressReported,
            report,
            report_id=report.id,
            recommendation_id=dispatch.recommendation_id,
            items=tuple(_coded(item) for item in items),
            report=report.document,
            at=report.reported_at,
        ),
        dispatch.id,
    )
    audit.record(session, by, "progress.reported", "dispatch", dispatch.id, report=str(report.id))
    return filled(ProgressAnswer, report)


@dataclass(frozen=True)
class _Item:
    """What was claimed of one item, with the item's id at the office and the files that were named."""

    claim: ProgressOfItem
    item_id: UUID
    files: list[EvidenceFile]


def _check(own: Own, documents: Documents, dispatch: Dispatch, wanted: NewProgress, now: datetime) -> list[_Item]:
    items = letters.public_ids(own, dispatch.id)
    rules = domain.reply_rules(copies.rendered(documents, dispatch))
    claims = [ItemProgress(**vars(claim)) for claim in wanted.items]
    domain.check_progress(claims, items, today=domain.local_date(now), rules=rules)
    evidence = files.attached(own, [claim.evidence for claim in wanted.items])
    return [_Item(claim, items[claim.item_id], named) for claim, named in zip(wanted.items, evidence, strict=True)]


def _check_answerable(dispatch: Dispatch) -> None:
    withdrawn = dispatch.withdrawn_at is not None
    domain.check_answerable(withdrawn=withdrawn, role=dispatch.role, expects=dispatch.expects)


def _recorded(documents: Documents, item: _Item) -> ProgressItemRecord:
    return filled(
        ProgressItemRecord,
        item.claim,
        item_id=item.item_id,
        public_item_id=item.claim.item_id,
        evidence=replies.evidence_of(documents, item.files),
    )


def _coded(item: _Item) -> ProgressItem:
    documents = tuple(file.document for file in item.files)
    return filled(ProgressItem, item.claim, item_id=item.item_id, evidence=documents)
